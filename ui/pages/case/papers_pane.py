"""The papers of a case: who owes what and what is there, with a look at each; scans are taken in where they belong."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from alliance_desk.cases.paper_matrix import LACKING, MISSING, PaperMatrix, matrix
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack
from ui import pieces
from ui.action import Action, button, menu, refresh
from ui.language import language, tr
from ui.pages.case import papers_tasks as tasks
from ui.pages.case.form_may import why_not_editable
from ui.pages.case.papers_model import Place
from ui.pages.case.papers_table import PapersTable
from ui.preview import Preview, breakable, size_words
from ui.seat import Seat
from ui.theme import measures

_HIGH = 400
_WIDE = 880
"""From here on the preview stands beside the table, not below it."""


class Papers(QWidget):
    """The papers of one case. large: it lies over the whole page already. enlarge: lays them there, at one of them."""

    def __init__(self, seat: Seat, parent: QWidget | None = None, *, large: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("papers")
        self.setAcceptDrops(True)
        self.seat, self._large = seat, large
        self.enlarge: Callable[[Seat, Folded, Pack, str], None] | None = None
        self.case: Folded | None = None
        self.rules: Pack | None = None
        self.matrix = PaperMatrix((), ())
        self._why = ""
        self._shown = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        column.addLayout(self._head())
        self.split = QSplitter(Qt.Orientation.Vertical, self)
        self.split.setObjectName("papers.split")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(measures.GRID)
        self.split.addWidget(self._tables())
        self.split.addWidget(self._look_at())
        self.split.setSizes([270, 230])
        column.addWidget(self.split, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        self.parts = QTabBar(self)
        self.parts.setObjectName("papers.parts")
        self.parts.setAccessibleName(tr("ui.papers.parts"))
        self.parts.setDrawBase(False)
        self.parts.setExpanding(False)
        self.parts.currentChanged.connect(self._turn)
        row.addWidget(self.parts, 1)
        self._buttons: list[QPushButton] = []
        for one in [
            one
            for one in self.commands()
            if one.id in ("papers.attach", "papers.many" if self._large else "papers.large")
        ]:
            made = button(one, self.seat.look, self)
            self._buttons.append(made)
            row.addWidget(made)
        more = QPushButton(tr("ui.papers.more"), self)
        more.setObjectName("papers.more")
        more.setIcon(self.seat.look.icon("more"))
        more.clicked.connect(
            lambda: menu(self.commands(), self.seat.look, more).popup(more.mapToGlobal(more.rect().bottomLeft()))
        )
        row.addWidget(more)
        return row

    def _tables(self) -> QWidget:
        pane = QWidget(self)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.stack = QStackedWidget(pane)
        self.tables: dict[str, PapersTable] = {}
        for key in ("alliance", "members", "others"):
            table = PapersTable(
                self.seat.look, f"papers.{key}", tr(f"ui.papers.part.{key}"), as_list=key != "members", parent=self
            )
            table.actions_for = self.commands
            table.chosen.connect(lambda _place: self._choose())
            table.entered.connect(self._enter)
            table.dropped.connect(self._dropped)
            self.tables[key] = table
            self.stack.addWidget(table)
        column.addWidget(self.stack, 1)
        self.about = pieces.label("", "small", pane, name="papers.about")
        column.addWidget(self.about)
        return pane

    def _look_at(self) -> QWidget:
        self.preview = Preview(self.seat.look, self, low=not self._large)
        self.preview.nothing = tr("ui.papers.choose")
        self.preview.opener = lambda _path, name: self._open(name)
        self.preview.show_file(None)
        return self.preview

    # What is shown

    def show_case(self, case: Folded, rules: Pack) -> None:
        """Show the papers of a case; the one at the cursor stays there."""
        self.case, self.rules = case, rules
        kept = self.current()
        key = kept.cell.key if kept is not None else ""
        self.matrix = matrix(rules, case.open)
        self._why = why_not_editable(self.seat, case, papers=True)
        found, members = self.matrix, [at for at, one in enumerate(self.matrix.columns) if one.scope != "alliance"]
        of_alliance = [
            Place(row.name, "", found.columns[at], cell)
            for row in found.rows[:1]
            for at, cell in enumerate(row.cells)
            if at not in members and cell is not None
        ]
        self.tables["alliance"].papers.show_list(of_alliance)
        self.tables["members"].papers.show_units(found, members)
        self.tables["others"].papers.show_list([Place("", "", None, cell) for cell in found.others])
        self.tables["members"].fit_columns()
        self._parts()
        if not (key and self.select(key)):
            table = self.stack.currentWidget()
            if isinstance(table, PapersTable) and table.papers.rowCount():
                table.setCurrentIndex(table.papers.index(0, 0))
        self._choose()

    def _parts(self) -> None:
        """The tabs with what is not in order in each; others only where there are any."""
        front = self._part()
        self.parts.blockSignals(True)
        while self.parts.count():
            self.parts.removeTab(0)
        for key, table in self.tables.items():
            if key == "others" and not table.papers.rowCount():
                continue
            if key == "members" and not table.papers.columnCount():
                continue  # a case beneath an alliance mostly asks nothing of its members
            wrong = self._wrong(members=key == "members") if key != "others" else 0
            name = tr(f"ui.papers.part.{key}")
            at = self.parts.addTab(tr("ui.papers.part-wrong", name=name, count=wrong) if wrong else name)
            self.parts.setTabData(at, key)
        keys = [self.parts.tabData(at) for at in range(self.parts.count())]
        self.parts.setCurrentIndex(keys.index(front) if front in keys else 0)
        self.parts.blockSignals(False)
        self.stack.setCurrentWidget(self.tables[self._part()])

    def _wrong(self, *, members: bool) -> int:
        return sum(
            cell is not None and column.required and cell.state in {MISSING, LACKING}
            for row in self.matrix.rows
            for column, cell in zip(self.matrix.columns, row.cells, strict=True)
            if (column.scope != "alliance") is members
        )

    def _part(self) -> str:
        return str(self.parts.tabData(self.parts.currentIndex()) or "alliance")

    def _turn(self) -> None:
        table = self.tables[self._part()]
        self.stack.setCurrentWidget(table)
        if not table.currentIndex().isValid() and table.papers.rowCount():
            table.setCurrentIndex(table.papers.index(0, 0))
        self._choose()

    def select(self, key: str) -> bool:
        """Bring a paper into sight by its key, ``licence.<member>.<year>``; whether it is there."""
        for at in range(self.parts.count()):
            table = self.tables[str(self.parts.tabData(at))]
            if table.choose(key):
                self.parts.setCurrentIndex(at)
                self.stack.setCurrentWidget(table)
                return True
        return False

    def focus_table(self) -> None:
        """Put the keyboard into the table in front."""
        self.tables[self._part()].setFocus(Qt.FocusReason.OtherFocusReason)

    def current(self) -> Place | None:
        """The paper at the cursor."""
        return self.tables[self._part()].current() if self.parts.count() else None

    def _choose(self) -> None:
        place = self.current()
        blob = place.cell.blob if place is not None else ""
        self.about.setText(breakable(_about(place)))
        self.about.setVisible(place is not None)
        if blob != self._shown or self.preview.path is None:
            self._shown = blob
            path = self.seat.reader.blobs.path(blob) if blob else None
            self.preview.show_file(path, place.cell.file if place is not None and blob else "")
        by_id = {one.id: one for one in self.commands()}
        for made in self._buttons:
            one = by_id[made.objectName()]
            made.setText(one.text)
            refresh(made, one)

    # What can be done

    def commands(self) -> list[Action]:
        """What can be done with the paper at the cursor, and with all of them."""
        place = self.current()
        own = place is not None and place.cell.at == place.cell.key
        return [
            Action(
                "papers.attach",
                tr("ui.papers.replace" if own else "ui.papers.attach"),
                self._attach,
                self._no_attach,
                "attach",
                group="in",
            ),
            Action("papers.many", tr("ui.papers.many"), self._many, lambda: self._why, "import", group="in"),
            Action("papers.flags", tr("ui.papers.flags"), self._flags, self._no_change, "stamp", group="in"),
            Action("papers.remove", tr("ui.papers.remove"), self._remove, self._no_change, "delete", group="in"),
            Action("papers.large", tr("ui.papers.large"), self._enlarge, self._no_large, "zoom", group="out"),
            Action("papers.save", tr("ui.papers.save"), self._save, self._no_copy, "export", group="out"),
            Action("papers.open", tr("ui.papers.open"), self._open, self._no_copy, "forward", group="out"),
        ]

    def _no_attach(self) -> str:
        place = self.current()
        if self._why or place is None:
            return self._why or tr("ui.papers.choose")
        return "" if place.column is not None else tr("ui.papers.not-asked")

    def _no_file(self) -> str:
        place = self.current()
        if place is None:
            return tr("ui.papers.choose")
        return "" if place.cell.blob else tr("ui.papers.empty")

    def _no_copy(self) -> str:
        # A copy is written by the worker, whose desk another program may keep.
        return tr("steps.read-only") if self.seat.readonly else self._no_file()

    def _no_change(self) -> str:
        place = self.current()
        why = self._why or self._no_file()
        if why or place is None:
            return why
        return "" if place.column is None or place.cell.at == place.cell.key else tr("ui.papers.stands-for")

    def _no_large(self) -> str:
        return self._no_file() or (tr("ui.papers.large-already") if self._large else "")

    def _at(self) -> tuple[Folded, Pack, Place] | None:
        place = self.current()
        return (
            (self.case, self.rules, place)
            if self.case is not None and self.rules is not None and place is not None
            else None
        )

    def _attach(self) -> None:
        if (here := self._at()) is not None:
            tasks.attach(self.seat, *here)

    def _many(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("ui.papers.many"), "", tasks.file_types())
        if chosen and self.case is not None and self.rules is not None:
            tasks.attach_many(self.seat, self.case, self.rules, self.matrix, [Path(one) for one in chosen])

    def _flags(self) -> None:
        if (here := self._at()) is not None:
            tasks.flags(self.seat, here[0], here[2])

    def _remove(self) -> None:
        if (here := self._at()) is not None:
            tasks.remove(self.seat, here[0], here[2])

    def _save(self) -> None:
        if (here := self._at()) is not None:
            tasks.save_copy(self.seat, here[2])

    def _open(self, _name: str = "") -> None:
        if (here := self._at()) is not None:
            tasks.open_outside(self.seat, here[2].cell.blob, here[2].cell.file)

    def _enter(self, place: Place) -> None:
        """Enter looks at what is there, and takes in what is not."""
        name = "papers.large" if place.cell.blob else "papers.attach"
        one = next(action for action in self.commands() if action.id == name)
        if not one.why_not():
            one.run()

    def _enlarge(self) -> None:
        if (here := self._at()) is not None and self.enlarge is not None:
            self.enlarge(self.seat, here[0], here[1], here[2].cell.key)

    # Files dropped

    def _dropped(self, place: Place | None, paths: list[Path]) -> None:
        if self.case is None or self.rules is None or not paths:
            return
        if self._why:
            self.seat.say(self._why, "warn")
        elif len(paths) == 1 and place is not None and place.column is not None and paths[0].is_file():
            tasks.attach(self.seat, self.case, self.rules, place, paths[0])
        else:
            tasks.attach_many(self.seat, self.case, self.rules, self.matrix, paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._dropped(None, [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        # Where there is room for nothing but the table, a paper is looked at over the whole page.
        self.preview.setVisible(wide or event.size().height() >= _HIGH)
        way = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.split.orientation() is not way:
            self.split.setOrientation(way)
            self.split.setSizes([450, 550] if wide else [270, 230])


def _about(place: Place | None) -> str:
    """A paper in one line: whose, state, size, pages, copies, seal, article."""
    if place is None:
        return ""
    cell = place.cell
    seal = (
        {True: tr("ui.papers.sealed"), False: tr("ui.papers.unsealed")}.get(cell.sealed, "")
        if cell.sealed is not None
        else ""
    )
    parts = [
        place.words,
        cell.text(language()),
        cell.file if place.column is not None else "",
        size_words(cell.size) if cell.blob else "",
        tr("ui.papers.pages", pages=cell.pages) if cell.pages else "",
        tr("ui.papers.copies-there", copies=cell.copies) if cell.copies else "",
        seal,
        tr("ui.form.basis", basis=place.column.basis) if place.column is not None and place.column.basis else "",
    ]
    return tr("ui.form.dot").join(part for part in parts if part)
