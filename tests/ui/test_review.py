import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from alliance_desk.cases import moves
from alliance_desk.desk import Desk
from alliance_desk.experts.draw import holds
from alliance_desk.experts.people import Exclusion, Step
from alliance_desk.review import pool, sessions
from alliance_desk.review.parties import pool as experts
from tests.helpers.desks import COUNTY, make_office, reopen
from tests.helpers.drawers import Hand
from tests.helpers.reviews import Room, city, drawn, overfull, seated, session, waiting
from tests.helpers.walk import faults
from tests.helpers.windows import click, find
from ui.pages.review import matrix
from ui.pages.review.reading import kept_out, picture_of

Open = Callable[..., Hand]
EXTREMES = ("pass_mark = 60", "pass_mark = 60\ndrop_extremes = true")
SEVEN = ('default = "5"', 'default = "7"')
THIRD = ('mode = "own"', 'mode = "third_party"')


@pytest.fixture
def room_on(hand_on: Open) -> Callable[[Path], Room]:
    return lambda root: Room(hand_on(root))


Rooms = Callable[[Path], Room]


def test_cases_that_wait_become_a_session_whose_funnel_comes_by_itself(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        unit = experts(desk)[0].unit
        waiting(desk, "甲联盟", partner=unit)
        waiting(desk, "乙联盟")
    room = room_on(tmp_path / "w")
    assert "还没有评审场次" in find(room.page, "review.empty", QLabel).text()
    find(room.tab, "review.new", QPushButton)
    click(room.tab, "review.new")
    assert "评审场次已建立，共 2 件" in room.hand.submit()
    room.wait()
    assert "专家库" in room.words("review.funnel")
    out = [line for line in room.grid()[0] if line not in {"序", "办件"}]
    told = "\n".join(room.at(row, 2 + column) for row in range(2) for column in range(len(out)))
    assert f"{unit} 是“甲联盟”的普通成员" in told
    cells = [{line[2 + at] for line in room.grid()[1:]} for at in range(len(out))]
    assert [{"回避：成员单位"}, {"回避：曾任职"}, {"回避：主管部门"}] == cells  # both cases share the member's code
    assert f"可用 {42 - len(out)} 人" in room.words("review.funnel")


def test_who_is_kept_out_by_one_case_is_told_so_at_the_others(tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        picture = picture_of(desk, drawn(desk, "甲联盟", "乙联盟"))
    path = (
        Step("works-at", {"unit": "样例大学"}),
        Step("member", {"unit": "样例大学", "alliance": "乙联盟", "role": "core"}),
    )
    reasons = [
        Exclusion("x", "样例乙", "own-unit", path),
        Exclusion("y", "样例丙", "suspended", (Step("suspended", {}),)),
    ]
    people = kept_out(reasons, picture.cases, {"x": "样例大学"})
    shown = replace(picture, people=people)
    called = matrix.names(shown, hidden=False)
    cells = {
        column.title: [column.cell(row).text for row in matrix.rows(shown)] for column in matrix.columns(shown, called)
    }
    assert cells["样例乙"] == ["同场回避", "回避：成员单位"]
    assert cells["样例丙"] == ["回避：已暂停", "回避：已暂停"]
    told = matrix.detail(shown, picture.cases[0].stream, "x", called, hidden=False)
    assert "样例大学 是“乙联盟”的核心成员" in told


def test_the_figures_of_the_funnel_lead_to_those_they_count(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        session(desk, "甲联盟", partner=experts(desk)[0].unit)
    room = room_on(tmp_path / "w")
    room.wait()
    click(room.page, "review.funnel.own-unit")
    QTest.qWait(30)
    rows = room.tab.middle.people.panel.table.rows
    assert [rows.row(at)["rule"] for at in range(rows.rowCount())] == ["own-unit"] * rows.rowCount()
    assert rows.rowCount() >= 1
    room.tab.middle.people.panel.table.choose(0)
    assert "现单位是参评联盟成员。依据" in room.tab.middle.people.detail.words.text()


def test_a_panel_is_drawn_and_anybody_can_repeat_it(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = session(desk, "甲联盟", "乙联盟")
    room = room_on(tmp_path / "w")
    click(room.page, "review.draw")
    room.hand.fill(watched="有监督人", witness_name="样例监督人", operator="8642", supervisor="97531")
    assert "专家组已确定，共 5 人" in room.hand.submit()
    room.wait()
    card = room.words("review.panel-card")
    for part in ("可复核：与重演一致", "样例监督人", "抽取", "8642", "97531"):
        assert part in card
    click(room.page, "review.show-record")
    QTest.qWait(30)
    record = picture_of(room.hand.seat.reader, made).draw
    assert record is not None
    rows = room.tab.middle.record.table.table.rows
    assert [rows.row(at)["expert"] for at in range(5)] == list(record.members)
    assert {rows.cells(at)[2].text for at in range(5)} == {"抽中"}
    assert rows.rowCount() == len(record.snapshot.candidates)
    assert [rows.cells(at)[2].text for at in range(5, 8)] == ["列为备选", "列为备选", "未轮到"]
    click(room.page, "review.copy-seed")
    copied = QGuiApplication.clipboard().text()
    assert hashlib.sha256(copied.encode()).hexdigest() == record.seed
    click(room.page, "review.snapshot")
    room.hand.fill(path=tmp_path / "snapshot")
    room.hand.submit()
    assert hashlib.sha256((tmp_path / "snapshot.json").read_bytes()).hexdigest() == record.snapshot.hash
    click(room.page, "review.how")
    QTest.qWait(20)
    told = room.words("review.record")
    assert "HMAC-SHA256" in told
    assert record.seed[:8] in told


def test_a_record_that_cannot_be_repeated_is_told_so(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟")
    room = room_on(tmp_path / "w")
    picture = picture_of(room.hand.seat.reader, made)
    picture.folded.open["draw"]["supervisor"] = "0000"
    assert picture.draw is not None
    assert not holds(picture.draw)
    room.tab.right.show_picture(picture, None, "")
    QTest.qWait(20)
    assert "与重演不一致" in room.words("review.panel-card")


def test_a_replaced_expert_is_told_with_the_reason_and_the_reserve_takes_the_seat(
    room_on: Rooms, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟")
        gone = seated(desk, made)[1]
    room = room_on(tmp_path / "w")
    room.turn(room.tab.middle.people)
    room.tab.middle.people.panel.table.choose(1)
    click(room.page, "review.replace")
    room.hand.fill(note="突发疾病")
    assert "递补" in room.hand.submit()
    room.wait()
    rows = room.tab.middle.people.panel.table.rows
    line = next(rows.row(at) for at in range(rows.rowCount()) if rows.row(at)["id"] == gone)
    assert (line["state"], line["evidence"]) == ("declined", "突发疾病")
    room.turn(room.tab.middle.record)
    steps = room.tab.middle.record.table.table.rows
    assert any("突发疾病" in steps.cells(at)[5].text for at in range(steps.rowCount()))
    assert "可复核" in room.words("review.panel-card")


def test_a_panel_of_greatest_fit_has_no_draw_to_show_and_no_count_of_the_pool(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = session(desk, "甲联盟", partner=experts(desk)[0].unit, gathered="")
        sessions.choose_panel(desk, made)
    room = room_on(tmp_path / "w")
    assert "择优组成" in room.words("review.panel-card")
    assert "没有留存" in room.words("review.funnel-card")
    assert not room.tab.middle.tabs.isTabVisible(room.tab.middle.tabs.indexOf(room.tab.middle.record))
    assert "不是抽取产生" in room.verbs()["replace"]
    assert "专家组已确定" in room.verbs()["draw"]
    assert "未列批次" in find(room.page, "review.name", QLabel).text()


def test_a_commissioned_review_ends_with_its_report_which_can_be_read(
    room_on: Rooms, tmp_path: Path, report: Path
) -> None:
    with city(tmp_path / "w", THIRD) as desk:
        cases = waiting(desk, "甲联盟")
        sessions.open_session(desk, cases, organiser="样例中心", contract="样合〔2024〕1号")
    room = room_on(tmp_path / "w")
    assert "样例中心" in room.words("review.commission")
    assert set(room.verbs()) == {"new", "draw", "choose", "replace", "report", "paper"}
    click(room.page, "review.report")
    room.hand.fill(path=report, **{f"outcome.{cases[0]}": "支持"})
    assert "评审场次已结束" in room.hand.submit()
    room.wait()
    assert room.grid()[1][2] == "支持"
    room.turn(room.tab.middle.report)
    assert room.tab.middle.report.preview is not None
    assert room.tab.middle.report.preview.view is not None
    assert room.tab.middle.report.preview.name == report.name


@pytest.mark.parametrize("third", [True, False])
def test_a_session_whose_cases_have_all_ended_is_just_closed(room_on: Rooms, tmp_path: Path, third: bool) -> None:
    with city(tmp_path / "w", *([THIRD] if third else [])) as desk:
        cases = waiting(desk, "甲联盟")
        sessions.open_session(desk, cases, organiser="样例中心", contract="样合〔2024〕1号")
        moves.withdraw(desk, cases[0], "不报了")
    room = room_on(tmp_path / "w")
    click(room.page, "review.conclude")
    assert "均已终结" in room.hand.intro
    assert "不作评审结论：甲联盟" in room.hand.submit()
    room.wait()
    assert room.hand.seat.reader.raw.execute("SELECT state FROM index_session").fetchall() == [("concluded",)]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    from tests.samples.scans import scan

    path = tmp_path / "样例报告.pdf"
    path.write_bytes(scan("评审报告", ["样例"], seal="样本印章"))
    return path


def test_without_a_pool_a_panel_cannot_be_drawn_and_with_one_it_can(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w", filled=False) as desk:
        session(desk, "甲联盟")
    room = room_on(tmp_path / "w")
    assert room.verbs()["draw"] == "专家库还是空的，请先导入专家库"
    from tests.helpers.reviews import POOL

    room.hand.seat.run("", lambda desk, _step: pool.take_in(desk, POOL))
    room.wait()
    assert room.verbs()["draw"] == ""
    assert "可用 41 人" in room.words("review.funnel")


def test_a_county_sees_why_there_is_no_session(room_on: Rooms, tmp_path: Path) -> None:
    make_office(tmp_path / "w", COUNTY).close()
    room = room_on(tmp_path / "w")
    assert "没有等待专家评审" in find(room.page, "review.empty.why", QLabel).text()
    assert not find(room.tab, "review.new").isEnabled()


def test_while_another_program_keeps_the_workspace_everything_can_be_read_and_nothing_done(
    room_on: Rooms, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        session(desk, "甲联盟")
    keeper: Desk = reopen(tmp_path / "w")
    try:
        room = room_on(tmp_path / "w")
        room.wait()
        assert "只读" in room.verbs()["draw"]
        assert "可用 41 人" in room.words("review.funnel")
    finally:
        keeper.close()


def test_nothing_of_an_overfull_session_is_cut_unnamed_or_pale(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w", EXTREMES, SEVEN) as desk:
        overfull(desk)
    room = room_on(tmp_path / "w")
    found: list[str] = []
    for theme, size in (
        ("light", (1280, 760)),
        ("light", (1100, 680)),
        ("dark", (1280, 760)),
        ("contrast", (1100, 680)),
    ):
        room.hand.window.resize(*size)
        room.hand.seat.look.wear(theme)
        room.page.bar.setCurrentIndex(0)
        tabs = room.tab.middle.tabs
        for at in range(tabs.count()):
            if tabs.isTabVisible(at):
                room.turn(tabs.widget(at))
                room.wait()
                found += [f"{theme} {tabs.tabText(at)}: {fault}" for fault in faults(room.hand.window)]
        room.page.bar.setCurrentIndex(1)
        room.wait()
        found += [f"{theme}: {fault}" for fault in faults(room.hand.window)]
    assert not found, "\n".join(found)


def test_the_funnel_counts_a_panel_that_was_fixed_elsewhere_meanwhile(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w", ("[panel.review]\n", "[panel.review]\nyearly_cap = 1\n")) as desk:
        first, second = session(desk, "甲联盟"), session(desk, "乙联盟")
    room = room_on(tmp_path / "w")
    room.hand.window.go("experts", second)
    room.wait()
    assert "可用 41 人" in room.words("review.funnel")
    room.hand.seat.run(
        "",
        lambda desk, _step: sessions.draw_panel(desk, first, "1234", "5678", witness="样例监督人"),
    )
    room.wait()
    room.hand.window.go("experts", second)
    room.wait()
    assert "可用 36 人" in room.words("review.funnel")
    click(room.page, "review.funnel.yearly-cap")
    QTest.qWait(30)
    room.tab.middle.people.panel.table.choose(0)
    told = room.tab.middle.people.detail.words.text()
    assert f"本年度已评审 1 次，上限 1 次 → 2024-09-27 参加本单位评审场次 {first[:8]}" in told
