"""Rounds of assessment in the window: opened, scored, evaluated, graded, told as a table; by clicks, held against the core."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from alliance_desk.care import rounds as verbs
from alliance_desk.care.round_state import RoundState, heads, round_state
from alliance_desk.register.alliance import alliance
from alliance_desk.register.duties import State, owed
from tests.helpers import cared, handing
from tests.helpers.cared import DAY, GOOD, POOR
from tests.helpers.desks import PACK_ID, reopen
from tests.helpers.drawers import Hand
from tests.helpers.windows import choose, click, find
from ui.pages.duties import Duties
from ui.pages.duties_page.rounds import RoundsSection

Open = Callable[..., Hand]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    cared.city(tmp_path / "city")[0].close()
    return tmp_path / "city"


def opened(hand_on: Open, root: Path, day: date = DAY) -> tuple[Hand, RoundsSection]:
    hand = hand_on(root, day)
    hand.window.go("duties", "rounds")
    QTest.qWait(1)
    page = hand.window.page
    assert isinstance(page, Duties)
    section = page.section("rounds")
    assert isinstance(section, RoundsSection)
    return hand, section


def held(root: Path, procedure: str = "assess", subject: str = "2024") -> str:
    """A round opened before the window is."""
    with reopen(root) as desk:
        handing.on(desk, DAY.isoformat())
        return verbs.open_round(desk, PACK_ID, procedure, subject, "2024年度考核", date(2025, 3, 1)).streams[0]


def names(section: RoundsSection) -> list[str]:
    assert section.list is not None
    rows = section.list.table.rows
    return [str(rows.row(at)["name"]) for at in range(rows.rowCount())]


def select(section: RoundsSection, *wanted: str) -> None:
    """Select alliances of the round by their names."""
    assert section.list is not None
    table = section.list.table
    table.clearSelection()
    flags = table.selectionModel().SelectionFlag
    for at, name in enumerate(names(section)):
        if name in wanted:
            index = table.rows.index(at, 0)
            table.selectionModel().select(index, flags.Select | flags.Rows)
            table.selectionModel().setCurrentIndex(index, flags.NoUpdate)
    QTest.qWait(150)


def bar(hand: Hand) -> list[str]:
    found = find(hand.window, "rounds.bar")
    return [made.objectName() for made in found.findChildren(QPushButton) if made.isVisible()]


def cell(section: RoundsSection, name: str, column: str) -> str:
    """What a cell of the round says."""
    assert section.list is not None
    rows = section.list.table.rows
    at = [one.key for one in rows.columns].index(column)
    return rows.cells(names(section).index(name))[at].text


def now(hand: Hand, section: RoundsSection) -> RoundState:
    assert section.state is not None
    return round_state(hand.seat.reader, section.state.stream)


def test_a_round_is_opened_after_a_look_at_who_takes_part(hand_on: Open, root: Path) -> None:
    hand, section = opened(hand_on, root)
    click(hand.window, "rounds.open")
    assert "请先选择考核" in hand.live
    hand.fill(what="年度评价", subject="2024")
    who = verbs.field(hand.seat.reader, PACK_ID, "exam", "2024")
    assert f"参加 {len(who.taking)} 家：" in hand.live
    assert all(name in hand.live for name in who.taking.values())
    assert all(f"{one.name}：{one.text()}" in hand.live for one in who.left)
    hand.fill(due=date(2025, 2, 28))
    said = hand.submit()
    assert "2024年度评价" in said
    (head,) = heads(hand.seat.reader)
    assert (head.name, head.due, head.total, head.waiting) == ("2024年度评价", "2025-02-28", 2, {"submission": 2})
    state = now(hand, section)
    assert names(section) == [*(line.name for line in state.lines), *(one.name for one in state.left)]
    assert cell(section, "丁联盟", "state") == "等同联盟不参加"
    assert "参加 2 家，不参加 2 家" in find(hand.window, "rounds.told", QLabel).text()
    assert next(hand.seat.reader.place.papers.glob("assessment-*.docx")).is_file()


def test_a_day_that_is_past_is_told_beside_its_field(hand_on: Open, root: Path) -> None:
    hand, _ = opened(hand_on, root)
    click(hand.window, "rounds.open")
    hand.fill(what="年度评价", due=date(2024, 12, 1))
    hand.submit()
    assert "已经过去" in hand.field_problem("due")
    assert heads(hand.seat.reader) == []


def test_only_those_selected_among_who_owes_it(hand_on: Open, root: Path) -> None:
    hand = hand_on(root, DAY)
    hand.window.go("duties", f"{PACK_ID}/exam/2024")
    QTest.qWait(1)
    page = hand.window.page
    assert isinstance(page, Duties)
    table = page.section("owed").list.table  # pyright: ignore[reportAttributeAccessIssue]
    at = next(at for at in range(table.rows.rowCount()) if table.rows.row(at)["name"] == "甲联盟")
    table.choose(at)
    click(hand.window, "duties.round")
    hand.fill(which="只含所选 1 家")
    assert "参加 1 家：甲联盟" in hand.live
    hand.submit()
    (head,) = heads(hand.seat.reader)
    assert (head.total, page.front) == (1, "rounds")


def test_points_are_entered_sheet_after_sheet_with_their_sum(hand_on: Open, root: Path) -> None:
    held(root, "exam")
    hand, section = opened(hand_on, root)
    select(section, "甲联盟", "乙联盟")
    assert bar(hand) == ["rounds.score-self"]
    click(hand.window, "rounds.score-self")
    first = hand.intro.splitlines()[0]
    hand.fill(**{"line__exam-plans": "27", "line__exam-results": "41.5"})
    assert hand.live == "已填 2/3 项，小计 68.50"
    hand.fill(**{"line__exam-people": "33.25"})
    assert hand.live == "合计 101.75／120，折合百分制 84.79 分，按分数线为“良好”"
    hand.submit()
    second = hand.intro.splitlines()[0]
    assert {first, second} == {"甲联盟", "乙联盟"}
    hand.fill(**{"line__exam-plans": "31", "line__exam-results": "10", "line__exam-people": "10"})
    hand.submit()
    assert "超过满分 30" in hand.field_problem("line.exam-plans")
    hand.fill(**{"line__exam-plans": "10"})
    hand.submit()
    assert hand.task == ""
    found = {line.name: line.own for line in now(hand, section).lines}
    assert found == {first: "84.79", second: "25.00"}
    assert cell(section, first, "own") == "84.79"


def test_a_round_is_scored_evaluated_graded_and_closed(hand_on: Open, root: Path, tmp_path: Path) -> None:
    held(root)
    hand, section = opened(hand_on, root)
    state = now(hand, section)
    points = dict(zip([line.name for line in state.lines], ("90", "30", "75"), strict=False))
    select(section, *points)
    click(hand.window, "rounds.score-expert")
    for _ in points:
        hand.fill(**{"line__assess-plans": points[hand.intro.splitlines()[0]]})
        hand.submit()
    for name in points:
        select(section, name)
        assert "step.evaluate" in bar(hand)
        click(hand.window, "step.evaluate")
        assert "按分数线为" in hand.live
        hand.submit()
    assert {line.name: line.total for line in now(hand, section).lines} == {k: f"{v}.00" for k, v in points.items()}
    assert not find(hand.window, "rounds.close").isEnabled()
    assert "还有" in find(hand.window, "rounds.close").toolTip()
    first, *rest = points
    select(section, first)
    click(hand.window, "step.grade")
    hand.fill(grade="较差")
    hand.submit()
    assert "须写明理由" in hand.field_problem("note")
    hand.fill(note="材料有不实之处", document="样科函〔2025〕2号")
    hand.submit()
    click(hand.window, "rounds.grade-all")
    told = "\n".join(label.text() for label in hand.drawer.findChildren(QLabel))
    assert all(name in told for name in rest)
    hand.fill(document="样科函〔2025〕2号")
    hand.submit()
    after = now(hand, section)
    assert {line.name: line.grade for line in after.lines}[first] == "较差"
    assert all(line.grade for line in after.lines)
    key = next(line.alliance for line in after.lines if line.name == first)
    known = alliance(hand.seat.reader, key)
    assert known is not None
    assert [(one.subject, one.name) for one in known.grades] == [("2024", "较差")]
    assert cell(section, first, "grade") == "较差"
    click(hand.window, "rounds.table")
    hand.fill(path=tmp_path / "汇总.xlsx")
    hand.submit()
    sheet = load_workbook(tmp_path / "汇总.xlsx").active
    assert sheet is not None
    assert {row[1]: row[10] for row in sheet.iter_rows(min_row=4, max_row=3 + len(points), values_only=True)} == {
        line.name: line.grade for line in after.lines
    }
    click(hand.window, "rounds.close")
    hand.wait()
    assert now(hand, section).state == "closed"
    assert "已经结束" in find(hand.window, "rounds.cancel").toolTip()


def test_the_day_is_moved_and_the_round_called_off_with_a_reason(hand_on: Open, root: Path) -> None:
    held(root)
    hand, section = opened(hand_on, root)
    click(hand.window, "rounds.due")
    hand.fill(due=date(2025, 4, 30))
    hand.submit()
    assert now(hand, section).due == "2025-04-30"
    click(hand.window, "rounds.cancel")
    hand.fill(note="指标有误")
    hand.submit()
    state = now(hand, section)
    assert (state.state, state.reason) == ("cancelled", "指标有误")
    assert {line.status for line in state.lines} == {"status.withdrawn"}
    assert "已取消：指标有误" in find(hand.window, "rounds.told", QLabel).text()


def test_who_does_not_take_part_after_all_is_recorded_and_nothing_follows_by_itself(hand_on: Open, root: Path) -> None:
    held(root)
    hand, section = opened(hand_on, root)
    select(section, "甲联盟")
    click(hand.window, "step.absent")
    hand.fill(note="两次通知后未参加")
    hand.submit()
    line = next(line for line in now(hand, section).lines if line.name == "甲联盟")
    assert line.status == "status.absent"
    known = alliance(hand.seat.reader, line.alliance)
    assert known is not None
    assert known.entry.status == "valid"
    assert all(one.state is not State.MET for one in owed(hand.seat.reader, PACK_ID, "exam", "2024"))
    assert section.list is not None
    at = next(place for place, column in enumerate(section.list.table.rows.columns) if column.key == "state")
    shown = section.list.table.rows.cells(names(section).index("甲联盟"))[at]
    assert (shown.text, shown.icon) == ("未参加", "missing")


def test_enter_opens_the_case_of_who_is_in_and_the_alliance_of_who_is_not(hand_on: Open, root: Path) -> None:
    held(root, "exam")
    hand, section = opened(hand_on, root)
    assert section.list is not None
    section.list.table.choose(names(section).index("甲联盟"))
    QTest.keyClick(section.list.table, Qt.Key.Key_Return)
    assert hand.window.page.key == "cases"
    hand.window.go("duties")
    section.list.table.choose(names(section).index("丁联盟"))
    QTest.qWait(150)
    assert not find(hand.window, "rounds.bar").findChildren(QPushButton, "rounds.case")
    QTest.keyClick(section.list.table, Qt.Key.Key_Return)
    assert hand.window.page.key == "register"


def test_several_rounds_each_with_its_own_columns(hand_on: Open, tmp_path: Path) -> None:
    desk, _ = cared.city(tmp_path / "city")
    cared.graded(desk, {"甲联盟": GOOD, "乙联盟": POOR})
    verbs.open_round(desk, PACK_ID, "third", "", "期中评价", date(2025, 6, 1))
    desk.close()
    hand, section = opened(hand_on, tmp_path / "city")
    assert section.state is not None
    assert section.state.name == "期中评价"
    assert section.list is not None
    assert "expert" not in {column.key for column in section.list.table.rows.columns}
    QTest.keyClick(section.rounds.table, Qt.Key.Key_Down)
    assert section.state.name == "2024年度考核"
    assert section.list is not None
    assert "expert" in {column.key for column in section.list.table.rows.columns}
    assert cell(section, "乙联盟", "place") == "2"
    QTest.qWait(1)
    choose(hand.window, "duties.round.points.filter.grade", "较差")
    assert names(section) == ["乙联盟"]
