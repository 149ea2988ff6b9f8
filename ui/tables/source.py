"""Where a table's rows come from: a list of the database, or rows that are already there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from alliance_desk.desk import Desk
from db import lists

Row = Mapping[str, Any]
"""One row: column key → value; ``id`` is the record's natural key."""


class Asked(NamedTuple):
    """What the person asked of the table. sort: column key, empty for the natural order."""

    text: str = ""
    filters: Mapping[str, str] = {}
    sort: str = ""
    descending: bool = False


class Source(Protocol):
    """Rows of a table."""

    sortable: frozenset[str]

    def ids(self, asked: Asked) -> Sequence[int]:
        """Row numbers in order."""
        ...

    def rows(self, ids: Sequence[int]) -> Sequence[Row]:
        """The rows of at most 200 of them, in the same order."""
        ...

    def choices(self, column: str) -> list[tuple[str, int]]:
        """The values of a column with their counts, for a filter."""
        ...

    def over(self, desk: Desk) -> "Source":
        """The same rows read through another desk: the worker's, while a long list is written."""
        ...


class Listed:
    """A list of the database."""

    def __init__(self, desk: Callable[[], Desk], name: str, fixed: Mapping[str, str] | None = None) -> None:
        self._desk, self._name, self._fixed = desk, name, dict(fixed or {})
        self.sortable = frozenset(lists.LISTS[name].sortable)

    def ids(self, asked: Asked) -> Sequence[int]:
        query = lists.ListQuery(asked.text, {**asked.filters, **self._fixed}, asked.sort, asked.descending)
        return lists.ids(self._desk().raw, self._name, query)

    def rows(self, ids: Sequence[int]) -> Sequence[Row]:
        return lists.rows(self._desk().raw, self._name, ids)

    def choices(self, column: str) -> list[tuple[str, int]]:
        return lists.values(self._desk().raw, self._name, column)

    def over(self, desk: Desk) -> "Source":
        return Listed(lambda: desk, self._name, self._fixed)


class Given:
    """Rows that are already there (a case's members, a session's seats): searched, filtered and sorted in memory."""

    def __init__(self, rows: Sequence[Row] = ()) -> None:
        self._rows = list(rows)
        self.sortable = frozenset(self._rows[0]) if self._rows else frozenset[str]()

    def give(self, rows: Sequence[Row]) -> None:
        """Other rows."""
        self._rows = list(rows)
        self.sortable = frozenset(self._rows[0]) if self._rows else frozenset[str]()

    def ids(self, asked: Asked) -> Sequence[int]:
        words = asked.text.casefold().split()
        found = [
            at
            for at, row in enumerate(self._rows)
            if all(str(row.get(key, "")) == value for key, value in asked.filters.items())
            and all(any(word in str(value).casefold() for value in row.values()) for word in words)
        ]
        if asked.sort:
            found.sort(key=lambda at: _key(self._rows[at].get(asked.sort)), reverse=asked.descending)
        return found

    def rows(self, ids: Sequence[int]) -> Sequence[Row]:
        return [self._rows[at] for at in ids]

    def choices(self, column: str) -> list[tuple[str, int]]:
        counts: dict[str, int] = {}
        for row in self._rows:
            value = str(row.get(column, ""))
            counts[value] = counts.get(value, 0) + 1
        return sorted(counts.items())

    def over(self, desk: Desk) -> "Source":
        del desk  # the rows are already there
        return Given(self._rows)


def _key(value: Any) -> tuple[int, Any]:
    return (0, value) if isinstance(value, int | float) else (1, str(value))
