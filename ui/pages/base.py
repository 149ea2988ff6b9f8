"""What every page is: a title, its actions, filled when first shown, refreshed by the kinds of record a commit touched."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from alliance_desk.changes import Changes
from ui.action import Action
from ui.language import tr
from ui.seat import Seat
from ui.theme import measures


class Page(QWidget):
    """One page of the window.

    key: stable id. icon: in the icon set. kinds: stream kinds (as in Changes.kinds) whose change concerns it; empty for every one.
    least: height in logical pixels below which the page scrolls.
    A subclass builds its widgets in ``build`` (into ``self.body``, called once, when first shown) and reads its data in ``fill``
    (called at each refresh). ``self.head`` is the row beside the title, for buttons.
    """

    key = ""
    icon = ""
    kinds: frozenset[str] = frozenset()
    least = measures.PAGE

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.setObjectName(f"page.{self.key}")
        self.setProperty("role", "page")
        self.built = False
        self._stale = True
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(measures.MARGIN, measures.GAP, measures.MARGIN, measures.GAP)
        self.body.setSpacing(measures.GAP)
        self.head = QHBoxLayout()
        self.head.setSpacing(measures.GRID)
        self.heading = QLabel(self.title(), self)
        self.heading.setProperty("role", "title")
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.body.addLayout(self.head)

    def title(self) -> str:
        """The page's name, as in the rail."""
        return tr(f"ui.page.{self.key}")

    def build(self) -> None:
        """Make the widgets."""
        raise NotImplementedError

    def fill(self) -> None:
        """Read the data anew and show it."""
        raise NotImplementedError

    def commands(self) -> Sequence[Action]:
        """What can be done on this page now: for the palette and for shortcuts."""
        return ()

    def open(self, key: str) -> None:
        """Show one record of the page; pages of lists select it."""
        del key

    def leave(self) -> bool:
        """Esc or Alt+Left on this page: whether the page itself went one step back."""
        return False

    def shown(self, key: str = "") -> None:
        """The page comes to the front."""
        if not self.built:
            self.build()
            self.built = True
        if self._stale:
            self._stale = False
            self.fill()
        if key:
            self.open(key)

    def take_focus(self) -> None:
        """Let the keyboard begin on the page, unless it is there already."""
        now = QApplication.focusWidget()
        if now is not None and self.isAncestorOf(now):
            return
        # Qt walks its own chain: walked from Python it crashed PySide6 6.11 when the page was laid out again.
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.focusNextChild()

    def follow(self, changes: Changes) -> None:
        """Something was committed: fill again, now or when next shown."""
        if self.kinds and changes.kinds and not self.kinds & changes.kinds:
            return
        self._stale = True
        if self.built and self.isVisible():
            self._stale = False
            self.fill()
