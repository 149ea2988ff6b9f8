"""Everything that is wrong with a file, place by place: read here, copied, or written as a list for whoever filled the file in."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.language import Speaks, said, tr
from ui.pieces import Card, label
from ui.seat import Seat
from ui.tasks.asks import ending, place_for
from ui.theme import measures

_SHOWN = 100
"""So many are shown; the list that is written has them all."""


class FaultList(QWidget):
    """The faults of a workbook or another file as a list, with copy and export."""

    def __init__(self, seat: Seat, faults: Sequence[Speaks], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drawer.faults")
        self._seat = seat
        self._lines = [said(fault) for fault in faults]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        card = Card(tr("ui.tasks.faults.title", count=len(self._lines)), "drawer.faults.list", self)
        for text in self._lines[:_SHOWN]:
            where, what = parted(text)
            lines = QVBoxLayout()
            lines.setSpacing(0)
            if where:
                lines.addWidget(label(where, "small", card))
            lines.addWidget(label(what, "", card))
            card.inside.addLayout(lines)
        if len(self._lines) > _SHOWN:
            card.inside.addWidget(label(tr("ui.tasks.faults.more", count=len(self._lines) - _SHOWN), "quiet", card))
        row = QHBoxLayout()
        for name, slot in (("copy", self.copy), ("export", self._export)):
            made = QPushButton(tr(f"ui.tasks.faults.{name}"), self)
            made.setObjectName(f"drawer.faults.{name}")
            made.setIcon(seat.look.icon(name))
            made.clicked.connect(slot)
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(card)

    def copy(self) -> None:
        """All faults as lines of text, for a message to the applicant."""
        QApplication.clipboard().setText("\n".join(self._lines))
        self._seat.say(tr("ui.tasks.faults.copied", count=len(self._lines)))

    def _export(self) -> None:
        start = place_for(self._seat, tr("ui.tasks.faults.file"), "xlsx")
        title, types = tr("ui.tasks.faults.export-title"), tr("ui.tasks.types-xlsx")
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(start), types)
        if chosen:
            self.export(Path(chosen))

    def export(self, path: Path) -> None:
        """All faults as a workbook."""
        lines = self._lines

        def work(_desk: Desk, _step: Progress) -> Changes:
            from alliance_desk.sheets.lists import Heading, write_list

            columns = [Heading(tr("ui.tasks.faults.where"), 24), Heading(tr("ui.tasks.faults.what"), 90)]
            written = write_list(ending(path, "xlsx"), tr("ui.tasks.faults.file"), columns, map(parted, lines))
            return Changes(code="ui.tasks.faults.exported", facts={"path": str(written)}, files=(written,))

        self._seat.run(tr("ui.tasks.faults.export-title"), work)


def parted(line: str) -> tuple[str, str]:
    """Where and what: the core writes the place of a fault before the first colon."""
    where, sign, what = line.partition(tr("ui.tasks.faults.colon"))
    return (where, what) if sign else ("", line)
