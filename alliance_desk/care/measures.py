"""Measures against an alliance (处理措施): proposed by the rules, imposed by a person, and how a rectification ends.

Nothing here happens by itself: a proposal becomes a case, and only its recorded decision opens a flag in the register.
"""

from collections.abc import Sequence
from datetime import date

from alliance_desk.canonical import Json
from alliance_desk.care.changes import refuse_ahead
from alliance_desk.care.opening import Begun, begin, commit, line_of, opened
from alliance_desk.cases import letters
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.after import Sanction
from alliance_desk.policy.pack import Measure, Pack
from alliance_desk.policy.periods import end_of


def impose(
    desk: Desk,
    alliance: str,
    measure: str,
    document: str,
    received: date,
    *,
    due: date | None = None,
    reason: str = "",
    consequence: str = "",
    facts: Sequence[str] = (),
) -> Changes:
    """Impose a measure that leaves the title standing: a warning, a yellow card, a rectification. One commit opens its case and decides it.

    document: number of the notice. received: day the alliance got it; a period of the pack runs from the day after (part 5 of the
    readings). due: last day, typed where the policy sets none. consequence, facts: id of the consequence and streams it rests on;
    without them reason says on what the measure rests. Raises Refused for a measure the policy does not know, or what is missing.
    """
    item, rules = _measure(desk, alliance, measure)
    if item.sanction is None:
        raise Refused("care.measure.is-exit", name=item.name, basis=item.basis)
    if not document.strip():
        raise Refused("cases.document-needed", basis=item.basis)
    if not consequence and not reason.strip():
        raise Refused("cases.reason-needed", basis=item.basis, title=item.name)
    refuse_ahead(desk, received)
    until = _due(desk, rules, item, received, due)
    begun = begin(desk, alliance, item.procedure, matter=_matter(measure, consequence, facts, reason))
    draft = _imposed(desk, begun, item, document.strip(), received, until)
    commit(desk, [begun], draft, sign=[begun.case.stream])
    kind = "rectification" if item.sanction is Sanction.RECTIFY else "warning"
    paper = letters.enclosed(desk, kind, begun.case.stream)
    code, last = ("care.measure.imposed", until.isoformat()) if until else ("care.measure.imposed-open", "")
    return opened(begun, code, paper, measure=item.name, due=last)


def dismiss(
    desk: Desk, alliance: str, measure: str, reason: str, *, consequence: str = "", facts: Sequence[str] = ()
) -> Changes:
    """Record that a proposed measure is not taken (不予处理), with the reason: the same facts propose it no longer.

    Raises Refused without a reason.
    """
    item, _ = _measure(desk, alliance, measure)
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=item.basis, title=item.name)
    matter = _matter(measure, consequence, facts, reason)
    if item.ground:
        matter["ground"] = item.ground
    begun = begin(desk, alliance, item.procedure, matter=matter)
    kind = "measure" if item.sanction else "exit"
    # What stands before the decision (a hearing, a meeting) has no object any more: the case ends at its first stage or is taken back.
    ready = any(stage.kind == kind for stage in (begun.rules.stage[key] for key in _open(begun)))
    if ready:
        ended = closing(desk, begun.case, begun.rules, kind, "dropped", note=reason)
    else:
        outcome = {"kind": "withdrawn", "on": desk.clock.today().isoformat(), "reason": reason.strip()}
        ended = Draft(stream=begun.case.stream, stream_kind="case", kind="case.withdrawn", patch={"outcome": outcome})
    commit(desk, [begun], ended, sign=[begun.case.stream])
    return opened(begun, "care.measure.dismissed", measure=item.name)


def accept(desk: Desk, number: str, on: date, note: str, *, holds: bool = True) -> Changes:
    """Record how a rectification was accepted (验收). holds: False where it failed; then the rules may propose what follows.

    The flag is closed either way, with its outcome. Raises Refused without a note, or for a day ahead.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "acceptance")
    if not note.strip():
        raise Refused("care.measure.note-needed", basis=stage.basis)
    refuse_ahead(desk, on)
    outcome = "accepted" if holds else "failed"
    section = {"on": on.isoformat(), "outcome": outcome, "note": note.strip()}
    effect = {
        "kind": "sanction-closed",
        "alliance": case.open["alliance"]["id"],
        "on": on.isoformat(),
        "id": case.stream,
        "outcome": outcome,
    }
    draft = closing(
        desk, case, rules, "acceptance", outcome, sections={"acceptance": section}, note=note, effects=[effect]
    )
    desk.commit([draft], sign=[case.stream])
    return told(case, f"care.measure.{outcome}", letters.enclosed(desk, "rectification-result", case.stream))


def _measure(desk: Desk, alliance: str, measure: str) -> tuple[Measure, Pack]:
    rules = desk.policy_for(str(line_of(desk, alliance).head["pack"]))
    item = rules.measure.get(measure)
    if item is None:
        known = tuple(one.name for one in rules.measure.values()) or ("—",)
        raise Refused("care.measure.unknown", measure=measure, title=rules.pack.title, known=known)
    return item, rules


def _due(desk: Desk, rules: Pack, item: Measure, received: date, typed: date | None) -> date | None:
    """The last day: of the pack's period, or typed; a warning without acceptance needs none."""
    accepted = any(
        stage.kind == "acceptance" and stage.of == item.procedure and not stage.optional
        for stage in rules.stage.values()
    )
    if item.period and typed is None:
        return end_of(rules.period[item.period], received, desk.calendar(), rules.chosen).end
    if typed is None and accepted:
        raise Refused("care.measure.due-needed", name=item.name, basis=item.basis)
    if typed is not None and typed <= received:
        raise Refused("care.measure.due-past", name=item.name, due=typed.isoformat())
    return typed


def _matter(measure: str, consequence: str, facts: Sequence[str], reason: str) -> Json:
    matter: Json = {"measure": measure, "consequence": consequence, "facts": list(facts), "note": reason.strip()}
    return {key: value for key, value in matter.items() if value}


def _imposed(desk: Desk, begun: Begun, item: Measure, document: str, received: date, due: date | None) -> Draft:
    """The decision that opens the flag."""
    case, day = begun.case, desk.clock.today().isoformat()
    last = {"due": due.isoformat()} if due else {}
    matter: Json = {"started": received.isoformat(), **last}
    about = {key: case.open["matter"][key] for key in ("measure", "consequence") if key in case.open["matter"]}
    effect: Json = {
        "kind": "sanction-opened",
        "alliance": case.open["alliance"]["id"],
        "on": received.isoformat(),
        "id": case.stream,
        "sanction": str(item.sanction),
        "name": item.name,
        **last,
        **about,
    }
    sections = {"decision": {"document": document, "on": day}, "matter": matter}
    return closing(desk, case, begun.rules, "measure", "imposed", sections=sections, effects=[effect])


def _open(begun: Begun) -> list[str]:
    from alliance_desk.policy.stages import open_stages

    return open_stages(begun.rules, begun.case.open)
