"""One alliance year by year; what its cases are about and by which document they were decided."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import events, exits, measures, support
from alliance_desk.desk import Desk
from alliance_desk.register.affairs import Matter, matters
from alliance_desk.register.alliance import alliance
from alliance_desk.register.documents import documents
from alliance_desk.register.years import YearOf, years
from tests.helpers import care
from tests.helpers.desks import PACK_ID


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with care.city(tmp_path / "city") as made:
        yield made


def told(desk: Desk, key: str, until: str) -> dict[str, YearOf]:
    found = alliance(desk, key, until)
    assert found is not None
    return {one.year: one for one in years(desk, found, until)}


def test_every_year_is_there_the_newest_first(desk: Desk) -> None:
    key = care.entered(desk, recognised=date(2020, 5, 1))
    assert list(told(desk, key, "2024-09-27")) == ["2024", "2023", "2022", "2021", "2020"]
    assert list(told(desk, key, "2021-12-31")) == ["2021", "2020"]


def test_what_happened_stands_in_its_year(desk: Desk) -> None:
    key = care.entered(desk, recognised=date(2022, 5, 1))
    measures.impose(desk, key, "rectify", "1号", date(2023, 9, 1), reason="x")
    support.grant(desk, key, "subsidy", "2号", date(2023, 3, 1), amount=20_000_000)
    for day in (date(2023, 5, 6), date(2023, 8, 6), date(2024, 5, 6)):
        events.record_event(desk, key, "fair", day, "对接会")
    found = told(desk, key, "2024-09-27")
    assert (found["2023"].amount, found["2024"].amount) == (20_000_000, 0)
    assert (found["2023"].events, found["2024"].events) == ({"fair": 2}, {"fair": 1})
    assert [one.name for one in found["2023"].opened] == ["限期整改"]
    assert [one.name for one in found["2024"].running] == ["限期整改"]
    assert found["2022"].running == found["2022"].opened == []
    assert [one.duty for one in found["2024"].owed] == ["yearly"]


def test_after_an_exit_no_year_follows(desk: Desk) -> None:
    key = care.entered(desk, recognised=date(2020, 5, 1))
    number = exits.open_exit(desk, key, "poor-twice", "x").streams[0]
    exits.skip_hearing(desk, number, "x")
    exits.decide(desk, number, "1号", date(2023, 1, 2), "x")
    assert next(iter(told(desk, key, "2024-09-27"))) == "2023"


def test_a_case_is_known_by_what_it_is_about_and_by_its_document(desk: Desk) -> None:
    key = care.entered(desk)
    fair = events.record_event(desk, key, "fair", date(2024, 5, 6), "春季对接会").streams[0]
    order = measures.impose(desk, key, "rectify", "样科罚〔2024〕1号", date(2024, 9, 1), reason="x").streams[0]
    found, rules = matters(desk, key), desk.policy_for(PACK_ID)
    assert found[fair] == Matter("春季对接会", ("fair",))
    assert (found[fair].text(rules), found[order].text(rules)) == ("成果对接会：春季对接会", "限期整改")
    assert found[order].text(None) == "rectify", "of a policy that is lost the id is told"
    assert documents(desk, [fair, order]) == {order: "样科罚〔2024〕1号"}
