"""The list of cases: where is that file, what comes next, and what can be done with several at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from alliance_desk.exchange import export
from tests.helpers.desks import (
    CITY,
    advance,
    make_office,
    open_sample_case,
    recommended_case,
    settle,
    two_offices,
)
from tests.helpers.walk import faults
from tests.helpers.windows import HANGS_MS, click, find, type_text
from tests.helpers.windows import settle as finish
from ui.main_window import MainWindow
from ui.pages.cases import RECENT, Cases

Open = Callable[..., MainWindow]
_SETTLED = 80
"""Milliseconds until a window has appeared and its worker is awake."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city with four cases: two wait for the meeting, one for its recommendation, one was recognised long ago."""
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        for name, until in (("甲联盟", "meeting"), ("乙联盟", "meeting"), ("丙联盟", "recommend")):
            case = open_sample_case(desk, name)
            settle(desk, case.stream)
            advance(desk, case.stream, until)
    return tmp_path / "city"


def opened(window_on: Open, root: Path, day: date | None = None) -> tuple[MainWindow, Cases]:
    window = window_on(root, **({"day": day} if day else {}))
    window.go("cases")
    QTest.qWait(_SETTLED)
    page = window.page
    assert isinstance(page, Cases)
    return window, page


def cells(page: Cases, key: str) -> dict[str, Any]:
    """A column of the list by the name of the alliance."""
    rows = page.list.table.rows
    at = [column.key for column in rows.columns].index(key)
    return {str(rows.row(n)["name"]): rows.cells(n)[at] for n in range(rows.rowCount())}


def choose_names(page: Cases, *names: str) -> None:
    """Select rows by the names of their alliances."""
    table = page.list.table
    places = [n for n in range(table.rows.rowCount()) if table.rows.row(n)["name"] in names]
    for n, at in enumerate(places):
        place = table.visualRect(table.rows.index(at, 1)).center()
        held = Qt.KeyboardModifier.ControlModifier if n else Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, held, place)
    QTest.qWait(200)


def bar(window: MainWindow) -> list[str]:
    """The buttons of the bar under the list."""
    return [one.objectName() for one in find(window, "cases.bar").findChildren(QPushButton) if one.isVisible()]


def test_status_and_next_step_are_seen_in_the_list(window_on: Open, root: Path) -> None:
    _, page = opened(window_on, root)
    steps = cells(page, "step")
    assert {name: cell.text for name, cell in steps.items()} == {
        "甲联盟": "局长办公会",
        "乙联盟": "局长办公会",
        "丙联盟": "推荐",
    }
    assert {cell.icon for cell in steps.values()} == {"forward"}
    assert cells(page, "status")["丙联盟"].text == "推荐单位审核中"


def test_a_case_of_another_office_and_one_in_transit_say_so(window_on: Open, tmp_path: Path) -> None:
    pair = two_offices(tmp_path)
    for name in ("在途联盟", "在手联盟"):
        case = recommended_case(pair.county, name)
        if name == "在途联盟":
            export.hand_over(pair.county, case.stream, tmp_path / "up")
    pair.close()
    _, page = opened(window_on, tmp_path / "county")
    assert {name: cell.text for name, cell in cells(page, "holder").items()} == {
        "在途联盟": "在途",
        "在手联盟": "本单位",
    }
    assert cells(page, "step")["在途联盟"].text == "外单位：形式审查"


def test_filters_narrow_the_list_and_the_foot_says_by_what(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    assert set(page.list.filters) == {"kind", "status", "holder", "county", "year", "pack"}
    box = page.list.filters["status"]
    box.setCurrentIndex(box.findData("status.meeting"))
    assert set(cells(page, "name")) == {"甲联盟", "乙联盟"}
    assert "待会议研究" in page.list.foot.text()
    type_text(window, "cases.search", "甲")
    qtbot.waitUntil(lambda: set(cells(page, "name")) == {"甲联盟"}, timeout=HANGS_MS)
    finish(qtbot, window)


def test_one_selected_case_offers_its_next_step(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    choose_names(page, "丙联盟")
    assert bar(window) == ["cases.open", "step.recommend"]
    click(window, "cases.open")
    assert page.viewing


def test_several_selected_cases_go_into_one_task(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    choose_names(page, "甲联盟", "乙联盟")
    assert find(window, "cases.bar.told", QLabel).text() == "所选 2 件："
    assert "cases.meeting" in bar(window)
    click(window, "cases.meeting")
    assert find(window, "drawer").isVisible()


def test_what_does_not_fit_all_of_them_says_why(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    choose_names(page, "甲联盟", "丙联盟")
    why = {action.id: action.why_not() for action in window.actions_now()}
    assert why["cases.meeting"] == "所选办件中有 1 件不是本单位正在办理的“会议研究”环节"
    assert "cases.meeting" not in bar(window)


def test_enter_opens_a_case_and_the_list_comes_back_where_it_was(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    choose_names(page, "乙联盟")
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert page.viewing
    assert "case.show.members" in {action.id for action in window.actions_now()}
    click(window, "case.back")
    assert not page.viewing
    assert page.list.table.current()["name"] == "乙联盟"
    assert "cases.open" in {action.id for action in window.actions_now()}


def test_cases_opened_last_are_remembered_newest_first(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    streams = {name: str(page.list.table.rows.row(n)["id"]) for n, name in enumerate(cells(page, "name"))}
    for name in ("甲联盟", "乙联盟", "甲联盟"):
        window.go("cases", streams[name])
    finish(qtbot, window)
    assert [name for _, _, name in window.seat.state(RECENT)] == ["甲联盟", "乙联盟"]


def test_a_case_that_is_not_there_is_told_and_the_list_stays(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    window.go("cases", "no-such-case")
    assert not page.viewing
    assert "no-such-case" in find(window, "strip.text", QLabel).text()


def test_a_case_whose_opening_was_undone_is_left(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    window.go("cases", str(page.list.table.rows.row(0)["id"]))
    assert page.viewing
    assert page.view is not None
    page.view.shown.case.stream = "gone"  # pyright: ignore[reportOptionalMemberAccess]
    page.fill()
    assert not page.viewing
    assert "gone" in find(window, "strip.text", QLabel).text()
    finish(qtbot, window)


def test_the_summary_holds_what_is_selected_in_its_order(
    qtbot: QtBot, window_on: Open, root: Path, tmp_path: Path
) -> None:
    window, page = opened(window_on, root)
    choose_names(page, "甲联盟", "丙联盟")
    next(action for action in window.actions_now() if action.id == "cases.summary").run()
    type_text(window, "cases.summary.path", str(tmp_path / "汇总表.xlsx"))
    click(window, "drawer.submit")
    finish(qtbot, window)
    sheet = load_workbook(tmp_path / "汇总表.xlsx").worksheets[0]
    found = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert {"甲联盟", "丙联盟"} <= found
    assert "乙联盟" not in found


def test_a_workbook_dropped_on_the_list_begins_a_case(window_on: Open, root: Path, tmp_path: Path) -> None:
    window, page = opened(window_on, root)
    book = tmp_path / "申报书.xlsx"
    book.write_bytes(b"PK")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(book))])
    actions, buttons, held = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), actions, mime, buttons, held)
    QApplication.sendEvent(page, enter)
    assert enter.isAccepted()
    sign = find(window, "cases.drop", QLabel)
    assert "松开鼠标" in sign.text()
    page.dragLeaveEvent(QDragLeaveEvent())
    assert not sign.isVisible()
    # Qt passes a drop on only while a real drag is under way: the page is handed it.
    page.dropEvent(QDropEvent(QPointF(300, 300), actions, mime, buttons, held))
    assert find(window, "drawer").isVisible()
    fields = find(window, "drawer").findChildren(QLineEdit)
    assert str(book) in [one.text() for one in fields if one.objectName().endswith(".workbook")]


def test_an_empty_list_says_how_cases_come_into_it(window_on: Open, tmp_path: Path) -> None:
    two_offices(tmp_path).close()
    window, _ = opened(window_on, tmp_path / "county")
    assert "新办件" in find(window, "cases.empty", QLabel).text()
    assert find(window, "cases.new").isEnabled()


def test_nothing_is_cut_off_in_the_list(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    window.resize(1100, 680)
    choose_names(page, "甲联盟", "乙联盟")
    assert [fault for fault in faults(page) if "contrast" not in fault] == []
