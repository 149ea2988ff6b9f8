"""The conditions of a policy over one case: computing them, attesting what a person judges, overriding with a reason."""

from typing import Any, cast

import msgspec

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.desk.divisions import divisions
from alliance_desk.desk.library import family
from alliance_desk.desk.sample import marked
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks
from alliance_desk.policy.checks_case import folded_name
from alliance_desk.policy.facts import digest_of
from alliance_desk.policy.findings import Finding, Others, Outcome
from alliance_desk.policy.pack import Attest, NoDuplicate, Pack

_RUNNING = "SELECT stream, name, number FROM index_case WHERE pack = ? AND kind = 'application' AND outcome = '' AND name != ''"
_LISTED = "SELECT id, name, doc_no FROM index_alliance WHERE pack = ? AND status = 'valid'"
_LINES = """
    SELECT a.id, a.name, a.lead, a.field, COALESCE((SELECT m.code FROM index_alliance_member m WHERE m.alliance = a.id AND m.role = 'lead'), '')
    FROM index_alliance a WHERE a.status = 'valid' AND a.pack = ?
"""
_Named = dict[str, list[tuple[str, str, str]]]
"""Folded name → (stream of the case or id of the alliance, name, number) of all that bear it."""


def others(desk: Desk, case: Folded, rules: Pack) -> Others:
    """What the rules need to know from outside the case."""
    pack, alliance = rules.pack.id, case.open["alliance"]["id"]
    known = desk.once(f"named.{pack}", lambda: _named(desk, pack))
    alike = known.get(folded_name(case.open["alliance"].get("name", "")), [])
    names = {name: number for key, name, number in alike if key not in (case.stream, alliance)}
    continued = cast("dict[str, Json]", desk.settings.get("continued", {})).get(pack, {})
    shared = {check.by for check in rules.check.values() if isinstance(check, NoDuplicate)} - {"name"}
    lines = desk.once(f"lines.{pack}", lambda: _lines(desk, pack)) if shared else []
    return Others(
        divisions=divisions(),
        alliances=names,
        leads=_by(lines, alliance, 2, 4),
        fields=_by(lines, alliance, 3),
        continued=continued.get("document", ""),
        rehearsal=marked(desk.place.root) is not None,
    )


def _by(lines: list[Any], alliance: str, *columns: int) -> dict[str, tuple[str, ...]]:
    """The names of the recognised alliances but this one, by what stands in these columns."""
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        for value in {folded_name(line[column]) for column in columns} - {""}:
            if line[0] != alliance:
                found[value] = (*found.get(value, ()), line[1])
    return found


def _lines(desk: Desk, pack: str) -> list[Any]:
    """The lines of the register under a policy and its calls."""
    return [line for one in family(pack, desk.place.packs) for line in desk.raw.execute(_LINES, (one,)).fetchall()]


def _named(desk: Desk, pack: str) -> _Named:
    """Everybody under a policy and its calls by name: a comparison with each of them for each case would be slow where there are many."""
    found: _Named = {}
    for one in family(pack, desk.place.packs):
        for query in (_RUNNING, _LISTED):
            for key, name, number in desk.raw.execute(query, (one,)).fetchall():
                found.setdefault(folded_name(name), []).append((key, name, number))
    return found


def findings(desk: Desk, case: Folded) -> list[Finding]:
    """Every condition of the case's rules as it stands now."""
    rules = desk.rules_of(case)
    return checks.evaluate(rules, case.open, others(desk, case, rules))


def recorded(case: Folded, found: list[Finding]) -> Json:
    """The patch of ``checks`` that keeps these findings in the document: each entry replaced whole, unchanged ones left alone."""
    before = cast("dict[str, Json]", case.open.get("checks", {}))
    after = {f.check: _kept(f) for f in found}
    gone: dict[str, Json | None] = dict.fromkeys(key for key in before if key not in after)
    changed = {key: entry for key, entry in after.items() if before.get(key) != entry}
    return gone | {
        key: {**dict.fromkeys(k for k in before.get(key, {}) if k not in entry), **entry}
        for key, entry in changed.items()
    }


def _kept(found: Finding) -> Json:
    entry: Json = {
        "outcome": found.outcome.value,
        "severity": found.severity.value,
        "code": found.code,
        "digest": canonical.digest(msgspec.to_builtins(found.facts)),
    }
    return entry | ({"reason": found.reason} if found.reason else {})


def check(desk: Desk, number: str) -> Changes:
    """Compute every condition and keep the outcome in the case, so that lists can show what is still open.

    Raises Refused when this office does not hold the case.
    """
    case = desk.case(number)
    found = findings(desk, case)
    facts = {"number": case.open["case"]["number"], "total": len(found), "open": len(checks.blocking(found))}
    if entries := recorded(case, found):
        draft = Draft(
            stream=case.stream, stream_kind="case", kind="case.checked", patch={"checks": entries}, seen=case.seq
        )
        desk.commit([draft])
    kinds = frozenset({"case"} if entries else ())
    return Changes(code="cases.checked", facts=facts, kinds=kinds, streams=(case.stream,))


def attest(desk: Desk, number: str, *keys: str, holds: bool, note: str = "") -> Changes:
    """Record a person's judgement on 人工 conditions; key: check id, or ``check.member`` for judgements per member.

    Raises Refused for a condition that is computed, is another office's to judge, or a judgement against without a note; then none
    of the keys is judged.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    judged = {key: _judge(desk, case, rules, key, holds=holds, note=note) for key in keys}
    if not judged:
        raise Refused("cases.no-key")
    patch = {"attest": {key: entry for key, (_, entry) in judged.items()}}
    desk.commit([Draft(stream=case.stream, stream_kind="case", kind="case.attested", patch=patch, seen=case.seq)])
    said = "cases.attested-holds" if holds else "cases.attested-fails"
    titles = tuple(dict.fromkeys(title for title, _ in judged.values()))
    return Changes(code=said, facts={"title": titles}, kinds=frozenset({"case"}), streams=(case.stream,))


def _judge(desk: Desk, case: Folded, rules: Pack, key: str, *, holds: bool, note: str) -> tuple[str, Json]:
    """The title of the condition behind a key, and the judgement as it is kept."""
    name, _, member = key.partition(".")
    condition = rules.check.get(name)
    if not isinstance(condition, Attest):
        raise Refused(
            "cases.not-attestable", check=key, known=tuple(k for k, c in rules.check.items() if isinstance(c, Attest))
        )
    if (condition.scope == "member") != bool(member) or (member and member not in case.open.get("members", {})):
        raise Refused("cases.attest-scope", check=name, basis=condition.basis)
    if condition.by and case.open["offices"].get(condition.by) != desk.office:
        raise Refused(
            "cases.not-yours-to-attest",
            basis=condition.basis,
            role=rules.role[condition.by].name,
            title=condition.title,
        )
    if not holds and not note.strip():
        raise Refused("cases.note-needed", basis=condition.basis, title=condition.title)
    entry: Json = {
        "outcome": "pass" if holds else "fail",
        "on": desk.clock.today().isoformat(),
        "office": desk.office,
        "operator": desk.operator,
        "digest": digest_of(condition, case.open, member or None),
        "note": note.strip(),
    }
    return condition.title, entry


def override(desk: Desk, number: str, name: str, reason: str) -> Changes:
    """Let a 核实 condition pass for a recorded reason; it lapses when the facts change.

    Raises Refused when the condition already holds, cannot be overridden, or no reason is given.
    """
    case = desk.case(number)
    finding = next((f for f in findings(desk, case) if f.check == name), None)
    if finding is None:
        raise Refused("cases.no-such-check", check=name)
    if not finding.overridable or finding.outcome is Outcome.PASS:
        raise Refused("cases.not-overridable", basis=finding.basis, title=finding.title)
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=finding.basis, title=finding.title)
    entry = {
        "reason": reason.strip(),
        "on": desk.clock.today().isoformat(),
        "office": desk.office,
        "operator": desk.operator,
        "digest": finding.digest,
    }
    patch = {"override": {name: entry}}
    desk.commit([Draft(stream=case.stream, stream_kind="case", kind="case.overridden", patch=patch, seen=case.seq)])
    return Changes(
        code="cases.overridden", facts={"title": finding.title}, kinds=frozenset({"case"}), streams=(case.stream,)
    )
