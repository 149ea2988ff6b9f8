"""Reviews: cases gathered, a session opened, its panel drawn or chosen, a seat filled anew; sheets and reports stand in ``sheets``."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtWidgets import QWidget

from alliance_desk.canonical import Json
from alliance_desk.cases import batch as batches
from alliance_desk.cases.stage_steps import GATHERED
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.progress import Progress
from ui.language import said, tr
from ui.pieces import label
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, folded, last, line, pick, picked, remember, seen, together, waiting
from ui.tasks.asks import reason
from ui.tasks.sheets import conclude, conclude_ended, report, scores
from ui.tasks.sieve import Sieve

__all__ = ["batch", "choose", "conclude", "conclude_ended", "draw", "open_session", "replace", "report", "scores"]

_BATCHES = "SELECT DISTINCT batch, name FROM index_batch WHERE pack = ? AND state = 'in' ORDER BY rowid DESC LIMIT 40"
_MATES = "SELECT \"case\" FROM index_batch WHERE batch = ? AND state = 'in'"
_SITTING = "SELECT d.open FROM index_session s JOIN index_document d ON d.stream = s.stream WHERE s.state = 'open'"
_THIRD = "third_party"
_WITNESS, _ALONE, _TYPED = "witness", "alone", "typed"


def batch(seat: Seat, cases: Sequence[Folded | str]) -> None:
    """Gather cases of one policy for review; others that wait for a review can go along."""
    chosen = folded(seat, cases)
    about = About(seat, chosen[0])
    offered = together(chosen, waiting(seat, about.rules.pack.id, *GATHERED))

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return batches.open_batch(desk, values["name"], about.rules.pack.id, picked(values, offered))

    kind = next((stage.kind for stage in about.open if stage.kind in GATHERED), "expert_review")
    seat.ask(
        Task(
            id="batch",
            title=tr("ui.tasks.batch.title"),
            submit=tr("ui.tasks.batch.submit"),
            work=work,
            fields=[
                Ask("name", tr("ui.tasks.batch.name"), required=True, limit=60, hint=tr("ui.tasks.batch.name-hint", year=seat.today.year)),
                *pick(tr("ui.tasks.batch.cases"), chosen, offered),
            ],
            intro="\n".join([*([line(chosen[0])] if len(offered) == 1 else []), tr("ui.tasks.batch.intro")]),
            basis=about.basis(kind),
            stream=about.stream if len(chosen) == 1 else "",
            seen=seen(offered),
            done=lambda changes: seat.goto.emit("experts", changes.streams[0]),
        )
    )  # fmt: skip


def open_session(seat: Seat, cases: Sequence[Folded | str], batch: str = "") -> None:
    """Open a review over cases of one policy. batch: stream of the batch they were gathered in; those of the first case when empty.

    Whoever waits in the same batch is ticked too.
    """
    chosen = folded(seat, cases)
    about = About(seat, chosen[0])
    stage = about.stage("expert_review")
    third = stage is not None and stage.mode == _THIRD
    sitting = [row[0] for row in seat.reader.raw.execute(_SITTING).fetchall()]
    free = [case for case in waiting(seat, about.rules.pack.id, "expert_review") if not _sits(case, sitting)]
    offered = together(chosen, free)
    batch = batch or _batch_of(seat, chosen[0].stream)
    mates = {row[0] for row in seat.reader.raw.execute(_MATES, (batch,)).fetchall()}
    chosen = together(chosen, [case for case in free if case.stream in mates])
    gathered = seat.reader.raw.execute(_BATCHES, (about.rules.pack.id,)).fetchall()
    fields = pick(tr("ui.tasks.session.cases"), chosen, offered)
    if gathered:
        fields.append(Ask("batch", tr("ui.tasks.session.batch"), Kind.CHOICE, usual=batch or None, choices=gathered))
    if third:
        before = last(seat, "organiser") or None
        fields += [
            Ask("organiser", tr("ui.tasks.session.organiser"), required=True, limit=100, usual=before, hint=tr("ui.tasks.session.organiser-hint")),
            Ask("contract", tr("ui.tasks.session.contract"), required=True, limit=80, hint=tr("ui.tasks.session.contract-hint")),
        ]  # fmt: skip

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.review import sessions

        if values.get("organiser"):
            remember(desk, organiser=values["organiser"])
        return sessions.open_session(
            desk,
            picked(values, offered),
            batch=values.get("batch", ""),
            organiser=values.get("organiser", ""),
            contract=values.get("contract", ""),
        )

    seat.ask(
        Task(
            id="session",
            title=tr("ui.tasks.session.title"),
            submit=tr("ui.tasks.session.submit"),
            work=work,
            fields=fields,
            intro="\n".join(
                [
                    *([line(chosen[0])] if len(offered) == 1 else []),
                    tr("ui.tasks.session.intro-third" if third else "ui.tasks.session.intro-own"),
                ]
            ),
            basis=about.basis("expert_review"),
            stream=about.stream if len(cases) == 1 else "",
            seen=seen(offered),
            done=lambda changes: seat.goto.emit("experts", changes.streams[0]),
        )
    )


def _sits(case: Folded, sitting: list[bytes]) -> bool:
    """Whether a case is in an open session."""
    return any(case.stream.encode() in bytes(document) for document in sitting)


def _batch_of(seat: Seat, case: str) -> str:
    query = "SELECT batch FROM index_batch WHERE \"case\" = ? AND state = 'in' ORDER BY rowid DESC LIMIT 1"
    row = seat.reader.raw.execute(query, (case,)).fetchone()
    return str(row[0]) if row else ""


def draw(seat: Seat, session: str) -> None:
    """Draw the panel by lot with two numbers, before a witness or with the reason why there is none."""
    document = streams.document(seat.reader.raw, session)
    people = seat.reader.settings["operators"]
    others = [one["name"] for key, one in people.items() if key != seat.reader.operator and one.get("active", True)]

    def watched(values: Values) -> bool:
        return values.get("watched") == _WITNESS

    def typed(values: Values) -> bool:
        return watched(values) and (not others or values.get("witness") == _TYPED)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.review import sessions

        chosen = values.get("witness", _TYPED)
        witness = values.get("witness-name", "") if chosen == _TYPED else chosen
        return sessions.draw_panel(
            desk,
            session,
            values["operator"],
            values["supervisor"],
            witness=witness if watched(values) else "",
            alone="" if watched(values) else values.get("alone", ""),
        )

    def check(values: Values) -> list[tuple[str, str]]:
        return [
            (key, tr("ui.tasks.draw.digits")) for key in ("operator", "supervisor") if not _digits(values.get(key, ""))
        ]

    ways = [(_WITNESS, tr("ui.tasks.draw.watched")), (_ALONE, tr("ui.tasks.draw.alone"))]
    names = [*((name, name) for name in others), (_TYPED, tr("ui.tasks.draw.witness-other"))]
    listed = Ask("witness", tr("ui.tasks.draw.witness"), Kind.CHOICE, required=True, choices=names, when=watched)
    seat.ask(
        Task(
            id="draw",
            title=tr("ui.tasks.draw.title"),
            submit=tr("ui.tasks.draw.submit"),
            work=work,
            fields=[
                Ask("watched", tr("ui.tasks.draw.how"), Kind.CHOICE, required=True, choices=ways),
                *([listed] if others else []),
                Ask("witness-name", tr("ui.tasks.draw.witness-name"), required=True, limit=30, when=typed),
                Ask("alone", tr("ui.tasks.draw.alone-why"), Kind.LONG, required=True, limit=400, when=lambda values: values.get("watched") == _ALONE),
                Ask("operator", tr("ui.tasks.draw.operator"), required=True, limit=32, hint=tr("ui.tasks.draw.number-hint")),
                Ask("supervisor", tr("ui.tasks.draw.supervisor"), required=True, limit=32, hint=tr("ui.tasks.draw.supervisor-hint")),
            ],
            intro=tr("ui.tasks.draw.intro"),
            basis=_basis(seat, document),
            stream=session,
            seen={session: document.seq},
            check=check,
            content=lambda parent: _sieve(seat, session, parent),
            done=lambda _changes: seat.goto.emit("experts", session),
            danger=tr("ui.tasks.draw.danger"),
        )
    )  # fmt: skip


def _digits(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and 4 <= len(text) <= 32)


def choose(seat: Seat, session: str) -> None:
    """Fix the panel of greatest fit among those whom no rule excludes."""
    document = streams.document(seat.reader.raw, session)

    def work(desk: Desk, _values: Values, _step: Progress) -> Changes:
        from alliance_desk.review import sessions

        return sessions.choose_panel(desk, session)

    seat.ask(
        Task(
            id="choose-panel",
            title=tr("ui.tasks.choose.title"),
            submit=tr("ui.tasks.choose.submit"),
            work=work,
            intro=tr("ui.tasks.choose.intro"),
            basis=_basis(seat, document),
            stream=session,
            seen={session: document.seq},
            content=lambda parent: _sieve(seat, session, parent),
            done=lambda _changes: seat.goto.emit("experts", session),
            danger=tr("ui.tasks.draw.danger"),
        )
    )


def replace(seat: Seat, session: str, expert: str = "") -> None:
    """Fill the seat of a member who declined, in the order of the draw. expert: chosen among those seated when empty."""
    document = streams.document(seat.reader.raw, session)
    seats = cast("dict[str, Json]", document.open.get("seats", {}))
    in_order = sorted(seats.items(), key=lambda item: item[1]["order"])
    seated = [(key, one) for key, one in in_order if one["state"] == "seated" and expert in ("", key)]
    choices = [(key, tr("ui.tasks.replace.line", name=one["name"], unit=one["unit"])) for key, one in seated]
    which = [Ask("expert", tr("ui.tasks.replace.who"), Kind.CHOICE, required=True, choices=choices)]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.review import sessions

        return sessions.replace_seat(desk, session, values.get("expert", seated[0][0]), values["note"])

    who = [choices[0][1]] if len(seated) == 1 else []
    seat.ask(
        Task(
            id="replace",
            title=tr("ui.tasks.replace.title"),
            submit=tr("ui.tasks.replace.submit"),
            work=work,
            fields=[
                *(which if len(seated) > 1 else ()),
                reason(tr("ui.tasks.replace.reason"), tr("ui.tasks.replace.reason-hint")),
            ],
            intro="\n".join([*who, tr("ui.tasks.replace.intro")]),
            basis=_basis(seat, document),
            stream=session,
            seen={session: document.seq},
            danger=tr("ui.tasks.replace.danger"),
        )
    )


def _basis(seat: Seat, document: Folded) -> str:
    first = next(iter(cast("Json", document.open["cases"])))
    return About(seat, first).basis("expert_review")


def _sieve(seat: Seat, session: str, parent: QWidget) -> QWidget:
    """The funnel of a session as the pool stands now; what keeps it from being made in words."""
    from alliance_desk.review import sessions

    try:
        return Sieve(seat.look, sessions.screen(seat.reader, session), parent)
    except DeskError as error:
        return label(said(error), "problem", parent)
