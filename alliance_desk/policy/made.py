"""A made-up case that is complete under a policy, put together from the pack itself: to try conditions and ways before anyone applies.

Members are added and changed until every condition over them holds; dates, figures, papers and judgements are filled in as the conditions
ask. What still does not hold then is worth a look: perhaps no real case could hold it either.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import replace

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.policy import codes
from alliance_desk.policy import pack as p
from alliance_desk.policy.checks import Outcome, attest_key, evaluate
from alliance_desk.policy.checks_papers import dues
from alliance_desk.policy.facts import digest_of, facts_of, path_type, value_at
from alliance_desk.policy.findings import Others
from alliance_desk.policy.match import Case
from alliance_desk.policy.periods import add_months, add_years, full_term
from alliance_desk.policy.regions import Divisions

_MOST = 60
"""Members beyond which nothing more is tried."""
_DIGEST = "0" * 64
_STARTS = ("91", "12", "13", "52", "53", "11", "93")
"""First two characters of unit codes, the usual ones first."""
_KINDS = ("enterprise", "university", "institute", "testing", "finance", "agency", "association", "hospital")
_INDUSTRIES = "ABCDEFGHIJKLMNOP"


class Place(Struct, frozen=True):
    """Counties to put members into: of the policy's region, and beyond it."""

    home: tuple[str, ...]
    away: tuple[str, ...]


def filing_day(rules: p.Pack, today: date) -> date:
    """A day on which somebody could have applied: today, or the last such day before it, or the first one."""
    header = rules.pack
    day = today
    if header.effective:
        first = date.fromisoformat(header.effective)
        if header.until is not None:
            day = min(day, add_years(first, header.until.years) - timedelta(days=30))
        day = max(day, first)
    for check in rules.check.values():
        if isinstance(check, p.Window) and not check.of:
            day = min(max(day, date.fromisoformat(check.opens)), date.fromisoformat(check.closes))
    return day


def made_case(rules: p.Pack, others: Others, today: date, *, procedure: str = "", category: str = "") -> Json:
    """A whole document. rules: cut down to the procedure. category: which of the pack's categories it is of; empty for the first."""
    filed = filing_day(rules, today)
    place = _places(rules, others.divisions)
    document = _frame(rules, filed, procedure, category)
    _members(rules, others, document, place, filed)
    _persons(rules, document)
    for check in rules.check.values():
        if fill := _FILL.get(type(check)):
            fill(check, rules, document, filed)
    _papers(rules, others, document)
    _judgements(rules, document)
    return document


def _say(code: str, **facts: str | int) -> str:
    return words.text(code, facts)


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


def _frame(rules: p.Pack, filed: date, procedure: str, category: str) -> Json:
    """Everything but members and papers."""
    term = filed - timedelta(days=30)
    name = _say("made.alliance", alliance=rules.pack.words.alliance)
    return {
        "case": {
            "number": _say("made.number"),
            "kind": "application",
            "pack": rules.pack.id,
            **({"procedure": procedure, "subject": str(filed.year), "opened": filed.isoformat()} if procedure else {}),
        },
        "alliance": {
            "id": "a1",
            "name": name,
            "field": next(iter(rules.field_), ""),
            "category": category or next(iter(rules.category), ""),
            "founded": add_years(filed, -5).isoformat(),
            "legal_person": False,
            "liable_body": _say("made.member", number=1),
            "host": "m01",
            "office": _say("made.text"),
            "goals": _say("made.text"),
            "industry": "A",
        },
        "application": {"filed": filed.isoformat(), "operated_since": add_years(filed, -4).isoformat()},
        "members": {},
        "bodies": {},
        "agreement": {
            "kind": "agreement",
            "signed": term.isoformat(),
            "effective": term.isoformat(),
            "start": term.isoformat(),
            "end": add_years(filed, 10).isoformat(),
            "clauses": dict.fromkeys(rules.clause, True),
        },
        "papers": {},
        "matter": _matter(rules, filed, procedure),
        "custody": {"state": "held"},
        "stages": {},
    }


def _matter(rules: p.Pack, filed: date, procedure: str) -> Json:
    """What a case beneath an alliance is about: the first change, ground, activity or support of the procedure."""
    of = {
        table: next((key for key, item in rows.items() if item.procedure == procedure), "")
        for table, rows in (
            ("ground", rules.ground), ("measure", rules.measure), ("activity", rules.activity), ("support", rules.support),
        )
    }  # fmt: skip
    changes = {
        key: {
            "order": order,
            "id": key,
            "what": item.what,
            "before": _say("made.text"),
            "after": _say("made.text"),
            "member": "m01",
        }
        for order, (key, item) in enumerate(rules.change.items(), 1)
        if item.procedure == procedure
    }
    first = dict(list(changes.items())[:1])
    support = rules.support.get(of["support"])
    day = filed.isoformat()
    text = dict.fromkeys(("title", "place", "note", "document", "issuer", "medium", "review"), _say("made.text"))
    dates = dict.fromkeys(("on", "received", "started"), day)
    return {
        **text,
        **dates,
        **{key: value for key, value in of.items() if value},
        "due": add_years(filed, 1).isoformat(),
        "recognised": add_years(filed, -1).isoformat(),
        "amount": (support.most or support.least) if support else 0,
        "year": str(filed.year),
        "copies": 1,
        **({"changes": first} if first else {}),
    }


# Members


def _members(rules: p.Pack, others: Others, document: Json, place: Place, filed: date) -> None:
    """Add and change members until the conditions over them hold, or nothing more helps."""
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
        "name": _say("made.member", number=number),
        "kind": "enterprise",
        "registered": place.home[0],
        "seated": place.home[0],
        "role": "ordinary",
        "legal_rep": _say("made.person", number=number),
        "legal_person": True,
        "founded": add_years(filed, -10).isoformat(),
        "tasks": _say("made.text"),
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


def _more_various(check: p.DistinctCount, rules: p.Pack, document: Json, place: Place, filed: date) -> None:
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


# The rest of the file


def _persons(rules: p.Pack, document: Json) -> None:
    """As many people in every body as any roster asks for, all of them full-time."""
    rosters = [check for check in rules.check.values() if isinstance(check, p.Roster)]
    for body in rules.body:
        asked = [max(check.min_people, check.min_full_time) for check in rosters if check.body == body]
        people = {
            f"p{n:02d}": {
                "order": n,
                "name": _say("made.person", number=n),
                "unit": _say("made.member", number=1),
                "post": _say("made.text"),
                "full_time": True,
            }
            for n in range(1, max(asked, default=1) + 1)
        }
        document["bodies"][body] = {"people": people}


def _named(check: p.NamePattern, _: p.Pack, document: Json, __: date) -> None:
    document["alliance"]["name"] = f"{check.starts}{_say('made.text')}{check.ends}"


def _listed(check: p.Listed, rules: p.Pack, document: Json, _: date) -> None:
    table = rules.category if check.table == "category" else rules.field_
    allowed = check.only or list(table)
    if check.path != "alliance.category" and value_at(document, check.path) not in allowed:
        put(document, check.path, next(iter(allowed), ""))


def _long(check: p.AgreementTerm, _: p.Pack, document: Json, filed: date) -> None:
    end = full_term(filed, check.months, first=False)
    document["agreement"]["end"] = max(document["agreement"]["end"], end.isoformat())


def _ago(check: p.Elapsed, _: p.Pack, document: Json, filed: date) -> None:
    put(document, check.path, add_months(filed, -check.months - 1).isoformat())


def _before(check: p.Before, _: p.Pack, document: Json, __: date) -> None:
    put(document, check.path, (date.fromisoformat(check.day) - timedelta(days=1)).isoformat())


def _number(check: p.NumberRange, _: p.Pack, document: Json, __: date) -> None:
    put(document, check.path, check.min if check.min is not None else check.max)


def _filled(check: p.Filled, _: p.Pack, document: Json, filed: date) -> None:
    for path in check.paths:
        if check.carries:
            put(document, path, value_at(document, check.carries))
        elif value_at(document, path) in (None, "", {}, []) and "*" not in path:
            put(document, path, _value(path_type(path), filed))


def _value(kind: Any, filed: date) -> Any:
    """Something of the type a document path has."""
    if kind is int or kind == int | None:
        return 1
    if kind is bool or kind == bool | None:
        return True
    return filed.isoformat() if kind == date | None else _say("made.text")


_FILL: Mapping[type, Callable[..., None]] = {
    p.NamePattern: _named,
    p.Listed: _listed,
    p.AgreementTerm: _long,
    p.Elapsed: _ago,
    p.Before: _before,
    p.NumberRange: _number,
    p.Filled: _filled,
}


def put(document: Json, path: str, value: object) -> None:
    """Write a value at a dotted path."""
    *above, last = path.split(".")
    for key in above:
        document = document.setdefault(key, {})
    document[last] = value


def _papers(rules: p.Pack, others: Others, document: Json) -> None:
    case = Case(rules, document, facts_of(document), others)
    for due in dues(case):
        paper = rules.paper[due.paper]
        if paper.required and not due.at:
            document["papers"][due.place] = {
                "paper": due.paper, "blob": _DIGEST, "sealed": True, "copies": max(paper.copies, 1),
                **({"member": due.member} if due.member else {}), **({"year": str(due.year)} if due.year else {}),
            }  # fmt: skip


def _judgements(rules: p.Pack, document: Json) -> None:
    """Every judgement made, all of them good."""
    entries = dict(_judged(rules, document))
    if entries:
        document["attest"] = entries


def _judged(rules: p.Pack, document: Json) -> Iterator[tuple[str, Json]]:
    for key, check in rules.check.items():
        if isinstance(check, p.Attest):
            for owner in document["members"] if check.scope == "member" else [""]:
                yield attest_key(key, owner), {"outcome": "pass", "digest": digest_of(check, document, owner or None)}
