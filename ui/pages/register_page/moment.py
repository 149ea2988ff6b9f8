"""The line above the register: as of which day, by what was recorded when, and how an alliance stands."""

from collections import Counter
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from alliance_desk.register.standing import SOON, Standing
from ui.fields.numbers import Day
from ui.language import tr
from ui.pages.register_page.dated import Moment
from ui.pages.register_page.narrowing import Narrow
from ui.pieces import label
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone

_TYPING_MS = 350
_CHIP = 560
"""Widest words of what the register is narrowed to; longer ones stand whole beside the pointer."""
TONES = {
    Standing.VALID: (Tone.PASS, "pass"),
    Standing.ENDING: (Tone.WARN, "clock"),
    Standing.AWAITING: (Tone.WARN, "clock"),
    Standing.ENDED: (Tone.BLOCK, "expired"),
    Standing.EXITED: (Tone.QUIET, "withdraw"),
}
"""How each standing is shown: its tone and icon; the word is ``ui.register.standing.<standing>``."""


class MomentBar(QWidget):
    """Two days: as of, and recorded until.

    Signals: changed – another moment was chosen.
    """

    changed = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GRID)
        self.on = self._day(row, "register.on", "as-of")
        self.today = QPushButton(tr("ui.register.today"), self)
        self.today.setObjectName("register.today")
        self.today.setToolTip(tr("ui.register.today-tip"))
        self.today.clicked.connect(self.back_to_today)
        row.addWidget(self.today)
        row.addSpacing(measures.GRID)
        self.recorded = self._day(row, "register.recorded", "recorded")
        self.recorded.edit.setPlaceholderText(tr("ui.register.recorded-any"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._told)
        self._shown = (seat.today, None)
        self.on.set_value(seat.today)
        for day in (self.on, self.recorded):
            day.changed.connect(self._timer.start)
            day.left.connect(self._left)
        self._enable()

    def _day(self, row: QHBoxLayout, name: str, code: str) -> Day:
        words = QLabel(tr(f"ui.register.{code}"), self)
        words.setProperty("role", "quiet")
        made = Day(self)
        made.edit.setObjectName(name)
        made.edit.setAccessibleName(words.text())
        made.edit.setToolTip(tr(f"ui.register.{code}-tip"))
        made.edit.setAccessibleDescription(tr(f"ui.register.{code}-tip"))
        made.edit.setMinimumWidth(104)
        made.setMaximumWidth(190)
        words.setBuddy(made)
        row.addWidget(words)
        row.addWidget(made)
        return made

    def days(self) -> tuple[date, date | None]:
        """As of, and recorded until; the last readable ones while something else is typed."""
        on, recorded = self.on.value(), self.recorded.value()
        if on is None and not self.on.problem():
            on = self._seat.today
        if recorded is None and self.recorded.problem():
            recorded = self._shown[1]
        return on or self._shown[0], recorded

    def back_to_today(self) -> None:
        """The register as it stands."""
        self.look_at(self._seat.today)

    def look_at(self, on: date) -> None:
        """Another day, with everything that was recorded of it."""
        self.on.set_value(on)
        self.recorded.set_value(None)
        self._told()

    def _left(self) -> None:
        for day in (self.on, self.recorded):
            day.set_wrong(bool(day.problem()))
            day.edit.setToolTip(day.problem() or day.edit.accessibleDescription())
        if not self.on.edit.text().strip():
            self.on.set_value(self._seat.today)

    def _told(self) -> None:
        self._timer.stop()
        days = self.days()
        self._enable()
        if days != self._shown:
            self._shown = days
            self.changed.emit()

    def _enable(self) -> None:
        self.today.setEnabled(self.days() != (self._seat.today, None))


class Standings(QWidget):
    """How many alliances stand how; one of them narrows the table, and so does a figure that led here, until it is taken away.

    Signals: changed – another one was chosen.
    """

    changed = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        column.addLayout(row)
        self._group = QButtonGroup(self)
        self._buttons: dict[Standing | None, QToolButton] = {}
        for one in (None, *Standing):
            made = QToolButton(self)
            made.setObjectName(f"register.standing.{one or 'all'}")
            made.setCheckable(True)
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setStyleSheet("QToolButton:checked { font-weight: 700; }")
            if one is Standing.ENDING:
                made.setToolTip(tr("ui.register.ending-tip", days=SOON))
            if one is Standing.AWAITING:
                made.setToolTip(tr("ui.register.awaiting-tip"))
            made.clicked.connect(lambda _on: self.changed.emit())
            self._group.addButton(made)
            self._buttons[one] = made
            row.addWidget(made)
        self._buttons[None].setChecked(True)
        self.narrow: Narrow | None = None
        self._narrowed = QPushButton(self)
        self._narrowed.setObjectName("register.narrow")
        self._narrowed.setToolTip(tr("ui.register.narrow.away"))
        self._narrowed.clicked.connect(lambda: self.narrow_to(None))
        self._narrowed.hide()
        row.addStretch(1)
        below = QHBoxLayout()  # only there while something is to be said
        below.setSpacing(measures.GRID)
        below.addWidget(self._narrowed)
        self._told = label("", "quiet", self, name="register.moment")
        below.addWidget(self._told, 1)
        column.addLayout(below)
        seat.look.changed.connect(self._paint)
        self._paint()

    @property
    def chosen(self) -> Standing | None:
        """Which one narrows the table; None for all."""
        return next((one for one, made in self._buttons.items() if made.isChecked()), None)

    def narrow_to(self, narrow: Narrow | None) -> None:
        """Only the alliances behind one figure, however they stand; None for all."""
        if narrow is not None:
            self._buttons[None].setChecked(True)
        self.narrow = narrow
        words = tr("ui.register.narrow.only", what=narrow.text(self._seat.reader)) if narrow is not None else ""
        short = self._narrowed.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, _CHIP)
        self._narrowed.setText(short)
        self._narrowed.setAccessibleName(words)
        self._narrowed.setToolTip("\n".join([*([words] if short != words else []), tr("ui.register.narrow.away")]))
        self._narrowed.setVisible(narrow is not None)
        self.changed.emit()

    def show_counts(self, counts: Counter[Standing], moment: Moment, *, today: date) -> None:
        """Show how many stand how, and which moment that is when it is not today."""
        for one, made in self._buttons.items():
            count = counts.total() if one is None else counts[one]
            facts: dict[str, Any] = {"count": count, "days": SOON}
            made.setText(tr(f"ui.register.standing-count.{one or 'all'}", **facts))
            if one is Standing.AWAITING:  # few policies set such an assessment
                made.setVisible(bool(count) or made.isChecked())
            made.setAccessibleName(made.text())
        parts = [tr("ui.register.looking-back", day=moment.on.isoformat())] if moment.on != today else []
        if moment.recorded is not None:
            parts.append(tr("ui.register.recorded-until", day=moment.recorded.isoformat()))
        self._told.setText("".join(parts))
        self._told.setVisible(bool(parts))

    def _paint(self) -> None:
        for one, (tone, icon) in TONES.items():
            self._buttons[one].setIcon(self._seat.look.icon(icon, tone, measures.ICON))
        self._narrowed.setIcon(self._seat.look.icon("close", Tone.QUIET, measures.ICON))
