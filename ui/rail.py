"""The rail of pages at the window's left side."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from ui.language import tr
from ui.pages import Entry
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone


class Rail(QFrame):
    """A button for each page; the last one stands at the foot.

    Signals: chosen (page id).
    """

    chosen = Signal(str)

    def __init__(self, seat: Seat, entries: Sequence[Entry], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setObjectName("rail")
        self._seat, self._entries = seat, entries
        self.setMinimumWidth(measures.RAIL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GRID, 0, measures.GRID)
        column.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        for at, entry in enumerate(entries, 1):
            made = QPushButton(tr(f"ui.page.{entry.key}"), self)
            made.setObjectName(f"rail.{entry.key}")
            made.setProperty("role", "nav")
            made.setCheckable(True)
            made.setAccessibleName(made.text())
            made.setToolTip(tr("ui.action.with-keys", text=made.text(), keys=f"Alt+{at}"))
            made.clicked.connect(lambda _on, key=entry.key: self.chosen.emit(key))
            self._group.addButton(made)
            self._buttons[entry.key] = made
            if at == len(entries):
                column.addStretch(1)
            column.addWidget(made)
        seat.look.changed.connect(self._paint)
        self._paint()

    def set_narrow(self, narrow: bool) -> None:
        """Icons only, or icons with words; the words stay as names for the keyboard and the screen reader."""
        self.setMinimumWidth(measures.RAIL_NARROW if narrow else measures.RAIL)
        self.setMaximumWidth(measures.RAIL_NARROW if narrow else measures.RAIL * 2)
        for entry in self._entries:
            self._buttons[entry.key].setText("" if narrow else tr(f"ui.page.{entry.key}"))

    def show_page(self, key: str) -> None:
        """Mark the page in front."""
        self._buttons[key].setChecked(True)
        self._paint()

    def _paint(self) -> None:
        for entry in self._entries:
            made = self._buttons[entry.key]
            made.setIcon(self._seat.look.icon(entry.icon, Tone.INFO if made.isChecked() else Tone.QUIET))
