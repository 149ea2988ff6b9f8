"""What happened to an alliance: activities with their evidence, matters that are only recorded, and keeping what waits for it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from alliance_desk.care import events
from alliance_desk.care.opening import line_of, prepare
from alliance_desk.cases.paper_matrix import matrix
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, article, folded, line, policy, seen
from ui.tasks.answering import Answering
from ui.tasks.asks import not_ahead, on_day, reason
from ui.tasks.paper_asks import PaperAsks, paper_asks, papers_in


def record_event_task(seat: Seat, alliance: str, activity: str = "", answers: str = "") -> Task:
    """Record an activity with its evidence. activity: id in the policy, chosen when empty. answers: case that waits for its report.

    Raises Refused where this office may record none for the alliance, with the first reason.
    """
    head = line_of(seat.reader, alliance).head
    rules = seat.reader.policy_for(str(head["pack"]))
    asked = _asked(seat, alliance, rules, activity)
    if not asked:
        wanted = (
            rules.activity[activity].procedure
            if activity
            else next((one.procedure for one in rules.activity.values()), "")
        )
        prepare(seat.reader, alliance, wanted, _year(seat, rules, wanted))  # raises with the reason
    choices = [
        (key, item.name) for key, item in rules.activity.items() if item.procedure in asked and activity in ("", key)
    ]

    def chosen(values: Values) -> str:
        return activity or str(values.get("activity", ""))

    waiting = Answering(seat, alliance, lambda values: {chosen(values)}, answers)
    meant = waiting.meant

    def papers_of(values: Values) -> PaperAsks | None:
        key = chosen(values)
        return asked.get(rules.activity[key].procedure) if key in rules.activity else None

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        known = papers_of(values)
        return events.record_event(
            desk, alliance, chosen(values), values["on"], values["title"],
            place=values.get("place", ""), note=values.get("note", ""),
            papers=papers_in(values, known) if known is not None else (), answers=waiting.read(values),
        )  # fmt: skip

    fields: list[Ask] = []
    if not activity:
        fields.append(Ask("activity", tr("ui.matter.event.activity"), Kind.CHOICE, required=True, choices=choices))
    fields += [
        *waiting.asks(),
        Ask("title", tr("ui.matter.event.name"), required=True, limit=200, usual=meant.title if meant else None, hint=tr("ui.matter.event.name-hint")),
        on_day(seat, tr("ui.matter.event.on"), usual=meant.on if meant else None),
        Ask("place", tr("ui.matter.event.place"), limit=200),
        Ask("note", tr("ui.matter.event.note"), Kind.LONG, limit=2000, hint=tr("ui.matter.event.note-hint")),
        *(_only(ask, rules, procedure, activity) for procedure, one in asked.items() for ask in one.fields),
    ]  # fmt: skip
    basis = article(rules, rules.activity[activity].basis, rules.activity[activity].name) if activity else policy(rules)
    return Task(
        id=".".join(["event.record", activity or "any", alliance[:8], *([answers[:8]] if answers else [])]),
        title=tr("ui.matter.event.title"),
        submit=tr("ui.matter.event.submit"),
        work=work,
        fields=fields,
        intro="\n".join([str(head["name"]), *([rules.activity[activity].name] if activity else [])]),
        basis=basis,
        check=lambda values: [*not_ahead(seat, values, "on"), *waiting.faults(values)],
    )


def _asked(seat: Seat, alliance: str, rules: Pack, activity: str) -> dict[str, PaperAsks]:
    """Procedure → the papers it asks for, of those that this office may open for the alliance."""
    found: dict[str, PaperAsks] = {}
    for procedure in dict.fromkeys(item.procedure for key, item in rules.activity.items() if activity in ("", key)):
        with suppress(Refused):
            document, own, _ = prepare(seat.reader, alliance, procedure, _year(seat, rules, procedure))
            found[procedure] = paper_asks(matrix(own, document), own, prefix=procedure)
    return found


def _year(seat: Seat, rules: Pack, procedure: str) -> str:
    """The year to look under, where cases of the procedure stand for one; the event's own day decides later."""
    return str(seat.today.year) if procedure in rules.procedure and rules.procedure[procedure].yearly else ""


def _only(ask: Ask, rules: Pack, procedure: str, activity: str) -> Ask:
    """A field of a paper that is asked of the activities of one procedure alone."""
    if activity:
        return ask
    before = ask.when

    def when(values: Values) -> bool:
        key = values.get("activity")
        mine = key in rules.activity and rules.activity[key].procedure == procedure
        return mine and (before is None or before(values))

    return replace(ask, when=when)


def record_task(seat: Seat, cases: Sequence[Folded | str]) -> Task:
    """Record what waits for it: reports that were handed in, events that another office reported."""
    chosen = folded(seat, cases)
    about = About(seat, chosen[0])
    streams = [case.stream for case in chosen]
    stage = about.stage("record")

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return events.record(desk, streams, values.get("note", ""))

    names = [about.head] if len(chosen) == 1 else [line(case) for case in chosen]
    return Task(
        id="event.keep",
        title=stage.name if stage is not None and len(chosen) == 1 else tr("ui.matter.keep.title"),
        submit=tr("ui.matter.keep.submit"),
        work=work,
        fields=[reason(tr("ui.tasks.note"), required=False)],
        intro="\n".join([*names, tr("ui.matter.keep.intro")]),
        basis=about.basis("record"),
        stream=about.stream if len(chosen) == 1 else "",
        seen=seen(chosen),
    )
