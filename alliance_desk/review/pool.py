"""The expert pool: taken in from a workbook, kept in its own stream that never leaves the office."""

import uuid
from pathlib import Path
from typing import cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.experts.pool_sheet import read_pool
from alliance_desk.ledger import patch
from alliance_desk.ledger.append import Draft


def take_in(desk: Desk, path: Path) -> Changes:
    """Take the pool from a workbook; experts already known by name and unit keep their id.

    Raises Refused with every fault of the workbook at once, nothing taken.
    """
    document = desk.own("pool")
    known = cast("dict[str, Json]", document.open.get("experts", {}))
    by_name = {(entry["name"], entry.get("unit", "")): key for key, entry in known.items()}
    entries: dict[str, Json] = {}
    for n, expert in enumerate(read_pool(path), 1):
        key = by_name.get((expert.name, expert.unit)) or uuid.uuid4().hex
        entry = cast("Json", msgspec.to_builtins(expert))
        entries[key] = {name: value for name, value in entry.items() if name != "id" and value is not None} | {"order": n, "kind": expert.kind.value}
    change = patch.difference({"experts": {key: known[key] for key in entries if key in known}}, {"experts": entries})
    facts = {"count": len(entries), "new": len(entries.keys() - known.keys())}
    stream = document.stream or uuid.uuid4().hex
    if change:
        desk.commit([Draft(stream=stream, stream_kind="pool", kind="pool.saved", patch=change)])
    return Changes(code="review.pool-taken", facts=facts, kinds=frozenset({"pool"}), streams=(stream,))
