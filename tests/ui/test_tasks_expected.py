"""A report that is owed without delay: expected from the page of the alliance, seen among what is owed, taken in from there or from its case."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from alliance_desk.care import entries, events
from alliance_desk.policy.duties import State
from alliance_desk.register import duties
from alliance_desk.register.alliance import alliance
from tests.helpers import care
from tests.helpers.desks import CITY, make_office, reopen
from tests.helpers.drawers import Hand
from tests.helpers.duty_views import bar, opened, owed
from tests.helpers.looking_after import document, key_of, last_case, step
from tests.helpers.windows import click, find
from ui.pages.register import Register
from ui.tasks import events as tasks
from ui.tasks import happened

Open = Callable[..., Hand]
PACK, HAPPENED, DUE, TODAY = "baoding-2018", date(2022, 9, 20), date(2022, 10, 8), date(2022, 9, 27)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city under a policy that asks for prompt reports, one alliance in its register."""
    with make_office(tmp_path / "city", CITY, "市", "130600") as desk:
        care.at(desk, date(2022, 1, 5))
        entries.enter(desk, PACK, "history", [care.record("甲联盟", date(2021, 6, 1), category="first")])
    return tmp_path / "city"


def expecting(root: Path, what: str, title: str) -> str:
    with reopen(root) as desk:
        care.at(desk, TODAY)
        (key,) = desk.raw.execute("SELECT id FROM index_alliance").fetchone()
        return events.expect_report(desk, key, what, HAPPENED, title, due=DUE).streams[0]


def act(hand: Hand, name: str) -> bool:
    """Run what the menu of the alliance offers; whether it offers it."""
    hand.window.go("register", key_of(hand))
    page = hand.window.page
    assert isinstance(page, Register)
    found = [one for one in page.commands() if one.id == f"alliance.{name}"]
    for one in found:
        assert one.why_not() == ""
        one.run()
    return bool(found)


def state(hand: Hand) -> list[tuple[State, str, str]]:
    found = duties.owed(hand.seat.reader, PACK, "major-event", "2022")
    return [(one.state, str(one.due), one.title) for one in found]


def test_a_report_is_expected_from_the_page_of_the_alliance(hand_on: Open, root: Path) -> None:
    hand = hand_on(root, TODAY)
    assert act(hand, "expect")
    assert hand.drawer.task is not None
    assert "第十二条（二）" in hand.drawer.task.basis
    hand.fill(what="成员单位退出", title="样例单位3退出", on=HAPPENED)
    hand.submit()
    assert "没有写期限" in hand.field_problem("due")
    hand.fill(due=HAPPENED)
    hand.submit()
    assert "晚于发生日期" in hand.field_problem("due")
    hand.fill(due=DUE)
    assert "2022-10-08" in hand.submit()
    assert document(hand)["matter"] == {
        "activity": "member-out", "on": "2022-09-20", "due": "2022-10-08", "title": "样例单位3退出",
    }  # fmt: skip
    assert state(hand) == [(State.OPEN, "2022-10-08", "样例单位3退出")]


def test_the_days_that_the_office_proposes_are_told_before(hand_on: Open, root: Path) -> None:
    from alliance_desk.cases.office import choose_reading

    with reopen(root) as desk:
        choose_reading(desk, PACK, "prompt-days", "15")
    hand = hand_on(root, TODAY)
    act(hand, "expect")
    hand.fill(what="重大研讨会、学术交流会", title="学术交流会", on=HAPPENED)
    assert "2022-10-05" in hand.live
    hand.submit()
    assert state(hand) == [(State.OPEN, "2022-10-05", "学术交流会")]


def test_a_policy_without_prompt_reports_offers_none(hand_on: Open, tmp_path: Path) -> None:
    with care.city(tmp_path / "city") as desk:
        care.entered(desk)
    assert not act(hand_on(tmp_path / "city"), "expect")


def test_what_is_expected_stands_among_what_is_owed_each_matter_by_itself(hand_on: Open, root: Path) -> None:
    case = expecting(root, "member-out", "成员退出")
    expecting(root, "seminar", "学术交流会")
    hand, page = opened(hand_on, root, f"{PACK}/major-event/2022", TODAY)
    table = owed(page).list.table
    at = {column.key: place for place, column in enumerate(table.rows.columns)}
    cells = [table.rows.cells(row) for row in range(table.rows.rowCount())]
    assert sorted((one[at["due"]].text, one[at["name"]].text) for one in cells) == [
        ("2022-10-08", "学术交流会（甲联盟）"), ("2022-10-08", "成员退出（甲联盟）"),
    ]  # fmt: skip
    (row,) = [place for place, one in enumerate(cells) if one[at["name"]].text.startswith("成员退出")]
    index, flags = table.rows.index(row, 0), table.selectionModel().SelectionFlag
    table.selectionModel().select(index, flags.Select | flags.Rows)
    table.selectionModel().setCurrentIndex(index, flags.NoUpdate)
    QTest.qWait(150)  # the bar follows when the selection comes to rest
    offered = bar(hand)
    assert "duties.answer" in offered
    assert "step.record" not in offered, "one button for one thing"
    click(hand.window, "duties.answer")
    hand.fill(**{"members.member-out": ["m3"]})
    hand.submit()
    line = alliance(hand.seat.reader, key_of(hand))
    assert line is not None
    assert "样例单位3" not in {one.name for one in line.members}
    assert hand.seat.reader.case(case).open["stages"]["major-recorded"]["outcome"] == "recorded"
    assert sorted(state(hand)) == [
        (State.MET, "2022-10-08", "成员退出"),
        (State.OPEN, "2022-10-08", "学术交流会"),
    ]


def test_the_step_of_an_expected_change_asks_for_the_report(hand_on: Open, root: Path) -> None:
    case = expecting(root, "office", "迁址")
    hand = hand_on(root, TODAY)
    assert last_case(hand) == case
    step(hand, "record")
    assert hand.task.startswith("care.matter.")
    hand.fill(**{"after.office": "新址2号"})
    hand.submit()
    line = alliance(hand.seat.reader, key_of(hand))
    assert line is not None
    assert line.history[-1].what == "新址2号"
    assert last_case(hand) == case, "no other case was opened"


def test_a_report_says_which_expected_matter_it_is(hand_on: Open, root: Path) -> None:
    expecting(root, "seminar", "学术交流会")
    hand = hand_on(root, TODAY)
    hand.seat.ask(tasks.record_event_task(hand.seat, key_of(hand)))
    assert not hand.shown("answers")
    hand.fill(activity="重大突破及阶段性成果")
    assert not hand.shown("answers"), "nothing of that kind is expected"
    find(hand.drawer, f"{hand.task}.activity", QComboBox).setCurrentIndex(0)  # keys begin at the entry that is chosen
    hand.fill(activity="重大研讨会、学术交流会")
    chosen = find(hand.drawer, f"{hand.task}.answers", QComboBox)
    assert chosen.currentText() == "学术交流会（2022-09-20 发生，2022-10-08 以前报告）"
    hand.fill(title="镁材料学术交流会", on=HAPPENED)
    hand.submit()
    assert state(hand) == [(State.MET, "2022-10-08", "镁材料学术交流会")]


def test_a_matter_of_another_kind_is_not_answered(hand_on: Open, root: Path) -> None:
    expecting(root, "member-out", "成员退出")
    case = expecting(root, "office", "迁址")
    hand = hand_on(root, TODAY)
    hand.seat.ask(happened.matter_task(hand.seat, key_of(hand), answers=case))
    assert hand.shown("after.office"), "what is meant is ticked already"
    hand.fill(**{"after.office": "新址2号", "answers": "成员退出（2022-09-20 发生，2022-10-08 以前报告）"})
    hand.submit()
    assert "成员单位退出" in hand.field_problem("answers")
