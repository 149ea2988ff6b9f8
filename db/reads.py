"""Lists, searches and counts: typed rows straight from the raw connection.

Pages follow a key (``(name, stream) > (?, ?)``), never an offset; counts stop at a cap; a search first caps its hits, then sorts.
"""

from typing import Literal, NamedTuple

from db.search import match
from db.session import Raw

PAGE = 200
CAP = 1_001
"""A count stops here: whoever sees more than a thousand hits types another word."""
_HITS = 5_000

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

    text: found in number, name, lead, initials, or any member's name. after: sort value and stream of the last row of the page before.
    Empty filters ask nothing.
    """

    text: str = ""
    pack: str = ""
    status: str = ""
    holder: str = ""
    sort: Sort = "updated"
    after: tuple[str, str] | None = None
    limit: int = PAGE


class CasePage(NamedTuple):
    """A page of the list, and how many match in all, at most ``CAP``."""

    rows: list[CaseRow]
    count: int


_COLUMNS = ", ".join(f"c.{name}" for name in CaseRow._fields)
_FOUND = f"""
    SELECT stream FROM index_case WHERE rowid IN (SELECT rowid FROM search_case WHERE search_case MATCH ?1 LIMIT {_HITS})
    UNION SELECT "case" FROM index_member WHERE rowid IN (SELECT rowid FROM search_member WHERE search_member MATCH ?1 LIMIT {_HITS})
"""  # noqa: S608 - constants only


def cases(raw: Raw, query: CaseQuery) -> CasePage:
    """One page of the case list; newest first by ``updated``, or by ``name``."""
    where, values = _where(query)
    count = raw.execute(f"SELECT count(*) FROM (SELECT 1 FROM index_case c WHERE {where} LIMIT {CAP})", values).fetchone()[0]  # noqa: S608
    newest = query.sort == "updated"
    if query.after is not None:
        where += f" AND (c.{query.sort}, c.stream) {'<' if newest else '>'} (:value, :stream)"
        values |= {"value": query.after[0], "stream": query.after[1]}
    order = "c.updated DESC, c.stream DESC" if newest else "c.name, c.stream"
    rows = raw.execute(f"SELECT {_COLUMNS} FROM index_case c WHERE {where} ORDER BY {order} LIMIT {query.limit:d}", values)  # noqa: S608
    return CasePage([CaseRow(*row) for row in rows], count)


def _where(query: CaseQuery) -> tuple[str, dict[str, str]]:
    parts, values = ["1"], dict[str, str]()
    for name in ("pack", "status", "holder"):
        value = getattr(query, name)
        if value:
            parts.append(f"c.{name} = :{name}")
            values[name] = value
    if query.text.strip():
        values["text"] = match(query.text)
        parts.append(f"c.stream IN ({_FOUND.replace('?1', ':text')})" if values["text"] else "0")
    return " AND ".join(parts), values
