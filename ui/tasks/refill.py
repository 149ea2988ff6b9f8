"""A corrected workbook over a case: first what would change, then taking it over."""

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk.cases import refill as verbs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.progress import Progress
from ui.language import tr
from ui.pieces import Card, label
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About
from ui.theme import measures


def refill(seat: Seat, case: Folded | str, workbook: Path | None = None, folder: Path | None = None) -> None:
    """Ask for the corrected workbook, show what it would change, then take it over."""
    about = About(seat, case)
    seen: list[tuple[Values, Changes]] = []

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        found = verbs.refill(desk, about.stream, values["workbook"], folder=values.get("folder"), preview=True)
        seen[:] = [(values, found)]
        return Changes(code="ui.tasks.refill.looked", facts={"count": found.facts["changed"], "number": about.number})

    types = tr("ui.tasks.types-xlsx")
    seat.ask(
        Task(
            id="refill",
            title=tr("ui.tasks.refill.title"),
            submit=tr("ui.tasks.refill.look"),
            work=work,
            fields=[
                Ask("workbook", tr("ui.tasks.refill.workbook"), Kind.FILE, required=True, usual=workbook, file_types=types),
                Ask("folder", tr("ui.tasks.refill.folder"), Kind.FOLDER, usual=folder, hint=tr("ui.tasks.refill.folder-hint")),
            ],
            intro="\n".join([about.head, tr("ui.tasks.refill.intro")]),
            basis=about.basis("recommend"),
            stream=about.stream,
            seen=about.seen,
            done=lambda _changes: _take_over(about, *seen[0]),
        )
    )  # fmt: skip


def _take_over(about: About, values: Values, found: Changes) -> None:
    """The second step: the changes before the person's eyes, and the verb."""

    def work(desk: Desk, _values: Values, _step: Progress) -> Changes:
        return verbs.refill(desk, about.stream, values["workbook"], folder=values.get("folder"))

    about.seat.ask(
        Task(
            id="refill.take",
            title=tr("ui.tasks.refill.take-title"),
            submit=tr("ui.tasks.refill.take", count=found.facts["changed"]),
            work=work,
            intro="\n".join([about.head, tr("ui.tasks.refill.take-intro", file=values["workbook"].name)]),
            basis=about.basis("recommend"),
            stream=about.stream,
            seen=about.seen,
            content=lambda parent: _changes(found, parent),
        )
    )


def _changes(found: Changes, parent: QWidget) -> QWidget:
    """What would change, line by line; papers that come along and that are still missing."""
    made = QWidget(parent)
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(measures.GRID)
    lines = cast("tuple[str, ...]", found.facts["changes"])
    card = Card(tr("ui.tasks.refill.changes", count=len(lines)), "refill.changes", made)
    for line in lines:
        card.inside.addWidget(label(tr("ui.tasks.bullet", text=line), "", card))
    column.addWidget(card)
    papers = tr("ui.tasks.refill.papers", papers=found.facts["papers"], missing=found.facts["missing"])
    column.addWidget(label(papers, "quiet", made))
    if notes := str(found.facts["notes"]):
        column.addWidget(label(notes, "small", made))
    return made
