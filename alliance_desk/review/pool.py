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
from alliance_desk.ledger.draft import Draft
from alliance_desk.review.parties import pool

_OWN = ("fit", "suspended", "related")
"""What a desk records by itself and a workbook does not carry: it stays."""


def take_in(desk: Desk, path: Path) -> Changes:
    """Take the pool from a workbook; experts already known keep their id and what this desk recorded of them.

    Experts that the workbook no longer lists stay in the pool. Raises Refused with every fault of the workbook, nothing taken.
    """
    document = desk.own("pool")
    known = cast("dict[str, Json]", document.open.get("experts", {}))
    found = read_pool(path, lambda: uuid.uuid4().hex, pool(desk))
    after = dict(known)
    for order, expert in enumerate(found, 1):
        entry = cast("Json", msgspec.to_builtins(expert))
        kept = {name: known[expert.id][name] for name in _OWN if name in known.get(expert.id, {})}
        told = {name: value for name, value in entry.items() if name != "id" and value is not None}
        after[expert.id] = {**told, "kind": expert.kind.value, "unit": expert.unit, **kept, "order": order}
    change = patch.difference({"experts": known}, {"experts": after})
    stream = document.stream or uuid.uuid4().hex
    if change:
        desk.commit([Draft(stream=stream, stream_kind="pool", kind="pool.saved", patch=change)])
    facts = {"count": len(found), "new": len(after) - len(known)}
    return Changes(code="review.pool-taken", facts=facts, kinds=frozenset({"pool"}), streams=(stream,))
