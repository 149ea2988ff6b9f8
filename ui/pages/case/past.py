"""The tab 历史: who did what, when, in which office, under which rule, and what was said."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk.cases.history import history
from alliance_desk.clock import local
from ui.language import language, tr
from ui.pages.case.shown import Shown
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given
from ui.theme import measures

_COLUMNS = (("time", 136), ("office", 170), ("operator", 80), ("what", 240), ("basis", 120), ("note", 260))


class Past(QWidget):
    """The history of a case, newest first."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._rows = Given()
        self._stream = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GRID, 0, 0)
        self.table = TablePanel(
            seat,
            "case.history",
            self._rows,
            [Column(key, tr(f"ui.case.past.{key}"), width, filter=key == "office") for key, width in _COLUMNS],
            title=tr("ui.case.tab.history"),
            empty=tr("ui.case.no-history"),
            parent=self,
        )
        column.addWidget(self.table)

    def show_tab(self, shown: Shown) -> None:
        """Show the history of a case."""
        lines = history(self._seat.reader, shown.case.stream, language())
        found = [
            {
                "id": f"{at}",
                "time": local(line.time),
                "office": line.office,
                "operator": line.operator,
                "what": line.what,
                "basis": line.basis,
                "note": line.note,
            }
            for at, line in enumerate(lines)
        ]
        self._rows.give(list(reversed(found)))
        if shown.case.stream != self._stream:
            self._stream = shown.case.stream
            self.table.fill()
        else:
            self.table.refresh()
