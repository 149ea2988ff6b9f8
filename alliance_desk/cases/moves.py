"""Moving a case along: recommending, formal and business check, site visit, merging, sending back, withdrawing."""

from datetime import date
from pathlib import Path
from typing import Any, cast

from alliance_desk.canonical import Json
from alliance_desk.cases import conditions
from alliance_desk.cases.numbering import take
from alliance_desk.cases.stage import closing, open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.append import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks, stages
from alliance_desk.policy.findings import Finding
from alliance_desk.policy.pack import Pack

LETTERS = "{year}-{serial:03d}"
"""The default pattern of an office's own letter numbers."""


def recommend(desk: Desk, number: str, opinion: str, *, letter: str = "", holds: bool = True, scan: Path | None = None) -> Changes:
    """Write the recommending office's opinion and close its review.

    opinion: the office's words. letter: number of its letter. holds: False records 不予推荐. scan: the signed opinion on paper,
    needed where the city enters for a county. Raises Refused while a condition is still open, naming each.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "recommend")
    if not opinion.strip():
        raise Refused("cases.opinion-needed", basis=stage.basis)
    found = conditions.findings(desk, case)
    if holds:
        _refuse_open(conditions.open_for(found, rules, stage.actor), rules)
    if case.open["offices"].get("on_behalf") and scan is None:
        raise Refused("cases.scan-needed", basis=stage.basis, office=case.open["offices"]["on_behalf"])
    section: Json = {"text": opinion.strip(), "on": desk.clock.today().isoformat(), "office": desk.office}
    if letter.strip():
        section["letter"] = letter.strip()
    if scan is not None:
        section |= {"scan": desk.blobs.put_file(scan), "scan_name": scan.name}
    sections = {"opinion": section, "checks": _recorded(case, found)}
    outcome = "recommended" if holds else "not_recommended"
    draft = closing(desk, case, rules, "recommend", outcome, sections=sections, note="" if holds else opinion)
    desk.commit([draft], sign=[case.stream])
    return _said(desk, case, f"cases.{outcome.replace('_', '-')}")


def formal_check(desk: Desk, number: str, outcome: str, note: str = "") -> Changes:
    """Close the deciding office's formal check: passed or inadmissible (不予受理); sending back is ``send_back``.

    Raises Refused when a condition is still open and the outcome is passed, or a reason is missing otherwise.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "formal_check")
    found = conditions.findings(desk, case)
    if outcome == "passed":
        _refuse_open(conditions.open_for(found, rules, stage.actor), rules)
    elif not note.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    desk.commit([closing(desk, case, rules, "formal_check", outcome, sections={"checks": _recorded(case, found)}, note=note)])
    return _said(desk, case, f"cases.formal-check-{outcome}")


def ask_correction(desk: Desk, number: str, due: date, note: str = "") -> Changes:
    """Return the file to the applicant (补正通知): every open condition becomes an item; due is a date the office sets.

    Only while the file is with the recommending office. Raises Refused when nothing is open or the date has passed.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    open_stage(desk, case, rules, "recommend")
    items = _items(conditions.findings(desk, case), note, due, desk)
    taken = take(desk, "letter", _pattern(), f"{case.open['case']['number']}")
    entry = _correction(desk, case, items, due, note, taken.number)
    draft = Draft(stream=case.stream, stream_kind="case", kind="case.correction-asked", patch={"corrections": {_next(case): entry}}, seen=case.seq)
    desk.commit([taken.draft, draft])
    return _said(desk, case, "cases.correction-asked", items=len(items), due=due.isoformat(), letter=taken.number)


def send_back(desk: Desk, number: str, due: date, note: str) -> Changes:
    """Send a file back to the office that recommended it (退回补正): its review opens again; hand the case over next.

    Raises Refused when the formal check is not open, no reason is given, or the date has passed.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    key, _ = open_stage(desk, case, rules, "formal_check")
    if not note.strip():
        raise Refused("cases.reason-needed", basis=rules.stage[key].basis, title=rules.stage[key].name)
    found = checks.blocking(conditions.findings(desk, case))
    items = _items(found, note, due, desk, empty=True)
    taken = take(desk, "letter", _pattern(), f"{case.open['case']['number']}")
    again = {name: None for name, stage in rules.stage.items() if stage.kind == "recommend" and name in case.open["stages"]}
    patch = {"corrections": {_next(case): _correction(desk, case, items, due, note, taken.number)}, "stages": again}
    desk.commit([taken.draft, Draft(stream=case.stream, stream_kind="case", kind="case.returned", patch=patch, seen=case.seq)])
    return _said(desk, case, "cases.sent-back", due=due.isoformat(), letter=taken.number)


def site_visit(desk: Desk, number: str, on: date, team: list[str], findings: str) -> Changes:
    """Record a site visit (现场考察): day, who went, what they found."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "site_visit")
    if not findings.strip() or not team:
        raise Refused("cases.visit-incomplete", basis=stage.basis)
    if on > desk.clock.today():
        raise Refused("cases.date-ahead", date=on.isoformat())
    visit = {"on": on.isoformat(), "team": team, "findings": findings.strip()}
    desk.commit([closing(desk, case, rules, "site_visit", "visited", sections={"visit": visit})])
    return _said(desk, case, "cases.visited", on=on.isoformat())


def business_check(desk: Desk, number: str, outcome: str, note: str = "") -> Changes:
    """Close the check of the business office: passed, returned or refused, the last two with a reason."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "business_check")
    if outcome != "passed" and not note.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    desk.commit([closing(desk, case, rules, "business_check", outcome, note=note)])
    return _said(desk, case, "cases.business-checked")


def merge(desk: Desk, number: str, into: str, reason: str) -> Changes:
    """Close a same-field application by merging it into another of the same policy (整合); the other goes on.

    Raises Refused when the other case is of another policy or no longer runs, or the reason is missing.
    """
    case, target = desk.case(number), desk.case(into)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "merge_select")
    if target.stream == case.stream or target.open["case"]["pack"] != case.open["case"]["pack"]:
        raise Refused("cases.merge-target", basis=stage.basis, into=into)
    target_rules = desk.rules_of(target)
    if not stages.may_withdraw(target_rules, target.open):
        raise Refused("cases.merge-target", basis=stage.basis, into=into)
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    joined = {"into": target.stream, "number": target.open["case"]["number"], "name": target.open["alliance"]["name"]}
    draft = closing(desk, case, rules, "merge_select", "merged", sections={"merge": joined}, note=reason)
    desk.commit([draft], sign=[case.stream])
    return _said(desk, case, "cases.merged", into=joined["number"])


def select(desk: Desk, number: str, *, kept: bool, reason: str = "") -> Changes:
    """Close the choice among same-field applications: kept, or not selected with the reason (择优)."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "merge_select")
    if not kept and not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    outcome = "kept" if kept else "not_selected"
    desk.commit([closing(desk, case, rules, "merge_select", outcome, note=reason)])
    return _said(desk, case, f"cases.{outcome.replace('_', '-')}")


def withdraw(desk: Desk, number: str, reason: str) -> Changes:
    """The applicant takes the application back; the office that holds it records it. Not after recognition."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    if not stages.may_withdraw(rules, case.open):
        raise Refused("cases.cannot-withdraw", number=case.open["case"]["number"])
    if not reason.strip():
        raise Refused("cases.reason-needed", title=case.open["case"]["number"])
    outcome = {"kind": stages.WITHDRAWN, "on": desk.clock.today().isoformat(), "reason": reason.strip()}
    draft = Draft(stream=case.stream, stream_kind="case", kind="case.withdrawn", patch={"outcome": outcome}, seen=case.seq)
    desk.commit([draft], sign=[case.stream])
    return _said(desk, case, "cases.withdrawn")


def _refuse_open(found: list[Finding], rules: Pack) -> None:
    if found:
        lines = "\n".join(f"· {f.basis} {f.title}：{f.text()}" for f in found)
        raise Refused("cases.conditions-open", count=len(found), lines=lines, title=rules.pack.title)


def _items(found: list[Finding], note: str, due: date, desk: Desk, *, empty: bool = False) -> Json:
    blocked = checks.blocking(found)
    if not blocked and not note.strip() and not empty:
        raise Refused("cases.nothing-to-correct")
    if due < desk.clock.today():
        raise Refused("cases.due-passed", due=due.isoformat())
    return {f.check: {"order": n, "basis": f.basis, "title": f.title, "text": f.text()} for n, f in enumerate(blocked, 1)}


def _correction(desk: Desk, case: Folded, items: Json, due: date, note: str, letter: str) -> Json:
    entry: Json = {"order": len(cast("Json", case.open.get("corrections", {}))) + 1, "asked": desk.clock.today().isoformat()}
    return {**entry, "due": due.isoformat(), "office": desk.office, "items": items, "letter": letter, **({"note": note.strip()} if note.strip() else {})}


def _next(case: Folded) -> str:
    return f"r{len(cast('Json', case.open.get('corrections', {}))) + 1}"


def _pattern() -> Any:
    from alliance_desk.policy.pack import Number

    return Number(pattern=LETTERS)


def _recorded(case: Folded, found: list[Finding]) -> Json:
    """The recorded findings as a patch section that replaces each entry whole."""
    before, after = cast("Json", case.open.get("checks", {})), conditions.recorded(found)
    return {key: {**dict.fromkeys(k for k in before.get(key, {}) if k not in entry), **entry} for key, entry in after.items()}


def _said(desk: Desk, case: Folded, code: str, **facts: str | int) -> Changes:
    del desk
    shown = {"number": case.open["case"]["number"], "name": case.open["alliance"]["name"], **facts}
    return Changes(code=code, facts=shown, kinds=frozenset({"case"}), streams=(case.stream,))
