"""Public notices: published, stopped by an objection, closed after their last day."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.cases import letters
from alliance_desk.cases.finding import record, short
from alliance_desk.cases.stage import closing, open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack, Stage
from alliance_desk.policy.periods import PeriodEnd, end_of

RESULTS = ("upheld", "partly", "rejected")
"""How an objection may come out: 成立, 部分成立, 不成立."""
_OPEN = {"published", "suspended"}
"""States of a case in a notice that still runs for it."""
_FARTHEST = timedelta(days=31)
"""How far a typed end may lie behind the provisional one: further is a slip of the pen."""


def plan(desk: Desk, rules: Pack, stage: Stage, start: date) -> PeriodEnd:
    """When a notice published on ``start`` ends under the policy's period, with the ends under its other readings."""
    return end_of(rules.period[stage.period], start, desk.calendar(), rules.chosen)


def latest(desk: Desk, cases: Sequence[Folded], start: date) -> PeriodEnd:
    """The end of a notice over several cases: the latest, should they be pinned to different readings."""
    found = [desk.rules_of(case) for case in cases]
    noticed = [next(stage for stage in rules.stage.values() if stage.kind == "public_notice") for rules in found]
    ends = [plan(desk, rules, stage, start) for rules, stage in zip(found, noticed, strict=True)]
    return max(ends, key=lambda end: (end.end, end.provisional))


def publish(desk: Desk, numbers: Sequence[str], start: date, channel: str) -> Changes:
    """Publish cases of one policy; start is the real day of publishing, channel where the notice stands.

    Raises Refused when a case does not wait for its notice, the policies differ, or applications stand beside results.
    """
    cases = [desk.case(number) for number in numbers]
    if not cases or not channel.strip():
        raise Refused("cases.notice-incomplete")
    if start > desk.clock.today():
        raise Refused("cases.date-ahead", date=start.isoformat())
    found = [open_stage(desk, case, desk.rules_of(case), "public_notice")[1] for case in cases]
    rules = desk.rules_of(cases[0])
    if len({case.open["case"]["pack"] for case in cases}) != 1:
        raise Refused("review.mixed-policies", basis=found[0].basis)
    if len({case.open["case"].get("procedure", "") for case in cases}) != 1:
        raise Refused("cases.notice-mixed", basis=found[0].basis)
    if any("notice" in case.open and not _over(desk, case) for case in cases):
        raise Refused("cases.already-published", basis=found[0].basis)
    decided = max((case.open["meeting"]["on"] for case in cases if "meeting" in case.open), default="")
    if start.isoformat() < decided:
        raise Refused("cases.before-meeting", basis=found[0].basis, start=start.isoformat(), meeting=decided)
    end = latest(desk, cases, start)
    stream = uuid.uuid4().hex
    about: Json = {
        "start": start.isoformat(),
        "end": end.end.isoformat(),
        "channel": channel.strip(),
        "pack": rules.pack.id,
        "provisional": end.provisional,
    }
    about["others"] = [
        {"end": o.end.isoformat(), "count_first_day": o.count_first_day, "roll": o.roll, "provisional": o.provisional}
        for o in end.others
    ]
    entries = {case.stream: {"order": n, "state": "published"} for n, case in enumerate(cases, 1)}
    section = {"start": about["start"], "end": about["end"], "suspended": False, "channel": channel.strip()}
    drafts = [
        Draft(stream=stream, stream_kind="notice", kind="notice.published", patch={"notice": about, "cases": entries})
    ]
    drafts += [_case(case, section) for case in cases]
    desk.commit(drafts)
    paper = letters.enclosed(desk, "notice", cases[0].stream)
    facts: dict[str, Fact] = {"count": len(cases), "start": start.isoformat(), "end": end.end.isoformat()}
    return Changes(
        code="cases.published-provisional" if end.provisional else "cases.published",
        facts={**facts, "notice": stream, "short": short(stream), "paper": paper.text},
        kinds=frozenset({"notice", "case"}),
        streams=(stream, *entries),
        files=paper.files,
    )


def object_to(
    desk: Desk, notice: str, number: str, objector: str, text: str, received: date, *, named: bool = True
) -> Changes:
    """Take an objection to one case of a notice; accepted ones stop that case only.

    objector: who objected, kept in the private document. named: signed or sealed as the notice asks. An objection that is late or
    not signed is recorded as not accepted and stops nothing. Raises Refused when the case is not in the notice or it is over.
    """
    document, case = record(desk, "notice", notice), desk.case(number)
    entry = cast("dict[str, Json]", document.open.get("cases", {})).get(case.stream)
    if entry is None or entry["state"] not in ("published", "suspended"):
        raise Refused("cases.not-in-notice", number=case.open["case"]["number"])
    if not text.strip() or not objector.strip():
        raise Refused("cases.objection-incomplete")
    if received > desk.clock.today():
        raise Refused("cases.date-ahead", date=received.isoformat())
    about = document.open["notice"]
    in_time = about.get("first", about["start"]) <= received.isoformat() <= about["end"]
    accepted = in_time and named
    key = f"o{len(cast('Json', document.open.get('objections', {}))) + 1}"
    objection: Json = {
        "order": int(key[1:]),
        "case": case.stream,
        "received": received.isoformat(),
        "text": text.strip(),
    }
    objection |= {"state": "open" if accepted else "not_accepted"}
    objection |= {} if accepted else {"ground": "late" if not in_time else "unsigned"}
    patch: Json = {"objections": {key: objection}}
    drafts = [
        Draft(
            stream=document.stream,
            stream_kind="notice",
            kind="notice.objection-received",
            patch=patch,
            private={"objectors": {key: objector.strip()}},
            seen=document.seq,
        )
    ]
    if accepted:
        patch["cases"] = {case.stream: {"state": "suspended"}}
        drafts.append(_case(case, {"suspended": True}))
    desk.commit(drafts)
    paper = letters.enclosed(desk, "objection", case.stream)
    code = "cases.objection-accepted" if accepted else f"cases.objection-{objection['ground']}"
    return Changes(
        code=code,
        facts={"number": case.open["case"]["number"], "objection": key, "paper": paper.text},
        kinds=frozenset({"notice", "case"}),
        streams=(document.stream, case.stream),
        files=paper.files,
    )


def answer(desk: Desk, notice: str, objection: str, result: str, reply: str) -> Changes:
    """Close an objection: upheld, partly upheld or rejected, with the reply. When none is left open the case goes on, unless upheld."""
    document = record(desk, "notice", notice)
    objections = cast("dict[str, Json]", document.open.get("objections", {}))
    entry = objections.get(objection)
    if entry is None or entry["state"] != "open":
        raise Refused("cases.no-open-objection", objection=objection)
    if result not in RESULTS or not reply.strip():
        raise Refused("cases.reply-incomplete", known=RESULTS)
    closed = {"state": result, "reply": reply.strip(), "closed": desk.clock.today().isoformat()}
    still = [
        o for key, o in objections.items() if o["case"] == entry["case"] and o["state"] == "open" and key != objection
    ]
    patch: Json = {"objections": {objection: closed}}
    case = desk.case(entry["case"])
    drafts = [
        Draft(
            stream=document.stream, stream_kind="notice", kind="notice.objection-closed", patch=patch, seen=document.seq
        )
    ]
    if not still:
        patch["cases"] = {case.stream: {"state": "published"}}
        drafts.append(_case(case, {"suspended": False}))
    desk.commit(drafts)
    paper = letters.enclosed(desk, "reply", case.stream)
    rules = desk.rules_of(case)
    back = result == "upheld" and stages.way_back(rules, case.open)
    return Changes(
        code="cases.objection-upheld-back" if back else f"cases.objection-{result}",
        facts={"number": case.open["case"]["number"], "paper": paper.text, "act": rules.pack.words.act},
        kinds=frozenset({"notice", "case"}),
        streams=(document.stream, case.stream),
        files=paper.files,
    )


def close(desk: Desk, notice: str, *, confirm: date | None = None) -> Changes:
    """Close a notice after its last day: cases without an upheld objection go on.

    With one an application ends; another case goes back to the stage that the policy names, to be weighed anew, for what was noticed has
    not taken effect yet.
    confirm: the end date typed by a person, needed when the holidays of that year were not published. Suspended cases stay open.
    Raises Refused before the day after the end, or without the confirmation.
    """
    document = record(desk, "notice", notice)
    about = document.open["notice"]
    case_states = {
        key: entry
        for key, entry in cast("dict[str, Json]", document.open["cases"]).items()
        if entry["state"] == "published"
    }
    if not case_states:
        raise Refused("cases.nothing-to-close")
    named = [desk.case(key) for key in case_states]
    cases = [case for case in named if not stages.end_kind(desk.rules_of(case), case.open)]
    if not cases:
        raise Refused("cases.nothing-to-close")
    _, stage = open_stage(desk, cases[0], desk.rules_of(cases[0]), "public_notice")
    start = date.fromisoformat(about["start"])
    end = latest(desk, cases, start)
    last = _confirmed(end, confirm, start, stage)
    if desk.clock.today() <= last:
        raise Refused("cases.notice-running", basis=stage.basis, end=last.isoformat())
    objections = cast("dict[str, Json]", document.open.get("objections", {})).values()
    upheld = {o["case"] for o in objections if o["state"] == "upheld"}
    drafts: list[Draft] = []
    entries: Json = {case.stream: {"state": "ended"} for case in named if case not in cases}
    back: list[Folded] = []
    for case in cases:
        key = case.stream
        outcome = "upheld" if key in upheld else "clear"
        if outcome == "upheld" and (anew := stages.way_back(desk.rules_of(case), case.open)):
            drafts.append(_reopened(desk, case, anew, document))
            entries[key] = {"state": outcome}
            back.append(case)
            continue
        section = {"end": last.isoformat(), "closed": desk.clock.today().isoformat()}
        drafts.append(closing(desk, case, desk.rules_of(case), "public_notice", outcome, sections={"notice": section}))
        entries[key] = {"state": outcome}
    patch = {"notice": {"end": last.isoformat()}, "cases": entries}
    drafts.insert(
        0, Draft(stream=document.stream, stream_kind="notice", kind="notice.closed", patch=patch, seen=document.seq)
    )
    desk.commit(drafts)
    through = [case for case in cases if case not in back]
    papers = [letters.enclosed(desk, "refusal", case.stream) for case in through if case.stream in upheld]
    gone = not {entry["state"] for entry in cast("dict[str, Json]", document.open["cases"] | entries).values()} & _OPEN
    papers += [letters.enclosed(desk, "notice-report", through[0].stream)] if gone and through else []
    facts: dict[str, Fact] = {
        "clear": sum(e["state"] == "clear" for e in entries.values()),
        "upheld": sum(case.stream in upheld for case in cases),
        "back": len(back),
        "paper": "".join(paper.text for paper in papers),
    }
    return Changes(
        code="cases.notice-closed-back" if back else "cases.notice-closed",
        facts=facts,
        kinds=frozenset({"notice", "case"}),
        streams=(document.stream, *case_states),
        files=tuple(path for paper in papers for path in paper.files),
    )


def _reopened(desk: Desk, case: Folded, anew: Sequence[str], notice: Folded) -> Draft:
    """The draft that takes a case back to where it is weighed anew. anew: the stages, first to last."""
    objections = cast("dict[str, Json]", notice.open["objections"]).values()
    upheld = [o for o in objections if (o["case"], o["state"]) == (case.stream, "upheld")]
    entry = {
        "on": desk.clock.today().isoformat(),
        "stage": anew[0],
        "notice": notice.stream,
        "reason": "；".join(o["reply"] for o in sorted(upheld, key=lambda one: one["order"])),
        "office": desk.office,
    }
    key = f"r{len(cast('Json', case.open.get('reopened', {}))) + 1}"
    patch: Json = {"stages": dict.fromkeys(anew), "notice": None, "reopened": {key: entry}}
    return Draft(stream=case.stream, stream_kind="case", kind="affair.reopened", patch=patch, seen=case.seq)


def _confirmed(end: PeriodEnd, confirm: date | None, start: date, stage: Stage) -> date:
    """The last day of a notice: computed, or typed by a person while the days off of that year are not published."""
    if not end.provisional:
        return end.end
    if confirm is None:
        raise Refused("cases.end-unconfirmed", basis=stage.basis, end=end.end.isoformat())
    if not start < confirm <= end.end + _FARTHEST:
        raise Refused("cases.end-unlikely", basis=stage.basis, end=end.end.isoformat(), typed=confirm.isoformat())
    return confirm


def _case(case: Folded, section: Json) -> Draft:
    return Draft(
        stream=case.stream, stream_kind="case", kind="case.notice-changed", patch={"notice": section}, seen=case.seq
    )


def _over(desk: Desk, case: Folded) -> bool:
    return "closed" in case.open["notice"] and desk.clock.today().isoformat() > case.open["notice"]["end"]
