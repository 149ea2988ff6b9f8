"""Index rows of an office's own streams: operators, peers, directory, packages, numbers, expert pool."""

from collections.abc import Iterator
from typing import Any

from alliance_desk.ledger.fold import Folded
from alliance_desk.ledger.rows.case import ordered, section
from db.models import index
from db.models.index import Base

Rows = Iterator[tuple[type[Base], dict[str, Any]]]


def office(folded: Folded) -> Rows:
    """Operators, peers, the directory of organisations under every name, and the package log."""
    document = folded.open
    for key, person in ordered(section(document, "operators")):
        yield (
            index.Operator,
            {
                "id": key,
                "name": person["name"],
                "roles": " ".join(person.get("roles", [])),
                "active": person.get("active", True),
            },
        )
    for key, peer in ordered(section(document, "peers")):
        yield (
            index.Peer,
            {
                "fingerprint": key,
                "office": peer["office"],
                "name": peer["name"],
                "level": peer["level"],
                "relation": peer["relation"],
            },
        )
    for key, unit in ordered(section(document, "organisations")):
        for name in dict.fromkeys([unit["name"], *unit.get("former_names", [])]):
            yield (
                index.Organisation,
                {"id": key, "name": name, "current": name == unit["name"], "code": unit.get("code", "")},
            )
    for _, package in ordered(section(document, "packages")):
        yield (
            index.Package,
            {
                "sha256": package["sha256"],
                "direction": package["direction"],
                "office": package["office"],
                "sequence": package["sequence"],
                "purpose": package["purpose"],
                "file": package["file"],
                "on_date": package["on"],
                "receipt": package.get("receipt", False),
            },
        )


def numbers(folded: Folded) -> Rows:
    """Every number used or skipped."""
    for key, used in ordered(section(folded.open, "used")):
        yield (
            index.Number,
            {
                "series": used["series"],
                "year": used["year"],
                "serial": used["serial"],
                "number": used.get("number", key),
                "used_for": used.get("used_for", ""),
                "state": used["state"],
            },
        )


def pool(folded: Folded) -> Rows:
    """The experts of the pool."""
    for key, expert in ordered(section(folded.open, "experts")):
        yield (
            index.Expert,
            {
                "id": key,
                "name": expert["name"],
                "unit": expert["unit"],
                "title": expert.get("title", ""),
                "kind": expert["kind"],
                "fields": "、".join(expert.get("fields", [])),
                "county": expert.get("county", ""),
                "state": "suspended" if expert.get("suspended") else "active",
            },
        )
