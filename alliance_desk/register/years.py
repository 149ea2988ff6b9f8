"""One alliance year by year (历年): what it owed, was graded, did, got, was told off for, and what changed."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.register import duties
from alliance_desk.register.alliance import Alliance, Graded, Happening, Sanctioned
from alliance_desk.register.duties import Owed

_CHANGES = frozenset({"changed", "member-in", "member-out"})
_EVENTS = """
    SELECT substr(received, 1, 4), what, count(*) FROM index_affair
    WHERE alliance = ? AND kind = 'event' AND received <> '' AND received <= ? AND what <> '' GROUP BY 1, 2 ORDER BY 1, 2
"""


class YearOf(Struct, frozen=True):
    """One year. owed: its duties by subject year. events: id of the activity → how often.

    grades: by subject year. support: what was granted in it. opened: flags that began in it; running: those of earlier years that still
    stood in it. changes: what was changed in it, members coming and going included.
    """

    year: str
    owed: list[Owed]
    events: dict[str, int]
    grades: list[Graded]
    support: list[Happening]
    opened: list[Sanctioned]
    running: list[Sanctioned]
    changes: list[Happening]

    @property
    def amount(self) -> int:
        """Support of the year, in 分."""
        return sum(one.amount for one in self.support)


def years(desk: Desk, found: Alliance, until: str) -> list[YearOf]:
    """Every year from the first recognition to a day, the newest first. found: the alliance as it stood on that day; until: YYYY-MM-DD.

    What is owed is told as it stands today; of years to come nothing is told.
    """
    owed: dict[str, list[Owed]] = defaultdict(list)
    for one in duties.of_alliance(desk, found.entry.id):
        owed[one.subject].append(one)
    events: dict[str, Counter[str]] = defaultdict(Counter)
    for year, what, count in desk.raw.execute(_EVENTS, (found.entry.id, until)).fetchall():
        events[year][what] = count
    # An exit, where there is one, is the last thing that can have happened.
    last = found.entry.exited[:4] if found.entry.status == "exited" else until[:4]
    dated = [one.on[:4] for one in found.history] + [one.subject for one in found.grades]
    first = min((year for year in dated if year.isdecimal()), default=last)
    told = range(int(last), int(first) - 1, -1) if first.isdecimal() and last.isdecimal() else range(0)
    return [_year(str(year), found, owed[str(year)], events[str(year)]) for year in told]


def _year(year: str, found: Alliance, owed: list[Owed], events: Counter[str]) -> YearOf:
    def of(kinds: Iterable[str]) -> list[Happening]:
        return [one for one in found.history if one.kind in kinds and one.on[:4] == year]

    def stood(one: Sanctioned) -> bool:
        return one.opened[:4] < year and (not one.closed or one.closed[:4] >= year)

    return YearOf(
        year=year,
        owed=owed,
        events=dict(events),
        grades=[one for one in found.grades if (one.subject or one.on[:4]) == year],
        support=of({"supported"}),
        opened=[one for one in found.sanctions if one.opened[:4] == year],
        running=[one for one in found.sanctions if stood(one)],
        changes=of(_CHANGES),
    )
