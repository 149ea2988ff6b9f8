"""The table view: fixed rows, sort by a click, remembered columns, ranges, copy as text, open by Enter."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.action import Action, menu
from ui.seat import Seat
from ui.tables.choosing import ColumnMenu
from ui.tables.column import Column
from ui.tables.model import TableModel
from ui.tables.source import Asked, Row, Source
from ui.theme import measures

_COPY_LIMIT = 20_000
"""Rows that are copied at most; more goes by export."""
_LEAST = 0.8
"""A column that grows may also give way to the others, down to this share of its width."""


class Table(QTableView):
    """A table.

    Signals: chosen – the selection changed; entered (row) – Enter or double click on a row.
    """

    chosen = Signal()
    entered = Signal(object)

    def __init__(
        self, seat: Seat, name: str, source: Source, columns: Sequence[Column], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._seat, self._name = seat, name
        self.rows = TableModel(source, columns, seat.look, self)
        self.setModel(self.rows)
        self.actions_for: Callable[[], Sequence[Action]] = lambda: ()
        self._given = {at: column.width for at, column in enumerate(columns)}
        self._look_like_a_table(columns)
        self._bring_back()
        self.selectionModel().selectionChanged.connect(lambda _on, _off: self.chosen.emit())
        self.doubleClicked.connect(self._enter)
        self.customContextMenuRequested.connect(self._menu)
        seat.look.changed.connect(self.viewport().update)

    def _look_like_a_table(self, columns: Sequence[Column]) -> None:
        compact = self._seat.preferences.compact
        vertical, across = self.verticalHeader(), self.horizontalHeader()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(measures.ROW_COMPACT if compact else measures.ROW)
        vertical.hide()
        self.setMinimumHeight(measures.TABLE)
        across.setSectionsMovable(True)
        across.setSectionsClickable(True)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(48)
        across.setSortIndicatorShown(True)
        across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for at, column in enumerate(columns):
            self.setColumnWidth(at, column.width)
            self.setColumnHidden(at, not column.shown)
        across.setStretchLastSection(True)
        across.sectionClicked.connect(self._sort)
        across.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        across.customContextMenuRequested.connect(lambda at: self.column_menu().popup(across.mapToGlobal(at)))
        across.sectionResized.connect(lambda *_: self._timer.start(800))
        across.sectionMoved.connect(lambda *_: self._timer.start(800))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.remember)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)

    # What is asked for

    def ask(self, asked: Asked) -> None:
        """Show what is asked for; the record at the cursor stays at the cursor when it is still there."""
        row = self.current()
        self.rows.ask(asked)
        at = self.rows.place(str(row.get("id"))) if row else -1
        if at < 0 and self.rows.rowCount():
            self.rows.row(0)
            at = self.rows.place(str(row.get("id"))) if row else -1
        if at >= 0:
            self.choose(at)
        self.chosen.emit()

    def refresh(self) -> None:
        """Ask the same again, after the data changed."""
        bar = self.verticalScrollBar().value()
        self.ask(self.rows.asked)
        self.verticalScrollBar().setValue(bar)

    def _sort(self, section: int) -> None:
        column, asked = self.rows.columns[section], self.rows.asked
        if column.key not in self.rows.source.sortable:
            self._show_sort()
            return
        # A click sorts up, a second one down, a third one gives the natural order back.
        if asked.sort != column.key:
            asked = asked._replace(sort=column.key, descending=False)
        elif not asked.descending:
            asked = asked._replace(descending=True)
        else:
            asked = asked._replace(sort="", descending=False)
        self.ask(asked)
        self._show_sort()
        self._timer.start(800)

    def _show_sort(self) -> None:
        asked = self.rows.asked
        at = next((i for i, column in enumerate(self.rows.columns) if column.key == asked.sort), -1)
        order = Qt.SortOrder.DescendingOrder if asked.descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(at, order)

    # What is selected

    def choose(self, at: int) -> None:
        """Select one row and bring it into sight."""
        index = self.rows.index(at, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index)

    def ranges(self) -> list[range]:
        """The selected places as ranges, in order: never one index for each row."""
        found = sorted((part.top(), part.bottom() + 1) for part in self.selectionModel().selection().toList())
        return [range(top, end) for top, end in dict.fromkeys(found)]

    def count_selected(self) -> int:
        """How many rows are selected."""
        return sum(len(part) for part in self.ranges())

    def selected(self, limit: int = 1000) -> list[Row]:
        """The selected rows, at most ``limit``."""
        places = (at for part in self.ranges() for at in part)
        return [self.rows.row(at) for at, _ in zip(places, range(limit), strict=False)]

    def current(self) -> Row:
        """The row at the cursor, empty when there is none."""
        index = self.currentIndex()
        return self.rows.row(index.row()) if index.isValid() and index.row() < self.rows.rowCount() else {}

    def copy(self) -> None:
        """Put the selected rows on the clipboard as tab-separated text with headings, as Excel takes it."""
        order = self.shown_columns()
        lines = ["\t".join(self.rows.columns[at].title for at in order)]
        places = (at for part in self.ranges() for at in part)
        for at, _ in zip(places, range(_COPY_LIMIT), strict=False):
            cells = self.rows.cells(at)
            lines.append("\t".join(" ".join(cells[column].text.split()) for column in order))
        QGuiApplication.clipboard().setText("\n".join(lines))

    def shown_columns(self) -> list[int]:
        """The columns in the order the person gave them."""
        across = self.horizontalHeader()
        return [
            across.logicalIndex(at) for at in range(across.count()) if not self.isColumnHidden(across.logicalIndex(at))
        ]

    def column_menu(self) -> ColumnMenu:
        """A menu with a box for each column."""
        across = self.horizontalHeader()
        order = [across.logicalIndex(place) for place in range(across.count())]
        titles = [(at, self.rows.columns[at].title) for at in order]
        return ColumnMenu(titles, self.shown_columns, self.show_column, self)

    def show_column(self, at: int, shown: bool) -> None:
        """Show or hide a column; the last one that is shown stays."""
        if shown or self.shown_columns() != [at]:
            self.setColumnHidden(at, not shown)
            self._timer.start(800)

    # Keys, mouse, memory

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current():
            self.entered.emit(self.current())
        elif event.key() == Qt.Key.Key_Menu:
            self._menu(self.visualRect(self.currentIndex()).center())
        else:
            super().keyPressEvent(event)

    def _enter(self, index: QModelIndex) -> None:
        self.entered.emit(self.rows.row(index.row()))

    def _menu(self, at: QPoint) -> None:
        actions = self.actions_for()
        if actions:
            menu(actions, self._seat.look, self).popup(self.viewport().mapToGlobal(at))

    def remember(self) -> None:
        """Keep widths, order and sort for the next start."""
        across = self.horizontalHeader()
        keys = [column.key for column in self.rows.columns]
        kept = {
            # The last one takes what room there is, others what was given to them: such a width is nobody's choice.
            "widths": {keys[at]: self.columnWidth(at) for at in self.shown_columns()[:-1] if self._chose(at)},
            "order": [keys[across.logicalIndex(at)] for at in range(across.count())],
            "shown": {key: not self.isColumnHidden(at) for at, key in enumerate(keys)},
            "sort": [self.rows.asked.sort, self.rows.asked.descending],
        }
        self._seat.keep(f"table.{self._name}", kept)

    def _chose(self, at: int) -> bool:
        """Whether a column has a width that the person gave it."""
        return self._given.get(at) != self.columnWidth(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Let the columns that grow share the room to spare; where little is missing, let them give way."""
        shown, columns = self.shown_columns(), self.rows.columns
        growing = [at for at in shown[:-1] if columns[at].most and not self._chose(at)]
        own = {at: columns[at].width if at in growing or at == shown[-1] else self.columnWidth(at) for at in shown}
        # Measured as if it always scrolled up and down: a width that depends on the bars would bring them and take them for ever.
        bar = self.verticalScrollBar().sizeHint().width() + 2 * self.frameWidth()
        spare = self.width() - bar - sum(own.values())
        if -spare > sum(round(own[at] * (1 - _LEAST)) for at in growing):
            spare = 0
        for place, at in enumerate(growing):
            more = min(round(spare / (len(growing) - place)), columns[at].most - own[at])
            spare -= more
            if self._given[at] != own[at] + more:
                self._given[at] = own[at] + more
                self.setColumnWidth(at, own[at] + more)

    def _bring_back(self) -> None:
        kept: dict[str, Any] = self._seat.state(f"table.{self._name}", {})
        keys = [column.key for column in self.rows.columns]
        across = self.horizontalHeader()
        across.blockSignals(True)
        for key, width in kept.get("widths", {}).items():
            if key in keys:
                self.setColumnWidth(keys.index(key), width)
                self._given.pop(keys.index(key), None)
        for place, key in enumerate(key for key in kept.get("order", []) if key in keys):
            across.moveSection(across.visualIndex(keys.index(key)), place)
        for key, shown in kept.get("shown", {}).items():
            if key in keys:
                self.setColumnHidden(keys.index(key), not shown)
        across.blockSignals(False)
        sort, descending = kept.get("sort", ["", False])
        if sort in self.rows.source.sortable and sort in keys:
            self.rows.asked = Asked(sort=sort, descending=descending)
            self._show_sort()
