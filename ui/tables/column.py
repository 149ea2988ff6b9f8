"""A column of a table: its key, heading, width, and how a row is shown in it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import Qt

from ui.tables.source import Row
from ui.theme.colours import Tone


class Cell(NamedTuple):
    """What stands in a cell: words, and where they mean something an icon and a tone."""

    text: str
    tone: Tone = Tone.PLAIN
    icon: str = ""
    tip: str = ""


@dataclass(frozen=True)
class Column:
    """One column. width: logical pixels at first; most: up to so many where the window has room to spare. show: the row's cell, else its value under ``key`` as it stands.

    right: figures stand at the right. filter: the footer's drop-down offers its values; label: a value of the filter in words.
    shown: whether it is there before anybody chose; the person may show and hide any.
    """

    key: str
    title: str
    width: int = 120
    show: Callable[[Row], Cell | str] | None = None
    right: bool = False
    filter: bool = False
    label: Callable[[str], str] | None = None
    shown: bool = True
    most: int = 0

    def cell(self, row: Row) -> Cell:
        """What stands in this column for a row."""
        shown = self.show(row) if self.show is not None else row.get(self.key)
        return shown if isinstance(shown, Cell) else Cell("" if shown is None else str(shown))

    @property
    def align(self) -> Qt.AlignmentFlag:
        """Where its words stand."""
        side = Qt.AlignmentFlag.AlignRight if self.right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
