"""Ctrl+K: two characters find a case, a word finds an action; Enter goes there; what cannot be done says why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget
from pytestqt.qtbot import QtBot

from tests.helpers.desks import make_office, open_sample_case
from tests.helpers.windows import click, find, settle, type_text
from ui.main_window import MainWindow
from ui.palette import Palette

Open = Callable[..., MainWindow]


@pytest.fixture
def window(window_on: Open, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window of an office with two cases."""
    with make_office(tmp_path / "office") as desk:
        open_sample_case(desk, "镁质新材料联盟")
        open_sample_case(desk, "液压装备联盟", partner="样例单位9")
    made = window_on(tmp_path / "office")
    settle(qtbot, made)
    return made


def typed(window: MainWindow, words: str) -> list[str]:
    """Ctrl+K and some words; what is found."""
    QTest.keySequence(window, "Ctrl+K")
    type_text(window, "palette.line", words)
    QTest.qWait(20)
    return found(window)


def found(window: MainWindow) -> list[str]:
    """What the open palette lists."""
    shown = window.findChildren(QListWidget, "palette.list")
    return [one.item(at).text() for one in shown if one.isVisible() for at in range(one.count())]


def enter(window: MainWindow) -> None:
    """Enter in the line."""
    QTest.keyClick(find(window, "palette.line"), Qt.Key.Key_Return)
    QTest.qWait(10)


@pytest.mark.parametrize("words", ["液压", "装备"])
def test_two_characters_find_a_case_and_enter_opens_it(window: MainWindow, words: str) -> None:
    assert "液压装备联盟" in typed(window, words)[0]
    enter(window)
    assert not [one for one in window.findChildren(Palette) if one.isVisible()]
    assert window.page.key == "cases"
    assert find(window, "case.name", QLabel).text() == "液压装备联盟"


def test_a_case_is_found_by_its_number_too(window: MainWindow) -> None:
    assert "液压装备联盟" in typed(window, "2024-0002")[0]


def test_a_page_is_found_by_its_name(window: MainWindow) -> None:
    assert any("公示" in line for line in typed(window, "公示"))
    enter(window)
    assert window.page.key == "notices"


def test_an_action_is_found_and_done(window: MainWindow) -> None:
    window.go("settings")
    typed(window, "再开一个")
    enter(window)
    assert len(window.others) == 1


def test_what_cannot_be_done_says_why_and_is_not_done(window: MainWindow) -> None:
    window.go("cases")
    lines = typed(window, "新办件")
    assert any("上级机关" in line for line in lines), lines
    enter(window)
    assert not window.drawer.isVisible()


def test_with_nothing_typed_it_lists_what_can_be_done_here(window: MainWindow) -> None:
    click(window, "bar.search")
    assert len(found(window)) > 8


def test_arrows_move_in_the_list_while_one_types_and_escape_closes(window: MainWindow) -> None:
    typed(window, "联盟")
    shown = find(window, "palette.list", QListWidget)
    QTest.keyClick(find(window, "palette.line"), Qt.Key.Key_Down)
    assert shown.currentRow() == 1
    QTest.keyClick(find(window, "palette.line"), Qt.Key.Key_Up)
    assert shown.currentRow() == 0
    QTest.keyClick(find(window, "palette.line"), Qt.Key.Key_Escape)
    assert not [one for one in window.findChildren(Palette) if one.isVisible()]


def test_what_is_nowhere_is_said(window: MainWindow) -> None:
    assert typed(window, "没有这个词的") == []
    assert "没有找到" in " ".join(
        label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.window() is not window
    )
