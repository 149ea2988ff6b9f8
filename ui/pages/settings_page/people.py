"""The people who work at this desk."""

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


class PeopleSection(Section):
    """Who is there, who works now; another person takes the seat, or is entered."""

    key = "people"
    icon = "people"

    def build(self) -> None:
        self._rows = Given()
        columns = [
            Column("name", tr("ui.settings.people.name"), 200),
            Column("state", tr("ui.settings.people.state"), 160, _state),
        ]
        self.table = TablePanel(
            self.seat,
            "settings.operators",
            self._rows,
            columns,
            title=self.title(),
            empty=tr("ui.settings.people.empty"),
            actions=self._row_actions,
            buttons=1,
            search=False,
            parent=self.inside,
        )
        self.table.table.entered.connect(lambda _row: self._switch())
        self.body.addWidget(self.table, 1)
        self.seat.operator_changed.connect(self.show_all)

    def fill(self) -> None:
        people: dict[str, dict[str, Any]] = self.seat.reader.settings["operators"]
        ordered = sorted(people.items(), key=lambda item: item[1].get("order", 0))
        self._rows.give(
            [
                {
                    "id": key,
                    "name": person["name"],
                    "active": person.get("active", True),
                    "now": key == self.seat.operator,
                }
                for key, person in ordered
            ]
        )
        self.show_rows(self.table)

    def verbs(self) -> Sequence[Action]:
        return [
            Action(
                "settings.add-operator",
                tr("ui.settings.people.add"),
                lambda: office.add_operator(self.seat),
                self.why_not,
                "add",
            )
        ]

    def commands(self) -> Sequence[Action]:
        return [*self.verbs(), *self.table.commands()]

    def _row_actions(self) -> list[Action]:
        return [
            Action(
                "settings.switch",
                tr("ui.settings.people.switch"),
                self._switch,
                self._why_not_switch,
                "switch-user",
                group="row",
            )
        ]

    def _why_not_switch(self) -> str:
        row: Row = self.table.table.current()
        if not row:
            return tr("ui.table.nothing-selected")
        if row["now"]:
            return tr("ui.settings.people.is-now")
        return "" if row["active"] else tr("ui.settings.people.inactive")

    def _switch(self) -> None:
        if not self._why_not_switch():
            self.seat.switch(str(self.table.table.current()["id"]))


def _state(row: Row) -> Cell:
    if not row:
        return Cell("")
    if row["now"]:
        return Cell(tr("ui.settings.people.now"), Tone.INFO, "user")
    return (
        Cell(tr("ui.settings.people.active"))
        if row["active"]
        else Cell(tr("ui.settings.people.gone"), Tone.QUIET, "lock")
    )
