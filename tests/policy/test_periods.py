"""Periods against the vectors that were counted by hand, a naive count, and the Civil Code's corresponding days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_desk.policy.pack import Period, Unit
from alliance_desk.policy.periods import Calendar, PeriodEnd, add_months, add_years, end_of, full_term

# start: 7 natural days counted / not counted / not counted and rolled / counted and rolled, 5 working counted / not counted
VECTORS = """
2023-09-28 2023-10-04 2023-10-05 2023-10-07 2023-10-07 2023-10-10 2023-10-11
2024-02-08 2024-02-14 2024-02-15 2024-02-18 2024-02-18 2024-02-20 2024-02-21
2024-09-27 2024-10-03 2024-10-04 2024-10-08 2024-10-08 2024-10-09 2024-10-10
2025-01-24 2025-01-30 2025-01-31 2025-02-05 2025-02-05 2025-02-06 2025-02-07
2025-09-26 2025-10-02 2025-10-03 2025-10-09 2025-10-09 2025-10-09 2025-10-10
2026-02-12 2026-02-18 2026-02-19 2026-02-24 2026-02-24 2026-02-25 2026-02-26
2026-04-30 2026-05-06 2026-05-07 2026-05-07 2026-05-06 2026-05-09 2026-05-11
2026-09-18 2026-09-24 2026-09-25 2026-09-28 2026-09-24 2026-09-23 2026-09-24
2026-09-24 2026-09-30 2026-10-01 2026-10-08 2026-09-30 2026-10-08 2026-10-09
2026-09-29 2026-10-05 2026-10-06 2026-10-08 2026-10-08 2026-10-10 2026-10-12
2026-12-29 2027-01-04 2027-01-05 ?          ?          ?          ?
"""
REST_DAYS = """
2026-10-03 2026-10-13 2026-10-13
2026-11-21 2026-11-27 2026-11-27
2026-09-20 2026-09-24 2026-09-28
"""
CALENDAR = Calendar()
DAYS = st.dates(date(2005, 1, 1), date(2026, 10, 1))


def end(n: int, unit: Unit, start: date, first: str, roll: str = "no") -> PeriodEnd:
    return end_of(Period(n=n, unit=unit, count_first_day=first, roll=roll, basis="x"), start, CALENDAR, {})


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


@pytest.mark.parametrize("row", rows(VECTORS), ids=lambda row: row[0])
def test_notices_end_where_the_vectors_say(row: list[str]) -> None:
    start = date.fromisoformat(row[0])
    natural, working = Unit.NATURAL_DAYS, Unit.WORKING_DAYS
    ends = [
        end(7, natural, start, "yes"),
        end(7, natural, start, "no"),
        end(7, natural, start, "no", "yes"),
        end(7, natural, start, "yes", "yes"),
        end(5, working, start, "yes"),
        end(5, working, start, "no"),
    ]
    for wanted, found in zip(row[1:], ends, strict=True):
        if wanted == "?":
            assert found.provisional
        else:
            assert (found.end.isoformat(), found.provisional) == (wanted, False)
            assert found.earliest_recognition == found.end + timedelta(days=1)


@pytest.mark.parametrize("row", rows(REST_DAYS), ids=lambda row: row[0])
def test_a_notice_that_starts_on_a_rest_day_counts_from_the_first_working_day(row: list[str]) -> None:
    start = date.fromisoformat(row[0])
    found = [end(5, Unit.WORKING_DAYS, start, first).end.isoformat() for first in ("yes", "no")]
    assert found == row[1:]


def test_the_other_readings_are_shown_with_their_ends() -> None:
    period = Period(n=7, unit=Unit.NATURAL_DAYS, count_first_day="first", roll="roll", basis="x")
    found = end_of(period, date(2024, 9, 27), CALENDAR, {"first": "no", "roll": "yes"})
    assert found.end == date(2024, 10, 8)
    assert {(o.count_first_day, o.roll, o.end.isoformat()) for o in found.others} == {
        (True, True, "2024-10-08"),
        (True, False, "2024-10-03"),
        (False, False, "2024-10-04"),
    }
    working = end_of(Period(n=5, unit=Unit.WORKING_DAYS, basis="x"), date(2024, 9, 27), CALENDAR, {})
    assert [(o.count_first_day, o.end.isoformat()) for o in working.others] == [(True, "2024-10-09")]


@given(DAYS, st.integers(1, 30), st.booleans())
def test_working_days_equal_a_naive_count(start: date, n: int, first: bool) -> None:
    found = end(n, Unit.WORKING_DAYS, start, "yes" if first else "no")
    begin = start if first else start + timedelta(days=1)
    days = [begin + timedelta(days=i) for i in range((found.end - begin).days + 1)]
    assert sum(CALENDAR.is_working(day) for day in days) == n
    assert CALENDAR.is_working(found.end)


@given(DAYS, DAYS, st.integers(1, 40), st.sampled_from(Unit), st.booleans(), st.booleans())
def test_who_starts_later_never_ends_earlier(a: date, b: date, n: int, unit: Unit, first: bool, roll: bool) -> None:
    early, late = sorted((a, b))
    how = ("yes" if first else "no", "yes" if roll else "no")
    n = min(n, 5) if unit is Unit.YEARS else n
    # One day less is counted where the corresponding day exists, so months agree only while both count alike.
    if unit in {Unit.MONTHS, Unit.YEARS} and first:
        how = ("no", how[1])
    assert end(n, unit, early, *how).end <= end(n, unit, late, *how).end


@given(DAYS, st.integers(1, 40), st.booleans())
def test_natural_days_equal_a_naive_count(start: date, n: int, first: bool) -> None:
    day, left = start, n - first
    while left:
        day += timedelta(days=1)
        left -= 1
    assert end(n, Unit.NATURAL_DAYS, start, "yes" if first else "no").end == day


@given(DAYS, st.integers(1, 40))
def test_longer_periods_end_later_and_a_rolled_end_is_a_working_day(start: date, n: int) -> None:
    assert end(n, Unit.WORKING_DAYS, start, "no").end < end(n + 1, Unit.WORKING_DAYS, start, "no").end
    assert CALENDAR.is_working(end(n, Unit.NATURAL_DAYS, start, "no", "yes").end)


@pytest.mark.parametrize(
    ("start", "months", "wanted"),
    [
        ("2024-02-29", 36, "2027-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2023-01-21", 24, "2025-01-21"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-01-31", 1, "2023-02-28"),
        ("2024-08-31", 6, "2025-02-28"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2018-09-18", 60, "2023-09-18"),
    ],
)
def test_months_and_years_end_on_the_corresponding_day(start: str, months: int, wanted: str) -> None:
    assert add_months(date.fromisoformat(start), months).isoformat() == wanted
    if months % 12 == 0:
        assert add_years(date.fromisoformat(start), months // 12).isoformat() == wanted


@pytest.mark.parametrize(
    ("start", "wanted"),
    [
        ("2024-03-01", "2027-02-28"),
        ("2024-02-29", "2027-02-28"),
        ("2024-02-28", "2027-02-27"),
        ("2021-03-01", "2024-02-29"),
    ],
)
def test_a_term_whose_first_day_counts_ends_a_day_earlier_where_that_day_exists(start: str, wanted: str) -> None:
    assert full_term(date.fromisoformat(start), 36, first=True).isoformat() == wanted


def test_months_and_years_as_periods() -> None:
    assert end(2, Unit.YEARS, date(2023, 1, 21), "no").end == date(2025, 1, 21)
    # 2024-09-15 is a Sunday of the Mid-Autumn holiday, which ends on the 17th.
    assert end(1, Unit.MONTHS, date(2024, 8, 15), "no", "yes").end == date(2024, 9, 18)
