"""Handing in upwards: a case that a superior decides, or a recognised alliance recommended to the superior (推荐上级认定)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.care.changes import refuse_ahead
from alliance_desk.care.opening import begin, commit, opened
from alliance_desk.cases import conditions, letters, lists
from alliance_desk.cases.continuing import rehearsal_mark
from alliance_desk.cases.letters import Enclosed
from alliance_desk.cases.moves import refuse_open
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError, Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks
from alliance_desk.policy.pack import Pack


def recommend_upward(desk: Desk, alliance: str, procedure: str, reason: str) -> Changes:
    """Open the case by which a recognised alliance is recommended to the superior. Raises Refused without the reason."""
    if not reason.strip():
        raise Refused("care.upward.reason-needed")
    begun = begin(desk, alliance, procedure, matter={"note": reason.strip()})
    commit(desk, [begun])
    return opened(begun, "care.upward.opened", _enclosed(desk, begun.case, begun.rules))


def submit(desk: Desk, number: str, on: date, letter: str, *, copies: int | None = None, medium: str = "") -> Changes:
    """Record that the file was handed in at the superior. copies: of the paper file. medium: label of the electronic copy.

    What the policy asks of copies, label and intake days is looked at with these particulars in place. Raises Refused while a
    condition is open, without the letter's number, or for a day ahead.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "submit_upward")
    if not letter.strip():
        raise Refused("cases.document-needed", basis=stage.basis)
    refuse_ahead(desk, on)
    matter: Json = {"received": on.isoformat(), "medium": medium.strip()}
    matter = {key: value for key, value in matter.items() if value} | ({"copies": copies} if copies is not None else {})
    there = {**case.open, "matter": {**case.open.get("matter", {}), **matter}}
    seen = Folded(case.stream, case.kind, case.seq, case.head, case.time, there, case.private)
    found = checks.evaluate(rules, there, conditions.others(desk, seen, rules))
    refuse_open(checks.blocking(found, stage.actor), rules)
    section: Json = {"matter": matter, "upward": {"on": on.isoformat(), "letter": letter.strip()}}
    draft = closing(desk, case, rules, "submit_upward", "submitted", sections=section)
    desk.commit([draft], sign=[case.stream])
    paper = _enclosed(desk, case, rules) if _recognised(case) else letters.NOTHING
    return told(case, "care.upward.submitted", paper, letter=letter.strip(), on=on.isoformat())


def summary_table(desk: Desk, numbers: Sequence[str]) -> Changes:
    """Write the summary table (汇总表) of what this office hands in at its superior, in the order of the numbers.

    Raises Refused without a case, for cases of several policies, or one that is not handed in upwards.
    """
    cases = [desk.case(number) for number in dict.fromkeys(numbers)]
    if not cases:
        raise Refused("cases.batch-empty")
    rules = desk.rules_of(cases[0])
    for case in cases:
        if all(stage.kind != "submit_upward" for stage in desk.rules_of(case).stage.values()):
            raise Refused("care.upward.not-upward", number=case.open["case"]["number"], title=rules.pack.title)
    if len({(case.open["case"]["pack"], _recognised(case)) for case in cases}) != 1:
        raise Refused("review.mixed-policies", basis="")
    place = desk.place.papers / f"upward-{rules.pack.id}-{desk.clock.today().isoformat()}.xlsx"
    path = _table(desk, rules, cases, place)
    return Changes(code="care.upward.table-written", facts={"count": len(cases), "path": str(path)}, files=(path,))


def _table(desk: Desk, rules: Pack, cases: Sequence[Folded], place: Path) -> Path:
    recognised = _recognised(cases[0])
    code = "care.upward.recommended-title" if recognised else "care.upward.table-title"
    title = words.text(code, {"title": rules.pack.words.title})
    title = " ".join(part for part in (rehearsal_mark(rules), title) if part)
    write = lists.recommended if recognised else lists.summary
    return write(desk, [case.stream for case in cases], title, place)


def _enclosed(desk: Desk, case: Folded, rules: Pack) -> Enclosed:
    """The letter to the superior and the table that goes with it; what keeps them from being written is told, not raised."""
    letter = letters.enclosed(desk, "upward", case.stream)
    if not letter.files:
        return letter
    try:
        table = _table(desk, rules, [case], letter.files[0].with_suffix(".xlsx"))
    except DeskError as error:
        return letters.together(letter, Enclosed((), error.text()))
    return letters.together(letter, Enclosed((table,), words.text("care.upward.table-of-one", {"path": str(table)})))


def _recognised(case: Folded) -> bool:
    """Whether it is a recognised alliance that is recommended, not an application."""
    return bool(case.open["case"].get("procedure"))


def result(desk: Desk, number: str, document: str, on: date, *, recognised: bool, note: str = "") -> Changes:
    """Record what the superior decided. document: number of its paper. Raises Refused without it, or for a day ahead."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "superior_result")
    if not document.strip():
        raise Refused("cases.document-needed", basis=stage.basis)
    refuse_ahead(desk, on)
    section: Json = {"result": {"document": document.strip(), "on": on.isoformat(), "note": note.strip()}}
    outcome = "recognised_above" if recognised else "refused_above"
    draft = closing(desk, case, rules, "superior_result", outcome, sections=section, note=note)
    desk.commit([draft], sign=[case.stream])
    return told(case, f"care.upward.{outcome.replace('_', '-')}", document=document.strip())
