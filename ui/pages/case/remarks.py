"""The tab 留言: what any office of the case has written beside it, and a button to write."""

from typing import NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alliance_desk.desk import Desk
from ui.action import button
from ui.language import tr
from ui.pages.case.shown import Shown
from ui.pieces import Card, clear, label, scrolled
from ui.seat import Seat
from ui.theme import measures

_NOTES = """
    SELECT n.written, n.kind, n.text, s.office FROM index_note n JOIN ledger_stream s ON s.id = n.stream
    WHERE n."case" = ? ORDER BY n.written DESC, n.rowid DESC
"""


class Remark(NamedTuple):
    """One note. on: day. kind: message, withdrawal, correction. office: id."""

    on: str
    kind: str
    text: str
    office: str


def remarks(desk: Desk, stream: str) -> list[Remark]:
    """The notes beside a case, newest first."""
    return [Remark(*row) for row in desk.raw.execute(_NOTES, (stream,)).fetchall()]


class Remarks(QWidget):
    """The notes beside a case."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GRID, 0, 0)
        column.setSpacing(measures.GRID)
        head = QHBoxLayout()
        head.addWidget(label(tr("ui.case.notes-hint"), "quiet", self), 1)
        self._write = QHBoxLayout()
        head.addLayout(self._write)
        column.addLayout(head)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, measures.GRID, 0)
        self._column.setSpacing(measures.GRID)
        column.addWidget(scrolled(inside, self), 1)

    def show_tab(self, shown: Shown) -> None:
        """Show the notes of a case."""
        clear(self._write)
        write = next((action for action in shown.beside if action.id == "case.note"), None)
        if write is not None:
            made = button(write, self._seat.look, self)
            made.setObjectName("case.note-write")
            self._write.addWidget(made)
        clear(self._column)
        found = remarks(self._seat.reader, shown.case.stream)
        for remark in found:
            card = Card("", "case.note", self)
            who = self._seat.reader.settings["office"]["name"] if remark.office == self._seat.reader.office else shown.office(remark.office)  # fmt: skip
            head = tr("ui.case.note-head", kind=tr(f"note-kind.{remark.kind}"), office=who, on=remark.on)
            card.inside.addWidget(label(head, "small", card))
            card.inside.addWidget(label(remark.text, "", card))
            self._column.addWidget(card)
        if not found:
            self._column.addWidget(label(tr("ui.case.no-notes"), "quiet", self, name="case.notes.none"))
        self._column.addStretch(1)
