"""Figures of the register (统计): how many alliances by field, county, year, grade and standing, and which kinds of units are in them.

As it stands today the index is counted; for another day the effects up to then are folded, as for the register of that day.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.ledger import effects
from alliance_desk.ledger.effects import Effect
from alliance_desk.register.asof import entry

DIMENSIONS = ("field", "county", "category", "pack", "act", "year", "grade", "sanctions", "leaves")
"""What the alliances are counted by, in the order the page shows them. ``leaves`` counts those that have left, the others those valid."""

_ROWS = """
    SELECT status, pack, field, county, category, kind AS act, substr(recognised, 1, 4) AS year, grade, sanctions, leaves,
        substr(exited, 1, 4) AS exited, valid_to <> '' AND valid_to < ?2 AS ended, count(*) AS alliances, sum(members) AS members
    FROM index_alliance WHERE ?1 IN ('', pack) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
"""
_UNITS = """
    SELECT m.kind, count(*), count(DISTINCT CASE m.code WHEN '' THEN m.name ELSE m.code END)
    FROM index_alliance_member m JOIN index_alliance a ON a.id = m.alliance WHERE a.status = 'valid' AND ?1 IN ('', a.pack) GROUP BY 1
"""
_EFFECTS = """
    SELECT stream, seq, position, alliance, kind, on_date, recorded, data, commit_no FROM index_effect WHERE on_date <= ? ORDER BY alliance
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
    """One year. recognised, left: in it. standing: valid at its end. support: granted in it, whole 分."""

    year: str
    recognised: int
    left: int
    standing: int
    support: int


class Statistics(Struct, frozen=True):
    """valid, left: alliances. ended: of the valid ones, those whose validity is over. members: seats in valid alliances. by: dimension → lines, most first. kinds: of members. years: oldest first."""

    on: str
    valid: int
    ended: int
    left: int
    members: int
    by: Mapping[str, list[Share]]
    kinds: list[Share]
    years: list[YearLine]


def statistics(desk: Desk, on: str = "", pack: str = "") -> Statistics:
    """The figures. on: effective date (YYYY-MM-DD), today when empty. pack: only alliances under this policy."""
    today = desk.clock.today().isoformat()
    if on in {"", today}:
        cursor = desk.raw.execute(_ROWS, (pack, today))
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        kinds = [Share(*row) for row in desk.raw.execute(_UNITS, (pack,)).fetchall()]
    else:
        rows, kinds = _folded(desk, on, pack)
    paid = {year: int(amount or 0) for year, _, amount in desk.raw.execute(_SUPPORT, (on or today, pack)).fetchall()}
    return _counted(on or today, rows, kinds, paid)


def _folded(desk: Desk, on: str, pack: str) -> tuple[list[dict[str, Any]], list[Share]]:
    """The same rows, one for each alliance, from the effects up to a day."""
    rows: list[dict[str, Any]] = []
    seats: Counter[str] = Counter()
    units: dict[str, set[str]] = {}
    found = desk.raw.execute(_EFFECTS, (on,))
    for alliance, group in groupby((Effect(*row) for row in found), key=lambda effect: effect.alliance):
        line = effects.fold(list(group))
        if line is None or pack not in {"", line.head.get("pack", "")}:
            continue
        told = entry(alliance, line)
        row = {name: getattr(told, name) for name in DIMENSIONS if name != "year"}
        row |= {"status": told.status, "year": told.recognised[:4], "exited": told.exited[:4]}
        row["ended"] = bool(told.valid_to) and told.valid_to < on
        rows.append(row | {"alliances": 1, "members": told.members})
        for member in line.members.values() if told.status == "valid" else ():
            kind = str(member.get("kind", ""))
            seats[kind] += 1
            units.setdefault(kind, set()).add(str(member.get("code") or member.get("name", "")))
    return rows, [Share(kind, count, len(units[kind])) for kind, count in seats.items()]


def _counted(on: str, rows: list[dict[str, Any]], kinds: Iterable[Share], paid: Mapping[str, int]) -> Statistics:
    by: dict[str, Counter[str]] = {name: Counter() for name in DIMENSIONS}
    recognised: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for row in rows:
        count = row["alliances"]
        recognised[row["year"]] += count
        if row["status"] == "exited":
            left[row["exited"]] += count
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
        ended=sum(row["alliances"] for row in rows if row["status"] == "valid" and row["ended"]),
        left=sum(left.values()),
        members=sum(row["members"] for row in rows if row["status"] == "valid"),
        by={name: _shares(counter) for name, counter in by.items()},
        kinds=sorted(kinds, key=lambda share: (-share.count, share.key)),
        years=_years(on, recognised, left, paid),
    )


def _shares(counter: Counter[str]) -> list[Share]:
    return [Share(key, count) for key, count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))]


def _years(on: str, recognised: Counter[str], left: Counter[str], paid: Mapping[str, int]) -> list[YearLine]:
    """Every year from the first recognition to the day, with those in between in which nothing happened."""
    known = [int(year) for year in (*recognised, *left) if year.isdecimal()]
    lines: list[YearLine] = []
    standing = 0
    for year in map(str, range(min(known, default=int(on[:4])), int(on[:4]) + 1)):
        standing += recognised[year] - left[year]
        lines.append(YearLine(year, recognised[year], left[year], standing, paid.get(year, 0)))
    return lines
