"""The tab of batches and sessions: what waits above, below the batches it was gathered into and the sessions held over them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from ui.action import Action
from ui.language import tr
from ui.pages.cases import pack_title
from ui.pages.review.left import progress
from ui.pages.review.waiting import ready, rounds
from ui.pieces import label
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Listed, Row
from ui.tasks import panels
from ui.theme import measures
from ui.theme.colours import Tone


class RoundsTab(QWidget):
    """Three lists.

    Signals: session (stream) – a session was opened.
    """

    session = Signal(str)

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("experts.rounds")
        self._seat = seat
        self._cases, self._gathered = Given(), Given()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        whole = QSplitter(Qt.Orientation.Vertical, self)
        below = QSplitter(Qt.Orientation.Horizontal, whole)
        for split in (whole, below):
            split.setChildrenCollapsible(False)
            split.setHandleWidth(measures.GAP)
        self.waiting = self._table("review.waiting", self._cases, self._waiting_columns(), "waiting", self.case_actions, 2)
        self.batches = self._table("review.batches", self._gathered, self._batch_columns(), "batches", self.batch_actions, 1)
        self.sessions = self._table("review.all-sessions", Listed(lambda: seat.reader, "sessions"), self._session_columns(), "all-sessions", self.session_actions, 0)  # fmt: skip
        self.waiting.table.entered.connect(lambda row: seat.goto.emit("cases", str(row["id"])))
        self.batches.table.entered.connect(self._open_of)
        self.sessions.table.entered.connect(lambda row: self.session.emit(str(row["id"])))
        whole.addWidget(self._titled(self.waiting, "waiting"))
        below.addWidget(self._titled(self.batches, "batches"))
        below.addWidget(self._titled(self.sessions, "all-sessions"))
        whole.addWidget(below)
        column.addWidget(whole)
        self._read()
        for panel in (self.waiting, self.batches, self.sessions):
            panel.fill()

    def fill(self) -> None:
        """Read anew."""
        self._read()
        for panel in (self.waiting, self.batches, self.sessions):
            panel.refresh()

    def open(self, key: str) -> bool:
        """Show one batch; whether there is one of that id."""
        return self.batches.show_record(key)

    def case_actions(self) -> list[Action]:
        """What is done with the cases that are selected."""
        return [
            Action("review.batch", tr("ui.review.batch"), self._batch, self._no_batch, "cases", group="review"),
            Action("review.session", tr("ui.review.session"), self._session, self._no_session, "panel", group="review"),
            Action("review.open-waiting", tr("ui.cases.open"), self._open_case, self._no_case, "forward", group="case"),
        ]

    def batch_actions(self) -> list[Action]:
        """What is done with the batch that is selected."""
        return [
            Action("review.session-of", tr("ui.review.session-of"), self._session_of, self._no_session_of, "panel", group="review"),
            Action("review.summary", tr("ui.review.summary"), self._summary, self._no_summary, "file", group="review"),
        ]  # fmt: skip

    def session_actions(self) -> list[Action]:
        """What is done with the session that is selected."""
        none = lambda: "" if self.sessions.table.current() else tr("ui.table.nothing-selected")  # noqa: E731
        run = lambda: self.session.emit(str(self.sessions.table.current()["id"]))  # noqa: E731
        return [Action("review.open-session", tr("ui.review.open-session"), run, none, "forward", group="review")]

    # Cases

    def _batch(self) -> None:
        panels.batch(self._seat, [str(row["id"]) for row in self.waiting.table.selected()])

    def _session(self) -> None:
        rows = self.waiting.table.selected()
        gathered = {str(row["batch_id"]) for row in rows}
        panels.open_session(self._seat, ready(rows), gathered.pop() if len(gathered) == 1 else "")

    def _open_case(self) -> None:
        self._seat.goto.emit("cases", str(self.waiting.table.current()["id"]))

    def _no_case(self) -> str:
        return "" if self.waiting.table.current() else tr("ui.table.nothing-selected")

    def _no_batch(self) -> str:
        rows = self.waiting.table.selected()
        if self._seat.readonly:
            return tr("steps.read-only")
        if not rows:
            return tr("ui.review.choose-cases")
        return tr("ui.review.mixed") if len({row["pack"] for row in rows}) > 1 else ""

    def _no_session(self) -> str:
        why = self._no_batch()
        if why:
            return why
        rows = self.waiting.table.selected()
        if any(row["session"] for row in rows):
            return tr("ui.review.sits-already")
        return "" if len(ready(rows)) == len(rows) else tr("ui.review.not-at-review")

    # Batches

    def _of(self, row: Row) -> list[str]:
        return ready([one for one in self._cases.rows(self._cases.ids(self.batches.table.rows.asked._replace(text="", filters={}, sort=""))) if one["batch_id"] == row["id"]])  # fmt: skip

    def _session_of(self) -> None:
        row = self.batches.table.current()
        panels.open_session(self._seat, self._of(row), str(row["id"]))

    def _no_session_of(self) -> str:
        if self._seat.readonly:
            return tr("steps.read-only")
        row = self.batches.table.current()
        if not row:
            return tr("ui.review.choose-batch")
        return "" if row["ready"] else tr("ui.review.none-ready")

    def _summary(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._path())))

    def _path(self) -> object:
        row = self.batches.table.current()
        return self._seat.reader.place.papers / f"batch-{str(row.get('id', ''))[:8]}.xlsx"
