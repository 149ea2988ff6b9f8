"""Moving a case along: recommending, formal and business check, site visit, withdrawing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from alliance_desk import words
from alliance_desk.cases import conditions, letters
from alliance_desk.cases.opinion import signed
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import custody
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy import checks, stages
from alliance_desk.policy.findings import Finding
from alliance_desk.policy.pack import Pack


def recommend(
    desk: Desk, number: str, opinion: str, *, letter: str = "", holds: bool = True, scan: Path | None = None
) -> Changes:
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
        refuse_open(checks.blocking(found, stage.actor), rules)
    outcome = "recommended" if holds else "not_recommended"
    with signed(desk, case, stage, opinion, found, letter=letter, scan=scan) as sections:
        draft = closing(desk, case, rules, "recommend", outcome, sections=sections, note="" if holds else opinion)
        desk.commit([draft], sign=[case.stream])
    paper = letters.enclosed(desk, "recommendation" if holds else "refusal", case.stream)
    return told(case, f"cases.{outcome.replace('_', '-')}", paper)


def formal_check(desk: Desk, number: str, outcome: str, note: str = "") -> Changes:
    """Close the deciding office's formal check: passed or inadmissible (不予受理); sending back is ``corrections.send_back``.

    Raises Refused when a condition is still open and the outcome is passed, or a reason is missing otherwise.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "formal_check")
    found = conditions.findings(desk, case)
    passed = outcome == "passed"
    if passed:
        refuse_open(checks.blocking(found, stage.actor), rules)
    elif not note.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    sections = {"checks": conditions.recorded(case, found)}
    draft = closing(desk, case, rules, "formal_check", outcome, sections=sections, note=note)
    desk.commit([draft], sign=[] if passed else [case.stream])
    paper = letters.enclosed(desk, "acceptance" if passed else "refusal", case.stream)
    return told(case, f"cases.formal-check-{outcome}", paper)


def business_check(desk: Desk, number: str, outcome: str, note: str = "") -> Changes:
    """Close the check of the business office: passed, returned or refused, the last two with a reason."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "business_check")
    if outcome != "passed" and not note.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    desk.commit([closing(desk, case, rules, "business_check", outcome, note=note)])
    if outcome != "refused":
        return told(case, "cases.business-checked")
    return told(case, "cases.business-checked", letters.enclosed(desk, "refusal", case.stream))


def site_visit(desk: Desk, number: str, on: date, team: Sequence[str], findings: str) -> Changes:
    """Record a site visit (现场考察): day, who went, what they found."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "site_visit")
    people = [name.strip() for name in team if name.strip()]
    if not findings.strip() or not people:
        raise Refused("cases.visit-incomplete", basis=stage.basis)
    if on > desk.clock.today():
        raise Refused("cases.date-ahead", date=on.isoformat())
    visit = {"on": on.isoformat(), "team": people, "findings": findings.strip()}
    desk.commit([closing(desk, case, rules, "site_visit", "visited", sections={"visit": visit})])
    return told(case, "cases.visited", on=on.isoformat())


def withdraw(desk: Desk, number: str, reason: str) -> Changes:
    """The applicant takes the application back; the office that holds it records it. Not after recognition."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    if not stages.may_withdraw(rules, case.open):
        number = case.open["case"]["number"]
        if matter := rules.procedure.get(case.open["case"].get("procedure", "")):
            raise Refused("cases.cannot-withdraw-matter", number=number, affair=matter.name)
        raise Refused("cases.cannot-withdraw", number=number, act=rules.pack.words.act)
    if not custody.may_work(case.open, desk.office):
        raise Refused("cases.withdraw-elsewhere", number=case.open["case"]["number"])
    if not reason.strip():
        raise Refused("cases.reason-needed", title=case.open["case"]["number"])
    outcome = {"kind": stages.WITHDRAWN, "on": desk.clock.today().isoformat(), "reason": reason.strip()}
    draft = Draft(
        stream=case.stream, stream_kind="case", kind="case.withdrawn", patch={"outcome": outcome}, seen=case.seq
    )
    desk.commit([draft], sign=[case.stream])
    return told(case, "cases.withdrawn")


class ConditionsOpen(Refused):
    """Conditions are still open. findings: which."""

    def __init__(self, findings: Sequence[Finding], rules: Pack) -> None:
        self.findings = tuple(findings)
        lines = self._lines("zh_CN")
        super().__init__("cases.conditions-open", count=len(findings), lines=lines, title=rules.pack.title)

    def text(self, language: str = "zh_CN") -> str:
        return words.text(self.code, {**self.facts, "lines": self._lines(language)}, language)

    def _lines(self, language: str) -> str:
        told = ({"basis": f.basis, "title": f.title, "text": f.text(language)} for f in self.findings)
        return "\n".join(words.text("cases.condition-line", facts, language) for facts in told)


def refuse_open(found: list[Finding], rules: Pack) -> None:
    """Raise ConditionsOpen while conditions stop a case."""
    if found:
        raise ConditionsOpen(found, rules)
