"""What a session needs from the office's own streams: the pool, the directory of units, the parties of its cases."""

from collections.abc import Iterable
from typing import cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.experts import parties
from alliance_desk.experts.people import Expert, Organisation, Review, Unit
from alliance_desk.ledger.fold import Folded


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


def pool(desk: Desk) -> list[Expert]:
    """The experts of this office's pool."""
    known = cast("dict[str, Json]", desk.own("pool").open.get("experts", {}))
    return [msgspec.convert({**entry, "id": key}, Expert) for key, entry in known.items()]


def counties(cases: Iterable[Folded]) -> tuple[str, ...]:
    """Where the lead units of the cases sit: for the local share of a panel."""
    return parties.counties_of(case.open for case in cases)
