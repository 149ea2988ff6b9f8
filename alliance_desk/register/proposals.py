"""What the rules propose for whom (2.7): found by the index, judged by ``policy.consequences``, decided by a person.

First the index says for whom something could be proposed at all; only of those the facts are read and judged.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from msgspec import Struct

from alliance_desk import words
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.policy import consequences
from alliance_desk.policy.after import Consequence
from alliance_desk.policy.consequences import Fact, Proposal
from alliance_desk.policy.duties import State
from alliance_desk.policy.pack import Pack, Status
from alliance_desk.register import duties

_PACKS = "SELECT DISTINCT pack FROM index_alliance WHERE status = 'valid' AND (?1 = '' OR id = ?1) ORDER BY pack"
_SOURCE = "FROM index_alliance a JOIN {table} f ON f.alliance = a.id WHERE a.pack = :pack AND a.status = 'valid' AND {only}"
_ONLY = "(:alliance = '' OR a.id = :alliance)"
_LISTED = "a.id IN (SELECT value FROM json_each(:alliances))"
_GRADED = f"""
    SELECT DISTINCT f.alliance FROM index_grade f CROSS JOIN index_alliance a ON a.id = f.alliance
    WHERE f.procedure = :procedure AND f.grade IN (SELECT value FROM json_each(:grades)) AND f.on_date >= a.recognised
        AND a.pack = :pack AND a.status = 'valid' AND {_ONLY}
        AND NOT EXISTS (
            SELECT 1 FROM index_grade n WHERE n.procedure = f.procedure AND n.alliance = f.alliance AND n.subject > f.subject
        )
"""  # noqa: S608 - our own words
_ENDED = f"""
    SELECT DISTINCT f.alliance FROM index_affair f CROSS JOIN index_alliance a ON a.id = f.alliance
    WHERE f.procedure = :procedure AND f.outcome = :outcome AND f.outcome <> '' AND a.pack = :pack AND a.status = 'valid' AND {_ONLY}
"""  # noqa: S608 - our own words
_GRADES = _SOURCE.format(table="index_grade", only=_LISTED)
_AFFAIRS = _SOURCE.format(table="index_affair", only=_LISTED)
_GRADE_FACTS = f'SELECT f.alliance, f.procedure, f.subject, f.grade, f.on_date, f."case" {_GRADES}'
_ABSENT_FACTS = f"SELECT f.alliance, f.procedure, f.subject, f.opened, f.stream {_AFFAIRS} AND f.outcome = 'absent'"
_HEALED_FACTS = f"""
    SELECT f.alliance, c.procedure, f.outcome, f.closed, f."case" {_SOURCE.format(table="index_sanction", only=_LISTED)}
        AND f.outcome IN ('accepted', 'failed')
""".replace("WHERE", 'JOIN index_affair c ON c.stream = f."case" WHERE')
_ANSWERED = f"SELECT f.alliance, f.consequence, f.facts {_AFFAIRS} AND f.consequence <> ''"
_LINES = f"SELECT a.id, a.name, a.county, a.recognised FROM index_alliance a WHERE {_LISTED} ORDER BY a.county, a.name, a.id"  # noqa: S608


class Proposed(Struct, frozen=True):
    """A proposal for one alliance. title: name of the consequence. measures: id → name; a person chooses one of them.

    facts: what it rests on; their keys go into ``matter.facts`` of the case that answers it. count: so many facts in a row, of ``need``.
    """

    alliance: str
    name: str
    county: str
    pack: str
    consequence: str
    title: str
    measures: Mapping[str, str]
    facts: tuple[Fact, ...]
    said: tuple[tuple[str, Mapping[str, str]], ...]
    count: int
    need: int
    basis: str

    @property
    def counter(self) -> str:
        """How far the counter is: 2/2."""
        return f"{min(self.count, self.need)}/{self.need}"

    def facts_text(self, language: str = "zh_CN") -> str:
        """What it rests on, in words."""
        return words.text("duties.part-sign", language=language).join(
            words.text(code, facts, language) for code, facts in self.said
        )

    def text(self, language: str = "zh_CN") -> str:
        """The proposal in words: facts, counter, measures."""
        measures = tuple(self.measures.values())
        facts = {"facts": self.facts_text(language), "counter": self.counter, "measures": measures}
        return words.text("duties.proposed", facts, language)


class _Pack(NamedTuple):
    rules: Pack
    values: dict[str, str]


def proposals(desk: Desk, alliance: str = "") -> list[Proposed]:
    """Everything that is proposed for alliances of the register, or for one of them, by county and name; the strongest first for each.

    What somebody has opened a case on is left out, and so are alliances that have left.
    """
    found: list[Proposed] = []
    for (name,) in desk.raw.execute(_PACKS, (alliance,)).fetchall():
        try:
            rules = desk.policy_for(name)
        except DeskError:  # a policy this desk has lost proposes nothing
            continue
        if rules.consequence and rules.pack.status is not Status.REPEALED:
            found += _of_pack(desk, rules, alliance)
    return found


def _of_pack(desk: Desk, rules: Pack, alliance: str) -> Iterator[Proposed]:
    concerned = list(dict.fromkeys(key for item in rules.consequence.values() for key in _concerned(desk, rules, item, alliance)))
    if not concerned:
        return
    values = {"pack": rules.pack.id, "alliances": json.dumps(concerned)}
    facts: dict[str, list[Fact]] = defaultdict(list)
    for key, fact in _facts(desk, rules, values, tuple(concerned)):
        facts[key].append(fact)
    answered: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, consequence, resting in desk.raw.execute(_ANSWERED, values).fetchall():
        answered[key][consequence].update(resting.split())
    for key, name, county, recognised in desk.raw.execute(_LINES, values).fetchall():
        for one in consequences.proposals(rules, facts[key], date.fromisoformat(recognised), answered[key]):
            yield _proposed(rules, one, key, name, county)


def _concerned(desk: Desk, rules: Pack, item: Consequence, alliance: str) -> Iterator[str]:
    """For whom a consequence could be proposed: the newest fact of its kind is there."""
    if item.when == "missed":
        yield from _missing(desk, rules, item, alliance)
        return
    values = {"pack": rules.pack.id, "alliance": alliance, "procedure": item.procedure}
    sql = _GRADED if item.when == "grade" else _ENDED
    values |= {"grades": json.dumps(item.grades)} if item.when == "grade" else {"outcome": item.when}
    yield from (key for (key,) in desk.raw.execute(sql, values).fetchall())


def _missing(desk: Desk, rules: Pack, item: Consequence, alliance: str) -> Iterable[str]:
    """Who has missed a duty at least as often as it takes."""
    return duties.missing(desk, rules.pack.id, item.duty, item.count, (alliance,) if alliance else None)


def _facts(desk: Desk, rules: Pack, values: dict[str, str], concerned: tuple[str, ...]) -> Iterator[tuple[str, Fact]]:
    """Every fact that some consequence of the rules could rest on, of some alliances."""
    raw, day = desk.raw, date.fromisoformat
    for key, procedure, subject, grade, on, case in raw.execute(_GRADE_FACTS, values).fetchall():
        yield key, Fact(procedure, subject, "grade", grade, day(on), case)
    for key, procedure, subject, opened, case in raw.execute(_ABSENT_FACTS, values).fetchall():
        yield key, Fact(procedure, subject, "absent", "", day(opened), case)
    for key, procedure, outcome, closed, case in raw.execute(_HEALED_FACTS, values).fetchall():
        yield key, Fact(procedure, "", outcome, "", day(closed), case)
    for duty in dict.fromkeys(item.duty for item in rules.consequence.values() if item.when == "missed"):
        for one in duties.of_alliances(desk, concerned, rules.pack.id, duty):
            if one.state in (State.LATE, State.ABSENT):
                yield one.alliance, Fact(duty, one.subject, "missed", "", one.due or one.opens, one.case)
            elif one.state is State.MET:
                yield one.alliance, Fact(duty, one.subject, "met", "", one.due or one.opens, one.case)


def _proposed(rules: Pack, one: Proposal, alliance: str, name: str, county: str) -> Proposed:
    item = rules.consequence[one.consequence]
    measures = {key: rules.measure[key].name for key in one.measures}
    said = tuple((f"duties.fact.{fact.what}{'' if fact.subject else '-once'}", _said(rules, fact)) for fact in one.facts)
    return Proposed(
        alliance, name, county, rules.pack.id, one.consequence, item.name, measures, one.facts, said, one.count, one.need, one.basis
    )  # fmt: skip


def _said(rules: Pack, fact: Fact) -> dict[str, str]:
    """What names a fact in words."""
    source = rules.duty[fact.source].name if fact.what == "missed" else rules.procedure[fact.source].name
    grade = rules.grade[fact.value].name if fact.value in rules.grade else fact.value
    return {"source": source, "subject": fact.subject, "grade": grade, "on": fact.on.isoformat()}
