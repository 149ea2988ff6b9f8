"""Checks over the alliance, its bodies, its agreement's term and the policy itself."""

import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from alliance_desk.errors import Fact
from alliance_desk.policy.facts import NONE, value_at
from alliance_desk.policy.findings import Outcome, Verdict, label
from alliance_desk.policy.match import Case, names
from alliance_desk.policy.pack import (
    AgreementTerm,
    Before,
    Elapsed,
    Filled,
    HostIsLead,
    Listed,
    NamePattern,
    NoDuplicate,
    NumberRange,
    PolicyInForce,
    Roster,
    Status,
    Window,
)
from alliance_desk.policy.periods import add_months, add_years, full_term


def _lacking(*fields: str) -> Verdict:
    missing = tuple(label(path) for path in fields)
    return Verdict(Outcome.MISSING, "fields-missing", {"fields": fields}, missing, fields)


def roster(check: Roster, case: Case) -> Verdict:
    """C06: only named people count; a line without the full-time mark may be one."""
    body = case.facts.bodies.get(check.body)
    name = case.rules.body[check.body].name
    where = (f"bodies.{check.body}.people",)
    if body is None or not body.people:
        return Verdict(Outcome.MISSING, "no-roster", {"body": name, "missing": (name,)}, (name,), where)
    people = [person for person in body.people.values() if person.name]
    full = sum(person.full_time is True for person in people)
    perhaps = sum(person.full_time is None for person in people)
    facts: dict[str, Fact] = {
        "body": name,
        "people": len(people),
        "full_time": full,
        "min_people": check.min_people,
        "min_full_time": check.min_full_time,
    }
    if len(people) < check.min_people:
        return Verdict(Outcome.FAIL, "few-people", facts, paths=where)
    if full + perhaps < check.min_full_time:
        return Verdict(Outcome.FAIL, "few-full-time", facts, paths=where)
    if full < check.min_full_time:
        missing = (label("bodies.full_time"),)
        return Verdict(Outcome.MISSING, "full-time-unknown", facts | {"missing": (name,)}, missing, where)
    return Verdict(Outcome.PASS, "roster-full-time" if check.min_full_time else "roster", facts)


def host_is_lead(_: HostIsLead, case: Case) -> Verdict:
    """C07: the host is a member id."""
    host, leads = case.facts.alliance.host, case.role("lead")
    if not host:
        return _lacking("alliance.host")
    if not leads:
        return _lacking("members.role")
    member = case.facts.members.get(host)
    facts: dict[str, Fact] = {"host": member.name if member else host, "lead": tuple(names(leads))}
    if host in {key for key, _ in leads}:
        return Verdict(Outcome.PASS, "host-is-lead", facts)
    return Verdict(Outcome.FAIL, "host-not-lead", facts, paths=("alliance.host",))


def agreement_term(check: AgreementTerm, case: Case) -> Verdict:
    """C08: from the event named to the last day of the agreement, both as they stand in the file."""
    agreement = case.facts.agreement
    begins = {
        "filed": ("application.filed", case.facts.application.filed),
        "signed": ("agreement.signed", agreement.signed),
        "effective": ("agreement.effective", agreement.effective),
    }
    path, start = begins[check.count_from]
    if start is None or agreement.end is None:
        return _lacking(*(p for p, day in ((path, start), ("agreement.end", agreement.end)) if day is None))
    due = full_term(start, check.months, first=check.ordinary_wording)
    facts: dict[str, Fact] = {
        "from": start.isoformat(),
        "end": agreement.end.isoformat(),
        "due": due.isoformat(),
        "months": check.months,
    }
    if agreement.start and agreement.start > agreement.end:
        facts |= {"start": agreement.start.isoformat()}
        return Verdict(Outcome.FAIL, "term-backwards", facts, paths=("agreement.start", "agreement.end"))
    if agreement.end >= due:
        return Verdict(Outcome.PASS, f"term-{check.count_from}", facts)
    return Verdict(Outcome.FAIL, f"short-term-{check.count_from}", facts, paths=("agreement.end",))


def name_pattern(check: NamePattern, case: Case) -> Verdict:
    """C12: something of its own must stand between the prescribed beginning and end."""
    name = case.facts.alliance.name
    if not name:
        return _lacking("alliance.name")
    facts: dict[str, Fact] = {"name": name, "starts": check.starts, "ends": check.ends}
    whole = len(name) > len(check.starts) + len(check.ends)
    if whole and name.startswith(check.starts) and name.endswith(check.ends):
        return Verdict(Outcome.PASS, "name-fits", facts)
    return Verdict(Outcome.FAIL, "name-unfit", facts, paths=("alliance.name",))


def filled(check: Filled, case: Case) -> Verdict:
    """An explicit "none" is an answer, and not the one that is asked for."""
    values = {path: value_at(case.document, path) for path in check.paths}
    absent = tuple(path for path, value in values.items() if value is None or value in ("", {}, []))
    none = tuple(path for path, value in values.items() if value == NONE)
    if absent:
        return _lacking(*absent)
    if none:
        return Verdict(Outcome.FAIL, "fields-none", {"fields": none}, paths=none)
    if check.carries:
        return _carried(check, case, values)
    return Verdict(Outcome.PASS, "fields-filled", {"fields": tuple(check.paths)})


def _carried(check: Filled, case: Case, values: Mapping[str, object]) -> Verdict:
    """Whether every value contains the text asked for, without regard to width and spaces."""
    wanted = str(value_at(case.document, check.carries) or "")
    if not wanted:
        return _lacking(check.carries)
    facts: dict[str, Fact] = {"fields": tuple(check.paths), "wanted": wanted}
    bare = tuple(path for path, value in values.items() if folded_name(wanted) not in folded_name(str(value)))
    if bare:
        return Verdict(Outcome.FAIL, "fields-bare", facts | {"fields": bare}, paths=bare)
    return Verdict(Outcome.PASS, "fields-carry", facts)


def listed(check: Listed, case: Case) -> Verdict:
    """C19: the document holds the id of a field or category of the pack."""
    value: object = value_at(case.document, check.path)
    table = case.rules.category if check.table == "category" else case.rules.field_
    table = {key: item for key, item in table.items() if not check.only or key in check.only}
    if not value:
        return _lacking(check.path)
    if value in table:
        return Verdict(Outcome.PASS, "listed", {"value": table[cast("str", value)].name})
    allowed = tuple(item.name for item in table.values())
    return Verdict(Outcome.FAIL, "not-listed", {"value": str(value), "allowed": allowed}, paths=(check.path,))


def elapsed(check: Elapsed, case: Case) -> Verdict:
    """C14: the corresponding day itself is enough."""
    filed = case.facts.application.filed
    raw: object = value_at(case.document, check.path)
    if raw == NONE:
        return Verdict(Outcome.FAIL, "fields-none", {"fields": (check.path,)}, paths=(check.path,))
    if not filed or not raw:
        return _lacking(*(p for p, value in ((check.path, raw), ("application.filed", filed)) if not value))
    # The typed view has already refused a document whose dates are no dates.
    day = date.fromisoformat(str(raw))
    facts: dict[str, Fact] = {
        "fields": (check.path,),
        "day": day.isoformat(),
        "filed": filed.isoformat(),
        "months": check.months,
    }
    if add_months(day, check.months) <= filed:
        return Verdict(Outcome.PASS, "elapsed" if check.months else "not-later", facts)
    return Verdict(Outcome.FAIL, "not-elapsed" if check.months else "later", facts, paths=(check.path,))


def no_duplicate(check: NoDuplicate, case: Case) -> Verdict:
    """C15: names are compared without regard to width and spaces; leads and fields among the recognised ones of the same policy."""
    if check.by != "name":
        return _same(check.by, case)
    name = case.facts.alliance.name
    if not name:
        return _lacking("alliance.name")
    same = tuple(
        f"{other}（{what}）" for other, what in case.others.alliances.items() if folded_name(other) == folded_name(name)
    )
    if same:
        return Verdict(Outcome.FAIL, "same-name", {"name": name, "names": same}, paths=("alliance.name",))
    return Verdict(Outcome.PASS, "no-same-name", {"name": name})


def _same(by: str, case: Case) -> Verdict:
    """Whether a recognised alliance has the same unit in the lead, or the same field."""
    if by == "lead":
        where, mine = "lead", [*names(case.role("lead")), *(m.code for _, m in case.role("lead") if m.code)]
    else:
        field = case.facts.alliance.field
        named = case.rules.field_.get(field)
        where, mine = "alliance.field", [named.name if named else field] if field else []
    if not mine:
        return _lacking("members.role" if by == "lead" else where)
    known = case.others.leads if by == "lead" else case.others.fields
    same = tuple(dict.fromkeys(name for value in mine for name in known.get(folded_name(value), ())))
    if same:
        return Verdict(Outcome.FAIL, f"same-{by}", {"names": same}, paths=(where,))
    return Verdict(Outcome.PASS, f"no-same-{by}")


def window(check: Window, case: Case) -> Verdict:
    """C13: both days belong."""
    raw: object = value_at(case.document, check.path)
    if not raw or raw == NONE:
        return _lacking(check.path)
    facts: dict[str, Fact] = {"fields": (check.path,), "day": str(raw), "opens": check.opens, "closes": check.closes}
    if str(raw) < check.opens:
        return Verdict(Outcome.FAIL, "before-window", facts, paths=(check.path,))
    if str(raw) > check.closes:
        return Verdict(Outcome.FAIL, "after-window", facts, paths=(check.path,))
    return Verdict(Outcome.PASS, "in-window", facts)


def before(check: Before, case: Case) -> Verdict:
    """C23: a date of the file against a fixed day."""
    raw: object = value_at(case.document, check.path)
    if not raw or raw == NONE:
        return _lacking(check.path)
    facts: dict[str, Fact] = {"fields": (check.path,), "day": str(raw), "limit": check.day}
    how = "by" if check.inclusive else "before"
    if str(raw) < check.day or (check.inclusive and str(raw) == check.day):
        return Verdict(Outcome.PASS, f"day-{how}", facts)
    return Verdict(Outcome.FAIL, f"day-not-{how}", facts, paths=(check.path,))


def number_range(check: NumberRange, case: Case) -> Verdict:
    """C18, C26: a whole number of the file against its bounds."""
    value: object = value_at(case.document, check.path)
    if not isinstance(value, int) or isinstance(value, bool):
        return _lacking(check.path)
    facts: dict[str, Fact] = {"fields": (check.path,), "value": _counted(value, check.unit)}
    if check.min is not None and value < check.min:
        return Verdict(
            Outcome.FAIL, "number-low", facts | {"limit": _counted(check.min, check.unit)}, paths=(check.path,)
        )
    if check.max is not None and value > check.max:
        return Verdict(
            Outcome.FAIL, "number-high", facts | {"limit": _counted(check.max, check.unit)}, paths=(check.path,)
        )
    return Verdict(Outcome.PASS, "number-in-range", facts)


def _counted(value: int, unit: str) -> str:
    """A number with its unit; money stands in 分 and is told in 万元."""
    if unit == "万元":
        return f"{(Decimal(value) / 1_000_000).normalize():f} {unit}"
    return f"{value} {unit}".strip()


def folded_name(name: str) -> str:
    """A name without regard to width and spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def policy_in_force(_: PolicyInForce, case: Case) -> Verdict:
    """C27: the last day of a policy of n years is the corresponding day; a warning stands from the day before it."""
    header, filed = case.rules.pack, case.facts.application.filed
    facts: dict[str, Fact] = {"title": header.title, "effective": header.effective}
    if header.status is Status.DRAFT:
        rehearsal = case.others.rehearsal
        return Verdict(Outcome.PASS if rehearsal else Outcome.FAIL, "rehearsal" if rehearsal else "policy-draft", facts)
    if not filed:
        return _lacking("application.filed")
    facts |= {"filed": filed.isoformat()}
    start = date.fromisoformat(header.effective)
    if filed < start:
        return Verdict(Outcome.FAIL, "policy-not-yet", facts, paths=("application.filed",))
    last = add_years(start, header.until.years) if header.until else None
    repealed = header.status is Status.REPEALED
    if last:
        facts |= {"last": last.isoformat()}
    if repealed or (last and filed > last):
        if case.others.continued:
            return Verdict(Outcome.PASS, "policy-continued", facts | {"continued": case.others.continued})
        return Verdict(Outcome.FAIL, "policy-repealed" if repealed else "policy-expired", facts)
    if last and filed >= last - timedelta(days=1):
        return Verdict(Outcome.PASS, "policy-ends", facts)
    return Verdict(Outcome.PASS, "policy-in-force", facts)
