"""Decisions of a meeting (局长办公会, 党组会): one set of minutes, an outcome for each case."""

import uuid
from collections.abc import Mapping
from datetime import date

from alliance_desk.cases import letters
from alliance_desk.cases.stage import closing, open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft


def hold(
    desk: Desk, outcomes: Mapping[str, str], minutes: str, on: date, reasons: Mapping[str, str] | None = None
) -> Changes:
    """Record what a meeting decided.

    outcomes: case number → passed, refused or deferred. minutes: number of the minutes. reasons: case number → why, needed for refused
    and deferred. Raises Refused when a case does not wait for this meeting, or minutes or a reason are missing.
    """
    if not outcomes:
        raise Refused("cases.batch-empty")
    if not minutes.strip():
        raise Refused("cases.minutes-needed")
    if on > desk.clock.today():
        raise Refused("cases.date-ahead", date=on.isoformat())
    stream = uuid.uuid4().hex
    drafts: list[Draft] = []
    entries: dict[str, dict[str, object]] = {}
    kinds: set[str] = set()
    for order, (number, outcome) in enumerate(outcomes.items(), 1):
        case = desk.case(number)
        rules = desk.rules_of(case)
        _, stage = open_stage(desk, case, rules, "meeting")
        kinds.add(stage.meeting)
        name = rules.meeting[stage.meeting].name
        section = {"on": on.isoformat(), "minutes": minutes.strip(), "kind": name, "outcome": outcome}
        reason = next((why for key, why in (reasons or {}).items() if desk.case(key).stream == case.stream), "")
        drafts.append(closing(desk, case, rules, "meeting", outcome, sections={"meeting": section}, note=reason))
        if outcome != "passed" and not reason.strip():
            raise Refused("cases.reason-needed", basis=stage.basis, title=case.open["case"]["number"])
        entries[case.stream] = {
            "order": order,
            "outcome": outcome,
            **({"reason": reason.strip()} if reason.strip() else {}),
        }
    if len(kinds) != 1:
        raise Refused("cases.meetings-mixed")
    about = {"kind": kinds.pop(), "on": on.isoformat(), "minutes": minutes.strip()}
    drafts.insert(
        0, Draft(stream=stream, stream_kind="meeting", kind="meeting.held", patch={"meeting": about, "cases": entries})
    )
    desk.commit(drafts, sign=[d.stream for d in drafts[1:]])
    ended = [key for key, entry in entries.items() if entry["outcome"] == "refused"]
    papers = [letters.enclosed(desk, "refusal", key) for key in ended]
    facts = {"count": len(entries), "minutes": minutes.strip(), "paper": "".join(paper.text for paper in papers)}
    return Changes(
        code="cases.meeting-held",
        facts=facts,
        kinds=frozenset({"meeting", "case"}),
        streams=(stream, *entries),
        files=tuple(path for paper in papers for path in paper.files),
    )
