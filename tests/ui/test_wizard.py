"""The first run as a person does it: founding an office, with wrong answers and without."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from alliance_desk.desk import backup_state
from alliance_desk.desk.backup import backup
from alliance_desk.exchange import trust
from tests.helpers.desks import CITY, COUNTY, TODAY, make_office
from tests.helpers.first_run import (
    WORD,
    about_key,
    about_office,
    answers,
    at_home,
    empty,
    first_run,
    opened,
    problem,
    shown,
    title,
    to_place,
    wait,
)
from tests.helpers.windows import click, find, type_text
from ui.dialogs.wizard import Wizard
from ui.theme.look import Look

# The list that opens while a division is typed asks its platform for more than the one without a screen can do.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return at_home(tmp_path, monkeypatch)


@pytest.fixture
def wizard(qtbot: QtBot, look: Look, home: Path) -> Wizard:
    return first_run(qtbot, look)


@pytest.fixture(scope="module")
def superior(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The city's card as it comes on a stick, and the fingerprint that its letter bears."""
    folder = tmp_path_factory.mktemp("city")
    with make_office(folder / "office", CITY, "市", "210300") as desk:
        card = trust.write_card(desk, folder)
    return card.files[0], str(card.facts["fingerprint"])


def test_an_office_is_founded_with_all_that_was_answered(
    wizard: Wizard, superior: tuple[Path, str], home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "usb").mkdir()
    click(wizard, "wizard.new")
    about_office(wizard)
    click(wizard, "wizard.next")
    about_key(wizard)
    click(wizard, "wizard.next")
    type_text(wizard, "wizard.superior.card", str(superior[0]))
    type_text(wizard, "wizard.superior.fingerprint", superior[1].replace("-", " ").lower())
    click(wizard, "wizard.next")
    assert shown(wizard, "place.folder") == str(home / COUNTY)
    type_text(wizard, "wizard.place.backups", str(tmp_path / "usb"))
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    assert wizard.chosen == home / COUNTY
    assert not wizard.isVisible()
    with opened(wizard.chosen) as desk:
        office = desk.settings["office"]
        assert (office["name"], office["level"], office["division"]) == (COUNTY, "县", "210303")
        assert (office["founded"], office["superior"]["name"]) == (TODAY.isoformat(), CITY)
        assert [person["name"] for person in desk.settings["operators"].values()] == ["样例甲"]
        assert desk.key().recipient == backup_state.own_card(desk).recipient
        assert backup_state.folder(desk) == tmp_path / "usb"
        backup(desk, tmp_path / "usb")


def test_what_lacks_is_said_beside_its_field_and_the_page_stays(wizard: Wizard) -> None:
    click(wizard, "wizard.new")
    click(wizard, "wizard.next")
    assert title(wizard) == "本单位"
    for field, verb in (("name", "请填写"), ("level", "请选择"), ("operator", "请填写")):
        assert verb in problem(wizard, f"office.{field}")
    assert QApplication.focusWidget() is find(wizard, "wizard.office.name")
    about_office(wizard)
    click(wizard, "wizard.next")
    assert title(wizard) == "机关密钥"


def test_a_division_that_does_not_exist_is_said(wizard: Wizard) -> None:
    click(wizard, "wizard.new")
    about_office(wizard)
    type_text(wizard, "wizard.office.division", "没有这个县")
    click(wizard, "wizard.next")
    assert title(wizard) == "本单位"
    assert problem(wizard, "office.division")


@pytest.mark.parametrize(
    ("first", "second", "field", "words"),
    [
        ("short", "short", "passphrase", "至少 8 个字符"),
        (" " * 12, " " * 12, "passphrase", "至少 8 个字符"),
        (WORD, WORD + "s", "again", "不一致"),
        (WORD, "", "again", "请填写"),
    ],
)
def test_a_passphrase_that_will_not_do_is_said(first: str, second: str, field: str, words: str, wizard: Wizard) -> None:
    click(wizard, "wizard.new")
    about_office(wizard)
    click(wizard, "wizard.next")
    type_text(wizard, "wizard.key.passphrase", first)
    type_text(wizard, "wizard.key.again", second)
    click(wizard, "wizard.next")
    assert title(wizard) == "机关密钥"
    assert words in problem(wizard, f"key.{field}")
    about_key(wizard)
    click(wizard, "wizard.next")
    assert title(wizard) == "上级机关"


def test_a_passphrase_is_not_shown(wizard: Wizard) -> None:
    click(wizard, "wizard.new")
    about_office(wizard)
    click(wizard, "wizard.next")
    about_key(wizard)
    for field in ("key.passphrase", "key.again"):
        assert WORD not in find(wizard, f"wizard.{field}", QLineEdit).displayText()


def test_a_card_is_proven_before_anything_is_founded(
    wizard: Wizard, superior: tuple[Path, str], tmp_path: Path, home: Path
) -> None:
    click(wizard, "wizard.new")
    about_office(wizard)
    click(wizard, "wizard.next")
    about_key(wizard)
    click(wizard, "wizard.next")
    type_text(wizard, "wizard.superior.card", str(superior[0]))
    click(wizard, "wizard.next")
    assert "一起填写" in problem(wizard, "superior.fingerprint")
    type_text(wizard, "wizard.superior.fingerprint", "AAAAA" + superior[1][5:])
    click(wizard, "wizard.next")
    assert "不一致" in problem(wizard, "superior.fingerprint")
    (tmp_path / "letter.deskkey").write_bytes(b"no card")
    type_text(wizard, "wizard.superior.card", str(tmp_path / "letter.deskkey"))
    click(wizard, "wizard.next")
    assert "不是单位公钥卡" in problem(wizard, "superior.card")
    type_text(wizard, "wizard.superior.card", str(tmp_path / "gone.deskkey"))
    click(wizard, "wizard.next")
    assert problem(wizard, "superior.card")
    assert title(wizard) == "上级机关"
    assert not home.exists()


def test_back_and_forth_no_answer_is_lost(wizard: Wizard, home: Path) -> None:
    to_place(wizard)
    assert find(wizard, "wizard.where", QLabel).text() == "第 4 步，共 4 步"
    for _ in range(4):
        click(wizard, "wizard.back")
    assert title(wizard) == "欢迎使用联盟工作台"
    click(wizard, "wizard.new")
    assert shown(wizard, "office.name") == COUNTY
    assert find(wizard, "wizard.office.level", QComboBox).currentText() == "县级"
    assert "210303" in find(wizard, "wizard.office.division", QComboBox).currentText()
    type_text(wizard, "wizard.office.name", CITY)
    click(wizard, "wizard.next")
    assert shown(wizard, "key.passphrase") == shown(wizard, "key.again") == WORD
    click(wizard, "wizard.next")
    click(wizard, "wizard.next")
    assert shown(wizard, "place.folder") == str(home / CITY)


def test_a_folder_that_the_person_chose_stays_when_the_name_changes(wizard: Wizard, tmp_path: Path) -> None:
    to_place(wizard)
    type_text(wizard, "wizard.place.folder", str(tmp_path / "mine"))
    for _ in range(3):
        click(wizard, "wizard.back")
    type_text(wizard, "wizard.office.name", CITY)
    for _ in range(3):
        click(wizard, "wizard.next")
    assert shown(wizard, "place.folder") == str(tmp_path / "mine")


def test_a_folder_that_will_not_do_is_said(wizard: Wizard, tmp_path: Path, qtbot: QtBot) -> None:
    to_place(wizard)
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "letter.docx").write_bytes(b"x")
    for folder, words in ((str(tmp_path / "used"), "已有文件"), ("本局", "完整的位置")):
        type_text(wizard, "wizard.place.folder", folder)
        click(wizard, "wizard.next")
        assert words in problem(wizard, "place.folder")
    empty(wizard, "place.folder")
    click(wizard, "wizard.next")
    assert "请填写" in problem(wizard, "place.folder")
    (tmp_path / "new" / "backups").mkdir(parents=True)
    type_text(wizard, "wizard.place.folder", str(tmp_path / "new"))
    type_text(wizard, "wizard.place.backups", str(tmp_path / "new" / "backups"))
    click(wizard, "wizard.next")
    assert problem(wizard, "place.folder")
    (tmp_path / "new" / "backups").rmdir()
    empty(wizard, "place.backups")
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    opened(wizard.chosen).close()


def test_a_disk_that_refuses_is_told_and_the_answers_stay(
    wizard: Wizard, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alliance_desk import files

    to_place(wizard)
    replace, full = files.os.replace, [True]

    def refuse(source: Path, target: Path) -> None:
        if full and str(target).endswith("highwater.json"):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr(files.os, "replace", refuse)
    type_text(wizard, "wizard.place.folder", str(tmp_path / "new"))
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    assert "磁盘空间" in find(wizard, "wizard.problem", QLabel).text()
    assert not (tmp_path / "new").exists()
    full.clear()
    click(wizard, "wizard.next")
    wait(qtbot, wizard)
    opened(wizard.chosen).close()


def test_browsing_names_a_new_folder_in_the_one_that_was_chosen(
    wizard: Wizard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_place(wizard)
    (tmp_path / "empty").mkdir()
    answers(monkeypatch, tmp_path / "empty")
    click(wizard, "wizard.place.browse")
    assert shown(wizard, "place.folder") == str(tmp_path / "empty")
    answers(monkeypatch, tmp_path)
    click(wizard, "wizard.place.browse")
    assert shown(wizard, "place.folder") == str(tmp_path / "empty")  # the name typed before, in the folder chosen
    answers(monkeypatch, "")
    click(wizard, "wizard.place.browse")
    assert shown(wizard, "place.folder") == str(tmp_path / "empty")


def test_every_field_and_button_has_a_name_to_be_read_aloud(wizard: Wizard) -> None:
    from PySide6.QtWidgets import QAbstractButton

    to_place(wizard)
    for kind in (QLineEdit, QComboBox, QAbstractButton):
        for widget in wizard.findChildren(kind):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                assert widget.accessibleName() or getattr(widget, "text", str)(), widget.objectName()


def test_the_wizard_fits_a_small_screen_at_150_percent(wizard: Wizard) -> None:
    assert wizard.minimumSize().width() <= 880
    assert wizard.minimumSizeHint().height() <= wizard.minimumSize().height() <= 470
