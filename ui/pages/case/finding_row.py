"""One condition in the list: how it came out, its article, its facts, what is missing, and what to do about it."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alliance_desk.policy.findings import SHOWN, Finding, Outcome
from alliance_desk.policy.pack import Severity
from ui.action import Action, button, menu
from ui.flow import Flow
from ui.language import said, tr
from ui.pieces import label
from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look

OPEN = frozenset({Outcome.FAIL, Outcome.MISSING, Outcome.EXPLAIN, Outcome.MANUAL})
"""Outcomes that somebody must still do something about."""
ORDER = {name: at for at, name in enumerate(("fail", "missing", "explain", "manual", "pass", "na"))}
ICONS = {"fail": "block", "missing": "missing", "explain": "warn", "manual": "manual", "pass": "pass", "na": "close"}
_TONES = {
    "fail": Tone.BLOCK,
    "missing": Tone.BLOCK,
    "explain": Tone.WARN,
    "manual": Tone.WAITING,
    "pass": Tone.PASS,
    "na": Tone.QUIET,
}


def tone_of(finding: Finding) -> Tone:
    """The tone of a condition: data that is missing under 核实 warns, under 强制 it blocks."""
    if finding.outcome is Outcome.MISSING and finding.severity is not Severity.BLOCK:
        return Tone.WARN
    return _TONES[finding.outcome]


class FindingRow(QFrame):
    """A row of the list of conditions. What holds is short and opens on Enter or a click.

    Signals: moved (step) – arrow keys; reached – it has the focus.
    """

    moved = Signal(int)
    reached = Signal()

    def __init__(self, finding: Finding, actions: Sequence[Action], look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.finding = finding
        self.actions_here = list(actions)
        self._look = look
        self.setObjectName(f"condition.{finding.check}")
        self.setProperty("role", "finding")
        self.open = finding.outcome in OPEN
        self._whole: QWidget | None = None
        self._build()
        self.setAccessibleName(
            tr(
                "ui.case.finding-spoken",
                title=finding.title,
                outcome=self.word,
                basis=finding.basis,
                text=said(finding),
            )
        )

    @property
    def word(self) -> str:
        """The outcome in a word."""
        return tr(f"outcome.{self.finding.outcome}")

    def _build(self) -> None:
        finding, tone = self.finding, tone_of(self.finding)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(measures.GRID, 5, measures.GRID, 5)
        grid.setHorizontalSpacing(measures.GRID)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        picture = QLabel(self)
        picture.setPixmap(self._look.icon(ICONS[finding.outcome], tone, measures.ICON).pixmap(16, 16))
        grid.addWidget(picture, 0, 0, Qt.AlignmentFlag.AlignTop)
        title = _words(finding.title, self)
        if self.open:
            bold = QFont(self.font())
            bold.setBold(True)
            title.setFont(bold)
        grid.addWidget(title, 0, 1)
        colour = self._look.colours.tone(tone)
        meta = _words("", self)
        meta.setProperty("role", "small")
        meta.setTextFormat(Qt.TextFormat.RichText)
        word = f'<span style="color:{colour}; font-weight:700">{escape(self.word)}</span>'
        meta.setText(tr("ui.case.finding-meta", outcome=word, basis=escape(finding.basis)))
        if self.open:
            grid.addWidget(meta, 1, 1)
            self._tell()
        else:
            meta.setWordWrap(False)
            grid.addWidget(meta, 0, 2, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setToolTip(said(finding))

    def _tell(self) -> None:
        """The facts in words, everything that is missing, and the buttons."""
        finding = self.finding
        self._grid.addWidget(label(said(finding), "", self, name=f"condition.{finding.check}.text"), 2, 1)
        if len(finding.missing) > SHOWN:
            more = QPushButton(tr("ui.case.list-missing", count=len(finding.missing)), self)
            more.setProperty("role", "link")
            more.setObjectName(f"condition.{finding.check}.missing")
            more.clicked.connect(lambda: self._list_missing(more))
            self._grid.addWidget(more, 3, 1, Qt.AlignmentFlag.AlignLeft)
        if self.actions_here:
            self._grid.addWidget(self._offer(), 5, 1)

    def _offer(self) -> QWidget:
        """The buttons, in a row under the facts."""
        place = QWidget(self)
        row = Flow(place, across=measures.GRID, down=4)
        for action in self.actions_here:
            row.addWidget(button(action, self._look, place))
        return place

    def _list_missing(self, more: QPushButton) -> None:
        more.hide()
        self._grid.addWidget(label("\n".join(self.finding.missing), "small", self), 4, 1)

    def unfold(self) -> None:
        """Show or hide the facts of a condition that holds, and how to judge it anew."""
        if self.open:
            return
        if self._whole is None:
            self._whole = QWidget(self)
            column = QVBoxLayout(self._whole)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(4)
            name = f"condition.{self.finding.check}.text"
            column.addWidget(label(said(self.finding), "", self._whole, name=name))
            if self.actions_here:
                column.addWidget(self._offer())
            self._grid.addWidget(self._whole, 2, 1, 1, 2)
        else:
            self._whole.setVisible(self._whole.isHidden())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring of the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._look.colours.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    # Mouse and keys

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self.unfold()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.moved.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            ready = next((action for action in self.actions_here if not action.why_not()), None)
            if self.open and ready is not None:
                ready.run()
            else:
                self.unfold()
        elif key == Qt.Key.Key_Menu:
            self._menu(None)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self._menu(event)

    def _menu(self, event: QContextMenuEvent | None) -> None:
        if self.actions_here:
            place = event.globalPos() if event is not None else self.mapToGlobal(self.rect().center())
            menu(self.actions_here, self._look, self).popup(place)


def _words(text: str, parent: QWidget) -> QLabel:
    """A label that a click goes through, to the row."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(True)
    return made
