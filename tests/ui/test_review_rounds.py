from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from alliance_desk.review import sessions
from tests.helpers.desks import advance, open_sample_case
from tests.helpers.drawers import Hand
from tests.helpers.reviews import Room, city, drawn, score, session, waiting
from tests.helpers.windows import click, find, type_text
from ui.pages.review.rounds import RoundsTab
from ui.tables.source import Asked, Given

Open = Callable[..., Hand]


class Rounds(Room):
    """The tab of batches and sessions."""

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self.page.bar.setCurrentIndex(1)
        self.wait()

    @property
    def lists(self) -> RoundsTab:
        assert self.page.rounds is not None
        return self.page.rounds

    def lines(self, name: str) -> list[dict[str, str]]:
        """A list as it is read, by column key."""
        rows = getattr(self.lists, name).table.rows
        return [
            {column.key: cell.text for column, cell in zip(rows.columns, rows.cells(at), strict=True)}
            for at in range(rows.rowCount())
        ]

    def pick(self, *names: str) -> None:
        """Select waiting cases by name."""
        table = self.lists.waiting.table
        table.clearSelection()
        for at in range(table.rows.rowCount()):
            if table.rows.row(at)["name"] in names:
                for column in range(table.rows.columnCount()):
                    table.selectionModel().select(
                        table.rows.index(at, column), table.selectionModel().SelectionFlag.Select
                    )
        QTest.qWait(5)

    def why(self, name: str) -> str:
        """Why a button cannot be pressed."""
        return find(self.page, name, QPushButton).accessibleDescription()


@pytest.fixture
def rounds_on(hand_on: Open) -> Callable[[Path], Rounds]:
    return lambda root: Rounds(hand_on(root))


Opens = Callable[[Path], Rounds]


def test_waiting_cases_are_gathered_and_a_session_is_opened_over_the_batch(rounds_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        waiting(desk, "甲联盟", "乙联盟")
        early = open_sample_case(desk, "丙联盟")
        advance(desk, early.stream, "merge_select")
    room = rounds_on(tmp_path / "w")
    assert {line["name"]: line["step_name"] for line in room.lines("waiting")} == {
        "甲联盟": "专家评审", "乙联盟": "专家评审", "丙联盟": "整合择优",
    }  # fmt: skip
    assert "先在上面选中办件" in room.why("review.batch")
    room.pick("甲联盟", "乙联盟", "丙联盟")
    assert "未到“专家评审”环节" in room.why("review.session")
    click(room.page, "review.batch")
    room.hand.fill(name="样例批次")
    room.hand.submit()
    room.wait()
    (batch,) = room.lines("batches")
    assert (batch["name"], batch["cases"], batch["sessions"]) == ("样例批次", "3", "2 件待建场次")
    assert {line["batch"] for line in room.lines("waiting")} == {"样例批次"}
    room.lists.batches.table.choose(0)
    QTest.qWait(5)
    assert {action.id: action.why_not() for action in room.lists.batch_actions()}["review.summary"] == ""
    click(room.page, "review.session-of")
    assert "共 2 件" in room.hand.submit()
    room.wait()
    assert room.page.bar.currentIndex() == 0  # the new session is shown at once
    assert room.tab.picture is not None
    assert room.tab.picture.batch == "样例批次"
    room.page.bar.setCurrentIndex(1)
    room.wait()
    assert room.lines("batches")[0]["sessions"] == "1 场进行中"
    assert {line["name"]: line["session"] for line in room.lines("waiting")}["甲联盟"] == "评审中"
    room.pick("甲联盟")
    assert "已在评审场次中" in room.why("review.session")


def test_sessions_are_listed_with_how_far_they_are_and_open_by_enter(rounds_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        done = drawn(desk, "甲联盟", gathered="第一批")
        score(desk, done, "50")
        from alliance_desk.review import scoring

        scoring.conclude_own(desk, done)
        half = drawn(desk, "乙联盟", gathered="第二批")
        score(desk, half, "50", but=2)
        session(desk, "丙联盟", gathered="")
    room = rounds_on(tmp_path / "w")
    far = {line["batch_name"]: (line["state"], line["far"]) for line in room.lines("sessions")}
    assert far == {
        "第一批": ("已结束", "1 件"),
        "第二批": ("未办结", "1 件，评分表已收 3/5 份"),
        "": ("未办结", "1 件，专家组尚未确定"),
    }
    type_text(room.page, "review.all-sessions.search", "第二批")
    QTest.qWait(150)
    room.lists.sessions.table.choose(0)
    room.lists.sessions.table.entered.emit(room.lists.sessions.table.current())
    room.wait()
    assert room.tab.picture is not None
    assert room.tab.picture.stream == half
    assert room.tab.left.sessions.key(room.tab.left.sessions.currentItem()) == half


def test_a_new_session_from_the_room_takes_all_that_wait_under_the_one_policy(rounds_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        first = waiting(desk, "甲联盟")
        sessions.open_session(desk, first)
        waiting(desk, "乙联盟", "丙联盟")
    room = rounds_on(tmp_path / "w")
    room.page.bar.setCurrentIndex(0)
    room.wait()
    click(room.tab, "review.new")
    assert "共 2 件" in room.hand.submit()


def test_the_key_of_a_batch_leads_to_it(rounds_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        session(desk, "甲联盟", gathered="第一批")
        session(desk, "乙联盟", gathered="第二批")
        key = str(desk.raw.execute("SELECT batch FROM index_batch WHERE name = '第一批'").fetchone()[0])
    room = rounds_on(tmp_path / "w")
    room.page.bar.setCurrentIndex(2)
    room.hand.window.go("experts", key)
    room.wait()
    assert room.page.bar.currentIndex() == 1
    assert room.lists.batches.table.current()["name"] == "第一批"


def test_cases_of_different_policies_are_neither_gathered_nor_reviewed_together(
    rounds_on: Opens, tmp_path: Path
) -> None:
    with city(tmp_path / "w") as desk:
        waiting(desk, "甲联盟", "乙联盟")
    room = rounds_on(tmp_path / "w")
    source = room.lists.waiting.table.rows.source
    assert isinstance(source, Given)
    rows = source.rows(source.ids(Asked()))
    source.give([{**row, "pack": f"policy-{at}"} for at, row in enumerate(rows)])
    room.lists.waiting.refresh()
    room.pick("甲联盟", "乙联盟")
    assert "不是同一政策" in room.why("review.batch")
    assert "不是同一政策" in room.why("review.session")


def test_export_and_print_are_there_for_the_list_that_is_worked_in(rounds_on: Opens, tmp_path: Path) -> None:
    with city(tmp_path / "w") as desk:
        session(desk, "甲联盟")
    room = rounds_on(tmp_path / "w")
    assert "review.waiting.export" in {action.id for action in room.page.commands()}
    room.page.bar.setCurrentIndex(0)
    room.wait()
    assert "review.matrix.print" in {action.id for action in room.page.commands()}
    room.turn(room.tab.middle.people)
    export = next(action for action in room.page.commands() if action.id == "review.people.export")
    export.run()
    room.hand.fill(path=tmp_path / "list.xlsx")
    assert "已导出" in room.hand.submit()
    shown = [[cell.value for cell in row] for row in load_workbook(tmp_path / "list.xlsx").worksheets[0].iter_rows()]
    assert any("主管部门" in str(line) or "决定或推荐部门" in str(line) for line in shown)
