"""Leaving the register: ground, telling and hearing, decision, publication, what becomes of certificate and plaque.

No timer takes a title: an exit is a case, and only its recorded decision carries the effect.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.care.changes import refuse_ahead
from alliance_desk.care.opening import begin, commit, line_of, opened
from alliance_desk.cases import conditions, letters
from alliance_desk.cases.issue import marked
from alliance_desk.cases.moves import refuse_open
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks, stages
from alliance_desk.policy.after import Kind
from alliance_desk.policy.pack import Ground, Pack

STATES = ("returned", "lost", "void")
"""What became of a paper: 收回, 遗失, 公告作废."""
_PAPERS = """
    SELECT "case", kind FROM index_certificate WHERE alliance = ? AND state = 'issued'
"""


def open_exit(
    desk: Desk, alliance: str, ground: str, reason: str, *, consequence: str = "", facts: Sequence[str] = ()
) -> Changes:
    """Open the case of an exit on one ground of the policy. consequence, facts: as in ``measures.impose``.

    Raises Refused for a ground the policy does not know, or without the facts in words.
    """
    rules = desk.policy_for(str(line_of(desk, alliance).head["pack"]))
    item = rules.ground.get(ground)
    if item is None:
        known = tuple(one.name for one in rules.ground.values()) or ("—",)
        raise Refused("care.exit.unknown-ground", ground=ground, title=rules.pack.title, known=known)
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=item.basis, title=item.name)
    matter: Json = {"ground": ground, "consequence": consequence, "facts": list(facts), "note": reason.strip()}
    begun = begin(desk, alliance, item.procedure, matter={key: value for key, value in matter.items() if value})
    commit(desk, [begun])
    now = {begun.rules.stage[key].kind for key in stages.open_stages(begun.rules, begun.case.open)}
    paper = letters.enclosed(desk, "hearing", begun.case.stream) if "hearing" in now else letters.NOTHING
    return opened(begun, "care.exit.opened", paper, ground=item.name)


def tell(desk: Desk, number: str, told_on: date, until: date) -> Changes:
    """Set until when the alliance may state its case, so that the letter that tells it (告知书) names the day.

    told_on: day of the telling; until: last day for a statement. ``hear`` records both once more with what came of it. Raises Refused
    unless the hearing is open, for a day ahead, or an ``until`` that is not after ``told_on``.
    """
    case = desk.case(number)
    _, stage = open_stage(desk, case, desk.rules_of(case), "hearing")
    refuse_ahead(desk, told_on)
    if until <= told_on:
        raise Refused("care.exit.until-past", basis=stage.basis)
    patch = {"matter": {"started": told_on.isoformat(), "due": until.isoformat()}}
    desk.commit([Draft(stream=case.stream, stream_kind="case", kind="affair.edited", patch=patch, seen=case.seq)])
    return told(case, "care.exit.told", letters.enclosed(desk, "hearing", case.stream), until=until.isoformat())


def hear(desk: Desk, number: str, told_on: date, until: date, statement: str, on: date | None = None) -> Changes:
    """Record that the alliance was told (告知) and what it said (陈述申辩), or that it said nothing until the day set.

    told_on: day of the telling; until: last day for a statement. statement: in the office's words; empty means none came, which can be
    recorded only after ``until``. on: day of the statement. Raises Refused otherwise.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "hearing")
    refuse_ahead(desk, told_on)
    if until <= told_on:
        raise Refused("care.exit.until-past", basis=stage.basis)
    if not statement.strip() and desk.clock.today() <= until:
        raise Refused("care.exit.still-time", until=until.isoformat(), basis=stage.basis)
    section: Json = {"told": told_on.isoformat(), "until": until.isoformat()}
    if statement.strip():
        section |= {"statement": statement.strip(), "on": (on or desk.clock.today()).isoformat()}
    outcome = "heard" if statement.strip() else "waived"
    desk.commit([closing(desk, case, rules, "hearing", outcome, sections={"hearing": section})])
    return told(case, f"care.exit.{outcome}")


def skip_hearing(desk: Desk, number: str, reason: str) -> Changes:
    """Leave telling and hearing out, where the policy lets them be optional, for a recorded reason. Raises Refused without one."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "hearing")
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    section = {"hearing": {"reason": reason.strip()}}
    desk.commit([closing(desk, case, rules, "hearing", stages.SKIPPED, sections=section, note=reason)])
    return told(case, "care.exit.hearing-skipped")


def decide(
    desk: Desk, number: str, document: str, on: date, reason: str, *, attested: Sequence[str] = (), minutes: str = ""
) -> Changes:
    """Decide that the alliance leaves the register. document: number of the decision. on: day from which it holds.

    attested: what the ground asks to be confirmed, each of them. Raises Refused while a condition or the hearing is open, while
    something is not attested, without document or reason, or for a day ahead.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "exit")
    item = _ground(case, rules)
    missing = [asked for asked in item.asks if asked not in attested]
    if missing:
        raise Refused("care.exit.not-attested", basis=item.basis, asks=tuple(missing))
    _refuse_unheard(case, rules)
    found = conditions.findings(desk, case)
    refuse_open(checks.blocking(found, stage.actor), rules)
    if not document.strip():
        raise Refused("cases.document-needed", basis=stage.basis)
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    refuse_ahead(desk, on)
    said = {"document": document.strip(), "on": on.isoformat(), "reason": reason.strip(), "minutes": minutes.strip()}
    section: Json = {key: value for key, value in said.items() if value} | {"attested": list(attested)}
    effect: Json = {
        "kind": "exited",
        "alliance": case.open["alliance"]["id"],
        "on": on.isoformat(),
        "leaves": item.leaves.value,
        "ground": case.open["matter"]["ground"],
        "doc_no": document.strip(),
    }
    draft = closing(desk, case, rules, "exit", "decided", sections={"decision": section}, note=reason, effects=[effect])
    desk.commit([draft], sign=[case.stream])
    public = any(one.kind == "publication" for one in rules.stage.values())
    kinds = ("exit-decision", "exit-notice") if public else ("exit-decision",)
    paper = letters.together(*(letters.enclosed(desk, kind, case.stream) for kind in kinds))
    return told(case, "care.exit.decided", paper, leaves=item.leaves.value, document=document.strip())


def drop(desk: Desk, number: str, reason: str) -> Changes:
    """Record that the alliance stays: the exit is not decided, with the reason. Raises Refused without one."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "exit")
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    desk.commit([closing(desk, case, rules, "exit", "dropped", note=reason)], sign=[case.stream])
    return told(case, "care.exit.dropped")


def publish(desk: Desk, numbers: str | Sequence[str], on: date, channel: str) -> Changes:
    """Record that a decision was made public (公告). numbers: a case or several, all of them or none.

    Raises Refused without a channel, or for a day ahead.
    """
    cases = [desk.case(number) for number in ([numbers] if isinstance(numbers, str) else dict.fromkeys(numbers))]
    if not cases:
        raise Refused("cases.batch-empty")
    drafts: list[Draft] = []
    for case in cases:
        rules = desk.rules_of(case)
        _, stage = open_stage(desk, case, rules, "publication")
        if not channel.strip():
            raise Refused("care.exit.channel-needed", basis=stage.basis)
        refuse_ahead(desk, on)
        section = {"on": on.isoformat(), "channel": channel.strip()}
        drafts.append(closing(desk, case, rules, "publication", "published", sections={"publication": section}))
    desk.commit(drafts)
    left = [case.stream for case in cases if case.open["case"]["kind"] == Kind.EXIT]
    paper = letters.together(*(letters.enclosed(desk, "exit-notice", stream) for stream in left))
    if len(cases) == 1:
        return told(cases[0], "care.exit.published", paper, on=on.isoformat())
    facts: dict[str, Fact] = {"count": len(cases), "on": on.isoformat(), "paper": paper.text}
    streams = tuple(case.stream for case in cases)
    kinds = frozenset({"case"})
    return Changes(code="care.exit.all-published", facts=facts, kinds=kinds, streams=streams, files=paper.files)


def return_papers(desk: Desk, number: str, states: Mapping[str, str], on: date, note: str = "") -> Changes:
    """Record what became of certificate and plaque. states: kind of paper → one of ``STATES``, for every paper the alliance holds.

    The papers are marked where they were issued too. Raises Refused when one is left out, or a lost one has no note.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "return_papers")
    refuse_ahead(desk, on)
    rows = desk.raw.execute(_PAPERS, (case.open["alliance"]["id"],)).fetchall()
    held = {kind: stream for stream, kind in rows}
    if set(states) != set(held) or not set(states.values()) <= set(STATES):
        known = tuple(held) or ("—",)
        raise Refused("care.exit.papers-incomplete", papers=known, states=STATES, basis=stage.basis)
    if any(state != "returned" for state in states.values()) and not note.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    section: Json = {kind: {"state": state, "on": on.isoformat()} for kind, state in states.items()}
    outcome = "returned" if set(states.values()) <= {"returned"} else "not_returned"
    drafts = [closing(desk, case, rules, "return_papers", outcome, sections={"returned": section}, note=note)]
    by_case: dict[str, dict[str, str]] = {}
    for kind, state in states.items():
        by_case.setdefault(held[kind], {})[kind] = state
    drafts += marked(desk, by_case, on.isoformat())
    desk.commit(drafts)
    return told(case, f"care.exit.papers-{outcome.replace('_', '-')}")


def _ground(case: Folded, rules: Pack) -> Ground:
    ground = cast("Json", case.open.get("matter", {})).get("ground", "")
    if ground not in rules.ground:
        raise Refused(
            "care.exit.unknown-ground", ground=ground or "—", title=rules.pack.title, known=tuple(rules.ground)
        )
    return rules.ground[ground]


def _refuse_unheard(case: Folded, rules: Pack) -> None:
    """The hearing may be left out, but not forgotten."""
    for key, stage in rules.stage.items():
        if stage.kind == "hearing" and key not in case.open.get("stages", {}):
            raise Refused("care.exit.hear-first", basis=stage.basis)
