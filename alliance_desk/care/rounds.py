"""Assessment rounds: the cases of all who take part opened at once, who is left out and why, how far it has come, and calling it off.

A round is a stream of the deciding office's own: it keeps the indicators, the day by which papers are due and the list as they were when
it began. Its cases go their way like any other.
"""

import uuid
from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.care.opening import begin_many, commit
from alliance_desk.care.round_papers import call
from alliance_desk.care.round_stream import ROUND, LeftOut, members, open_one
from alliance_desk.cases.continuing import refuse_expired
from alliance_desk.cases.finding import short
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import custody
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.after import Active, Every, Kind, Office, Procedure
from alliance_desk.policy.duties import State
from alliance_desk.policy.pack import Pack
from alliance_desk.register import duties

_LISTED = """
    SELECT id, name, kind, status, held, exited, leaves FROM index_alliance WHERE pack = ? ORDER BY county, name, id
"""
_BEGUN = """
    SELECT a.alliance, c.number FROM index_affair a JOIN index_case c ON c.stream = a.stream
    WHERE a.pack = ?1 AND a.procedure = ?2 AND a.subject = ?3 AND c.outcome NOT IN ('withdrawn', 'dropped', 'refused')
    AND (?3 <> '' OR c.outcome = '')
"""
_WAITING = (State.OPEN, State.LATE, State.INVITED)


class Field(Struct, frozen=True):
    """Who would take part in a round (id → name), and who would not."""

    taking: dict[str, str]
    left: list[LeftOut]


def field(desk: Desk, pack: str, procedure: str, subject: str = "") -> Field:
    """Who takes part in a round opened today, and who does not and why; nothing is written.

    An alliance takes part while it stands in the register, is not of a kind the procedure is not for, owes the assessment for this year by the
    policy's own duty, and has no case of it yet. Where the policy names no duty, one recognised in the subject year waits for the next.
    Raises Refused when the policy has no such assessment, or the year is missing or out of place.
    """
    rules = desk.policy_for(pack)
    item = _assessment(rules, procedure, subject)
    begun = dict(desk.raw.execute(_BEGUN, (pack, procedure, subject)).fetchall())
    rows = desk.raw.execute(_LISTED, (pack,)).fetchall()
    due = _due(desk, rules, procedure, subject, tuple(row[0] for row in rows))
    found = Field({}, [])
    for alliance, name, act, status, held, exited, leaves in rows:
        if status != "valid":
            # Of those that have left only who was there in the year is spoken of.
            if subject and str(exited) >= subject:
                found.left.append(LeftOut(alliance, name, "left", leaves))
        elif act in item.not_for:
            found.left.append(LeftOut(alliance, name, "excluded", act))
        elif alliance in begun:
            found.left.append(LeftOut(alliance, name, "has-case", begun[alliance]))
        elif alliance in due if due is not None else held[:4] < (subject or str(desk.clock.today().year)):
            found.taking[alliance] = name
        else:
            late = bool(subject) and held[:4] >= subject
            found.left.append(LeftOut(alliance, name, "recognised-late" if late else "not-due", held))
    return found


def open_round(
    desk: Desk,
    pack: str,
    procedure: str,
    subject: str,
    name: str,
    due: date,
    alliances: Sequence[str] | None = None,
) -> Changes:
    """Open a round: one commit opens a case for each alliance that takes part (``field``) and keeps the list with those left out.

    subject: the year, empty where the policy assesses each alliance by its own date. name: what the round is called. due: last day for the
    papers. alliances: only these, each of which must take part. Raises Refused when nobody does, the day is past, one named does not
    take part, or the policy has expired without a recorded 继续执行依据.
    """
    rules = desk.policy_for(pack)
    item = _assessment(rules, procedure, subject)
    refuse_expired(desk, rules)
    if not name.strip():
        raise Refused("care.round.name-needed", basis=item.basis)
    if due < desk.clock.today():
        raise Refused("care.round.due-past", due=due.isoformat())
    who = field(desk, pack, procedure, subject)
    taking = who.taking if alliances is None else {key: who.taking[key] for key in _named(who, alliances)}
    if not taking:
        raise Refused("care.round.nobody", affair=item.name, subject=subject, basis=item.basis)
    matter = {"title": name.strip(), "due": due.isoformat()}
    begun = begin_many(desk, [(key, dict(matter)) for key in taking], procedure, subject=subject)
    stream = uuid.uuid4().hex
    lines = {key: line for key, line in rules.score.items() if line.of == procedure}
    about: Json = {
        "kind": ROUND,
        "name": name.strip(),
        "pack": pack,
        "procedure": procedure,
        "subject": subject,
        "due": due.isoformat(),
        "opened": desk.clock.today().isoformat(),
        "state": "open",
        "indicators": {
            key: {"order": n, "name": line.name, "max": line.max} for n, (key, line) in enumerate(lines.items(), 1)
        },
        "left": {
            one.alliance: {"order": n, "name": one.name, "why": one.why, "of": one.of}
            for n, one in enumerate(who.left, 1)
        },
    }
    cases = {one.case.stream: {"order": n, "state": "in"} for n, one in enumerate(begun, 1)}
    draft = Draft(stream=stream, stream_kind="batch", kind="round.opened", patch={"batch": about, "cases": cases})
    commit(desk, begun, draft)
    paper = call(desk, stream)
    facts = {"name": name.strip(), "count": len(taking), "left": len(who.left), "short": short(stream)}
    return Changes(
        code="care.round.opened",
        facts={**facts, "paper": paper.text},
        kinds=frozenset({"batch", "case"}),
        streams=(stream, *cases),
        files=paper.files,
    )


def move_due(desk: Desk, round_: str, due: date) -> Changes:
    """Set another last day for the papers of a round. Raises Refused for a day that is past, or a round that is over."""
    document = open_one(desk, round_)
    if due < desk.clock.today():
        raise Refused("care.round.due-past", due=due.isoformat())
    desk.commit([_changed(document, {"due": due.isoformat()})])
    facts = {"name": document.open["batch"]["name"], "due": due.isoformat()}
    return Changes(code="care.round.due-moved", facts=facts, kinds=frozenset({"batch"}), streams=(document.stream,))


def cancel_round(desk: Desk, round_: str, reason: str) -> Changes:
    """Call a round off: every case of it that nothing was decided in is taken back with the reason, so that the round can be held anew.

    Raises Refused without a reason, and while a case lies with another office: it must come back first.
    """
    document = open_one(desk, round_)
    name = document.open["batch"]["name"]
    if not reason.strip():
        raise Refused("cases.reason-needed", title=name)
    running = [case for case in members(desk, document) if stages.may_withdraw(desk.rules_of(case), case.open)]
    away = [case for case in running if not custody.may_work(case.open, desk.office)]
    if away:
        raise Refused("care.round.away", name=name, names=tuple(case.open["alliance"]["name"] for case in away))
    day = desk.clock.today().isoformat()
    outcome = {"kind": stages.WITHDRAWN, "on": day, "reason": reason.strip()}
    drafts = [
        Draft(stream=case.stream, stream_kind="case", kind="case.withdrawn", patch={"outcome": outcome}, seen=case.seq)
        for case in running
    ]
    over = {"state": "cancelled", "ended": day, "reason": reason.strip()}
    desk.commit([_changed(document, over), *drafts], sign=[case.stream for case in running])
    facts = {"name": name, "count": len(running)}
    streams = (document.stream, *(case.stream for case in running))
    return Changes(code="care.round.cancelled", facts=facts, kinds=frozenset({"batch", "case"}), streams=streams)


def close_round(desk: Desk, round_: str) -> Changes:
    """Close a round when every case of it is over. Raises Refused while one still runs, naming it."""
    document = open_one(desk, round_)
    name = document.open["batch"]["name"]
    running = [case for case in members(desk, document) if not stages.finished(desk.rules_of(case), case.open)]
    if running:
        raise Refused("care.round.runs", name=name, names=tuple(case.open["alliance"]["name"] for case in running))
    desk.commit([_changed(document, {"state": "closed", "ended": desk.clock.today().isoformat()})])
    return Changes(
        code="care.round.closed", facts={"name": name}, kinds=frozenset({"batch"}), streams=(document.stream,)
    )


def _changed(document: Folded, about: Json) -> Draft:
    return Draft(
        stream=document.stream, stream_kind="batch", kind="round.changed", patch={"batch": about}, seen=document.seq
    )


def _assessment(rules: Pack, procedure: str, subject: str) -> Procedure:
    item = rules.procedure.get(procedure)
    if item is None or item.kind is not Kind.ASSESSMENT:
        known = tuple(key for key, one in rules.procedure.items() if one.kind is Kind.ASSESSMENT) or ("—",)
        raise Refused("care.round.no-assessment", procedure=procedure, title=rules.pack.title, known=known)
    if item.yearly and not (subject.isascii() and subject.isdecimal() and len(subject) == 4):
        raise Refused("care.subject-needed", affair=item.name, basis=item.basis)
    if subject and not item.yearly:
        raise Refused("care.no-subject", affair=item.name, basis=item.basis)
    return item


def _due(desk: Desk, rules: Pack, procedure: str, subject: str, alliances: tuple[str, ...]) -> set[str] | None:
    """Who owes the assessment by the policy's duties; None where it has none for it."""
    asked = {
        key: duty
        for key, duty in rules.duty.items()
        if duty.procedure == procedure and not isinstance(duty, Active | Office)
    }
    if not asked:
        return None
    found = (one for key in asked for one in duties.of_alliances(desk, alliances, rules.pack.id, key))
    return {
        one.alliance
        for one in found
        if one.state in _WAITING and (one.subject == subject or not subject or isinstance(asked[one.duty], Every))
    }


def _named(who: Field, alliances: Sequence[str]) -> list[str]:
    """Those asked for, if all of them take part."""
    left = {one.alliance: f"{one.name}：{one.text()}" for one in who.left}
    wrong = [left.get(key, key) for key in alliances if key not in who.taking]
    if wrong:
        raise Refused("care.round.not-taking", lines="\n".join(f"· {one}" for one in wrong), count=len(wrong))
    return list(dict.fromkeys(alliances))
