"""Major matters of an alliance that are only recorded (重大事项、成员变动): what changed, from which day; the register follows."""

from collections.abc import Callable
from dataclasses import replace

from alliance_desk.care import events
from alliance_desk.care.opening import prepare
from alliance_desk.cases.paper_matrix import matrix
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.policy.after import Kind
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Task, Values
from ui.tasks.answering import Answering
from ui.tasks.asks import not_ahead, on_day, reason
from ui.tasks.change_fields import ChangeFields
from ui.tasks.of_alliance import OfAlliance
from ui.tasks.paper_asks import PaperAsks, paper_asks, papers_in


def recorded_changes(about: OfAlliance) -> list[str]:
    """The changes of the policy that may be recorded now, without anybody deciding."""
    procedures = {one.id for one in about.offers(Kind.EVENT)}
    return [key for key, item in about.rules.change.items() if item.procedure in procedures]


def matter_task(seat: Seat, alliance: str, answers: str = "") -> Task:
    """The task that takes the report of a major matter. answers: case that waits for it.

    Raises Refused when the alliance or its policy is not known.
    """
    about = OfAlliance(seat, alliance)
    keys = recorded_changes(about)
    fields = ChangeFields(about, keys)
    waiting = Answering(seat, alliance, fields.ticked, answers)
    meant = waiting.meant
    asked = {procedure: _papers(about, procedure) for procedure in dict.fromkeys(_of(about, key) for key in keys)}

    def procedure(values: Values) -> str:
        ticked = fields.ticked(values)
        return _of(about, ticked[0]) if ticked else ""

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        desk.progress = step
        papers = papers_in(values, asked[procedure(values)])
        return events.report_matter(
            desk, alliance, fields.read(values), values["on"], values.get("note", ""),
            papers=papers, answers=waiting.read(values),
        )  # fmt: skip

    return Task(
        id=".".join(["care.matter", alliance[:8], *([answers[:8]] if answers else [])]),
        title=tr("ui.care.matter.title"),
        submit=tr("ui.care.matter.submit"),
        work=work,
        fields=[
            *fields.asks(usual=[meant.what] if meant is not None else []),
            *waiting.asks(),
            on_day(seat, tr("ui.care.matter.on"), tr("ui.care.matter.on-hint"), usual=meant.on if meant else None),
            *(of_choice(ask, key, procedure) for key, one in asked.items() for ask in one.fields),
            reason(tr("ui.tasks.note"), required=False),
        ],
        intro="\n".join([about.head, tr("ui.care.matter.intro")]),
        basis=about.basis([(about.rules.change[key].name, about.rules.change[key]) for key in keys]),
        check=lambda values: [*not_ahead(seat, values, "on"), *fields.faults(values), *waiting.faults(values)],
    )


def of_choice(ask: Ask, key: str, chosen: Callable[[Values], str]) -> Ask:
    """A field that only one choice asks for. chosen: reads which one was made."""
    before = ask.when

    def when(values: Values) -> bool:
        return chosen(values) == key and (before is None or before(values))

    return replace(ask, when=when)


def _of(about: OfAlliance, change: str) -> str:
    return about.rules.change[change].procedure


def _papers(about: OfAlliance, procedure: str) -> PaperAsks:
    year = str(about.seat.today.year) if about.rules.procedure[procedure].yearly else ""
    document, rules, _ = prepare(about.seat.reader, about.id, procedure, year)
    return paper_asks(matrix(rules, document), rules, prefix=procedure)
