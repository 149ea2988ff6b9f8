"""Working days of published, loaded and unpublished years."""

import json
from datetime import date, timedelta

import pytest

from alliance_desk.errors import Refused
from alliance_desk.policy.pack import Period, Unit
from alliance_desk.policy.periods import Calendar, end_of, read_year

MADE_UP = """01-28 01-29 04-23 05-06 06-25 10-07 10-08
02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12
01-26 02-08 04-27 09-28 10-11
01-04 02-14 02-28 05-09 09-20 10-10"""
WORKED = {2023: 249, 2024: 251, 2025: 248, 2026: 248}

YEAR = {
    "year": 2027,
    "papers": ["https://example.invalid/2027"],
    "days": [
        {"name": "元旦", "date": "2026-12-27", "isOffDay": False},
        {"name": "元旦", "date": "2026-12-31", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "春节", "date": "2027-02-05", "isOffDay": True},
    ],
}


def days(year: int) -> list[date]:
    return [
        date(year, 1, 1) + timedelta(days=n) for n in range(366) if (date(year, 1, 1) + timedelta(days=n)).year == year
    ]


@pytest.mark.parametrize("year", WORKED)
def test_published_years_have_their_make_up_days(year: int) -> None:
    calendar = Calendar()
    weekend = {f"{d:%m-%d}" for d in days(year) if d.weekday() > 4 and calendar.is_working(d)}
    assert weekend == set(MADE_UP.splitlines()[year - 2023].split())
    assert sum(map(calendar.is_working, days(year))) == WORKED[year]
    assert calendar.published(year)


def test_an_unpublished_year_is_computed_and_never_certain() -> None:
    calendar = Calendar()
    assert not calendar.published(2027)
    assert not any(calendar.certain(day) for day in days(2027))
    # Lunar New Year's Eve to the third day, Qingming, Dragon Boat, Mid-Autumn, and the fixed days on weekdays.
    off = {f"{d:%m-%d}" for d in days(2027) if d.weekday() < 5 and not calendar.is_working(d)}
    assert off == {"01-01", "02-05", "02-08", "04-05", "06-09", "09-15", "10-01"}


def test_the_last_days_of_december_wait_for_the_next_year() -> None:
    calendar = Calendar()
    assert calendar.certain(date(2026, 12, 24))
    assert not calendar.certain(date(2026, 12, 25))
    assert calendar.certain(date(2025, 12, 31))


def test_a_loaded_year_is_certain_and_reaches_into_december() -> None:
    calendar = Calendar([read_year(json.dumps(YEAR))])
    assert calendar.published(2027)
    assert calendar.is_working(date(2026, 12, 27))
    assert not calendar.is_working(date(2026, 12, 31))
    assert not calendar.is_working(date(2027, 2, 5))
    assert calendar.is_working(date(2027, 2, 4))
    found = end_of(Period(n=5, unit=Unit.WORKING_DAYS, basis="x"), date(2026, 12, 29), calendar, {})
    assert (found.end, found.provisional) == (date(2027, 1, 7), False)


def test_a_year_far_away_still_counts_provisionally() -> None:
    found = end_of(Period(n=5, unit=Unit.WORKING_DAYS, basis="x"), date(2060, 3, 1), Calendar(), {})
    assert found.provisional


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("{", "policy.unreadable-year"),
        ('{"year": 2027, "papers": [], "days": [{"date": "2027-02-30", "isOffDay": true}]}', "policy.unreadable-year"),
        ('{"year": 2027, "papers": [], "days": [{"date": "2031-02-03", "isOffDay": true}]}', "policy.unreadable-year"),
        ('{"year": 2027, "papers": [], "days": []}', "policy.empty-year"),
    ],
)
def test_a_file_that_says_nothing_is_refused(data: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_year(data)
    assert caught.value.code == code
    assert caught.value.text()
