"""The structs of a review session: experts, units, the rule of a panel, and why somebody may not sit.

All are frozen and hold text, whole numbers and tuples only, so each has a canonical form that can be hashed and kept.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from math import floor

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Refused
from alliance_desk.policy.pack import Pack


class Kind(StrEnum):
    """What an expert is asked for."""

    TECHNICAL = "technical"
    MANAGEMENT = "management"
    FINANCE = "finance"


class TieKind(StrEnum):
    """A declared tie: near relative, tutor or pupil, joint application, holding shares, paid adviser, anything else."""

    RELATIVE = "relative"
    TUTOR = "tutor"
    JOINT = "joint"
    SHARES = "shares"
    ADVISER = "adviser"
    OTHER = "other"


class Employment(Struct, frozen=True, omit_defaults=True):
    """A unit somebody left. until: the last day, ``YYYY-MM-DD``; empty = not known, which counts as not over yet."""

    unit: str
    code: str = ""
    until: str = ""


class Tie(Struct, frozen=True, omit_defaults=True):
    """A tie an expert declared. name: a unit, an alliance or a legal representative; code: unit code, where known."""

    kind: TieKind
    name: str
    code: str = ""
    remark: str = ""


class Sitting(Struct, frozen=True):
    """A session of this office in whose panel somebody sat. session: the beginning of its id; on: the day it was opened."""

    session: str
    on: str


class Expert(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One expert of the pool; never an ID or bank number.

    unit: where they work now, empty for nowhere. county: six-digit division of the work place; empty = not known.
    fit: 0–100 for this session; None = not assessed, which counts as 0. active_until: last valid day, empty = open.
    sat: panels of this year, as the office's sessions tell them; the pool itself keeps no count.
    """

    id: str
    name: str
    unit: str = ""
    unit_code: str = ""
    former_units: tuple[Employment, ...] = ()
    kind: Kind = Kind.TECHNICAL
    fields: tuple[str, ...] = ()
    title: str = ""
    county: str = ""
    fit: int | None = None
    sat: tuple[Sitting, ...] = ()
    active_until: str = ""
    suspended: bool = False
    related: tuple[Tie, ...] = ()

    @property
    def reviews_this_year(self) -> int:
        """What the yearly cap of a panel is held against."""
        return len(self.sat)


class Unit(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A unit that takes part: a member (role of the member record, with its alliance) or an office (role ``office``)."""

    name: str
    code: str = ""
    former_names: tuple[str, ...] = ()
    role: str = ""
    alliance: str = ""
    legal_rep: str = ""


class Organisation(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """An entry of the office's directory: former names, and names or codes of what counts as the same unit."""

    name: str
    code: str = ""
    former_names: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()


class Person(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Somebody an alliance names: on the roster of its body, or as unsuitable to judge it (body empty)."""

    name: str
    alliance: str
    unit: str = ""
    body: str = ""


class Review(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """All an expert can be in conflict with in one session: every alliance's members, rosters and wishes, and the offices."""

    units: tuple[Unit, ...]
    offices: tuple[Unit, ...] = ()
    rosters: tuple[Person, ...] = ()
    unsuitable: tuple[Person, ...] = ()
    directory: tuple[Organisation, ...] = ()


class Step(Struct, frozen=True):
    """One step of an evidence path; ``code`` is a wording ``experts.step.<code>``."""

    code: str
    facts: dict[str, str]

    def text(self, language: str = "zh_CN") -> str:
        """The step as a clause."""
        facts: dict[str, object] = dict(self.facts)
        for name, room in (("role", "member-role"), ("tie", "experts.tie"), ("body", "experts.body")):
            known = f"{room}.{facts.get(name, '')}"
            if known in words.catalogue(language):
                facts[name] = words.text(known, language=language)
        return words.text(f"experts.step.{self.code}", facts, language)


class Exclusion(Struct, frozen=True):
    """Why one expert may not sit. rule: a code of ``conflicts.RULES``; path: the evidence, step by step."""

    expert: str
    name: str
    rule: str
    path: tuple[Step, ...]

    def text(self, language: str = "zh_CN") -> str:
        """Who, under which rule, along which path."""
        path = " → ".join(step.text(language) for step in self.path)
        rule = words.text(f"experts.rule.{self.rule}", language=language)
        return words.text("experts.exclusion", {"name": self.name, "rule": rule, "path": path}, language)


class PanelRule(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The rule of one panel, readings filled in.

    kinds: least seats by kind, in order. local: division prefixes of the applicants' counties.
    former_unit_years: 0 = for ever. yearly_cap: reviews a year, 0 = none. basis: the article.
    """

    size: int
    one_per_unit: bool = True
    kinds: tuple[tuple[Kind, int], ...] = ()
    local: tuple[str, ...] = ()
    max_local_percent: int = 100
    former_unit_years: int = 0
    yearly_cap: int = 0
    reserves: int = 2
    basis: str = ""

    @property
    def max_local(self) -> int:
        """Most seats for experts from the applicants' counties."""
        return floor(self.size * self.max_local_percent / 100) if self.local else self.size


class Seat(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What became of an invitation. state: ``confirmed`` (fixed in) or ``declined`` (out); reason as told."""

    expert: str
    state: str
    reason: str = ""
    on: str = ""


def rule_of(rules: Pack, panel: str, counties: Iterable[str]) -> PanelRule:
    """The rule of one panel of a pack. counties: divisions of the applicants' lead units.

    Raises Refused when the size is no whole number, is even where odd is asked, or is smaller than the kinds need.
    """
    item = rules.panel[panel]
    size = _size(rules, item.size)
    kinds = tuple((Kind(kind), least) for kind, least in sorted(item.kinds.items()) if least)
    if size < 1 or (item.odd and size % 2 == 0):
        raise Refused("experts.bad-size", item.basis, panel=panel, size=size)
    if sum(least for _, least in kinds) > size:
        raise Refused("experts.bad-kinds", item.basis, panel=panel, size=size)
    return PanelRule(
        size=size,
        one_per_unit=item.one_per_unit,
        kinds=kinds,
        local=tuple(sorted({county for county in counties if county})),
        max_local_percent=item.max_local_percent,
        former_unit_years=item.former_unit_years,
        yearly_cap=item.yearly_cap,
        reserves=item.reserves,
        basis=item.basis,
    )


def _size(rules: Pack, written: str) -> int:
    """A number as written, or the number of the option chosen for the reading of that id."""
    reading = rules.reading.get(written)
    if reading is None:
        found = re.fullmatch(r"[0-9]{1,3}", written)
    else:
        option = rules.chosen.get(written, reading.default)
        found = re.search(r"[0-9]{1,3}", option) or re.search(r"[0-9]{1,3}", reading.options.get(option, ""))
    return int(found.group()) if found else 0
