"""What the rules propose for whom (2.7): found by the index, judged by ``policy.consequences``, decided by a person.

First the index says for whom something could be proposed at all; only of those the facts are read and judged.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date

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
_GRADED = """
    SELECT DISTINCT g.alliance FROM index_grade g CROSS JOIN index_alliance a ON a.id = g.alliance
    WHERE g.procedure = :procedure AND g.grade IN (SELECT value FROM json_each(:grades)) AND g.on_date >= a.recognised
        AND a.pack = :pack AND a.status = 'valid' AND (:alliance = '' OR a.id = :alliance)
        AND NOT EXISTS (
            SELECT 1 FROM index_grade n WHERE n.procedure = g.procedure AND n.alliance = g.alliance AND n.subject > g.subject
        )
"""
_ENDED = """
    SELECT DISTINCT f.alliance FROM index_affair f CROSS JOIN index_alliance a ON a.id = f.alliance
    WHERE f.procedure = :procedure AND f.outcome = :outcome AND f.outcome <> ''
        AND a.pack = :pack AND a.status = 'valid' AND (:alliance = '' OR a.id = :alliance)
"""
_FOUND = """
    SELECT DISTINCT f.alliance FROM index_affair f CROSS JOIN index_alliance a ON a.id = f.alliance
    WHERE f.procedure = :procedure AND f.what = :activity AND f.finished AND f.outcome = '' AND f.received >= a.recognised
        AND a.pack = :pack AND a.status = 'valid' AND (:alliance = '' OR a.id = :alliance)
"""
_LINES = """
    SELECT id, name, county, recognised FROM index_alliance WHERE id IN (SELECT value FROM json_each(:alliances)) ORDER BY county, name, id
"""
_FACTS = """
    SELECT alliance, procedure, subject, 'grade', grade, on_date, "case" FROM index_grade
    WHERE procedure IN (SELECT value FROM json_each(:procedures)) AND alliance IN (SELECT value FROM json_each(:alliances))
    UNION ALL
    SELECT alliance, procedure, subject, outcome, '', opened, stream FROM index_affair
    WHERE alliance IN (SELECT value FROM json_each(:alliances)) AND outcome = 'absent'
    UNION ALL
    SELECT s.alliance, f.procedure, '', s.outcome, '', s.closed, s."case" FROM index_sanction s JOIN index_affair f ON f.stream = s."case"
    WHERE s.alliance IN (SELECT value FROM json_each(:alliances)) AND s.outcome IN ('accepted', 'failed')
    UNION ALL
    SELECT alliance, what, '', 'found', title, received, stream FROM index_affair
    WHERE alliance IN (SELECT value FROM json_each(:alliances)) AND what IN (SELECT value FROM json_each(:found))
        AND kind = 'event' AND finished AND outcome = '' AND received <> ''
"""
"""Alliance, and what makes a ``Fact``."""
_ANSWERED = """
    SELECT alliance, consequence, facts FROM index_affair
    WHERE alliance IN (SELECT value FROM json_each(:alliances)) AND consequence <> ''
"""


class Resting(Struct, frozen=True):
    """A fact that a proposal rests on, with the names that its words need. source: of the procedure or duty; grade: empty for none, of a finding its title."""

    fact: Fact
    source: str
    grade: str

    def text(self, language: str = "zh_CN") -> str:
        """The fact in words."""
        code = f"duties.fact.{self.fact.what}{'' if self.fact.subject else '-once'}"
        facts = {
            "source": self.source,
            "subject": self.fact.subject,
            "grade": self.grade,
            "on": self.fact.on.isoformat(),
        }
        return words.text(code, facts, language)


class Proposed(Struct, frozen=True):
    """A proposal for one alliance. title: name of the consequence. measures: id → name; a person chooses one of them.

    facts: what it rests on, oldest first. count: so many facts in a row (or at all), of ``need``. basis: the article.
    """

    alliance: str
    name: str
    county: str
    pack: str
    consequence: str
    title: str
    measures: Mapping[str, str]
    facts: tuple[Resting, ...]
    count: int
    need: int
    basis: str

    @property
    def keys(self) -> tuple[str, ...]:
        """What ``matter.facts`` of the case that answers it holds."""
        return tuple(one.fact.key for one in self.facts)

    @property
    def counter(self) -> str:
        """How far the counter is: 2/2."""
        return f"{min(self.count, self.need)}/{self.need}"

    def text(self, language: str = "zh_CN") -> str:
        """The proposal in words: facts, counter, measures."""
        facts = words.text("duties.part-sign", language=language).join(one.text(language) for one in self.facts)
        said = {"facts": facts, "counter": self.counter, "measures": tuple(self.measures.values())}
        return words.text("duties.proposed", said, language)


def proposals(desk: Desk, alliance: str = "") -> list[Proposed]:
    """Everything that is proposed for alliances of the register, or for one of them, by county and name; the strongest first for each.

    What somebody has opened a case on is left out, and so are alliances that have left.
    """
    packs = list(_proposing(desk, alliance))

    def read() -> list[Proposed]:
        return [one for rules in packs for one in _of_pack(desk, rules, alliance)]

    return read() if alliance else duties.kept(desk, "proposals", packs, read)


def _proposing(desk: Desk, alliance: str) -> Iterator[Pack]:
    """The rules in use that propose anything."""
    for (name,) in desk.raw.execute(_PACKS, (alliance,)).fetchall():
        try:
            rules = desk.policy_for(name)
        except DeskError:  # a policy this desk has lost proposes nothing
            continue
        if rules.consequence and rules.pack.status is not Status.REPEALED:
            yield rules


def _of_pack(desk: Desk, rules: Pack, alliance: str) -> Iterator[Proposed]:
    found = (key for item in rules.consequence.values() for key in _concerned(desk, rules, item, alliance))
    concerned = tuple(dict.fromkeys(found))
    findings = [item.activity for item in rules.consequence.values() if item.when == "found"]
    values = {
        "alliances": json.dumps(concerned), "procedures": json.dumps(list(rules.procedure)), "found": json.dumps(findings),
    }  # fmt: skip
    facts: dict[str, list[Fact]] = defaultdict(list)
    for key, fact in _facts(desk, rules, concerned, values) if concerned else ():
        facts[key].append(fact)
    answered: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for key, consequence, resting in desk.raw.execute(_ANSWERED, values).fetchall():
        answered[key][consequence].update(resting.split())
    for key, name, county, recognised in desk.raw.execute(_LINES, values).fetchall():
        for one in consequences.proposals(rules, facts[key], date.fromisoformat(recognised), answered[key]):
            yield _proposed(rules, one, key, name, county)


def _concerned(desk: Desk, rules: Pack, item: Consequence, alliance: str) -> Iterator[str]:
    """For whom a consequence could be proposed; nobody is left out for whom it will be."""
    if item.when == "missed":
        yield from duties.missing(desk, rules.pack.id, item.duty, item.count, alliance)
        return
    values = {"pack": rules.pack.id, "alliance": alliance, "procedure": item.procedure}
    if item.when == "found":
        of_event = {"procedure": rules.activity[item.activity].procedure, "activity": item.activity}
        found = desk.raw.execute(_FOUND, values | of_event)
    elif item.when == "grade":
        found = desk.raw.execute(_GRADED, values | {"grades": json.dumps(item.grades)})
    else:
        found = desk.raw.execute(_ENDED, values | {"outcome": item.when})
    yield from (key for (key,) in found.fetchall())


def _facts(desk: Desk, rules: Pack, concerned: tuple[str, ...], values: dict[str, str]) -> Iterator[tuple[str, Fact]]:
    """Every fact that some consequence of the rules could rest on, of some alliances."""
    for key, procedure, subject, what, value, on, case in desk.raw.execute(_FACTS, values).fetchall():
        yield key, Fact(procedure, subject, what, value, date.fromisoformat(on), case)
    for duty in dict.fromkeys(item.duty for item in rules.consequence.values() if item.when == "missed"):
        for one in duties.of_alliances(desk, concerned, rules.pack.id, duty):
            what = "met" if one.state is State.MET else "missed"
            if one.state in (State.MET, State.LATE, State.ABSENT):
                yield one.alliance, Fact(duty, one.subject, what, "", one.due or one.opens)


def _proposed(rules: Pack, one: Proposal, alliance: str, name: str, county: str) -> Proposed:
    item = rules.consequence[one.consequence]
    named = {"missed": rules.duty.get(item.duty), "found": rules.activity.get(item.activity)}
    source = (named.get(item.when) or rules.procedure[item.procedure]).name
    grades = {key: grade.name for key, grade in rules.grade.items()}
    return Proposed(
        alliance=alliance,
        name=name,
        county=county,
        pack=rules.pack.id,
        consequence=one.consequence,
        title=item.name,
        measures={key: rules.measure[key].name for key in one.measures},
        facts=tuple(Resting(fact, source, grades.get(fact.value, fact.value)) for fact in one.facts),
        count=one.count,
        need=one.need,
        basis=one.basis,
    )
