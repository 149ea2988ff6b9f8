"""The libraries that installer/system.py names are enough for a window on a real screen: everything else here is drawn off it."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.helpers.tools import need

SHOW = """
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("desk")
label.show()
assert QTest.qWaitForWindowExposed(label, 20000)
print(app.platformName(), app.primaryScreen().size().width())
"""


@pytest.fixture
def display() -> Iterator[str]:
    """The name of an X screen that nobody looks at."""
    program = need("Xvfb")
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    with os.fdopen(read) as told, subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as running:
        os.close(write)
        yield f":{told.readline().strip()}"
        running.terminate()


def test_a_window_shows_on_an_x_screen(display: str) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "WAYLAND_"))}
    environment |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    done = subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["xcb", "1366"], done.stderr
