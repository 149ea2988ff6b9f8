"""The tab of batches and sessions: what waits above; below the batches it was gathered into and the sessions held over them."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from alliance_desk.cases.finding import short
from ui.action import Action
from ui.language import tr
from ui.pages.review import rounds_columns as columns
from ui.pages.review.over import stand_over
from ui.pages.review.split import Panes
from ui.pages.review.waiting import ready, rounds
from ui.pieces import label
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Listed, Row, Source
from ui.tasks import panels


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
        self._waiting: Sequence[Row] = ()
        whole = Panes(seat, "review.rounds.panes", [380, 240], self, upright=True)
        below = Panes(seat, "review.rounds.below", [560, 560], whole)
        listed = Listed(lambda: seat.reader, "sessions")
        self.waiting = self._table(whole, "waiting", self._cases, columns.waiting(seat), self.case_actions, 2)
        whole.addWidget(below)
        self.batches = self._table(below, "batches", self._gathered, columns.batches(seat), self.batch_actions, 1)
        self.sessions = self._table(below, "all-sessions", listed, columns.sessions(seat), self.session_actions, 0)
        whole.settle(0)
        below.settle(0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(whole)
        self.waiting.table.entered.connect(lambda row: seat.goto.emit("cases", str(row["id"])))
        self.batches.table.entered.connect(lambda row: self.sessions.search.setText(str(row["name"])))
        self.sessions.table.entered.connect(lambda row: self.session.emit(str(row["id"])))
        self._read()
        for panel in (self.waiting, self.batches, self.sessions):
            panel.fill()

    def _table(
        self,
        split: QSplitter,
        code: str,
        source: Source,
        made: Sequence[Column],
        actions: Callable[[], Sequence[Action]],
        buttons: int,
    ) -> TablePanel:
        """A list under its heading, as a part of a splitter."""
        title = tr(f"ui.review.list.{code}")
        panel = TablePanel(
            self._seat,
            f"review.{code}",
            source,
            made,
            title=title,
            empty=tr(f"ui.review.none.{code}"),
            actions=actions,
            buttons=buttons,
            search=code != "batches",
            parent=split,
        )
        stand_over(panel, label(title, "section", panel, wrap=False))
        split.addWidget(panel)
        return panel

    def _read(self) -> None:
        found = rounds(self._seat)
        self._waiting = found.waiting
        self._cases.give(found.waiting)
        self._gathered.give(found.batches)

    def fill(self) -> None:
        """Read anew."""
        self._read()
        for panel in (self.waiting, self.batches, self.sessions):
            panel.refresh()

    def open(self, key: str) -> bool:
        """Show one batch; whether there is one of that id."""
        return self.batches.show_record(key)

    def commands(self) -> list[Action]:
        """What can be done here; of the three lists the one that is worked in is exported and printed."""
        focus = QApplication.focusWidget()
        worked = (one for one in (self.batches, self.sessions) if focus is not None and one.isAncestorOf(focus))
        panel = next(worked, self.waiting)
        verbs = [*self.case_actions(), *self.batch_actions(), *self.session_actions()]
        return [*verbs, *panel.own_actions()]

    # Cases that wait

    def case_actions(self) -> list[Action]:
        """What is done with the cases that are selected."""
        none = lambda: "" if self.waiting.table.current() else tr("ui.table.nothing-selected")  # noqa: E731
        return [
            Action("review.batch", tr("ui.review.batch"), self._batch, self._no_batch, "cases", group="review"),
            Action("review.session", tr("ui.review.session"), self._session, self._no_session, "panel", group="review"),
            Action("review.open-waiting", tr("ui.cases.open"), self._open_case, none, "forward", group="case"),
        ]

    def _batch(self) -> None:
        panels.batch(self._seat, [str(row["id"]) for row in self.waiting.table.selected()])

    def _session(self) -> None:
        rows = self.waiting.table.selected()
        gathered = {str(row["batch_id"]) for row in rows}
        panels.open_session(self._seat, ready(rows), gathered.pop() if len(gathered) == 1 else "")

    def _open_case(self) -> None:
        self._seat.goto.emit("cases", str(self.waiting.table.current()["id"]))

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

    def batch_actions(self) -> list[Action]:
        """What is done with the batch that is selected."""
        return [
            Action("review.session-of", tr("ui.review.session-of"), self._session_of, self._no_session_of, "panel", group="review"),
            Action("review.summary", tr("ui.review.summary"), self._open_summary, self._no_summary, "file", group="review"),
        ]  # fmt: skip

    def _session_of(self) -> None:
        key = str(self.batches.table.current()["id"])
        panels.open_session(self._seat, ready([row for row in self._waiting if row["batch_id"] == key]), key)

    def _no_session_of(self) -> str:
        row = self.batches.table.current()
        if self._seat.readonly:
            return tr("steps.read-only")
        if not row:
            return tr("ui.review.choose-batch")
        return "" if row["ready"] else tr("ui.review.none-ready")

    def _summary(self) -> Path:
        """The list that was written when the batch was gathered."""
        return self._seat.reader.place.papers / f"batch-{short(str(self.batches.table.current().get('id', '')))}.xlsx"

    def _open_summary(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._summary())))

    def _no_summary(self) -> str:
        if not self.batches.table.current():
            return tr("ui.review.choose-batch")
        return "" if self._summary().is_file() else tr("ui.review.no-summary")

    # Sessions

    def session_actions(self) -> list[Action]:
        """What is done with the session that is selected."""
        none = lambda: "" if self.sessions.table.current() else tr("ui.table.nothing-selected")  # noqa: E731
        run = lambda: self.session.emit(str(self.sessions.table.current()["id"]))  # noqa: E731
        return [Action("review.open-session", tr("ui.review.open-session"), run, none, "forward", group="review")]
