"""The other ways out of the first-run wizard: a folder there is, the sample, a backup."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from alliance_desk.clock import FixedClock
from alliance_desk.desk import open_desk
from alliance_desk.desk.backup import backup
from alliance_desk.desk.sample import SECRET, marked
from tests.helpers.backups import key_of
from tests.helpers.desks import COUNTY, make_office, open_sample_case
from tests.helpers.first_run import (
    WORD,
    answers,
    at_home,
    first_run,
    opened,
    problem,
    shown,
    title,
    wait,
)
from tests.helpers.windows import click, find, type_text
from ui.dialogs.wizard import Wizard
from ui.theme.look import Look


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return at_home(tmp_path, monkeypatch)


@pytest.fixture
def wizard(qtbot: QtBot, look: Look, home: Path) -> Wizard:
    return first_run(qtbot, look)


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of an office with one case."""
    folder = tmp_path_factory.mktemp("stick")
    (folder / "usb").mkdir()
    with make_office(folder / "office") as desk:
        open_sample_case(desk)
        return backup(desk, folder / "usb").files[0]


# Opening, and the sample


def test_a_folder_that_is_no_workspace_is_said_and_a_workspace_is_opened(
    wizard: Wizard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "")
    click(wizard, "wizard.open")
    assert wizard.isVisible()
    answers(monkeypatch, tmp_path)
    click(wizard, "wizard.open")
    assert str(tmp_path) in find(wizard, "wizard.problem", QLabel).text()
    assert wizard.isVisible()
    make_office(tmp_path / "office").close()
    answers(monkeypatch, tmp_path / "office")
    click(wizard, "wizard.open")
    assert wizard.chosen == tmp_path / "office"
    assert not wizard.isVisible()


def test_the_sample_is_played_up_to_the_recognition_and_made_once(
    wizard: Wizard, home: Path, qtbot: QtBot, look: Look
) -> None:
    click(wizard, "wizard.sample")
    wait(qtbot, wizard)
    root = wizard.chosen
    assert root is not None
    assert root.is_relative_to(home / "示例")
    sample = marked(root)
    assert sample is not None
    with open_desk(root, clock=FixedClock(sample.day), passphrase=lambda: SECRET) as desk:
        ((kind, outcome),) = desk.raw.execute("SELECT step_kind, outcome FROM index_case").fetchall()
        assert (kind, outcome) == ("recognition", "")
        assert desk.key()
    made = root.stat().st_ino
    again = first_run(qtbot, look)
    click(again, "wizard.sample")
    wait(qtbot, again)
    assert again.chosen == root
    assert root.stat().st_ino == made, "the folder is the one made before"


def test_a_sample_that_is_cancelled_leaves_nothing(wizard: Wizard, home: Path, qtbot: QtBot) -> None:
    click(wizard, "wizard.sample")
    find(wizard, "wizard.doing")
    assert not find(wizard, "wizard.new").isEnabled()
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert not find(wizard, "wizard.cancel").isEnabled()
    wait(qtbot, wizard)
    assert wizard.chosen is None
    assert "没有留下" in find(wizard, "wizard.problem", QLabel).text()
    assert not [path for path in home.rglob("*") if path.is_file()]
    assert find(wizard, "wizard.new").isEnabled()
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()


# Restoring


def to_restore(wizard: Wizard, file: Path, word: str = WORD) -> None:
    click(wizard, "wizard.restore")
    type_text(wizard, "wizard.restore.file", str(file))
    type_text(wizard, "wizard.restore.passphrase", word)


def test_a_backup_is_restored_into_a_folder_that_bears_the_office_s_name(
    wizard: Wizard, stick: Path, home: Path, qtbot: QtBot
) -> None:
    to_restore(wizard, stick)
    assert shown(wizard, "restore.folder") == str(home / COUNTY)
    assert COUNTY in find(wizard, "wizard.restore.live", QLabel).text()
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    assert wizard.chosen == home / COUNTY
    with opened(wizard.chosen) as desk:
        assert desk.raw.execute("SELECT count(*) FROM index_case").fetchone() == (1,)
        assert len(desk.settings["restores"]) == 1


def test_a_folder_there_is_gets_a_number_after_it(wizard: Wizard, stick: Path, home: Path) -> None:
    (home / COUNTY).mkdir(parents=True)
    to_restore(wizard, stick)
    assert shown(wizard, "restore.folder") == str(home / f"{COUNTY}（恢复2）")


def test_a_wrong_passphrase_is_told_and_can_be_typed_again(
    wizard: Wizard, stick: Path, home: Path, qtbot: QtBot
) -> None:
    to_restore(wizard, stick, "wrong horse")
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    assert "口令不对" in find(wizard, "wizard.problem", QLabel).text()
    assert shown(wizard, "restore.file") == str(stick)
    assert not (home / COUNTY).exists()
    type_text(wizard, "wizard.restore.passphrase", WORD)
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    opened(wizard.chosen).close()


def test_a_key_that_does_not_lie_beside_the_backup_is_asked_for(
    wizard: Wizard, stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    alone = tmp_path / stick.name
    alone.write_bytes(stick.read_bytes())
    to_restore(wizard, alone)
    click(wizard, "wizard.next")
    assert "请选择" in problem(wizard, "restore.key")
    type_text(wizard, "wizard.restore.key", str(key_of(stick)))
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    opened(wizard.chosen).close()


def spoiled(data: bytes) -> bytes:
    return data[:-1000] + bytes(1000)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (spoiled, "不完整或被改动过"),
        (lambda data: data[:-1000], "不完整或被改动过"),
        (lambda data: b"x" * 99, "不是本程序的备份"),
    ],
)
def test_a_backup_that_will_not_do_is_told_and_leaves_nothing(
    change: Callable[[bytes], bytes], words: str, wizard: Wizard, stick: Path, home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / stick.name
    file.write_bytes(change(stick.read_bytes()))
    to_restore(wizard, file)
    type_text(wizard, "wizard.restore.key", str(key_of(stick)))
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    assert words in find(wizard, "wizard.problem", QLabel).text()
    assert not home.exists() or not list(home.iterdir())


def test_what_lacks_for_restoring_is_said(wizard: Wizard, tmp_path: Path) -> None:
    click(wizard, "wizard.restore")
    click(wizard, "wizard.next")
    for field, verb in (("file", "请选择"), ("passphrase", "请填写"), ("folder", "请填写")):
        assert verb in problem(wizard, f"restore.{field}")
    type_text(wizard, "wizard.restore.file", str(tmp_path / "gone.deskbackup"))
    type_text(wizard, "wizard.restore.folder", str(tmp_path))
    click(wizard, "wizard.next")
    assert problem(wizard, "restore.file")
    assert "已有文件" in problem(wizard, "restore.folder")
    click(wizard, "wizard.back")
    assert title(wizard) == "欢迎使用联盟工作台"


def test_a_restore_that_is_cancelled_leaves_nothing(wizard: Wizard, stick: Path, home: Path, qtbot: QtBot) -> None:
    to_restore(wizard, stick)
    click(wizard, "wizard.next")
    click(wizard, "wizard.cancel")
    wait(qtbot, wizard)
    assert "没有留下" in find(wizard, "wizard.problem", QLabel).text()
    assert not home.exists() or not list(home.iterdir())
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    opened(wizard.chosen).close()
