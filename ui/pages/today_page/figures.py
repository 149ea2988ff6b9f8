"""Numbers on the workbench: large, with an icon and a word for what they mean."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.pieces import label
from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look


class Figure(QWidget):
    """A number over its word, or beside it; quiet while it is nought."""

    def __init__(
        self,
        look: Look,
        name: str,
        word: str,
        icon: str,
        tone: Tone,
        parent: QWidget | None = None,
        *,
        beside: bool = False,
    ) -> None:
        super().__init__(parent)
        self._look, self._icon, self._tone, self._shown = look, icon, tone, 0
        whole = QHBoxLayout(self) if beside else QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(measures.GRID if beside else 0)
        self.number = label("0", "number", self, wrap=False, name=name)
        whole.addWidget(self.number)
        row = QHBoxLayout()
        row.setSpacing(5)
        self._picture = QLabel(self)
        row.addWidget(self._picture)
        self.word = label(word, "", self, wrap=beside)
        row.addWidget(self.word, 1)
        whole.addLayout(row, 1 if beside else 0)
        self.setAccessibleName(word)
        look.changed.connect(self._dress)
        self.show_number(0)

    def _dress(self) -> None:
        self.show_number(self._shown)

    def show_number(self, count: int, word: str = "") -> None:
        """Show a number. word: another word for it, or none."""
        self._shown = count
        if word:
            self.word.setText(word)
        tone = self._tone if count else Tone.QUIET
        self.number.setText(str(count))
        self.number.setAccessibleName(f"{count} {self.word.text()}")
        style = f"color: {self._look.colours.tone(tone)};"
        self.number.setStyleSheet(style)
        self.word.setStyleSheet(style)
        self._picture.setPixmap(self._look.icon(self._icon, tone, measures.ICON).pixmap(16, 16))


def figures(made: list[Figure]) -> QHBoxLayout:
    """Numbers beside one another."""
    row = QHBoxLayout()
    row.setSpacing(measures.GRID)
    for one in made:
        row.addWidget(one, 1, Qt.AlignmentFlag.AlignTop)
    return row
