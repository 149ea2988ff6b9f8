"""The rail of pages at the window's left side."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from alliance_desk.changes import Changes
from ui.language import tr
from ui.pages import Entry, keys_of
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone

_MOST = 99
"""More than this is said to be more."""
_PAD = 6
_BETWEEN = 2
_USUAL, _LEAST = 37, 26
"""Height of a button, and the least one."""


class _Nav(QPushButton):
    """A button of the rail, with how much presses on its page."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat, self.count = seat, 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count:
            return
        colours = self._seat.look.colours
        words = str(self.count) if self.count <= _MOST else tr("ui.rail.more", count=_MOST)
        font = self.font()
        font.setPixelSize(measures.SMALL - (0 if self.text() else 2))
        font.setBold(True)
        measured = QFontMetrics(font)
        high = measured.height() + 2
        wide = max(high, measured.horizontalAdvance(words) + 2 * _PAD)
        # Beside the words, or at the corner of an icon that stands alone.
        top = (self.height() - high) // 2 if self.text() else 2
        place = QRect(self.width() - wide - (_PAD if self.text() else 2), top, wide, high)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.soft_block))
        painter.drawRoundedRect(QRectF(place), high / 2, high / 2)
        painter.setFont(font)
        painter.setPen(QColor(colours.block))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


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
        column.setSpacing(_BETWEEN)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Nav] = {}
        for at, entry in enumerate(entries, 1):
            made = _Nav(seat, self)
            made.setText(tr(f"ui.page.{entry.key}"))
            made.setObjectName(f"rail.{entry.key}")
            made.setProperty("role", "nav")
            made.setCheckable(True)
            made.clicked.connect(lambda _on, key=entry.key: self.chosen.emit(key))
            self._group.addButton(made)
            self._buttons[entry.key] = made
            self._name(entry, at)
            if at == len(entries):
                column.addStretch(1)
            column.addWidget(made)
        seat.look.changed.connect(self._paint)
        self._paint()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.count)
        self._timer.start(0)

    def minimumSizeHint(self) -> QSize:
        """A low window presses the buttons together before it cuts them off."""
        return QSize(super().minimumSizeHint().width(), len(self._entries) * _LEAST + 2 * measures.GRID)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        count = len(self._entries)
        room = (event.size().height() - 2 * measures.GRID - _BETWEEN * (count - 1)) // count
        high = max(_LEAST, min(_USUAL, room))
        for made in self._buttons.values():
            made.setFixedHeight(high)
            if made.property("low") != (high < _USUAL):
                made.setProperty("low", high < _USUAL)
                made.style().unpolish(made)
                made.style().polish(made)

    def _name(self, entry: Entry, at: int) -> None:
        """What a button is called for the screen reader and under the pointer."""
        made, words = self._buttons[entry.key], tr(f"ui.page.{entry.key}")
        if made.count:
            words = tr("ui.rail.presses", page=words, count=made.count)
        made.setAccessibleName(words)
        made.setToolTip(tr("ui.action.with-keys", text=words, keys=keys_of(at)) if keys_of(at) else words)

    def follow(self, changes: Changes) -> None:
        """Something was committed: count anew when everything else is shown."""
        if changes.kinds or not changes.streams:
            self._timer.start(0)

    def count(self) -> None:
        """Count what presses on each page."""
        for at, entry in enumerate(self._entries, 1):
            if entry.presses is not None:
                made = self._buttons[entry.key]
                made.count = entry.presses(self._seat)
                self._name(entry, at)
                made.update()

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
