"""Checks over the members: how many, what share, each of them, and their unit codes."""

from alliance_desk.errors import Fact
from alliance_desk.policy import codes
from alliance_desk.policy.codes import CodeVerdict
from alliance_desk.policy.findings import Outcome, Verdict, label
from alliance_desk.policy.match import Case, Members, Sorted, names, paths, sort_members
from alliance_desk.policy.pack import (
    DistinctCount,
    EachMember,
    KindAgrees,
    MemberCount,
    MemberRatio,
    UnitCodes,
    UnitEligible,
    YearlyFigure,
)
from alliance_desk.policy.regions import Truth


def member_count(check: MemberCount, case: Case) -> Verdict:
    """C01: undecided members leave a span; only a span that lies wholly inside or outside the bounds decides."""
    if not case.members:
        return _no_members()
    found = sort_members(case.members, lambda m: case.matches(m, [check.where, check.or_where]))
    low = len(found[Truth.YES])
    high = low + _undecided(found)
    facts: dict[str, Fact] = {"count": low, "all": len(case.members)}
    if check.min is not None and high < check.min:
        return Verdict(Outcome.FAIL, "too-few-members", facts | {"min": check.min}, paths=("members",))
    if check.max is not None and low > check.max:
        return Verdict(Outcome.FAIL, "too-many-members", facts | {"max": check.max}, paths=("members",))
    if (check.min is None or low >= check.min) and (check.max is None or high <= check.max):
        return Verdict(Outcome.PASS, "members-counted", facts)
    return _unsure(found, facts)


def member_ratio(check: MemberRatio, case: Case) -> Verdict:
    """C02: whole numbers only, so that exactly half is half. Both bases are shown, the chosen one decides."""
    if not case.members:
        return _no_members()
    wheres = [check.where, check.or_where]
    core = sort_members(case.members, lambda m: case.matches(m, check.core))
    everyone = sort_members(case.members, lambda m: case.matches(m, wheres))
    # Whoever may or may not be core: his role is missing, and with it the base.
    core_local = sort_members(core[Truth.YES], lambda m: case.matches(m, wheres))
    facts: dict[str, Fact] = {
        "matching": len(everyone[Truth.YES]),
        "all": len(case.members),
        "core_matching": len(core_local[Truth.YES]),
        "core": len(core[Truth.YES]),
        "min": check.min_percent,
        "percent": _percent(len(everyone[Truth.YES]), len(case.members)),
        "core_percent": _percent(len(core_local[Truth.YES]), len(core[Truth.YES])),
    }
    by_core = case.chosen(check.base, "all") == "core"
    if by_core and _undecided(core):
        return _unsure(core, facts)
    found, base = (core_local, len(core[Truth.YES])) if by_core else (everyone, len(case.members))
    if not base:
        return Verdict(Outcome.FAIL, "no-core-members", facts, paths=("members",))
    low = len(found[Truth.YES])
    suffix = "core" if by_core else "all"
    if low * 100 >= check.min_percent * base:
        return Verdict(Outcome.PASS, f"share-{suffix}", facts)
    if (low + _undecided(found)) * 100 < check.min_percent * base:
        return Verdict(Outcome.FAIL, f"small-share-{suffix}", facts, paths=paths(found[Truth.NO], "registered"))
    return _unsure(found, facts)


def distinct_count(check: DistinctCount, case: Case) -> Verdict:
    """C03: members without the value may add to the count, never to a pass."""
    if not case.members:
        return _no_members()
    cut = {"city": 4, "county": 6}.get(check.dimension)
    field = "registered" if cut else check.dimension
    values = {getattr(m, field)[:cut] if cut else getattr(m, field) for _, m in case.members} - {""}
    empty = [(key, m) for key, m in case.members if not getattr(m, field)]
    facts: dict[str, Fact] = {"count": len(values), "min": check.min}
    if len(values) >= check.min:
        return Verdict(Outcome.PASS, f"distinct-{check.dimension}", facts)
    if len(values) + len(empty) < check.min:
        return Verdict(Outcome.FAIL, f"few-distinct-{check.dimension}", facts, paths=("members",))
    return _missing(empty, field, facts)


def unit_eligible(check: UnitEligible, case: Case) -> Verdict:
    """C04: exactly one unit has the role, and it matches a filter."""
    units = case.role(check.unit)
    if not units:
        known = all(m.role for _, m in case.members) and case.members
        outcome = Outcome.FAIL if known else Outcome.MISSING
        return Verdict(
            outcome,
            f"no-{check.unit.replace('_', '-')}",
            missing=() if known else (label("members.role"),),
            paths=("members",),
        )
    if len(units) > 1:
        return Verdict(Outcome.FAIL, "several-in-role", {"names": names(units)}, paths=paths(units, "role"))
    (_, unit), where = units[0], paths(units)
    division = case.others.divisions.name(unit.registered) or unit.registered
    facts: dict[str, Fact] = {"name": unit.name, "registered": division}
    truth = case.matches(unit, check.any_of)
    if truth is Truth.YES:
        return Verdict(Outcome.PASS, "unit-eligible", facts)
    if truth is Truth.NO:
        return Verdict(Outcome.FAIL, "unit-not-eligible", facts, paths=where)
    outcome, code = (Outcome.EXPLAIN, "unit-doubtful") if truth is Truth.DOUBT else (Outcome.MISSING, "unit-unknown")
    return Verdict(outcome, code, facts, names(units) if outcome is Outcome.MISSING else (), where)


def each_member(check: EachMember, case: Case) -> Verdict:
    """C05: a member that may be among them and may not match is undecided."""
    if not case.members:
        return _no_members()
    among = sort_members(case.members, lambda m: case.matches(m, [check.among]))
    found = sort_members(among[Truth.YES], lambda m: case.matches(m, [check.must]))
    perhaps = sort_members(among[Truth.DOUBT] + among[Truth.MISSING], lambda m: case.matches(m, [check.must]))
    open_ = [member for truth in (Truth.NO, Truth.DOUBT, Truth.MISSING) for member in perhaps[truth]]
    facts: dict[str, Fact] = {"count": len(among[Truth.YES])}
    if found[Truth.NO]:
        facts |= {"names": names(found[Truth.NO])}
        return Verdict(Outcome.FAIL, "members-not-so", facts, paths=paths(found[Truth.NO]))
    missing = found[Truth.MISSING] + [m for m in open_ if m in among[Truth.MISSING]]
    if missing:
        return _missing(missing, "", facts)
    doubtful = found[Truth.DOUBT] + open_
    if doubtful:
        return Verdict(Outcome.EXPLAIN, "members-doubtful", facts | {"names": names(doubtful)}, paths=paths(doubtful))
    return Verdict(Outcome.PASS, "each-member-so", facts)


def yearly_figure(check: YearlyFigure, case: Case) -> Verdict:
    """C18: years before a member was founded are not asked for; a figure of nought is there, and not positive."""
    years = case.closed_years(check.years)
    if not case.members:
        return _no_members()
    if not years:
        return Verdict(
            Outcome.MISSING, "no-application-date", missing=(label("application.filed"),), paths=("application.filed",)
        )
    among = sort_members(case.members, lambda m: case.matches(m, [check.among]))
    none: list[str] = []
    absent: list[str] = []
    where: dict[str, None] = {}
    for key, member in among[Truth.YES]:
        figures = member.rd if check.figure == "rd" else member.revenue
        for year in years:
            if member.founded and year < member.founded.year:
                continue
            figure = figures.get(str(year))
            if figure is None or figure <= 0:
                (absent if figure is None else none).append(f"{member.name or key} {year}")
                where[f"members.{key}.{check.figure}"] = None
    facts: dict[str, Fact] = {"count": len(among[Truth.YES]), "years": len(years)}
    unknown = among[Truth.MISSING]
    if absent or unknown:
        return Verdict(
            Outcome.MISSING,
            f"no-{check.figure}-figure",
            facts | {"missing": (*absent, *names(unknown))},
            (*absent, *names(unknown)),
            (*where, *paths(unknown, "kind")),
        )
    if none:
        return Verdict(Outcome.FAIL, f"zero-{check.figure}-figure", facts | {"names": tuple(none)}, paths=tuple(where))
    return Verdict(Outcome.PASS, f"{check.figure}-figures", facts)


def unit_codes(_: UnitCodes, case: Case) -> Verdict:
    """GB 32100 and GB 11714: whatever is wrong asks for a reason, except a person's ID number, which has no place here."""
    if not case.members:
        return _no_members()
    empty = [(key, m) for key, m in case.members if not m.code]
    found: dict[CodeVerdict, Members] = {verdict: [] for verdict in CodeVerdict}
    for key, member in case.members:
        if member.code:
            found[codes.verdict(member.code)].append((key, member))
    if persons := found[CodeVerdict.PERSON]:
        return Verdict(
            Outcome.FAIL, "code-of-person", {"names": names(persons)}, paths=paths(persons, "code"), hard=True
        )
    if empty:
        return _missing(empty, "code", {})
    wrong = found[CodeVerdict.FORM] + found[CodeVerdict.WRONG]
    outer = found[CodeVerdict.OUTER]
    if wrong:
        facts: dict[str, Fact] = {"names": _with_codes(wrong), "outer": _with_codes(outer)}
        return Verdict(Outcome.EXPLAIN, "codes-wrong", facts, paths=paths(wrong + outer, "code"))
    if outer:
        return Verdict(Outcome.EXPLAIN, "codes-outer-wrong", {"names": _with_codes(outer)}, paths=paths(outer, "code"))
    return Verdict(Outcome.PASS, "codes-right", {"count": len(case.members)})


def kind_agrees(_: KindAgrees, case: Case) -> Verdict:
    """A hint only: the code keeps the kind a unit was registered as."""
    if not case.members:
        return _no_members()
    empty = [(key, m) for key, m in case.members if not m.code or not m.kind]
    if empty:
        return _missing(empty, "kind", {})
    traders = [(key, m) for key, m in case.members if codes.is_sole_trader(m.code)]
    usual = {key: codes.usual_kinds(m.code) for key, m in case.members}
    other = [(key, m) for key, m in case.members if (kinds := usual[key]) is not None and m.kind not in kinds]
    if traders:
        facts: dict[str, Fact] = {"names": names(traders), "others": names(other)}
        return Verdict(Outcome.EXPLAIN, "sole-traders", facts, paths=paths(traders + other, "kind"))
    if other:
        return Verdict(Outcome.EXPLAIN, "kinds-disagree", {"names": _with_codes(other)}, paths=paths(other, "kind"))
    return Verdict(Outcome.PASS, "kinds-agree", {"count": len(case.members)})


def _with_codes(members: Members) -> tuple[str, ...]:
    return tuple(f"{m.name or key}（{m.code}）" for key, m in members)


def _percent(part: int, whole: int) -> str:
    """Two places, cut: 49.99 never becomes 50.00."""
    hundredths = part * 10000 // whole if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _undecided(found: Sorted) -> int:
    return len(found[Truth.DOUBT]) + len(found[Truth.MISSING])


def _no_members() -> Verdict:
    return Verdict(Outcome.MISSING, "no-members", missing=(label("members"),), paths=("members",))


def _unsure(found: Sorted, facts: dict[str, Fact]) -> Verdict:
    if found[Truth.MISSING]:
        return _missing(found[Truth.MISSING], "", facts)
    doubtful = found[Truth.DOUBT]
    facts = facts | {"names": names(doubtful)}
    return Verdict(Outcome.EXPLAIN, "members-doubtful", facts, paths=paths(doubtful, "registered"))


def _missing(members: Members, field: str, facts: dict[str, Fact]) -> Verdict:
    missing = names(members)
    return Verdict(Outcome.MISSING, "members-unknown", facts | {"missing": missing}, missing, paths(members, field))
