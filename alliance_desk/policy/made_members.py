"""Members of a made-up case: added and changed until every condition over them holds, or nothing more helps."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.policy import codes
from alliance_desk.policy import pack as p
from alliance_desk.policy.checks import Outcome, evaluate
from alliance_desk.policy.findings import Others
from alliance_desk.policy.periods import add_years
from alliance_desk.policy.regions import Divisions

_MOST = 60
"""Members beyond which nothing more is tried."""
_STARTS = ("91", "12", "13", "52", "53", "11", "93")
"""First two characters of unit codes, the usual ones first."""
_KINDS = ("enterprise", "university", "institute", "testing", "finance", "agency", "association", "hospital")
_INDUSTRIES = "ABCDEFGHIJKLMNOP"


class Place(Struct, frozen=True):
    """Counties to put members into: of the policy's region, and beyond it."""

    home: tuple[str, ...]
    away: tuple[str, ...]


def add_members(rules: p.Pack, others: Others, document: Json, filed: date) -> None:
    """Fill a document with members that hold the conditions over them, as far as that goes."""
    place = _places(rules, others.divisions)
    _add(document, place, filed, p.Where(roles=["lead"], registered=["@"], legal_person=True))
    conditions = {key: check for key, check in rules.check.items() if type(check) in _MEND}
    for _ in range(3):  # what mends one condition may unsettle another
        for key, check in conditions.items():
            alone = replace(rules, check={key: check})
            for _ in range(_MOST):
                (finding,) = evaluate(alone, document, others)
                if finding.outcome in {Outcome.PASS, Outcome.NA} or len(document["members"]) >= _MOST:
                    break
                _MEND[type(check)](check, rules, document, place, filed)


def _add(document: Json, place: Place, filed: date, where: p.Where, **more: object) -> None:
    number = len(document["members"]) + 1
    record: Json = {
        "order": number,
        "name": say("made.member", number=number),
        "kind": "enterprise",
        "registered": place.home[0],
        "seated": place.home[0],
        "role": "ordinary",
        "legal_rep": say("made.person", number=number),
        "legal_person": True,
        "founded": add_years(filed, -10).isoformat(),
        "tasks": say("made.text"),
        "industry": "A",
        "flags": [],
        "rd": _figures(filed),
        "revenue": _figures(filed),
        "signed": (filed - timedelta(days=30)).isoformat(),
        "signatory": "legal_rep",
        "sealed": True,
    }
    document["members"][f"m{number:02d}"] = record
    _fit(record, where, place, **more)


def _figures(filed: date) -> Json:
    return {str(year): 100_000_00 for year in range(filed.year - 10, filed.year)}


def _fit(record: Json, where: p.Where, place: Place, **more: object) -> None:
    """Change a member so that it matches a filter; its unit code follows."""
    if where.roles:
        record["role"] = where.roles[0]
    if where.kinds and record["kind"] not in where.kinds:
        record["kind"] = where.kinds[0]
    for field, prefixes in (("registered", where.registered), ("seated", where.seated)):
        if prefixes and not any(prefix != "@" and record[field].startswith(prefix) for prefix in prefixes):
            prefix = prefixes[0]
            known = (c for c in (*place.home, *place.away) if prefix == "@" or c.startswith(prefix))
            record[field] = next(known, place.home[0] if prefix == "@" else prefix.ljust(6, "0"))
    record["flags"] = list(dict.fromkeys([*record["flags"], *where.flags]))
    if where.legal_person is not None:
        record["legal_person"] = where.legal_person
    record |= more
    record["code"] = _unit_code(record["kind"], record["registered"], record["order"])


def _unit_code(kind: str, county: str, number: int) -> str:
    """A well-formed code of nobody in particular that fits kind and place (GB 32100, GB 11714)."""
    start = next((s for s in _STARTS if kind in (codes.usual_kinds(s) or ())), "91")
    stem = f"{start}{county}MA{number:06d}"
    inner = next(c for c in "0123456789X" if codes.inner_ok(f"{stem}{c}0"))
    return next(code for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if codes.outer_ok(code := f"{stem}{inner}{c}"))


def _usable(rules: p.Pack, *wheres: p.Where | None) -> p.Where:
    """The first filter that counts under the chosen readings."""
    given = [where for where in wheres if where is not None]
    held = (w for w in given if all(rules.chosen.get(key) == option for key, option in w.given.items()))
    return next(held, given[0])


def _more(check: p.MemberCount, rules: p.Pack, document: Json, place: Place, filed: date) -> None:
    _add(document, place, filed, _usable(rules, check.where, check.or_where))


def _more_share(check: p.MemberRatio, rules: p.Pack, document: Json, place: Place, filed: date) -> None:
    core = check.core[0].roles[:1] if rules.chosen.get(check.base) == "core" and check.core else []
    _add(document, place, filed, _usable(rules, check.where, check.or_where), **({"role": core[0]} if core else {}))


def _more_various(check: p.DistinctCount, _: p.Pack, document: Json, place: Place, filed: date) -> None:
    members = cast("dict[str, Json]", document["members"]).values()
    choice = {
        "city": ("registered", place.away),
        "county": ("registered", (*place.home, *place.away)),
        "kind": ("kind", _KINDS),
        "industry": ("industry", tuple(_INDUSTRIES)),
    }
    field, values = choice[check.dimension]
    taken = {member[field] for member in members}
    value = next((value for value in values if value not in taken), values[0] if values else "")
    _add(document, place, filed, p.Where(), **{field: value})


def _eligible(check: p.UnitEligible, rules: p.Pack, document: Json, place: Place, filed: date) -> None:
    where = _usable(rules, *check.any_of)
    units = [m for m in cast("dict[str, Json]", document["members"]).values() if m["role"] == check.unit]
    if units:
        _fit(units[0], where, place)
    else:
        _add(document, place, filed, where, role=check.unit)


def _each(check: p.EachMember, rules: p.Pack, document: Json, place: Place, filed: date) -> None:
    del rules, filed
    for member in cast("dict[str, Json]", document["members"]).values():
        kinds, roles = check.among.kinds, check.among.roles
        if (not kinds or member["kind"] in kinds) and (not roles or member["role"] in roles):
            _fit(member, check.must, place)


_MEND: Mapping[type, Callable[..., None]] = {
    p.MemberCount: _more,
    p.MemberRatio: _more_share,
    p.DistinctCount: _more_various,
    p.UnitEligible: _eligible,
    p.EachMember: _each,
}
"""Kind of condition → how to come nearer to it."""


def _places(rules: p.Pack, divisions: Divisions) -> Place:
    """Real counties of today, so that nothing about them is in doubt."""
    where = rules.pack.jurisdiction
    # 01 is no county but the urban area of a prefecture as a whole.
    counties = [d.code for d in divisions.by_code.values() if d.code[4:] not in {"00", "01"} and not d.until]
    home = [c for c in counties if c not in where.exclude and any(c.startswith(prefix) for prefix in where.include)]
    away = [c for c in counties if not any(c.startswith(prefix) for prefix in where.include)]
    near = [c for c in away if c[:2] == (where.include or [""])[0][:2]]
    cities = {c[:4]: c for c in reversed([*away, *near])}
    return Place(tuple(home) or (where.include[0].ljust(6, "0"),), tuple(cities.values()))


def say(code: str, **facts: str | int) -> str:
    """A made-up name or text: what stands in a case is Chinese."""
    return words.text(code, facts)
