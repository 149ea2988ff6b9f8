"""What differs between two packs, as a table: what happened, of what, from what to what, article."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from alliance_desk.policy.difference import Difference, Kind
from ui.language import said, tr
from ui.pieces import label
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.theme.colours import Tone

_SHOWN = {
    Kind.ADDED: (Tone.PASS, "add"),
    Kind.REMOVED: (Tone.BLOCK, "minus"),
    Kind.CHANGED: (Tone.WARN, "edit"),
}


class DifferenceTable(TablePanel):
    """The table; below it the difference at the cursor as a sentence."""

    def __init__(self, seat: Seat, name: str, *, empty: str, parent: QWidget | None = None) -> None:
        self._rows, self._found = Given(), list[Difference]()
        super().__init__(
            seat,
            f"{name}.differences",
            self._rows,
            [
                Column("kind", tr("ui.policies.kind"), 84, _kind, filter=True),
                Column("table", tr("ui.policies.table"), 100, filter=True),
                Column("name", tr("ui.policies.item"), 180),
                Column("field", tr("ui.policies.field"), 96),
                Column("before", tr("ui.policies.before"), 190),
                Column("after", tr("ui.policies.after"), 190),
                Column("basis", tr("ui.policies.basis"), 110),
            ],
            title=tr("ui.policies.differences"),
            empty=empty,
            parent=parent,
        )
        self.whole = label("", "", self, name=f"{name}.difference")
        if (column := self.layout()) is not None:
            column.addWidget(self.whole)
        self.table.chosen.connect(self._say)
        self.fill()

    def show_differences(self, found: Sequence[Difference], title: str) -> None:
        """Show other differences."""
        self.title = title
        self.table.setAccessibleName(title)
        self._found = list(found)
        self._rows.give([_row(at, one) for at, one in enumerate(found)])
        self.refresh()
        if found:
            self.table.choose(0)
        self._say()

    def _say(self) -> None:
        """The difference at the cursor as a whole sentence: cells are narrow."""
        row = self.table.current()
        self.whole.setText(said(self._found[int(row["id"])]) if row else "")
        self.whole.setVisible(bool(row))


def _row(at: int, one: Difference) -> Row:
    changed = one.kind is Kind.CHANGED
    return {
        "id": str(at),
        "what": one.kind.value,
        "kind": tr(f"ui.policies.kind-{one.kind}"),
        "table": tr(f"pack-table.{one.table}"),
        "name": one.name,
        "field": tr(f"pack-field.{one.field}") if one.field else "",
        "before": (one.before or tr("difference.nothing")) if changed else "",
        "after": (one.after or tr("difference.nothing")) if changed else "",
        "basis": one.basis,
    }


def _kind(row: Row) -> Cell:
    tone, icon = _SHOWN[Kind(row["what"])]
    return Cell(str(row["kind"]), tone, icon)
