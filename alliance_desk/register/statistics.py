"""Figures of the register (统计): how many alliances by field, county, year, grade and standing, and which kinds of units are in them.

As it stands today the index is counted; for another day the effects up to then are folded, as for the register of that day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.ledger import effects
from alliance_desk.ledger.effects import Effect
from alliance_desk.register.asof import entry
from alliance_desk.register.standing import Final, Standing, beyond

DIMENSIONS = ("field", "county", "category", "pack", "act", "year", "grade", "sanctions", "leaves")
"""What the alliances are counted by, in the order the page shows them. ``leaves`` counts those that have left, the others those valid."""

_ROWS = """
    SELECT status, pack, field, county, category, kind AS act, substr(recognised, 1, 4) AS year, grade, sanctions, leaves,
        count(*) AS alliances, sum(members) AS members
    FROM index_alliance WHERE ?1 IN ('', pack) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
"""
_UNITS = """
    SELECT m.kind, count(*), count(DISTINCT CASE m.code WHEN '' THEN m.name ELSE m.code END)
    FROM index_alliance_member m JOIN index_alliance a ON a.id = m.alliance WHERE a.status = 'valid' AND ?1 IN ('', a.pack) GROUP BY 1
"""
_EFFECTS = """
    SELECT stream, seq, position, alliance, kind, on_date, recorded, data, commit_no FROM index_effect WHERE on_date <= ? ORDER BY alliance
"""
_TURNS = """
    SELECT alliance, kind, substr(on_date, 1, 4), COALESCE(json_extract(CAST(data AS TEXT), '$.pack'), '') FROM index_effect
    WHERE kind IN ('recognised', 'exited') AND on_date <= ? ORDER BY alliance, on_date, recorded, commit_no, stream, seq, position
"""
_SUPPORT = """
    SELECT substr(on_date, 1, 4), count(*), sum(json_extract(CAST(data AS TEXT), '$.amount')) FROM index_effect
    WHERE kind = 'supported' AND on_date <= ?1 AND (?2 = '' OR alliance IN (SELECT id FROM index_alliance WHERE pack = ?2)) GROUP BY 1
"""


class Share(Struct, frozen=True):
    """One line of a table. key: value counted by (empty: not known). units: distinct units, in the table of member kinds only."""

    key: str
    count: int
    units: int = 0


class YearLine(Struct, frozen=True):
    """One year. recognised, left: how often in it; who was recognised anew counts in each of the years. standing: alliances valid at its end.

    support: granted in it, whole 分.
    """

    year: str
    recognised: int
    left: int
    standing: int
    support: int


class Statistics(Struct, frozen=True):
    """valid, left: alliances. ended: of the valid ones, those whose validity is over; awaiting: those of whom the final assessment decides.

    members: seats in valid alliances. by: dimension → lines, most first. kinds: of members. years: oldest first.
    """

    on: str
    valid: int
    ended: int
    awaiting: int
    left: int
    members: int
    by: Mapping[str, list[Share]]
    kinds: list[Share]
    years: list[YearLine]


def statistics(desk: Desk, on: str = "", pack: str = "") -> Statistics:
    """The figures. on: effective date (YYYY-MM-DD), today when empty. pack: only alliances under this policy."""
    today = desk.clock.today().isoformat()
    if on in {"", today}:
        cursor = desk.raw.execute(_ROWS, (pack,))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        kinds = [Share(*row) for row in desk.raw.execute(_UNITS, (pack,)).fetchall()]
        over = Counter(beyond(desk, pack).values())
        late = over[Final.NONE], over[Final.AWAITING]
    else:
        rows, kinds, late = _folded(desk, on, pack)
    paid = {year: int(amount or 0) for year, _, amount in desk.raw.execute(_SUPPORT, (on or today, pack)).fetchall()}
    turns = _turns(desk.raw.execute(_TURNS, (on or today,)).fetchall(), pack)
    return _counted(on or today, rows, kinds, late, _years(on or today, turns, paid))


def _folded(desk: Desk, on: str, pack: str) -> tuple[list[dict[str, Any]], list[Share], tuple[int, int]]:
    """The same rows, one for each alliance, from the effects up to a day; and how many have ended, how many wait."""
    rows: list[dict[str, Any]] = []
    stand: Counter[str] = Counter()
    seats: Counter[str] = Counter()
    units: dict[str, set[str]] = {}
    found = desk.raw.execute(_EFFECTS, (on,))
    for alliance, group in groupby((Effect(*row) for row in found), key=lambda effect: effect.alliance):
        line = effects.fold(list(group))
        if line is None or pack not in {"", line.head.get("pack", "")}:
            continue
        told = entry(desk, alliance, line, on)
        row = {name: getattr(told, name) for name in DIMENSIONS if name != "year"}
        row |= {"status": told.status, "year": told.recognised[:4]}
        stand[told.standing] += 1
        rows.append(row | {"alliances": 1, "members": told.members})
        for member in line.members.values() if told.status == "valid" else ():
            kind = str(member.get("kind", ""))
            seats[kind] += 1
            units.setdefault(kind, set()).add(str(member.get("code") or member.get("name", "")))
    shares = [Share(kind, count, len(units[kind])) for kind, count in seats.items()]
    return rows, shares, (stand[Standing.ENDED], stand[Standing.AWAITING])


def _counted(
    on: str, rows: list[dict[str, Any]], kinds: Iterable[Share], late: tuple[int, int], years: list[YearLine]
) -> Statistics:
    by: dict[str, Counter[str]] = {name: Counter() for name in DIMENSIONS}
    for row in rows:
        count = row["alliances"]
        if row["status"] == "exited":
            by["leaves"][row["leaves"]] += count
            continue
        for name in DIMENSIONS[:-1]:
            for value in row[name].split("、") if name == "sanctions" else [row[name]]:
                by[name][value] += count
    by["sanctions"].pop("", None)
    valid = sum(row["alliances"] for row in rows if row["status"] == "valid")
    return Statistics(
        on=on,
        valid=valid,
        ended=late[0],
        awaiting=late[1],
        left=sum(row["alliances"] for row in rows if row["status"] == "exited"),
        members=sum(row["members"] for row in rows if row["status"] == "valid"),
        by={name: _shares(counter) for name, counter in by.items()},
        kinds=sorted(kinds, key=lambda share: (-share.count, share.key)),
        years=years,
    )


def _shares(counter: Counter[str]) -> list[Share]:
    return [Share(key, count) for key, count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))]


class _Turns(NamedTuple):
    """Year → how many were recognised in it, left in it, and how many more (or fewer) stood at its end than at that of the year before."""

    recognised: Counter[str]
    left: Counter[str]
    more: Counter[str]


def _turns(rows: Iterable[tuple[str, str, str, str]], pack: str) -> _Turns:
    """What the recognitions and exits come to. rows: alliance, kind, year, policy, in their order. pack: of one policy, all when empty."""
    found = _Turns(Counter(), Counter(), Counter())
    for _, mine in groupby(rows, key=lambda row: row[0]):
        stands = False
        for _, kind, year, policy in mine:
            comes = kind == "recognised"
            here = comes and pack in {"", policy}
            found.recognised[year] += here
            # Whoever is recognised anew under another policy stands here no more, but has not left.
            found.left[year] += stands and not comes
            found.more[year] += here - stands
            stands = here
    return found


def _years(on: str, turns: _Turns, paid: Mapping[str, int]) -> list[YearLine]:
    """Every year from the first recognition to the day, with those in between in which nothing happened."""
    known = [int(year) for year in turns.recognised if year.isdecimal() and turns.recognised[year]]
    lines: list[YearLine] = []
    standing = 0
    for year in map(str, range(min(known, default=int(on[:4])), int(on[:4]) + 1)):
        standing += turns.more[year]
        lines.append(YearLine(year, turns.recognised[year], turns.left[year], standing, paid.get(year, 0)))
    return lines
