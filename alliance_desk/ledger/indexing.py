"""Keeping the index in step with each commit: only rows that differ are written. ``rebuild`` never imports this module."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, delete, insert
from sqlalchemy import update as change

from alliance_desk.canonical import Json
from alliance_desk.ledger import effects
from alliance_desk.ledger.effects import Effect
from alliance_desk.ledger.event import Event
from alliance_desk.ledger.fold import Folded
from alliance_desk.ledger.rows import Row, register, rows
from alliance_desk.policy.pack import Pack
from db.session import Raw

Rules = Callable[[Json], Pack | None]
Keyed = dict[tuple[Table, tuple[Any, ...]], dict[str, Any]]

_EFFECTS = "SELECT stream, seq, position, alliance, kind, on_date, recorded, data, commit_no FROM index_effect WHERE alliance = ?"


def update(
    raw: Raw, connection: Connection, changed: Sequence[tuple[Folded, Folded]], events: Sequence[Event], rules: Rules
) -> None:
    """Bring the index from the documents before a commit to those after it.

    changed: each touched stream's documents before and after. events: the commit's events. rules: a case's effective rules.
    """
    old: Keyed = {}
    new: Keyed = {}
    for before, after in changed:
        if before.seq:
            _key(old, rows(before, rules(before.open)))
        _key(new, rows(after, rules(after.open)))
    fresh = [effect for event in events for effect in effects.of_event(event)]
    _key(new, (register.effect(effect) for effect in fresh))
    for alliance in dict.fromkeys(effect.alliance for effect in fresh):
        known = [Effect(*row) for row in raw.execute(_EFFECTS, (alliance,))]
        _key(old, register.alliance(alliance, known))
        _key(new, register.alliance(alliance, [*known, *(e for e in fresh if e.alliance == alliance)]))
    _write(connection, old, new)


def _key(into: Keyed, found: Iterable[Row]) -> None:
    for model, row in found:
        table = cast("Table", model.__table__)
        into[table, tuple([row[name] for name in _keys(table)])] = row


def _write(connection: Connection, old: Keyed, new: Keyed) -> None:
    added: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    changed: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    dropped: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for (table, key), row in new.items():
        if (table, key) not in old:
            added[table].append(row)
        elif old[table, key] != row:
            changed[table].append({**row, **_named(table, key)})
    for table, key in old.keys() - new.keys():
        dropped[table].append(_named(table, key))
    for table, rows_of in changed.items():
        connection.execute(_where(change(table), table), rows_of)
    for table, keys in dropped.items():
        connection.execute(_where(delete(table), table), keys)
    for table, inserted in added.items():
        connection.execute(insert(table), inserted)


@cache
def _keys(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key)


def _named(table: Table, key: tuple[Any, ...]) -> dict[str, Any]:
    return {f"key_{name}": value for name, value in zip(_keys(table), key, strict=True)}


def _where(statement: Any, table: Table) -> Any:
    return statement.where(*(column == bindparam(f"key_{column.name}") for column in table.primary_key))
