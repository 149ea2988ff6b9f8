"""The review room: left sessions and cases, middle one session in its views, right who was left and how the panel came about."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from alliance_desk.errors import DeskError
from alliance_desk.experts.conflicts import Funnel
from ui.action import Action
from ui.language import said, tr
from ui.pages.review import matrix, verbs
from ui.pages.review.funnel import Sifted, live, recorded
from ui.pages.review.head import Head, Verbs
from ui.pages.review.left import Left
from ui.pages.review.lot import Record
from ui.pages.review.matrix_view import MatrixView
from ui.pages.review.nothing import Nothing
from ui.pages.review.picture import Picture, picture_of, screened, units
from ui.pages.review.pool_tasks import entries
from ui.pages.review.report import ReportView
from ui.pages.review.right import Right
from ui.pages.review.screening import Screening
from ui.pages.review.split import Panes
from ui.pages.review.views import PeopleView, ResultsView, SheetsView
from ui.pages.review.waiting import ready, rounds
from ui.seat import Seat
from ui.tables.source import Row
from ui.tasks import panels
from ui.theme import measures

_SHOWN, _HIDDEN = "review.session", "review.hidden"


class SessionTab(QWidget):
    """Every session, one of them shown. ``verbs``: its buttons, for the head of the page.

    Signals: start – a new session is asked for, and which cases it is about must be chosen first.
    """

    start = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experts.session")
        self._seat = seat
        self.picture: Picture | None = None
        self._screening = Screening(seat, self._came)
        self.verbs = Verbs(seat, self)
        self._stack = QStackedLayout(self)
        self._waiting: Sequence[Row] = ()
        self._stale: set[int] = set()
        self._shown = str(seat.state(_SHOWN, ""))
        self._none = Nothing(seat, self.new_action, self)
        self._stack.addWidget(self._none)
        self._stack.addWidget(self._build())

    def _build(self) -> QWidget:
        seat = self._seat
        split = Panes(seat, "review.panes", [206, 600, 276], self)
        self.left = Left(seat, self.new_action, split)
        self.left.setMinimumWidth(160)
        self.left.chosen.connect(self.show_session)
        self.left.case.connect(lambda key: seat.goto.emit("cases", key))
        self.right = Right(seat, self._only, self._to_record, split)
        self.right.setMinimumWidth(220)
        for pane in (self.left, self._middle(split), self.right):
            split.addWidget(pane)
        split.settle(1)
        return split

    def _middle(self, parent: QWidget) -> QWidget:
        middle = QWidget(parent)
        middle.setMinimumWidth(434)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        self.head = Head(self._seat, middle)
        column.addWidget(self.head)
        self.views = QTabWidget(middle)
        self.views.setObjectName("review.views")
        self.views.tabBar().setDrawBase(False)
        self.matrix = MatrixView(self._seat, self._verbs, self._open_case, self.views)
        self.people = PeopleView(self._seat, self._verbs, self.views)
        self.sheets = SheetsView(self._seat, self._verbs, self._open_sheet, self.views)
        self.results = ResultsView(self._seat, self._open_case, self.views)
        self.record = Record(self._seat, self.views)
        self.report = ReportView(self._seat, self.views)
        for view, code in (
            (self.matrix, "matrix"),
            (self.people, "people"),
            (self.sheets, "sheets"),
            (self.results, "results"),
            (self.record, "record"),
            (self.report, "report"),
        ):
            self.views.addTab(view, tr(f"ui.review.view.{code}"))
        self.hide_names = self.head.hide_names
        self.hide_names.setChecked(bool(self._seat.state(_HIDDEN, False)))
        self.hide_names.toggled.connect(self._hide)
        self.views.currentChanged.connect(lambda _at: self._turned())
        column.addWidget(self.views, 1)
        return middle

    # What is shown

    def fill(self) -> None:
        """Read anew; the session that was shown stays."""
        self._waiting = [row for row in rounds(self._seat).waiting if ready([row])]
        found = self.left.fill(self._shown)
        self._none.fill()
        self._stack.setCurrentIndex(1 if found else 0)
        if found:
            self.show_session(found)

    def open(self, stream: str) -> None:
        """Show one session, also in the pane of sessions."""
        self.show_session(self.left.fill(stream))

    def show_session(self, stream: str) -> None:
        """Show one session."""
        other, self._shown = stream != self._shown, stream
        try:
            picture = picture_of(self._seat.reader, stream)
        except DeskError as error:
            self._seat.say(said(error), "block")
            return
        self.left.show_cases(picture)
        if picture.open and not picture.fixed:
            if not self._screening.ask(picture):
                self._show(picture, None, "")
        else:
            self._show(picture, recorded(picture), "")
        if other:
            self._seat.keep(_SHOWN, stream)

    def _came(self, picture: Picture, found: Funnel | None, why: str) -> None:
        """The pool was held against a session, maybe while another was chosen."""
        if picture.stream == self._shown:
            whole = screened(picture, found, units(self._seat.reader)) if found is not None else picture
            self._show(whole, live(found) if found is not None else None, why)

    def _show(self, picture: Picture, sieve: Sifted | None, why: str) -> None:
        self.picture = picture
        own = bool(picture.panel) and not picture.third
        for view, there in (
            (self.sheets, own),
            (self.results, bool(picture.tallies)),
            (self.record, picture.draw is not None),
            (self.report, bool(picture.about.get("report"))),
        ):
            self.views.setTabVisible(self.views.indexOf(view), there)
        self.hide_names.setVisible(own)
        self.head.show_picture(picture)
        self.verbs.show_actions(picture, self._verbs())
        self.right.show_picture(picture, sieve, why)
        self._stale = {id(self.views.widget(at)) for at in range(self.views.count())}
        self._turned()

    def _turned(self) -> None:
        """The view in front shows the session as it is; the others when they are turned to."""
        view, picture = self.views.currentWidget(), self.picture
        if picture is None or id(view) not in self._stale:
            return
        self._stale.discard(id(view))
        hidden = self.hide_names.isChecked() and bool(picture.panel)
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

    # What can be done

    def commands(self) -> Sequence[Action]:
        """A new session, and the verbs of the one that is shown."""
        return [self.new_action(), *(self._verbs() if self._stack.currentIndex() else ())]

    def new_action(self) -> Action:
        """Open a session over the cases that wait for one."""
        return Action("review.new", tr("ui.review.new"), self._new, self._no_new, "add", group="session")

    def _new(self) -> None:
        if len({row["pack"] for row in self._waiting}) == 1:
            panels.open_session(self._seat, ready(self._waiting))
        else:
            self.start.emit()

    def _no_new(self) -> str:
        if self._seat.readonly:
            return tr("steps.read-only")
        return "" if self._waiting else tr("ui.review.none-waits")

    def _verbs(self) -> list[Action]:
        """What can be done with the session that is shown, at the cursor of the view in front."""
        if self.picture is None:
            return []
        return verbs.actions(self._seat, self.picture, len(entries(self._seat.reader)), self._at_cursor)

    def _at_cursor(self) -> tuple[str, str]:
        view = self.views.currentWidget()
        return view.at_cursor() if isinstance(view, MatrixView | PeopleView | SheetsView) else ("", "")

    def _open_case(self, row: Row) -> None:
        self._seat.goto.emit("cases", str(row["id"]))

    def _open_sheet(self, _row: Row) -> None:
        action = next((one for one in self._verbs() if one.id == "review.scores"), None)
        if action is not None and not action.why_not():
            action.run()

    def _only(self, rule: str) -> None:
        """From the funnel to the people whom one rule took."""
        self.views.setCurrentWidget(self.people)
        self.people.only(rule)

    def _to_record(self) -> None:
        self.views.setCurrentWidget(self.record)

    def _hide(self, on: bool) -> None:
        self._seat.keep(_HIDDEN, on)
        if self.picture is not None:
            self.show_session(self.picture.stream)
