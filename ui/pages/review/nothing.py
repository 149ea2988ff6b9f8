"""What stands in the review room while there is no session: what to do first, and the button for it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.action import Action, button, refresh
from ui.language import tr
from ui.pieces import label
from ui.seat import Seat
from ui.theme import measures


class Nothing(QWidget):
    """An empty page that says how it fills."""

    def __init__(self, seat: Seat, new: Callable[[], Action], parent: QWidget) -> None:
        super().__init__(parent)
        self._action = new
        column = QVBoxLayout(self)
        column.setSpacing(measures.MARGIN)
        words = label(tr("ui.review.empty"), "quiet", self, name="review.empty")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._why = label("", "small", self, name="review.empty.why")
        self._why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._new = button(new(), seat.look, self, main=True)
        column.addStretch(1)
        column.addWidget(words)
        column.addWidget(self._new, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._why)
        column.addStretch(2)

    def fill(self) -> None:
        """Whether a session can be opened now, and why not."""
        action = self._action()
        refresh(self._new, action)
        self._why.setText(action.why_not())
