"""The figures above everything: large numbers, each before its word; what does not fit goes into the next line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.flow import Flow
from ui.pieces import label
from ui.theme import measures


class Figures(QWidget):
    """Several numbers. names: object name of each."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self, across=measures.MARGIN * 2, down=0)
        self._numbers = [label("", "number", wrap=False, name=name) for name in names]
        self._words = [label("", "quiet", wrap=False) for _ in names]
        for number, word in zip(self._numbers, self._words, strict=True):
            pair = QWidget(self)
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(6)
            row.addWidget(number)
            row.addWidget(word, 0, Qt.AlignmentFlag.AlignBottom)
            self._flow.addWidget(pair)

    def show_numbers(self, told: Sequence[tuple[str, str]]) -> None:
        """Each number with its word."""
        for number, word, (text, words) in zip(self._numbers, self._words, told, strict=True):
            number.setText(text)
            number.setAccessibleName(f"{words} {text}")
            word.setText(words)
        self._flow.invalidate()
        self.updateGeometry()
