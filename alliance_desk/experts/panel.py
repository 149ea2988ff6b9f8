"""Choosing a panel by fit to the proven optimum, and checking any panel against its rule.

The optimum is found twice: by HiGHS as a mixed integer programme over every candidate, and by exact counting
(``seating``), which also picks among equal panels. They must agree, or it is a bug.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Refused
from alliance_desk.experts import seating
from alliance_desk.experts.people import Expert, PanelRule, Seat
from alliance_desk.experts.seating import Candidate, Limits, Shortage


class NoPanel(Refused):
    """No panel keeps the rule. ``shortages``: the smallest list of reasons; ``breaches``: what confirmed seats break."""

    def __init__(self, rule: PanelRule, shortages: tuple[Shortage, ...], breaches: "tuple[Breach, ...]" = ()) -> None:
        rules = tuple(name for one in shortages for name in one.rules) or tuple(one.rule for one in breaches)
        short = max((one.short for one in shortages), default=0)
        super().__init__("experts.no-panel", rule.basis, size=rule.size, short=short, rules=rules)
        self.shortages, self.breaches = shortages, breaches

    def text(self, language: str = "zh_CN") -> str:
        """The rule, the number short, and what to do."""
        sign = words.text("duties.part-sign", language=language)
        reasons = sign.join(one.text(language) for one in (*self.breaches, *self.shortages))
        return words.text(self.code, {**self.facts, "reasons": reasons}, language)


class Breach(Struct, frozen=True):
    """A rule that a given panel does not keep. members: ids of those it concerns; most / least and what there is."""

    rule: str
    members: tuple[str, ...]
    limit: int
    have: int

    def text(self, language: str = "zh_CN") -> str:
        """The rule, its limit, and what there is."""
        known = words.catalogue(language)
        code = f"experts.breach.{self.rule}"
        kind = known.get(f"experts.short-rule.{self.rule}", "")
        facts = {"limit": self.limit, "have": self.have, "kind": kind}
        return words.text(code if code in known else "experts.breach.kind", facts, language)


class Chosen(Struct, frozen=True):
    """A panel of greatest total fit. members: ids in order of fit; bound: no panel can have more (= fit)."""

    members: tuple[str, ...]
    fit: int
    bound: int


def candidates_of(eligible: Iterable[Expert], rule: PanelRule, units: Mapping[str, str]) -> tuple[Candidate, ...]:
    """What the panel needs of the eligible experts, by id. units: ``UnitBook.keys``.

    An expert without a county counts as local where the rule has a local share: unknown is never a pass.
    """
    return tuple(
        Candidate(
            id=one.id,
            unit=units[one.id],
            kind=one.kind.value,
            local=bool(rule.local) and (not one.county or one.county.startswith(rule.local)),
            fit=one.fit or 0,
        )
        for one in sorted(eligible, key=lambda expert: expert.id)
    )


def choose(
    candidates: Iterable[Candidate], rule: PanelRule, seats: Iterable[Seat] = (), *, session: str = ""
) -> Chosen:
    """The panel of greatest total fit under the rule.

    seats: confirmed people sit, declined ones do not. session: makes the order among equals differ from session to
    session, so that no expert is always the first; the order of rows never matters.
    Raises NoPanel with the rule and the number short; ValueError when a confirmed expert is no candidate.
    """
    people, fixed = _open(candidates, rule, seats, session)
    limits = Limits.of(rule)
    found = seating.best(people, limits, fixed)
    if found is None:
        raise NoPanel(rule, seating.shortages(people, rule, fixed))
    fit, members = found
    bound = _optimum(people, limits, fixed)
    ids = tuple(one.id for one in sorted(members, key=lambda one: (-one.fit, one.id)))
    if bound != fit or check(ids, people, rule) or not fixed <= set(ids):
        raise AssertionError(f"two ways to the optimum disagree: {fit} and {bound}")
    return Chosen(members=ids, fit=fit, bound=bound)


def completable(partial: Iterable[str], candidates: Iterable[Candidate], rule: PanelRule) -> bool:
    """Whether the people of ``partial`` (candidates' ids) can be made a whole panel with others of the candidates."""
    people, fixed = list(candidates), frozenset(partial)
    if check(fixed, people, rule, whole=False):
        return False
    return seating.completable(people, Limits.of(rule), fixed)


def check(
    members: Iterable[str], candidates: Iterable[Candidate], rule: PanelRule, *, whole: bool = True
) -> tuple[Breach, ...]:
    """Every rule that a panel does not keep; ``whole=False`` for one still growing. Plain counting, for any panel."""
    by_id = {one.id: one for one in candidates}
    panel = [by_id[one] for one in sorted(set(members))]
    found: list[Breach] = []
    if len(panel) > rule.size or (whole and len(panel) < rule.size):
        found.append(Breach("size", tuple(one.id for one in panel), rule.size, len(panel)))
    for unit, count in sorted(Counter(one.unit for one in panel).items()):
        if rule.one_per_unit and count > 1:
            found.append(Breach("unit", tuple(one.id for one in panel if one.unit == unit), 1, count))
    local = tuple(one.id for one in panel if one.local)
    if len(local) > rule.max_local:
        found.append(Breach("local", local, rule.max_local, len(local)))
    for kind, least in rule.kinds if whole else ():
        ids = tuple(one.id for one in panel if one.kind == kind.value)
        if len(ids) < least:
            found.append(Breach(kind.value, ids, least, len(ids)))
    return tuple(found)


def _open(
    candidates: Iterable[Candidate], rule: PanelRule, seats: Iterable[Seat], session: str
) -> tuple[list[Candidate], frozenset[str]]:
    """Who may still sit, in the session's own order, and who is fixed in. Raises NoPanel when the fixed break the rule."""
    states = {seat.expert: seat.state for seat in seats}
    fixed = frozenset(one for one, state in states.items() if state == "confirmed")
    people = [one for one in candidates if states.get(one.id) != "declined"]
    if unknown := fixed - {one.id for one in people}:
        raise ValueError(f"confirmed, but not among the candidates: {sorted(unknown)}")
    people.sort(key=lambda one: hashlib.sha256(f"{session}\n{one.id}".encode()).digest())
    if breaches := check(fixed, people, rule, whole=False):
        raise NoPanel(rule, (), breaches)
    return people, fixed


def _optimum(people: Sequence[Candidate], limits: Limits, fixed: frozenset[str]) -> int:
    """The greatest total fit by HiGHS, over all candidates, gap 0; the caller has made sure that a panel exists."""
    import highspy

    solver = highspy.Highs()
    # One thread, always: a second value in one process made runs fail; the default random seed had right bounds.
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(option, value)
    seats = [
        solver.addVariable(1.0 if one.id in fixed else 0.0, 1.0, one.fit, highspy.HighsVarType.kInteger)
        for one in people
    ]

    def add(chosen: list[int], least: int, most: int) -> None:
        solver.addRow(least, most, len(chosen), [seats[i].index for i in chosen], [1.0] * len(chosen))

    add(list(range(len(people))), limits.size, limits.size)
    add([i for i, one in enumerate(people) if one.local], 0, limits.local)
    for kind, least in limits.kinds:
        add([i for i, one in enumerate(people) if one.kind == kind], least, limits.size)
    units: dict[str, list[int]] = {}
    for i, one in enumerate(people):
        units.setdefault(one.unit, []).append(i)
    for members in units.values() if limits.unit else ():
        if len(members) > 1:
            add(members, 0, 1)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise AssertionError(f"HiGHS found no optimum: {solver.modelStatusToString(solver.getModelStatus())}")
    return round(solver.getInfo().objective_function_value)
