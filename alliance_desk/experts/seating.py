"""Exact counting of panels: whether one exists, the best one, and the smallest list of reasons why there is none.

A dynamic programme over units in whole numbers; no solver, no tolerance. A state is (seats filled, local seats, seats by
kind capped at the least asked for). One value orders panels fully: total fit first, then the set that comes first in
the given order of candidates, as a bit set; so the best panel is unique whatever the order of rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from msgspec import Struct

from alliance_desk import words
from alliance_desk.experts.people import PanelRule


class Candidate(Struct, frozen=True, omit_defaults=True):
    """What a panel rule needs to know of an eligible expert; holds no name. unit: key of ``UnitBook.keys``."""

    id: str
    unit: str
    kind: str
    local: bool
    fit: int = 0


class Shortage(Struct, frozen=True):
    """An irreducible reason why no panel exists: these rules together leave ``short`` seats empty.

    rules: none = the bare number of people; else ``unit``, ``local``, ``confirmed`` or a kind.
    need / have: seats asked for by the rule and people (for ``unit``: units) there are for them.
    """

    rules: tuple[str, ...]
    short: int
    need: int
    have: int

    def text(self, language: str = "zh_CN") -> str:
        """Which rule, how many seats short."""
        kinds = words.catalogue(language)
        names = tuple(kinds[f"experts.short-rule.{rule}"] for rule in self.rules)
        code = "size" if not self.rules else "joint"
        if len(self.rules) == 1:
            code = self.rules[0] if self.rules[0] in {"unit", "local", "confirmed"} else "kind"
        facts = {"rules": names, "short": self.short, "need": self.need, "have": self.have}
        return words.text(f"experts.short.{code}", facts, language)


class Limits(Struct, frozen=True):
    """The part of a panel rule that is looked at: a subset of its rules, for finding which of them is at fault."""

    size: int
    unit: bool
    local: int
    kinds: tuple[tuple[str, int], ...]

    @staticmethod
    def of(rule: PanelRule, only: Iterable[str] | None = None) -> "Limits":
        """All limits of a rule, or those named in ``only``."""
        wanted = set(names_of(rule) if only is None else only)
        return Limits(
            size=rule.size,
            unit="unit" in wanted,
            local=rule.max_local if "local" in wanted else rule.size,
            kinds=tuple((kind.value, least) for kind, least in rule.kinds if kind.value in wanted),
        )


State = tuple[int, int, tuple[int, ...]]


def names_of(rule: PanelRule) -> tuple[str, ...]:
    """The rules of a panel besides its size, in the order in which they are told."""
    caps = (*(["unit"] if rule.one_per_unit else []), *(["local"] if rule.max_local < rule.size else []))
    return (*(kind.value for kind, _ in rule.kinds), *caps)


def best(
    candidates: Sequence[Candidate], limits: Limits, fixed: frozenset[str]
) -> tuple[int, tuple[Candidate, ...]] | None:
    """The panel of greatest total fit and among equals the first in the order given, or None when there is none.

    fixed: ids that must sit. Exact: what ``_useful`` leaves out can always be exchanged for something better.
    """
    useful = _useful(candidates, limits, fixed)
    goal = tuple(least for _, least in limits.kinds)
    found = [
        value
        for (count, _, kinds), value in _states(useful, limits, fixed).items()
        if count == limits.size and kinds == goal
    ]
    if not found:
        return None
    value = max(found)
    n = len(useful)
    return value >> n, tuple(one for i, one in enumerate(useful) if value >> (n - 1 - i) & 1)


def completable(candidates: Sequence[Candidate], limits: Limits, fixed: frozenset[str]) -> bool:
    """Whether the fixed people together with some of the candidates make a whole panel.

    Mostly one pass finds such a panel, which is proof enough; only where it does not, the exact count decides.
    """
    return _greedy(candidates, limits, fixed) or _filled(candidates, limits, fixed) == limits.size


def shortages(candidates: Sequence[Candidate], rule: PanelRule, fixed: frozenset[str]) -> tuple[Shortage, ...]:
    """The smallest sets of rules that cannot be kept together, each with the seats left empty; none = a panel exists."""
    if completable(candidates, Limits.of(rule), fixed):
        return ()
    found: list[Shortage] = []
    names = names_of(rule)
    for n in range(len(names) + 1):
        for rules in combinations(names, n):
            if any(set(known.rules) <= set(rules) for known in found):
                continue
            limits = Limits.of(rule, rules)
            filled = _filled(candidates, limits, fixed)
            if filled < rule.size:
                found.append(_shortage(candidates, limits, rules, rule.size - filled))
    return tuple(found)


def _greedy(candidates: Sequence[Candidate], limits: Limits, fixed: frozenset[str]) -> bool:
    """Whether taking the scarcest kinds first, from afar before local, happens to make a whole panel."""
    panel = [one for one in candidates if one.id in fixed]
    units, local = {one.unit for one in panel}, sum(one.local for one in panel)
    if len(panel) > limits.size or local > limits.local or (limits.unit and len(units) < len(panel)):
        return False
    ids = set(fixed)
    afar_first = sorted((one for one in candidates if one.id not in fixed), key=lambda one: one.local)
    scarce = sorted(limits.kinds, key=lambda kind: sum(one.kind == kind[0] for one in candidates))
    for kind, least in (*scarce, ("", limits.size)):
        have = sum(one.kind == kind or not kind for one in panel)
        for one in afar_first:
            if have >= least or len(panel) == limits.size:
                break
            taken = one.id in ids or (limits.unit and one.unit in units) or (one.local and local >= limits.local)
            if not taken and kind in {"", one.kind}:
                panel.append(one)
                ids.add(one.id)
                units.add(one.unit)
                local += one.local
                have += 1
        if have < least:
            return False
    return True


def _shortage(candidates: Sequence[Candidate], limits: Limits, rules: tuple[str, ...], short: int) -> Shortage:
    if rules == ("unit",):
        return Shortage(rules, short, limits.size, len({one.unit for one in candidates}))
    if rules == ("local",):
        return Shortage(rules, short, limits.size - limits.local, sum(not one.local for one in candidates))
    if len(rules) == 1:
        kind, least = limits.kinds[0]
        have = sum(one.kind == kind for one in candidates)
        # Enough of that kind: then it is the confirmed seats that leave no room for them.
        return Shortage(rules if have < least else (kind, "confirmed"), short, least, have)
    return Shortage(rules, short, limits.size, limits.size - short)


def _filled(candidates: Sequence[Candidate], limits: Limits, fixed: frozenset[str]) -> int:
    """Most seats that can be filled when the seats reserved for a kind stay empty rather than go to another kind."""
    free = limits.size - sum(least for _, least in limits.kinds)
    most = 0
    for count, _, kinds in _states(_useful(candidates, limits, fixed), limits, fixed):
        reserved = sum(kinds)
        most = max(most, reserved + min(free, count - reserved))
    return most


def _states(candidates: Sequence[Candidate], limits: Limits, fixed: frozenset[str]) -> dict[State, int]:
    """Every state that can be reached, each with its greatest value (fit above, bit set of the order below)."""
    n = len(candidates)
    index = {kind: i for i, (kind, _) in enumerate(limits.kinds)}
    groups: dict[str, list[tuple[Candidate, int]]] = defaultdict(list)
    for i, one in enumerate(candidates):
        groups[one.unit if limits.unit else one.id].append((one, (one.fit << n) + (1 << (n - 1 - i))))
    states: dict[State, int] = {(0, 0, (0,) * len(limits.kinds)): 0}
    for group in groups.values():
        forced = [option for option in group if option[0].id in fixed]
        after: dict[State, int] = {} if forced else dict(states)
        for (count, local, kinds), value in states.items():
            for one, worth in forced or group:
                place = index.get(one.kind)
                capped = kinds
                if place is not None and kinds[place] < limits.kinds[place][1]:
                    capped = (*kinds[:place], kinds[place] + 1, *kinds[place + 1 :])
                # Without a cap on local seats their number is not kept apart: fewer states.
                here = local + one.local if limits.local < limits.size else 0
                state = (count + 1, here, capped)
                if count < limits.size and here <= limits.local and value + worth > after.get(state, -1):
                    after[state] = value + worth
        states = after
    return states


def _useful(candidates: Sequence[Candidate], limits: Limits, fixed: frozenset[str]) -> list[Candidate]:
    """The candidates that the best panel can need, in the order given; all others provably never are.

    Units whose people offer the same choices of (kind, local) are alike; of such units a panel uses at most ``size``. If it
    used a person outside the first ``size`` for a choice, one of those better ones would be free to take the place.
    """
    order = sorted(range(len(candidates)), key=lambda i: (-candidates[i].fit, i))  # the better one first
    taken = {one.unit for one in candidates if one.id in fixed} if limits.unit else set[str]()
    firsts: dict[str, dict[tuple[str, bool], int]] = defaultdict(dict)
    for i in order:
        one = candidates[i]
        if one.id not in fixed and one.unit not in taken:
            firsts[one.unit if limits.unit else one.id].setdefault((one.kind, one.local), i)
    alike: dict[tuple[frozenset[tuple[str, bool]], tuple[str, bool]], list[int]] = defaultdict(list)
    for choices in firsts.values():
        for choice, i in choices.items():
            alike[frozenset(choices), choice].append(i)
    rank = {i: place for place, i in enumerate(order)}
    keep = {i for places in alike.values() for i in sorted(places, key=rank.__getitem__)[: limits.size]}
    keep |= {i for i, one in enumerate(candidates) if one.id in fixed}
    return [candidates[i] for i in sorted(keep)]
