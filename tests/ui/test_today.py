"""The workbench: what waits, what falls due, what is on its way, and what to do first on an empty desk."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from alliance_desk.cases import notice, recognition
from alliance_desk.cases.yearly import Part
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk, local
from alliance_desk.exchange import export
from tests.helpers.desks import (
    CITY,
    advance,
    make_office,
    open_sample_case,
    recommended_case,
    reopen,
    settle,
    two_offices,
)
from tests.helpers.windows import click, find
from tests.helpers.windows import settle as settled
from ui.main_window import MainWindow
from ui.pages.today import Today
from ui.pages.today_page.lines import Lines

DAY = date(2024, 10, 9)
Open = Callable[..., MainWindow]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A city that enters and decides, on 2024-09-02; closed by the test before it opens a window."""
    with make_office(tmp_path / "city", CITY, "市", "210300", FixedClock(date(2024, 9, 2))) as made:
        yield made


def opened(window_on: Open, root: Path, day: date = DAY) -> tuple[MainWindow, Today]:
    window = window_on(root, day)
    window.go("today")
    page = window.page
    assert isinstance(page, Today)
    QTest.qWait(1)  # widgets made on a page that is in front are shown a moment later
    return window, page


def shown(window: QWidget, name: str) -> list[tuple[str, str, str]]:
    """Title, detail and side of each line of a list."""
    return [(line.title, line.detail, line.side) for line in find(window, name, Lines).lines()]


def listened(window: MainWindow) -> list[tuple[str, str]]:
    """Where the page wants to go, instead of going there."""
    asked: list[tuple[str, str]] = []
    window.seat.goto.disconnect(window._go_here)
    window.seat.goto.connect(lambda where, key: asked.append((where, key)))
    return asked


def number(window: QWidget, name: str) -> str:
    return str(find(window, name).property("text"))


def test_what_waits_is_counted_by_stage_and_a_chip_narrows_the_list(window_on: Open, desk: Desk) -> None:
    for name, stage in (("甲联盟", "formal_check"), ("乙联盟", "formal_check"), ("丙联盟", "meeting")):
        case = open_sample_case(desk, name)
        settle(desk, case.stream)
        advance(desk, case.stream, stage)
    desk.close()
    window, _ = opened(window_on, desk.place.root)
    assert number(window, "today.todo-count") == "3"
    assert {title for title, _, _ in shown(window, "today.todo")} == {"甲联盟", "乙联盟", "丙联盟"}
    assert shown(window, "today.todo")[0][2] == "已等 37 天"
    assert find(window, "today.stage.formal_check", QToolButton).text() == "形式审查 2"
    click(window, "today.stage.meeting")
    assert [title for title, _, _ in shown(window, "today.todo")] == ["丙联盟"]
    click(window, "today.stage.meeting")
    assert len(shown(window, "today.todo")) == 3


def test_enter_opens_the_case_at_the_cursor(window_on: Open, desk: Desk) -> None:
    first = open_sample_case(desk, "甲联盟")
    second = open_sample_case(desk, "乙联盟")
    desk.close()
    window, _ = opened(window_on, desk.place.root)
    asked = listened(window)
    lines = find(window, "today.todo", Lines)
    lines.setFocus()
    QTest.keyClick(lines, Qt.Key.Key_Down)
    QTest.keyClick(lines, Qt.Key.Key_Return)
    assert {first.stream, second.stream} >= {asked[0][1]}
    assert asked[0][0] == "cases"
    assert asked[0][1] == [second.stream, first.stream][[line.title for line in lines.lines()].index("甲联盟")]


def test_a_click_on_a_deadline_leads_to_its_notice(window_on: Open, desk: Desk) -> None:
    case = open_sample_case(desk, "甲联盟")
    settle(desk, case.stream)
    advance(desk, case.stream, "public_notice")
    desk.clock = FixedClock(date(2024, 9, 24))
    published = notice.publish(desk, [case.stream], date(2024, 9, 24), "网站")
    desk.close()
    window, page = opened(window_on, desk.place.root)
    assert (number(window, "today.late"), number(window, "today.week"), number(window, "today.month")) == (
        "1",
        "0",
        "0",
    )
    ((title, detail, side),) = shown(window, "today.due")
    assert (title, side) == ("甲联盟", "逾期 10 天")
    assert "［第九条］" in detail
    asked = listened(window)
    lines = page.due.list
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=lines.visualItemRect(lines.item(0)).center())
    assert asked == [("notices", published.streams[0])]


def test_a_notice_that_ends_this_week_counts_for_week_and_month(window_on: Open, desk: Desk) -> None:
    case = open_sample_case(desk, "甲联盟")
    settle(desk, case.stream)
    advance(desk, case.stream, "public_notice")
    desk.clock = FixedClock(date(2024, 10, 8))
    notice.publish(desk, [case.stream], date(2024, 10, 8), "网站")
    desk.close()
    window, _ = opened(window_on, desk.place.root)
    assert (number(window, "today.late"), number(window, "today.week"), number(window, "today.month")) == (
        "0",
        "1",
        "1",
    )
    assert shown(window, "today.due")[0][2] == "还有 4 天"


def test_an_alliance_without_certificate_has_no_day_but_is_told(window_on: Open, desk: Desk) -> None:
    case = open_sample_case(desk, "甲联盟")
    advance(desk, case.stream, "recognition")
    recognition.recognise(desk, case.stream, "样科发〔2024〕9号", date(2024, 9, 2))
    desk.close()
    window, page = opened(window_on, desk.place.root)
    assert ("甲联盟", "证书尚未制发（2024-09-02 起待办）［第十条］", "") in shown(window, "today.due")
    assert page.year.bars[Part.RECOGNISED][0].value() == 1


def test_a_county_is_told_what_to_hand_over_and_what_is_on_its_way(window_on: Open, tmp_path: Path) -> None:
    pair = two_offices(tmp_path, FixedClock(date(2024, 9, 2)))
    recommended_case(pair.county, "甲联盟")
    sent = recommended_case(pair.county, "乙联盟")
    export.hand_over(pair.county, sent.stream, tmp_path / "usb")
    pair.close()
    window, _ = opened(window_on, tmp_path / "county")
    assert shown(window, "today.todo") == [("甲联盟", "210303-2024-0001　待报送", "已等 37 天")]
    assert (number(window, "today.offered"), number(window, "today.receipt"), number(window, "today.quarantined")) == (
        "1",
        "1",
        "0",
    )
    lines = shown(window, "today.transit")
    assert lines[0] == ("乙联盟", f"210303-2024-0002 已交给“{CITY}”，尚未签收", "37 天")
    asked = listened(window)
    find(window, "today.transit", Lines).lines()[0].run()
    find(window, "today.transit", Lines).lines()[1].run()
    assert [where for where, _ in asked] == ["cases", "exchange"]


def test_an_empty_desk_says_what_to_do_first(qtbot: QtBot, window_on: Open, desk: Desk) -> None:
    desk.close()
    window, page = opened(window_on, desk.place.root)
    assert not page.todo.isVisible()
    assert [find(window, f"today.start.{name}").isVisible() for name in ("new", "subordinate", "pool")] == [True] * 3
    assert find(window, "cases.new").isEnabled()
    click(window, "today.peer")
    assert window.drawer.isVisible()
    assert window.drawer.task is not None
    assert window.drawer.task.id == "peer"
    window.drawer.dismiss()
    click(window, "today.pool")
    assert window.drawer.task.id == "experts.import"
    settled(qtbot, window)


FIRST = ("today.peer", "cases.template", "cases.new")
"""The buttons of a county's first steps."""


def test_a_county_without_its_superior_begins_with_the_key(window_on: Open, tmp_path: Path) -> None:
    make_office(tmp_path / "county").close()
    window, _ = opened(window_on, tmp_path / "county")
    assert find(window, "today.start.superior").isVisible()
    assert not find(window, "cases.new").isEnabled()
    assert "上级" in number(window, "today.start.new.why")
    assert [find(window, name).property("role") or "" for name in FIRST] == ["main", "", ""]


def test_a_first_step_that_is_done_says_so(window_on: Open, tmp_path: Path) -> None:
    two_offices(tmp_path).close()
    window, _ = opened(window_on, tmp_path / "county")
    assert number(window, "today.start.superior.done") == "已登记 1 个机关"
    assert [find(window, name).property("role") or "" for name in FIRST] == ["", "main", ""]
    assert find(window, "cases.new").isEnabled()


def test_an_unloaded_calendar_is_a_reminder_that_opens_its_task(window_on: Open, desk: Desk) -> None:
    open_sample_case(desk, "甲联盟")
    desk.close()
    window, _ = opened(window_on, desk.place.root, date(2031, 3, 3))
    lines = find(window, "today.reminders", Lines).lines()
    assert lines[0].title == "2031 年放假安排"
    lines[0].run()
    assert window.drawer.task is not None
    assert window.drawer.task.id == "calendar"
    assert "暂定" in number(window, "today.day")


def test_a_workspace_without_a_backup_is_reminded_and_asked_where_to(window_on: Open, desk: Desk) -> None:
    open_sample_case(desk, "甲联盟")
    desk.close()
    window, _ = opened(window_on, desk.place.root)
    line = next(line for line in find(window, "today.reminders", Lines).lines() if line.icon == "backup")
    assert "备份" in line.title
    line.run()
    assert window.drawer.task is not None
    assert window.drawer.task.id == "backup.folder"


def test_cases_opened_last_and_drafts_are_told(window_on: Open, desk: Desk) -> None:
    one, two = open_sample_case(desk, "甲联盟"), open_sample_case(desk, "乙联盟")
    local.keep_state(desk, {"recent": [[two.stream, "", ""], ["gone", "", ""], [one.stream, "", ""]]})
    local.save_draft(desk, one.stream, "note", 1, {"text": "半句"})
    desk.close()
    window, _ = opened(window_on, desk.place.root)
    assert [title for title, _, _ in shown(window, "today.recent")] == ["乙联盟", "甲联盟"]
    title, detail, _ = shown(window, "today.reminders")[-1]
    assert title == "“甲联盟”有没提交的内容"
    assert "2024-09-02 09:00" in detail


def test_the_day_says_whether_it_is_worked(window_on: Open, desk: Desk) -> None:
    desk.close()
    window, _ = opened(window_on, desk.place.root, date(2024, 9, 29))
    assert number(window, "today.day") == "2024年9月29日　星期日　工作日"


def test_what_another_program_writes_is_there_after_coming_back(qtbot: QtBot, window_on: Open, desk: Desk) -> None:
    open_sample_case(desk, "甲联盟")
    desk.close()
    window, page = opened(window_on, desk.place.root)
    settled(qtbot, window)
    window.go("settings")
    window.seat.run("", lambda writer, _step: open_sample_case(writer, "乙联盟") and None, quiet=True)
    settled(qtbot, window)
    window.go("today")
    assert {line.title for line in page.todo.list.lines()} == {"甲联盟", "乙联盟"}


def test_nothing_waits_is_said_in_words(window_on: Open, desk: Desk) -> None:
    case = open_sample_case(desk, "甲联盟")
    desk.close()
    with reopen(desk.place.root, FixedClock(date(2024, 9, 3))) as again:
        from alliance_desk.cases import moves

        moves.withdraw(again, case.stream, "申请单位撤回")
    window, page = opened(window_on, desk.place.root)
    assert number(window, "today.todo-none") == "没有待本单位办理的办件。"
    assert number(window, "today.due-none") == "没有临近的期限。"
    assert page.year.title.text() == "2024 年申报 1 件，未通过 1 件"
