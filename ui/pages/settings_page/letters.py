"""Numbers and letters: what the office's papers say of it, and how its letters are numbered."""

from collections.abc import Sequence
from typing import Any

from alliance_desk.cases.office import SETTINGS
from ui.action import Action
from ui.language import tr
from ui.pages.settings_page.section import Section
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks import office
from ui.theme.colours import Tone


class LettersSection(Section):
    """Each value with who entered it; Enter changes it."""

    key = "letters"
    icon = "paper"

    def build(self) -> None:
        self._rows = Given()
        columns = [
            Column("name", tr("ui.settings.letters.name"), 160),
            Column("value", tr("ui.settings.letters.value"), 300, _value, most=640),
            Column("on", tr("ui.settings.letters.on"), 100),
            Column("by", tr("ui.settings.letters.by"), 80),
        ]
        self.table = TablePanel(
            self.seat,
            "settings.values",
            self._rows,
            columns,
            title=self.title(),
            empty="",
            actions=self._row_actions,
            buttons=1,
            search=False,
            parent=self.inside,
        )
        self.table.table.entered.connect(lambda _row: self._change())
        self.body.addWidget(self.table, 1)

    def fill(self) -> None:
        settings: dict[str, Any] = self.seat.reader.settings
        known: dict[str, dict[str, Any]] = settings.get("settings", {})
        people: dict[str, dict[str, Any]] = settings["operators"]
        rows: list[Row] = []
        for key in SETTINGS:
            entry = known.get(key, {})
            by = people.get(entry.get("operator", ""), {}).get("name", "")
            about = {"value": entry.get("value", ""), "on": entry.get("on", ""), "by": by}
            rows.append({"id": key, "name": tr(f"setting.{key}"), **about})
        self._rows.give(rows)
        self.show_rows(self.table)

    def commands(self) -> Sequence[Action]:
        return self.table.commands()

    def _row_actions(self) -> list[Action]:
        def why() -> str:
            row: Row = self.table.table.current()
            return self.why_not() or ("" if row else tr("ui.table.nothing-selected"))

        return [
            Action("settings.change-value", tr("ui.settings.letters.change"), self._change, why, "edit", group="row")
        ]

    def _change(self) -> None:
        row = self.table.table.current()
        if row and not self.why_not():
            office.setting(self.seat, str(row["id"]))


def _value(row: Row) -> Cell:
    if not row:
        return Cell("")
    value = str(row["value"])
    return Cell(value) if value else Cell(tr("ui.settings.letters.none"), Tone.QUIET)
