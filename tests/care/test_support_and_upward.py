"""Support within its bounds; handing in upwards with what the policy asks of copies and labels."""

from datetime import date

import pytest

from alliance_desk.care import support, upward
from alliance_desk.desk import Desk
from alliance_desk.register.statistics import statistics
from tests.helpers.care import refused
from tests.helpers.desks import TODAY

WAN = 1_000_000


@pytest.mark.parametrize("amount", [10 * WAN, 50 * WAN])
def test_the_bounds_themselves_are_within(city: Desk, known: str, amount: int) -> None:
    made = support.grant(city, known, "subsidy", "样财〔2024〕1号", TODAY, amount=amount, year="2024", review="评审1号")
    row = city.raw.execute("SELECT amount, what, outcome FROM index_affair WHERE stream = ?", made.streams).fetchone()
    assert row == (amount, "subsidy", "")
    assert {line.year: line.support for line in statistics(city).years}["2024"] == amount


@pytest.mark.parametrize("amount", [10 * WAN - 1, 50 * WAN + 1, 0, -1])
def test_outside_them_it_is_refused(city: Desk, known: str, amount: int) -> None:
    with refused("care.support.out-of-bounds"):
        support.grant(city, known, "subsidy", "样财〔2024〕1号", TODAY, amount=amount)


def test_support_needs_its_paper_and_must_be_known(city: Desk, known: str) -> None:
    with refused("cases.document-needed"):
        support.grant(city, known, "subsidy", " ", TODAY, amount=20 * WAN)
    with refused("care.support.unknown"):
        support.grant(city, known, "nothing", "1号", TODAY)
    with refused("cases.date-ahead"):
        support.grant(city, known, "subsidy", "1号", date(2024, 9, 28), amount=20 * WAN)


def test_money_is_told_exactly() -> None:
    assert [support.in_wan(n) for n in (10 * WAN, 125_000, 1)] == ["10", "0.125", "0.000001"]


def test_a_recommendation_goes_up_and_comes_back(city: Desk, known: str) -> None:
    with refused("care.upward.reason-needed"):
        upward.recommend_upward(city, known, "upward", " ")
    number = upward.recommend_upward(city, known, "upward", "运行良好").streams[0]
    with refused("cases.document-needed"):
        upward.submit(city, number, TODAY, " ")
    upward.submit(city, number, TODAY, "样科函〔2024〕2号", copies=6, medium="样例联盟")
    assert city.case(number).open["matter"]["copies"] == 6
    upward.result(city, number, "省科〔2024〕5号", TODAY, recognised=True)
    row = city.raw.execute("SELECT status, outcome FROM index_case WHERE stream = ?", (number,)).fetchone()
    assert row == ("status.recognised_above", "done")
