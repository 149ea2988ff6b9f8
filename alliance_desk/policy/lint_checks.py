"""What is wrong with a pack's checks beyond their shape: filters, bounds, references, paths."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from alliance_desk.policy import pack as p
from alliance_desk.policy.facts import member_fields, path_type
from alliance_desk.policy.lint_tables import Draft, day
from alliance_desk.policy.vocabulary import CHANGES, DIMENSIONS, EVENTS, FIGURES, FLAGS, MEMBER_KINDS, MEMBER_ROLES

_READERS = ("check", "stage", "period", "panel", "duty")
"""Tables whose items may name a reading."""


def lint_checks(draft: Draft) -> None:
    """Every check; then the readings that nothing rests on."""
    checks: dict[str, p.Check] = draft.items.get("check", {})
    for key, check in checks.items():
        place = f"check.{key}"
        _common(draft, place, check)
        if lint := _KINDS.get(type(check)):
            lint(draft, place, check)
    # A misshapen item may be the one that uses a reading.
    if all(len(draft.items.get(table, {})) == len(draft.ids(table)) for table in _READERS):
        for reading in draft.ids("reading"):
            if reading not in draft.used:
                draft.add(f"reading.{reading}", "reading-unused")


def _common(draft: Draft, key: str, check: p.Check) -> None:
    manual = isinstance(check, p.Attest)
    if manual != (check.severity is p.Severity.MANUAL):
        allowed = ("人工",) if manual else ("强制", "核实")
        draft.add(f"{key}.severity", "severity", value=check.severity.value, allowed=allowed)
    draft.among(f"{key}.when", check.when, [*draft.ids("category"), *draft.ids("ground"), *CHANGES])
    draft.refers(f"{key}.of", check.of, "procedure")
    draft.refers(f"{key}.at", check.at, "stage")
    found = draft.items.get("stage", {}).get(check.at)
    if found is not None and found.of != check.of:
        draft.among(f"{key}.at", [check.at], [k for k, s in draft.items["stage"].items() if s.of == check.of])
    _given(draft, key, check.given)
    of_member = isinstance(check, p.Attest) and check.scope == "member"
    if of_member:
        draft.among(f"{key}.about", check.about, tuple(member_fields()))
    else:
        for path in check.about:
            _path(draft, f"{key}.about", path)


def _path(draft: Draft, key: str, path: str) -> Any:
    found = path_type(path)
    if found is None:
        draft.add(key, "unknown-path", value=path)
    return found


def _single(draft: Draft, key: str, path: str, wanted: Any, code: str) -> None:
    """A path with one value of a type."""
    found = _path(draft, key, path)
    if "*" in path.split(".") or path.partition(".")[0] == "lead":
        draft.add(key, "path-of-many", value=path)
    elif found is not None and found not in (wanted, wanted | None):
        draft.add(key, code, value=path)


def _where(draft: Draft, key: str, where: p.Where | None, *, some: bool = False) -> None:
    """One filter; some: it must ask something."""
    if where is None:
        return
    if some and where == p.Where():
        draft.add(key, "empty-filter")
    draft.among(key, where.roles, MEMBER_ROLES)
    draft.among(key, where.kinds, MEMBER_KINDS)
    draft.among(key, where.flags, FLAGS)
    for prefixes in (where.registered, where.seated):
        draft.digits(key, (prefix for prefix in prefixes if prefix != "@"), 2, 6)
    _given(draft, key, where.given)


def _given(draft: Draft, key: str, given: Mapping[str, str]) -> None:
    """Readings and options that there are."""
    for reading, option in given.items():
        found = draft.reads(f"{key}.given", reading)
        if found and option not in found.options:
            draft.add(f"{key}.given", "not-allowed", value=option, allowed=tuple(found.options))


def _count(draft: Draft, key: str, check: p.MemberCount) -> None:
    _where(draft, f"{key}.where", check.where)
    _where(draft, f"{key}.or_where", check.or_where, some=True)
    if check.min is None and check.max is None:
        draft.add(key, "no-bound")
    for name in ("min", "max"):
        value = getattr(check, name)
        if value is not None:
            draft.least(f"{key}.{name}", value, 0)
    if check.min is not None and check.max is not None and check.min > check.max:
        draft.add(f"{key}.min", "min-over-max", min=check.min, max=check.max)


def _ratio(draft: Draft, key: str, check: p.MemberRatio) -> None:
    _where(draft, f"{key}.where", check.where, some=True)
    _where(draft, f"{key}.or_where", check.or_where, some=True)
    if not check.core:
        draft.add(f"{key}.core", "empty-filter")
    for where in check.core:
        _where(draft, f"{key}.core", where, some=True)
    draft.reads(f"{key}.base", check.base, {"all", "core"})
    draft.least(f"{key}.min_percent", check.min_percent, 0, 100)


def _distinct(draft: Draft, key: str, check: p.DistinctCount) -> None:
    draft.among(f"{key}.dimension", [check.dimension], DIMENSIONS)
    draft.least(f"{key}.min", check.min, 1)


def _eligible(draft: Draft, key: str, check: p.UnitEligible) -> None:
    draft.among(f"{key}.unit", [check.unit], MEMBER_ROLES)
    if not check.any_of:
        draft.add(f"{key}.any_of", "empty-filter")
    for where in check.any_of:
        _where(draft, f"{key}.any_of", where, some=True)


def _each(draft: Draft, key: str, check: p.EachMember) -> None:
    _where(draft, f"{key}.among", check.among)
    _where(draft, f"{key}.must", check.must, some=True)


def _roster(draft: Draft, key: str, check: p.Roster) -> None:
    draft.refers(f"{key}.body", check.body, "body")
    draft.least(f"{key}.min_people", check.min_people, 1)
    draft.least(f"{key}.min_full_time", check.min_full_time, 0)


def _term(draft: Draft, key: str, check: p.AgreementTerm) -> None:
    draft.among(f"{key}.count_from", [check.count_from], EVENTS)
    draft.least(f"{key}.months", check.months, 1)


def _signatures(draft: Draft, key: str, check: p.Signatures) -> None:
    if check.agent:
        draft.reads(f"{key}.agent", check.agent, {"explain", "accept", "refuse"})


def _clauses(draft: Draft, key: str, check: p.Clauses) -> None:
    _table(draft, key, "clause")
    draft.among(f"{key}.only", check.only, draft.ids("clause"))


def _papers(draft: Draft, key: str, _: p.Papers) -> None:
    _table(draft, key, "paper")


def _table(draft: Draft, key: str, table: str) -> None:
    if not draft.ids(table):
        draft.add(key, "empty-table", table=table)


def _name(draft: Draft, key: str, check: p.NamePattern) -> None:
    if not check.starts and not check.ends:
        draft.add(key, "no-name-part")


def _filled(draft: Draft, key: str, check: p.Filled) -> None:
    if not check.paths:
        draft.add(f"{key}.paths", "empty")
    for path in check.paths:
        _path(draft, f"{key}.paths", path)
    if check.carries:
        _single(draft, f"{key}.carries", check.carries, str, "not-a-text-path")


def _listed(draft: Draft, key: str, check: p.Listed) -> None:
    _single(draft, f"{key}.path", check.path, str, "not-a-text-path")
    draft.among(f"{key}.table", [check.table], ("field", "category"))
    if check.table in {"field", "category"}:
        _table(draft, key, check.table)
        draft.among(f"{key}.only", check.only, draft.ids(check.table))


def _elapsed(draft: Draft, key: str, check: p.Elapsed) -> None:
    _single(draft, f"{key}.path", check.path, date, "not-a-date-path")
    draft.least(f"{key}.months", check.months, 0)


def _duplicate(draft: Draft, key: str, check: p.NoDuplicate) -> None:
    draft.among(f"{key}.by", [check.by], ("name", "lead", "field"))


def _window(draft: Draft, key: str, check: p.Window) -> None:
    for name in ("opens", "closes"):
        day(draft, f"{key}.{name}", getattr(check, name))
    _single(draft, f"{key}.path", check.path, date, "not-a-date-path")
    if check.opens > check.closes:
        draft.add(f"{key}.opens", "min-over-max", min=check.opens, max=check.closes)


def _before(draft: Draft, key: str, check: p.Before) -> None:
    _single(draft, f"{key}.path", check.path, date, "not-a-date-path")
    day(draft, f"{key}.day", check.day)


def _number(draft: Draft, key: str, check: p.NumberRange) -> None:
    _single(draft, f"{key}.path", check.path, int, "not-a-number-path")
    if check.min is None and check.max is None:
        draft.add(key, "no-bound")
    if check.min is not None and check.max is not None and check.min > check.max:
        draft.add(f"{key}.min", "min-over-max", min=check.min, max=check.max)


def _figure(draft: Draft, key: str, check: p.YearlyFigure) -> None:
    _where(draft, f"{key}.among", check.among)
    draft.among(f"{key}.figure", [check.figure], FIGURES)
    draft.least(f"{key}.years", check.years, 1, 10)


def _attest(draft: Draft, key: str, check: p.Attest) -> None:
    draft.among(f"{key}.scope", [check.scope], ("case", "member"))
    draft.refers(f"{key}.by", check.by, "role")
    # Without it nothing would make the judgement lapse when the file changes.
    if check.scope == "case" and not check.about:
        draft.add(f"{key}.about", "attest-about-nothing")


_KINDS: Mapping[type, Callable[[Draft, str, Any], None]] = {
    p.MemberCount: _count,
    p.MemberRatio: _ratio,
    p.DistinctCount: _distinct,
    p.UnitEligible: _eligible,
    p.EachMember: _each,
    p.Roster: _roster,
    p.AgreementTerm: _term,
    p.Signatures: _signatures,
    p.Clauses: _clauses,
    p.Papers: _papers,
    p.NamePattern: _name,
    p.Filled: _filled,
    p.Listed: _listed,
    p.Elapsed: _elapsed,
    p.NoDuplicate: _duplicate,
    p.Window: _window,
    p.Before: _before,
    p.NumberRange: _number,
    p.YearlyFigure: _figure,
    p.Attest: _attest,
}
