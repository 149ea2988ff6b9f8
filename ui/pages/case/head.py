"""The head of the case view: which case this is, how it stands, and at the right the one button of its next step."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui.action import Action, button, menu
from ui.language import said, tr
from ui.pages.case.flow import Flow
from ui.pages.case.shown import STEP, Shown
from ui.pieces import Badge, clear, label
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone

_RIGHT = (200, 380)
"""Narrowest and widest place of the next step."""


class Head(QWidget):
    """Which case, and what next.

    Signals: back – to the list.
    """

    back = Signal()

    def __init__(self, seat: Seat, others: Callable[[], Sequence[Action]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._others = seat, others
        self.main: QPushButton | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.MARGIN)
        row.addLayout(self._left(), 1)
        right = QWidget(self)
        right.setMinimumWidth(_RIGHT[0])
        right.setMaximumWidth(_RIGHT[1])
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._place = QHBoxLayout()
        self._place.setSpacing(4)
        column.addLayout(self._place)
        self.why = label("", "small", right, name="case.why")
        column.addWidget(self.why)
        column.addStretch(1)
        row.addWidget(right)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        back = QPushButton(tr("ui.case.back"), self)
        back.setProperty("role", "link")
        back.setObjectName("case.back")
        back.setIcon(self._seat.look.icon("back", Tone.INFO, measures.ICON))
        back.setToolTip(tr("ui.case.back-tip"))
        back.clicked.connect(self.back)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        self.name = label("", "title", self, name="case.name")
        column.addWidget(self.name)
        badges = Flow(across=measures.GRID, down=4)
        self._status = Badge(self._seat.look, "", Tone.PLAIN, "", self)
        self._status.setObjectName("case.status")
        self._holder = Badge(self._seat.look, "", Tone.PLAIN, "", self)
        self._holder.setObjectName("case.holder")
        badges.addWidget(self._status)
        badges.addWidget(self._holder)
        column.addLayout(badges)
        self._about = label("", "quiet", self, name="case.about")
        column.addWidget(self._about)
        return column

    def show_case(self, shown: Shown) -> None:
        """Show a case."""
        document, header = shown.document, shown.rules.pack
        self.name.setText(str(document["alliance"].get("name", "")))
        words, tone, icon = _status(shown)
        self._status.say(words, tone, icon)
        self._status.setAccessibleName(tr("ui.case.status-spoken", status=words))
        held, tone, icon = shown.holder()
        self._holder.say(held, tone, icon)
        self._holder.setAccessibleName(held)
        filed = shown.section("application").get("filed", "")
        parts = [
            tr("ui.case.number", number=document["case"]["number"]),
            tr("ui.case.filed", day=filed) if filed else tr("ui.case.not-filed"),
            tr("ui.case.policy", title=header.title, version=header.version),
        ]
        self._about.setText(tr("ui.case.dot").join(parts))
        self._next(shown)

    def _next(self, shown: Shown) -> None:
        """The main button with its reason, and all other steps."""
        had = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        clear(self._place)
        self.main, reason, step = None, "", shown.main
        action = shown.steps.get(step.id) if step is not None else None
        self._place.addStretch(1)
        if step is not None and action is not None:
            self.main = button(action, self._seat.look, self, main=True)
            self._place.addWidget(self.main)
            reason = action.why_not() or said(step)
        else:
            reason = tr("ui.case.nothing-to-do")
        self.why.setText(reason)
        self.why.setAlignment(Qt.AlignmentFlag.AlignRight if len(reason) < 24 else Qt.AlignmentFlag.AlignLeft)
        more = QToolButton(self)
        more.setObjectName("case.more")
        if self.main is None:
            more.setText(tr("ui.case.more"))
            more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        more.setIcon(self._seat.look.icon("expand"))
        more.setAccessibleName(tr("ui.case.more"))
        more.setToolTip(tr("ui.case.more-tip"))
        more.clicked.connect(lambda: self.open_menu(shown, more))
        self._place.addWidget(more)
        if had and self.main is not None:
            self.main.setFocus()

    def open_menu(self, shown: Shown, at: QWidget) -> None:
        """All other steps, then what else can be done with the case."""
        main = f"{STEP}{shown.main.id}" if shown.main is not None else ""
        actions = [action for action in shown.steps.values() if action.id != main]
        found = menu([*actions, *self._others()], self._seat.look, at)
        found.setObjectName("case.menu")
        place = at.mapToGlobal(at.rect().bottomRight())
        found.popup(place - found.rect().topRight() - _left_of(found))


def _left_of(found: QWidget) -> object:
    from PySide6.QtCore import QPoint

    return QPoint(found.sizeHint().width(), 0)


def _status(shown: Shown) -> tuple[str, Tone, str]:
    """What the case is called now: words, tone, icon."""
    states = {line.state for line in shown.lines}
    if "ended" in states or shown.section("outcome"):
        return shown.status, Tone.QUIET, "close"
    if shown.section("recognition"):
        return shown.status, Tone.PASS, "pass"
    if "again" in states or any("answered" not in entry for _, entry in shown.rows("corrections")):
        return shown.status, Tone.WARN, "warn"
    return shown.status, Tone.INFO, "waiting"
