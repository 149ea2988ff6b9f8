"""Every check of a policy over one open document: what is computed, what a person judged, what was overridden.

A pack's checks run in file order. Severity then says what a computed 不符合 means: 强制 stops, 核实 asks for a reason.
"""

from collections.abc import Callable, Mapping
from typing import Any

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.errors import Fact
from alliance_desk.policy import checks_case, checks_members, checks_papers
from alliance_desk.policy.facts import digest_of, facts_of
from alliance_desk.policy.findings import Finding, Others, Outcome, Verdict, label
from alliance_desk.policy.match import Case
from alliance_desk.policy.pack import AnyCheck, Attest, Check, Pack, Severity
from alliance_desk.policy.stages import State, stage_state

__all__ = ["Finding", "Others", "Outcome", "attest_key", "blocking", "evaluate"]


def evaluate(rules: Pack, document: Json, others: Others) -> list[Finding]:
    """A finding for every check of the rules. Raises Refused when the document's values have the wrong type."""
    case = Case(rules, document, facts_of(document), others)
    return [_finding(key, check, case) for key, check in rules.check.items()]


def blocking(findings: list[Finding], role: str = "") -> list[Finding]:
    """What stops a case from going on: everything that neither holds nor is beside the point.

    role: what this office is in the policy; judgements that wait for another role's office do not stop it.
    """
    return [
        finding
        for finding in findings
        if finding.outcome not in {Outcome.PASS, Outcome.NA}
        and not (finding.outcome is Outcome.MANUAL and role and finding.by not in {"", role})
    ]


def attest_key(check: str, member: str = "") -> str:
    """Where an attestation stands below ``attest`` in the document."""
    return f"{check}.{member}" if member else check


def _finding(key: str, check: AnyCheck, case: Case) -> Finding:
    verdict = _not_asked(check, case) or (
        _attested(key, check, case) if isinstance(check, Attest) else _computed(check, case)
    )
    outcome, reason = verdict.outcome, ""
    # A plain no under 核实 and a value that does not decide both ask a person for the reason why it may pass.
    if outcome is Outcome.FAIL and check.severity is Severity.VERIFY and not verdict.hard:
        outcome = Outcome.EXPLAIN
    overridable = outcome is Outcome.EXPLAIN or (outcome is Outcome.FAIL and check.override)
    digest = canonical.digest(dict(verdict.facts))
    given = case.facts.override.get(key)
    if overridable and given and given.reason and given.digest == digest:
        outcome, reason = Outcome.PASS, given.reason
    return Finding(
        check=key,
        title=check.title,
        severity=check.severity,
        basis=check.basis,
        outcome=outcome,
        code=verdict.code,
        facts=verdict.facts,
        missing=verdict.missing,
        paths=verdict.paths,
        keys=verdict.keys,
        reason=reason,
        digest=digest,
        overridable=overridable,
        by=check.by if isinstance(check, Attest) else "",
    )


def _not_asked(check: Check, case: Case) -> Verdict | None:
    """A check for some categories, grounds or changes only waits until it is known which."""
    if any(case.chosen(reading, "") != option for reading, option in check.given.items()):
        return Verdict(Outcome.NA, "not-by-reading")
    if check.at and stage_state(case.rules, case.facts, check.at) is State.WAITING:
        return Verdict(Outcome.NA, "not-yet", {"stage": case.rules.stage[check.at].name})
    if not check.when:
        return None
    known = {
        case.facts.alliance.category,
        case.facts.matter.ground,
        *(c.what for c in case.facts.matter.changes.values()),
    }
    if not case.facts.case.procedure and not case.facts.alliance.category:
        where = "alliance.category"
        return Verdict(Outcome.MISSING, "fields-missing", {"fields": (where,)}, (label(where),), (where,))
    return None if known.intersection(check.when) else Verdict(Outcome.NA, "not-asked")


def _computed(check: AnyCheck, case: Case) -> Verdict:
    return _COMPUTE[type(check).__struct_config__.tag](check, case)  # pyright: ignore[reportArgumentType]


def _attested(key: str, check: Attest, case: Case) -> Verdict:
    """A judgement counts while its digest still fits what it judged."""
    members = [name for name, _ in case.members] if check.scope == "member" else [""]
    if not members:
        return Verdict(Outcome.MISSING, "no-members", missing=(label("members"),), paths=("members",))
    said: dict[str, list[str]] = {"pass": [], "fail": [], "open": [], "lapsed": []}
    notes: list[str] = []
    for member in members:
        judged = case.facts.attest.get(attest_key(key, member))
        if judged is None:
            said["open"].append(member)
        elif judged.digest != digest_of(check, case.document, member or None):
            said["lapsed"].append(member)
        else:
            said["pass" if judged.outcome == "pass" else "fail"].append(member)
            notes += [judged.note] if judged.note else []
    waiting = [member for member in members if member in said["open"] or member in said["lapsed"]]
    keys = tuple(attest_key(key, member) for member in waiting)
    scope = "-members" if check.scope == "member" else ""

    def facts(which: list[str]) -> Mapping[str, Fact]:
        return {"names": tuple(case.facts.members[m].name or m for m in which)} if scope else {}

    where = tuple(f"members.{m}" for m in waiting + said["fail"]) if scope else tuple(check.about)
    if said["fail"]:
        because = {"notes": tuple(notes)} if notes else {}
        code = f"judged-bad{scope}{'-with-note' if notes else ''}"
        return Verdict(Outcome.FAIL, code, {**facts(said["fail"]), **because}, paths=where, keys=keys)
    if waiting:
        code = "judgement-lapsed" if said["lapsed"] else "not-judged"
        return Verdict(Outcome.MANUAL, code + scope, facts(waiting), paths=where, keys=keys)
    return Verdict(Outcome.PASS, f"judged-good{scope}", {"count": len(members)} if scope else {}, paths=where)


_COMPUTE: Mapping[str, Callable[[Any, Case], Verdict]] = {
    "member_count": checks_members.member_count,
    "member_ratio": checks_members.member_ratio,
    "distinct_count": checks_members.distinct_count,
    "unit_eligible": checks_members.unit_eligible,
    "each_member": checks_members.each_member,
    "yearly_figure": checks_members.yearly_figure,
    "unit_codes": checks_members.unit_codes,
    "kind_agrees": checks_members.kind_agrees,
    "roster": checks_case.roster,
    "host_is_lead": checks_case.host_is_lead,
    "agreement_term": checks_case.agreement_term,
    "name_pattern": checks_case.name_pattern,
    "filled": checks_case.filled,
    "listed": checks_case.listed,
    "elapsed": checks_case.elapsed,
    "no_duplicate": checks_case.no_duplicate,
    "policy_in_force": checks_case.policy_in_force,
    "window": checks_case.window,
    "before": checks_case.before,
    "number_range": checks_case.number_range,
    "signatures": checks_papers.signatures,
    "clauses": checks_papers.clauses,
    "papers": checks_papers.papers,
}
