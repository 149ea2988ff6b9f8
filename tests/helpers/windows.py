"""Windows for tests: the application's look, a window on a workspace, and waiting for work to end."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alliance_desk.clock import FixedClock
from tests.helpers.hands import choose, click, find, type_text
from ui.app import open_window
from ui.main_window import MainWindow
from ui.preferences import VARIABLE, Preferences
from ui.theme.look import Look

__all__ = ["DAY", "choose", "click", "close", "find", "look", "settle", "type_text", "window_on"]

DAY = date(2024, 9, 27)


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
