from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from alliance_desk.cases import moves
from alliance_desk.ledger import streams
from alliance_desk.review import scoring
from alliance_desk.review.parties import pool as experts
from tests.helpers.drawers import Hand
from tests.helpers.reviews import Room, city, drawn, score, seated
from tests.helpers.windows import click, find
from ui.pages.review.reading import picture_of

Open = Callable[..., Hand]
EXTREMES = ("pass_mark = 60", "pass_mark = 60\ndrop_extremes = true")


@pytest.fixture
def room_on(hand_on: Open) -> Callable[[Path], Room]:
    return lambda root: Room(hand_on(root))


Rooms = Callable[[Path], Room]


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
    room.turn(room.tab.middle.sheets)
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
    room.turn(room.tab.middle.results)
    rows = room.tab.middle.results.panel.table.rows
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
    room.turn(room.tab.middle.matrix)
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
    for view in (room.tab.middle.sheets, room.tab.middle.results):
        room.turn(view)
        rows = view.panel.table.rows
        told += [cell.text for at in range(rows.rowCount()) for cell in rows.cells(at)]
        for at in range(rows.rowCount()):
            view.panel.table.choose(at)
            told.append(view.detail.words.text())
    told.append(find(room.page, "review.results.how", QLabel).text())
    assert not [name for name in names if name in "\n".join(told)]
    assert "专家5 1 份" in room.tab.middle.sheets.said.text()


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


def test_a_case_that_ended_meanwhile_is_told_and_waits_for_no_sheet(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟", "乙联盟")
        case = next(iter(streams.document(desk.raw, made).open["cases"]))
        moves.withdraw(desk, case, "不报了")
    room = room_on(tmp_path / "w")
    assert sum("已终结" in line[1] for line in room.grid()[1:]) == 1
    assert find(room.page, "review.far", QLabel).text() == "评分表已收 0/5 份"


def test_a_case_that_ended_with_sheets_takes_no_place_before_or_after_the_end(room_on: Rooms, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        made = drawn(desk, "甲联盟", "乙联盟")
        case, gone = (line.stream for line in picture_of(desk, made).cases)
        for expert in seated(desk, made):
            scoring.enter(desk, made, case, expert, {"goals": "30", "people": "40"})
        for expert in seated(desk, made)[:2]:
            scoring.enter(desk, made, gone, expert, {"goals": "60", "people": "40"})
        moves.withdraw(desk, gone, "不报了")
    room = room_on(tmp_path / "w")
    assert room.verbs()["conclude"] == ""
    assert {line[1]: line[3] for line in room.grid()[1:]} == {"甲联盟": "1", "乙联盟（已终结）": ""}
    click(room.page, "review.conclude")
    assert "不作结论的办件：乙联盟" in room.hand.submit()
    room.wait()
    assert {line[1]: line[3:5] for line in room.grid()[1:]} == {"甲联盟": ["1", "支持"], "乙联盟（已终结）": ["", ""]}
    assert room.tab.picture is not None
    assert room.tab.picture.missing == ()


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
