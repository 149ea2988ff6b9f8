"""Lists, searches and counts: typed rows straight from the raw connection.

Pages follow a key (``(name, stream) > (?, ?)``), never an offset; counts stop at a cap. Both sort orders have an index that
also holds what the list is filtered by, so that no filter reads the rows it leaves out. What a text is found in is complete:
few hits are fetched and sorted; many are a set of row numbers that the walk along the sort order asks.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

from db.search import match
from db.session import Raw

PAGE = 200
CAP = 1_001
"""A count stops here: whoever sees more than a thousand hits types another word."""
FEW = 2_000
"""So many hits are sorted faster than the sort order is walked."""

Sort = Literal["updated", "name"]


class CaseRow(NamedTuple):
    """One line of the case list."""

    stream: str
    number: str
    name: str
    lead: str
    pack: str
    status: str
    custody: str
    holder: str
    county: str
    filed: str
    blocking: int
    outcome: str
    updated: str


class CaseQuery(NamedTuple):
    """What is asked of the case list.

    text: every word of it is found in number, name, initials, or any member's name, now or formerly. Empty filters ask nothing.
    after: sort value and stream of the last row of the page before.
    """

    text: str = ""
    pack: str = ""
    status: str = ""
    holder: str = ""
    sort: Sort = "updated"
    after: tuple[str, str] | None = None
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class CasePage:
    """A page of the list, and how many match in all, at most ``CAP``."""

    rows: list[CaseRow]
    count: int


_COLUMNS = ", ".join(f"c.{name}" for name in CaseRow._fields)
_HITS = "SELECT rowid FROM search_case WHERE search_case MATCH :text"


def cases(raw: Raw, query: CaseQuery) -> CasePage:
    """One page of the case list; newest first by ``updated``, or by ``name`` in the order of its characters."""
    source, where, values = f"index_case c INDEXED BY ix_index_case_{query.sort}", ["1"], dict[str, str]()
    for name in ("pack", "status", "holder"):
        value = getattr(query, name)
        if value:
            where.append(f"c.{name} = :{name}")
            values[name] = value
    if query.text.strip():
        values["text"] = match(query.text)
        hits = _count(raw, f"({_HITS})", "1", values, FEW + 1) if values["text"] else 0
        if not hits:
            return CasePage([], 0)
        if hits > FEW:
            where.append(f"+c.rowid IN ({_HITS})")  # the plus keeps the planner on the sort order
        else:
            source = f"({_HITS}) hit CROSS JOIN index_case c ON c.rowid = hit.rowid"
    count = _count(raw, source, " AND ".join(where), values, CAP)
    newest = query.sort == "updated"
    if query.after is not None:
        where.append(f"(c.{query.sort}, c.stream) {'<' if newest else '>'} (:value, :stream)")
        values |= {"value": query.after[0], "stream": query.after[1]}
    order = "c.updated DESC, c.stream DESC" if newest else "c.name, c.stream"
    rows = raw.execute(
        f"SELECT {_COLUMNS} FROM {source} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT {query.limit:d}",  # noqa: S608 - our own words
        values,
    )
    return CasePage([CaseRow(*row) for row in rows], count)


def _count(raw: Raw, source: str, where: str, values: dict[str, str], cap: int) -> int:
    counted = raw.execute(f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {where} LIMIT {cap:d})", values)  # noqa: S608
    return int(counted.fetchone()[0])
