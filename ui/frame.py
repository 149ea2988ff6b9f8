"""The frame around a page: a window too low for the page lets it scroll instead of pressing its parts together."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.theme import measures


class Frame(QScrollArea):
    """Holds one page. least: the height in which the page still stands as it was drawn."""

    def __init__(self, page: QWidget, least: int = measures.PAGE) -> None:
        super().__init__()
        self._page, self._least = page, least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.maximumViewportSize()
        high = max(room.height(), self._least)
        bar = self.verticalScrollBar().sizeHint().width() if high > room.height() else 0
        self._page.resize(room.width() - bar, high)
