"""An editor of amounts by year: one line each, typed in 万元."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.fields.base import Editor
from ui.fields.numbers import Money
from ui.language import tr


class Yearly(Editor):
    """Year → amount in 分; a year that is empty is not in it."""

    def __init__(self, years: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        grid.setHorizontalSpacing(8)
        self._grid = grid
        self.lines: dict[str, Money] = {}
        self._labels: dict[str, QLabel] = {}
        self._usual = tuple(years)
        for year in years:
            self._line(year)
        self.row.addLayout(grid, 1)

    def _line(self, year: str) -> None:
        line = Money(self)
        label = QLabel(tr("ui.form.year", year=year), self)
        label.setBuddy(line.edit)
        line.changed.connect(self.changed)
        line.left.connect(self.left)
        at = len(self.lines)
        self._grid.addWidget(label, at, 0)
        self._grid.addWidget(line, at, 1)
        self._grid.setColumnStretch(1, 1)
        self.lines[year], self._labels[year] = line, label

    def main(self) -> QWidget:
        return next(iter(self.lines.values())).edit

    def name_lines(self, name: str, words: str) -> None:
        """Object and accessible name of each line."""
        for year, line in self.lines.items():
            line.edit.setObjectName(f"{name}.{year}")
            line.edit.setAccessibleName(f"{words} {self._labels[year].text()}")

    def value(self) -> Any:
        found = {year: amount for year, line in self.lines.items() if (amount := line.value()) is not None}
        return found or None

    def set_value(self, value: Any) -> None:
        table: dict[str, Any] = value or {}
        for year in (year for year in sorted(table, reverse=True) if year not in self.lines):
            self._line(year)
        for year, line in self.lines.items():
            line.set_value(table.get(year))
            # Years of an earlier application stand there only where somebody has figures for them.
            line.setVisible(year in self._usual or year in table)
            self._labels[year].setVisible(year in self._usual or year in table)

    def problem(self) -> str:
        return next((words for line in self.lines.values() if (words := line.problem())), "")

    def kept(self) -> Any:
        return {year: kept for year, line in self.lines.items() if (kept := line.kept()) is not None} or None
