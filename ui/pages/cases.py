"""The page of cases: where is that file. The list, and the case view over it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QStackedWidget, QVBoxLayout, QWidget

from alliance_desk.errors import DeskError
from ui.action import Action, button, refresh
from ui.language import said, tr
from ui.pages.base import Page
from ui.pages.case.drop import DropSign, paths_of
from ui.pages.case.list_actions import ListActions
from ui.pages.case.list_bar import SelectionBar
from ui.pages.case.list_columns import columns, pack_title
from ui.pages.case.list_selection import ListSelection
from ui.tables.panel import TablePanel
from ui.tables.source import Listed
from ui.tasks import intake
from ui.theme import measures

if TYPE_CHECKING:
    from ui.pages.case.view import CaseView

__all__ = ["RECENT", "Cases", "columns", "pack_title"]

RECENT = "recent"
"""State key of the cases that were opened last: [stream, number, name], newest first."""
_RECENT = 10
_ARROW, _CHOICES = 46, 300
"""Room for the arrow of a filter, and the width of its list."""


class Cases(Page):
    """The list of cases; Enter opens one."""

    key = "cases"
    icon = "cases"
    kinds = frozenset({"case", "notes", "notice", "session", "meeting", "batch", "office"})

    def build(self) -> None:
        self._stack = QStackedWidget(self)
        self._buttons = {
            action.id: button(action, self.seat.look, self, main=action.id == "cases.new")
            for action in self._head_actions()
        }
        for made in self._buttons.values():
            self.head.addWidget(made)
        self.view: CaseView | None = None
        self._selection = ListSelection()
        self._verbs = ListActions(self.seat, self._selection, self._go)
        self.list = TablePanel(
            self.seat,
            "cases",
            Listed(lambda: self.seat.reader, "cases"),
            columns(self.seat),
            title=self.title(),
            empty=tr("ui.cases.empty"),
            actions=self._verbs.all,
        )
        self._selection.panel = self.list
        self.list.table.entered.connect(lambda row: self._go(str(row["id"])))
        self.body.addWidget(self._stack, 1)
        self._front = QWidget(self._stack)
        column = QVBoxLayout(self._front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        column.addWidget(self.list, 1)
        self._bar = SelectionBar(self.seat, self._selection.count, self._verbs.handy, self._front)
        self.list.table.chosen.connect(self._bar.follow)
        column.addWidget(self._bar)
        self._stack.addWidget(self._front)
        self._sign = DropSign(self.seat.look, self)
        self.setAcceptDrops(True)
        self._recent: list[list[str]] = list(self.seat.state(RECENT, []))
        self.list.fill()
        for box in self.list.filters.values():
            _narrow(box)

    @property
    def viewing(self) -> bool:
        """Whether a case is in front, not the list."""
        return self.built and self.view is not None and self._stack.currentWidget() is self.view

    def fill(self) -> None:
        for action in self._head_actions():
            refresh(self._buttons[action.id], action)
        if self.viewing and self.view is not None:
            try:
                self.view.fill()
            except DeskError as error:
                # The case that was looked at is no longer there: its opening was undone.
                self.seat.say(said(error), "warn")
                self._back()
        else:
            self.list.refresh()

    def take_focus(self) -> None:
        """The keyboard begins in the list."""
        now = QApplication.focusWidget()
        inside = now is not None and self.isAncestorOf(now)
        if self.list.table.isVisible() and not inside:
            self.list.table.setFocus()
        else:
            super().take_focus()

    # From the list to a case and back

    def _go(self, stream: str) -> None:
        """Open a case by the window, so that Alt+Left and the shortcuts follow."""
        self.seat.goto.emit(self.key, stream)

    def open(self, key: str) -> None:
        """Show one case."""
        if self.view is None:
            from ui.pages.case.view import CaseView

            self.view = CaseView(self.seat, self)
            self.view.left.connect(self.leave)
            self._stack.addWidget(self.view)
        try:
            self.view.open(key)
        except DeskError as error:
            self.seat.say(said(error), "warn")
            return
        self._stack.setCurrentWidget(self.view)
        self._show_head(shown=False)
        self.view.setFocus()
        self._remember(list(self.view.record))

    def leave(self) -> bool:
        """From the case view back to the list."""
        if not self.viewing or self.view is None:
            return False
        if not self.view.leave():
            self._back()
        return True

    def _back(self) -> None:
        self._stack.setCurrentWidget(self._front)
        self._show_head(shown=True)
        self.list.refresh()
        if self.view is not None:
            self.list.show_record(self.view.record[0])
        self.list.table.setFocus()
        # The shortcuts of the list come back with the page.
        self.seat.goto.emit(self.key, "")

    def _remember(self, record: list[str]) -> None:
        """The cases that were opened last, for the first page of the next morning."""
        self._recent = [record, *(one for one in self._recent if one[0] != record[0])][:_RECENT]
        self.seat.keep(RECENT, self._recent)

    def _show_head(self, *, shown: bool) -> None:
        """The case view has its own head."""
        for at in range(self.head.count()):
            item = self.head.itemAt(at)
            if item is not None and (widget := item.widget()) is not None:
                widget.setVisible(shown)
        margin = measures.MARGIN
        self.body.setContentsMargins(margin, measures.GAP if shown else 0, margin, measures.GAP)

    # What can be done

    def commands(self) -> Sequence[Action]:
        if self.viewing and self.view is not None:
            return self.view.commands()
        return [*self._head_actions(), *(self.list.commands() if self.built else ())]

    def _head_actions(self) -> list[Action]:
        return intake.actions(self.seat)

    # A workbook dropped on the list becomes a case

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.viewing and not self.seat.readonly and paths_of(event.mimeData()):
            event.acceptProposedAction()
            self._sign.appear()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._sign.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._sign.hide()
        event.acceptProposedAction()
        intake.dropped(self.seat, paths_of(event.mimeData()))


def _narrow(box: QComboBox) -> None:
    """A filter that leaves room for the others: as wide as it is while nothing is chosen; its list is as wide as its words."""
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(1)
    box.setMinimumWidth(box.fontMetrics().horizontalAdvance(box.itemText(0)) + _ARROW)
    box.view().setMinimumWidth(_CHOICES)
