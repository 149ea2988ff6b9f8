"""Actions as data: buttons, menus, context menus, shortcuts and the palette are all made from the same list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ui.language import tr
from ui.theme.colours import Tone
from ui.theme.look import Look


def always() -> str:
    """Nothing speaks against it."""
    return ""


@dataclass(frozen=True)
class Action:
    """One thing a person can do.

    id: stable, ``room.verb``; also the object name of its button. text: its words, a verb that names the effect.
    run: does it, or opens its task. why_not: the reason in words why it cannot be done now, empty when it can.
    icon: name in the icon set. shortcut: as Qt writes it (``Ctrl+N``). hint: one more sentence. group: menu sections.
    """

    id: str
    text: str
    run: Callable[[], None]
    why_not: Callable[[], str] = field(default=always)
    icon: str = ""
    shortcut: str = ""
    hint: str = ""
    group: str = ""

    @property
    def tip(self) -> str:
        """What is shown beside the pointer: words, shortcut, and why it cannot be done."""
        why = self.why_not()
        keys = QKeySequence(self.shortcut).toString(QKeySequence.SequenceFormat.NativeText) if self.shortcut else ""
        head = tr("ui.action.with-keys", text=self.text, keys=keys) if keys else self.text
        return "\n".join(part for part in (head, self.hint, tr("ui.action.why-not", why=why) if why else "") if part)


class Button(QPushButton):
    """A button of an action; its icon follows the theme."""

    def __init__(self, action: Action, look: Look, parent: QWidget | None, *, main: bool) -> None:
        super().__init__(action.text, parent)
        self._icon, self._look, self._main = action.icon, look, main
        look.changed.connect(self._dress)
        self._dress()

    def lead(self, main: bool) -> None:
        """Be the main button of its place from now on, or not any more."""
        if main == self._main:
            return
        self._main = main
        self.setProperty("role", "main" if main else "")
        self.style().unpolish(self)
        self.style().polish(self)
        self._dress()

    def _dress(self) -> None:
        if self._icon:
            self.setIcon(self._look.icon_on_accent(self._icon) if self._main else self._look.icon(self._icon))


def button(
    action: Action, look: Look, parent: QWidget | None = None, *, main: bool = False, plain: bool = False
) -> Button:
    """A button of an action, enabled as it is now; ``refresh`` follows the state."""
    made = Button(action, look, parent, main=main)
    made.setObjectName(action.id)
    if main or plain:
        made.setProperty("role", "main" if main else "plain")
    made.clicked.connect(lambda: action.run() if not action.why_not() else None)
    refresh(made, action)
    return made


def refresh(widget: QPushButton, action: Action) -> None:
    """Enable or disable a button as its action is now, and say why."""
    widget.setEnabled(not action.why_not())
    widget.setToolTip(action.tip)
    widget.setAccessibleName(action.text)
    widget.setAccessibleDescription(action.why_not())


def menu(actions: Iterable[Action], look: Look, parent: QWidget) -> QMenu:
    """A menu of actions; a line between groups; what cannot be done now is there, grey, with its reason."""
    made = QMenu(parent)
    made.setToolTipsVisible(True)
    group: str | None = None
    for action in actions:
        if group is not None and action.group != group:
            made.addSeparator()
        group = action.group
        made.addAction(as_qaction(action, look, made))
    return made


def as_qaction(action: Action, look: Look, parent: QWidget, *, keys: bool = False) -> QAction:
    """A QAction of an action. keys: whether it listens to its shortcut; a menu only shows it."""
    why = action.why_not()
    made = QAction(action.text, parent)
    made.setObjectName(action.id)
    if action.icon:
        made.setIcon(look.icon(action.icon, Tone.QUIET))
    made.setToolTip(action.tip)
    made.setStatusTip(why)
    made.setEnabled(keys or not why)
    if action.shortcut and keys:
        made.setShortcut(QKeySequence(action.shortcut))
    elif action.shortcut:
        made.setText(f"{action.text}\t{QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)}")
    made.triggered.connect(lambda _on: action.run())
    return made
