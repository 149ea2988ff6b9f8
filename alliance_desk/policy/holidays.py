"""Which days are working days in China, and of which of them that is certain.

Certain are the years the State Council's notices have been published for: chinesecalendar's and those loaded from a file.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

import msgspec
from msgspec import Struct

from alliance_desk.errors import Refused

_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
"""New Year, Labour Day, National Day: 全国年节及纪念日放假办法 (2024), art. 2."""

_MOVING = (
    "2027 0205 0405 0609 0915|2028 0125 0404 0528 1003|2029 0212 0404 0616 0922|2030 0202 0405 0605 0912"
    "|2031 0122 0405 0624 1001|2032 0210 0404 0612 0919|2033 0130 0404 0601 0908|2034 0218 0405 0620 0927"
    "|2035 0207 0405 0610 0916|2036 0127 0404 0530 1004|2037 0214 0404 0618 0924|2038 0203 0405 0607 0913"
    "|2039 0123 0405 0527 1002|2040 0211 0404 0614 0920|2041 0131 0404 0603 0910|2042 0121 0404 0622 0928"
    "|2043 0209 0405 0611 0917|2044 0129 0404 0531 1005|2045 0216 0404 0619 0925|2046 0205 0404 0608 0915"
    "|2047 0125 0405 0529 1004|2048 0213 0404 0615 0922|2049 0201 0404 0604 0911|2050 0122 0404 0623 0930"
)
"""Year, Lunar New Year's Eve (four days from it), Qingming, Dragon Boat, Mid-Autumn; made with lunardate 0.2 and
compared with holidays 0.108. Only for years without a published notice, and then provisional."""


class LoadedDay(Struct, frozen=True):
    """One day of a notice: off, or a weekend day that is worked."""

    date: date
    isOffDay: bool  # noqa: N815 - the format's own name
    name: str = ""


class LoadedYear(Struct, frozen=True):
    """A year of holidays in the shape of holiday-cn. papers: where the notice stands."""

    year: int
    days: list[LoadedDay]
    papers: list[str] = []


def read_year(text: str | bytes) -> LoadedYear:
    """A year from JSON. Raises Refused when the shape is wrong, or no day is listed: such a file says nothing yet."""
    try:
        loaded = msgspec.json.decode(text, type=LoadedYear)
    except msgspec.DecodeError as error:
        raise Refused("policy.unreadable-year", why=str(error)) from error
    if not loaded.days:
        raise Refused("policy.empty-year", year=loaded.year)
    # The days around New Year may stand in the neighbour's notice.
    if any(abs(day.date.year - loaded.year) > 1 for day in loaded.days):
        raise Refused("policy.unreadable-year", why=str(loaded.year))
    return loaded


class Calendar:
    """Working days: loaded years over the published ones; elsewhere Monday to Friday without the statutory days."""

    def __init__(self, loaded: Iterable[LoadedYear] = ()) -> None:
        years = list(loaded)
        self._years = frozenset(year.year for year in years)
        self._days = {day.date: not day.isOffDay for year in years for day in year.days}
        self._names = {day.date: day.name for year in years for day in year.days}

    def published(self, year: int) -> bool:
        """Whether the arrangement of this year is known."""
        return year in self._years or year in _published()

    def certain(self, day: date) -> bool:
        """Whether it is sure that this day is worked or not: the next year's notice may still move the last days of December."""
        if day in self._days:
            return True
        return self.published(day.year) and (day.month < 12 or day.day < 25 or self.published(day.year + 1))

    def is_working(self, day: date) -> bool:
        """Whether this is a working day; ask ``certain`` too."""
        if day in self._days:
            return self._days[day]
        if day.year in self._years:
            return day.weekday() < 5
        if day.year in _published():
            import chinese_calendar

            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED and day not in _moving(day.year)

    def name(self, day: date) -> str:
        """The feast for which this day is off, or worked instead of another; empty for an ordinary day or where no notice names it."""
        if day in self._days or day.year in self._years:
            return self._names.get(day, "")
        return _named().get(day, "")


@cache
def _named() -> dict[date, str]:
    """Feasts of the days that chinesecalendar knows to be off or worked out of turn."""
    from chinese_calendar.constants import Holiday, holidays, workdays

    chinese: dict[str, str] = {feast.value: str(getattr(feast, "chinese")) for feast in Holiday}  # noqa: B009 - set in __new__, out of a type checker's sight
    return {day: chinese[name] for days in (holidays, workdays) for day, name in days.items()}


@cache
def _published() -> frozenset[int]:
    """Years that chinesecalendar knows."""
    from chinese_calendar.constants import holidays

    return frozenset(range(min(holidays).year, max(holidays).year + 1))


@cache
def _moving(year: int) -> frozenset[date]:
    for row in _MOVING.split("|"):
        if row.startswith(str(year)):
            eve, *others = (date(year, int(d[:2]), int(d[2:])) for d in row.split()[1:])
            return frozenset({*others, *(date.fromordinal(eve.toordinal() + i) for i in range(4))})
    return frozenset()
