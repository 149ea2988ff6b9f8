"""The left pane: every session with how far it is, and the cases of the one that is shown."""

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidgetItem, QVBoxLayout, QWidget

from alliance_desk.canonical import Json
from alliance_desk.ledger import streams
from db import lists
from ui.action import Action, button, refresh
from ui.language import tr
from ui.pages.review.lines import Lines
from ui.pages.review.picture import Picture
from ui.pieces import label
from ui.seat import Seat
from ui.theme import measures

_MOST = 400
"""So many sessions stand in the pane, the newest first; older ones are found in the list of sessions."""


class Left(QWidget):
    """Sessions above, cases below.

    Signals: chosen (stream) – a session was selected; case (stream) – a case was opened.
    """

    chosen = Signal(str)
    case = Signal(str)

    def __init__(self, seat: Seat, new: Callable[[], Action], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._action = seat, new
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        head = QHBoxLayout()
        head.addWidget(label(tr("ui.review.sessions"), "section", self), 1)
        self._new = button(new(), seat.look, self, plain=True)
        head.addWidget(self._new)
        column.addLayout(head)
        self.sessions = Lines(seat.look, "review.sessions", tr("ui.review.sessions"), self)
        self.sessions.currentItemChanged.connect(self._changed)
        column.addWidget(self.sessions, 3)
        self._head = label("", "section", self)
        column.addWidget(self._head)
        self.cases = Lines(seat.look, "review.cases", tr("ui.review.cases"), self)
        self.cases.itemActivated.connect(lambda item: self.case.emit(self.cases.key(item)))
        column.addWidget(self.cases, 2)

    def fill(self, key: str) -> str:
        """Read the sessions; select one, the first where that is gone. Returns the selected one, empty for none."""
        refresh(self._new, self._action())
        raw = self._seat.reader.raw
        found = lists.rows(raw, "sessions", lists.ids(raw, "sessions")[:_MOST])
        self.sessions.blockSignals(True)
        self.sessions.clear()
        for row in found:
            self.sessions.put(str(row["id"]), *session_lines(self._seat, row))
        at = next((place for place, row in enumerate(found) if row["id"] == key), 0)
        self.sessions.setCurrentRow(at if found else -1)
        self.sessions.blockSignals(False)
        return str(found[at]["id"]) if found else ""

    def show_cases(self, picture: Picture) -> None:
        """The cases of the session that is shown."""
        self.cases.clear()
        self._head.setText(tr("ui.review.cases-of", count=len(picture.cases)))
        for at, case in enumerate(picture.cases, 1):
            number = case.number if case.running else tr("ui.review.ended", name=case.number)
            self.cases.put(case.stream, tr("ui.review.nth", at=at, name=case.name), number, tr("ui.review.open-case"))

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(self.sessions.key(item))


def session_lines(seat: Seat, row: dict[str, Any]) -> tuple[str, str]:
    """A session in two lines: what it is called, how far it is."""
    name = row["batch_name"] or tr("ui.review.no-batch")
    state = tr(f"record.state.{row['state']}")
    return (
        tr("ui.review.session-name", day=row["day"], name=name),
        tr("ui.review.session-line", state=state, far=progress(seat, row)),
    )


def progress(seat: Seat, row: dict[str, Any]) -> str:
    """How far a session is: cases, panel, sheets."""
    cases = tr("ui.review.case-count", count=row["cases"])
    if row["state"] != "open":
        return cases
    if not row["size"]:
        return tr("ui.review.two", one=cases, other=tr("ui.review.not-fixed"))
    if row["mode"] == "third_party":
        return tr("ui.review.two", one=cases, other=tr("ui.review.waits-for-report"))
    entered, expected = counted(seat, str(row["id"]))
    return tr("ui.review.two", one=cases, other=tr("ui.review.sheets-in", entered=entered, expected=expected))


def counted(seat: Seat, session: str) -> tuple[int, int]:
    """How many sheets have come of those who sit, and how many there will be."""
    document = streams.document(seat.reader.raw, session).open
    seats = cast("dict[str, Json]", document.get("seats", {}))
    sitting = {key for key, one in seats.items() if one["state"] == "seated"}
    scores = cast("dict[str, Json]", document.get("scores", {}))
    entered = sum(len(sitting & set(found)) for found in scores.values())
    return entered, len(sitting) * len(document["cases"])
