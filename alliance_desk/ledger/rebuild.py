"""The whole index made anew from nothing but the streams, and its comparison with the live one, row for row.

It shares the projection (``rows``) with the incremental way but not its bookkeeping: it must not import ``indexing`` or ``append``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, cast

import msgspec
from sqlalchemy import Connection, Table, insert

from alliance_desk.canonical import Json
from alliance_desk.ledger import chain, effects, streams
from alliance_desk.ledger.effects import Effect
from alliance_desk.ledger.event import Event, parse
from alliance_desk.ledger.fold import fold
from alliance_desk.ledger.rows import Row, register, rows
from alliance_desk.policy.pack import Pack
from alliance_desk.progress import Progress, silent
from db import migrate, search
from db.models import Base, index
from db.session import Raw

TABLES: tuple[Table, ...] = tuple(t for t in Base.metadata.sorted_tables if t.name.startswith("index_"))
"""Every index table."""
_CHUNK = 2_000

_ALL = """
    SELECT e.header, o.data, p.data FROM ledger_event e
    LEFT JOIN ledger_body o ON o.hash = json_extract(CAST(e.header AS TEXT), '$.open')
    LEFT JOIN ledger_body p ON p.hash = json_extract(CAST(e.header AS TEXT), '$.private')
    ORDER BY e.stream, e.seq
"""


class Difference(msgspec.Struct, frozen=True):
    """One index row that is not what the streams say. kind: missing, surplus or changed; column: only when changed."""

    table: str
    key: str
    kind: str
    column: str = ""


def rebuild(raw: Raw, connection: Connection, progress: Progress = silent) -> None:
    """Fill the empty index tables on ``connection`` from the streams read through ``raw``.

    Raises Damaged at the first event that cannot be read or does not follow its predecessor.
    """
    rules = _rules(raw)
    gathered: dict[str, list[Effect]] = defaultdict(list)
    pending: list[Row] = [(index.IndexState, {"version": migrate.INDEX})]
    total = cast("int", raw.execute("SELECT count(*) FROM ledger_stream").fetchone()[0])
    for done, events in enumerate(_streams(raw)):
        chain.verify(events)
        folded = fold(events)
        pending += rows(folded, rules(folded.open))
        for event in events:
            for effect in effects.of_event(event):
                gathered[effect.alliance].append(effect)
        if len(pending) > _CHUNK:
            progress(done, total, "doctor.rebuilding")
            pending = _flush(connection, pending)
    for alliance, entries in gathered.items():
        pending += (register.effect(entry) for entry in entries)
        pending += register.alliance(alliance, entries)
    _flush(connection, pending)


def renew(raw: Raw, connection: Connection, progress: Progress = silent) -> None:
    """Replace the whole live index inside one write transaction. Raises Damaged when the ledger itself is not sound."""
    search.renew(connection.exec_driver_sql)
    for table in TABLES:
        connection.execute(table.delete())
    rebuild(raw, connection, progress)


def compare(raw: Raw, scratch: Raw) -> Iterator[Difference]:
    """Every row in which the live index (``raw``) differs from a rebuilt one."""
    for table in TABLES:
        keys = [column.name for column in table.primary_key]
        names = [column.name for column in table.columns]
        query = f"SELECT {', '.join(map(_quoted, names))} FROM {_quoted(table.name)} ORDER BY {', '.join(map(_quoted, keys))}"  # noqa: S608 - names of our own tables
        places = [names.index(key) for key in keys]
        yield from _merge(table.name, names, places, raw.execute(query), scratch.execute(query))


def _streams(raw: Raw) -> Iterator[list[Event]]:
    events = (parse(*row) for row in raw.execute(_ALL))
    for _, group in groupby(events, key=lambda event: event.header.stream):
        yield list(group)


def _rules(raw: Raw) -> Any:
    known: dict[tuple[str, str], Pack] = {}

    def of(document: Json) -> Pack | None:
        case = cast("Json", document.get("case", {}))
        if "rules" not in case:
            return None
        key = case["rules"], case.get("procedure", "")
        if key not in known:
            known[key] = streams.rules(raw, *key)
        return known[key]

    return of


def _flush(connection: Connection, pending: Iterable[Row]) -> list[Row]:
    by_table: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for model, row in pending:
        by_table[cast("Table", model.__table__)].append(row)
    for table, inserted in by_table.items():
        connection.execute(insert(table), inserted)
    return []


def _merge(
    table: str, names: list[str], places: list[int], live: Iterable[Any], fresh: Iterable[Any]
) -> Iterator[Difference]:
    def key(row: Any) -> tuple[Any, ...]:
        return tuple(row[place] for place in places)

    live_rows, fresh_rows = iter(live), iter(fresh)
    one, other = next(live_rows, None), next(fresh_rows, None)
    while one is not None or other is not None:
        if other is None or (one is not None and key(one) < key(other)):
            yield Difference(table, _shown(key(one)), "surplus")
            one = next(live_rows, None)
        elif one is None or key(other) < key(one):
            yield Difference(table, _shown(key(other)), "missing")
            other = next(fresh_rows, None)
        else:
            for name, mine, right in zip(names, one, other, strict=True):
                if mine != right:
                    yield Difference(table, _shown(key(one)), "changed", name)
            one, other = next(live_rows, None), next(fresh_rows, None)


def _quoted(name: str) -> str:
    return f'"{name}"'


def _shown(key: tuple[Any, ...]) -> str:
    return " / ".join(map(str, key))
