"""A strip of days: each says by words, pattern and edge what it is, why it counts or does not; walked with the arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QBrush,
    QColor,
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.language import tr
from ui.theme import measures
from ui.theme.colours import Tone, contrast
from ui.theme.look import Look

_WIDTH, _HEIGHT = 64, 108
"""Least width and the height of a day."""
_GAP = 2
_LOUD = 3.0
"""A theme whose lines stand out more than this gets a fainter pattern: words are read upon it."""


class Ground(StrEnum):
    """What a day's ground shows: plain, coloured, or hatched one way or both."""

    PLAIN = "plain"
    COUNTED = "counted"
    REST = "rest"
    FEAST = "feast"


_PATTERNS = {Ground.REST: Qt.BrushStyle.BDiagPattern, Ground.FEAST: Qt.BrushStyle.DiagCrossPattern}


@dataclass(frozen=True)
class StripDay:
    """One day. count, kind: its two words; marks: what else it is (today, the last day); why: the whole sentence.

    uncertain: its edge is dashed. halted: a bar along its top. today: a thick edge. first, last: a bar at that side.
    """

    day: date
    count: str
    kind: str
    marks: tuple[str, ...]
    why: str
    ground: Ground
    uncertain: bool = False
    halted: bool = False
    today: bool = False
    first: bool = False
    last: bool = False


class CalendarStrip(QWidget):
    """Days side by side, in as many rows as the width asks for.

    Signals: chosen (sentence) – the day at the cursor says why it counts or does not.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, days: Sequence[StripDay], summary: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.days = list(days)
        self.at = next((at for at, day in enumerate(self.days) if day.today), 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(summary)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)
        self._say()

    # Places

    def _in_row(self, width: int) -> int:
        """How many days stand in a row; rows are as even as they can be."""
        most = max(1, min(len(self.days), (width + _GAP) // (_WIDTH + _GAP)))
        rows = -(-len(self.days) // most)
        return -(-len(self.days) // rows)

    def heightForWidth(self, width: int) -> int:
        rows = -(-len(self.days) // self._in_row(width)) if self.days else 0
        return rows * (_HEIGHT + _GAP) + _GAP

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(len(self.days) * (_WIDTH + _GAP), self.heightForWidth(max(self.width(), _WIDTH)))

    def minimumSizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(event.size().width()))

    def place(self, at: int) -> QRect:
        """Where a day stands."""
        across = self._in_row(self.width())
        wide = min((self.width() - _GAP) // across - _GAP, 2 * _WIDTH)
        row, column = divmod(at, across)
        return QRect(_GAP + column * (wide + _GAP), _GAP + row * (_HEIGHT + _GAP), wide, _HEIGHT)

    def _under(self, point: QPoint) -> int:
        return next((at for at in range(len(self.days)) if self.place(at).contains(point)), -1)

    # The day at the cursor

    @property
    def why(self) -> str:
        """What the day at the cursor says."""
        return self.days[self.at].why if self.days else ""

    def _move(self, at: int) -> None:
        at = max(0, min(len(self.days) - 1, at))
        if at != self.at:
            self.at = at
            self._say()
            self.update()

    def _say(self) -> None:
        self.setAccessibleDescription(self.why)
        self.chosen.emit(self.why)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self._in_row(self.width())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -row, Qt.Key.Key_Down: row}
        if event.key() in steps and 0 <= self.at + steps[Qt.Key(event.key())] < len(self.days):
            self._move(self.at + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Home:
            self._move(0)
        elif event.key() == Qt.Key.Key_End:
            self._move(len(self.days) - 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if (at := self._under(event.position().toPoint())) >= 0:
            self._move(at)
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.chosen.emit(self.why)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            at = self._under(event.pos())
            QToolTip.showText(event.globalPos(), self.days[at].why if at >= 0 else "", self)
            return True
        return super().event(event)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for at, day in enumerate(self.days):
            cursor = at == self.at and self.hasFocus()
            whole = at % self._in_row(self.width()) == 0 or day.day.day == 1
            self._paint(painter, self.place(at), day, cursor=cursor, month=whole)
        painter.end()

    def _paint(self, painter: QPainter, box: QRect, day: StripDay, *, cursor: bool, month: bool) -> None:
        colours = self._look.colours
        counted = day.ground is Ground.COUNTED
        painter.fillRect(box, QColor(colours.soft(Tone.INFO) if counted else colours.surface))
        if day.ground in _PATTERNS:
            pattern = QColor(colours.line)
            if contrast(colours.line, colours.surface) > _LOUD:
                pattern.setAlpha(80)
            painter.fillRect(box, QBrush(pattern, _PATTERNS[day.ground]))
        if day.halted:
            painter.fillRect(QRect(box.left(), box.top(), box.width(), 5), self._look.colour(Tone.WARN))
        self._edges(painter, box, day)
        y = box.top() + 8
        for text, size, bold, tone in self._lines(day, month=month):
            font = QFont(self._look.family)
            font.setPixelSize(size)
            font.setBold(bold)
            painter.setFont(font)
            painter.setPen(self._look.colour(tone))
            high = size + 5
            painter.drawText(QRect(box.left() + 1, y, box.width() - 2, high), Qt.AlignmentFlag.AlignCenter, text)
            y += high
        if cursor:
            painter.setPen(QPen(QColor(colours.accent), 1, Qt.PenStyle.DotLine))
            painter.drawRect(box.adjusted(4, 7, -5, -5))

    def _lines(self, day: StripDay, *, month: bool) -> list[tuple[str, int, bool, Tone]]:
        counted = day.ground is Ground.COUNTED
        weekday = tr(f"ui.notices.weekday.{day.day.isoweekday()}")
        code = "ui.notices.month-day" if month else "ui.notices.month-day-only"
        date_ = tr(code, month=day.day.month, day=day.day.day)
        return [
            (weekday, measures.SMALL, False, Tone.QUIET),
            (date_, measures.SECTION, True, Tone.PLAIN if counted or day.today else Tone.QUIET),
            (day.count, measures.SMALL, counted, Tone.INFO if counted else Tone.QUIET),
            (day.kind, measures.SMALL, False, Tone.QUIET),
            (tr("ui.notices.mark-sign").join(day.marks), measures.SMALL, True, Tone.WARN if day.halted else Tone.PLAIN),
        ]

    def _edges(self, painter: QPainter, box: QRect, day: StripDay) -> None:
        colours = self._look.colours
        style = Qt.PenStyle.DashLine if day.uncertain else Qt.PenStyle.SolidLine
        colour = colours.accent if day.today else colours.warn if day.uncertain else colours.line
        painter.setPen(QPen(QColor(colour), 2 if day.today else 1, style))
        painter.drawRect(box.adjusted(1, 1, -1, -1) if day.today else box.adjusted(0, 0, -1, -1))
        if day.first:
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), QColor(colours.accent))
        if day.last:
            painter.fillRect(QRect(box.right() - 3, box.top(), 4, box.height()), QColor(colours.accent))
