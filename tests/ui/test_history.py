"""Older recognitions by workbook: written empty, read, looked at, entered; faults by cell, what is known already, cancel."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from alliance_desk.care.history_sheet import write_history
from alliance_desk.register.asof import register
from alliance_desk.register.statistics import statistics
from tests.helpers import care, walk
from tests.helpers.desks import PACK_ID, make_office
from tests.helpers.drawers import Hand
from tests.helpers.windows import click, find
from ui.pages.register import Register
from ui.tables.view import Table

Open = Callable[..., Hand]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city with one older alliance in its register."""
    with care.city(tmp_path / "city") as desk:
        care.entered(desk)
    return tmp_path / "city"


def filled(hand: Hand, path: Path, alliances: list[list[str]], members: list[list[str]] | None = None) -> Path:
    """The policy's workbook with these lines."""
    write_history(path, hand.seat.reader.policy_for(PACK_ID))
    book = load_workbook(path)
    for sheet, lines in zip(book.worksheets, (alliances, members or []), strict=True):
        for row, line in enumerate(lines, start=4):
            for column, value in enumerate(line, start=1):
                sheet.cell(row, column, value)
    book.save(path)
    return path


def row_of(n: int, name: str = "") -> list[str]:
    return [
        name or f"旧联盟{n:03d}",
        f"20{10 + n % 14}-06-30",
        f"样科〔{n}〕1号",
        "",
        f"样例第{n % 12:02d}县科技局",
        f"旧公司{n}",
    ]


def on_register(hand: Hand) -> Register:
    hand.window.go("register")
    QTest.qWait(2)
    page = hand.window.page
    assert isinstance(page, Register)
    return page


def begin(hand: Hand, name: str) -> None:
    """The task of an action of the page."""
    (action,) = [one for one in hand.window.page.commands() if one.id == f"entry.{name}"]
    assert action.why_not() == ""
    action.run()


def read(hand: Hand, path: Path) -> str:
    """Hand a workbook over; what the strip says."""
    begin(hand, "history")
    hand.fill(way="样例市")
    hand.fill(path=path)
    return hand.submit()


def preview(hand: Hand) -> list[dict[str, str]]:
    """What the table of the drawer shows."""
    (table,) = [one for one in hand.drawer.findChildren(Table) if one.objectName() == "entry.preview"]
    keys = [column.key for column in table.rows.columns]
    return [
        dict(zip(keys, [cell.text for cell in table.rows.cells(at)], strict=True))
        for at in range(table.rows.rowCount())
    ]


def test_the_ways_in_stand_in_one_menu(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    on_register(hand)
    click(hand.window, "register.enter")
    QTest.qWait(1)
    (menu,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMenu) and one.isVisible()]
    told = [action.text() for action in menu.actions() if action.text()]
    assert told == ["写出空白补录表…", "录入补录表…", "补录一个联盟…", "等同登记…"]
    menu.close()


def test_the_empty_workbook_is_written(hand_on: Open, root: Path, tmp_path: Path) -> None:
    hand = hand_on(root)
    on_register(hand)
    begin(hand, "template")
    hand.fill(way="样例市")
    hand.fill(path=tmp_path / "空表.xlsx")
    hand.submit()
    assert load_workbook(tmp_path / "空表.xlsx").sheetnames == ["联盟", "成员"]


def test_what_was_read_is_looked_at_and_then_entered(hand_on: Open, root: Path, tmp_path: Path) -> None:
    hand = hand_on(root)
    page = on_register(hand)
    book = filled(
        hand, tmp_path / "补录.xlsx", [row_of(1), row_of(2)], [["旧联盟001", "成员甲"], ["旧联盟001", "成员乙"]]
    )
    assert "补录.xlsx" in read(hand, book)
    assert hand.task == "entry.enter"
    told = [(row["name"], row["recognised"], row["members"], row["state"]) for row in preview(hand)]
    assert told == [("旧联盟001", "2011-06-30", "3", "将录入"), ("旧联盟002", "2012-06-30", "1", "将录入")]
    assert [entry.name for entry in register(hand.seat.reader)] == ["样例联盟"], "nothing is entered yet"
    hand.submit()
    assert [entry.name for entry in register(hand.seat.reader)] == ["旧联盟001", "旧联盟002", "样例联盟"]
    assert page.list.table.rows.rowCount() == 3


def test_a_workbook_with_faults_says_each_by_its_cell(hand_on: Open, root: Path, tmp_path: Path) -> None:
    hand = hand_on(root)
    on_register(hand)
    wrong = row_of(1)
    wrong[1] = "去年"
    book = filled(hand, tmp_path / "补录.xlsx", [wrong, ["", "2020-01-01", "1号", "", "甲县", "公司"]])
    read(hand, book)
    assert hand.task == "entry.history"
    assert "2 处" in hand.problems
    told = hand.words("drawer.faults")
    assert "B4" in told
    assert "A5" in told
    assert len(register(hand.seat.reader)) == 1


def test_what_stands_in_the_register_already_is_told_and_can_be_left_out(
    hand_on: Open, root: Path, tmp_path: Path
) -> None:
    hand = hand_on(root)
    on_register(hand)
    read(hand, filled(hand, tmp_path / "补录.xlsx", [row_of(1), row_of(2, "样例 联盟"), row_of(3, "旧联盟001")]))
    assert [row["state"] for row in preview(hand)] == ["将录入", "已有", "已有"]
    hand.submit()
    assert "2 个" in hand.problems
    hand.fill(skip=True)
    hand.submit()
    assert [entry.name for entry in register(hand.seat.reader)] == ["旧联盟001", "样例联盟"]


def test_three_hundred_are_entered_with_progress_and_can_be_cancelled(
    qtbot: QtBot, hand_on: Open, root: Path, tmp_path: Path
) -> None:
    hand = hand_on(root)
    page = on_register(hand)
    book = filled(hand, tmp_path / "补录.xlsx", [row_of(n) for n in range(300)])
    read(hand, book)
    assert len(preview(hand)) == 300
    steps: list[tuple[int, int]] = []

    def stepped(running: object, done: int, total: int, _code: str) -> None:
        if total == 300:
            steps.append((done, total))
            running.cancel()  # pyright: ignore[reportAttributeAccessIssue]

    hand.seat.operations.stepped.connect(stepped)
    click(hand.drawer, "drawer.submit")
    hand.wait()
    hand.seat.operations.stepped.disconnect(stepped)
    assert steps, "how far it is was told"
    assert len(register(hand.seat.reader)) == 1, "a cancelled one enters nothing"
    assert hand.task == "entry.enter", "and can be begun again"
    hand.submit()
    assert len(register(hand.seat.reader)) == 301
    assert page.list.table.rows.rowCount() == 301
    hand.window.go("statistics")
    QTest.qWait(2)
    assert find(hand.window, "statistics.figure.valid").property("text") == "301"
    assert len(statistics(hand.seat.reader).by["county"]) == 13
    hand.window.resize(910, 520)
    QTest.qWait(15)
    assert walk.faults(hand.window.page) == []


def test_an_office_that_decides_under_no_policy_is_told_so(hand_on: Open, tmp_path: Path) -> None:
    make_office(tmp_path / "county").close()
    hand = hand_on(tmp_path / "county")
    page = on_register(hand)
    whys = {one.id: one.why_not() for one in page.commands() if one.id.startswith("entry.")}
    assert set(whys) == {"entry.template", "entry.history", "entry.one", "entry.equal"}
    assert all(whys.values())
