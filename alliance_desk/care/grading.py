"""Grades: by the points' bands where the office reads the policy so, or by a person's choice; each with its effect in the register."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import cast

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.care.changes import refuse_ahead
from alliance_desk.cases import conditions
from alliance_desk.cases.continuing import refuse_expired
from alliance_desk.cases.moves import refuse_open
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks
from alliance_desk.policy.pack import Grade, Pack


class Ladder(Struct, frozen=True):
    """The rungs of an assessment, best first. binding: points decide; otherwise they only advise, and a person chooses."""

    rungs: dict[str, Grade]
    binding: bool

    def by(self, points: str) -> str:
        """The id of the grade that points lie in, bounds inclusive; empty without points or where the rungs have none."""
        if not points:
            return ""
        value = Decimal(points)
        return next((key for key, rung in self.rungs.items() if 0 <= rung.min <= value), "")


def ladder(rules: Pack, procedure: str) -> Ladder:
    """The ladder of an assessment."""
    item = rules.procedure[procedure]
    rungs = {key: rung for key, rung in rules.grade.items() if rung.ladder == item.ladder}
    order = dict(sorted(rungs.items(), key=lambda pair: pair[1].rank))
    return Ladder(order, rules.chosen.get(item.bands, item.bands) == "yes")


def proposed(desk: Desk, case: Folded) -> str:
    """The id of the grade that the points of a case lie in; empty where they say none."""
    rules = desk.rules_of(case)
    return ladder(rules, case.open["case"]["procedure"]).by(_points(case))


def grade(
    desk: Desk,
    number: str,
    chosen: str = "",
    *,
    on: date,
    note: str = "",
    document: str = "",
    valid_to: date | None = None,
) -> Changes:
    """Set the grade of an assessment. chosen: id of the grade; without it that of the points' band.

    on: day of the decision. note: why, needed where the grade is not that of the binding band. document: number of the notice of
    the result. valid_to: the title's new last day after a passed assessment that prolongs it; typed by a person, left open otherwise.
    Raises Refused for a grade that is not of the ladder, where a person has to choose, for a day ahead, or under an expired policy without
    a recorded 继续执行依据.
    """
    case = desk.case(number)
    draft, rung = _graded(desk, case, chosen, on, note, document, valid_to)
    desk.commit([draft], sign=[case.stream])
    until = valid_to.isoformat() if valid_to else ""
    return told(case, "care.round.graded-until" if until else "care.round.graded", grade=rung.name, until=until)


def grade_all(desk: Desk, numbers: Sequence[str], on: date, *, document: str = "") -> Changes:
    """Set the grades of several cases by their points' bands, in one commit; all of them or none. Raises Refused as ``grade``."""
    cases = [desk.case(number) for number in dict.fromkeys(numbers)]
    if not cases:
        raise Refused("cases.batch-empty")
    found = [_graded(desk, case, "", on, "", document, None) for case in cases]
    streams = tuple(case.stream for case in cases)
    desk.commit([draft for draft, _ in found], sign=streams)
    counts: dict[str, int] = {}
    for _, rung in found:
        counts[rung.name] = counts.get(rung.name, 0) + 1
    grades = tuple(f"{name} {count}" for name, count in counts.items())
    facts: dict[str, Fact] = {"count": len(cases), "grades": grades}
    return Changes(code="care.round.all-graded", facts=facts, kinds=frozenset({"case", "register"}), streams=streams)


def prolong(desk: Desk, number: str, valid_to: date, document: str, on: date) -> Changes:
    """Type the title's new last day after a passed assessment, where the policy keeps a stage for it (a record after the grade).

    document: on what it rests. on: day from which it holds. Raises Refused without a passed grade, a document, or for a last day that
    is not after ``on``.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "record")
    given = cast("Json", case.open.get("grade", {}))
    if not given.get("passed"):
        raise Refused("care.round.not-passed", basis=stage.basis, name=case.open["alliance"]["name"])
    if not document.strip():
        raise Refused("cases.document-needed", basis=stage.basis)
    refuse_ahead(desk, on)
    _refuse_past(valid_to, on)
    effect: Json = {
        "kind": "changed",
        "alliance": case.open["alliance"]["id"],
        "on": on.isoformat(),
        "what": "valid_to",
        "after": valid_to.isoformat(),
    }
    section = {"matter": {"valid_to": valid_to.isoformat(), "document": document.strip()}}
    draft = closing(desk, case, rules, "record", "recorded", sections=section, note=document, effects=[effect])
    desk.commit([draft], sign=[case.stream])
    return told(case, "care.round.prolonged", until=valid_to.isoformat())


def _graded(
    desk: Desk, case: Folded, chosen: str, on: date, note: str, document: str, valid_to: date | None
) -> tuple[Draft, Grade]:
    """The decision with its effect, and the rung."""
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "grading")
    refuse_expired(desk, rules)
    refuse_open(checks.blocking(conditions.findings(desk, case), stage.actor), rules)
    refuse_ahead(desk, on)
    about, points = case.open["case"], _points(case)
    steps = ladder(rules, about["procedure"])
    band = steps.by(points)
    name = case.open["alliance"]["name"]
    key = chosen or (band if steps.binding else "")
    if key not in steps.rungs:
        code = "care.round.no-such-grade" if key else "care.round.grade-needed"
        known = tuple(rung.name for rung in steps.rungs.values())
        raise Refused(code, grade=key, known=known, name=name, basis=stage.basis)
    rung = steps.rungs[key]
    if steps.binding and band and key != band and not note.strip():
        raise Refused(
            "care.round.band", name=name, points=points, band=steps.rungs[band].name, grade=rung.name, basis=rung.basis
        )
    if valid_to is not None and not rung.passed:
        raise Refused("care.round.not-passed", basis=stage.basis, name=name)
    if valid_to is not None:
        _refuse_past(valid_to, on)
    said = {"grade": key, "name": rung.name, "rank": rung.rank, "passed": rung.passed, "on": on.isoformat()}
    more = {"score": points, "valid_to": valid_to.isoformat() if valid_to else ""}
    told_of = {"note": note.strip(), "document": document.strip()}
    section: Json = said | {k: v for k, v in (more | told_of).items() if v}
    effect: Json = {
        "kind": "graded",
        "alliance": case.open["alliance"]["id"],
        "procedure": about["procedure"],
        "subject": about.get("subject", ""),
        **said,
        **{k: v for k, v in more.items() if v},
    }
    draft = closing(desk, case, rules, "grading", "graded", sections={"grade": section}, note=note, effects=[effect])
    return draft, rung


def _points(case: Folded) -> str:
    return str(cast("Json", case.open.get("scores", {})).get("total", ""))


def _refuse_past(valid_to: date, on: date) -> None:
    if valid_to <= on:
        raise Refused("care.round.until-past", until=valid_to.isoformat(), on=on.isoformat())
