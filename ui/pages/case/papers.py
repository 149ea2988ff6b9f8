"""The papers of a case as its view shows them: a pane that can be laid over the whole page."""

from PySide6.QtWidgets import QWidget

from ui.pages.case.papers_cover import enlarge
from ui.pages.case.papers_pane import Papers
from ui.seat import Seat


class PapersPane(Papers):
    """The papers of one case, in a tab of its view."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self.enlarge = enlarge
