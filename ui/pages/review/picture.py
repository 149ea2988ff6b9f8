"""One review session as the page shows it: its cases, its people with why they may or may not sit, its sheets and its draw."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.experts.conflicts import RULES, Funnel
from alliance_desk.experts.draw import Draw
from alliance_desk.experts.people import Exclusion
from alliance_desk.experts.scores import Tally
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack
from alliance_desk.review import scoring
from ui.language import said

THIRD = "third_party"
SEATED, RESERVE, DECLINED, EXCLUDED, ELIGIBLE = "seated", "reserve", "declined", "excluded", "eligible"


@dataclass(frozen=True)
class CaseLine:
    """A case of the session. running: it has not ended meanwhile (withdrawn, merged)."""

    stream: str
    number: str
    name: str
    running: bool


class Ground(NamedTuple):
    """Why somebody may not sit. case: stream of the case whose alliance the evidence names, empty where it names none."""

    reason: Exclusion
    case: str


@dataclass(frozen=True)
class Person:
    """Somebody the session knows: on the panel, in reserve, gone, or kept out.

    grounds: everything that keeps them out. note: why a seat was given up.
    """

    expert: str
    name: str
    unit: str
    state: str
    grounds: tuple[Ground, ...] = ()
    note: str = ""

    @property
    def rule(self) -> str:
        """The first rule that keeps them out."""
        return self.grounds[0].reason.rule if self.grounds else ""

    @cached_property
    def evidence(self) -> str:
        """Everything that keeps them out, each ground in a line of its own."""
        return "\n".join(said(ground.reason) for ground in self.grounds)

    def rule_at(self, case: str) -> str:
        """The rule that keeps them from this very case, or from any; empty where only another case of the session does."""
        own = [ground.reason.rule for ground in self.grounds if ground.case == case]
        return next(iter([*own, *(ground.reason.rule for ground in self.grounds if not ground.case)]), "")


@dataclass(frozen=True)
class Picture:
    """A session.

    documents: its cases. sheets: case → expert → sheet, of those who sit now. rules: what its first case is pinned to.
    batch: name of the review batch, empty without one.
    """

    folded: Folded
    documents: tuple[Folded, ...]
    cases: tuple[CaseLine, ...]
    people: tuple[Person, ...]
    sheets: Mapping[str, Mapping[str, Json]]
    rules: Pack
    batch: str = ""
    tallies: Mapping[str, Tally] = field(default_factory=dict[str, Tally])

    @property
    def stream(self) -> str:
        """The session's stream."""
        return self.folded.stream

    @property
    def about(self) -> Json:
        """What the session says of itself."""
        return cast("Json", self.folded.open["session"])

    @property
    def open(self) -> bool:
        """Whether it still runs."""
        return self.about["state"] == "open"

    @property
    def third(self) -> bool:
        """Whether a commissioned organiser reviews."""
        return self.about["mode"] == THIRD

    @property
    def panel(self) -> tuple[Person, ...]:
        """Who sits now, in order."""
        return tuple(person for person in self.people if person.state == SEATED)

    @property
    def fixed(self) -> bool:
        """Whether a panel was fixed."""
        return bool(self.folded.open.get("seats"))

    @cached_property
    def draw(self) -> Draw | None:
        """The record of the draw, where the panel was drawn by lot."""
        drawn = self.folded.open.get("draw")
        return msgspec.convert(drawn, Draw) if drawn else None

    @property
    def results(self) -> dict[str, Json]:
        """The outcome by case, once concluded."""
        return cast("dict[str, Json]", self.folded.open.get("results", {}))

    @cached_property
    def scored(self) -> tuple[CaseLine, ...]:
        """The cases that sheets are waited for: in a running session those that still run."""
        return tuple(case for case in self.cases if case.running or not self.open)

    @cached_property
    def missing(self) -> tuple[tuple[CaseLine, Person], ...]:
        """The sheets that have not come."""
        return tuple(
            (case, one)
            for one in self.panel
            for case in self.scored
            if one.expert not in self.sheets.get(case.stream, {})
        )

    @property
    def expected(self) -> int:
        """How many sheets there will be."""
        return len(self.panel) * len(self.scored)


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
