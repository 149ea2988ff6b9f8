"""The card of what falls due, the nearest first; and what falls due of the office itself, as reminders."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alliance_desk.cases.deadlines import Deadline
from ui.language import said, tr
from ui.pages.today_page.figures import Figure, figures
from ui.pages.today_page.lines import Line, Lines
from ui.pieces import Card, label
from ui.seat import Seat
from ui.theme.colours import Tone

OWN = frozenset({"policy", "calendar"})
"""Kinds of deadline that concern the office, not a case: they stand among the reminders."""
_PAGES = {"notice": "notices", "case": "cases", "alliance": "register", "duties": "duties"}
"""Where a deadline's link leads."""


class DueCard(Card):
    """What falls due: how much is late, due this week, due this month; and each with its days."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(tr("ui.today.due"), "today.due-card", parent)
        self._seat = seat
        self.late = Figure(seat.look, "today.late", tr("ui.today.late"), "expired", Tone.BLOCK, self)
        self.week = Figure(seat.look, "today.week", tr("ui.today.week"), "clock", Tone.WARN, self)
        self.month = Figure(seat.look, "today.month", tr("ui.today.month"), "calendar", Tone.INFO, self)
        self.inside.addLayout(figures([self.late, self.week, self.month]))
        self.list = Lines(seat.look, "today.due", tr("ui.today.due"), self)
        self.inside.addWidget(self.list, 1)
        self._none = label(tr("ui.today.due-none"), "quiet", self, name="today.due-none")
        self.inside.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)

    def show_deadlines(self, deadlines: Sequence[Deadline], today: date) -> None:
        """Show what falls due now."""
        shown = [one for one in deadlines if one.kind not in OWN]
        days = [one.day for one in shown if one.day is not None]
        sunday, last = today + timedelta(days=6 - today.weekday()), _last_of_month(today)
        self.late.show_number(sum(day < today for day in days))
        self.week.show_number(sum(today <= day <= sunday for day in days))
        self.month.show_number(sum(today <= day <= last for day in days))
        self.list.show_lines([self._line(one, sunday) for one in shown])
        self.list.setVisible(bool(shown))
        self._none.setVisible(not shown)

    def _line(self, one: Deadline, sunday: date) -> Line:
        tone, icon = _tone(one, sunday)
        return Line(one.who, detail(one), _leads(self._seat, one), left(one), tone, icon)


def detail(one: Deadline) -> str:
    """What falls due, with the article it rests on."""
    return tr("ui.today.with-basis", text=said(one), basis=one.basis) if one.basis else said(one)


def left(one: Deadline) -> str:
    """How many days are left, in words; empty where no day is set."""
    if one.left is None:
        return ""
    if one.left == 0:
        return tr("ui.today.due-today")
    return tr("ui.today.late-by", days=-one.left) if one.left < 0 else tr("ui.today.left", days=one.left)


def _tone(one: Deadline, sunday: date) -> tuple[Tone, str]:
    if one.day is None or one.left is None:
        return Tone.WAITING, "waiting"
    if one.left < 0:
        return Tone.BLOCK, "expired"
    return (Tone.WARN, "clock") if one.day <= sunday else (Tone.QUIET, "calendar")


def _leads(seat: Seat, one: Deadline) -> Callable[[], None]:
    kind, key = one.link
    return lambda: seat.goto.emit(_PAGES[kind], key)


def _last_of_month(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)
