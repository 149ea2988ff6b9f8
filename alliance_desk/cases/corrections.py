"""Returning a file: to the applicant (补正通知) while it is with the recommending office, or down to that office (退回补正)."""

from datetime import date
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.cases import conditions, letters
from alliance_desk.cases.letter_values import setting
from alliance_desk.cases.numbering import Taken, take
from alliance_desk.cases.stage import open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks
from alliance_desk.policy.findings import Finding, Outcome
from alliance_desk.policy.pack import Number

LETTERS = "{year}-{serial:03d}"
"""The pattern of an office's letter numbers until it sets its own (setting ``letter_pattern``)."""


def ask_correction(desk: Desk, number: str, due: date, note: str = "", *, letter: str = "") -> Changes:
    """Return the file to the applicant: every condition found wanting becomes an item; due is a date the office sets.

    letter: number of the notice where the office numbers it elsewhere; the next of its own series when empty.
    Raises Refused when nothing is open and no note says what else is asked for, or the date has passed.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    key, _ = open_stage(desk, case, rules, "recommend")
    found = listed(conditions.findings(desk, case))
    if not found and not note.strip():
        raise Refused("cases.nothing-to-correct")
    entry, taken = _round(desk, case, key, found, due, note, letter)
    draft = Draft(
        stream=case.stream,
        stream_kind="case",
        kind="case.correction-asked",
        patch={"corrections": {_next(case): entry}},
        seen=case.seq,
    )
    desk.commit([*taken, draft])
    paper = letters.enclosed(desk, "correction", case.stream)
    facts = {"items": len(found) + bool(note.strip()), "due": due.isoformat(), "letter": entry["letter"]}
    return told(case, "cases.correction-asked", paper, **facts)


def send_back(desk: Desk, number: str, due: date, note: str, *, letter: str = "") -> Changes:
    """Send a file back to the office that recommended it: its review opens again; hand the case over next.

    Raises Refused when the formal check is not open, no reason is given, or the date has passed.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    key, stage = open_stage(desk, case, rules, "formal_check")
    if not note.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    found = listed(conditions.findings(desk, case), stage.actor)
    entry, taken = _round(desk, case, key, found, due, note, letter)
    again = {
        name: None for name, item in rules.stage.items() if item.kind == "recommend" and name in case.open["stages"]
    }
    patch = {"corrections": {_next(case): entry}, "stages": again}
    draft = Draft(stream=case.stream, stream_kind="case", kind="case.returned", patch=patch, seen=case.seq)
    desk.commit([*taken, draft])
    paper = letters.enclosed(desk, "correction", case.stream)
    return told(case, "cases.sent-back", paper, due=due.isoformat(), letter=entry["letter"])


def letter_rule(desk: Desk) -> Number:
    """How this office numbers its letters."""
    return Number(pattern=setting(desk, "letter_pattern") or LETTERS)


def listed(found: list[Finding], role: str = "") -> list[Finding]:
    """The conditions that a letter of correction names: those that fail, want a reason or lack data.

    What nobody has judged yet is an office's own work and no fault of the file. role: this office's in the policy, for a letter to
    the other office, which is told what it has to judge itself.
    """

    def own(finding: Finding) -> bool:
        return finding.outcome is Outcome.MANUAL and (not role or finding.by in {"", role})

    return [finding for finding in checks.blocking(found) if not own(finding)]


def _round(
    desk: Desk, case: Folded, stage: str, found: list[Finding], due: date, note: str, letter: str
) -> tuple[Json, list[Draft]]:
    """The entry of one round of correction, and the draft that takes its number."""
    if due < desk.clock.today():
        raise Refused("cases.due-passed", due=due.isoformat())
    taken = None if letter.strip() else _numbered(desk, case)
    entry: Json = {
        "order": len(_rounds(case)) + 1,
        "stage": stage,
        "asked": desk.clock.today().isoformat(),
        "due": due.isoformat(),
        "office": desk.office,
        "items": {
            f.check: {"order": n, "basis": f.basis, "title": f.title, "text": f.text()} for n, f in enumerate(found, 1)
        },
        "letter": taken.number if taken else letter.strip(),
    }
    if note.strip():
        entry["note"] = note.strip()
    return entry, [taken.draft] if taken else []


def _numbered(desk: Desk, case: Folded) -> Taken:
    return take(desk, "letter", letter_rule(desk), case.open["case"]["number"])


def _rounds(case: Folded) -> Json:
    return cast("Json", case.open.get("corrections", {}))


def _next(case: Folded) -> str:
    return f"r{len(_rounds(case)) + 1}"
