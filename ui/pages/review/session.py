"""The review room: left sessions and cases, middle one session in its views, right who was left and how the panel came about."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from alliance_desk.errors import DeskError
from alliance_desk.experts.conflicts import Funnel
from ui.action import Action
from ui.language import said, tr
from ui.pages.review import verbs
from ui.pages.review.funnel import Sifted, live, recorded
from ui.pages.review.head import Verbs
from ui.pages.review.left import Left
from ui.pages.review.middle import Middle
from ui.pages.review.nothing import Nothing
from ui.pages.review.picture import Picture
from ui.pages.review.pool_tasks import entries
from ui.pages.review.reading import picture_of, screened, units
from ui.pages.review.right import Right
from ui.pages.review.screening import Screening
from ui.pages.review.split import Panes
from ui.pages.review.waiting import ready, rounds
from ui.seat import Seat
from ui.tables.source import Row
from ui.tasks import panels

_SHOWN = "review.session"


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
        self.verbs = Verbs(seat, self)
        self._screening = Screening(seat, self._came)
        self._waiting: Sequence[Row] = ()
        self._shown = str(seat.state(_SHOWN, ""))
        split = Panes(seat, "review.panes", [206, 600, 276], self)
        self.left = Left(seat, self.new_action, split)
        self.left.setMinimumWidth(148)
        self.left.chosen.connect(self.show_session)
        self.left.case.connect(lambda key: seat.goto.emit("cases", key))
        self.middle = Middle(seat, self._verbs, self._enter_sheet, split)
        self.right = Right(seat, self.middle.only, self.middle.to_record, split)
        self.right.setMinimumWidth(236)
        for pane in (self.left, self.middle, self.right):
            split.addWidget(pane)
        split.settle(1)
        self._none = Nothing(seat, self.new_action, self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._none)
        self._stack.addWidget(split)

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
        if picture.fixed or not picture.open:
            self._show(picture, recorded(picture), "")
        elif not self._screening.ask(picture):
            self._show(picture, None, "")
        if other:
            self._seat.keep(_SHOWN, stream)

    def _came(self, picture: Picture, found: Funnel | None, why: str) -> None:
        """The pool was held against a session, maybe while another was chosen."""
        if picture.stream == self._shown:
            whole = screened(picture, found, units(self._seat.reader)) if found is not None else picture
            self._show(whole, live(found) if found is not None else None, why)

    def _show(self, picture: Picture, sifted: Sifted | None, why: str) -> None:
        self.picture = picture
        self.middle.show_picture(picture)
        self.right.show_picture(picture, sifted, why)
        self.verbs.show_actions(picture, self._verbs())

    # What can be done

    def commands(self) -> Sequence[Action]:
        """A new session, the verbs of the one that is shown, export and print of the view in front."""
        if not self._stack.currentIndex():
            return [self.new_action()]
        panel = self.middle.panel()
        return [self.new_action(), *self._verbs(), *(panel.own_actions() if panel is not None else ())]

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
        return verbs.actions(self._seat, self.picture, len(entries(self._seat.reader)), self.middle.at_cursor)

    def _enter_sheet(self) -> None:
        action = next((one for one in self._verbs() if one.id == "review.scores"), None)
        if action is not None and not action.why_not():
            action.run()
