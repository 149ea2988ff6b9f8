"""A draw by lot: what went into it, what came out step by step, and how anybody repeats it by hand."""

from collections.abc import Mapping

from msgspec import to_builtins
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QScrollArea, QVBoxLayout, QWidget

from alliance_desk import canonical, files
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.experts.draw import Draw
from alliance_desk.progress import Progress
from ui.action import Action
from ui.language import tr
from ui.pages.review.over import stand_over
from ui.pages.review.picture import Picture
from ui.pages.review.walk import FIRST_LINE, columns, grouped, rows, seed_text
from ui.pieces import clear, facts, label, scrolled
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tables.source import Given
from ui.task import Ask, Kind, Task, Values
from ui.tasks.asks import place_for, saved
from ui.theme import measures


class Record(QWidget):
    """The record of a draw, with everything needed to repeat it."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("review.record")
        self._seat = seat
        self._draw: Draw | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GRID, 0, 0)
        column.setSpacing(measures.GRID)
        self._more = self._link("review.how", "ui.review.how-show", shown=True)
        self._less = self._link("review.how-hide", "ui.review.how-hide", shown=False)
        self._steps, self._parts = self._how()
        self._source = Given()
        self.table = TablePanel(
            seat,
            "review.walk",
            self._source,
            columns(),
            title=tr("ui.review.record"),
            empty=tr("ui.review.no-draw"),
            actions=self.commands,
            buttons=2,
            search=False,
            parent=self,
        )
        stand_over(self.table, self._more)
        column.addWidget(self.table, 1)
        column.addWidget(self._less, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._steps, 1)
        self._show_how(shown=False)
        self.table.fill()

    def show_draw(self, picture: Picture, called: Mapping[str, str]) -> None:
        """Show the draw of a session."""
        record = self._draw = picture.draw
        clear(self._parts)
        if record is None:
            return
        self._parts.addWidget(
            facts(
                [
                    (
                        tr("ui.review.numbers"),
                        tr("ui.review.two-numbers", one=grouped(record.operator), other=grouped(record.supervisor)),
                    ),
                    (tr("ui.review.snapshot"), grouped(record.snapshot.hash)),
                    (tr("ui.review.seed"), grouped(record.seed)),
                ],
                self,
            )
        )
        self._source.give(rows(record, called))
        self.table.title = tr("ui.review.record-of", day=picture.about.get("fixed", ""), seed=record.seed[:16])
        self.table.refresh()

    def commands(self) -> list[Action]:
        """What is taken along for repeating the draw elsewhere."""
        none = lambda: "" if self._draw is not None else tr("ui.review.no-draw")  # noqa: E731
        return [
            Action("review.copy-seed", tr("ui.review.copy-seed"), self._copy, none, "copy", group="draw"),
            Action("review.snapshot", tr("ui.review.save-snapshot"), self._save, none, "export", group="draw"),
        ]

    def _how(self) -> tuple[QScrollArea, QVBoxLayout]:
        """The way to repeat a draw, below what it takes."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP)
        parts = QVBoxLayout()
        column.addLayout(parts)
        column.addWidget(label(tr("ui.review.how-text", first=FIRST_LINE), "", inside, name="review.how-text"))
        column.addStretch(1)
        return scrolled(inside, self), parts

    def _link(self, name: str, code: str, *, shown: bool) -> QPushButton:
        made = QPushButton(tr(code), self)
        made.setProperty("role", "link")
        made.setObjectName(name)
        made.clicked.connect(lambda: self._show_how(shown=shown))
        return made

    def _show_how(self, *, shown: bool) -> None:
        """The way to repeat a draw stands in the place of its table: both at once would leave neither room."""
        self._steps.setVisible(shown)
        self._less.setVisible(shown)
        self.table.setVisible(not shown)

    def _copy(self) -> None:
        if self._draw is not None:
            QGuiApplication.clipboard().setText(seed_text(self._draw))
            self._seat.say(tr("ui.review.copied-seed"))

    def _save(self) -> None:
        if self._draw is not None:
            self._seat.ask(snapshot_task(self._seat, self._draw))


def snapshot_task(seat: Seat, record: Draw) -> Task:
    """The task that writes the frozen list, whose SHA-256 is the one in the record."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        path = saved(desk, values, "json")
        files.write(path, canonical.encode(to_builtins(record.snapshot)))
        return Changes(code="ui.review.saved-snapshot", facts={"path": str(path)}, files=(path,))

    usual = place_for(seat, tr("ui.review.snapshot"), "json")
    asked = tr("ui.tasks.save-as")
    return Task(
        id="review.snapshot",
        title=tr("ui.review.save-snapshot"),
        intro=tr("ui.review.snapshot-intro", digest=grouped(record.snapshot.hash)),
        submit=tr("ui.table.export-submit"),
        fields=[Ask("path", asked, Kind.SAVE, required=True, usual=usual, file_types="JSON (*.json)")],
        work=work,
    )
