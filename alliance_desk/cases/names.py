"""One name over all papers: an alliance and its lead as the decision, the notice, the register and the papers write them."""

from collections.abc import Iterator
from typing import cast

from msgspec import Struct

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.ledger.event import Event
from alliance_desk.ledger.fold import Folded, fold

_DECIDED = """SELECT data FROM index_effect WHERE stream = ? AND kind = 'recognised' ORDER BY seq DESC, position DESC LIMIT 1"""
_ENTERED = "SELECT name, lead FROM index_alliance WHERE id = ?"


class Named(Struct, frozen=True):
    """How one paper writes the names. place: decision, register, notice, certificate, plaque, or draft: what would be printed now."""

    place: str
    alliance: str
    lead: str


class Difference(Struct, frozen=True):
    """The first character in which two names differ. at: from 1; empty where one name has ended."""

    at: int
    here: str
    there: str


def named(desk: Desk, case: Folded) -> list[Named]:
    """Every place that names the alliance of a case, the decision first; places that do not exist yet are left out."""
    return list(_places(desk, case))


def difference(here: str, there: str) -> Difference | None:
    """Where two names part, compared code point by code point; None when they are the same."""
    if here == there:
        return None
    at = next((at for at, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), min(len(here), len(there)))
    return Difference(at + 1, here[at : at + 1], there[at : at + 1])


def _places(desk: Desk, case: Folded) -> Iterator[Named]:
    row = desk.raw.execute(_DECIDED, (case.stream,)).fetchone()
    if row is not None:
        effect = canonical.decode(row[0])
        yield Named("decision", str(effect.get("name", "")), str(effect.get("lead", "")))
    row = desk.raw.execute(_ENTERED, (case.open["alliance"]["id"],)).fetchone()
    if row is not None:
        yield Named("register", *row)
    events = streams.events(desk.raw, case.stream)
    if (at := _last(events, "notice", "start")) is not None:
        yield _as_of(events, at, "notice")
    issued = [kind for kind in ("certificate", "plaque") if kind in case.open]
    for kind in issued:
        if (at := _last(events, kind, "number")) is not None:
            yield _as_of(events, at, kind)
    if not issued:
        yield Named("draft", case.open["alliance"]["name"], lead_of(case.open))


def _last(events: list[Event], section: str, field: str) -> int | None:
    """The last event that wrote a field of a section."""
    found = (e.header.seq for e in reversed(events) if field in cast("Json", e.patch.get(section) or {}))
    return next(found, None)


def _as_of(events: list[Event], seq: int, place: str) -> Named:
    """The names as they stood when a paper was made: it was made from them."""
    document = fold(events, until=seq).open
    written = cast("Json", document.get(place, {})).get("name", document["alliance"]["name"])
    return Named(place, str(written), lead_of(document))
