"""What the rules propose on the facts (domain 2.7): a person decides each time, nothing follows by itself."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from msgspec import Struct

from alliance_desk.policy.after import Consequence
from alliance_desk.policy.pack import Pack


class Fact(Struct, frozen=True):
    """One thing that happened, or did not.

    source: id of the procedure, for ``missed`` and ``met`` of the duty, for ``found`` of the activity. subject: the year, empty where the
    procedure has none.
    what: ``grade`` (value: id of the grade), ``absent`` (did not take part), ``failed`` or ``accepted`` (a rectification), ``missed`` or
    ``met`` (a duty), ``found`` (an event was recorded; value: its title). on: the day it holds from. case: stream; a missed duty has none.
    """

    source: str
    subject: str
    what: str
    value: str
    on: date
    case: str = ""

    @property
    def key(self) -> str:
        """What ``matter.facts`` of the case that answers it holds: the stream of its case, else source and subject."""
        return self.case or f"{self.source}/{self.subject}"


class Proposal(Struct, frozen=True):
    """Something the rules propose. measures: ids, of which a person chooses one.

    facts: those it rests on, oldest first. count: how many there are in a row (or at all), of ``need``.
    """

    consequence: str
    measures: tuple[str, ...]
    basis: str
    facts: tuple[Fact, ...]
    count: int
    need: int


def proposals(
    rules: Pack,
    facts: Sequence[Fact],
    recognised: date | None = None,
    answered: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> list[Proposal]:
    """What the rules propose for one alliance, the strongest (most facts asked for) first.

    facts: all there are, in any order; the newest one of its source decides whether something is proposed at all, so a better grade, a
    report handed in, an accepted rectification ends what came before. Of two facts about one subject year the later one holds.
    recognised: day of the last recognition; what happened before it counts no more. answered: consequence → keys of the facts on which
    cases already opened for it rest; where the newest fact is among them nothing is proposed again, however that case came out.
    """
    found: list[Proposal] = []
    for key, item in rules.consequence.items():
        track = _track(item, [fact for fact in facts if recognised is None or fact.on >= recognised])
        hits = _hits(item, track)
        if item.when == "found":  # each finding asks for its own answer: a later one takes none back
            hits = [fact for fact in hits if fact.key not in answered.get(key, ())]
        if len(hits) >= item.count and hits[-1].key not in answered.get(key, ()):
            resting = tuple(hits if item.when == "found" else hits[-item.count :])
            found.append(Proposal(key, tuple(item.measures), item.basis, resting, len(hits), item.count))
    return sorted(found, key=lambda one: -one.need)


def _track(item: Consequence, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of the source of a consequence, oldest first, one for each subject year."""
    source = {"missed": item.duty, "found": item.activity}.get(item.when, item.procedure)
    mine = sorted(
        (fact for fact in facts if fact.source == source), key=lambda fact: (fact.subject, fact.on, fact.case)
    )
    last = {fact.subject or fact.key: fact for fact in mine}
    return list(last.values())


def _hits(item: Consequence, track: Sequence[Fact]) -> list[Fact]:
    """The facts that count, oldest first; none where the newest one is none of them."""
    if not track or not _counts(item, track[-1]):
        return []
    if item.run == "single":
        return [fact for fact in track if _counts(item, fact)]
    hits: list[Fact] = []
    for fact in reversed(track):
        broken = item.run == "years" and hits and _year(fact) != _year(hits[-1]) - 1
        if broken or not _counts(item, fact):
            break
        hits.append(fact)
    return hits[::-1]


def _counts(item: Consequence, fact: Fact) -> bool:
    return fact.what == item.when and (item.when != "grade" or fact.value in item.grades)


def _year(fact: Fact) -> int:
    """The subject year; of what has none, or no year that can be read, the year of its day."""
    return int(fact.subject) if fact.subject.isascii() and fact.subject.isdecimal() else fact.on.year
