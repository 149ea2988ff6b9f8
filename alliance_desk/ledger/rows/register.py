"""Index rows of the register: each effect, and the line and members of each alliance."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from alliance_desk.ledger import effects
from alliance_desk.ledger.effects import Effect
from alliance_desk.ledger.rows.case import ordered
from db.models import index, life
from db.models.index import Base

Rows = Iterator[tuple[type[Base], dict[str, Any]]]


def effect(entry: Effect) -> tuple[type[Base], dict[str, Any]]:
    """The row of one effect."""
    return index.Effect, msgspec.structs.asdict(entry)


def alliance(key: str, entries: Sequence[Effect]) -> Rows:
    """The rows of one alliance out of all its effects."""
    line = effects.fold(entries)
    if line is None:
        return
    head, members = line.head, line.members
    running, last = line.running, line.last
    yield (
        index.Alliance,
        {
            "id": key,
            "kind": head.get("act", ""),
            "status": head["status"],
            "recognised": head["recognised"],
            "case": head["case"],
            "members": len(members),
            "grade": last.get("name", ""),
            "graded": last.get("subject", ""),
            "sanctions": "、".join(dict.fromkeys(sanction["sanction"] for sanction in running)),
            "sanction_due": min((s["due"] for s in running if "due" in s), default=""),
            **{name: head.get(name, "") for name in _PLAIN},
        },
    )
    for member, record in ordered(members):
        yield (
            index.AllianceMember,
            {
                "alliance": key,
                "member": member,
                "position": record.get("order", 0),
                **{name: record.get(name, "") for name in ("name", "code", "role", "kind", "registered")},
                "since": record["since"],
            },
        )
    for grade in line.grades:
        yield (
            life.Grade,
            {
                "alliance": key,
                "case": grade["case"],
                **{name: grade[name] for name in ("procedure", "subject", "grade", "name", "rank", "passed")},
                "score": grade.get("score", ""),
                "on_date": grade["on"],
            },
        )
    for number, sanction in line.sanctions.items():
        yield (
            life.Sanction,
            {
                "alliance": key,
                "id": number,
                "kind": sanction["sanction"],
                "name": sanction["name"],
                "opened": sanction["on"],
                **{name: sanction.get(name, "") for name in ("due", "closed", "outcome", "measure")},
                "case": sanction["case"],
            },
        )


_PLAIN = (
    "name", "title", "pack", "lead", "county", "category", "field", "valid_to", "doc_no", "agreement_end", "first", "held", "exited", "leaves",
    "source",
)  # fmt: skip
