"""Two windows on one workspace, in one program and in two: nothing is overwritten, and who may write is said."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.desks import make_office, open_sample_case, passphrase, recommended_case, two_offices
from tests.helpers.filled import filled_office
from tests.helpers.sources import ROOT
from tests.helpers.windows import HANGS_MS, click, find, settle, type_text
from tests.ui.dying import only_case
from ui import seat as seats
from ui.main_window import MainWindow
from ui.pages.case.edit import open_form
from ui.tasks import conditions, exchange

Open = Callable[..., MainWindow]


@pytest.fixture
def pair_on(qtbot: QtBot, window_on: Open) -> Callable[[Path], tuple[MainWindow, MainWindow]]:
    """A window and a second one from its Ctrl+Shift+N; the second is in front."""

    def open_(root: Path) -> tuple[MainWindow, MainWindow]:
        first = window_on(root)
        settle(qtbot, first)
        front(first)
        QTest.keySequence(first, "Ctrl+Shift+N")
        qtbot.waitUntil(lambda: bool(first.others) and first.others[0].isActiveWindow(), timeout=HANGS_MS)
        return first, first.others[0]

    return open_


def front(window: MainWindow) -> None:
    """The person goes on in this window."""
    window.activateWindow()
    window.setFocus()
    QTest.qWait(10)
    assert window.isActiveWindow()


def test_a_window_that_closes_while_something_is_read_for_it_waits_for_the_answer(
    qtbot: QtBot, pair_on: Callable[..., tuple], tmp_path: Path
) -> None:
    make_office(tmp_path / "office").close()
    first, second = pair_on(tmp_path / "office")
    settle(qtbot, first)
    came: list[str] = []
    gone: list[bool] = []
    second.destroyed.connect(lambda: gone.append(True))
    go_on = threading.Event()

    def done(_none: object) -> None:
        came.append(second.page.heading.text())  # as every page does: it writes into its widgets

    first.seat.run("", lambda _desk, _step: go_on.wait(30), done=done, quiet=True)
    second.close()
    assert not second.isVisible()
    for _ in range(3):
        qtbot.wait(20)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    go_on.set()
    qtbot.waitUntil(lambda: bool(came), timeout=HANGS_MS)
    qtbot.waitUntil(lambda: bool(gone), timeout=HANGS_MS)


def test_what_is_asked_for_in_a_window_comes_in_that_window(pair_on: Callable[..., tuple], tmp_path: Path) -> None:
    make_office(tmp_path / "office").close()
    first, second = pair_on(tmp_path / "office")
    QTest.keySequence(second, "Alt+3")
    assert (first.page.key, second.page.key) == ("today", "register")
    front(first)
    first.seat.goto.emit("cases", "")
    assert (first.page.key, second.page.key) == ("cases", "register")
    find(first.banner, "banner.change-day").click()  # pyright: ignore[reportAttributeAccessIssue]
    assert (first.drawer.isVisible(), second.drawer.isVisible()) == (True, False)


def test_the_same_condition_judged_in_both_windows_is_judged_once(
    qtbot: QtBot, pair_on: Callable[..., tuple], tmp_path: Path
) -> None:
    with make_office(tmp_path / "office") as desk:
        stream = open_sample_case(desk).stream
    windows = pair_on(tmp_path / "office")
    for window, words in zip(windows, ("甲写的理由", "乙写的理由"), strict=True):
        front(window)
        conditions.override(window.seat, stream, "enterprises")
        type_text(window.drawer, "override.enterprises.note", words)
    first, second = windows
    front(first)
    click(first.drawer, "drawer.submit")
    settle(qtbot, first)
    assert not first.drawer.isVisible()
    front(second)
    click(second.drawer, "drawer.submit")
    settle(qtbot, second)
    told = find(second.drawer, "drawer.problems", QLabel).text()
    assert "已填内容都保留为草稿" in told, told
    assert find(second.drawer, "override.enterprises.note", QPlainTextEdit).toPlainText() == "乙写的理由"
    case = first.seat.reader.case(stream)
    assert "甲写的理由" in str(case.open)
    assert "乙写的理由" not in str(case.open)


def test_a_field_typed_in_both_windows_is_never_overwritten(
    qtbot: QtBot, pair_on: Callable[..., tuple], tmp_path: Path
) -> None:
    filled_office(tmp_path / "office", papers=False)
    windows = pair_on(tmp_path / "office")
    stream = only_case(windows[0])
    for window, words in zip(windows, ("甲的行业", "乙的行业"), strict=True):
        front(window)
        window.go("cases", stream)
        QTest.qWait(60)
        open_form(window.seat, window.seat.reader.case(stream), "alliance")
        type_text(window, "form.alliance.industry", words)
    first, second = windows
    front(first)
    click(first, "form.save")
    settle(qtbot, first)
    front(second)
    settle(qtbot, second)
    QTest.qWait(20)
    assert not find(second, "form.save").isEnabled()
    assert "用草稿还是用现值" in find(second, "form.save").toolTip()
    assert first.seat.reader.case(stream).open["alliance"]["industry"] == "甲的行业"
    said = [
        one for one in second.findChildren(QWidget) if isinstance(one, QLabel | QAbstractButton) and one.isVisible()
    ]
    told = "\n".join(one.text() for one in said)
    assert "甲的行业" in told
    assert "乙的行业" in told


def test_only_the_window_in_front_asks_for_the_passphrase_and_what_was_done_is_kept_once(
    qtbot: QtBot, pair_on: Callable[..., tuple], tmp_path: Path
) -> None:
    (tmp_path / "usb").mkdir()
    pair = two_offices(tmp_path)
    case = recommended_case(pair.county).stream
    pair.close()
    first, second = pair_on(tmp_path / "county")
    exchange.hand_over(second.seat, case)
    type_text(second.drawer, "hand-over.folder", str(tmp_path / "usb"))
    click(second.drawer, "drawer.submit")
    qtbot.waitUntil(lambda: bool(second.findChildren(QDialog, "passphrase")), timeout=HANGS_MS)
    assert not first.findChildren(QDialog, "passphrase")
    type_text(second, "passphrase.line", passphrase())
    find(second, "passphrase.submit").click()  # pyright: ignore[reportAttributeAccessIssue]
    settle(qtbot, second)
    assert len(list((tmp_path / "usb").glob("*.deskpack"))) == 1
    jobs = second.seat.reader.raw.execute("SELECT title FROM local_job").fetchall()
    assert len(jobs) == 1


def test_closing_the_second_window_leaves_the_first_one_at_work(
    qtbot: QtBot, pair_on: Callable[..., tuple], tmp_path: Path
) -> None:
    make_office(tmp_path / "office").close()
    first, second = pair_on(tmp_path / "office")
    second.close()
    QTest.qWait(10)
    assert first.isVisible()
    front(first)
    first.seat.goto.emit("cases", "")
    assert first.page.key == "cases"
    find(first.banner, "banner.change-day").click()  # pyright: ignore[reportAttributeAccessIssue]
    assert first.drawer.isVisible()


_OTHER = """
import sys
from pathlib import Path
from tests.helpers.desks import reopen
desk = reopen(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
from alliance_desk.cases import office
office.add_operator(desk, "另一程序的人")
print("written", flush=True)
sys.stdin.readline()
desk.close()
print("closed", flush=True)
sys.stdin.readline()
"""


def test_a_second_program_only_looks_until_the_first_is_closed(
    qtbot: QtBot, window_on: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seats, "AGAIN_MS", 50)
    make_office(tmp_path / "office").close()
    command = [sys.executable, "-c", _OTHER, str(tmp_path / "office")]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        window = window_on(tmp_path / "office")
        qtbot.waitUntil(lambda: window.seat.readonly, timeout=HANGS_MS)
        assert "本窗口只能查看" in find(window, "banner.text", QLabel).text()
        assert not find(window, "bar.undo").isEnabled()
        window.go("cases")
        assert "以只读方式打开，不能办理" in {action.why_not() for action in window.page.commands()}
        # What the other program writes is shown here too.
        print("go", file=other.stdin, flush=True)
        assert other.stdout.readline() == "written\n"
        qtbot.waitUntil(lambda: "另一程序的人" in str(window.seat.reader.settings["operators"]), timeout=HANGS_MS)
        print("go", file=other.stdin, flush=True)
        assert other.stdout.readline() == "closed\n"
        qtbot.waitUntil(lambda: not window.seat.readonly, timeout=HANGS_MS)
        print("go", file=other.stdin, flush=True)
    assert "本窗口只能查看" not in find(window, "banner.text", QLabel).text()
    assert "现在可以在本窗口办理" in find(window, "strip.text", QLabel).text()
    assert "以只读方式打开，不能办理" not in {action.why_not() for action in window.page.commands()}
