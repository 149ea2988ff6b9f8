"""What is owed: the duties with their years at the left, who owes the chosen one at the right."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from alliance_desk.care.reminders import Reminder, reminders
from alliance_desk.register import duties
from alliance_desk.register.duties import DutyLine, Owed
from ui.action import Action, button, refresh
from ui.language import tr
from ui.pages.case.drop import paths_of
from ui.pages.case.list_bar import SelectionBar
from ui.pages.duties_page import lines, owed_rows
from ui.pages.duties_page.cells import DONE, line_due, line_state, whole
from ui.pages.duties_page.owed_verbs import LineVerbs, OwedVerbs
from ui.pages.duties_page.panel import Panel
from ui.pages.duties_page.section import Section
from ui.pieces import Badge, label
from ui.seat import Seat
from ui.tables.source import Given
from ui.theme import measures
from ui.theme.colours import Tone

_SPLIT = "duties.splitter"


class OwedSection(Section):
    """Duties, and who owes them."""

    key = "owed"

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self.setAcceptDrops(True)
        self.found: dict[str, DutyLine] = {}
        self.owed: dict[str, Owed] = {}
        self.line: DutyLine | None = None
        self._sent: dict[str, list[Reminder]] = {}
        self._wanted = ""
        self._filled = False
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName("duties.split")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(measures.MARGIN)
        self.split.setStyleSheet("QSplitter::handle { background: transparent; }")
        self._lines = Given()
        self.lines = Panel(
            seat, "duties.lines", self._lines, lines.columns(seat, self.found.get),
            title=tr("ui.duties.lines"), empty=tr("ui.duties.none"), actions=self._line_actions,
        )  # fmt: skip
        self.lines.setMinimumWidth(376)
        self.lines.table.chosen.connect(self._choose)
        self.lines.table.entered.connect(lambda _row: self.list.table.setFocus())
        self.split.addWidget(self.lines)
        self._right = self._beside(seat)
        self.split.addWidget(self._right)
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        sizes = seat.state(_SPLIT, [])
        self.split.setSizes(sizes if len(sizes) == 2 else [500, 580])
        self.split.splitterMoved.connect(lambda _place, _index: seat.keep(_SPLIT, self.split.sizes()))
        self.column.addWidget(self.split, 1)

    def _beside(self, seat: Seat) -> QWidget:
        below = QWidget(self.split)
        below.setMinimumWidth(380)
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        head = QHBoxLayout()
        head.setSpacing(measures.GRID)
        self.title = label("", "section", below, name="duties.line")
        head.addWidget(self.title, 1)
        self._line_verbs = LineVerbs(seat, lambda: self.line, self._chosen_ids)
        self._buttons = [button(action, seat.look, below) for action in self._line_verbs.all()]
        for made in self._buttons:
            head.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        facts = QHBoxLayout()
        facts.setSpacing(measures.GRID)
        self._state = Badge(seat.look, "", Tone.PLAIN, "", below)
        facts.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        self._due = label("", "quiet", below, name="duties.line-due")
        facts.addWidget(self._due, 1)
        column.addLayout(facts)
        self.own = label("", "quiet", below, name="duties.own")
        column.addWidget(self.own)
        self._given = Given()
        self._verbs = OwedVerbs(seat, lambda: self.line, self._chosen)
        self.list = Panel(
            seat, "duties.owed", self._given, owed_rows.columns(seat, self.owed.get),
            title=tr("ui.duties.owed"), empty=tr("ui.duties.choose-line"), actions=self._verbs.all,
        )  # fmt: skip
        self.list.table.entered.connect(lambda row: seat.goto.emit("register", str(row["id"]).partition("/")[0]))
        column.addWidget(self.list, 1)
        self._bar = SelectionBar(
            seat, self.list.table.count_selected, self._verbs.handy, below, name="duties.bar", words="ui.duties"
        )
        self.list.table.chosen.connect(self._bar.follow)
        self.list.table.chosen.connect(self._dress)
        column.addWidget(self._bar)
        self._rest = QWidget(below)  # takes the room of the list where there is none
        column.addWidget(self._rest, 1)
        return below

    # What is shown

    def fill(self) -> None:
        """Read what is owed anew; the line at the cursor stays there."""
        found = lines.ordered(duties.overview(self.seat.reader), self.seat.today)
        self._sent = defaultdict(list)
        for one in reminders(self.seat.reader):
            self._sent[f"{one.pack}/{one.duty}/{one.subject}"].append(one)
        self.found.clear()
        self.found.update({lines.key_of(line): line for line in found})
        self._lines.give(lines.rows(found))
        if self._filled:
            self.lines.refresh()
        else:
            self._filled = True
            self.lines.fill()
            self.list.fill()
        wanted, self._wanted = self._wanted or (lines.key_of(self.line) if self.line is not None else ""), ""
        self._show(wanted)

    def _show(self, key: str) -> None:
        """Bring a line to the cursor; the first one where it is not there."""
        if not (key and self.lines.show_record(key)) and self.lines.table.rows.rowCount():
            self.lines.table.choose(0)
        self._choose(anew=True)

    def open(self, key: str) -> None:
        """Show one line by what a link says: ``<policy>/<duty>/<year>``."""
        if not key:
            return
        if key in self.found and not self.lines.show_record(key):
            for box in self.lines.filters.values():
                box.setCurrentIndex(0)
            self.lines.search.clear()
            self.lines.ask()
        self._show(key)

    def _choose(self, *, anew: bool = False) -> None:
        """Another line is at the cursor."""
        line = self.found.get(str(self.lines.table.current().get("id", "")))
        if line == self.line and not anew:
            return
        other = self.line is None or line is None or lines.key_of(line) != lines.key_of(self.line)
        self.line = line
        found = duties.owed(self.seat.reader, line.pack, line.duty, line.subject) if line is not None else []
        self.owed.clear()
        self.owed.update(owed_rows.keyed(owed_rows.ordered(found)))
        self._given.give(owed_rows.rows(self.owed))
        if other:
            self.list.table.clearSelection()
            for box in self.list.filters.values():
                box.setCurrentIndex(0)
        self.list.refresh()
        if other and self.list.table.rows.rowCount():
            self.list.table.verticalScrollBar().setValue(0)
            self.list.table.setCurrentIndex(QModelIndex())
        self._head()
        self._bar.follow()

    def _head(self) -> None:
        line = self.line
        for widget in (self.title, self._state, self._due):
            widget.setVisible(line is not None)
        own = line is not None and line.kind == "office"
        self.own.setVisible(own)
        self.list.setVisible(not own)
        self._rest.setVisible(own)
        self._right.setVisible(line is not None)
        if line is not None:
            self.title.setText(tr("ui.duties.of-year", name=line.name, subject=line.subject))
            self._state.say(*line_state(line, self.seat.today)[:3])
            due = (
                tr("ui.duties.by", day=line_due(line, self.seat.today).text)
                if line.due is not None
                else tr("ui.duties.no-day")
            )
            counts = tr("ui.duties.counts", total=line.total, met=line.met) if line.kind != "office" else ""
            sent = self._sent.get(lines.key_of(line), [])
            told = tr("ui.duties.reminded", times=len(sent), on=sent[0].on) if sent else ""
            parts = [due, counts, told, line.basis]
            self._due.setText(tr("ui.case.dot").join(part for part in parts if part))
            if own:
                code = "ui.duties.own-to-do" if whole(line) != DONE else "ui.duties.own-done"
                self.own.setText(tr(code, basis=line.basis))
        self._dress()

    def _dress(self) -> None:
        for made, action in zip(self._buttons, self._line_verbs.all(), strict=True):
            refresh(made, action)
            made.setText(action.text)
            made.setVisible(action.id in self._line_verbs.fitting())

    # What can be done

    def _chosen(self) -> list[Owed]:
        """The alliances that are selected."""
        ids = (str(row["id"]) for row in self.list.table.selected()) if hasattr(self, "list") else ()
        return [self.owed[key] for key in ids if key in self.owed]

    def _chosen_ids(self) -> list[str]:
        return list(dict.fromkeys(one.alliance for one in self._chosen()))

    def _line_actions(self) -> Sequence[Action]:
        return [action for action in self._line_verbs.all() if action.id in self._line_verbs.fitting()] if hasattr(self, "_line_verbs") else ()  # fmt: skip

    def commands(self) -> Sequence[Action]:
        """Of the line, of the alliances that are selected, and of both tables."""
        return [*self._line_actions(), *self.list.commands(), *self.lines.own_actions()]

    def enter(self) -> None:
        """Take the keyboard."""
        self.lines.table.setFocus()

    # Files dropped on an alliance are what it hands in

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not self.seat.readonly and paths_of(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        at = self._under(event.position().toPoint())
        if at >= 0:
            self.list.table.choose(at)
        event.setAccepted(at >= 0)

    def dropEvent(self, event: QDropEvent) -> None:
        at = self._under(event.position().toPoint())
        paths: list[Path] = paths_of(event.mimeData())
        if at >= 0 and paths:
            event.acceptProposedAction()
            self.list.table.choose(at)
            self._verbs.take_in(paths)

    def _under(self, point: QPoint) -> int:
        """The row of alliances under a point of the section; -1 for none."""
        table = self.list.table
        index = table.indexAt(table.viewport().mapFrom(self, point))
        return index.row() if index.isValid() else -1
