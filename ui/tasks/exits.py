"""Leaving the register: the ground, telling and hearing, the decision, its publication, and what becomes of certificate and plaque."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.care import exits as verbs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.after import Kind
from alliance_desk.policy.pack import Ground
from alliance_desk.progress import Progress
from alliance_desk.register.alliance import alliance as register_page
from alliance_desk.register.proposals import Proposed, proposals
from ui.language import said, tr
from ui.seat import Seat
from ui.task import Ask, Task, Values
from ui.task import Kind as Field
from ui.tasks.about import About, article
from ui.tasks.asks import days_left, not_ahead, on_day, reason
from ui.tasks.of_alliance import OfAlliance, choose, chosen


def exit_task(seat: Seat, alliance: str, ground: str = "", consequence: str = "", facts: Sequence[str] = ()) -> Task:
    """The task that opens the case of an exit.

    ground: id in the policy, chosen when empty. consequence, facts: the proposal it answers. Raises Refused when the alliance is not known.
    """
    about = OfAlliance(seat, alliance)
    procedures = {one.id for one in about.offers(Kind.EXIT)}
    items = {
        key: item for key, item in about.rules.ground.items() if item.procedure in procedures and ground in ("", key)
    }
    choices = [
        (key, tr("ui.care.exit.ground-of", name=item.name, leaves=item.leaves.value)) for key, item in items.items()
    ]

    proposed = proposals(seat.reader, alliance)

    def answered(key: str) -> Proposed | None:
        """What the rules propose that this ground would do: the case then rests on its facts."""
        grounds = {name: item.ground for name, item in about.rules.measure.items()}
        return next((one for one in proposed if any(grounds.get(name) == key for name in one.measures)), None)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        key = chosen(values, "ground", choices)
        rests, on = (consequence, facts)
        if not rests and (one := answered(key)) is not None:
            rests, on = one.consequence, one.keys
        return verbs.open_exit(desk, alliance, key, values["note"], consequence=rests, facts=on)

    def live(values: Values) -> str:
        key = chosen(values, "ground", choices)
        if key not in items:
            return ""
        one = answered(key)
        rests = [tr("ui.care.exit.proposed", proposal=said(one))] if one is not None else []
        return "\n".join([*rests, *_told(about, items[key])])

    return Task(
        id=f"care.exit.{ground or 'any'}.{alliance[:8]}",
        title=tr("ui.care.exit.title"),
        submit=tr("ui.care.exit.submit"),
        work=work,
        fields=[
            *choose("ground", tr("ui.care.exit.ground"), choices),
            reason(tr("ui.care.exit.facts"), tr("ui.care.exit.facts-hint")),
        ],
        intro="\n".join([about.head, *([choices[0][1]] if len(choices) == 1 else []), tr("ui.care.exit.intro")]),
        basis=about.basis([(item.name, item) for item in items.values()]),
        live=live,
        done=about.to_case,
    )


def _told(about: OfAlliance, item: Ground) -> list[str]:
    """What the ground rests on, what will have to be confirmed, and the way to the decision."""
    stages = [stage.name for stage in about.rules.stage.values() if stage.of == item.procedure]
    return [
        article(about.rules, item.basis, item.name),
        *([tr("ui.care.exit.asks", asks=tr("ui.care.part").join(item.asks))] if item.asks else []),
        tr("ui.care.way", stages=tr("ui.care.arrow").join(stages)),
    ]


def tell(seat: Seat, case: Folded | str) -> None:
    """Set until when the alliance may state its case; the letter that tells it (告知书) then names the day."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.tell(desk, about.stream, values["told"], values["until"])

    def live(values: Values) -> str:
        until = values.get("until")
        return days_left(seat, until) if isinstance(until, date) and until >= seat.today else ""

    before = _set(about)
    seat.ask(
        Task(
            id="care.tell",
            title=tr("ui.care.tell.title"),
            submit=tr("ui.care.tell.submit"),
            work=work,
            fields=[
                on_day(seat, tr("ui.care.hear.told"), key="told"),
                Ask("until", tr("ui.care.hear.until"), Field.DATE, required=True, usual=before.get("until"), hint=tr("ui.care.tell.until-hint")),
            ],
            intro="\n".join([about.head, tr("ui.care.tell.intro")]),
            basis=about.basis("hearing"),
            stream=about.stream,
            seen=about.seen,
            live=live,
            check=lambda values: _until(seat, values),
        )
    )  # fmt: skip


def _set(about: About) -> dict[str, date]:
    """The days that were set when the alliance was told."""
    matter = cast("Json", about.document.get("matter", {}))
    known = (("told", "started"), ("until", "due"))
    return {field: date.fromisoformat(matter[name]) for field, name in known if name in matter}


def _until(seat: Seat, values: Values, *others: str) -> list[tuple[str, str]]:
    """What is wrong with the days of telling and of a statement."""
    told, until = values.get("told"), values.get("until")
    late = isinstance(told, date) and isinstance(until, date) and until <= told
    return [
        *not_ahead(seat, values, "told", *others),
        *([("until", tr("ui.care.hear.until-past"))] if late else []),
    ]


def hear(seat: Seat, case: Folded | str) -> None:
    """Record that the alliance was told, and what it said."""
    _hearing(seat, case, said=True)


def waive(seat: Seat, case: Folded | str) -> None:
    """Record that the alliance was told, and said nothing until the day set."""
    _hearing(seat, case, said=False)


def _hearing(seat: Seat, case: Folded | str, *, said: bool) -> None:
    about, which = About(seat, case), "hear" if said else "waive"
    statement = [
        Ask("statement", tr("ui.care.hear.statement"), Field.LONG, required=True, limit=4000),
        on_day(seat, tr("ui.care.hear.on")),
    ]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.hear(
            desk, about.stream, values["told"], values["until"], values.get("statement", ""), values.get("on")
        )

    def live(values: Values) -> str:
        until = values.get("until")
        if not isinstance(until, date) or said:
            return ""
        return tr("ui.care.hear.still", left=days_left(seat, until)) if until >= seat.today else ""

    before = _set(about)
    seat.ask(
        Task(
            id=f"care.{which}",
            title=tr(f"ui.care.{which}.title"),
            submit=tr(f"ui.care.{which}.submit"),
            work=work,
            fields=[
                Ask("told", tr("ui.care.hear.told"), Field.DATE, required=True, usual=before.get("told")),
                Ask("until", tr("ui.care.hear.until"), Field.DATE, required=True, usual=before.get("until"), hint=tr("ui.care.hear.until-hint")),
                *(statement if said else ()),
            ],
            intro="\n".join([about.head, tr(f"ui.care.{which}.intro")]),
            basis=about.basis("hearing"),
            stream=about.stream,
            seen=about.seen,
            live=live,
            check=lambda values: _until(seat, values, "on"),
        )
    )  # fmt: skip


def skip_hearing(seat: Seat, case: Folded | str) -> None:
    """Leave telling and hearing out, for a reason that is kept."""
    about = About(seat, case)
    _reasoned(about, "skip-hearing", "hearing", verbs.skip_hearing)


def drop_exit(seat: Seat, case: Folded | str) -> None:
    """Record that the alliance stays."""
    about = About(seat, case)
    _reasoned(about, "drop-exit", "exit", verbs.drop)


def _reasoned(about: About, which: str, kind: str, verb: object) -> None:
    """A verb that asks for nothing but its reason."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verb(desk, about.stream, values["note"])  # pyright: ignore[reportCallIssue, reportUnknownVariableType]

    about.seat.ask(
        Task(
            id=f"care.{which}",
            title=tr(f"ui.care.{which}.title"),
            submit=tr(f"ui.care.{which}.submit"),
            work=work,
            fields=[reason(tr("ui.tasks.note-reason"))],
            intro="\n".join([about.head, tr(f"ui.care.{which}.intro")]),
            basis=about.basis(kind),
            stream=about.stream,
            seen=about.seen,
        )
    )


def decide_exit(seat: Seat, case: Folded | str) -> None:
    """Decide that the alliance leaves: everything that the ground asks for is confirmed one by one."""
    about = About(seat, case)
    item = about.rules.ground.get(str(about.document.get("matter", {}).get("ground", "")))
    asks = list(item.asks) if item is not None else []
    boxes = [(str(at), ask) for at, ask in enumerate(asks)]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        attested = [asks[int(at)] for at in values.get("attested", [])]
        return verbs.decide(
            desk, about.stream, values["document"], values["on"], values["note"], attested=attested, minutes=values.get("minutes", "")
        )  # fmt: skip

    def check(values: Values) -> list[tuple[str, str]]:
        missing = len(boxes) - len(values.get("attested") or [])
        found = [("attested", tr("ui.care.decide-exit.attest-all", count=missing))] if boxes and missing else []
        return [*not_ahead(seat, values, "on"), *found]

    attest = Ask("attested", tr("ui.care.decide-exit.attested"), Field.CHOICES, required=True, choices=boxes)
    leaves = item.leaves.value if item is not None else tr("ui.care.exit.any")
    seat.ask(
        Task(
            id="care.decide-exit",
            title=tr("ui.care.decide-exit.title", leaves=leaves),
            submit=tr("ui.care.decide-exit.submit", leaves=leaves),
            work=work,
            fields=[
                *([attest] if boxes else []),
                reason(tr("ui.care.decide-exit.note"), tr("ui.care.decide-exit.note-hint")),
                Ask("document", tr("ui.care.decide-exit.document"), required=True, limit=80),
                on_day(seat, tr("ui.care.decide-exit.on"), tr("ui.care.decide-exit.on-hint")),
                Ask("minutes", tr("ui.care.decide-exit.minutes"), limit=80),
            ],
            intro="\n".join([about.head, *([item.name] if item is not None else [])]),
            basis=article(about.rules, item.basis, item.name) if item is not None else about.basis("exit"),
            stream=about.stream,
            seen=about.seen,
            check=check,
            danger=tr("ui.care.decide-exit.danger"),
        )
    )


def publish(seat: Seat, case: Folded | str) -> None:
    """Record that the decision was made public."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.publish(desk, about.stream, values["on"], values["channel"])

    seat.ask(
        Task(
            id="care.publish",
            title=tr("ui.care.publish.title"),
            submit=tr("ui.care.publish.submit"),
            work=work,
            fields=[
                Ask("channel", tr("ui.care.publish.channel"), required=True, limit=200, hint=tr("ui.care.publish.channel-hint")),
                on_day(seat, tr("ui.care.publish.on")),
            ],
            intro=about.head,
            basis=about.basis("publication"),
            stream=about.stream,
            seen=about.seen,
            check=lambda values: not_ahead(seat, values, "on"),
        )
    )  # fmt: skip


def return_papers(seat: Seat, case: Folded | str) -> None:
    """Record what became of each paper that the alliance holds."""
    about = About(seat, case)
    page = register_page(seat.reader, str(about.document["alliance"]["id"]))
    held = [paper for paper in page.papers if paper.state == "issued"] if page is not None else []
    states = [(state, tr(f"ui.care.return.state.{state}")) for state in verbs.STATES]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        said = {paper.kind: values[f"state.{paper.kind}"] for paper in held}
        return verbs.return_papers(desk, about.stream, said, values["on"], values.get("note", ""))

    def explained(values: Values) -> bool:
        return any(values.get(f"state.{paper.kind}") not in (None, "returned") for paper in held)

    fields = [
        Ask(f"state.{paper.kind}", tr(f"ui.care.return.{paper.kind}", number=paper.number), Field.CHOICE, required=True, choices=states)
        for paper in held
    ]  # fmt: skip
    note = Ask("note", tr("ui.care.return.note"), Field.LONG, required=True, limit=2000, hint=tr("ui.care.return.note-hint"), when=explained)  # fmt: skip
    seat.ask(
        Task(
            id="care.return-papers",
            title=tr("ui.care.return.title"),
            submit=tr("ui.care.return.submit"),
            work=work,
            fields=[*fields, *([note] if held else []), on_day(seat, tr("ui.care.return.on"))],
            intro="\n".join([about.head, tr("ui.care.return.intro" if held else "ui.care.return.none")]),
            basis=about.basis("return_papers"),
            stream=about.stream,
            seen=about.seen,
            check=lambda values: not_ahead(seat, values, "on"),
        )
    )
