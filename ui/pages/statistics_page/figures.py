"""The figures above everything: large numbers, each before its word."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.pieces import label
from ui.theme import measures


class Figures(QWidget):
    """Several numbers beside one another. names: object name and word of each."""

    def __init__(self, names: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.MARGIN * 2)
        self._numbers = [label("", "number", self, wrap=False, name=name) for name, _ in names]
        self._words = [label(word, "quiet", self, wrap=False) for _, word in names]
        for number, word in zip(self._numbers, self._words, strict=True):
            pair = QHBoxLayout()
            pair.setSpacing(6)
            pair.addWidget(number)
            pair.addWidget(word, 0, Qt.AlignmentFlag.AlignBottom)
            row.addLayout(pair)
        row.addStretch(1)

    def show_numbers(self, told: Sequence[tuple[str, str]]) -> None:
        """Each number with its word."""
        for number, word, (text, words) in zip(self._numbers, self._words, told, strict=True):
            number.setText(text)
            number.setAccessibleName(f"{words} {text}")
            word.setText(words)
