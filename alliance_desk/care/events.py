"""What an alliance did and what happened to it (活动、重大事项): recorded with its day and its evidence, where the policy asks for some.

An event that changes the register (members in and out, an office moved) carries its effects when the deciding office records it.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from msgspec.structs import replace

from alliance_desk.canonical import Json
from alliance_desk.care.changes import Asked, effects_of, matter_of, members_after, refuse_ahead
from alliance_desk.care.expected import answered, of_change, owed_promptly
from alliance_desk.care.opening import Begun, begin, commit, line_of, members_of, opened, prepare
from alliance_desk.cases import conditions, letters
from alliance_desk.cases.keeping import keeping
from alliance_desk.cases.letter_records import letter_of
from alliance_desk.cases.moves import refuse_open
from alliance_desk.cases.paper_edits import NewPaper, with_papers
from alliance_desk.cases.stage import closing, edits, open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.ledger import patch as patches
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks, stages
from alliance_desk.policy.after import Kind, Prompt
from alliance_desk.policy.duties import prompt_days
from alliance_desk.policy.findings import Outcome
from alliance_desk.policy.pack import Pack

_JUDGED = (Outcome.MANUAL, Outcome.EXPLAIN)
"""What a person still has to judge or to explain; everything else that is open is missing or wrong."""


def record_event(
    desk: Desk,
    alliance: str,
    activity: str,
    on: date,
    title: str,
    *,
    place: str = "",
    note: str = "",
    papers: Sequence[NewPaper] = (),
    answers: str = "",
) -> Changes:
    """Record an activity of an alliance: what, when, where, with its evidence. activity: id in the policy.

    One commit opens and closes the case where nothing else is left to do; where somebody has to judge first, or another office records
    it, the case waits for that. answers: case that waits for this very report (``expect_report``); then no other case is opened. Raises Refused for an activity the policy does not know, no title, a day ahead, or evidence that is missing,
    and for a case that waits for something else.
    """
    policy = desk.policy_for(str(line_of(desk, alliance).head["pack"]))
    item = policy.activity.get(activity)
    if item is None:
        known = tuple(one.name for one in policy.activity.values()) or ("—",)
        raise Refused("care.event.unknown", activity=activity, title=policy.pack.title, known=known)
    if not title.strip():
        raise Refused("care.event.title-needed", name=item.name, basis=item.basis)
    refuse_ahead(desk, on)
    said = {"activity": activity, "on": on.isoformat(), "title": title, "place": place, "note": note}
    matter: Json = {key: value.strip() for key, value in said.items() if value.strip()}
    if answers:
        return _answered(desk, alliance, answered(desk, alliance, answers, {activity}), matter, papers)
    return _opened(desk, alliance, item.procedure, matter, papers)


def expect_report(
    desk: Desk, alliance: str, activity: str, on: date, title: str, *, due: date | None = None, note: str = ""
) -> Changes:
    """Take down a matter that became known and was not reported promptly (及时), and by which day its report is asked for.

    activity: id in the policy of the activity, or of the change that is only recorded. on: day of the matter. due: last day, typed; without
    one the days that this office proposes are counted. The case waits for the report: ``record_event`` or ``report_matter`` answers it, and
    ``record`` closes it where its particulars were typed into it. Raises Refused for what is owed
    without ``prompt`` duty, for a day ahead, and without any last day or one that is not after the matter.
    """
    policy = desk.policy_for(str(line_of(desk, alliance).head["pack"]))
    items = owed_promptly(policy)
    item = items.get(activity)
    owed = [duty for duty in policy.duty.values() if isinstance(duty, Prompt)]
    duty = next((one for one in owed if item is not None and one.procedure == item.procedure), None)
    if item is None or duty is None:
        known = tuple(one.name for one in items.values()) or ("—",)
        raise Refused("care.event.unknown", activity=activity, title=policy.pack.title, known=known)
    if not title.strip():
        raise Refused("care.event.title-needed", name=item.name, basis=item.basis)
    refuse_ahead(desk, on)
    days = prompt_days(policy, duty)
    last = due or (on + timedelta(days=days) if days else None)
    if last is None or last <= on:
        raise Refused("care.event.due-needed", name=item.name, on=on.isoformat(), basis=duty.basis)
    said = {"activity": activity, "on": on.isoformat(), "title": title, "due": last.isoformat(), "note": note}
    matter: Json = {key: value.strip() for key, value in said.items() if value.strip()}
    subject = on.isoformat()[:4] if policy.procedure[item.procedure].yearly else ""
    begun = begin(desk, alliance, item.procedure, subject=subject, matter=matter)
    commit(desk, [begun])
    return opened(begun, "care.event.expected", what=title.strip(), due=last.isoformat())


def report_matter(
    desk: Desk,
    alliance: str,
    asked: Sequence[Asked],
    on: date,
    note: str = "",
    *,
    papers: Sequence[NewPaper] = (),
    answers: str = "",
) -> Changes:
    """Take the report of a major matter (重大事项报告) that the policy only records: members, persons, the office.

    asked: what changed, all of one procedure. on: day from which it holds. Recorded as ``record_event`` is; the register follows when the
    deciding office records it. answers: as for ``record_event``; the case must wait for one of these changes.
    Raises Refused for what the policy decides by a procedure of its own, what is incomplete, or a day ahead.
    """
    line = line_of(desk, alliance)
    policy = desk.policy_for(str(line.head["pack"]))
    procedures = {policy.change[one.change].procedure for one in asked if one.change in policy.change}
    if len(procedures) != 1 or any(one.change not in policy.change for one in asked):
        known = tuple(key for key, one in policy.change.items() if _recorded(policy, one.procedure)) or ("—",)
        raise Refused("care.event.mixed", known=known, title=policy.pack.title)
    procedure = procedures.pop()
    if not _recorded(policy, procedure):
        item = policy.procedure[procedure]
        raise Refused("care.event.decided", affair=item.name, basis=item.basis)
    refuse_ahead(desk, on)
    matter: Json = {"on": on.isoformat(), "changes": matter_of(policy, line, asked)}
    if note.strip():
        matter["note"] = note.strip()
    if answers:
        waiting = answered(desk, alliance, answers, {one.change for one in asked})
        return _answered(desk, alliance, waiting, matter, papers)
    return _opened(desk, alliance, procedure, matter, papers)


def record(desk: Desk, numbers: str | Sequence[str], note: str = "") -> Changes:
    """Record what waits for it (收存、登记): a report that was handed in, an event that another office reported.

    numbers: a case or several; all of them or none. Changes that the case reports take effect with it, from their day. Raises Refused while
    a condition is open.
    """
    cases = [desk.case(number) for number in ([numbers] if isinstance(numbers, str) else dict.fromkeys(numbers))]
    if not cases:
        raise Refused("cases.batch-empty")
    drafts: list[Draft] = []
    for case in cases:
        rules = desk.rules_of(case)
        _, stage = open_stage(desk, case, rules, "record")
        if case.open["case"]["kind"] == Kind.ASSESSMENT:
            raise Refused("care.event.of-assessment", stage=stage.name, basis=stage.basis)
        if of_change(rules, matter := cast("Json", case.open.get("matter", {}))):
            raise Refused("care.event.report-first", number=case.open["case"]["number"], what=str(matter["title"]))
        refuse_open(checks.blocking(conditions.findings(desk, case), stage.actor), rules)
        drafts.append(_recorded_draft(desk, case, rules, note))
    desk.commit(drafts, sign=[draft.stream for draft in drafts if draft.effects])
    names = tuple(case.open["alliance"]["name"] for case in cases)
    paper = letters.together(*(_letter(desk, case, desk.rules_of(case)) for case in cases))
    facts: dict[str, Fact] = {"count": len(cases), "names": names, "paper": paper.text}
    kinds = frozenset({"case", "register"} if any(draft.effects for draft in drafts) else {"case"})
    streams = tuple(case.stream for case in cases)
    return Changes(code="care.event.kept", facts=facts, kinds=kinds, streams=streams, files=paper.files)


def _opened(desk: Desk, alliance: str, procedure: str, matter: Json, papers: Sequence[NewPaper]) -> Changes:
    """Open the case of an event, and record it in the same commit where this office may and nothing is left to judge."""
    subject = str(matter["on"])[:4] if _yearly(desk, alliance, procedure) else ""
    document, rules, _ = prepare(desk, alliance, procedure, subject)
    case = Folded("", "case", 1, "", "", _filled(document, matter), {})
    document["papers"] = with_papers(rules, case, papers, desk.progress)
    waiting = checks.blocking(
        checks.evaluate(rules, document, conditions.others(desk, case, rules)), _role(desk, document)
    )
    refuse_open([one for one in waiting if one.outcome not in _JUDGED], rules)
    begun = begin(desk, alliance, procedure, subject=subject, matter=matter)
    _filled(begun.case.open, matter)
    if document["papers"]:
        begun.case.open["papers"] = document["papers"]
    mine = not waiting and _may_record(desk, begun)
    draft = _recorded_draft(desk, begun.case, rules, "") if mine else None
    signed = [begun.case.stream] if draft is not None and draft.effects else []
    with keeping(desk, [one.file for one in papers]):
        commit(desk, [begun], *([draft] if draft else []), sign=signed)
    what = str(matter.get("title", "")) or begun.procedure.name
    if mine:
        paper = _letter(desk, begun.case, begun.rules)
        return opened(begun, "care.event.recorded", paper, what=what, on=str(matter["on"]))
    if waiting:
        return opened(begun, "care.event.to-judge", what=what, titles=tuple(one.title for one in waiting))
    return opened(begun, "care.event.to-record", what=what, stage=_next(begun))


def _answered(desk: Desk, alliance: str, case: Folded, matter: Json, papers: Sequence[NewPaper]) -> Changes:
    """Fill a case that waits for a report with what the report says, and record it in the same commit where nothing is left to judge."""
    rules = desk.rules_of(case)
    kind = edits(desk, case, rules)
    before = {name: case.open[name] for name in ("matter", "members", "papers") if name in case.open}
    today = members_of(line_of(desk, alliance))  # some may have come since
    after: Json = {**case.open, "members": today}
    said = {key: value for key, value in before["matter"].items() if key != "activity"}
    _filled(after, said | matter)
    if papers:
        after["papers"] = with_papers(rules, case, papers, desk.progress)
    waiting = checks.blocking(checks.evaluate(rules, after, conditions.others(desk, case, rules)), _role(desk, after))
    refuse_open([one for one in waiting if one.outcome not in _JUDGED], rules)
    change = patches.difference(
        before, {name: after[name] for name in ("matter", "members", "papers") if name in after}
    )
    filled = replace(case, open=after, seq=case.seq + bool(change))
    drafts = [Draft(stream=case.stream, stream_kind="case", kind=kind, patch=change, seen=case.seq)] if change else []
    drafts += [] if waiting else [_recorded_draft(desk, filled, rules, "")]
    if drafts:  # said once more, and still to be judged, it changes nothing
        with keeping(desk, [one.file for one in papers]):
            desk.commit(drafts, sign=[draft.stream for draft in drafts if draft.effects])
    begun = Begun(filled, rules, rules.procedure[str(case.open["case"]["procedure"])], [], b"")
    what = str(after["matter"]["title"])
    if waiting:
        return opened(begun, "care.event.answered", what=what, titles=tuple(one.title for one in waiting))
    return opened(begun, "care.event.recorded", _letter(desk, filled, rules), what=what, on=str(matter["on"]))


def _filled(document: Json, matter: Json) -> Json:
    """The document with its matter, and the members as they are after what it reports."""
    document["matter"] = matter
    if "changes" in matter:
        document["members"] = members_after(document["members"], matter["changes"])
    return document


def _recorded_draft(desk: Desk, case: Folded, rules: Pack, note: str) -> Draft:
    """Closing the record stage with what it changes in the register; only the deciding office's record changes anything there."""
    matter = cast("Json", case.open.get("matter", {}))
    effects: list[Json] = []
    if case.open["offices"].get("decider") == desk.office and matter.get("changes"):
        about = case.open["alliance"]["id"], str(matter["on"])
        effects = effects_of(cast("Json", matter["changes"]), *about, cast("Json", case.open["members"]))
    return closing(desk, case, rules, "record", "recorded", note=note, effects=effects)


def _letter(desk: Desk, case: Folded, rules: Pack) -> letters.Enclosed:
    """What the policy wants written of an event that is now recorded."""
    kind = letter_of(rules, cast("Json", case.open.get("matter", {})))
    return letters.enclosed(desk, kind, case.stream) if kind else letters.NOTHING


def _recorded(policy: Pack, procedure: str) -> bool:
    """Whether a procedure ends by being recorded, without anybody deciding."""
    kinds = {stage.kind for stage in policy.stage.values() if stage.of == procedure}
    return "record" in kinds and "handling" not in kinds


def _yearly(desk: Desk, alliance: str, procedure: str) -> bool:
    policy = desk.policy_for(str(line_of(desk, alliance).head["pack"]))
    return procedure in policy.procedure and policy.procedure[procedure].yearly


def _role(desk: Desk, document: Json) -> str:
    """What this office is in the case; where it is both, it judges as both."""
    offices = document["offices"]
    if offices["recommender"] == offices["decider"]:
        return ""
    return "decider" if offices["decider"] == desk.office else "recommender"


def _may_record(desk: Desk, begun: Begun) -> bool:
    now = [begun.rules.stage[key] for key in stages.open_stages(begun.rules, begun.case.open)]
    return any(stage.kind == "record" and begun.case.open["offices"][stage.actor] == desk.office for stage in now)


def _next(begun: Begun) -> str:
    """What the case waits for."""
    now = stages.open_stages(begun.rules, begun.case.open)
    return begun.rules.stage[now[0]].name if now else begun.procedure.name
