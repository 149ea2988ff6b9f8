"""Every list of the window as row numbers in order plus pages of rows, straight from the raw connection.

A list is asked once for all its row numbers (100,000 are 800 kB and some milliseconds); rows are read as they come into sight. What a
text is found in is complete: few hits are fetched and sorted; many are a set of row numbers that the walk along an index asks.
"""

from array import array
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec

from db.list_specs import LISTS, ListSpec
from db.search import fold, half_width, like, match
from db.session import Raw

__all__ = ["CAP", "LISTS", "PAGE", "ListQuery", "ListSpec", "count", "ids", "rows", "values"]

PAGE = 200
"""So many rows are read at once."""
CAP = 1_001
"""A count stops here: whoever sees more than a thousand hits types another word."""
FEW = 2_000
"""So many hits are sorted faster than an index is walked."""
MOST_VALUES = 200
"""So many different values a drop-down may offer."""
_NUMBERS = msgspec.json.Decoder(list[int])
_HITS = "SELECT rowid FROM search_case WHERE search_case MATCH "


class ListQuery(NamedTuple):
    """What is asked of a list.

    text: every word of it is found in the row. filters: column → value; an empty value asks nothing. sort: a sortable column, or empty
    for the list's natural order, which has its own direction.
    """

    text: str = ""
    filters: Mapping[str, str] = MappingProxyType({})
    sort: str = ""
    descending: bool = False


class _Asked(NamedTuple):
    """A query as SQL."""

    source: str
    where: str
    values: dict[str, str]


def ids(raw: Raw, name: str, query: ListQuery = ListQuery()) -> "array[int]":  # noqa: B008 - immutable
    """The row numbers of all rows that a query finds, in its order.

    Raises KeyError for a list, a filter or a sort there is not.
    """
    spec = LISTS[name]
    asked = _asked(raw, spec, query)
    if asked is None:
        return array("q")
    # One row with all numbers is read in half the time that as many rows take.
    (found,) = raw.execute(
        f"""SELECT json_group_array(place) FROM (
            SELECT {spec.base}.rowid AS place FROM {asked.source} WHERE {asked.where} ORDER BY {_order(spec, query)}
        )""",  # noqa: S608 - our own words
        asked.values,
    ).fetchone()
    return array("q", _NUMBERS.decode(found))


def count(raw: Raw, name: str, query: ListQuery = ListQuery(), cap: int = CAP) -> int:  # noqa: B008 - immutable
    """How many rows a query finds, at most ``cap``."""
    asked = _asked(raw, LISTS[name], query)
    return _count(raw, asked, cap) if asked is not None else 0


def rows(raw: Raw, name: str, numbers: Iterable[int]) -> list[dict[str, Any]]:
    """The rows with these numbers, in the order given; each a dictionary of ``id`` and the list's columns.

    A row that is gone meanwhile comes with all its values empty, so that every row keeps its place.
    """
    spec, wanted = LISTS[name], [int(number) for number in numbers]
    keys = ("id", *spec.columns)
    shown = ", ".join(f"{expression}" for expression in (spec.key, *map(spec.expression, spec.columns)))
    listed = ", ".join(map(str, wanted))
    found = raw.execute(
        f"SELECT {spec.base}.rowid, {shown} FROM {spec.source} WHERE {spec.base}.rowid IN ({listed})"  # noqa: S608 - numbers
    )
    by_number = {row[0]: dict(zip(keys, row[1:], strict=True)) for row in found}
    return [by_number.get(number) or dict.fromkeys(keys, "") for number in wanted]


def values(raw: Raw, name: str, column: str) -> list[tuple[str, int]]:
    """The different values of a column with how many rows have each, most frequent first; empty ones are left out."""
    spec = LISTS[name]
    expression = spec.expression(column)
    found = raw.execute(
        f"""SELECT CAST({expression} AS TEXT), count(*) FROM {_plain(spec, "")} WHERE {spec.where} AND {expression} <> ''
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_VALUES}"""  # noqa: S608 - our own words
    )
    return found.fetchall()


def _asked(raw: Raw, spec: ListSpec, query: ListQuery) -> _Asked | None:
    """A query as SQL; None where nothing can be found."""
    where, given = [spec.where], dict[str, str]()
    for place, (column, value) in enumerate(query.filters.items()):
        if column not in spec.filters:
            raise KeyError(column)
        if value:
            where.append(f"{spec.expression(column)} = :f{place}")
            given[f"f{place}"] = value
    source = _plain(spec, query.sort)
    if query.text.strip():
        if spec.found == f"{spec.base}.rowid":
            narrowed = _hits(raw, spec, query, given)
            if narrowed is None:
                return None
            source, condition = narrowed
            where.append(condition)
        else:
            where += _worded(raw, spec, query.text, given)
    return _Asked(source, " AND ".join(where), given)


def _plain(spec: ListSpec, sort: str) -> str:
    """The tables of a list; the planner must not leave the index that holds all that is asked."""
    index = spec.indexes.get(sort, spec.indexes.get("", ""))
    return f"{spec.source} INDEXED BY {index}" if index else spec.source


def _hits(raw: Raw, spec: ListSpec, query: ListQuery, given: dict[str, str]) -> tuple[str, str] | None:
    """Where the case list is read from when a text is asked for, and the condition left to ask."""
    given["text"] = match(query.text)
    hits = f"{_HITS}:text"
    found = _count(raw, _Asked(f"({hits})", "1", given), _all(raw)) if given["text"] else 0
    if not found:
        return None
    if found <= FEW:
        return f"({hits}) hit CROSS JOIN {spec.source} ON {spec.found} = hit.rowid", "1"
    if found == _all(raw):
        return _plain(spec, query.sort), "1"
    # The plus keeps the planner on the index.
    return _plain(spec, query.sort), f"+{spec.found} IN ({hits})"


def _all(raw: Raw) -> int:
    """How many cases there are."""
    return int(raw.execute("SELECT count(*) FROM index_case").fetchone()[0])


def _worded(raw: Raw, spec: ListSpec, text: str, given: dict[str, str]) -> list[str]:
    """One condition for each typed word: it stands as typed in one of the columns, or is found among the words of the row's case."""
    found: list[str] = []
    for place, word in enumerate(text.split()):
        spelled = dict.fromkeys((word, half_width(word)))
        given |= {f"w{place}_{way}": like(one) for way, one in enumerate(spelled)}
        somewhere = [f"{column} LIKE :w{place}_{way} ESCAPE '!'" for column in spec.like for way in range(len(spelled))]
        if spec.found and (words := match(word)):
            given[f"m{place}"] = words
            somewhere.append(f"{spec.found} IN ({_HITS}:m{place})")
        found.append(f"({' OR '.join(somewhere or '0')})")
    if spec.narrow and (narrowed := _of_few_cases(raw, spec, text, given)):
        found.append(narrowed)
    return found


def _of_few_cases(raw: Raw, spec: ListSpec, text: str, given: dict[str, str]) -> str:
    """The condition that only few cases are looked at, where the names that are asked for stand in no more. Codes are no names."""
    name = match(" ".join(word for word in fold(text).split() if not word.isascii()))
    if not name:
        return ""
    given["narrow"] = name
    if _count(raw, _Asked(f"({_HITS}:narrow)", "1", given), FEW + 1) > FEW:
        del given["narrow"]
        return ""
    return f"{spec.narrow} IN (SELECT stream FROM index_case WHERE rowid IN ({_HITS}:narrow))"  # noqa: S608


def _order(spec: ListSpec, query: ListQuery) -> str:
    if not query.sort:
        return ", ".join(spec.order)
    if query.sort not in spec.sortable:
        raise KeyError(query.sort)
    way = " DESC" if query.descending else ""
    return f"{spec.expression(query.sort)}{way}, {spec.tie or f'{spec.base}.rowid'}{way}"


def _count(raw: Raw, asked: _Asked, cap: int) -> int:
    counted = raw.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM {asked.source} WHERE {asked.where} LIMIT {cap:d})",  # noqa: S608
        asked.values,
    )
    return int(counted.fetchone()[0])
