"""The register page: as of any day, how alliances stand, one page for each, and the official list."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from alliance_desk.cases import recognition
from alliance_desk.clock import FixedClock
from tests.helpers.desks import CITY, advance, make_office, open_sample_case
from tests.helpers.windows import HANGS_MS, click, find, settle, type_text
from ui.main_window import MainWindow
from ui.pages.register import Register
from ui.pages.register_page.narrowing import Narrow, address
from ui.pages.register_page.narrowing import asked as narrowed
from ui.tables.choosing import ColumnMenu

DAY = date(2024, 10, 21)
Open = Callable[..., MainWindow]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city: one alliance recognised in 2021 and recorded then, one on 2024-10-08 and recorded twelve days later."""
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        for name, on, recorded in (
            ("老联盟", date(2021, 11, 1), date(2021, 11, 1)),
            ("新联盟", date(2024, 10, 8), date(2024, 10, 20)),
        ):
            desk.clock = FixedClock(on)
            case = open_sample_case(desk, name)
            advance(desk, case.stream, "recognition")
            desk.clock = FixedClock(recorded)
            recognition.recognise(desk, case.stream, f"样科发〔{on.year}〕9号", on)
    return tmp_path / "city"


def opened(window_on: Open, root: Path, day: date = DAY) -> tuple[MainWindow, Register]:
    window = window_on(root, day)
    window.go("register")
    page = window.page
    assert isinstance(page, Register)
    QTest.qWait(1)  # widgets made on a page that is in front are shown a moment later
    return window, page


def names(page: Register) -> list[str]:
    rows = page.list.table.rows
    return [str(rows.row(at)["name"]) for at in range(rows.rowCount())]


def test_the_register_of_an_earlier_day_shows_what_was_recognised_by_then(
    qtbot: QtBot, window_on: Open, root: Path
) -> None:
    window, page = opened(window_on, root)
    assert names(page) == ["新联盟", "老联盟"]
    type_text(window, "register.on", "20241007")
    qtbot.waitUntil(lambda: names(page) == ["老联盟"], timeout=HANGS_MS)
    assert "2024-10-07" in page.list.foot.text()
    assert "2024-10-07" in find(window, "register.moment").property("text")
    click(window, "register.today")
    assert names(page) == ["新联盟", "老联盟"]


def test_what_was_recorded_later_is_left_out_when_asked(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    type_text(window, "register.recorded", "2024-10-19")
    qtbot.waitUntil(lambda: names(page) == ["老联盟"], timeout=HANGS_MS)
    type_text(window, "register.recorded", "2024-10-20")
    qtbot.waitUntil(lambda: names(page) == ["新联盟", "老联盟"], timeout=HANGS_MS)


def test_a_day_that_is_none_leaves_the_register_as_it_is(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    type_text(window, "register.on", "2024-13-40")
    QTest.keyClick(find(window, "register.on"), Qt.Key.Key_Return)
    qtbot.wait(500)
    assert names(page) == ["新联盟", "老联盟"]
    assert find(window, "register.on").property("wrong") == "true"


def test_an_alliance_near_its_end_is_marked_in_words_and_can_be_narrowed_to(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    cells = {
        row["name"]: page.list.table.rows.cells(at)[2] for at, row in enumerate(map(page.list.table.rows.row, (0, 1)))
    }
    assert (cells["新联盟"].text, cells["新联盟"].icon) == ("有效", "pass")
    assert (cells["老联盟"].text, cells["老联盟"].icon) == ("11 天后到期", "clock")
    click(window, "register.standing.ending")
    assert names(page) == ["老联盟"]
    assert "即将到期" in page.list.foot.text()
    click(window, "register.standing.exited")
    assert "没有符合“已退出”的内容" in find(window, "register.empty").property("text")


def test_an_alliance_whose_validity_is_over_says_so(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root, date(2024, 11, 2))
    click(window, "register.standing.ended")
    assert names(page) == ["老联盟"]
    assert page.list.table.rows.cells(0)[2].text == "已到期"


def test_a_search_on_an_earlier_day_finds_members_and_initials(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    type_text(window, "register.on", "20241020")
    type_text(window, "register.search", "样例单位2")
    qtbot.waitUntil(lambda: "样例单位2" in page.list.foot.text(), timeout=HANGS_MS)
    assert names(page) == ["新联盟", "老联盟"]


def test_enter_opens_the_page_of_an_alliance_and_escape_goes_back(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    page.list.table.choose(1)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert find(window, "register.alliance.name").property("text") == "老联盟"
    assert page.view.members.table.rows.rowCount() == 3
    assert find(window, "register.about").isVisible()
    QTest.keyClick(page.view.members.table, Qt.Key.Key_Escape)
    assert page.list.isVisible()
    assert names(page) == ["新联盟", "老联盟"]


def test_the_page_of_an_alliance_leads_to_its_case(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    page.open(str(page.list.table.rows.row(0)["id"]))
    asked: list[tuple[str, str]] = []
    window.seat.goto.disconnect(window._go_here)
    window.seat.goto.connect(lambda where, key: asked.append((where, key)))
    click(window, "register.case")
    page.view.turn_to("cases")
    page.view.panel.table.choose(0)
    QTest.keyClick(page.view.panel.table, Qt.Key.Key_Return)
    assert asked == [("cases", page.list.table.rows.row(0)["case"])] * 2


def test_the_official_list_holds_what_is_shown_and_the_day(
    qtbot: QtBot, window_on: Open, root: Path, tmp_path: Path
) -> None:
    window, page = opened(window_on, root)
    type_text(window, "register.on", "20241007")
    qtbot.waitUntil(lambda: names(page) == ["老联盟"], timeout=HANGS_MS)
    click(window, "register.official")
    target = tmp_path / "名录.xlsx"
    type_text(window, "register.export.path", str(target))
    click(window, "drawer.submit")
    settle(qtbot, window)
    said = [str(cell.value) for row in load_workbook(target).worksheets[0].iter_rows() for cell in row if cell.value]
    assert any("2024-10-07" in text for text in said)
    assert "老联盟" in said
    assert "新联盟" not in said


def test_an_empty_register_says_how_alliances_come_into_it(window_on: Open, tmp_path: Path) -> None:
    make_office(tmp_path / "county").close()
    window, _ = opened(window_on, tmp_path / "county")
    assert "抄送" in find(window, "register.empty").property("text")
    assert not find(window, "register.official").isEnabled()


# Columns, filters, and what a figure narrowed the list to


def test_columns_are_shown_and_hidden_and_remembered(qtbot: QtBot, window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    table = page.list.table
    keys = [column.key for column in table.rows.columns]
    shown = [keys[at] for at in table.shown_columns()]
    assert {"field", "grade", "sanctions"} <= set(shown)
    assert not {"agreement_end", "source", "pack", "year"} & set(shown)
    boxes = {action.text(): action for action in table.column_menu().actions()}
    assert not boxes["协议期满"].isChecked()
    boxes["协议期满"].trigger()
    boxes["牵头（发起）单位"].trigger()
    table.remember()
    settle(qtbot, window)
    window.close()
    window.seat.close()
    _, again = opened(window_on, root)
    shown = [keys[at] for at in again.list.table.shown_columns()]
    assert "agreement_end" in shown
    assert "lead" not in shown


def test_the_last_column_cannot_be_hidden(window_on: Open, root: Path) -> None:
    _, page = opened(window_on, root)
    menu = page.list.table.column_menu()
    for action in menu.actions():
        if action.isChecked() and action.isEnabled():
            action.trigger()
    assert len(page.list.table.shown_columns()) == 1
    (left,) = [action for action in menu.actions() if action.isChecked()]
    assert not left.isEnabled()


def test_a_tick_by_the_keyboard_leaves_the_menu_open(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    click(window, "register.more")
    QTest.qWait(1)
    (more,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    more.close()
    (action,) = [one for one in page.commands() if one.id == "register.columns"]
    action.run()
    (menu,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ColumnMenu) and one.isVisible()]
    before = page.list.table.shown_columns()
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert len(page.list.table.shown_columns()) == len(before) - 1
    menu.close()


def test_hidden_columns_stay_out_of_what_is_copied_and_exported(window_on: Open, root: Path) -> None:
    _, page = opened(window_on, root)
    page.list.table.choose(0)
    page.list.table.copy()
    head = QApplication.clipboard().text().splitlines()[0].split("\t")
    assert "协议期满" not in head
    assert head[:3] == ["联盟名称", "牵头（发起）单位", "状态"]


def test_an_older_recognition_is_told_as_such_and_found_by_its_source(window_on: Open, root: Path) -> None:
    from tests.helpers import care
    from tests.helpers.desks import reopen

    with reopen(root, FixedClock(DAY)) as desk:
        care.entered(desk, "补录联盟", date(2019, 5, 1), field="新材料", agreement_end=date(2024, 11, 1))
    _, page = opened(window_on, root)
    rows = page.list.table.rows
    at = names(page).index("补录联盟")
    cells = dict(zip([column.key for column in rows.columns], rows.cells(at), strict=True))
    assert (cells["source"].text, cells["field"].text) == ("历史补录", "新材料")
    assert (cells["agreement_end"].text, cells["agreement_end"].icon) == ("2024-11-01", "clock")
    assert "11 天" in cells["agreement_end"].tip
    assert page.list.table.rows.source.choices("source") == [("history", 1)]


def test_an_address_narrows_the_list_and_says_so(window_on: Open, root: Path) -> None:
    window, page = opened(window_on, root)
    page.list.search.setText("新")
    window.go("register", address(date(2024, 10, 7), Narrow("recognised", "2021")))
    assert names(page) == ["老联盟"], "what was asked of the list before is asked no more"
    assert page.rows.moment.on == date(2024, 10, 7)
    assert "2021 年列入" in find(window, "register.narrow").property("text")
    click(window, "register.standing.exited")
    assert names(page) == []
    click(window, "register.narrow")
    click(window, "register.standing.all")
    assert names(page) == ["老联盟"]


@pytest.mark.parametrize(
    "narrow", [Narrow("county", "甲县 & 乙县=丙", "p"), Narrow("grade", ""), Narrow("year", "2021")]
)
def test_an_address_reads_back_as_it_was_written(narrow: Narrow) -> None:
    assert narrowed(address(DAY, narrow)) == (DAY, narrow)
    assert narrowed("0123456789abcdef") is None


def test_who_waits_for_the_final_assessment_is_told_and_counted(window_on: Open, tmp_path: Path) -> None:
    from tests.helpers.owing import enter, give, on, owing_office

    with owing_office(tmp_path / "owing") as desk:
        on(desk, "2024-03-01")
        for name in ("待评联盟", "通过联盟"):
            key = enter(desk, name, "2024-02-29", valid_to="2029-02-28")
        on(desk, "2029-05-04")
        give(desk, key, "final", "2029", "good", "2029-05-04")
    window, page = opened(window_on, tmp_path / "owing", date(2029, 5, 4))
    rows = page.list.table.rows
    cells = {str(rows.row(at)["name"]): rows.cells(at)[2] for at in range(rows.rowCount())}
    assert cells["待评联盟"].text == "待期满评估"
    assert (cells["通过联盟"].text, "新的有效期尚未登记" in cells["通过联盟"].tip) == ("有效", True)
    click(window, "register.standing.awaiting")
    assert names(page) == ["待评联盟"]
    assert "待期满评估" in page.list.foot.text()
    type_text(window, "register.on", "20290228")
    page.moment.back_to_today()
    assert names(page) == ["待评联盟"]
