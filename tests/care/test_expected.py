"""A matter whose report did not come without delay: expected by its kind, answered by its own report, in the same case."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import entries, events
from alliance_desk.care.changes import Asked
from alliance_desk.care.expected import expected
from alliance_desk.cases import conditions
from alliance_desk.desk import Desk
from alliance_desk.policy.duties import State
from alliance_desk.register import duties
from tests.exchange.workspaces import sound
from tests.helpers.care import at, record, refused, shown
from tests.helpers.desks import CITY, make_office
from tests.helpers.handing import commits, kinds

PACK, HAPPENED, DUE, TODAY = "baoding-2018", date(2022, 9, 20), date(2022, 10, 8), date(2022, 9, 27)
JOINS = {"name": "样例单位9", "kind": "enterprise", "code": "", "registered": "130602", "legal_person": False}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_office(tmp_path / "city", CITY, "市", "130600") as made:
        at(made, date(2022, 1, 5))
        yield made


@pytest.fixture
def alliance(desk: Desk) -> str:
    made = entries.enter(desk, PACK, "history", [record("甲联盟", date(2021, 6, 1), category="first")])
    at(desk, TODAY)
    return str(desk.case(made.streams[0]).open["alliance"]["id"])


def expect(desk: Desk, alliance: str, what: str, title: str) -> str:
    return events.expect_report(desk, alliance, what, HAPPENED, title, due=DUE).streams[0]


def stands(desk: Desk, alliance: str) -> list[tuple[State, str]]:
    return [(one.state, str(one.due)) for one in duties.of_alliance(desk, alliance) if one.duty == "major-event"]


def test_an_expected_change_is_closed_by_its_own_report(desk: Desk, alliance: str) -> None:
    case = expect(desk, alliance, "member-out", "样例单位3退出")
    assert [(one.case, one.what, one.name, one.on, one.due) for one in expected(desk, alliance)] == [
        (case, "member-out", "成员单位退出", HAPPENED, DUE)
    ]
    assert stands(desk, alliance) == [(State.OPEN, "2022-10-08")]
    before = commits(desk)
    said = events.report_matter(
        desk, alliance, [Asked(change="member-out", member="m3")], HAPPENED, "函告", answers=case
    )
    assert (said.code, said.streams, commits(desk)) == ("care.event.recorded", (case,), before + 1)
    assert kinds(desk, case) == ["affair.opened", "affair.edited", "stage.record"]
    assert "样例单位3" not in {one.name for one in shown(desk, alliance).members}
    assert expected(desk, alliance) == []
    assert stands(desk, alliance) == [(State.MET, "2022-10-08")]
    matter = desk.case(case).open["matter"]
    assert (matter["title"], matter["note"], "activity" in matter) == ("样例单位3退出", "函告", False)
    sound(desk)


def test_an_expected_activity_is_answered_late_and_says_so(desk: Desk, alliance: str) -> None:
    case = expect(desk, alliance, "seminar", "学术交流会")
    at(desk, date(2022, 10, 12))
    said = events.record_event(
        desk, alliance, "seminar", date(2022, 9, 21), "镁材料学术交流会", place="市宾馆", answers=case
    )
    assert said.streams == (case,)
    assert desk.case(case).open["matter"]["on"] == "2022-09-21"
    (one,) = [one for one in duties.of_alliance(desk, alliance) if one.duty == "major-event"]
    assert (one.state, one.days, one.title) == (State.MET, 4, "镁材料学术交流会")
    sound(desk)


def test_what_a_person_has_to_judge_first_waits_in_the_same_case(desk: Desk, alliance: str) -> None:
    case = expect(desk, alliance, "member-in", "新成员")
    said = events.report_matter(desk, alliance, [Asked(change="member-in", record=JOINS)], HAPPENED, answers=case)
    assert (said.code, said.streams) == ("care.event.answered", (case,))
    assert expected(desk, alliance) == [], "what joins is known now; it only waits to be judged"
    assert stands(desk, alliance) == [(State.OPEN, "2022-10-08")]
    conditions.override(desk, case, "event-members", "章程允许分支机构加入")
    events.record(desk, case)
    assert "样例单位9" in {one.name for one in shown(desk, alliance).members}
    assert stands(desk, alliance) == [(State.MET, "2022-10-08")]
    sound(desk)


def test_only_the_report_it_waits_for_answers_a_case(desk: Desk, alliance: str) -> None:
    change, seminar = (
        expect(desk, alliance, "member-out", "成员退出"),
        expect(desk, alliance, "seminar", "学术交流会"),
    )
    before = commits(desk)
    with refused("care.event.not-expected"):
        events.record_event(desk, alliance, "breakthrough", HAPPENED, "样例突破", answers=seminar)
    with refused("care.event.not-expected"):
        events.report_matter(desk, alliance, [Asked(change="office", after="新址2号")], HAPPENED, answers=change)
    with refused("care.event.report-first"):  # nobody has said yet who leaves
        events.record(desk, change)
    with refused("care.event.unknown"):
        events.expect_report(desk, alliance, "dance", HAPPENED, "晚会", due=DUE)
    assert commits(desk) == before
    events.record_event(desk, alliance, "seminar", HAPPENED, "另一场交流会")
    assert len(expected(desk, alliance)) == 2, "another one of the kind answers nothing by itself"
    again = events.record_event(desk, alliance, "seminar", HAPPENED, "学术交流会", answers=seminar)
    assert (again.code, kinds(desk, seminar)) == ("care.event.recorded", ["affair.opened", "stage.record"])
    with refused("care.event.not-expected"):
        events.record_event(desk, alliance, "seminar", HAPPENED, "学术交流会", answers=seminar)
    sound(desk)


def test_two_matters_of_one_alliance_and_year_are_told_apart(desk: Desk, alliance: str) -> None:
    expect(desk, alliance, "seminar", "学术交流会")
    expect(desk, alliance, "member-out", "成员退出")
    told = [(one.title, one.case) for one in duties.owed(desk, PACK, "major-event", "2022")]
    assert sorted(title for title, _ in told) == ["学术交流会", "成员退出"]
    assert len({case for _, case in told}) == 2
