"""What every view over the page has: a way back, a heading, a line that says what was found, its buttons."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.action import Action, button, refresh
from ui.flow import Flow
from ui.language import tr
from ui.pieces import Badge, label
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.theme import measures
from ui.theme.colours import Tone


class View(QWidget):
    """One view. A subclass fills ``self.body`` and gives its actions; the first of them with ``main`` in front is the next step.

    Signals: left – the person wants to go back.
    """

    left = Signal()
    main = ""

    def __init__(self, seat: Seat, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.setObjectName(name)
        self._made: list[tuple[QPushButton, str]] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(measures.GRID)
        head = QHBoxLayout()
        head.setSpacing(measures.GRID)
        head.addWidget(button(self.back_action(), seat.look, self, plain=True), 0, Qt.AlignmentFlag.AlignTop)
        self.heading = label("", "title", self, name=f"{name}.title")
        head.addWidget(self.heading, 1)
        self.badge = Badge(seat.look, "", Tone.PLAIN, "", self)
        self.badge.setObjectName(f"{name}.badge")
        head.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(head)
        self.told = label("", "quiet", self, name=f"{name}.told")
        whole.addWidget(self.told)
        self._line = QWidget(self)
        self._flow = Flow(self._line, across=measures.GRID, down=measures.GRID)
        whole.addWidget(self._line)
        self.body = QVBoxLayout()
        self.body.setSpacing(measures.GRID)
        whole.addLayout(self.body, 1)

    def back_action(self) -> Action:
        """Back to the packs."""
        return Action("policies.back", tr("ui.policies.back"), self.left.emit, icon="back")

    def actions_here(self) -> Sequence[Action]:
        """What can be done here, as buttons."""
        return ()

    @property
    def panel(self) -> TablePanel | None:
        """The table in front, if there is one."""
        return None

    def follow(self) -> None:
        """Let the buttons follow what can be done now; the first time they are made."""
        actions = {action.id: action for action in self.actions_here()}
        if not self._made:
            for action in actions.values():
                made = button(action, self.seat.look, self._line, main=action.id == self.main)
                self._made.append((made, action.id))
                self._flow.addWidget(made)
            self._line.setVisible(bool(self._made))
        for made, name in self._made:
            refresh(made, actions[name])

    def take_focus(self) -> None:
        """Where the keyboard begins."""
        if (panel := self.panel) is not None and panel.table.isVisible():
            panel.table.setFocus()
        else:
            self.focusNextChild()
