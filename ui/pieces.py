"""Small pieces that pages are made of: a card with its heading, a badge, a grid of facts, a line that says something."""

from collections.abc import Generator, Iterable
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look


class Card(QFrame):
    """A card: heading, then whatever is put into ``inside``."""

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setObjectName(name)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(measures.GAP, measures.GAP, measures.GAP, measures.GAP)
        self.inside.setSpacing(measures.GRID)
        self.heading = label(title, "section", self)
        self.head = QHBoxLayout()
        self.head.setSpacing(measures.GRID)
        self.head.addWidget(self.heading, 1)
        if title:
            self.inside.addLayout(self.head)
        else:
            self.heading.hide()


class Badge(QFrame):
    """A word on its tone's ground, with an icon: colour never says anything alone."""

    def __init__(self, look: Look, text: str, tone: Tone, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 10, 3)
        row.setSpacing(5)
        self._picture = QLabel(self)
        row.addWidget(self._picture)
        self._words = QLabel(self)
        row.addWidget(self._words)
        self._shown = text, tone, icon
        self.say(text, tone, icon)
        look.changed.connect(self._dress)  # a bound method ends with its badge, a lambda would not

    def _dress(self) -> None:
        self.say(*self._shown)

    def say(self, text: str, tone: Tone, icon: str = "") -> None:
        """Show other words."""
        self._shown = text, tone, icon
        colours = self._look.colours
        self._words.setText(text)
        self._words.setStyleSheet(f"color: {colours.tone(tone)};")
        self.setStyleSheet(f"Badge {{ background: {colours.soft(tone)}; border-radius: 4px; }}")
        self._picture.setVisible(bool(icon))
        if icon:
            self._picture.setPixmap(self._look.icon(icon, tone, measures.ICON).pixmap(16, 16))


def label(text: str, role: str = "", parent: QWidget | None = None, *, wrap: bool = True, name: str = "") -> QLabel:
    """A label that wraps and can be copied from. Plain text always: names may hold any character."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if name:
        made.setObjectName(name)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def facts(rows: Iterable[tuple[str, str]], parent: QWidget | None = None) -> QWidget:
    """Label and value in two columns; rows without a value are left out."""
    made = QWidget(parent)
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(measures.MARGIN)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for at, (name, value) in enumerate((name, value) for name, value in rows if value):
        head = label(name, "quiet", made, wrap=False)
        grid.addWidget(head, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value, "", made), at, 1)
    return made


def scrolled(inside: QWidget, parent: QWidget | None = None) -> QScrollArea:
    """A pane that scrolls up and down when it does not fit."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


@contextmanager
def renewed(inside: QWidget, pane: QScrollArea) -> Generator[None]:
    """Fill what scrolls in a pane anew. The button that had the keyboard has it again, by its object name.

    What is made inside a widget in sight comes up one turn of the event loop before its pane measures it: for that moment it would
    be painted pressed into the height of what was there. So it is made out of sight, and measured at once.
    """
    had = QApplication.focusWidget()
    name = had.objectName() if had is not None and inside.isAncestorOf(had) else ""
    shown = not inside.isHidden()
    inside.hide()
    try:
        yield
    finally:
        inside.setVisible(shown)
        QCoreApplication.sendEvent(pane, QEvent(QEvent.Type.LayoutRequest))
        again = [one for one in inside.findChildren(QWidget, name) if not one.isHidden()] if name else []
        if again:
            again[-1].setFocus()


def clear(layout: QVBoxLayout | QHBoxLayout | QGridLayout) -> None:
    """Take everything out of a layout."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif isinstance(inner := item.layout(), QVBoxLayout | QHBoxLayout | QGridLayout):
            clear(inner)
