"""Other offices and their keys."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QGuiApplication

from ui.action import Action
from ui.language import tr
from ui.levels import level_words
from ui.pages.settings_page.section import Section
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks import office


class PeersSection(Section):
    """Whose key was entered, under which fingerprint, by whom; another one is entered."""

    key = "peers"
    icon = "key"

    def build(self) -> None:
        self._rows = Given()
        columns = [
            Column("name", tr("ui.settings.peers.name"), 170, most=320),
            Column("level", tr("ui.settings.peers.level"), 72, lambda row: level_words(str(row.get("level", "")))),
            Column("relation", tr("ui.settings.peers.relation"), 56),
            Column("fingerprint", tr("ui.settings.peers.fingerprint"), 424),
            Column("entered", tr("ui.settings.peers.entered"), 96),
            Column("by", tr("ui.settings.peers.by"), 72),
        ]
        self.table = TablePanel(
            self.seat,
            "settings.keys",
            self._rows,
            columns,
            title=self.title(),
            empty=tr("ui.settings.peers.empty"),
            actions=self._row_actions,
            buttons=1,
            parent=self.inside,
        )
        self.body.addWidget(self.table, 1)

    def fill(self) -> None:
        settings: dict[str, Any] = self.seat.reader.settings
        people: dict[str, dict[str, Any]] = settings["operators"]
        known: dict[str, dict[str, Any]] = settings.get("peers", {})
        self._rows.give(
            [
                {
                    "id": fingerprint,
                    "name": entry["name"],
                    "level": entry["level"],
                    "relation": tr(f"ui.settings.peers.{entry['relation']}"),
                    "fingerprint": fingerprint,
                    "entered": entry.get("entered", ""),
                    "by": people.get(entry.get("operator", ""), {}).get("name", ""),
                }
                for fingerprint, entry in sorted(
                    known.items(), key=lambda item: (item[1]["relation"] != "superior", item[1]["name"])
                )
            ]
        )
        self.show_rows(self.table)

    def verbs(self) -> Sequence[Action]:
        return [
            Action(
                "settings.add-peer", tr("ui.settings.peers.add"), lambda: office.peer(self.seat), self.why_not, "add"
            )
        ]

    def commands(self) -> Sequence[Action]:
        return [*self.verbs(), *self.table.commands()]

    def _row_actions(self) -> list[Action]:
        def none() -> str:
            row: Row = self.table.table.current()
            return "" if row else tr("ui.table.nothing-selected")

        return [Action("settings.copy-peer", tr("ui.settings.peers.copy"), self._copy, none, "copy", group="row")]

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(str(self.table.table.current()["fingerprint"]))
        self.seat.say(tr("ui.settings.copied"))
