import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from alliance_desk.cases import moves
from alliance_desk.desk import Desk
from alliance_desk.experts.draw import holds
from alliance_desk.experts.people import Exclusion, Step
from alliance_desk.ledger import streams
from alliance_desk.review import pool, scoring, sessions
from alliance_desk.review.parties import pool as experts
from tests.helpers.desks import COUNTY, make_office, reopen
from tests.helpers.drawers import Hand
from tests.helpers.reviews import city, drawn, overfull, score, seated, session, waiting
from tests.helpers.walk import faults
from tests.helpers.windows import click, find
from ui.pages.experts import Experts
from ui.pages.review import matrix
from ui.pages.review.matrix_view import MatrixView
from ui.pages.review.picture import kept_out, picture_of
from ui.pages.review.session import SessionTab

Open = Callable[..., Hand]
EXTREMES = ("pass_mark = 60", "pass_mark = 60\ndrop_extremes = true")
SEVEN = ('default = "5"', 'default = "7"')
THIRD = ('mode = "own"', 'mode = "third_party"')


class Room:
    """The review room of a window, and who looks at it."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        hand.window.go("experts")
        hand.wait()
        page = hand.window.pages["experts"]
        assert isinstance(page, Experts)
        self.page = page
        page.bar.setCurrentIndex(0)
        self.wait()

    def wait(self) -> None:
        self.hand.wait()
        QTest.qWait(30)

    @property
    def tab(self) -> SessionTab:
        assert self.page.session is not None
        return self.page.session

    @property
    def matrix(self) -> MatrixView:
        return self.tab.matrix

    def grid(self) -> list[list[str]]:
        """The matrix as it is read, headings first."""
        assert self.matrix.panel is not None
        rows = self.matrix.panel.table.rows
        lines = [[cell.text for cell in rows.cells(at)] for at in range(rows.rowCount())]
        return [[column.title for column in rows.columns], *lines]

    def at(self, row: int, column: int) -> str:
        """Put the cursor on a cell of the matrix; returns what is told below."""
        assert self.matrix.panel is not None
        table = self.matrix.panel.table
        table.setCurrentIndex(table.rows.index(row, column))
        return self.matrix.detail.words.text()

    def turn(self, view: QWidget | None) -> None:
        assert view is not None
        self.tab.views.setCurrentWidget(view)
        QTest.qWait(20)

    def words(self, name: str) -> str:
        found = find(self.hand.window, name).findChildren(QLabel)
        return "\n".join(label.text() for label in found if label.isVisible())

    def verbs(self) -> dict[str, str]:
        """The verbs of the session with why they cannot be done."""
        return {action.id.removeprefix("review."): action.why_not() for action in self.tab.commands()}


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
    rows = room.tab.people.panel.table.rows
    assert [rows.row(at)["rule"] for at in range(rows.rowCount())] == ["own-unit"] * rows.rowCount()
    assert rows.rowCount() >= 1
    room.tab.people.panel.table.choose(0)
    assert "现单位是参评联盟成员。依据" in room.tab.people.detail.words.text()


def test_a_panel_is_drawn_and_anybody_can_repeat_it(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = session(desk, "甲联盟", "乙联盟")
    room = room_on(tmp_path / "w")
    click(room.page, "review.draw")
    room.hand.fill(watched="有监督人", witness_name="样例监督人", operator="8642", supervisor="97531")
    assert "专家组已确定，共 5 人" in room.hand.submit()
    room.wait()
    card = room.words("review.panel-card")
    for part in ("可复核：重演与记录逐步一致", "样例监督人", "抽取", "8642", "97531"):
        assert part in card
    click(room.page, "review.show-record")
    QTest.qWait(30)
    record = picture_of(room.hand.seat.reader, made).draw
    assert record is not None
    rows = room.tab.record.table.table.rows
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
    assert "复核不一致" in room.words("review.panel-card")


def test_sheets_are_entered_one_after_another_and_the_session_says_what_is_missing(
    room_on: Rooms, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟", "乙联盟")
        seats = streams.document(desk.raw, made).open["seats"]
        names = [seats[one]["name"] for one in seated(desk, made)]
    room = room_on(tmp_path / "w")
    assert room.verbs()["conclude"] == "还缺 10 份评分表"
    room.at(1, 5)  # the second case, the second expert
    assert room.grid()[2][5] == "待评"
    click(room.page, "review.scores")
    assert "乙联盟" in room.hand.intro
    assert room.grid()[0][5] in room.hand.title
    room.hand.fill(line__goals="50", line__people="30", recommend="同意")
    room.hand.submit()
    room.hand.dismiss()
    room.wait()
    assert room.grid()[2][5] == "80.00"
    assert room.grid()[2][2] == "暂 80.00"
    assert "目标 50/60" in room.at(1, 5)
    assert find(room.page, "review.far", QLabel).text() == "评分表已收 1/10 份"
    room.turn(room.tab.sheets)
    owed = find(room.page, "review.sheets.said", QLabel).text()
    assert owed.count("2 份") == 4
    assert owed.count("1 份") == 1
    assert all(name in owed for name in names)
    assert room.verbs()["conclude"] == "还缺 9 份评分表"


def test_extremes_disagreement_and_places_are_shown_when_all_sheets_are_in(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w", EXTREMES) as desk:
        made = drawn(desk, "甲联盟", "乙联盟")
        score(desk, made, "20", "55", "41", "60", "33.5")
        order = seated(desk, made)
        rules = desk.rules_of(desk.case(next(iter(streams.document(desk.raw, made).open["cases"]))))
        tally = next(iter(scoring.results(streams.document(desk.raw, made), rules).values()))
        names = {key: one["name"] for key, one in streams.document(desk.raw, made).open["seats"].items()}
    room = room_on(tmp_path / "w")
    head, first = room.grid()[0], room.grid()[1]
    for expert in order:
        cell = first[head.index(names[expert])]
        assert cell == (f"{tally.totals[expert]} 去除" if expert in tally.dropped else tally.totals[expert])
    assert first[2:4] == [tally.score, "1"]
    room.turn(room.tab.results)
    rows = room.tab.results.panel.table.rows
    shown = {column.key: cell for column, cell in zip(rows.columns, rows.cells(0), strict=True)}
    assert shown["split"].text == "40.00 分，分歧较大"
    assert shown["split"].icon == "warn"
    assert shown["dropped"].text == "、".join(names[one] for one in tally.dropped)
    assert shown["passed"].text == "达到"
    assert "去掉一个最高分和一个最低分" in find(room.page, "review.results.how", QLabel).text()
    click(room.page, "review.conclude")
    assert "评审场次已结束" in room.hand.submit()
    room.wait()
    assert "已结束" in room.words("review.state")
    assert [w for w in room.page.findChildren(QPushButton, "review.conclude") if w.isVisible()] == []
    room.turn(room.tab.matrix)
    assert room.grid()[1][4] == "支持"


def test_hidden_names_stand_nowhere_in_what_is_shown_of_scores(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w", EXTREMES) as desk:
        made = drawn(desk, "甲联盟", partner=experts(desk)[0].unit)
        score(desk, made, "20", "55", "41", "60", "33.5", but=1)
        names = [one["name"] for one in streams.document(desk.raw, made).open["seats"].values()]
    room = room_on(tmp_path / "w")
    assert any(name in str(room.grid()) for name in names)
    click(room.page, "review.hide-names")
    room.wait()
    assert room.grid()[0] == ["序", "办件", "得分", "名次", "专家1", "专家2", "专家3", "专家4", "专家5"]
    told = [room.at(0, column) for column in range(9)]
    for view in (room.tab.sheets, room.tab.results):
        room.turn(view)
        rows = view.panel.table.rows
        told += [cell.text for at in range(rows.rowCount()) for cell in rows.cells(at)]
        for at in range(rows.rowCount()):
            view.panel.table.choose(at)
            told.append(view.detail.words.text())
    told.append(find(room.page, "review.results.how", QLabel).text())
    assert not [name for name in names if name in "\n".join(told)]
    assert "专家5 1 份" in room.tab.sheets.said.text()


def test_a_sheet_entered_elsewhere_changes_its_cell_and_the_cursor_stays(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟", "乙联盟")
        case = picture_of(desk, made).cases[0].stream
        expert = seated(desk, made)[0]
    room = room_on(tmp_path / "w")
    room.at(1, 6)
    lines = {"goals": "60", "people": "40"}
    room.hand.seat.run("", lambda desk, _step: scoring.enter(desk, made, case, expert, lines))
    room.wait()
    assert room.grid()[1][4] == "100.00"
    assert room.matrix.at_cursor()[0] == room.tab.picture.cases[1].stream if room.tab.picture else ""


def test_a_replaced_expert_is_told_with_the_reason_and_the_reserve_takes_the_seat(
    room_on: Rooms, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟")
        gone = seated(desk, made)[1]
    room = room_on(tmp_path / "w")
    room.turn(room.tab.people)
    room.tab.people.panel.table.choose(1)
    click(room.page, "review.replace")
    room.hand.fill(note="突发疾病")
    assert "递补" in room.hand.submit()
    room.wait()
    rows = room.tab.people.panel.table.rows
    line = next(rows.row(at) for at in range(rows.rowCount()) if rows.row(at)["id"] == gone)
    assert (line["state"], line["evidence"]) == ("declined", "突发疾病")
    room.turn(room.tab.record)
    steps = room.tab.record.table.table.rows
    assert any("突发疾病" in steps.cells(at)[5].text for at in range(steps.rowCount()))
    assert "可复核" in room.words("review.panel-card")


def test_a_panel_of_greatest_fit_has_no_draw_to_show_and_no_count_of_the_pool(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = session(desk, "甲联盟", partner=experts(desk)[0].unit, gathered="")
        sessions.choose_panel(desk, made)
    room = room_on(tmp_path / "w")
    assert "择优组成" in room.words("review.panel-card")
    assert "没有留存" in room.words("review.funnel-card")
    assert not room.tab.views.isTabVisible(room.tab.views.indexOf(room.tab.record))
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
    assert set(room.verbs()) == {"new", "draw", "choose", "replace", "report"}
    click(room.page, "review.report")
    room.hand.fill(path=report, **{f"outcome.{cases[0]}": "支持"})
    assert "评审场次已结束" in room.hand.submit()
    room.wait()
    assert room.grid()[1][2] == "支持"
    room.turn(room.tab.report)
    assert room.tab.report.preview is not None
    assert room.tab.report.preview.view is not None
    assert room.tab.report.preview.name == report.name


@pytest.fixture
def report(tmp_path: Path) -> Path:
    from tests.samples.scans import scan

    path = tmp_path / "样例报告.pdf"
    path.write_bytes(scan("评审报告", ["样例"], seal="样本印章"))
    return path


def test_a_case_that_ended_meanwhile_is_told_and_waits_for_no_sheet(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟", "乙联盟")
        case = next(iter(streams.document(desk.raw, made).open["cases"]))
        moves.withdraw(desk, case, "不报了")
    room = room_on(tmp_path / "w")
    assert sum("已终结" in line[1] for line in room.grid()[1:]) == 1
    assert find(room.page, "review.far", QLabel).text() == "评分表已收 0/5 份"


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


@pytest.mark.parametrize("size", [(1280, 760), (1100, 680)])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_nothing_of_an_overfull_session_is_cut_unnamed_or_pale(
    room_on: Rooms, tmp_path: Path, size: tuple[int, int], theme: str
) -> None:
    with city(tmp_path / "w", EXTREMES, SEVEN) as desk:
        overfull(desk)
    room = room_on(tmp_path / "w")
    room.hand.window.resize(*size)
    room.hand.seat.look.wear(theme)
    found: list[str] = []
    for at in range(room.tab.views.count()):
        if room.tab.views.isTabVisible(at):
            room.turn(room.tab.views.widget(at))
            room.wait()
            found += [f"{room.tab.views.tabText(at)}: {fault}" for fault in faults(room.hand.window)]
    room.page.bar.setCurrentIndex(1)
    room.wait()
    found += faults(room.hand.window)
    assert not found, "\n".join(found)


def test_the_matrix_is_a_sound_model(room_on: Rooms, qtmodeltester: ModelTester, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟", "乙联盟", partner=experts(desk)[0].unit)
        score(desk, made, "50", but=3)
    room = room_on(tmp_path / "w")
    assert room.matrix.panel is not None
    qtmodeltester.check(room.matrix.panel.table.rows, force_py=True)


def test_the_matrix_is_copied_with_its_headings_and_sorted_by_figures(
    room_on: Rooms, qtbot: QtBot, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟", "乙联盟")
        cases = list(streams.document(desk.raw, made).open["cases"])
        for case, points in zip(cases, ("9", "50"), strict=True):
            for expert in seated(desk, made):
                scoring.enter(desk, made, case, expert, {"goals": points, "people": "0"})
    room = room_on(tmp_path / "w")
    assert room.matrix.panel is not None
    table = room.matrix.panel.table
    table.selectAll()
    QTest.keySequence(table, "Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:4] == ["序", "办件", "得分", "名次"]
    assert len(lines) == 3
    head = table.horizontalHeader()
    place = head.sectionViewportPosition(2) + head.sectionSize(2) // 2
    QTest.mouseClick(
        head.viewport(), Qt.MouseButton.LeftButton, pos=head.viewport().rect().center().__class__(place, 8)
    )
    assert [line[2] for line in room.grid()[1:]] == ["9.00", "50.00"]
