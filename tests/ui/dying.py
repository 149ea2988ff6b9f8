"""A window that dies: ``dying.py WORKSPACE TEXT`` opens a task of its only case, types a text as an input method does, and waits.

It prints ``kept`` once the draft is in the database; whoever started it kills it then, in the middle of the work.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest

from alliance_desk.clock import FixedClock
from alliance_desk.desk import local
from tests.helpers.hands import type_text
from tests.helpers.windows import DAY
from ui.app import make_application, open_window
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.tasks import opinions
from ui.theme.look import Look


def only_case(window: MainWindow) -> str:
    """The stream of the only case."""
    (stream,) = window.seat.reader.raw.execute("SELECT stream FROM index_case").fetchone()
    return str(stream)


def main(root: Path, text: str) -> None:
    """Type, and say when it is kept."""
    app = make_application()
    window = open_window(root, FixedClock(DAY), Look(app, bundled=True), Preferences())
    opinions.recommend(window.seat, only_case(window))
    type_text(window.drawer, "recommend.opinion", text)
    loop = QEventLoop()  # a test wait of Qt's leaves the worker hardly any time
    while not local.drafts(window.seat.reader):
        QTimer.singleShot(20, loop.quit)
        loop.exec()
    print("kept", flush=True)
    type_text(window.drawer, "recommend.letter", "killed before this is kept")
    QTest.qWait(60_000)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
