"""One session in its views, the one in front as it is, the others when they are turned to."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.action import Action
from ui.language import tr
from ui.pages.review import matrix
from ui.pages.review.head import Head
from ui.pages.review.lot import Record
from ui.pages.review.matrix_view import MatrixView
from ui.pages.review.picture import Picture
from ui.pages.review.pool_tasks import entries
from ui.pages.review.report import ReportView
from ui.pages.review.sheet_views import ResultsView, SheetsView
from ui.pages.review.views import PeopleView
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tables.source import Row
from ui.theme import measures

_HIDDEN = "review.hidden"
_NARROWEST = 360
"""All views in the smallest window; one width for all, so that turning to another moves no pane."""


class Middle(QWidget):
    """Name and state, and below them the views.

    verbs: what can be done with the session, for the menus of the tables. scored: a sheet was asked for by Enter.
    """

    def __init__(
        self, seat: Seat, verbs: Callable[[], Sequence[Action]], scored: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._seat = seat
        self._picture: Picture | None = None
        self._unread: set[int] = set()
        self.setMinimumWidth(_NARROWEST)
        self.head = Head(seat, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("review.views")
        self.tabs.tabBar().setDrawBase(False)
        self.matrix = MatrixView(seat, verbs, self._open_case, self.tabs)
        self.people = PeopleView(seat, verbs, self.tabs)
        self.sheets = SheetsView(seat, verbs, lambda _row: scored(), self.tabs)
        self.results = ResultsView(seat, self._open_case, self.tabs)
        self.record = Record(seat, self.tabs)
        self.report = ReportView(seat, self.tabs)
        for view, code in (
            (self.matrix, "matrix"),
            (self.people, "people"),
            (self.sheets, "sheets"),
            (self.results, "results"),
            (self.record, "record"),
            (self.report, "report"),
        ):
            self.tabs.addTab(view, tr(f"ui.review.view.{code}"))
        self.head.hide_names.setChecked(bool(seat.state(_HIDDEN, False)))
        self.head.hide_names.toggled.connect(self._hide)
        self.tabs.currentChanged.connect(lambda _at: self._fill())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)

    def show_picture(self, picture: Picture) -> None:
        """Show a session; views that have nothing to show for it are not there."""
        self._picture = picture
        own = bool(picture.panel) and not picture.third
        for view, there in (
            (self.sheets, own),
            (self.results, bool(picture.tallies)),
            (self.record, picture.draw is not None),
            (self.report, bool(picture.about.get("report"))),
        ):
            self.tabs.setTabVisible(self.tabs.indexOf(view), there)
        self.head.hide_names.setVisible(own)
        self.head.show_picture(picture)
        self._unread = set(range(self.tabs.count()))
        self._fill()

    def at_cursor(self) -> tuple[str, str]:
        """Case and expert at the cursor of the view in front, empty where there is none."""
        view = self.tabs.currentWidget()
        return view.at_cursor() if isinstance(view, MatrixView | PeopleView | SheetsView) else ("", "")

    def panel(self) -> TablePanel | None:
        """The table of the view in front."""
        view = self.tabs.currentWidget()
        if isinstance(view, Record):
            return view.table
        return view.panel if isinstance(view, MatrixView | PeopleView | SheetsView | ResultsView) else None

    def only(self, rule: str) -> None:
        """From the funnel to the people whom one rule took."""
        self.tabs.setCurrentWidget(self.people)
        self.people.only(rule)

    def to_record(self) -> None:
        """To the record of the draw."""
        self.tabs.setCurrentWidget(self.record)

    def _fill(self) -> None:
        """Read the view in front anew, unless it is as it should be."""
        picture, at = self._picture, self.tabs.currentIndex()
        if picture is None or at not in self._unread:
            return
        self._unread.discard(at)
        view = self.tabs.currentWidget()
        hidden = self.head.hide_names.isChecked() and bool(picture.panel)
        called = matrix.names(picture, hidden=hidden)
        if view is self.matrix:
            self.matrix.show_picture(picture, called, hidden=hidden)
        elif view is self.people:
            self.people.show_picture(picture)
        elif view is self.sheets:
            self.sheets.show_picture(picture, called)
        elif view is self.results:
            self.results.show_picture(picture, called)
        elif view is self.report:
            self.report.show_picture(picture)
        else:
            everybody = {key: entry["name"] for key, entry in entries(self._seat.reader).items()}
            self.record.show_draw(picture, everybody | matrix.names(picture, hidden=False))

    def _hide(self, on: bool) -> None:
        self._seat.keep(_HIDDEN, on)
        if self._picture is not None:
            self.show_picture(self._picture)

    def _open_case(self, row: Row) -> None:
        self._seat.goto.emit("cases", str(row["id"]))
