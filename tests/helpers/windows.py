"""Windows for tests: the application's look, a window on a workspace, and waiting for work to end."""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from alliance_desk.clock import FixedClock
from tests.helpers.hands import choose, click, find, type_text
from ui import seat as seats
from ui.app import open_window
from ui.main_window import MainWindow
from ui.preferences import VARIABLE, Preferences
from ui.theme.look import Look

__all__ = [
    "DAY",
    "HANGS_MS",
    "about_to",
    "appear",
    "choose",
    "click",
    "close",
    "find",
    "look",
    "settle",
    "type_text",
    "window_on",
]

DAY = date(2024, 9, 27)
HANGS_MS = 60_000
"""Work of a window that takes longer hangs; no test waits that long for anything that works."""
_ROUNDS = 20  # what redraws itself for ever is never done


@pytest.fixture
def look(qapp: QApplication) -> Iterator[Look]:
    """The light theme in the bundled font."""
    yield Look(qapp, bundled=True)
    qapp.setStyleSheet("")


@pytest.fixture
def window_on(
    qtbot: QtBot, look: Look, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., MainWindow]]:
    """Opens windows on workspaces; each is closed at the end. The desk the test made must be closed before.

    A window that may only look tries again sooner than at a desk.
    """
    monkeypatch.setattr(seats, "LOCK_S", 0.2)
    monkeypatch.setattr(seats, "AGAIN_MS", 200)
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
    """Wait until nothing runs any more and what came of it is shown; showing it may begin something that is waited for too."""
    operations = window.seat.operations
    while True:
        qtbot.waitUntil(lambda: not operations.busy, timeout=HANGS_MS)
        appear()
        if not operations.busy:
            return


def about_to(window: MainWindow, moment: int = 500) -> bool:
    """Whether the page in front waits a moment before it shows more, as for a cursor that runs down a list.

    moment: milliseconds; who waits longer waits for something else.
    """
    timers = window.page.findChildren(QTimer)
    return any(one.isActive() and one.isSingleShot() and one.interval() < moment for one in timers)


def appear() -> None:
    """Deliver what is due by now: a widget that a result made comes into sight with the events after the one that made it."""
    loop = QEventLoop()
    for _ in range(_ROUNDS):
        if not loop.processEvents():
            return
