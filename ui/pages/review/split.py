"""Panes side by side: the gap between them is the handle."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from ui.seat import Seat
from ui.theme import measures


class Panes(QSplitter):
    """A splitter whose sizes this PC remembers. usual: sizes before anybody moved it."""

    def __init__(self, seat: Seat, name: str, usual: Sequence[int], parent: QWidget, *, upright: bool = False) -> None:
        super().__init__(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, parent)
        self.setObjectName(name)
        self._seat, self._usual = seat, list(usual)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(measures.GAP)
        self.setStyleSheet("QSplitter::handle { background: transparent; }")
        self.splitterMoved.connect(lambda _at, _index: seat.keep(f"panes.{name}", self.sizes()))

    def settle(self, *stretch: int) -> None:
        """After all panes are in: the sizes of the last time. stretch: the panes that share what is left."""
        for at in range(self.count()):
            self.setStretchFactor(at, int(at in stretch))
        kept: Any = self._seat.state(f"panes.{self.objectName()}")
        self.setSizes(kept if isinstance(kept, list) and len(kept) == self.count() else self._usual)  # pyright: ignore[reportUnknownArgumentType]
