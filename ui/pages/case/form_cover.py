"""A pane that lies over a whole page for as long as one piece of work takes: a wide form, a paper to read. Esc closes it."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from ui.seat import Seat
from ui.theme import measures

_OWN = (Qt.Key.Key_Escape, Qt.Key.Key_S, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down)

_MOST_STEPS = 500
"""Widgets below the pane that Tab passes over at most."""


def page_of(seat: Seat) -> QWidget | None:
    """The page in front of the person at this seat; of several windows the one that is used."""
    windows = [one for one in QApplication.topLevelWidgets() if getattr(one, "seat", None) is seat and one.isVisible()]
    window = next((one for one in windows if one.isActiveWindow()), windows[0] if windows else None)
    return getattr(window, "page", None)


class Cover(QFrame):
    """Lies over a page and keeps the keyboard to itself.

    Signals: closed.
    """

    closed = Signal()

    def __init__(self, host: QWidget, name: str) -> None:
        super().__init__(host)
        self.host = host
        self.setObjectName(name)
        self.setProperty("role", "page")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(measures.MARGIN, measures.GAP, measures.MARGIN, measures.GAP)
        self.column.setSpacing(measures.GRID)
        host.installEventFilter(self)
        host.window().installEventFilter(self)
        self._below: list[QWidget] = []
        self._place()

    def open(self) -> None:
        """Lie over the page. What is below is not there until this closes: not for the eye, the keyboard or a screen reader."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        self._below = [
            one for one in self.host.findChildren(QWidget, options=direct) if one is not self and not one.isHidden()
        ]
        for one in self._below:
            one.hide()
        self.show()
        self.raise_()

    def _place(self) -> None:
        self.setGeometry(self.host.rect())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.host and event.type() == QEvent.Type.Resize:
            self._place()
        elif event.type() == QEvent.Type.Close:
            self.keep()
        return super().eventFilter(watched, event)

    def keep(self) -> None:
        """Keep what is typed: the window may close next."""

    def dismiss(self) -> None:
        """Close; the page below has the keyboard again."""
        if self.isHidden():
            return
        self.keep()
        self.hide()
        for one in self._below:
            one.show()
        self.closed.emit()
        self.host.setFocus()
        self.deleteLater()

    def pressed(self, event: QKeyEvent) -> bool:
        """Keys of this pane; whether one was meant."""
        if event.key() == Qt.Key.Key_Escape or event.matches(QKeySequence.StandardKey.Back):
            self.dismiss()
            return True
        return False

    # Keys that the window has shortcuts for are this pane's while it is open

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
            alone = event.key() == Qt.Key.Key_Escape
            if alone or event.matches(QKeySequence.StandardKey.Back) or (held and event.key() in _OWN):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pressed(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes round within the pane: what lies below it cannot be seen.

        Asked of Qt step by step: walking ``nextInFocusChain`` from Python leaves wrappers behind that outlive their widgets.
        """
        for _ in range(_MOST_STEPS):
            if not super().focusNextPrevChild(next):
                return False
            if (here := QApplication.focusWidget()) is not None and self.isAncestorOf(here):
                return True
        return True
