"""The package log in the office stream: what went out to and came in from each office, and what each is known to hold."""

from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused


def entries(desk: Desk, office: str = "") -> list[Json]:
    """The packages exchanged with one office (with every office when empty), each direction in its order."""
    found = [
        entry
        for entry in cast("dict[str, Json]", desk.settings.get("packages", {})).values()
        if office in ("", entry["office"])
    ]
    return sorted(found, key=lambda entry: (entry["direction"], entry["office"], entry["sequence"]))


def sent(log: list[Json]) -> list[Json]:
    """Those that went out."""
    return [entry for entry in log if entry["direction"] == "out"]


def received(log: list[Json]) -> list[Json]:
    """Those that came in."""
    return [entry for entry in log if entry["direction"] == "in"]


def acknowledged(log: list[Json]) -> dict[str, int]:
    """Stream → sequence number that the other office is known to hold: what it sent, and what it has given receipts for."""
    seen: dict[str, int] = {}
    for entry in log:
        if entry["direction"] == "in" or entry.get("receipt"):
            for stream, seq in cast("dict[str, int]", entry["streams"]).items():
                seen[stream] = max(seen.get(stream, 0), seq)
    return seen


def outgoing(desk: Desk, sha256: str) -> Json:
    """The one package that went out whose hash begins so. Raises Refused when there is none or several."""
    found = [entry for entry in sent(entries(desk)) if entry["sha256"].startswith(sha256.lower())]
    if len(found) != 1 or not sha256:
        raise Refused("exchange.no-such-package", package=sha256)
    return found[0]


def taken(desk: Desk, sha256: str) -> str:
    """The office a package came from that was taken in before; empty when it was not."""
    query = "SELECT office FROM index_package WHERE sha256 = ? AND direction = 'in'"
    row = desk.raw.execute(query, (sha256,)).fetchone()
    return row[0] if row else ""
