"""Score sheets, the end of a session of own experts, and the report of a commissioned review."""

from datetime import date
from typing import cast

from PySide6.QtWidgets import QWidget

from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.experts.scores import RECOMMENDATIONS
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack
from alliance_desk.progress import Progress
from ui.language import tr
from ui.pieces import Card, label
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, line
from ui.tasks.asks import not_ahead, on_day
from ui.tasks.points import PointLines

_YES, _NO = "yes", "no"


def scores(seat: Seat, session: str, case: Folded | str, expert: str) -> None:
    """Enter one expert's sheet for one case; when it is kept the next missing sheet of the case comes up."""
    document = streams.document(seat.reader.raw, session)
    about = About(seat, case)
    entered = cast("Json", document.open.get("scores", {})).get(about.stream, {})
    before = cast("Json", entered.get(expert, {}))
    name = document.open["seats"][expert]["name"]
    lines = PointLines(about.rules)
    fields = lines.asks(cast("Json", before.get("lines", {})))
    says = [(one, tr(f"ui.tasks.scores.{one}")) for one in RECOMMENDATIONS]
    fields += [
        Ask("recommend", tr("ui.tasks.scores.recommend"), Kind.CHOICE, usual=before.get("recommend"), choices=says),
        Ask("opinion", tr("ui.tasks.scores.opinion"), Kind.LONG, usual=before.get("opinion"), limit=2000, hint=tr("ui.tasks.scores.opinion-hint")),
    ]  # fmt: skip

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.review import scoring

        return scoring.enter(
            desk,
            session,
            about.stream,
            expert,
            lines.typed(values),
            opinion=values.get("opinion", ""),
            recommend=values.get("recommend", ""),
        )

    order = _panel(document)
    done = sum(one in entered for one in order)
    place = tr("ui.tasks.scores.place", entered=done, size=len(order))
    seat.ask(
        Task(
            id=f"scores.{expert}.{about.stream[:8]}",
            title=tr("ui.tasks.scores.title", name=name),
            submit=tr("ui.tasks.scores.submit"),
            work=work,
            fields=fields,
            intro=f"{about.head}\n{place}",
            basis=about.basis("expert_review"),
            stream=session,
            seen={session: document.seq},
            live=lambda values: _told(about.rules, lines, values),
            check=lines.wrong,
            done=lambda _changes: _next(seat, session, about.stream, expert),
        )
    )


def _told(rules: Pack, lines: PointLines, values: Values) -> str:
    """The sum as it is typed; once all lines are there, with what it takes to pass."""
    told = lines.told(values)
    if rules.scoring.pass_mark and lines.hundred(values):
        told.append(tr("ui.tasks.scores.pass-mark", mark=rules.scoring.pass_mark))
    return tr("ui.tasks.and").join(told)


def _next(seat: Seat, session: str, case: str, expert: str) -> None:
    """The next sheet that is missing for the case, in the order of the seats after this one."""
    document = streams.document(seat.reader.raw, session)
    order = _panel(document)
    entered = cast("Json", document.open.get("scores", {})).get(case, {})
    at = order.index(expert) + 1 if expert in order else 0
    owed = next((one for one in (*order[at:], *order[:at]) if one not in entered), "")
    if owed:
        scores(seat, session, case, owed)


def _panel(document: Folded) -> list[str]:
    """Who sits, in order."""
    seats = cast("dict[str, Json]", document.open.get("seats", {}))
    found = sorted(seats.items(), key=lambda item: item[1]["order"])
    return [key for key, one in found if one["state"] == "seated"]


def conclude(seat: Seat, session: str) -> None:
    """Close a session of own experts; what the sheets come to is shown before."""
    document = streams.document(seat.reader.raw, session)
    running = _running(seat, document)

    def work(desk: Desk, _values: Values, _step: Progress) -> Changes:
        from alliance_desk.review import scoring

        return scoring.conclude_own(desk, session)

    seat.ask(
        Task(
            id="conclude",
            title=tr("ui.tasks.conclude.title"),
            submit=tr("ui.tasks.conclude.submit"),
            work=work,
            intro=tr("ui.tasks.conclude.intro", count=len(running)),
            basis=About(seat, running[0]).basis("expert_review") if running else "",
            stream=session,
            seen={session: document.seq},
            content=lambda parent: _results(seat, document, running, parent),
        )
    )


def conclude_ended(seat: Seat, session: str) -> None:
    """Close a session of which every case has ended meanwhile."""
    document = streams.document(seat.reader.raw, session)

    def work(desk: Desk, _values: Values, _step: Progress) -> Changes:
        from alliance_desk.review import sessions

        return sessions.conclude_ended(desk, session)

    seat.ask(
        Task(
            id="conclude-ended",
            title=tr("ui.tasks.conclude.title"),
            submit=tr("ui.tasks.conclude.submit"),
            work=work,
            intro=tr("ui.tasks.conclude.ended"),
            stream=session,
            seen={session: document.seq},
        )
    )


def _results(seat: Seat, document: Folded, running: list[Folded], parent: QWidget) -> QWidget:
    """What the sheets of each case come to as they are."""
    from alliance_desk.review import scoring

    card = Card(tr("ui.tasks.conclude.results"), "conclude.results", parent)
    if not running:
        return card
    names = {key: one["name"] for key, one in cast("Json", document.open.get("seats", {})).items()}
    found = scoring.results(document, seat.reader.rules_of(running[0]))
    for case in running:
        card.inside.addWidget(label(line(case), "", card))
        tally_ = found.get(case.stream)
        told = tally_.text(names, _language()) if tally_ is not None else tr("ui.tasks.conclude.no-sheet")
        card.inside.addWidget(label(told, "small", card))
    return card


def _language() -> str:
    from ui.language import language

    return language()


def report(seat: Seat, session: str) -> None:
    """Record the report of a commissioned review: the file, and for each case whether the experts support it."""
    document = streams.document(seat.reader.raw, session)
    running = _running(seat, document)
    says = [(_YES, tr("ui.tasks.report.yes")), (_NO, tr("ui.tasks.report.no"))]
    fields = [
        Ask("path", tr("ui.tasks.report.path"), Kind.FILE, required=True, file_types=tr("ui.tasks.types-report")),
        on_day(seat, tr("ui.tasks.report.on")),
        *(
            Ask(f"outcome.{case.stream}", tr("ui.tasks.report.outcome", name=case.open["alliance"]["name"]), Kind.CHOICE, required=True, choices=says)
            for case in running
        ),
    ]  # fmt: skip

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        from alliance_desk.review import sessions

        outcomes = {case.stream: values[f"outcome.{case.stream}"] == _YES for case in running}
        on: date = values["on"]
        return sessions.conclude_third_party(desk, session, values["path"], outcomes, on)

    about = document.open["session"]
    seat.ask(
        Task(
            id="report",
            title=tr("ui.tasks.report.title"),
            submit=tr("ui.tasks.report.submit"),
            work=work,
            fields=fields,
            intro=tr("ui.tasks.report.intro", organiser=about.get("organiser", ""), contract=about.get("contract", "")),
            basis=About(seat, running[0]).basis("expert_review") if running else "",
            stream=session,
            seen={session: document.seq},
            check=lambda values: not_ahead(seat, values, "on"),
        )
    )


def _running(seat: Seat, document: Folded) -> list[Folded]:
    """The cases of a session that have not ended meanwhile."""
    named = [seat.reader.case(stream) for stream in cast("Json", document.open["cases"])]
    return [case for case in named if not stages.end_kind(seat.reader.rules_of(case), case.open)]
