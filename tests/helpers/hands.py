"""A person's hands at a window: clicks, keys and input-method events on widgets found by their names. Knows nothing of the core."""

from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

W = TypeVar("W", bound=QWidget)


def find(parent: QWidget, name: str, kind: type[W] = QWidget) -> W:
    """The visible widget with an object name. Fails naming the visible ones near."""
    found = [widget for widget in parent.findChildren(kind, name) if widget.isVisible()]
    if len(found) != 1:
        near = sorted({w.objectName() for w in parent.findChildren(QWidget) if w.isVisible() and w.objectName()})
        raise AssertionError(f"{len(found)} widgets {name!r}; visible: {', '.join(near)}")
    return found[0]


def click(parent: QWidget, name: str) -> None:
    """Click the middle of the widget with an object name."""
    widget = find(parent, name)
    assert widget.isEnabled(), f"{name} is disabled: {widget.toolTip()}"
    place = QPoint(14, widget.height() // 2) if isinstance(widget, QAbstractButton) else widget.rect().center()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()  # what the click made is shown with the next events


def type_text(parent: QWidget, name: str, text: str) -> None:
    """Type into a field over what stands there: as an input method commits it, so that Chinese arrives as it does at a desk."""
    widget = find(parent, name)
    if isinstance(widget, QComboBox) and (line := widget.lineEdit()) is not None:
        widget = line
    widget.setFocus()
    QTest.keySequence(widget, "Ctrl+A")
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def choose(parent: QWidget, name: str, words: str) -> None:
    """Choose the entry of a drop-down that contains some words, by the keyboard."""
    box = find(parent, name, QComboBox)
    at = next((i for i in range(box.count()) if words in box.itemText(i)), -1)
    assert at >= 0, f"{name}: no {words!r} among {[box.itemText(i) for i in range(box.count())]}"
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(at):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentIndex() == at
