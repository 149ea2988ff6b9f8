"""The stage line: the whole way of a case, each stage with its mark, its name, and when or how it stands."""

from collections.abc import Container, Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from alliance_desk.cases.views import StageLine as Line
from ui.flow import Flow
from ui.language import tr
from ui.pages.case.stage_chip import PAD, Chip
from ui.theme.colours import Tone
from ui.theme.look import Look

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
                y = left.y() + PAD + left.first / 2
                painter.drawLine(QPointF(left.geometry().right() - 1, y), QPointF(right.x() + 1, y))
