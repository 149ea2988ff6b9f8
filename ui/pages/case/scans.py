"""The tab 材料: the pane of papers, made when it is first looked at."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.action import Action
from ui.pages.case.papers import PapersPane
from ui.pages.case.shown import Shown
from ui.seat import Seat
from ui.theme import measures


class Scans(QWidget):
    """The papers of a case."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self.pane: PapersPane | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, measures.GRID, 0, 0)

    def show_tab(self, shown: Shown) -> None:
        """Show the papers of a case."""
        if self.pane is None:
            self.pane = PapersPane(self._seat, self)
            self._column.addWidget(self.pane)
        self.pane.show_case(shown.case, shown.rules)

    def select(self, paper: str) -> None:
        """Bring a paper into sight."""
        if self.pane is not None:
            self.pane.select(paper)
            self.pane.focus_table()

    def commands(self) -> list[Action]:
        """What can be done with the paper at the cursor; nothing before papers were looked at."""
        return self.pane.commands() if self.pane is not None else []
