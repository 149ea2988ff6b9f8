"""One review session as the page shows it: its cases, its people with why they may or may not sit, its sheets and its draw."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.experts.draw import Draw
from alliance_desk.experts.people import Exclusion
from alliance_desk.experts.scores import Tally
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack
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
        """The cases that sheets count for: in a running session those that still run, later those it came to an outcome for."""
        return tuple(case for case in self.cases if (case.running if self.open else case.stream in self.results))

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
