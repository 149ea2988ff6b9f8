"""What somebody else changed while a draft lay there: field by field, the typed value or the one that stands in the file now."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui import pieces
from ui.language import tr
from ui.pages.case.form_shape import Shape
from ui.pages.case.form_state import Conflict, FileState
from ui.pages.case.form_words import name_of, value_of
from ui.theme import measures


class Conflicts(QFrame):
    """The choice for each field. Nothing is written before all of them are made.

    Signals: settled – all are made.
    """

    settled = Signal()

    def __init__(self, shape: Shape, state: FileState, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("form.conflicts")
        self.setProperty("tone", "warn")
        self._state = state
        self._groups: list[tuple[Conflict, QButtonGroup]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP, measures.GRID, measures.GAP, measures.GRID)
        column.setSpacing(measures.GRID // 2)
        column.addWidget(pieces.label(tr("ui.form.conflicts", count=len(state.conflicts)), "", self))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(measures.MARGIN)
        for at, conflict in enumerate(state.conflicts):
            self._line(grid, at, conflict, shape, state)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        scroll = pieces.scrolled(inside, self)
        scroll.setMaximumHeight(180)
        column.addWidget(scroll)
        row = QHBoxLayout()
        self._done = QPushButton(tr("ui.form.settle"), self)
        self._done.setObjectName("form.conflicts.settle")
        self._done.setEnabled(False)
        self._done.clicked.connect(self._settle)
        row.addWidget(self._done)
        for which in (True, False):
            code = "draft" if which else "current"
            every = QPushButton(tr(f"ui.form.all-{code}"), self)
            every.setObjectName(f"form.conflicts.all-{code}")
            every.clicked.connect(lambda _on=False, at=int(not which): self._all(at))
            row.addWidget(every)
        row.addStretch(1)
        column.addLayout(row)

    def _line(self, grid: QGridLayout, at: int, conflict: Conflict, shape: Shape, state: FileState) -> None:
        name = name_of(shape, state, conflict.path)
        grid.addWidget(pieces.label(name, "", self), at, 0)
        group = QButtonGroup(self)
        for place, (code, value) in enumerate((("draft", conflict.draft), ("current", conflict.current))):
            words = tr(f"ui.form.take-{code}", value=value_of(shape, state, conflict.path, value))
            button = QRadioButton(words if len(words) < 80 else f"{words[:80]}…", self)
            button.setToolTip(words)
            button.setObjectName(f"form.conflicts.{at}.{code}")
            button.setAccessibleName(f"{name} {words}")
            group.addButton(button, place)
            grid.addWidget(button, at, place + 1)
        group.idToggled.connect(lambda _id, _on: self._ready())
        self._groups.append((conflict, group))

    def _ready(self) -> None:
        self._done.setEnabled(all(group.checkedId() >= 0 for _, group in self._groups))

    def _all(self, place: int) -> None:
        for _, group in self._groups:
            group.button(place).setChecked(True)

    def _settle(self) -> None:
        for conflict, group in self._groups:
            self._state.settle(conflict, draft=group.checkedId() == 0)
        self.settled.emit()


def told(state: FileState, back: int, saved: str) -> Sequence[str]:
    """What is said of a draft that came back."""
    lines = [tr("ui.form.draft-back", count=back, saved=saved)] if back or not state.conflicts else []
    if state.lost:
        lines.append(tr("ui.form.draft-lost", count=len(state.lost)))
    return lines
