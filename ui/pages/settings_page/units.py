"""The directory of units: names they had, and codes, by which conflicts are found."""

from collections.abc import Sequence

from ui.action import Action
from ui.language import tr
from ui.pages.settings_page.section import Section
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Listed, Row
from ui.tasks import office


class UnitsSection(Section):
    """Units with their former names; one is entered or changed."""

    key = "units"
    icon = "register"

    def build(self) -> None:
        columns = [
            Column("name", tr("ui.settings.units.name"), 260, most=420),
            Column("code", tr("ui.settings.units.code"), 190),
            Column("former", tr("ui.settings.units.former"), 150),
        ]
        self.table = TablePanel(
            self.seat,
            "settings.directory",
            Listed(lambda: self.seat.reader, "units"),
            columns,
            title=self.title(),
            empty=tr("ui.settings.units.empty"),
            actions=self._row_actions,
            buttons=1,
            parent=self.inside,
        )
        self.table.table.entered.connect(lambda _row: self._change())
        self.body.addWidget(self.table, 1)

    def fill(self) -> None:
        self.show_rows(self.table)

    def verbs(self) -> Sequence[Action]:
        return [
            Action(
                "settings.add-unit", tr("ui.settings.units.add"), lambda: office.unit(self.seat), self.why_not, "add"
            )
        ]

    def commands(self) -> Sequence[Action]:
        return [*self.verbs(), *self.table.commands()]

    def _row_actions(self) -> list[Action]:
        def why() -> str:
            row: Row = self.table.table.current()
            return self.why_not() or ("" if row else tr("ui.table.nothing-selected"))

        return [Action("settings.change-unit", tr("ui.settings.units.change"), self._change, why, "edit", group="row")]

    def _change(self) -> None:
        row = self.table.table.current()
        if row and not self.why_not():
            former = [name for name in str(row["former"]).split(_SIGN) if name]
            office.unit(self.seat, str(row["name"]), str(row["code"]), former)


_SIGN = "\u3001"
"""What the list joins former names with."""
