"""Who is party to a session: every member of every alliance under review, the offices, the rosters, the directory."""

from collections.abc import Iterable
from typing import cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.experts.people import Expert, Organisation, Person, Review, Unit
from alliance_desk.ledger.fold import Folded


def review_of(desk: Desk, cases: Iterable[Folded]) -> Review:
    """What an expert can be in conflict with in a session over these cases."""
    units: list[Unit] = []
    rosters: list[Person] = []
    offices = {desk.settings["office"]["name"]: Unit(name=desk.settings["office"]["name"], role="office")}
    for case in cases:
        document = case.open
        alliance = document["alliance"]["name"]
        for member in cast("dict[str, Json]", document.get("members", {})).values():
            units.append(
                Unit(
                    name=member["name"],
                    code=member.get("code", ""),
                    former_names=tuple(member.get("former_names", [])),
                    role=member.get("role", ""),
                    alliance=alliance,
                    legal_rep=member.get("legal_rep", ""),
                )
            )
        for body, roster in cast("dict[str, Json]", document.get("bodies", {})).items():
            for person in cast("dict[str, Json]", roster.get("people", {})).values():
                rosters.append(Person(name=person["name"], unit=person.get("unit", ""), alliance=alliance, body=body))
        names = [office["name"] for office in cast("dict[str, Json]", document["offices"].get("names", {})).values()]
        for name in [*names, document["offices"].get("on_behalf", "")]:
            if name:
                offices[name] = Unit(name=name, role="office")
    return Review(units=tuple(units), offices=tuple(offices.values()), rosters=tuple(rosters), directory=directory(desk))


def directory(desk: Desk) -> tuple[Organisation, ...]:
    """The office's directory of organisations with their former names."""
    known = cast("dict[str, Json]", desk.settings.get("organisations", {}))
    return tuple(
        Organisation(name=u["name"], code=u.get("code", ""), former_names=tuple(u.get("former_names", [])), same_as=tuple(u.get("same_as", [])))
        for u in known.values()
    )


def pool(desk: Desk) -> list[Expert]:
    """The experts of this office's pool."""
    known = cast("dict[str, Json]", desk.own("pool").open.get("experts", {}))
    return [msgspec.convert({key: value for key, value in e.items() if key != "order"} | {"id": i}, Expert) for i, e in known.items()]


def counties(cases: Iterable[Folded]) -> list[str]:
    """The divisions in which the lead units of the cases are registered."""
    members = (m for case in cases for m in cast("dict[str, Json]", case.open.get("members", {})).values())
    return [m["registered"] for m in members if m.get("role") == "lead" and m.get("registered")]
