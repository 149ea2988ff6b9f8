"""The head of the case view: which case this is, how it stands, and at the right the one button of its next step."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from alliance_desk.policy import stages
from ui.action import Action, button, menu
from ui.flow import Flow
from ui.language import said, tr
from ui.pages.case.parts_matter import affair, is_affair
from ui.pages.case.shown import Shown
from ui.pieces import Badge, clear, label
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone

_RIGHT = (200, 380)
"""Narrowest and widest place of the next step."""

_ORDER = {name: at for at, name in enumerate(("stage", "move", "beside", "edit", "more", "end"))}
"""The sections of the menu of other steps."""


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
        self.more = self._more_button()

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        back = self._back = QPushButton(tr("ui.case.back"), self)
        back.setProperty("role", "link")
        back.setObjectName("case.back")
        back.setToolTip(tr("ui.case.back-tip"))
        back.clicked.connect(self.back)
        first = QHBoxLayout()
        first.setSpacing(measures.MARGIN)
        first.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        self._about = label("", "quiet", self, name="case.about")
        first.addWidget(self._about, 1)
        column.addLayout(first)
        self.name = label("", "title", self, name="case.name")
        column.addWidget(self.name)
        badges = Flow(across=measures.GRID, down=4)
        self._status = Badge(self._seat.look, "", Tone.PLAIN, "", self)
        self._status.setObjectName("case.status")
        self._holder = Badge(self._seat.look, "", Tone.PLAIN, "", self)
        self._holder.setObjectName("case.holder")
        badges.addWidget(self._status)
        badges.addWidget(self._holder)
        third = QHBoxLayout()
        third.setSpacing(measures.MARGIN)
        third.addLayout(badges)
        self._alliance = ""
        self.to_alliance = QPushButton(tr("ui.matter.to-alliance"), self)
        self.to_alliance.setObjectName("case.alliance")
        self.to_alliance.setProperty("role", "link")
        self.to_alliance.setToolTip(tr("ui.matter.to-alliance-tip"))
        self.to_alliance.clicked.connect(lambda _on=False: self._seat.goto.emit("register", self._alliance))
        third.addWidget(self.to_alliance)
        self._policy = label("", "quiet", self, name="case.policy")
        third.addWidget(self._policy, 1)
        column.addLayout(third)
        return column

    def show_case(self, shown: Shown) -> None:
        """Show a case."""
        self._back.setIcon(self._seat.look.icon("back", Tone.INFO, measures.ICON))
        document, header = shown.document, shown.rules.pack
        self.name.setText(str(document["alliance"].get("name", "")))
        words, tone, icon = _status(shown)
        self._status.say(words, tone, icon)
        self._status.setAccessibleName(tr("ui.case.status-spoken", status=words))
        held, tone, icon = shown.holder()
        self._holder.say(held, tone, icon)
        self._holder.setAccessibleName(held)
        number = tr("ui.case.number", number=document["case"]["number"])
        beneath = is_affair(document)
        if beneath:
            parts = [affair(shown), number, tr("ui.matter.opened", day=document["case"]["opened"])]
        else:
            filed = shown.section("application").get("filed", "")
            parts = [number, tr("ui.case.filed", day=filed) if filed else tr("ui.case.not-filed")]
        self._alliance = str(document["alliance"].get("id", "")) if beneath else ""
        self.to_alliance.setVisible(beneath)
        self._policy.setText(tr("ui.case.policy", title=header.title, version=header.version))
        self._about.setText(tr("ui.case.dot").join(parts))
        self._next(shown)

    def _next(self, shown: Shown) -> None:
        """The main button with its reason, and all other steps."""
        had = self.main is not None and self.main.hasFocus()
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
        self.more = self._more_button()
        if self.main is None:
            self.more.setText(tr("ui.case.more"))
            self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.clicked.connect(lambda: self.open_menu(shown, self.more))
        self._place.addWidget(self.more)
        if had and self.main is not None:
            self.main.setFocus()

    def _more_button(self) -> QToolButton:
        made = QToolButton()
        made.setObjectName("case.more")
        made.setIcon(self._seat.look.icon("expand"))
        made.setAccessibleName(tr("ui.case.more"))
        made.setToolTip(tr("ui.case.more-tip"))
        return made

    def open_menu(self, shown: Shown, at: QWidget) -> None:
        """All other steps, then what else can be done with the case."""
        main = shown.main.id if shown.main is not None else ""
        # The forms themselves stand below, in the place of the step that only leads to them.
        actions = [action for key, action in shown.steps.items() if key not in {main, "edit"}]
        # What ends a case stands last, away from what is done every day.
        actions = sorted([*actions, *self._others()], key=lambda action: _ORDER.get(action.group, len(_ORDER)))
        found = menu(actions, self._seat.look, at)
        found.setObjectName("case.menu")
        found.popup(at.mapToGlobal(at.rect().bottomRight()) - QPoint(found.sizeHint().width(), 0))


def _status(shown: Shown) -> tuple[str, Tone, str]:
    """What the case is called now: words, tone, icon."""
    states = {line.state for line in shown.lines}
    if "ended" in states or shown.section("outcome"):
        return shown.status, Tone.QUIET, "close"
    if shown.section("recognition") or stages.finished(shown.rules, shown.document):
        return shown.status, Tone.PASS, "pass"
    if "again" in states or any("answered" not in entry for _, entry in shown.rows("corrections")):
        return shown.status, Tone.WARN, "warn"
    return shown.status, Tone.INFO, "waiting"
