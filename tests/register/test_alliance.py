from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.cases import recognition
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.register.alliance import alliance
from alliance_desk.register.standing import Standing, standing, tally
from tests.helpers.desks import CITY, advance, make_office, open_sample_case

DAY = date(2024, 10, 8)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_office(tmp_path / "city", CITY, "市", "210300") as made:
        yield made


@pytest.fixture
def recognised(desk: Desk) -> str:
    """The id of an alliance recognised on one day and recorded on a later one."""
    case = open_sample_case(desk)
    advance(desk, case.stream, "recognition")
    desk.clock = FixedClock(date(2024, 10, 20))
    recognition.recognise(desk, case.stream, "样科发〔2024〕9号", DAY)
    return str(case.open["alliance"]["id"])


def test_one_alliance_has_its_line_members_history_and_cases(desk: Desk, recognised: str) -> None:
    found = alliance(desk, recognised)
    assert found is not None
    assert (found.entry.name, found.entry.valid_to) == ("样例联盟", "2027-10-08")
    assert [(member.name, member.role, member.since) for member in found.members][:2] == [
        ("样例单位1", "lead", "2024-10-08"),
        ("样例单位2", "ordinary", "2024-10-08"),
    ]
    assert [(one.kind, one.on, one.paper, one.recorded[:10]) for one in found.history] == [
        ("recognised", "2024-10-08", "样科发〔2024〕9号", "2024-10-20")
    ]
    assert [case.number for case in found.cases] == ["210300-2024-0001"]
    assert found.papers == []


def test_an_alliance_is_not_there_before_its_day_nor_before_it_was_recorded(desk: Desk, recognised: str) -> None:
    assert alliance(desk, recognised, "2024-10-07") is None
    assert alliance(desk, recognised, "2024-10-08") is not None
    assert alliance(desk, recognised, "2024-10-20", "2024-10-19T15:59:59Z") is None


def test_the_last_day_of_a_validity_still_counts() -> None:
    on = date(2027, 10, 8)
    assert standing("valid", "2027-10-08", on) is Standing.ENDING
    assert standing("valid", "2027-10-07", on) is Standing.ENDED
    assert standing("valid", "2028-04-05", on) is Standing.ENDING
    assert standing("valid", "2028-04-06", on) is Standing.VALID
    assert standing("valid", "", on) is Standing.VALID
    assert standing("exited", "2020-01-01", on) is Standing.EXITED


def test_the_tally_counts_every_alliance_once(desk: Desk, recognised: str) -> None:
    assert tally(desk) == {Standing.VALID: 1}
    desk.clock = FixedClock(date(2027, 10, 9))
    assert tally(desk) == {Standing.ENDED: 1}
