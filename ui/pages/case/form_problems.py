"""What is wrong with a form, as a list above it: each line leads to its field."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from ui import pieces
from ui.language import tr
from ui.theme import measures

_SHOWN = 6
"""So many are listed; more are counted."""


class Problems(QFrame):
    """The list.

    Signals: wanted (path) – somebody goes to a field.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "block")
        self.setObjectName("form.problems")
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(measures.GAP, 6, measures.GAP, 6)
        self._lines.setSpacing(2)
        self.hide()

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """Path and words of each; without a path it is about no field in particular."""
        pieces.clear(self._lines)
        if len(lines) > 1:
            self._lines.addWidget(pieces.label(tr("ui.form.problems", count=len(lines)), "", self))
        for at, (path, words) in enumerate(lines[:_SHOWN]):
            self._lines.addWidget(self._line(at, path, words) if path else pieces.label(words, "", self))
        if len(lines) > _SHOWN:
            self._lines.addWidget(pieces.label(tr("ui.form.problems-more", count=len(lines) - _SHOWN), "small", self))
        self.setVisible(bool(lines))

    def _line(self, at: int, path: str, words: str) -> QPushButton:
        made = QPushButton(words, self)
        made.setProperty("role", "link")
        made.setObjectName(f"form.problem.{at}")
        made.setAccessibleName(words)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(lambda: self.wanted.emit(path))
        return made
