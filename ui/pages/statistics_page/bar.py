"""The line beside the heading: as of which day, and under which policy."""

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from db import lists
from ui.fields.numbers import Day
from ui.language import tr
from ui.seat import Seat
from ui.tasks.about import pack_title
from ui.theme import measures

_TYPING_MS = 350


class DayBar(QWidget):
    """A day and a policy.

    Signals: changed – another one was chosen.
    """

    changed = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GRID)
        words = QLabel(tr("ui.register.as-of"), self)
        words.setProperty("role", "quiet")
        self.on = Day(self)
        self.on.edit.setObjectName("statistics.on")
        self.on.edit.setAccessibleName(words.text())
        self.on.edit.setToolTip(tr("ui.statistics.as-of-tip"))
        self.on.edit.setMinimumWidth(112)
        self.on.setMaximumWidth(190)
        words.setBuddy(self.on)
        self.today = QPushButton(tr("ui.register.today"), self)
        self.today.setObjectName("statistics.today")
        self.today.setToolTip(tr("ui.statistics.today-tip"))
        self.today.clicked.connect(self.back_to_today)
        # As high as the day beside it, which a fixed height would keep lower than it needs.
        self.today.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self.pack = QComboBox(self)
        self.pack.setObjectName("statistics.pack")
        self.pack.setAccessibleName(tr("ui.statistics.pack"))
        self.pack.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.pack.setMaximumWidth(280)
        for widget in (words, self.on, self.today):
            row.addWidget(widget)
        row.addSpacing(measures.GRID)
        row.addWidget(self.pack)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self._told)
        self._shown = seat.today
        self.on.set_value(seat.today)
        self.on.changed.connect(self._timer.start)
        self.on.left.connect(self._left)
        self.pack.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.today.setEnabled(False)

    def fill(self) -> None:
        """Offer the policies that alliances of the register stand under; the choice is shown where there are several."""
        chosen = self.chosen
        self.pack.blockSignals(True)
        self.pack.clear()
        self.pack.addItem(tr("ui.statistics.every-pack"), "")
        for name, _ in lists.values(self._seat.reader.raw, "alliances", "pack"):
            self.pack.addItem(pack_title(self._seat, name), name)
        self.pack.setCurrentIndex(max(0, self.pack.findData(chosen)))
        self.pack.blockSignals(False)
        self.pack.setVisible(self.pack.count() > 2)

    @property
    def chosen(self) -> str:
        """The policy, empty for all."""
        return str(self.pack.currentData() or "")

    @property
    def day(self) -> date:
        """As of when; the last readable day while something else is typed."""
        return self._shown

    @property
    def words(self) -> str:
        """The day and the policy in words."""
        parts = [tr("ui.register.as-of-day", day=self.day.isoformat())]
        return tr("ui.list-sign").join([*parts, *([self.pack.currentText()] if self.chosen else [])])

    def back_to_today(self) -> None:
        """The figures as they are."""
        self.on.set_value(self._seat.today)
        self._told()

    def _left(self) -> None:
        self.on.set_wrong(bool(self.on.problem()))
        self.on.edit.setToolTip(self.on.problem() or tr("ui.statistics.as-of-tip"))
        if not self.on.edit.text().strip():
            self.back_to_today()

    def _told(self) -> None:
        self._timer.stop()
        day = self.on.value()
        if isinstance(day, date) and day != self._shown:
            self._shown = day
            self.changed.emit()
        self.today.setEnabled(self._shown != self._seat.today)
