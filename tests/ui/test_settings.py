"""The page of settings: each section shows what is so, and its actions change it."""

import json
import re
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QRadioButton
from pytestqt.qtbot import QtBot

from alliance_desk.cases import office
from alliance_desk.clock import FixedClock
from tests.helpers.desks import CITY, COUNTY, make_office, open_sample_case, reopen, two_offices
from tests.helpers.sources import ROOT
from tests.helpers.windows import HANGS_MS, choose, click, find, settle, type_text
from ui import preferences
from ui.main_window import MainWindow
from ui.pages.settings import SECTIONS, Settings
from ui.pages.settings_page.about import libraries
from ui.tables.view import Table
from ui.theme.colours import DARK

DAY = date(2024, 10, 9)
Open = Callable[..., MainWindow]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city that knows one county."""
    two_offices(tmp_path).close()
    return tmp_path / "city"


def opened(window_on: Open, root: Path, section: str, day: date = DAY) -> tuple[MainWindow, Settings]:
    window = window_on(root, day)
    window.go("settings", section)
    page = window.page
    assert isinstance(page, Settings)
    QTest.qWait(1)  # widgets made on a page that is in front are shown a moment later
    return window, page


def cells(window: MainWindow, name: str) -> list[list[str]]:
    """What stands in a table."""
    rows = find(window, name, Table).rows
    return [[cell.text for cell in rows.cells(at)] for at in range(rows.rowCount())]


def submit(qtbot: QtBot, window: MainWindow) -> None:
    click(window, "drawer.submit")
    settle(qtbot, window)
    assert not window.drawer.isVisible(), find(window, "drawer.problems").property("text")


def test_every_section_is_reached_by_the_keyboard(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root, "office")
    names = find(window, "settings.sections", QListWidget)
    names.setFocus()
    seen = [page.section.key]
    for _ in SECTIONS[1:]:
        QTest.keyClick(names, Qt.Key.Key_Down)
        seen.append(page.section.key)
    assert seen == [section.key for section in SECTIONS]
    assert {f"settings.go.{key}" for key in seen} <= {action.id for action in page.commands()}


def test_the_section_in_front_is_there_again_next_time(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "units")
    settle(qtbot, window)
    window.close()
    window.seat.close()
    again = window_on(root, DAY)
    again.go("settings")
    assert isinstance(again.page, Settings)
    assert again.page.section.key == "units"


def test_the_office_shows_its_fingerprint_in_groups_and_copies_it(window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "office")
    groups = str(find(window, "settings.fingerprint").property("text")).split()
    assert [len(group) for group in groups] == [5] * 8
    click(window, "settings.copy-fingerprint")
    assert QGuiApplication.clipboard().text() == "-".join(groups)


def test_the_own_card_is_asked_for_in_the_drawer(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "office")
    click(window, "settings.card")
    assert window.drawer.task is not None
    assert window.drawer.task.id == "card"
    window.drawer.dismiss()
    settle(qtbot, window)


def test_a_person_is_added_and_takes_the_seat(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "people")
    assert cells(window, "settings.operators") == [["样例甲", "正在办理"]]
    click(window, "settings.add-operator")
    type_text(window, "operator.name", "样例乙")
    submit(qtbot, window)
    assert cells(window, "settings.operators") == [["样例甲", "正在办理"], ["样例乙", "在岗"]]
    table = find(window, "settings.operators", Table)
    table.choose(1)
    click(window, "settings.switch")
    settle(qtbot, window)
    assert cells(window, "settings.operators") == [["样例甲", "在岗"], ["样例乙", "正在办理"]]
    assert find(window, "bar.person").property("text") == "样例乙"


def test_keys_show_office_relation_and_fingerprint(window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "peers")
    (row,) = cells(window, "settings.keys")
    assert row[:3] == [COUNTY, "县级", "下级"]
    assert len(row[3].split("-")) == 8
    click(window, "settings.copy-peer")
    assert QGuiApplication.clipboard().text() == row[3]
    click(window, "settings.add-peer")
    assert window.drawer.task is not None
    assert window.drawer.task.id == "peer"


def test_a_unit_is_entered_and_changed(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "units")
    click(window, "settings.add-unit")
    type_text(window, "unit.name", "样例理工大学")
    type_text(window, "unit.former", "样例工业大学、样例工学院")
    submit(qtbot, window)
    assert cells(window, "settings.directory") == [["样例理工大学", "", "样例工业大学、样例工学院"]]
    find(window, "settings.directory", Table).choose(0)
    QTest.keyClick(find(window, "settings.directory", Table), Qt.Key.Key_Return)
    assert window.drawer.form is not None
    assert window.drawer.form.values()["former"] == ["样例工业大学", "样例工学院"]


def test_a_year_of_days_off_is_loaded(qtbot: QtBot, window_on: Open, root: Path, tmp_path: Path) -> None:
    window, _ = opened(window_on, root, "calendars", date(2031, 3, 3))
    assert ["2031", "尚未载入，截止日只能暂定", "", ""] in cells(window, "settings.years")
    year = tmp_path / "2031.json"
    year.write_text(json.dumps({"year": 2031, "days": [{"date": "2031-01-01", "isOffDay": True, "name": "元旦"}]}))
    click(window, "settings.load-year")
    type_text(window, "calendar.path", str(year))
    submit(qtbot, window)
    assert ["2031", "已载入", "2031-03-03", "1"] in cells(window, "settings.years")


def test_a_value_for_letters_is_entered(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "letters")
    table = find(window, "settings.values", Table)
    table.choose([row[0] for row in cells(window, "settings.values")].index("函件编号格式"))
    click(window, "settings.change-value")
    type_text(window, "setting.letter_pattern.value", "样科函〔{year}〕{serial}号")
    submit(qtbot, window)
    assert ["函件编号格式", "样科函〔{year}〕{serial}号", "2024-10-09", "样例甲"] in cells(window, "settings.values")


def test_a_theme_is_worn_at_once_and_kept(window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "look")
    click(window, "settings.theme.dark")
    assert window.seat.look.colours is DARK
    assert find(window, "settings.theme.dark", QRadioButton).isChecked()
    assert preferences.load().theme == "dark"


def test_size_language_and_rows_are_kept_and_said_to_come_later(window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "look")
    choose(window, "settings.scale", "150")
    choose(window, "settings.language", "English")
    click(window, "settings.compact")
    kept = preferences.load()
    assert (kept.scale, kept.language, kept.compact) == (150, "en", True)
    assert "下次打开程序" in str(find(window, "settings.restart").property("text"))


def test_a_sound_workspace_is_said_to_be_sound(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "check")
    assert "还没有检查过" in str(find(window, "settings.check.told").property("text"))
    click(window, "settings.examine")
    assert not find(window, "settings.examine").isEnabled()
    settle(qtbot, window)
    assert "未发现问题" in str(find(window, "settings.check.told").property("text"))
    assert "未发现问题" in str(find(window, "strip.text").property("text"))


def test_a_spoilt_index_is_told_and_made_anew(qtbot: QtBot, window_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        open_sample_case(desk, "甲联盟")
        with desk.transaction() as connection:
            connection.exec_driver_sql("UPDATE index_case SET lead = '另一单位'")
    window, _ = opened(window_on, tmp_path / "city", "check")
    click(window, "settings.examine")
    settle(qtbot, window)
    assert "发现 1 处问题" in str(find(window, "settings.check.told").property("text"))
    assert "index_case" in str(find(window, "settings.check.faults").property("text"))
    click(window, "settings.repair")
    qtbot.waitUntil(lambda: "未发现问题" in str(find(window, "settings.check.told").property("text")), timeout=HANGS_MS)
    with reopen(tmp_path / "city", readonly=True) as desk:
        assert desk.raw.execute("SELECT lead FROM index_case").fetchone()[0] == "样例单位1"


def test_a_damaged_ledger_is_not_papered_over_by_a_new_index(qtbot: QtBot, window_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        case = open_sample_case(desk, "甲联盟")
        blob = case.open["papers"]["agreement"]["blob"]
        place = next(
            path
            for path in (tmp_path / "city" / "blobs").rglob("*")
            if path.is_file() and blob[2:] in str(path).replace("/", "")
        )
        place.chmod(0o600)
        place.write_bytes(b"something else")
    window, _ = opened(window_on, tmp_path / "city", "check")
    click(window, "settings.examine")
    settle(qtbot, window)
    assert "协议.pdf" in str(find(window, "settings.check.faults").property("text"))
    assert not find(window, "settings.repair").isEnabled()
    assert "备份" in find(window, "settings.repair").toolTip()


def test_about_names_the_workspace_and_every_library_the_program_needs(window_on: Open, root: Path) -> None:
    window, _ = opened(window_on, root, "about")
    shown = {
        str(label.property("text"))
        for label in find(window, "settings.about").findChildren(type(find(window, "bar.office")))
    }
    assert str(root.resolve()) in shown
    assert any("国家秘密" in text for text in shown)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))["project"]
    needed = {re.split("[<>=;]", line)[0].strip() for line in project["dependencies"]}
    assert needed == {name for name, _ in libraries()}


def test_nothing_can_be_changed_while_another_program_keeps_the_workspace(
    qtbot: QtBot, window_on: Open, root: Path
) -> None:
    with reopen(root, FixedClock(DAY)):
        window, _ = opened(window_on, root, "people")
        qtbot.waitUntil(lambda: window.seat.readonly, timeout=HANGS_MS)
        settle(qtbot, window)
        assert not find(window, "settings.add-operator").isEnabled()
        assert "只能查看" in find(window, "settings.add-operator").toolTip()


def test_the_bar_leads_to_the_people(window_on: Open, root: Path) -> None:
    with reopen(root) as desk:
        office.add_operator(desk, "样例乙")
    window = window_on(root, DAY)
    window.seat.goto.emit("settings", "people")
    QTest.qWait(1)
    assert [row[0] for row in cells(window, "settings.operators")] == ["样例甲", "样例乙"]
