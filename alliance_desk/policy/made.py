"""A made-up case that is complete under a policy, put together from the pack itself: to try conditions and ways before anyone applies.

Members are added and changed until every condition over them holds; dates, figures, papers and judgements are filled in as the conditions
ask. What still does not hold then is worth a look: perhaps no real case could hold it either.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from alliance_desk.canonical import Json
from alliance_desk.policy import pack as p
from alliance_desk.policy.checks import attest_key
from alliance_desk.policy.checks_papers import dues
from alliance_desk.policy.facts import digest_of, facts_of, path_type, value_at
from alliance_desk.policy.findings import Others
from alliance_desk.policy.made_members import add_members, say
from alliance_desk.policy.match import Case
from alliance_desk.policy.periods import add_months, add_years, full_term

_DIGEST = "0" * 64


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
    document = _frame(rules, filed, procedure, category)
    add_members(rules, others, document, filed)
    _persons(rules, document)
    for check in rules.check.values():
        if fill := _FILL.get(type(check)):
            fill(check, rules, document, filed)
    _papers(rules, others, document)
    _judgements(rules, document)
    return document


def _frame(rules: p.Pack, filed: date, procedure: str, category: str) -> Json:
    """Everything but members and papers."""
    term = filed - timedelta(days=30)
    name = say("made.alliance", alliance=rules.pack.words.alliance)
    return {
        "case": {
            "number": say("made.number"),
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
            "liable_body": say("made.member", number=1),
            "host": "m01",
            "office": say("made.text"),
            "goals": say("made.text"),
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
            "before": say("made.text"),
            "after": say("made.text"),
            "member": "m01",
        }
        for order, (key, item) in enumerate(rules.change.items(), 1)
        if item.procedure == procedure
    }
    first = dict(list(changes.items())[:1])
    support = rules.support.get(of["support"])
    day = filed.isoformat()
    text = dict.fromkeys(("title", "place", "note", "document", "issuer", "medium", "review"), say("made.text"))
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


def _persons(rules: p.Pack, document: Json) -> None:
    """As many people in every body as any roster asks for, all of them full-time."""
    rosters = [check for check in rules.check.values() if isinstance(check, p.Roster)]
    for body in rules.body:
        asked = [max(check.min_people, check.min_full_time) for check in rosters if check.body == body]
        people = {
            f"p{n:02d}": {
                "order": n,
                "name": say("made.person", number=n),
                "unit": say("made.member", number=1),
                "post": say("made.text"),
                "full_time": True,
            }
            for n in range(1, max(asked, default=1) + 1)
        }
        document["bodies"][body] = {"people": people}


def _named(check: p.NamePattern, _: p.Pack, document: Json, __: date) -> None:
    document["alliance"]["name"] = f"{check.starts}{say('made.text')}{check.ends}"


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
    return filed.isoformat() if kind == date | None else say("made.text")


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
