"""Editors of dates (typed as 20260930 or picked), whole numbers, and money (typed in 万元, the yuan beside it)."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QLabel, QMenu, QToolButton, QWidget, QWidgetAction

from ui.fields.texts import Line
from ui.language import tr

_FEN = 1_000_000
"""分 in 万元."""


def read_date(text: str) -> date | None:
    """A date typed as 20260930, 2026-9-30, 2026.9.30 or 2026/9/30; None when it is none."""
    plain = text.strip()
    for sign in ".-/" + tr("ui.field.date-signs"):
        plain = plain.replace(sign, "-")
    plain = plain.strip("-")
    if plain.isdigit() and len(plain) == 8:
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        return date(year, month, day)
    except ValueError:
        return None


class Day(Line):
    """A date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, limit=20)
        self.edit.setPlaceholderText(tr("ui.field.date-form"))
        self._pick = QToolButton(self)
        self._pick.setText("▾")
        self._pick.setObjectName("field.pick-date")
        self._pick.setAccessibleName(tr("ui.field.pick-date"))
        self._pick.setToolTip(tr("ui.field.pick-date"))
        self._pick.clicked.connect(self._open)
        self.row.addWidget(self._pick)
        self.edit.editingFinished.connect(self._tidy)

    def value(self) -> Any:
        return read_date(self.edit.text())

    def set_value(self, value: Any) -> None:
        super().set_value(value.isoformat() if isinstance(value, date) else value)

    def problem(self) -> str:
        return tr("ui.field.no-date") if self.edit.text().strip() and self.value() is None else ""

    def _tidy(self) -> None:
        if (day := self.value()) is not None:
            self.edit.setText(day.isoformat())

    def _open(self) -> None:
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if (day := self.value()) is not None:
            calendar.setSelectedDate(QDate(day.year, day.month, day.day))

        def chosen(day: QDate) -> None:
            self.edit.setText(day.toString("yyyy-MM-dd"))
            menu.close()

        calendar.clicked.connect(chosen)
        calendar.activated.connect(chosen)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self._pick.mapToGlobal(QPoint(0, self._pick.height())))
        calendar.setFocus()


class Whole(Line):
    """A whole number from 0."""

    def value(self) -> Any:
        text = self.edit.text().strip()
        return int(text) if text.isascii() and text.isdigit() else None

    def problem(self) -> str:
        return tr("ui.field.no-number") if self.edit.text().strip() and self.value() is None else ""


class Money(Line):
    """An amount typed in 万元, kept in 分; the yuan stand beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, limit=20)
        unit = QLabel(tr("ui.field.wan"), self)
        self.row.addWidget(unit)
        self._yuan = QLabel(self)
        self._yuan.setProperty("role", "small")
        self._yuan.setMinimumWidth(110)
        self.row.addWidget(self._yuan)
        self.changed.connect(self._tell)

    def value(self) -> Any:
        try:
            fen = Decimal(self.edit.text().strip().replace(",", "") or "x") * _FEN
        except InvalidOperation:
            return None
        return int(fen) if fen >= 0 and fen == fen.to_integral_value() else None

    def set_value(self, value: Any) -> None:
        super().set_value(format((Decimal(value) / _FEN).normalize(), "f") if isinstance(value, int) else value)

    def kept(self) -> Any:
        return self.edit.text() or None

    def problem(self) -> str:
        return tr("ui.field.no-money") if self.edit.text().strip() and self.value() is None else ""

    def _tell(self) -> None:
        fen = self.value()
        self._yuan.setText("" if fen is None else tr("ui.field.yuan", yuan=f"{Decimal(fen) / 100:,.2f}"))
