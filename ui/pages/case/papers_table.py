"""The view of a papers table: cells with icon and word, files dropped on one, keys."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelection, QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.action import Action, menu
from ui.pages.case.papers_model import PapersModel, Place
from ui.theme import measures
from ui.theme.look import Look

_NAMES, _CELL, _STATE = 170, 92, 110


class PapersTable(QTableView):
    """One table of papers.

    Signals: chosen (Place or None); entered (Place); dropped (Place, paths).
    """

    chosen = Signal(object)
    entered = Signal(object)
    dropped = Signal(object, object)

    def __init__(self, look: Look, name: str, words: str, *, as_list: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.papers = PapersModel(look, as_list=as_list, parent=self)
        self.setModel(self.papers)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.actions_for: Callable[[], Sequence[Action]] = lambda: ()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        behaviour = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behaviour.SelectRows if as_list else behaviour.SelectItems)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(not as_list)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setIconSize(QSize(measures.ICON, measures.ICON))
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(lambda _index: self._enter())
        self._heads(as_list=as_list)
        look.changed.connect(self.viewport().update)

    def _heads(self, *, as_list: bool) -> None:
        across, down = self.horizontalHeader(), self.verticalHeader()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(measures.ROW)
        down.setFixedWidth(_NAMES if not as_list else 220)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        down.setTextElideMode(Qt.TextElideMode.ElideRight)
        down.setHighlightSections(True)
        across.setHighlightSections(False)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setDefaultSectionSize(_STATE if as_list else _CELL)
        across.setStretchLastSection(as_list)

    def fit_columns(self) -> None:
        """As wide as each heading needs, where a heading stands over cells."""
        if self.papers.as_list:
            return
        metrics = self.horizontalHeader().fontMetrics()
        for at in range(self.papers.columnCount()):
            # The heading is bold, and bold is a tenth wider.
            wide = metrics.horizontalAdvance(str(self.papers.headerData(at, Qt.Orientation.Horizontal))) * 1.1 + 20
            self.setColumnWidth(at, max(_CELL, round(wide)))

    # What is chosen

    def current(self) -> Place | None:
        """The paper at the cursor."""
        return self.papers.place(self.currentIndex())

    def choose(self, key: str) -> bool:
        """Put the cursor on a paper; whether it stands here."""
        index = self.papers.find(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.current())

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter()
        elif event.key() == Qt.Key.Key_Delete:
            self._run("papers.remove")
        elif event.key() == Qt.Key.Key_Insert:
            self._run("papers.attach")
        elif event.key() == Qt.Key.Key_Menu:
            self._menu(self.visualRect(self.currentIndex()).center())
        else:
            super().keyPressEvent(event)

    def _run(self, name: str) -> None:
        for one in self.actions_for():
            if one.id == name and not one.why_not():
                one.run()

    def _enter(self) -> None:
        if (place := self.current()) is not None:
            self.entered.emit(place)

    def _menu(self, at: QPoint) -> None:
        if actions := self.actions_for():
            menu(actions, self._look, self).popup(self.viewport().mapToGlobal(at))

    # Files dropped on a cell

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self._at(event.position().toPoint())
        if index.isValid():
            self.setCurrentIndex(index)
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        index = self._at(event.position().toPoint())
        event.acceptProposedAction()
        self.dropped.emit(self.papers.place(index), paths)

    def _at(self, point: QPoint) -> QModelIndex:
        return self.indexAt(point)
