"""The model behind every table: a list of row numbers, and pages of 200 rows fetched when they are looked at."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.tables.column import Cell, Column
from ui.tables.source import Asked, Row, Source
from ui.theme.look import Look

PAGE = 200
_KEPT = 40
"""Pages kept; the oldest goes when another is fetched."""
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class TableModel(QAbstractTableModel):
    """Rows of a source under columns."""

    def __init__(self, source: Source, columns: Sequence[Column], look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.source = source
        self.columns = list(columns)
        self.asked = Asked()
        self._look = look
        self._ids: Sequence[int] = ()
        self._pages: dict[int, Sequence[Row]] = {}
        self._cells: dict[int, list[Cell]] = {}

    def ask(self, asked: Asked) -> None:
        """Show what is asked for; also after the data changed."""
        ids = self.source.ids(asked)
        self.beginResetModel()
        self.asked, self._ids, self._pages, self._cells = asked, ids, {}, {}
        self.endResetModel()

    def row(self, at: int) -> Row:
        """The row at a place; one that went away since the ids were read is empty until the list is asked for again."""
        number, within = divmod(at, PAGE)
        page = self._pages.get(number)
        if page is None:
            page = self.source.rows(self._ids[number * PAGE : (number + 1) * PAGE])
            if len(self._pages) >= _KEPT:
                self._pages.pop(next(iter(self._pages)))
            self._pages[number] = page
        return page[within] if within < len(page) else {}

    def cells(self, at: int) -> list[Cell]:
        """The row at a place as it is shown; put into words when it comes into sight."""
        made = self._cells.get(at)
        if made is None:
            if len(self._cells) >= _KEPT * PAGE:
                self._cells.clear()
            row = self.row(at)
            made = [column.cell(row) for column in self.columns] if row else [Cell("")] * len(self.columns)
            self._cells[at] = made
        return made

    def place(self, key: str) -> int:
        """Where the record with a natural key stands among the pages at hand, -1 when it does not."""
        for page, rows in self._pages.items():
            for at, row in enumerate(rows):
                if row.get("id") == key:
                    return page * PAGE + at
        return -1

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self.columns[section].align
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align
        cell = self.cells(index.row())[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.tip or cell.text or None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._look.colour(cell.tone)
        if role == Qt.ItemDataRole.DecorationRole and cell.icon:
            return self._look.icon(cell.icon, cell.tone, 16)
        return None
