"""A policy that assesses in the third and the fifth year and keeps or cancels by it, played on a real desk with the shipped pack."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import entries, exits, grading, measures, rounds, scoring
from alliance_desk.care.entries import Record
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.register.asof import Entry, register
from tests.helpers.desks import make_office, member

PACK = "anshan-2016"
RECOGNISED = date(2020, 9, 1)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    """The deciding office with one alliance it recognised in 2020."""
    with make_office(tmp_path / "city", "鞍山市科学技术局", "市", "210300", FixedClock(date(2023, 3, 1))) as made:
        entries.enter(made, PACK, "history", [record("样例镁质材料联盟", RECOGNISED)])
        yield made


def record(name: str, recognised: date, issuer: str = "") -> Record:
    members = {"m1": member(1, "lead"), "m2": member(2), "m3": member(3, kind="university")}
    return Record(
        name=name, recognised=recognised, document="样科发1号", issuer=issuer, county="样例区科技局", members=members
    )


def on(desk: Desk, day: str) -> date:
    """Let it be another day."""
    desk.clock = FixedClock(date.fromisoformat(day))
    return desk.clock.today()


def assessed(desk: Desk, procedure: str, year: str, grade: str) -> str:
    """Assess the one alliance that is due. Returns its case."""
    said = rounds.open_round(desk, PACK, procedure, year, f"{year}年评估", desk.clock.today())
    case = said.streams[1]
    scoring.evaluate(desk, case, note="评估意见")
    grading.grade(desk, case, grade, on=desk.clock.today())
    return case


def line(desk: Desk) -> Entry:
    """The register's line of the alliance recognised in 2020."""
    return next(one for one in register(desk) if one.name == "样例镁质材料联盟")


def test_a_poor_mid_term_warns_and_rectifies_and_leaves_the_title(city: Desk) -> None:
    alliance = line(city).id
    assert line(city).valid_to == "2025-09-01"
    case = assessed(city, "mid-term", "2023", "mid-term-poor")
    today = city.clock.today()
    measures.impose(city, alliance, "warning", "样科告1号", today, consequence="mid-term-warned", facts=[case])
    with pytest.raises(Refused):
        measures.impose(city, alliance, "rectify", "样科改1号", today, consequence="mid-term-rectify", facts=[case])
    due = date(2023, 8, 31)
    said = measures.impose(
        city, alliance, "rectify", "样科改1号", today, due=due, consequence="mid-term-rectify", facts=[case]
    )
    assert (line(city).status, line(city).sanctions) == ("valid", "告诫、限期整改")
    measures.accept(city, said.streams[0], on(city, "2023-08-30"), "已整改")
    assert "限期整改" not in line(city).sanctions
    assert line(city).status == "valid"


def test_a_passed_final_keeps_the_title_and_asks_for_a_new_last_day(city: Desk) -> None:
    on(city, "2025-10-10")
    assert line(city).status == "valid"  # its five years are over, and its assessment is not held yet
    case = assessed(city, "final", "2025", "final-passed")
    assert (line(city).status, line(city).valid_to) == ("valid", "2025-09-01")
    grading.prolong(city, case, date(2030, 9, 1), "样科发〔2025〕9号", city.clock.today())
    assert line(city).valid_to == "2030-09-01"


def test_a_failed_final_takes_the_title_only_by_a_decision(city: Desk) -> None:
    on(city, "2025-10-10")
    case = assessed(city, "final", "2025", "final-failed")
    assert line(city).status == "valid"
    said = exits.open_exit(
        city, line(city).id, "final-failed", "期满评估未通过", consequence="final-failed", facts=[case]
    )
    number = said.streams[0]
    exits.skip_hearing(city, number, "联盟已书面说明无意见")
    attested = city.policy_for(PACK).ground["final-failed"].asks
    exits.decide(city, number, "样科发〔2025〕10号", city.clock.today(), "评估未通过", attested=attested)
    assert (line(city).status, line(city).leaves) == ("exited", "取消")
    exits.return_papers(city, number, {}, city.clock.today())


def test_an_equal_alliance_has_no_last_day_and_is_not_assessed(city: Desk) -> None:
    issuer = "辽宁省科学技术厅"
    with pytest.raises(Refused, match="2016-08-23"):
        entries.enter(city, PACK, "equal", [record("后来的省级联盟", date(2016, 8, 23), issuer)])
    entries.enter(city, PACK, "equal", [record("原有的省级联盟", date(2016, 8, 22), issuer)])
    equal = next(one for one in register(city) if one.act == "等同")
    assert (equal.valid_to, equal.status) == ("", "valid")
    who = rounds.field(city, PACK, "mid-term", "2023")
    assert list(who.taking.values()) == ["样例镁质材料联盟"]
    assert [(one.name, one.why) for one in who.left] == [("原有的省级联盟", "excluded")]
