"""Effective rules: a pack with every open reading chosen, as canonical bytes that a case is pinned to by hash."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec
from msgspec.structs import replace

from alliance_desk import canonical
from alliance_desk.errors import Refused
from alliance_desk.policy.pack import Pack

_TABLES = {
    f.encode_name: f.name for f in msgspec.structs.fields(Pack) if f.encode_name not in {"pack", "chosen", "order"}
}


def compose(pack: Pack, readings: Mapping[str, str]) -> Pack:
    """The rules of an office: the pack with the office's choices, the default for every reading it did not choose.

    Raises Refused for a reading or an option that the pack does not have.
    """
    for reading, option in readings.items():
        if reading not in pack.reading:
            raise Refused("policy.unknown-reading", reading=reading, pack=pack.pack.title, allowed=tuple(pack.reading))
        item = pack.reading[reading]
        if option not in item.options:
            allowed = tuple(f"{key}（{wording}）" for key, wording in item.options.items())
            raise Refused(
                "policy.unknown-option", basis=item.basis, option=option, question=item.question, allowed=allowed
            )
    chosen = {reading: readings.get(reading, item.default) for reading, item in pack.reading.items()}
    return replace(pack, chosen=chosen, order=_order(pack))


def rules_bytes(rules: Pack) -> bytes:
    """Canonical JSON (RFC 8785) of effective rules: no floats, no nulls."""
    return canonical.encode(msgspec.to_builtins(rules))


def rules_hash(rules: Pack) -> str:
    """SHA-256 of the canonical bytes: what a case is pinned to."""
    return canonical.sha256(rules_bytes(rules))


def rules_from(data: bytes) -> Pack:
    """Effective rules from their canonical bytes, tables in file order. Raises Refused when they are none."""
    try:
        raw: dict[str, Any] = canonical.decode(data)
        order = msgspec.convert(raw.get("order", {}), dict[str, list[str]])
        for table, ids in order.items():
            _sort(raw, table.split("."), ids)
        return msgspec.convert(raw, Pack)
    except (ValueError, msgspec.ValidationError) as error:
        raise Refused("policy.unreadable-rules", why=str(error)) from error


def _order(pack: Pack) -> dict[str, list[str]]:
    """Ids of every table in file order, and the options of every reading."""
    tables = {table: getattr(pack, name) for table, name in _TABLES.items()}
    found = {
        table: list(cast("dict[str, Any]", rows)) for table, rows in tables.items() if isinstance(rows, dict) and rows
    }
    return found | {f"reading.{key}.options": list(item.options) for key, item in pack.reading.items()}


def _sort(raw: dict[str, Any], path: list[str], ids: list[str]) -> None:
    *above, last = path
    for key in above:
        raw = raw[key] if isinstance(raw.get(key), dict) else {}
    table = raw.get(last)
    if not isinstance(table, dict) or set(ids) != set(cast("dict[str, Any]", table)):
        raise ValueError(f"order of {'.'.join(path)}")
    raw[last] = {key: table[key] for key in ids}
