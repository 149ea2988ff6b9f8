"""The papers over the whole page: the table at the left, the paper large at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from alliance_desk.changes import Changes
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack
from ui import pieces
from ui.language import tr
from ui.pages.case.form_cover import Cover, page_of
from ui.pages.case.papers_pane import Papers
from ui.seat import Seat


class PapersCover(Cover):
    """Reading the papers of one case."""

    def __init__(self, seat: Seat, case: Folded, rules: Pack, host: QWidget) -> None:
        super().__init__(host, "papers-large")
        self.seat, self.stream = seat, case.stream
        head = QHBoxLayout()
        words = tr(
            "ui.papers.large-title", name=case.open["alliance"].get("name", ""), number=case.open["case"]["number"]
        )
        head.addWidget(pieces.label(words, "title", self), 1)
        close = QToolButton(self)
        close.setProperty("role", "plain")
        close.setObjectName("papers-large.close")
        close.setIcon(seat.look.icon("close"))
        close.setAccessibleName(tr("ui.papers.large-close"))
        close.setToolTip(tr("ui.papers.large-close"))
        close.clicked.connect(self.dismiss)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        self.pane = Papers(seat, self, large=True)
        self.column.addWidget(self.pane, 1)
        self.pane.show_case(case, rules)
        seat.changed.connect(self._follow)
        seat.goto.connect(lambda _page, key: self.dismiss() if key and key != self.stream else None)

    def _follow(self, changes: Changes) -> None:
        if not self.isHidden() and (not changes.streams or self.stream in changes.streams):
            case = self.seat.reader.case(self.stream)
            self.pane.show_case(case, self.seat.reader.rules_of(case))


def enlarge(seat: Seat, case: Folded, rules: Pack, key: str) -> None:
    """Lay the papers over the page in front, at one of them."""
    host = page_of(seat)
    if host is None:
        return
    cover = PapersCover(seat, case, rules, host)
    cover.open()
    cover.pane.select(key)
    cover.pane.focus_table()
