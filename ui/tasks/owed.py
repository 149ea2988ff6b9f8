"""What an alliance still owes, handed in from its own page: the papers of whichever report is chosen, in one go."""

from alliance_desk.care import reports
from alliance_desk.care.opening import prepare
from alliance_desk.cases.paper_matrix import matrix
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.policy.after import Kind
from alliance_desk.policy.duties import State
from alliance_desk.progress import Progress
from alliance_desk.register import duties
from ui.language import said, tr
from ui.seat import Seat
from ui.task import Task, Values
from ui.tasks.asks import not_ahead, on_day
from ui.tasks.happened import of_choice
from ui.tasks.of_alliance import OfAlliance, choose, chosen
from ui.tasks.paper_asks import PaperAsks, paper_asks, papers_in
from ui.tasks.reports import lateness

_MOST = 8
"""So many reports are offered; the oldest first, as they are owed."""


def report_task(seat: Seat, alliance: str) -> Task:
    """The task that takes a report in. Raises Refused when the alliance or its policy is not known."""
    about = OfAlliance(seat, alliance)
    offered = {one.id: one.procedure for one in about.offers(Kind.REPORT)}
    owed = _owed(seat, about, set(offered))
    if not owed:
        year = str(seat.today.year)
        owed = {f"{key}/{year if item.yearly else ''}": None for key, item in offered.items()}
    asked: dict[str, PaperAsks] = {}
    choices: list[tuple[str, str]] = []
    for key, due in list(owed.items())[:_MOST]:
        procedure, _, subject = key.partition("/")
        document, rules, item = prepare(seat.reader, alliance, procedure, subject)
        asked[key] = paper_asks(matrix(rules, document), rules, prefix=key.replace("/", "."))
        name = tr("ui.care.report.of-year", name=item.name, subject=subject) if subject else item.name
        choices.append((key, tr("ui.care.report.owed", name=name, state=said(due)) if due is not None else name))

    def which(values: Values) -> str:
        return chosen(values, "report", choices)

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        desk.progress = step
        procedure, _, subject = which(values).partition("/")
        papers = papers_in(values, asked[which(values)])
        return reports.hand_in(desk, alliance, procedure, subject, values["on"], papers)

    def live(values: Values) -> str:
        due = owed.get(which(values))
        return lateness(values.get("on"), due.due) if due is not None else ""

    return Task(
        id=f"care.report.{alliance[:8]}",
        title=tr("ui.care.report.title"),
        submit=tr("ui.care.report.submit"),
        work=work,
        fields=[
            *choose("report", tr("ui.care.report.which"), choices),
            on_day(seat, tr("ui.care.report.on")),
            *(of_choice(ask, key, which) for key, one in asked.items() for ask in one.fields),
        ],
        intro="\n".join([about.head, *([choices[0][1]] if len(choices) == 1 else [])]),
        basis=about.basis([(item.name, item) for item in offered.values()]),
        live=live,
        check=lambda values: not_ahead(seat, values, "on"),
    )


def _owed(seat: Seat, about: OfAlliance, procedures: set[str]) -> "dict[str, duties.Owed | None]":
    """``procedure/subject`` → what is owed and was not begun yet."""
    found: dict[str, duties.Owed | None] = {}
    for one in duties.of_alliance(seat.reader, about.id):
        item = about.rules.duty[one.duty]
        if item.procedure in procedures and one.state in (State.OPEN, State.LATE, State.INVITED) and not one.case:
            subject = one.subject if about.rules.procedure[item.procedure].yearly else ""
            found.setdefault(f"{item.procedure}/{subject}", one)
    return found
