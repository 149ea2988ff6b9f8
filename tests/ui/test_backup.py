"""Backups at the window: asked for, made by themselves, made before it closes, listed, restored."""

import contextlib
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from alliance_desk.cases import office
from alliance_desk.desk import backup_state, local
from alliance_desk.desk import sample as samples
from alliance_desk.desk.backup import backup, backups
from alliance_desk.desk.backup_state import When
from tests.helpers.desks import COUNTY, TODAY, make_office, open_sample_case, reopen
from tests.helpers.windows import HANGS_MS, choose, click, find, settle, type_text
from ui.keeper import Keeper
from ui.main_window import MainWindow
from ui.tasks import backup as tasks
from ui.theme.colours import Tone

WindowOn = Callable[..., MainWindow]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    with make_office(tmp_path / "office") as desk:
        open_sample_case(desk)
    (tmp_path / "usb").mkdir()
    return tmp_path / "office"


@pytest.fixture
def usb(root: Path, tmp_path: Path) -> Path:
    """The folder that the office's backups go to."""
    with reopen(root) as desk:
        backup_state.set_folder(desk, tmp_path / "usb")
    return tmp_path / "usb"


def settings(qtbot: QtBot, window: MainWindow) -> None:
    """Open the section of backups."""
    window.go("settings", "backup")
    settle(qtbot, window)
    seen(qtbot, window, "settings.backup.status")


def seen(qtbot: QtBot, window: MainWindow, name: str) -> QWidget:
    """A widget of a page, once it is laid out."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(QWidget, name)), timeout=HANGS_MS)
    return find(window, name)


def said(window: MainWindow) -> str:
    return find(window, "strip.text", QLabel).text()


def commit(qtbot: QtBot, window: MainWindow, name: str = "样例乙") -> None:
    """Something is entered at the window."""
    window.seat.run("", lambda desk, _step: office.add_operator(desk, name))
    settle(qtbot, window)


def keeper(window: MainWindow) -> Keeper:
    found = window.findChild(Keeper)
    assert isinstance(found, Keeper)
    return found


def look_now(qtbot: QtBot, window: MainWindow) -> None:
    """The hour has come round."""
    keeper(window).look()
    qtbot.waitUntil(lambda: not keeper(window).busy, timeout=HANGS_MS)
    settle(qtbot, window)


# Asked for


def test_the_first_backup_asks_where_to_and_is_made_at_once(
    root: Path, tmp_path: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    window = window_on(root)
    settings(qtbot, window)
    assert "还没有设置" in find(window, "settings.backup.status", QLabel).text()
    click(window, "settings.backup-now")
    choose(window, "backup.folder.when", "每天一次")
    type_text(window, "backup.folder.folder", str(tmp_path / "usb"))
    assert "同一块盘" in find(window, "drawer.live", QLabel).text()
    click(window, "drawer.submit")
    settle(qtbot, window)
    (kept,) = backups(tmp_path / "usb")
    assert str(kept.path) in said(window)
    assert backup_state.folder(window.seat.reader) == tmp_path / "usb"
    settle(qtbot, window)
    assert "之后没有改动" in find(window, "settings.backup.status", QLabel).text()
    rows = seen(qtbot, window, "settings.backup.rows").findChildren(QLabel)
    assert any(kept.path.name in row.text() for row in rows)


def test_a_folder_inside_the_workspace_is_refused_in_the_drawer(root: Path, window_on: WindowOn, qtbot: QtBot) -> None:
    window = window_on(root)
    tasks.choose_folder(window.seat)
    type_text(window, "backup.folder.folder", str(root / "blobs"))
    click(window, "drawer.submit")
    settle(qtbot, window)
    assert "在工作区里面" in find(window, "drawer.problems", QLabel).text()
    assert backup_state.folder(window.seat.reader) is None


def test_a_backup_now_shows_its_result_in_the_strip(root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot) -> None:
    window = window_on(root)
    settings(qtbot, window)
    click(window, "settings.backup-now")
    settle(qtbot, window)
    assert len(backups(usb)) == 1
    assert "读回核对无误" in said(window)
    assert find(window, "strip.open-folder").isVisible()


def test_a_stick_that_is_away_is_told(root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot) -> None:
    usb.rmdir()
    window = window_on(root)
    settings(qtbot, window)
    seen(qtbot, window, "settings.backup.none")
    assert "打不开" in find(window, "settings.backup.none", QLabel).text()
    click(window, "settings.backup-now")
    settle(qtbot, window)
    assert str(usb) in said(window)
    assert not usb.exists()


def test_what_is_said_of_the_last_backup(root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot) -> None:
    window = window_on(root)
    seat = window.seat

    def status(day: date = TODAY) -> tuple[str, Tone]:
        seat.rehearse(day)
        settle(qtbot, window)
        return tasks.status(seat)

    assert status() == ("还没有备份过", Tone.WARN)
    tasks.now(seat)
    settle(qtbot, window)
    assert status(TODAY + timedelta(days=40)) == ("已于 2024-09-27 备份，之后没有改动", Tone.PASS)
    commit(qtbot, window)
    assert status() == ("今天已备份", Tone.PASS)
    assert status(TODAY + timedelta(days=1)) == ("上次备份 1 天前", Tone.PASS)
    assert status(TODAY + timedelta(days=12)) == ("上次备份 12 天前", Tone.WARN)
    samples.mark(root, TODAY)
    assert status()[1] is Tone.INFO


# By themselves


def test_a_day_s_backup_is_made_beside_the_work_and_remembered(
    root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    window = window_on(root)
    look_now(qtbot, window)
    (kept,) = backups(usb)
    assert said(window).startswith("自动备份")
    last = backup_state.last(window.seat.reader)
    assert last is not None
    assert (last.path, last.on) == (kept.path, TODAY)
    assert [job.title for job in local.jobs(window.seat.reader)] == ["自动备份"]


def test_it_is_made_once_a_day_and_only_where_something_was_changed(
    root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    window = window_on(root)
    look_now(qtbot, window)
    commit(qtbot, window)
    look_now(qtbot, window)
    assert len(backups(usb)) == 1  # today there is one
    window.seat.rehearse(TODAY + timedelta(days=1))
    look_now(qtbot, window)
    assert len(backups(usb)) == 2
    window.seat.rehearse(TODAY + timedelta(days=2))
    look_now(qtbot, window)
    assert len(backups(usb)) == 2  # nothing was changed since


@pytest.mark.parametrize("reason", ["never", "sample", "read only", "no folder"])
def test_nothing_is_backed_up_by_itself_where_it_should_not(
    reason: str, root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    with reopen(root) as desk:
        if reason == "never":
            backup_state.set_folder(desk, usb, When.NEVER)
        elif reason == "no folder":
            local.keep_state(desk, {"backup.folder": None}, local.EVERYBODY)
    if reason == "sample":
        samples.mark(root, TODAY)
    with reopen(root) if reason == "read only" else contextlib.nullcontext():
        window = window_on(root)
        qtbot.waitUntil(lambda: window.seat.readonly is (reason == "read only"), timeout=HANGS_MS)
        look_now(qtbot, window)
        assert backups(usb) == []
        assert window.close()
        assert backups(usb) == []


def test_a_folder_that_is_away_is_told_once_and_never_made(
    root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    usb.rmdir()
    window = window_on(root)
    look_now(qtbot, window)
    assert str(usb) in said(window)
    window.seat.say("别的事")
    look_now(qtbot, window)
    assert said(window) == "别的事"
    usb.mkdir()
    look_now(qtbot, window)
    assert len(backups(usb)) == 1


def test_a_daily_backup_that_runs_while_the_window_closes_leaves_nothing_half_done(
    root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    with reopen(root) as desk:
        backup_state.set_folder(desk, usb, When.DAILY)
        desk.blobs.put(b"large" * 4_000_000)
    window = window_on(root)
    keeper(window).look()
    assert window.close()
    assert not keeper(window).busy
    assert not [path for path in usb.iterdir() if path.suffix == ".part"]


# Before the window closes


def closing() -> QDialog:
    found = [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QDialog) and widget.objectName() == "closing" and widget.isVisible()
    ]
    assert len(found) == 1
    return found[0]


def when_told(act: Callable[[QDialog], None]) -> list[str]:
    """Do something in the dialog once it tells a problem; returns what it told."""
    told: list[str] = []

    def look() -> None:
        dialog = closing()
        problem = dialog.findChild(QLabel, "closing.problem")
        if problem is not None and problem.isVisible():
            told.append(problem.text())
            act(dialog)
        else:
            QTimer.singleShot(30, look)

    QTimer.singleShot(30, look)
    return told


def test_what_was_done_since_the_last_backup_is_backed_up_before_the_window_closes(
    root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    window = window_on(root)
    assert window.close()
    assert not window.isVisible()
    settle(qtbot, window)
    (kept,) = backups(usb)
    last = backup_state.last(window.seat.reader)
    assert last is not None
    assert last.path == kept.path


def test_a_window_in_which_nothing_was_done_closes_at_once(
    root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    with reopen(root) as desk:
        backup(desk, usb)
    window = window_on(root)
    assert window.close()
    assert len(backups(usb)) == 1


def test_a_folder_that_is_away_does_not_keep_the_window_open(
    root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    usb.rmdir()
    window = window_on(root)
    assert window.close()
    assert not usb.exists()


@pytest.mark.parametrize(("button", "closes", "made"), [("skip", True, 0), ("stay", False, 0), ("retry", True, 1)])
def test_a_backup_that_fails_lets_the_person_decide(
    button: str, closes: bool, made: int, root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    room = shutil.disk_usage(usb)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: room._replace(free=10))
    window = window_on(root)

    def act(dialog: QDialog) -> None:
        monkeypatch.undo()
        click(dialog, f"closing.{button}")

    told = when_told(act)
    assert window.close() is closes
    assert len(told) == 1
    assert "空间不足" in told[0]
    settle(qtbot, window)
    assert len(backups(usb)) == made
    assert window.isVisible() is not closes
    with reopen(root, readonly=True) as desk:
        assert backup_state.pending(desk) is (made == 0)
    _quiet(qtbot, window)


@pytest.mark.parametrize(("key", "closes"), [("skip", True), ("escape", False)])
def test_a_backup_that_takes_long_can_be_skipped_or_given_up(
    key: str, closes: bool, root: Path, usb: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    with reopen(root) as desk:
        for at in range(6):
            desk.blobs.put(bytes([at]) * 30_000_000)
    window = window_on(root)
    settle(qtbot, window)

    def act() -> None:
        dialog = closing()
        if key == "skip":
            click(dialog, "closing.skip")
        else:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(100, act)
    assert window.close() is closes
    settle(qtbot, window)
    assert list(usb.iterdir()) == []
    _quiet(qtbot, window)


def _quiet(qtbot: QtBot, window: MainWindow) -> None:
    """The test is over: the window may close without another backup."""
    folder = backup_state.folder(window.seat.reader)
    assert folder is not None
    window.seat.run("", lambda desk, _step: backup_state.set_folder(desk, folder, When.NEVER))
    settle(qtbot, window)


# Restoring beside the open workspace


def test_a_backup_is_restored_beside_the_open_workspace_and_opened_at_the_next_start(
    root: Path, usb: Path, tmp_path: Path, window_on: WindowOn, qtbot: QtBot
) -> None:
    with reopen(root) as desk:
        file = backup(desk, usb).files[0]
    window = window_on(root)
    settings(qtbot, window)
    click(window, "settings.backup-restore")
    type_text(window, "backup.restore.file", str(file))
    assert COUNTY in find(window, "drawer.live", QLabel).text()
    type_text(window, "backup.restore.passphrase", "correct horse")
    type_text(window, "backup.restore.folder", str(root))
    click(window, "drawer.submit")
    assert "已有文件" in find(window, "drawer.problems", QLabel).text()
    type_text(window, "backup.restore.folder", str(tmp_path / "new"))
    click(window, "drawer.submit")
    settle(qtbot, window)
    assert str(tmp_path / "new") in said(window)
    assert window.seat.preferences.recent[0] == str(tmp_path / "new")
    with reopen(tmp_path / "new") as desk:
        assert len(desk.settings["restores"]) == 1
    with reopen(root, readonly=True) as desk:
        assert desk.settings.get("restores", {}) == {}
