"""What an alliance hands in year after year (应报材料): received on a day, seen by the office of the place, kept by the office that decides.

The same stages serve an assessment's papers. Being late changes nothing by itself: it is told, and the register's duties count the days.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.care.changes import refuse_ahead
from alliance_desk.care.opening import begin, begin_many, commit, line_of, opened, prepare
from alliance_desk.cases import conditions
from alliance_desk.cases.keeping import keeping
from alliance_desk.cases.moves import refuse_open
from alliance_desk.cases.opinion import signed
from alliance_desk.cases.paper_edits import NewPaper, with_papers
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks, stages
from alliance_desk.policy.after import Kind, Procedure
from alliance_desk.policy.findings import Finding
from alliance_desk.policy.pack import Pack, Stage
from alliance_desk.register import duties

_RUNS = """
    SELECT stream FROM index_affair WHERE alliance = ? AND procedure = ? AND subject = ? AND outcome = '' AND NOT finished
    ORDER BY opened DESC, stream LIMIT 1
"""


def open_report(desk: Desk, alliance: str | Sequence[str], procedure: str, subject: str = "") -> Changes:
    """Open the case of a report, its papers still to come; of several alliances in one commit. subject: the year it stands for.

    Raises Refused as ``opening.begin``, and for a procedure that is no report.
    """
    named = [alliance] if isinstance(alliance, str) else list(dict.fromkeys(alliance))
    if not named:
        raise Refused("cases.batch-empty")
    _refuse_no_report(*prepare(desk, named[0], procedure, subject)[1:])
    begun = begin_many(desk, [(one, {}) for one in named], procedure, subject=subject)
    commit(desk, begun)
    if len(begun) == 1:
        return opened(begun[0], "care.report.opened")
    facts: dict[str, Fact] = {"count": len(begun), "affair": begun[0].procedure.name, "subject": subject}
    streams = tuple(one.case.stream for one in begun)
    return Changes(code="care.report.opened-many", facts=facts, kinds=frozenset({"case"}), streams=streams)


def hand_in(
    desk: Desk, alliance: str, procedure: str, subject: str, on: date, papers: Sequence[NewPaper] = ()
) -> Changes:
    """Open the case of a report, keep its papers and record that they came in, in one commit. on: day they came in.

    For offices that enter for others, and for whoever gets everything at once. Raises Refused as ``open_report`` and ``receive``.
    """
    refuse_ahead(desk, on)
    document, rules, item = prepare(desk, alliance, procedure, subject)
    _refuse_no_report(rules, item)
    case = Folded("", "case", 1, "", "", document, {})
    _, stage = open_stage(desk, case, rules, "submission")
    document["papers"] = with_papers(rules, case, papers, desk.progress)
    refuse_open(checks.blocking(_findings(desk, case, rules), stage.actor), rules)
    begun = begin(desk, alliance, procedure, subject=subject)
    begun.case.open["papers"] = document["papers"]
    with keeping(desk, [one.file for one in papers]):
        commit(desk, [begun], _received(desk, begun.case, begun.rules, on))
    late = days_late(desk, begun.case)
    return opened(
        begun, "care.report.handed-in-late" if late else "care.report.handed-in", on=on.isoformat(), late=late
    )


def receive(desk: Desk, number: str, on: date) -> Changes:
    """Record that the papers of a case came in. on: the day they did.

    Raises Refused for a day ahead, and while a condition that this office sees to is open, naming each.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "submission")
    refuse_ahead(desk, on)
    refuse_open(checks.blocking(conditions.findings(desk, case), stage.actor), rules)
    desk.commit([_received(desk, case, rules, on)])
    late = days_late(desk, case)
    return told(case, "care.report.received-late" if late else "care.report.received", on=on.isoformat(), late=late)


def mark_absent(desk: Desk, number: str, reason: str) -> Changes:
    """Record that an alliance handed nothing in, or did not take part. reason: what happened, in words.

    A fact and no more: what follows from it is proposed by the rules and decided by a person. Raises Refused without a reason.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    kind = "evaluation" if _waits_in(rules, case, "evaluation") else "submission"
    _, stage = open_stage(desk, case, rules, kind)
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    desk.commit([closing(desk, case, rules, kind, "absent", note=reason)], sign=[case.stream])
    return told(case, "care.report.absent")


def record_absent(desk: Desk, alliances: Sequence[str], procedure: str, subject: str, reason: str) -> Changes:
    """Record of several alliances at once that nothing of a report came in, in one commit; a case is opened where none runs yet.

    Raises Refused as ``open_report`` and ``mark_absent``.
    """
    named = list(dict.fromkeys(alliances))
    if not named:
        raise Refused("cases.batch-empty")
    item = _report(desk, named[0], procedure)
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=item.basis, title=item.name)
    running = {one: desk.case(found[0]) for one in named if (found := _running(desk, one, procedure, subject))}
    waiting: list[tuple[str, Json]] = [(one, {}) for one in named if one not in running]
    begun = begin_many(desk, waiting, procedure, subject=subject) if waiting else []
    cases = [*running.values(), *(one.case for one in begun)]
    drafts = [
        closing(desk, case, desk.rules_of(case), "submission", "absent", note=reason) for case in running.values()
    ]
    drafts += [closing(desk, one.case, one.rules, "submission", "absent", note=reason) for one in begun]
    commit(desk, begun, *drafts, sign=[case.stream for case in cases])
    facts: dict[str, Fact] = {"count": len(cases), "affair": item.name, "subject": subject}
    streams = tuple(case.stream for case in cases)
    return Changes(code="care.report.absent-many", facts=facts, kinds=frozenset({"case"}), streams=streams)


def sign_opinion(
    desk: Desk, number: str, opinion: str, *, letter: str = "", scan: Path | None = None, holds: bool = True
) -> Changes:
    """Sign the opinion of the office of the place on what was handed in. letter: number of its letter.

    holds: False sends the papers back to the alliance for more, and the stage stays open. scan: the signed opinion on paper, needed where
    the deciding office enters for another. Raises Refused without an opinion, and while a condition is still open.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "opinion")
    if not opinion.strip():
        raise Refused("cases.opinion-needed", basis=stage.basis)
    if not holds:
        desk.commit([closing(desk, case, rules, "opinion", "returned", note=opinion)])
        return told(case, "care.report.returned")
    found = conditions.findings(desk, case)
    refuse_open(checks.blocking(found, stage.actor), rules)
    with signed(desk, case, stage, opinion, found, letter=letter, scan=scan) as sections:
        desk.commit([closing(desk, case, rules, "opinion", "signed", sections=sections)], sign=[case.stream])
    late = days_late(desk, case)
    return told(case, "care.report.signed-late" if late else "care.report.signed", late=late)


def days_late(desk: Desk, case: Folded) -> int:
    """How many days what a case fulfils is late by today's rules, or by the day set for the case itself; 0 in time or without a day."""
    about, matter = case.open["case"], cast("Json", desk.case(case.stream).open.get("matter", {}))
    came = matter.get("received", desk.clock.today().isoformat())
    own = (date.fromisoformat(came) - date.fromisoformat(matter["due"])).days if matter.get("due") else 0
    found = duties.of_alliances(desk, (str(case.open["alliance"]["id"]),))
    rules = desk.policy_for(about["pack"])
    mine = [one for one in found if rules.duty.get(one.duty) and rules.duty[one.duty].procedure == about["procedure"]]
    return max(own, *(one.days for one in mine if not about.get("subject") or one.subject == about["subject"]), 0)


def _report(desk: Desk, alliance: str, procedure: str) -> Procedure:
    """The procedure under the policy of an alliance. Raises Refused where it is no report."""
    rules = desk.rules_for(str(line_of(desk, alliance).head["pack"]), procedure)
    item = rules.procedure.get(procedure)
    if item is None:
        known = tuple(one.name for one in rules.procedure.values()) or ("—",)
        raise Refused("care.no-such-procedure", procedure=procedure, title=rules.pack.title, known=known)
    _refuse_no_report(rules, item)
    return item


def _running(desk: Desk, alliance: str, procedure: str, subject: str) -> tuple[str] | None:
    """The case of a report that runs."""
    return desk.raw.execute(_RUNS, (alliance, procedure, subject)).fetchone()


def _received(desk: Desk, case: Folded, rules: Pack, on: date) -> Draft:
    sections = {"matter": {"received": on.isoformat()}}
    return closing(desk, case, rules, "submission", "received", sections=sections)


def _findings(desk: Desk, case: Folded, rules: Pack) -> list[Finding]:
    """Every condition of a case that is not written yet."""
    return checks.evaluate(rules, case.open, conditions.others(desk, case, rules))


def _waits_in(rules: Pack, case: Folded, kind: str) -> bool:
    now: list[Stage] = [rules.stage[key] for key in stages.open_stages(rules, case.open)]
    return any(stage.kind == kind for stage in now)


def _refuse_no_report(rules: Pack, item: Procedure) -> None:
    if item.kind is not Kind.REPORT:
        known = tuple(one.name for one in rules.procedure.values() if one.kind is Kind.REPORT) or ("—",)
        raise Refused("care.report.none", affair=item.name, known=known, basis=item.basis)
