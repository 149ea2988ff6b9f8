"""The stage line: the whole way of a case, each stage with its mark, its name, and when or how it stands."""

from collections.abc import Container, Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from alliance_desk.cases.views import StageLine as Line
from ui.language import has, tr
from ui.pages.case.flow import Flow
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
_MARK, _PAD, _GAP = 14, 5, 6
_BETWEEN = 14
"""Room for the line that joins two stages."""


class StageLine(QWidget):
    """All stages of a case.

    Signals: chosen (stage id) – Enter, space or a click on a stage.
    """

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case.stages")
        self.setAccessibleName(tr("ui.case.stages"))
        self._look = look
        self._flow = Flow(self, across=_BETWEEN, down=2)
        self.chips: list[Chip] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.update)

    def show_lines(self, lines: Sequence[Line], optional: Container[str] = ()) -> None:
        """Show the stages. optional: ids of those that may be left out."""
        if [chip.line for chip in self.chips] == list(lines):
            return
        at = next((i for i, chip in enumerate(self.chips) if chip.hasFocus()), -1)
        while self._flow.count():
            chip = self._flow.takeAt(0).widget()
            chip.hide()
            chip.deleteLater()
        self.chips = [Chip(line, self._look, self, optional=line.id in optional) for line in lines]
        for place, chip in enumerate(self.chips):
            chip.clicked.connect(lambda _on=False, key=chip.line.id: self.chosen.emit(key))
            chip.moved.connect(lambda step, place=place: self._move(place + step))
            self._flow.addWidget(chip)
            chip.show()
        if 0 <= at < len(self.chips):
            self.chips[at].setFocus()
        self.updateGeometry()

    def enter(self) -> None:
        """Take the focus at the stage that is open, or at the last."""
        now = next((chip for chip in self.chips if chip.line.state in {"open", "again", "ended"}), None)
        if self.chips:
            (now or self.chips[-1]).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _move(self, place: int) -> None:
        if 0 <= place < len(self.chips):
            self.chips[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines between the stages of one row."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for left, right in zip(self.chips, self.chips[1:], strict=False):
            if left.y() == right.y():
                tone = Tone.PASS if left.line.state in {"done", "skipped"} else Tone.QUIET
                painter.setPen(QPen(self._look.colour(tone), 1.5 if tone is Tone.PASS else 1))
                y = left.y() + _PAD + left.first / 2
                painter.drawLine(QPointF(left.geometry().right() - 1, y), QPointF(right.x() + 1, y))


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
        return QSize(2 * _PAD + _MARK + _GAP + wide + 2, 2 * _PAD + name.height() + small.height())

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
        _mark(painter, QRectF(_PAD, _PAD + (self.first - _MARK) / 2, _MARK, _MARK), colour, state)
        left = _PAD + _MARK + _GAP
        painter.setFont(name)
        painter.setPen(QColor(colours.text if state != "waiting" else colours.quiet))
        wide = self.width() - left
        painter.drawText(QRect(left, _PAD, wide, self.first), Qt.AlignmentFlag.AlignVCenter, self.line.name)
        painter.setFont(small)
        painter.setPen(colour if state in {"again", "ended", "open"} else QColor(colours.quiet))
        rest = self.height() - 2 * _PAD - self.first
        painter.drawText(QRect(left, _PAD + self.first, wide, rest), Qt.AlignmentFlag.AlignVCenter, self._under)

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
    code = f"stage-outcome.{line.outcome}"
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
