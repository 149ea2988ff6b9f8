"""The window: its start against a bare PySide6 window, a keystroke over many cases, opening a case, going between pages, memory."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from tests.bench.made import workspace
from tests.bench.timing import told
from tests.helpers.sources import ROOT

_ASKED = ("联盟", "新材料", "太原", "9", "cl", "产业", "2022", "装备")
"""What is typed, a character at a time."""
_CLOCK = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
class First(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            print(time.time() - float(os.environ["BEGUN"]), flush=True)
            os._exit(0)
        return False
first = First()
"""
_BARE = """
from PySide6.QtWidgets import QMainWindow, QTableWidget
app = QApplication([])
window = QMainWindow()
table = QTableWidget(20, 8)
window.setCentralWidget(table)
table.viewport().installEventFilter(first)
window.show()
app.exec()
"""
_OURS = """
import ui.tables.view as view
made = view.Table.__init__
def watched(self, *given, **more):
    made(self, *given, **more)
    if self.objectName() == "cases":
        self.viewport().installEventFilter(first)
view.Table.__init__ = watched
from ui.app import main
main(["--workspace", os.environ["ROOT"]])
"""


def window(folder: Path, rows: int, runs: int = 7) -> Iterator[str]:
    """Lines of figures over so many cases."""
    desk = workspace(folder, rows)
    root = desk.place.root
    desk.close()
    (root.parent / "window.json").unlink(missing_ok=True)
    os.environ["ALLIANCE_DESK_PREFERENCES"] = str(root.parent / "window.json")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _remember_cases(root)
    _start(_BARE, root), _start(_OURS, root)  # pyright: ignore[reportUnusedExpression]
    turns = [(_start(_OURS, root), _start(_BARE, root)) for _ in range(runs)]
    ours, bare = (1_000 * statistics.median(turn[side] for turn in turns) for side in (0, 1))
    yield told("window start", ours, "ms", f"{rows} cases, process start to first painted list", "bare window", bare)
    yield from _inside(root, rows)


def _start(code: str, root: Path) -> float:
    """Seconds from the start of a process to the first painted table."""
    given = {**os.environ, "BEGUN": str(time.time()), "ROOT": str(root)}
    given.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    done = subprocess.run(
        [sys.executable, "-c", _CLOCK + code], cwd=ROOT, env=given, capture_output=True, encoding="utf8", check=True
    )
    return float(done.stdout)


def _remember_cases(root: Path) -> None:
    """The window opens on the list of cases, as it does for somebody who left it there."""
    from alliance_desk.desk import local, open_desk
    from tests.bench.made import PASSPHRASE, Ticking

    with open_desk(root, clock=Ticking(), passphrase=lambda: PASSPHRASE) as desk:
        local.keep_state(desk, {"page": "cases"})


def _inside(root: Path, rows: int) -> Iterator[str]:
    """Figures inside one process."""
    from PySide6.QtCore import QCoreApplication
    from PySide6.QtTest import QTest

    from alliance_desk.clock import FixedClock
    from ui.app import make_application, open_window
    from ui.pages import PAGES
    from ui.pages.cases import Cases
    from ui.preferences import Preferences
    from ui.theme.look import Look

    app = make_application()
    opened = open_window(root, FixedClock(date(2030, 1, 1)), Look(app, bundled=True), Preferences())
    QTest.qWait(1_500)
    page = opened.page
    assert isinstance(page, Cases)
    # Where nothing is found the empty page is painted instead of the table.
    table, empty = _painted(page.list.table.viewport()), _painted(page.list._empty)

    def painted() -> int:
        return table() + empty()

    times: list[float] = []
    for word in _ASKED:
        for end in range(1, len(word) + 1):
            start, before = time.perf_counter(), painted()
            page.list.search.setText(word[:end])
            while painted() == before:
                QCoreApplication.processEvents()
            times.append(1_000 * (time.perf_counter() - start))
    yield told(
        "window keystroke",
        statistics.median(times),
        "ms",
        f"{rows} cases, {len(times)} keystrokes, worst {max(times):.0f} ms, aim 50",
    )
    page.list.search.setText("")
    QTest.qWait(50)
    keys = [str(page.list.table.rows.row(at)["id"]) for at in range(9)]
    times = []
    for key in keys:
        start = time.perf_counter()
        page.open(key)
        opened.grab()
        times.append(1_000 * (time.perf_counter() - start))
    yield told(
        "window open case",
        statistics.median(times[1:]),
        "ms",
        f"20 members, first of all {times[0]:.0f} ms, aim 150 for 30",
    )
    for entry in PAGES:
        opened.go(entry.key)
        QTest.qWait(20)
    times = []
    for entry in (*PAGES, *PAGES):
        start = time.perf_counter()
        opened.go(entry.key)
        opened.grab()
        times.append(1_000 * (time.perf_counter() - start))
    yield told(
        "window page switch",
        statistics.median(times),
        "ms",
        f"{len(times)} switches, worst {max(times):.0f} ms, aim 50",
    )
    yield told("window memory", _resident(), "MB", "resident after all pages")
    opened.close()
    opened.seat.close()


def _painted(widget: object) -> Callable[[], int]:
    """Counts how often a widget was painted."""
    from PySide6.QtCore import QEvent, QObject

    class Counter(QObject):
        count = 0

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            self.count += event.type() == QEvent.Type.Paint
            return False

    counter = Counter(widget)  # pyright: ignore[reportArgumentType]
    widget.installEventFilter(counter)  # pyright: ignore[reportAttributeAccessIssue]
    return lambda: counter.count


def _resident() -> float:
    """Resident memory of this process, MB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
