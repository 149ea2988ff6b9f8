"""The window's frame: pages by keys, going back, refresh, sizes, and what is remembered."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from alliance_desk.cases import office
from tests.helpers.desks import make_office, open_sample_case
from tests.helpers.windows import HANGS_MS, find, settle
from ui.frame import Frame
from ui.main_window import MainWindow
from ui.pages import PAGES, keys_of
from ui.tasks.office import add_operator

Open = Callable[..., MainWindow]


@pytest.fixture
def window(window_on: Open, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """A window of an office with one case."""
    with make_office(tmp_path / "office") as desk:
        open_sample_case(desk)
    made = window_on(tmp_path / "office")
    settle(qtbot, made)
    return made


def test_alt_and_a_figure_go_to_each_page_and_the_rail_marks_it(window: MainWindow) -> None:
    for at, entry in enumerate(PAGES, 1):
        QTest.keySequence(window, keys_of(at))
        assert window.page.key == entry.key
        assert window.page.isVisible()
        assert find(window, f"rail.{entry.key}", QPushButton).isChecked()


def test_going_back_leads_through_the_pages_one_was_on(window: MainWindow) -> None:
    for at in (2, 3, 7):
        QTest.keySequence(window, f"Alt+{at}")
    for key in ("register", "cases", "today"):
        QTest.keySequence(window, "Alt+Left")
        assert window.page.key == key
    QTest.keySequence(window, "Alt+Left")
    assert window.page.key == "today"


def test_f5_reads_the_page_anew(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    QTest.keySequence(window, "Alt+2")
    filled: list[str] = []
    monkeypatch.setattr(window.page, "fill", lambda: filled.append("cases"))
    QTest.keySequence(window, "F5")
    assert filled == ["cases"]


def test_the_page_left_last_is_the_page_of_the_next_start(
    window: MainWindow, window_on: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.keySequence(window, keys_of(len(PAGES)))
    settle(qtbot, window)
    window.close()
    window.seat.close()
    again = window_on(tmp_path / "office")
    assert again.page.key == "settings"


def test_the_keys_are_listed_under_f1_and_none_is_given_twice(window: MainWindow) -> None:
    for entry in PAGES:
        window.go(entry.key)
        keys = [action.shortcut for action in window._own_actions if action.shortcut]
        assert len(keys) == len(set(keys))
    QTest.keySequence(window, "F1")
    (box,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
    assert "Ctrl+K\t" in box.text()
    box.close()


def test_a_narrow_window_has_icons_in_the_rail_and_a_wide_one_words(window: MainWindow) -> None:
    for width, words in ((900, False), (1300, True)):
        window.resize(width, 700)
        QApplication.processEvents()
        button = find(window, "rail.cases", QPushButton)
        assert bool(button.text()) is words
        assert button.accessibleName() == "办件"
        assert "Alt+2" in button.toolTip()


def test_a_low_window_scrolls_its_page_instead_of_pressing_it_together(window: MainWindow) -> None:
    window.go("cases")
    window.resize(910, 520)
    QApplication.processEvents()
    frame = window.stack.currentWidget()
    assert isinstance(frame, Frame)
    assert window.page.height() == window.page.least > frame.viewport().height()
    assert window.page.width() <= frame.viewport().width()
    window.resize(1280, 760)
    QApplication.processEvents()
    assert window.page.height() == frame.viewport().height()


@pytest.mark.parametrize(("width", "beside"), [(1280, False), (1600, True)])
def test_the_drawer_lies_over_the_page_or_beside_it_as_there_is_room(
    window: MainWindow, qtbot: QtBot, width: int, beside: bool
) -> None:
    window.resize(width, 760)
    QApplication.processEvents()
    add_operator(window.seat)
    QTest.qWait(5)
    drawer = window.drawer
    assert drawer.isVisible()
    assert drawer.geometry().right() == window._whole.width() - 1
    assert (drawer.x() > window.stack.geometry().right()) is beside
    assert drawer.geometry().top() >= window.stack.geometry().top()
    window.resize(1600 if width == 1280 else 1280, 760)
    qtbot.waitUntil(lambda: (drawer.x() > window.stack.geometry().right()) is not beside, timeout=HANGS_MS)
    assert drawer.isVisible()
    assert drawer.geometry().right() == window._whole.width() - 1


def test_a_commit_shows_on_the_page_in_front(window: MainWindow, qtbot: QtBot) -> None:
    window.go("settings", "people")
    QTest.qWait(10)
    assert "共 1 条" in said(window.page)
    window.seat.run("", lambda desk, _step: office.add_operator(desk, "样例丙"))
    settle(qtbot, window)
    assert "共 2 条" in said(window.page)


def said(widget: QWidget) -> str:
    """What the labels and buttons of a widget say."""
    return "\n".join(one.text() for one in widget.findChildren(QWidget) if one.isVisible() and hasattr(one, "text"))  # pyright: ignore[reportAttributeAccessIssue]


def test_closing_while_work_runs_asks_and_staying_lets_it_end(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def question(_parent: QWidget, _title: str, words: str) -> QMessageBox.StandardButton:
        asked.append(words)
        return QMessageBox.StandardButton.No if len(asked) == 1 else QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", question)

    def work(desk, step):
        for at in range(200):
            step(at, 200, "ui.table.exporting")
            QTest.qSleep(10)
        return office.add_operator(desk, "样例丙")

    window.seat.run("样例慢活", work)
    window.close()
    assert window.isVisible()
    window.close()
    assert not window.isVisible()
    assert all("样例慢活" in words for words in asked)
    settle(qtbot, window)
    assert "样例丙" not in str(window.seat.reader.settings["operators"])


def test_the_keyboard_goes_back_to_where_it_was_when_the_drawer_closes(window: MainWindow) -> None:
    window.go("cases")
    QTest.qWait(5)
    search = find(window, "cases.search")
    search.setFocus()
    add_operator(window.seat)
    QTest.qWait(5)
    typing = QApplication.focusWidget()
    assert typing is not None
    assert window.drawer.isAncestorOf(typing)
    QTest.keyClick(typing, Qt.Key.Key_Escape)
    assert not window.drawer.isVisible()
    assert QApplication.focusWidget() is search
