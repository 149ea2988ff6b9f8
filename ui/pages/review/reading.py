"""Reading a session from the ledger: its picture as it was recorded, or with the pool held against it now."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.experts.conflicts import RULES, Funnel
from alliance_desk.experts.people import Exclusion
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.review import scoring
from ui.pages.review.picture import DECLINED, ELIGIBLE, EXCLUDED, RESERVE, SEATED, CaseLine, Ground, Person, Picture


def picture_of(desk: Desk, stream: str) -> Picture:
    """Read a session. Raises Refused where there is none, Damaged where its rules are lost."""
    folded = streams.document(desk.raw, stream)
    order = sorted(cast("dict[str, Json]", folded.open["cases"]).items(), key=lambda item: item[1].get("order", 0))
    documents = [desk.case(key) for key, _ in order]
    rules = desk.rules_of(documents[0])
    cases = tuple(
        CaseLine(
            stream=case.stream,
            number=case.open["case"]["number"],
            name=case.open["alliance"]["name"],
            running=not stages.end_kind(desk.rules_of(case), case.open),
        )
        for case in documents
    )
    seats = _seats(folded)
    sitting = {person.expert for person in seats if person.state == SEATED}
    entered = cast("dict[str, dict[str, Json]]", folded.open.get("scores", {}))
    batch = folded.open["session"].get("batch", "")
    return Picture(
        folded=folded,
        documents=tuple(documents),
        cases=cases,
        people=(*seats, *kept_out(_recorded(folded), cases, units(desk))),
        sheets={
            case: {one: sheet for one, sheet in found.items() if one in sitting} for case, found in entered.items()
        },
        rules=rules,
        batch=_document(desk, batch).get("batch", {}).get("name", "") if batch else "",
        tallies=scoring.results(folded, rules) if rules.score else {},
    )


def screened(picture: Picture, found: Funnel, names: Mapping[str, str]) -> Picture:
    """The same session with the pool held against it: who is kept out, and who is left to choose from."""
    left = (Person(one.id, one.name, one.unit, ELIGIBLE) for one in found.eligible)
    return replace(picture, people=(*kept_out(found.exclusions, picture.cases, names), *left))


def kept_out(
    exclusions: Iterable[Exclusion], cases: tuple[CaseLine, ...], units: Mapping[str, str]
) -> tuple[Person, ...]:
    """Everybody whom a rule keeps out, in the order of the rules, with all their grounds."""
    named = {case.name: case.stream for case in cases}
    found: dict[str, list[Ground]] = {}
    for one in exclusions:
        told = [step.facts.get("alliance", "") for step in one.path]
        found.setdefault(one.expert, []).append(Ground(one, next((named[name] for name in told if name in named), "")))
    people = [
        Person(key, grounds[0].reason.name, units.get(key, ""), EXCLUDED, tuple(grounds))
        for key, grounds in found.items()
    ]
    order = {rule: place for place, rule in enumerate(RULES)}
    return tuple(sorted(people, key=lambda person: (order.get(person.rule, 99), person.name, person.expert)))


def _seats(folded: Folded) -> tuple[Person, ...]:
    rank = (SEATED, RESERVE, DECLINED)
    seats = cast("dict[str, Json]", folded.open.get("seats", {}))
    order = sorted(seats.items(), key=lambda item: (rank.index(item[1]["state"]), item[1].get("order", 0)))
    return tuple(
        Person(key, seat["name"], seat.get("unit", ""), seat["state"], note=seat.get("reason", ""))
        for key, seat in order
    )


def _recorded(folded: Folded) -> list[Exclusion]:
    """The exclusions as they were fixed with the panel; a record without its paths keeps its first rule."""
    recorded = cast("dict[str, Json]", folded.open.get("exclusions", {}))
    grounds: list[Json] = []
    for key, entry in recorded.items():
        every = cast("list[Json]", entry.get("all") or [{"rule": entry["rule"], "path": []}])
        grounds += [{"expert": key, "name": entry["name"], **one} for one in every]
    return msgspec.convert(grounds, list[Exclusion])


def _document(desk: Desk, stream: str) -> Json:
    return streams.document(desk.raw, stream).open


def units(desk: Desk) -> dict[str, str]:
    """Where the experts of the pool work now: a record of exclusion names the unit in its evidence only."""
    known = cast("dict[str, Json]", desk.own("pool").open.get("experts", {}))
    return {key: entry.get("unit", "") for key, entry in known.items()}
