"""The papers of a file as a table: the alliance's as a list, the members' as units by papers. Every cell has an icon and a word."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from alliance_desk.cases.paper_matrix import LACKING, MISSING, OPTIONAL, PaperCell, PaperColumn, PaperMatrix
from ui.language import language, tr
from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look

Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_LOOKS = {LACKING: ("warn", Tone.WARN), MISSING: ("missing", Tone.BLOCK), OPTIONAL: ("", Tone.QUIET)}


class Place(NamedTuple):
    """One paper in the table. cell: None where nothing is asked. column: None for a paper that nobody asked for."""

    unit: str
    member: str
    column: PaperColumn | None
    cell: PaperCell

    @property
    def title(self) -> str:
        """What the paper is called."""
        return self.column.title(language()) if self.column is not None else self.cell.file

    @property
    def words(self) -> str:
        """Whose paper it is."""
        return tr("ui.papers.slot", unit=self.unit, title=self.title) if self.member else self.title


class PapersModel(QAbstractTableModel):
    """Cells of one part of a matrix. as_list: a line a paper with its state and its file; else a line a unit."""

    def __init__(self, look: Look, *, as_list: bool, parent: Any = None) -> None:
        super().__init__(parent)
        self._look, self.as_list = look, as_list
        self._rows: list[list[Place | None]] = []
        self._names: list[str] = []
        self._titles: list[tuple[str, str]] = []

    def show_list(self, places: Sequence[Place]) -> None:
        """Papers under one another."""
        self.beginResetModel()
        self._rows = [[place, place] for place in places]
        self._names = [place.title for place in places]
        self._titles = [(tr("ui.papers.state"), ""), (tr("ui.papers.file"), "")]
        self.endResetModel()

    def show_units(self, matrix: PaperMatrix, columns: Sequence[int]) -> None:
        """Units by papers. columns: places of the papers in the matrix."""
        self.beginResetModel()
        units = [row for row in matrix.rows if row.member]
        self._rows = [
            [
                Place(row.name, row.member, matrix.columns[at], cell) if (cell := row.cells[at]) is not None else None
                for at in columns
            ]
            for row in units
        ]
        self._names = [row.name for row in units]
        self._titles = [_heading(matrix.columns[at]) for at in columns]
        self.endResetModel()

    def place(self, index: Index) -> Place | None:
        """The paper at an index."""
        return self._rows[index.row()][index.column()] if index.isValid() else None

    def find(self, key: str) -> QModelIndex:
        """Where a paper stands, by the key it stands under or would."""
        for row, places in enumerate(self._rows):
            for column, place in enumerate(places):
                if place is not None and key in (place.cell.key, place.cell.at):
                    return self.index(row, column)
        return QModelIndex()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        across = orientation is Qt.Orientation.Horizontal
        if not 0 <= section < (len(self._titles) if across else len(self._names)):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section][0] if across else self._names[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (self._titles[section][1] or self._titles[section][0]) if across else self._names[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self.place(index)
        if place is None:
            quiet = role == Qt.ItemDataRole.ForegroundRole
            words = {Qt.ItemDataRole.DisplayRole: "—", Qt.ItemDataRole.ToolTipRole: tr("ui.papers.not-asked")}
            return self._look.colour(Tone.QUIET) if quiet else words.get(Qt.ItemDataRole(role))
        if self.as_list and index.column() == 1:
            return place.cell.file if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole} else None
        icon, tone = _LOOKS.get(place.cell.state, ("pass", Tone.PASS))
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return state_words(place.cell)
            case Qt.ItemDataRole.DecorationRole:
                return self._look.icon(icon, tone, measures.ICON) if icon else None
            case Qt.ItemDataRole.ForegroundRole:
                return self._look.colour(tone)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                parts = [place.words, place.cell.text(language()), place.cell.file]
                return ("\n" if role == Qt.ItemDataRole.ToolTipRole else " ").join(part for part in parts if part)
            case _:
                return None


def state_words(cell: PaperCell) -> str:
    """The short word for a narrow cell."""
    return tr("ui.papers.short.by" if cell.by else f"ui.papers.short.{cell.state}")


def _heading(column: PaperColumn) -> tuple[str, str]:
    """A narrow heading and the whole one."""
    name = column.name
    for sign in tr("ui.papers.cut-signs"):
        name = name.partition(sign)[0]
    short = tr("ui.form.in-year", year=column.year, value=name) if column.year else name
    basis = tr("ui.form.basis", basis=column.basis) if column.basis else ""
    return short, "\n".join(part for part in (column.title(language()), basis) if part)
