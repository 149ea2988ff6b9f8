"""The page of cases: where is that file. The list, and the case view over it."""

from collections.abc import Sequence

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from alliance_desk.cases import views
from alliance_desk.errors import Refused
from ui.action import Action, button
from ui.language import language, tr
from ui.pages.base import Page
from ui.pages.case.view import CaseView
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Listed, Row
from ui.tasks import intake
from ui.theme import measures
from ui.theme.colours import Tone


class Cases(Page):
    """The list of cases; Enter opens one."""

    key = "cases"
    icon = "cases"
    kinds = frozenset({"case", "notes", "notice", "session", "meeting", "batch"})

    def build(self) -> None:
        self.setAcceptDrops(True)
        self._stack = QStackedWidget(self)
        self._list = QWidget(self._stack)
        for action in self._head_actions():
            self.head.addWidget(button(action, self.seat.look, self, main=action.id == "cases.new"))
        self.list = TablePanel(
            self.seat,
            "cases",
            Listed(lambda: self.seat.reader, "cases"),
            columns(self.seat),
            title=self.title(),
            empty=tr("ui.cases.empty"),
            actions=self._row_actions,
        )
        self.list.table.entered.connect(lambda row: self.open(str(row["id"])))
        self.body.addWidget(self._stack, 1)
        self._stack.addWidget(self.list)
        self.view: CaseView | None = None
        self.list.fill()

    def fill(self) -> None:
        if self.view is not None and self._stack.currentWidget() is self.view:
            self.view.fill()
        else:
            self.list.refresh()

    def open(self, key: str) -> None:
        """Show one case."""
        if self.view is None:
            self.view = CaseView(self.seat, self)
            self._stack.addWidget(self.view)
        try:
            self.view.open(key)
        except Refused as error:
            self.seat.say(error.text(language()), "warn")
            return
        self._stack.setCurrentWidget(self.view)
        self._show_head(shown=False)
        self.view.setFocus()

    def leave(self) -> bool:
        """From the case view back to the list."""
        if not self.built or self.view is None or self._stack.currentWidget() is not self.view:
            return False
        self._stack.setCurrentWidget(self.list)
        self._show_head(shown=True)
        self.list.refresh()
        self.list.table.setFocus()
        return True

    def _show_head(self, *, shown: bool) -> None:
        """The case view has its own head."""
        for at in range(self.head.count()):
            if (widget := self.head.itemAt(at).widget()) is not None:
                widget.setVisible(shown)
        margin = measures.MARGIN
        self.body.setContentsMargins(margin, measures.GAP if shown else 0, margin, measures.GAP)

    def commands(self) -> Sequence[Action]:
        if self.built and self.view is not None and self._stack.currentWidget() is self.view:
            return self.view.commands()
        return [*self._head_actions(), *(self.list.commands() if self.built else ())]

    def _head_actions(self) -> list[Action]:
        return intake.actions(self.seat)

    def _row_actions(self) -> list[Action]:
        none = lambda: "" if self.list.table.current() else tr("ui.table.nothing-selected")  # noqa: E731
        return [Action("cases.open", tr("ui.cases.open"), self._open_current, none, "forward", "", group="case")]

    def _open_current(self) -> None:
        self.open(str(self.list.table.current()["id"]))

    # A workbook dropped on the list becomes a case

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        intake.dropped(self.seat, [url.toLocalFile() for url in event.mimeData().urls()])


def columns(seat: Seat) -> list[Column]:
    """The columns of the list of cases."""
    return [
        Column("number", tr("ui.cases.number"), 150),
        Column("name", tr("ui.cases.name"), 300),
        Column("lead", tr("ui.cases.lead"), 200),
        Column("status", tr("ui.cases.status"), 130, lambda row: status(seat, row)),
        Column("holder", tr("ui.cases.holder"), 110, lambda row: holder(seat, row)),
        Column("blocking", tr("ui.cases.blocking"), 96, blocking),
        Column("filed", tr("ui.cases.filed"), 100),
        Column("county", tr("ui.cases.county"), 180, filter=True),
        Column("pack", tr("ui.cases.pack"), 160, lambda row: pack_title(seat, str(row["pack"])), filter=True, label=lambda name: pack_title(seat, name)),
    ]  # fmt: skip


def status(seat: Seat, row: Row) -> Cell:
    """What a case is called now; ended ones are quiet."""
    if not row:
        return Cell("")
    words = views.list_status(seat.reader, str(row["pack"]), str(row["status"]))
    tone = {"recognised": Tone.PASS, "": Tone.PLAIN}.get(str(row["outcome"]), Tone.QUIET)
    return Cell(words, tone)


def holder(seat: Seat, row: Row) -> Cell:
    """Who holds a case: this office, another, or nobody because it is on its way."""
    if not row:
        return Cell("")
    if row["custody"] == "offered":
        return Cell(tr("ui.cases.in-transit"), Tone.TRANSIT, "transit")
    mine = row["holder"] == seat.reader.office
    return Cell(tr("ui.cases.here" if mine else "ui.cases.elsewhere"), Tone.PLAIN if mine else Tone.QUIET)


def blocking(row: Row) -> Cell:
    """How many recorded conditions stop the next step."""
    count = int(row.get("blocking") or 0)
    return Cell(tr("ui.cases.open-conditions", count=count), Tone.BLOCK, "block") if count else Cell("")


def pack_title(seat: Seat, name: str) -> str:
    """A policy by its title; by its id where this desk has lost the pack."""
    try:
        return seat.reader.pack(name).pack.title
    except Refused:
        return name
