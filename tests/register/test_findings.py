"""A violation that somebody recorded: the rules propose what follows, with article and facts; a person decides, each time anew."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import entries, events, exits, measures
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.register.proposals import proposals
from tests.helpers.care import at, record
from tests.helpers.desks import CITY, make_office

PACK, TODAY = "jinzhong-2023", date(2024, 9, 27)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with make_office(tmp_path / "city", CITY, "市", "140700") as made:
        at(made, TODAY)
        yield made


@pytest.fixture
def alliance(desk: Desk) -> str:
    made = entries.enter(desk, PACK, "history", [record("甲联盟", date(2023, 3, 1))])
    return str(desk.case(made.streams[0]).open["alliance"]["id"])


def found(desk: Desk, alliance: str, title: str, on: date = TODAY) -> str:
    return events.record_event(desk, alliance, "violation", on, title).streams[0]


def test_a_recorded_violation_is_proposed_with_its_article_until_somebody_decides(desk: Desk, alliance: str) -> None:
    assert proposals(desk) == []
    case = found(desk, alliance, "擅自转让标志")
    (one,) = proposals(desk)
    assert (one.consequence, one.basis, one.keys) == ("violation", "第二十八条", (case,))
    assert list(one.measures) == ["rectify-order", "cancel-serious"]
    assert "违反本办法的情况（2024-09-27）：擅自转让标志" in one.text()
    assert "擅自转让标志" in one.text("en")
    with pytest.raises(Refused) as error:  # the article sets no time: the office types the last day
        measures.impose(
            desk, alliance, "rectify-order", "1号", TODAY, reason="x", consequence="violation", facts=one.keys
        )
    assert error.value.basis
    measures.impose(
        desk, alliance, "rectify-order", "1号", TODAY, reason="x", due=date(2025, 1, 10), consequence="violation",
        facts=one.keys,
    )  # fmt: skip
    assert proposals(desk) == []


def test_each_finding_asks_for_an_answer_of_its_own(desk: Desk, alliance: str) -> None:
    first = found(desk, alliance, "擅自转让标志", date(2024, 5, 6))
    second = found(desk, alliance, "再次转让标志")
    (one,) = proposals(desk, alliance)
    assert one.keys == (first, second)
    measures.dismiss(desk, alliance, "rectify-order", "情节轻微，已当场改正", consequence="violation", facts=[second])
    (one,) = proposals(desk, alliance)
    assert one.keys == (first,)
    leaving = exits.open_exit(desk, alliance, "serious", "x", consequence="violation", facts=one.keys).streams[0]
    assert proposals(desk, alliance) == []
    exits.skip_hearing(desk, leaving, "x")
    third = found(desk, alliance, "又一次", TODAY)
    assert [one.keys for one in proposals(desk, alliance)] == [(third,)]
