"""Ctrl+K: type a few characters, go to any page, case, alliance, expert, or do any action."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.language import tr
from ui.theme import measures
from ui.theme.look import Look


@dataclass(frozen=True)
class Target:
    """One place to go or thing to do. kind: what it is, in words. why_not: why it cannot be done now."""

    text: str
    kind: str
    icon: str
    go: Callable[[], None]
    why_not: str = ""


class Palette(QDialog):
    """A list under a search line. find: the targets for a typed text, best first."""

    def __init__(self, look: Look, find: Callable[[str], Sequence[Target]], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("palette")
        self.setModal(True)
        self.setWindowTitle(tr("ui.palette.title"))
        self._look, self._find = look, find
        self._targets: Sequence[Target] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GRID, measures.GRID, measures.GRID, measures.GRID)
        self.line = QLineEdit(self)
        self.line.setObjectName("palette.line")
        self.line.setPlaceholderText(tr("ui.palette.hint"))
        self.line.setAccessibleName(tr("ui.palette.title"))
        self.list = QListWidget(self)
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(tr("ui.palette.found"))
        self.list.setUniformItemSizes(True)
        self._none = QLabel(tr("ui.palette.none"), self)
        self._none.setProperty("role", "quiet")
        for widget in (self.line, self.list, self._none):
            column.addWidget(widget)
        self.line.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._show)
        self.line.textChanged.connect(lambda _text: self._timer.start(0))
        self.line.returnPressed.connect(self._enter)
        self.list.itemClicked.connect(lambda _item: self._enter())
        self.resize(640, 420)
        self._show()

    def _show(self) -> None:
        self._timer.stop()
        self._targets = self._find(self.line.text().strip())
        self.list.clear()
        for target in self._targets:
            words = tr("ui.palette.line", text=target.text, kind=target.kind)
            item = QListWidgetItem(
                self._look.icon(target.icon), words if not target.why_not else f"{words} · {target.why_not}"
            )
            if target.why_not:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._none.setVisible(not self._targets)
        self.list.setVisible(bool(self._targets))

    def _enter(self) -> None:
        if self._timer.isActive():
            self._show()
        at = self.list.currentRow()
        if 0 <= at < len(self._targets) and not self._targets[at].why_not:
            self.accept()
            self._targets[at].go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys in the line move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(
                Qt.Key(event.key())
            )
            if step is not None:
                last = self.list.count() - 1
                self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)
