"""What is owed without delay (及时): no day follows from the text; the office types one, or its own custom proposes it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import entries, events, reminders
from alliance_desk.cases.office import choose_reading
from alliance_desk.desk import Desk
from alliance_desk.policy.duties import State
from alliance_desk.policy.rulebook import rulebook
from alliance_desk.register import duties
from alliance_desk.register.duties import Owed
from alliance_desk.register.proposals import proposals
from tests.helpers.care import at, record, refused
from tests.helpers.desks import CITY, make_office

PACK, TODAY = "baoding-2018", date(2022, 9, 27)


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


def owed(desk: Desk, alliance: str) -> list[Owed]:
    return [one for one in duties.of_alliance(desk, alliance) if one.duty == "major-event"]


def told(desk: Desk, alliance: str) -> list[tuple[str, str, State, int]]:
    return [(one.subject, str(one.due or ""), one.state, one.days) for one in owed(desk, alliance)]


def test_without_a_matter_nothing_is_owed_and_what_was_reported_is_told(desk: Desk, alliance: str) -> None:
    assert owed(desk, alliance) == []
    events.record_event(desk, alliance, "breakthrough", date(2022, 9, 1), "样例突破")
    assert told(desk, alliance) == [("2022", "", State.MET, 0)]
    (line,) = [one for one in duties.overview(desk) if one.duty == "major-event"]
    assert (line.kind, line.subject, line.total, line.met, line.due) == ("prompt", "2022", 1, 1, None)


def test_a_matter_that_is_known_and_not_reported_is_owed_by_the_typed_day(desk: Desk, alliance: str) -> None:
    with refused("care.event.due-needed"):  # the text has no number, and the office proposes none
        events.expect_report(desk, alliance, "seminar", date(2022, 9, 20), "学术交流会")
    with refused("care.event.due-needed"):
        events.expect_report(desk, alliance, "seminar", date(2022, 9, 20), "学术交流会", due=date(2022, 9, 20))
    with refused("care.event.unknown"):
        events.expect_report(desk, alliance, "inspection", TODAY, "监督检查", due=date(2022, 10, 8))
    case = events.expect_report(
        desk, alliance, "seminar", date(2022, 9, 20), "学术交流会", due=date(2022, 10, 8)
    ).streams[0]
    assert told(desk, alliance) == [("2022", "2022-10-08", State.OPEN, 0)]
    assert [one.case for one in owed(desk, alliance)] == [case]
    at(desk, date(2022, 10, 9))
    assert told(desk, alliance) == [("2022", "2022-10-08", State.LATE, 1)]
    (line,) = [one for one in duties.overview(desk) if one.duty == "major-event"]
    assert (line.late, line.due) == (1, date(2022, 10, 8))
    assert reminders.remind(desk, PACK, "major-event", "2022").facts["count"] == 1
    assert proposals(desk) == [], "what follows from it is for a person to say"
    at(desk, date(2022, 10, 12))
    events.record(desk, case)
    assert told(desk, alliance) == [("2022", "2022-10-08", State.MET, 4)]


def test_the_days_that_the_office_proposes_are_its_own_custom(desk: Desk, alliance: str) -> None:
    choose_reading(desk, PACK, "prompt-days", "15")
    events.record_event(desk, alliance, "breakthrough", date(2022, 9, 1), "样例突破")
    assert told(desk, alliance) == [("2022", "2022-09-16", State.MET, 11)]
    made = events.expect_report(desk, alliance, "seminar", date(2022, 9, 20), "学术交流会")
    assert made.facts["due"] == "2022-10-05"
    rules = desk.policy_for(PACK)
    assert rules.reading["prompt-days"].basis == "本局内部环节"
    assert "文件没有写期限" in str(rulebook(rules))
