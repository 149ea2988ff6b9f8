"""One stage of the stage line: a painted mark, the name, and when or how it stands; and the words for it."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from alliance_desk.cases.views import StageLine as Line
from alliance_desk.policy.stages import outcome_code
from ui.language import has, tr
from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look

TONES = {
    "done": Tone.PASS,
    "open": Tone.INFO,
    "again": Tone.WARN,
    "ended": Tone.BLOCK,
    "skipped": Tone.QUIET,
    "waiting": Tone.QUIET,
}
_MARK, _GAP = 14, 6
PAD = 5
"""Room round a stage."""


class Chip(QAbstractButton):
    """One stage: a full, half or empty mark, the name, and under it the day or the state in words."""

    moved = Signal(int)

    def __init__(self, line: Line, look: Look, parent: QWidget, *, optional: bool = False) -> None:
        super().__init__(parent)
        self.line = line
        self._look = look
        self._under = tr("ui.case.stage-optional") if optional and line.state == "open" else under(line)
        self.setObjectName(f"case.stage.{line.id}")
        self.setText(line.name)
        self.setAccessibleName(tr("ui.case.stage-spoken", name=line.name, state=self._under))
        self.setToolTip(tip(line))
        self.setAccessibleDescription(tip(line))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _fonts(self) -> tuple[QFont, QFont]:
        name, small = QFont(self.font()), QFont(self.font())
        name.setPixelSize(measures.BODY)
        name.setBold(self.line.state in {"open", "again", "ended"})
        small.setPixelSize(measures.SMALL)
        return name, small

    @property
    def first(self) -> int:
        """The height of the first line."""
        return QFontMetrics(self._fonts()[0]).height()

    def sizeHint(self) -> QSize:
        name, small = (QFontMetrics(font) for font in self._fonts())
        wide = max(name.horizontalAdvance(self.line.name), small.horizontalAdvance(self._under))
        return QSize(2 * PAD + _MARK + _GAP + wide + 2, 2 * PAD + name.height() + small.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, state = self._look.colours, self.line.state
        colour = self._look.colour(TONES[state])
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.hover))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        name, small = self._fonts()
        _mark(painter, QRectF(PAD, PAD + (self.first - _MARK) / 2, _MARK, _MARK), colour, state)
        left = PAD + _MARK + _GAP
        painter.setFont(name)
        painter.setPen(QColor(colours.text if state != "waiting" else colours.quiet))
        wide = self.width() - left
        painter.drawText(QRect(left, PAD, wide, self.first), Qt.AlignmentFlag.AlignVCenter, self.line.name)
        painter.setFont(small)
        painter.setPen(colour if state in {"again", "ended", "open"} else QColor(colours.quiet))
        rest = self.height() - 2 * PAD - self.first
        painter.drawText(QRect(left, PAD + self.first, wide, rest), Qt.AlignmentFlag.AlignVCenter, self._under)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Down}:
            self.moved.emit(1)
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Up}:
            self.moved.emit(-1)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)


def _mark(painter: QPainter, place: QRectF, colour: QColor, state: str) -> None:
    """Full for done, half for open, empty for waiting; a bar for skipped, a cross for ended."""
    ring = place.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(colour if state in {"done", "ended"} else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if state in {"open", "again"}:
        painter.setBrush(colour)
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif state == "skipped":
        painter.drawLine(QPointF(ring.left() + 3, ring.center().y()), QPointF(ring.right() - 3, ring.center().y()))
    elif state in {"done", "ended"}:
        painter.setPen(QPen(QColor("#FFFFFF" if colour.lightness() < 140 else "#000000"), 1.6))
        x, y, w = ring.x(), ring.y(), ring.width()
        if state == "done":
            painter.drawPolyline([QPointF(x + w * a, y + w * b) for a, b in ((0.26, 0.52), (0.44, 0.70), (0.75, 0.33))])
        else:
            painter.drawLine(QPointF(x + w * 0.32, y + w * 0.32), QPointF(x + w * 0.68, y + w * 0.68))
            painter.drawLine(QPointF(x + w * 0.68, y + w * 0.32), QPointF(x + w * 0.32, y + w * 0.68))


def outcome_words(line: Line) -> str:
    """How a stage came out, in words; empty while it did not."""
    code = outcome_code(line.kind, line.outcome)
    return tr(code) if line.outcome and has(code) else line.outcome


def state_words(line: Line) -> str:
    """Where a stage stands, in words, with whose it is while it is open."""
    if line.state == "open" and line.mine:
        return tr("ui.case.stage-mine")
    return tr(f"stage-state.{line.state}")


def under(line: Line) -> str:
    """The small line under a stage's name: the day it was closed, else how it stands."""
    if line.state == "done":
        return line.on or state_words(line)
    if line.state in {"ended", "again"} and line.outcome:
        return outcome_words(line)
    return state_words(line)


def tip(line: Line) -> str:
    """Everything about a stage: name, state, outcome, day, article."""
    said = [tr("ui.case.stage-spoken", name=line.name, state=state_words(line))]
    if outcome := outcome_words(line):
        said.append(tr("ui.case.stage-came-out", outcome=outcome, on=line.on))
    if line.basis:
        said.append(tr("ui.case.basis", basis=line.basis))
    return "\n".join(said)
