"""The workbench: what must I do today."""

from collections.abc import Sequence

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from alliance_desk.cases.agenda import agenda
from db import lists
from ui.action import Action, button, refresh
from ui.language import tr
from ui.pages.base import Page
from ui.pages.today_page.beside import RecentCard, ReminderCard, YearCard
from ui.pages.today_page.dues import OWN, DueCard
from ui.pages.today_page.start import Start, first_steps
from ui.pages.today_page.todo import TodoCard
from ui.pages.today_page.transit import TransitCard
from ui.pieces import label, scrolled
from ui.tasks import intake
from ui.theme import measures

_MOST = 100
"""So many cases of a kind are listed; the page of cases has them all."""
_TALL, _LOW = 288, 176
"""The least heights of the upper and the lower cards; a window with less room scrolls."""


class Today(Page):
    """What waits, what falls due, what is on its way; below, what was opened last, the year, and reminders."""

    key = "today"
    icon = "today"
    least = 0  # what stands below the head scrolls by itself

    def build(self) -> None:
        self.setAcceptDrops(True)
        seat = self.seat
        self._day = label("", "quiet", self, wrap=False, name="today.day")
        self.head.insertWidget(1, self._day)
        self._buttons = [
            (button(action, seat.look, self, main=action.id == "cases.new"), action.id)
            for action in self._head_actions()
        ]
        for made, _ in self._buttons:
            self.head.addWidget(made)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP)
        self.start = Start(seat, inside)
        column.addWidget(self.start)
        self.todo, self.due, self.transit = TodoCard(seat, inside), DueCard(seat, inside), TransitCard(seat, inside)
        self._upper = _row(inside, [self.todo, self.due, self.transit], _TALL)
        column.addWidget(self._upper, 1)
        self.recent, self.year, self.reminders = (
            RecentCard(seat, inside),
            YearCard(seat, inside),
            ReminderCard(seat, inside),
        )
        self._lower = _row(inside, [self.recent, self.year, self.reminders], _LOW)
        column.addWidget(self._lower)
        column.addStretch()
        self._column = column
        self.body.addWidget(scrolled(inside, self), 1)
        seat.look.changed.connect(self._themed)

    def shown(self, key: str = "") -> None:
        """Whoever comes back here sees what is so now, also what they opened meanwhile."""
        self._stale = True
        super().shown(key)

    def take_focus(self) -> None:
        """The keyboard begins in the list of what is to be done."""
        now = QApplication.focusWidget()
        inside = now is not None and self.isAncestorOf(now)
        if self.todo.list.isVisible() and not inside:
            self.todo.list.setFocus()
        else:
            super().take_focus()

    def fill(self) -> None:
        found = agenda(self.seat.reader, _MOST)
        fresh = not lists.count(self.seat.reader.raw, "cases", cap=1)
        self._day.setText(self._today())
        self.start.setVisible(fresh)
        if fresh:
            self.start.fill()
        self.todo.show_agenda(found)
        self.due.show_deadlines(found.deadlines, self.seat.today)
        self.transit.show_transit(found.transit)
        self.recent.fill()
        self.year.fill()
        reminded = self.reminders.show_reminders(found, fresh=fresh)
        busy = bool(found.transit) or any(one.kind not in OWN for one in found.deadlines)
        self._upper.setVisible(busy or not fresh)
        self._lower.setVisible(reminded or not fresh)
        for card in (self.recent, self.year):
            card.setVisible(not fresh)
        self._column.setStretch(self._column.count() - 1, int(fresh))
        actions = {action.id: action for action in self._head_actions()}
        for made, name in self._buttons:
            refresh(made, actions[name])
            # On an empty desk the same button stands, larger, among the first steps.
            made.setVisible(not (fresh and name == "cases.new"))

    def _today(self) -> str:
        """The day in words, and whether it is worked."""
        day, calendar = self.seat.today, self.seat.reader.calendar()
        kind = "working" if calendar.is_working(day) else "off"
        facts = {
            "year": day.year,
            "month": day.month,
            "day": day.day,
            "weekday": tr(f"ui.today.weekday.{day.weekday()}"),
        }
        known = "" if calendar.certain(day) else tr("ui.today.day-provisional")
        return tr(f"ui.today.day-{kind}", **facts) + known

    def _themed(self) -> None:
        if self.built:
            self.fill()

    # What can be done

    def commands(self) -> Sequence[Action]:
        first = (
            [action for _, action, _ in first_steps(self.seat) if action.id.startswith("today.")] if self.built else []
        )
        known = {action.id for action in first}
        return [
            *self._head_actions(),
            *first,
            *(action for action in intake.actions(self.seat)[1:] if action.id not in known),
        ]

    def _head_actions(self) -> list[Action]:
        def take_in() -> None:
            self.seat.goto.emit("exchange", "")

        hint = tr("ui.today.take-in-hint")
        return [
            Action("today.take-in", tr("ui.today.take-in"), take_in, icon="receive", hint=hint),
            intake.actions(self.seat)[0],
        ]

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        intake.dropped(self.seat, [url.toLocalFile() for url in event.mimeData().urls()])


def _row(parent: QWidget, cards: Sequence[QWidget], least: int) -> QWidget:
    """Cards beside one another; the first one is a little wider."""
    made = QWidget(parent)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(measures.GAP)
    for at, card in enumerate(cards):
        card.setMinimumHeight(least)
        row.addWidget(card, 4 if at else 5)
    return made
