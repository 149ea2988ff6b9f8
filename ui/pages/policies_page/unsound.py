"""A pack of the workspace that has become unsound: its faults, and the way to mend it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alliance_desk.cases.packs import Known
from alliance_desk.desk import library
from alliance_desk.errors import DeskError
from alliance_desk.policy.faults import Fault
from ui.action import Action, button
from ui.language import said, tr
from ui.pages.policies_page.faults import FaultPane
from ui.pages.policies_page.opening import open_file
from ui.pieces import Badge, label
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tasks import packs
from ui.theme import measures
from ui.theme.colours import Tone


class Unsound(QWidget):
    """One pack that cannot be used. again: reads the packs anew."""

    def __init__(self, seat: Seat, again: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._again = seat, again
        self._path, self._name = Path(), ""
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GRID, 0, 0, 0)
        column.setSpacing(measures.GRID)
        head = QHBoxLayout()
        self._title = label("", "section", self, name="policies.unsound.title")
        head.addWidget(self._title, 1)
        head.addWidget(Badge(seat.look, tr("ui.policies.at-fault"), Tone.BLOCK, "block", self))
        column.addLayout(head)
        self.told = label("", "", self, name="policies.unsound.told")
        column.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        self._buttons: list[QPushButton] = [button(action, seat.look, self) for action in self.actions_here()]
        for made in self._buttons:
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self.faults = FaultPane(seat, "policies.unsound", self.actions_here, self._open, self)
        column.addWidget(self.faults, 1)

    def show_pack(self, known: Known, path: Path) -> None:
        """Show the faults of a pack; where they cannot even be listed, what stands against it."""
        self._path, self._name = path, known.id
        self._title.setText(known.title)
        found: list[Fault] = []
        try:
            found = library.pack_faults(path, self._seat.reader.place.packs)
            why = "" if found else known.fault
        except DeskError as error:
            why = said(error)
        told = tr("ui.policies.unsound-told", path=str(path))
        self.told.setText("\n".join(part for part in (told, why) if part))
        self.faults.setVisible(bool(found))
        self.faults.show_faults(path, found)

    @property
    def panel(self) -> TablePanel:
        """The table of faults."""
        return self.faults.panel

    def take_focus(self) -> None:
        """Into the faults."""
        self.faults.panel.table.setFocus()

    def actions_here(self) -> list[Action]:
        """What can be done with a pack at fault."""
        return [
            Action("policies.unsound.edit", tr("ui.policies.edit"), self._open, icon="edit", group="pack"),
            Action("policies.unsound.again", tr("ui.policies.again"), self._again, icon="refresh", group="pack"),
            Action("policies.unsound.export", tr("ui.policies.export.action"), self._export, icon="export", group="pack"),
        ]  # fmt: skip

    def _open(self) -> None:
        open_file(self._path)

    def _export(self) -> None:
        packs.export(self._seat, self._name, self._title.text())
