"""Index rows of the register: each effect, and the line and members of each alliance."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from alliance_desk.ledger import effects
from alliance_desk.ledger.effects import Effect
from alliance_desk.ledger.rows.case import ordered
from db.models import index
from db.models.index import Base

Rows = Iterator[tuple[type[Base], dict[str, Any]]]


def effect(entry: Effect) -> tuple[type[Base], dict[str, Any]]:
    """The row of one effect."""
    return index.Effect, msgspec.structs.asdict(entry)


def alliance(key: str, entries: Sequence[Effect]) -> Rows:
    """The rows of one alliance out of all its effects."""
    folded = effects.fold(entries)
    if folded is None:
        return
    line, members = folded
    yield (
        index.Alliance,
        {
            "id": key,
            "name": line.get("name", ""),
            "title": line.get("title", ""),
            "kind": line.get("act", ""),
            "pack": line.get("pack", ""),
            "status": line["status"],
            "lead": line.get("lead", ""),
            "county": line.get("county", ""),
            "category": line.get("category", ""),
            "recognised": line["recognised"],
            "valid_to": line.get("valid_to", ""),
            "doc_no": line.get("doc_no", ""),
            "case": line["case"],
            "members": len(members),
        },
    )
    for member, record in ordered(members):
        yield (
            index.AllianceMember,
            {
                "alliance": key,
                "member": member,
                "position": record.get("order", 0),
                "name": record.get("name", ""),
                "code": record.get("code", ""),
                "role": record.get("role", ""),
                "since": record["since"],
            },
        )
