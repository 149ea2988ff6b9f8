"""One section of the page: built when it is first looked at, filled when it is in front."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.action import Action
from ui.seat import Seat
from ui.theme import measures


class Section(QWidget):
    """A section. A subclass sets ``key`` and reads its data in ``fill``."""

    key = ""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.setObjectName(f"duties.{self.key}")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(measures.GRID)

    def fill(self) -> None:
        """Read the data anew and show it."""
        raise NotImplementedError

    def open(self, key: str) -> None:
        """Show one record."""
        del key

    def commands(self) -> Sequence[Action]:
        """What can be done here now."""
        return ()

    def enter(self) -> None:
        """Take the keyboard."""
        raise NotImplementedError
