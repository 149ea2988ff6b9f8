"""Windows for tests: the application's look, a window on a workspace, typing as people do, and waiting for work to end."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from alliance_desk.clock import FixedClock
from ui.app import open_window
from ui.main_window import MainWindow
from ui.preferences import VARIABLE, Preferences
from ui.theme.look import Look

DAY = date(2024, 9, 27)
W = TypeVar("W", bound=QWidget)


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Look]:
    """The light theme in the bundled font."""
    yield Look(qapp, bundled=True)
    qapp.setStyleSheet("")


@pytest.fixture
def window_on(qtbot: QtBot, look: Look, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    """Opens windows on workspaces; each is closed at the end. The desk the test made must be closed before."""
    os.environ[VARIABLE] = str(tmp_path / "window.json")
    opened: list[MainWindow] = []

    def open_(root: Path, day: date = DAY, **more: str) -> MainWindow:
        window = open_window(root, FixedClock(day), look, Preferences(), **more)
        opened.append(window)
        qtbot.waitExposed(window)
        return window

    yield open_
    for window in opened:
        close(qtbot, window)
    del os.environ[VARIABLE]


def close(qtbot: QtBot, window: MainWindow) -> None:
    """Close a window as its person does, and its desks."""
    settle(qtbot, window)
    window.close()
    window.seat.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing runs any more."""
    qtbot.waitUntil(lambda: not window.seat.operations.busy, timeout=30_000)


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


def type_text(parent: QWidget, name: str, text: str) -> None:
    """Type into a field over what stands there: as an input method commits it, so that Chinese arrives as it does at a desk."""
    widget = find(parent, name)
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
