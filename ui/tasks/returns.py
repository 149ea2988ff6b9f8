"""Returning a file: a notice of correction to the applicant, or back down to the office that recommended it."""

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk.cases import conditions, corrections
from alliance_desk.cases.numbering import upcoming
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.findings import Finding, Outcome
from alliance_desk.progress import Progress
from ui.language import said, tr
from ui.pieces import Card, label
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About
from ui.tasks.asks import days_left, reason
from ui.tasks.exchange import offer
from ui.tasks.remark import Remark
from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look


def correct(seat: Seat, case: Folded | str) -> None:
    """Ask the applicant for what is missing: every condition found wanting becomes an item of the notice."""
    about = About(seat, case)
    _ask(about, "correct", "recommend", "")


def send_back(seat: Seat, case: Folded | str) -> None:
    """Send a file back to the office that recommended it; after that it is handed over."""
    about = About(seat, case)
    stage = about.stage("formal_check")
    _ask(about, "send-back", "formal_check", stage.actor if stage else "")


def _ask(about: About, which: str, kind: str, role: str) -> None:
    """role: this office's in the policy where the letter goes to the other office."""
    seat, back = about.seat, which == "send-back"
    every = conditions.findings(seat.reader, about.case)
    found = corrections.listed(every, role)
    unjudged = sum(one.outcome is Outcome.MANUAL and one not in found for one in every)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        verb = corrections.send_back if back else corrections.ask_correction
        return verb(desk, about.stream, values["due"], values.get("note", ""), letter=values.get("letter", ""))

    def live(values: Values) -> str:
        due = values.get("due")
        return days_left(seat, due) if isinstance(due, date) else ""

    def check(values: Values) -> list[tuple[str, str]]:
        due = values.get("due")
        return [("due", tr("ui.tasks.correct.due-passed"))] if isinstance(due, date) and due < seat.today else []

    number = upcoming(seat.reader, "letter", corrections.letter_rule(seat.reader))
    hint = tr("ui.tasks.correct.letter-hint", number=number) if number else ""
    seat.ask(
        Task(
            id=which,
            title=tr(f"ui.tasks.{which}.title", office=about.county),
            submit=tr(f"ui.tasks.{which}.submit", office=about.county),
            work=work,
            fields=[
                Ask("due", tr("ui.tasks.correct.due"), Kind.DATE, required=True, hint=tr("ui.tasks.correct.due-hint")),
                reason(tr(f"ui.tasks.{which}.note"), tr(f"ui.tasks.{which}.note-hint"), required=back or not found),
                Ask("letter", tr("ui.tasks.correct.letter"), limit=60, hint=hint),
            ],
            intro="\n".join([about.head, tr(f"ui.tasks.{which}.intro", office=about.county)]),
            basis=about.basis(kind),
            stream=about.stream,
            seen=about.seen,
            live=live,
            check=check,
            content=lambda parent: _items(seat.look, found, unjudged, parent),
            done=(lambda _changes: offer(seat, about.stream)) if back else None,
            danger=tr("ui.tasks.send-back.danger") if back else "",
        )
    )  # fmt: skip


def _items(look: Look, found: list[Finding], unjudged: int, parent: QWidget) -> QWidget:
    """What the notice will list, and how many conditions it leaves out because nobody has judged them yet."""
    made = QWidget(parent)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(measures.GRID)
    if unjudged:
        column.addWidget(Remark(look, tr("ui.tasks.correct.unjudged", count=unjudged), Tone.WARN, "warn", made))
    if not found:
        column.addWidget(label(tr("ui.tasks.correct.nothing"), "quiet", made))
        return made
    card = Card(tr("ui.tasks.correct.items", count=len(found)), "correct.items", made)
    for number, finding in enumerate(found, 1):
        item = tr("ui.tasks.correct.item", number=number, title=finding.title, basis=finding.basis)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(label(item, "", card))
        lines.addWidget(label(said(finding), "small", card))
        card.inside.addLayout(lines)
    column.addWidget(card)
    return made
