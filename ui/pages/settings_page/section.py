"""What every section of the settings is: a heading, a line that says what it is for, its widgets, its actions."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.action import Action, button, refresh
from ui.language import tr
from ui.pieces import label, scrolled
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.theme import measures


class Section(QWidget):
    """One section.

    key: stable id, wording ``ui.settings.section.<key>`` and ``ui.settings.about.<key>``. icon: in the icon set.
    scrolls: whether its widgets stand in a pane that scrolls; a table scrolls by itself.
    """

    key = ""
    icon = ""
    scrolls = False

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.setObjectName(f"settings.{self.key}")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(measures.GRID)
        self.head = QHBoxLayout()
        self.head.setSpacing(measures.GRID)
        self.head.addWidget(label(self.title(), "section", self), 1)
        self._buttons = [(button(action, seat.look, self), action.id) for action in self.verbs()]
        for made, _ in self._buttons:
            self.head.addWidget(made)
        whole.addLayout(self.head)
        whole.addWidget(label(tr(f"ui.settings.about.{self.key}"), "quiet", self))
        inside = QWidget() if self.scrolls else self
        self.body = QVBoxLayout() if inside is self else QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(measures.GAP)
        if inside is self:
            whole.addLayout(self.body, 1)
        else:
            whole.addWidget(scrolled(inside, self), 1)
        self.inside = inside
        self.build()

    @classmethod
    def title(cls) -> str:
        """Its name, as in the list of sections."""
        return tr(f"ui.settings.section.{cls.key}")

    def build(self) -> None:
        """Make the widgets, into ``self.body`` with ``self.inside`` as parent."""
        raise NotImplementedError

    def fill(self) -> None:
        """Read the data anew and show it."""

    def show_all(self) -> None:
        """Fill, and let the buttons follow."""
        self.fill()
        self.follow()

    def follow(self) -> None:
        """Let the buttons at the head follow what can be done now."""
        actions = {action.id: action for action in self.verbs()}
        for made, name in self._buttons:
            refresh(made, actions[name])

    def verbs(self) -> Sequence[Action]:
        """What can be done here, as buttons at the head; asked for before ``build``."""
        return ()

    def commands(self) -> Sequence[Action]:
        """Everything that can be done here, for the palette and the shortcuts."""
        return self.verbs()

    @staticmethod
    def show_rows(panel: TablePanel) -> None:
        """Show a table's rows anew; one row is always chosen, so that its buttons can be used at once."""
        panel.fill()
        if not panel.table.current() and panel.table.rows.rowCount():
            panel.table.choose(0)

    def why_not(self) -> str:
        """Why nothing can be written now."""
        return tr("ui.settings.read-only") if self.seat.readonly else ""
