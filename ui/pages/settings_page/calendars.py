"""Years of days off: those that come with the program, those loaded, those not published yet."""

from collections.abc import Sequence
from typing import Any

from ui.action import Action
from ui.language import tr
from ui.pages.settings_page.section import Section
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks import office
from ui.theme.colours import Tone

_BACK, _AHEAD = 3, 1
"""So many years around this one are told, and every year that was loaded."""


class CalendarsSection(Section):
    """Which years are certain; another one is loaded."""

    key = "calendars"
    icon = "calendar"

    def build(self) -> None:
        self._rows = Given()
        columns = [
            Column("year", tr("ui.settings.calendars.year"), 90),
            Column("state", tr("ui.settings.calendars.state"), 300, _state, most=560),
            Column("on", tr("ui.settings.calendars.on"), 110),
            Column("days", tr("ui.settings.calendars.days"), 90, right=True),
        ]
        self.table = TablePanel(
            self.seat,
            "settings.years",
            self._rows,
            columns,
            title=self.title(),
            empty="",
            search=False,
            parent=self.inside,
        )
        self.body.addWidget(self.table, 1)

    def fill(self) -> None:
        loaded: dict[str, dict[str, Any]] = self.seat.reader.settings.get("calendars", {})
        calendar, this = self.seat.reader.calendar(), self.seat.today.year
        years = {*range(this - _BACK, this + _AHEAD + 1), *map(int, loaded)}
        rows: list[Row] = []
        for year in sorted(years, reverse=True):
            entry = loaded.get(str(year), {})
            state = "loaded" if entry else "shipped" if calendar.published(year) else "unknown"
            rows.append(
                {
                    "id": str(year),
                    "year": str(year),
                    "state": state,
                    "on": entry.get("on", ""),
                    "days": entry.get("days", ""),
                }
            )
        self._rows.give(rows)
        self.show_rows(self.table)

    def verbs(self) -> Sequence[Action]:
        return [
            Action(
                "settings.load-year",
                tr("ui.settings.calendars.load"),
                lambda: office.calendar(self.seat),
                self.why_not,
                "add",
            )
        ]

    def commands(self) -> Sequence[Action]:
        return [*self.verbs(), *self.table.commands()]


def _state(row: Row) -> Cell:
    if not row:
        return Cell("")
    words = tr(f"ui.settings.calendars.{row['state']}")
    return Cell(words, Tone.WARN, "warn") if row["state"] == "unknown" else Cell(words, Tone.PASS, "pass")
