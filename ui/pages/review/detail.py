"""What a table cannot show in a cell, in full, below it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.pieces import label

_LINES, _LEAST = 3, 2
"""So many lines where there is room, and in a low window."""


class Detail(QScrollArea):
    """Words of any length in a pane of a few lines; longer ones scroll."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.words = label("", "", self, name=name)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setWidget(self.words)
        line = self.fontMetrics().lineSpacing()
        self._usual = QSize(200, line * _LINES + 6)
        self.setMinimumHeight(line * _LEAST + 6)
        self.setMaximumHeight(self._usual.height())

    def sizeHint(self) -> QSize:
        return self._usual

    def say(self, text: str) -> None:
        """Show other words, from their beginning."""
        self.words.setText(text)
        self.words.setVisible(bool(text))
        self.verticalScrollBar().setValue(0)
