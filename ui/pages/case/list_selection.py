"""What is selected and shown in the list of cases."""

from collections.abc import Callable, Sequence

from alliance_desk.desk import Desk
from ui.pages.case.list_actions import MOST
from ui.tables.model import PAGE
from ui.tables.panel import TablePanel
from ui.tables.source import Row


class ListSelection:
    """The selection of a table; nothing while the table is being made."""

    def __init__(self) -> None:
        self.panel: TablePanel | None = None

    def rows(self) -> Sequence[Row]:
        """The selected rows, at most one more than go into a task."""
        return self.panel.table.selected(MOST + 1) if self.panel is not None else ()

    def count(self) -> int:
        """How many rows are selected."""
        return self.panel.table.count_selected() if self.panel is not None else 0

    def shown(self) -> int:
        """How many rows the list shows."""
        return self.panel.table.rows.rowCount() if self.panel is not None else 0

    def listing(self) -> Callable[[Desk], Sequence[str]]:
        """Reads the cases of all rows that are shown now, in their order, through another desk: the worker's."""
        if self.panel is None:
            return lambda _desk: ()
        source, asked = self.panel.table.rows.source, self.panel.table.rows.asked

        def read(desk: Desk) -> Sequence[str]:
            there = source.over(desk)
            ids = there.ids(asked)
            pages = (there.rows(ids[start : start + PAGE]) for start in range(0, len(ids), PAGE))
            return [str(row["id"]) for page in pages for row in page if row["id"]]

        return read
