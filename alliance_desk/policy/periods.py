"""How long a period runs: natural and working days, months and years (Civil Code, art. 200 to 204)."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from alliance_desk.policy.holidays import Calendar, LoadedDay, LoadedYear, read_year
from alliance_desk.policy.pack import Period, Unit

__all__ = [
    "Calendar",
    "LoadedDay",
    "LoadedYear",
    "OtherEnd",
    "PeriodEnd",
    "add_months",
    "add_years",
    "end_of",
    "read_year",
]

_DAY = timedelta(days=1)


class OtherEnd(Struct, frozen=True):
    """Where the period would end under another reading."""

    count_first_day: bool
    roll: bool
    end: date
    provisional: bool


class PeriodEnd(Struct, frozen=True):
    """The last day of a period, which ends at midnight after it.

    provisional: a day it depends on lies in a year whose holidays are not published; nothing closes on it unconfirmed.
    earliest_recognition: the first day on which something may rest on the period having ended.
    """

    end: date
    provisional: bool
    others: tuple[OtherEnd, ...]

    @property
    def earliest_recognition(self) -> date:
        """The day after the end."""
        return self.end + _DAY


def end_of(period: Period, start: date, calendar: Calendar, readings: Mapping[str, str]) -> PeriodEnd:
    """When a period that begins on ``start`` (the real day of publishing) ends.

    readings: reading id → chosen option, as in ``rules.chosen``; ``count_first_day`` and ``roll`` may name one.
    """
    first, roll = (readings.get(how, how) == "yes" for how in (period.count_first_day, period.roll))
    if period.given:
        period = replace(period, n=int(readings[period.given]))
    end, provisional = _end(period, start, calendar, first=first, roll=roll)
    rolls = (False,) if period.unit is Unit.WORKING_DAYS else (False, True)
    others = [(f, r) for f in (True, False) for r in rolls if f != first or (r != roll and len(rolls) > 1)]
    return PeriodEnd(
        end,
        provisional,
        tuple(OtherEnd(f, r, *_end(period, start, calendar, first=f, roll=r)) for f, r in others),
    )


def _end(period: Period, start: date, calendar: Calendar, *, first: bool, roll: bool) -> tuple[date, bool]:
    if period.unit is Unit.WORKING_DAYS:
        return _working(period.n, start, calendar, first=first)
    if period.unit is Unit.NATURAL_DAYS:
        day = start + (period.n - first) * _DAY
    else:
        day = full_term(start, period.n * (12 if period.unit is Unit.YEARS else 1), first=first)
    provisional = False
    while roll:
        provisional |= not calendar.certain(day)
        if calendar.is_working(day):
            break
        day += _DAY
    return day, provisional


def _working(n: int, start: date, calendar: Calendar, *, first: bool) -> tuple[date, bool]:
    day, left, provisional = start - _DAY if first else start, n, False
    while left:
        day += _DAY
        provisional |= not calendar.certain(day)
        left -= calendar.is_working(day)
    return day, provisional


def add_months(day: date, months: int) -> date:
    """The corresponding day, else the last day of that month (Civil Code, art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_years(day: date, years: int) -> date:
    """The corresponding day; 29 February ends on 28 February of a common year (Civil Code, art. 202)."""
    return add_months(day, years * 12)


def full_term(start: date, months: int, *, first: bool) -> date:
    """The last day of a term. first: the first day counts (2024-03-01 to 2027-02-28 are three years).

    Where the corresponding day does not exist the last day of the month already is the last day, either way.
    """
    end = add_months(start, months)
    return end - _DAY if first and end.day == start.day else end
