"""What a session needs from the office's own streams: the pool, the directory of units, the parties of its cases."""

from collections.abc import Iterable
from typing import cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.cases.finding import short
from alliance_desk.desk import Desk
from alliance_desk.experts import parties
from alliance_desk.experts.people import Expert, Organisation, Review, Sitting, Unit
from alliance_desk.ledger.fold import Folded

_SAT = """
    SELECT t.expert, s.stream, s.on_date FROM index_seat t JOIN index_session s ON s.stream = t.session
    WHERE t.state = 'seated' AND substr(s.on_date, 1, 4) = ? AND s.stream <> ? ORDER BY s.on_date, s.rowid
"""
"""Reserves never came and who declined gave the seat up: neither reviewed."""


def review_of(desk: Desk, cases: Iterable[Folded]) -> Review:
    """What an expert can be in conflict with in a session over these cases: members, rosters, both offices, former names."""
    documents = [case.open for case in cases]
    names = [desk.settings["office"]["name"], *(document["offices"].get("on_behalf", "") for document in documents)]
    offices = [Unit(name=name, role="office") for name in dict.fromkeys(names) if name]
    return parties.review_of(documents, offices=offices, directory=directory(desk))


def directory(desk: Desk) -> tuple[Organisation, ...]:
    """The office's directory of organisations with their former names."""
    known = cast("dict[str, Json]", desk.settings.get("organisations", {}))
    return tuple(
        Organisation(
            name=unit["name"],
            code=unit.get("code", ""),
            former_names=tuple(unit.get("former_names", [])),
            same_as=tuple(unit.get("same_as", [])),
        )
        for unit in known.values()
    )


def pool(desk: Desk, session: str = "") -> list[Expert]:
    """The experts of this office's pool, each with where they sat this year. session: stream of the one that does not count."""
    known = cast("dict[str, Json]", desk.own("pool").open.get("experts", {}))
    sat = sittings(desk, session)
    found = (msgspec.convert({**entry, "id": key}, Expert) for key, entry in known.items())
    return [msgspec.structs.replace(one, sat=sat.get(one.id, ())) for one in found]


def sittings(desk: Desk, session: str = "") -> dict[str, tuple[Sitting, ...]]:
    """Expert → the sessions of this office in whose panel they sat this year, oldest first; ``session`` left out."""
    found: dict[str, tuple[Sitting, ...]] = {}
    for expert, stream, day in desk.raw.execute(_SAT, (str(desk.clock.today().year), session)).fetchall():
        found[expert] = (*found.get(expert, ()), Sitting(short(stream), day))
    return found


def counties(cases: Iterable[Folded]) -> tuple[str, ...]:
    """Where the lead units of the cases sit: for the local share of a panel."""
    return parties.counties_of(case.open for case in cases)
