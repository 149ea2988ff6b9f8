"""Whether a member is one of those a check looks at, with what is unknown kept apart from what is false."""

from collections.abc import Callable, Iterable, Iterator

from alliance_desk.canonical import Json
from alliance_desk.policy.facts import Facts, MemberFacts
from alliance_desk.policy.findings import Others
from alliance_desk.policy.pack import Pack, Where
from alliance_desk.policy.regions import Truth, belongs

Members = list[tuple[str, MemberFacts]]
Sorted = dict[Truth, Members]


class Case:
    """One document under its rules, decoded once for all checks."""

    def __init__(self, rules: Pack, document: Json, facts: Facts, others: Others) -> None:
        self.rules = rules
        self.document = document
        self.facts = facts
        self.others = others
        #: members in the order of the file
        self.members: Members = sorted(facts.members.items(), key=lambda m: (m[1].order, m[0]))

    def chosen(self, reading: str, otherwise: str) -> str:
        """The office's choice of a reading; ``otherwise`` where the pack names no reading."""
        return self.rules.chosen.get(reading) or self.rules.reading[reading].default if reading else otherwise

    def role(self, role: str) -> Members:
        """Members with this role."""
        return [(key, m) for key, m in self.members if m.role == role]

    def closed_years(self, years: int) -> list[int]:
        """The last ``years`` closed years before the application year, oldest first; empty without an application date."""
        filed = self.facts.application.filed
        return list(range(filed.year - years, filed.year)) if filed else []

    def matches(self, member: MemberFacts, wheres: Iterable[Where | None]) -> Truth:
        """Whether a member matches any of the filters."""
        return any_of(self._one(member, where) for where in wheres if where is not None)

    def _one(self, member: MemberFacts, where: Where) -> Truth:
        if any(self.chosen(reading, "") != option for reading, option in where.given.items()):
            return Truth.NO
        return all_of(self._parts(member, where))

    def _parts(self, member: MemberFacts, where: Where) -> Iterator[Truth]:
        if where.roles:
            yield _listed(member.role, where.roles)
        if where.kinds:
            yield _listed(member.kind, where.kinds)
        home, divisions = self.rules.pack.jurisdiction, self.others.divisions
        if where.registered:
            yield belongs(member.registered, where.registered, home, divisions)
        if where.seated:
            yield belongs(member.seated, where.seated, home, divisions)
        # Flags are marks a person sets; one that is not set is a plain no.
        for flag in where.flags:
            yield Truth.YES if flag in member.flags else Truth.NO
        if where.legal_person is not None:
            known = member.legal_person
            yield Truth.MISSING if known is None else Truth.YES if known == where.legal_person else Truth.NO


def _listed(value: str, allowed: list[str]) -> Truth:
    if not value:
        return Truth.MISSING
    return Truth.YES if value in allowed else Truth.NO


def all_of(parts: Iterable[Truth]) -> Truth:
    """NO wins, then what is missing, then doubt."""
    worst = Truth.YES
    for part in parts:
        if part is Truth.NO:
            return part
        worst = part if worst is Truth.YES or part is Truth.MISSING else worst
    return worst


def any_of(parts: Iterable[Truth]) -> Truth:
    """YES wins, then what is missing, then doubt."""
    best = Truth.NO
    for part in parts:
        if part is Truth.YES:
            return part
        best = part if best is Truth.NO or part is Truth.MISSING else best
    return best


def sort_members(members: Members, test: Callable[[MemberFacts], Truth]) -> Sorted:
    """Members by what a test says of each."""
    found: Sorted = {truth: [] for truth in Truth}
    for key, member in members:
        found[test(member)].append((key, member))
    return found


def names(members: Members) -> tuple[str, ...]:
    """How members are called in findings; one without a name goes by its id."""
    return tuple(m.name or key for key, m in members)


def paths(members: Members, field: str = "") -> tuple[str, ...]:
    """Where these members stand in the document."""
    return tuple(f"members.{key}.{field}" if field else f"members.{key}" for key, _ in members)
