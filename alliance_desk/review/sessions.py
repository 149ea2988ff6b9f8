"""Review sessions: opened over cases, a panel fixed with its reasons, concluded with an outcome for each case."""

import uuid
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.cases.continuing import refuse_expired
from alliance_desk.cases.finding import record, short
from alliance_desk.cases.keeping import SCANS, keeping, refuse_strange
from alliance_desk.cases.stage import closing, open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.experts import draw as lots
from alliance_desk.experts.conflicts import Funnel, Session, funnel
from alliance_desk.experts.panel import candidates_of, choose
from alliance_desk.experts.people import PanelRule, rule_of
from alliance_desk.ledger import streams
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack, Stage
from alliance_desk.review.parties import counties, pool, review_of

OWN, THIRD = "own", "third_party"


class Screened(msgspec.Struct, frozen=True):
    """The pool held against a session: the rule of the panel, and who is left after each rule of conflict."""

    rule: PanelRule
    session: Session
    funnel: Funnel


def open_session(
    desk: Desk, numbers: Sequence[str], *, batch: str = "", organiser: str = "", contract: str = ""
) -> Changes:
    """Open a review over cases of one policy.

    batch: stream of the review batch. organiser, contract: who the review was commissioned from and under which contract, needed where
    the policy asks for a third party. Raises Refused when a case does not wait for its review.
    """
    cases = [desk.case(number) for number in numbers]
    if not cases:
        raise Refused("cases.batch-empty")
    rules = desk.rules_of(cases[0])
    refuse_expired(desk, rules)
    stage = _same_stage(desk, cases)
    _refuse_running(desk, cases)
    gathered = record(desk, "batch", batch).stream if batch.strip() else ""
    if stage.mode == THIRD and not (organiser.strip() and contract.strip()):
        raise Refused("review.third-party-needed", basis=stage.basis)
    stream = uuid.uuid4().hex
    about: Json = {
        "mode": stage.mode or OWN,
        "state": "open",
        "on": desk.clock.today().isoformat(),
        "pack": rules.pack.id,
    }
    about |= {
        key: value.strip()
        for key, value in (("batch", gathered), ("organiser", organiser), ("contract", contract))
        if value.strip()
    }
    patch = {"session": about, "cases": {case.stream: {"order": n} for n, case in enumerate(cases, 1)}}
    desk.commit([Draft(stream=stream, stream_kind="session", kind="session.opened", patch=patch)])
    facts = {"count": len(cases), "session": stream, "short": short(stream)}
    return Changes(code="review.opened", facts=facts, kinds=frozenset({"session"}), streams=(stream,))


def screen(desk: Desk, session: str) -> Screened:
    """Hold the pool against a session without choosing anybody: the funnel to look at before a panel is fixed."""
    document = _open(desk, session)
    cases, rules, stage = context(desk, document)
    rule = rule_of(rules, stage.panel, counties(cases))
    held = Session(review_of(desk, cases), rule, desk.clock.today())
    return Screened(rule, held, funnel(pool(desk, document.stream), held))


def choose_panel(desk: Desk, session: str) -> Changes:
    """Fix the panel of greatest fit among those whom no rule excludes; every exclusion is recorded with its evidence.

    Raises Refused (NoPanel) naming the rule and the number short when there is none.
    """
    screened = screen(desk, session)
    people = candidates_of(
        screened.funnel.eligible, screened.rule, screened.session.book.keys(screened.funnel.eligible)
    )
    chosen = choose(people, screened.rule, session=record(desk, "session", session).stream)
    return _fix(desk, session, screened, list(chosen.members), [], {})


def draw_panel(
    desk: Desk, session: str, operator: str, supervisor: str, *, witness: str = "", alone: str = ""
) -> Changes:
    """Draw the panel by lot from the frozen pool with the two numbers (digits); the record can be repeated by hand.

    witness: who supervised and named the second number, not the operator. alone: why nobody could, in an office of one person.
    Raises Refused when neither is given, or the operator would supervise their own draw.
    """
    watched = _watched(desk, witness.strip(), alone.strip())
    screened = screen(desk, session)
    eligible = screened.funnel.eligible
    people = candidates_of(eligible, screened.rule, screened.session.book.keys(eligible))
    snapshot = lots.freeze(pool(desk), people, screened.funnel.exclusions, screened.rule)
    record = lots.draw(snapshot, operator, supervisor)
    told = watched | {"draw": cast("Json", msgspec.to_builtins(record))}
    return _fix(desk, session, screened, list(record.members), list(record.reserves), told)


def _watched(desk: Desk, witness: str, alone: str) -> Json:
    """How the draw was supervised, for the session's record."""
    if bool(witness) == bool(alone):
        raise Refused("review.witness-needed")
    if witness == desk.settings["operators"][desk.operator]["name"]:
        raise Refused("review.witness-same", name=witness)
    return {"session": {"witness": witness} if witness else {"alone": alone}}


def replace_seat(desk: Desk, session: str, expert: str, reason: str) -> Changes:
    """Fill the seat of a member who declined, strictly in reserve order, from the recorded draw."""
    document = _open(desk, session)
    drawn = document.open.get("draw")
    seats = cast("dict[str, Json]", document.open.get("seats", {}))
    if drawn is None or seats.get(expert, {}).get("state") != "seated":
        raise Refused("review.not-seated", expert=expert)
    if not reason.strip():
        raise Refused("review.reason-needed")
    record = lots.replace(msgspec.convert(drawn, lots.Draw), expert, reason.strip(), desk.clock.today().isoformat())
    taken = record.replacements[-1].taken
    named = {one.id: one for one in pool(desk)}[taken]
    order = max(seat["order"] for seat in seats.values()) + 1
    patch = {
        "seats": {
            expert: {"state": "declined", "reason": reason.strip()},
            taken: {
                "name": named.name,
                "unit": named.unit,
                "state": "seated",
                "order": seats.get(taken, {}).get("order", order),
            },
        },
        "draw": msgspec.to_builtins(record),
    }
    desk.commit(
        [
            Draft(
                stream=document.stream,
                stream_kind="session",
                kind="session.seat-changed",
                patch=patch,
                seen=document.seq,
            )
        ]
    )
    facts = {"out": seats[expert]["name"], "in": named.name}
    return Changes(code="review.replaced", facts=facts, kinds=frozenset({"session"}), streams=(document.stream,))


def conclude_third_party(desk: Desk, session: str, report: Path, outcomes: dict[str, bool], on: date) -> Changes:
    """Record what the commissioned organiser reports: the report as a file, and per case whether the experts support it."""
    document = _open(desk, session)
    cases, _, stage = context(desk, document)
    if document.open["session"]["mode"] != THIRD:
        raise Refused("review.not-third-party", basis=stage.basis)
    by_stream = {desk.case(number).stream: supported for number, supported in outcomes.items()}
    if set(by_stream) != {case.stream for case in cases}:
        raise Refused("review.outcomes-incomplete", basis=stage.basis)
    if on > desk.clock.today():
        raise Refused("cases.date-ahead", date=on.isoformat())
    refuse_strange(report, (*SCANS, "DOCX"))
    results = {case: {"supported": supported} for case, supported in by_stream.items()}
    with keeping(desk, [report]) as kept:
        about = {
            "state": "concluded",
            "concluded": on.isoformat(),
            "report": kept[0],
            "report_name": report.name,
        }
        return conclude(desk, document, cases, about, results)


def conclude_ended(desk: Desk, session: str) -> Changes:
    """Close a session all of whose cases have ended meanwhile (withdrawn, refused, merged): nothing is left to review, and no result.

    Raises Refused while one of them still runs.
    """
    document = _open(desk, session)
    if still := running(desk, document):
        raise Refused("review.still-running", names=tuple(case.open["alliance"]["name"] for case in still))
    return conclude(desk, document, [], {"state": "concluded", "concluded": desk.clock.today().isoformat()}, {})


def conclude(desk: Desk, document: Folded, cases: Sequence[Folded], about: Json, results: dict[str, Json]) -> Changes:
    """Close a session and the review stage of each of its cases; cases learn the outcome and the session's head hash, no more.

    cases: those that still run. The others get no outcome; the session and the answer say which they are.
    """
    going = {case.stream for case in cases}
    left = [desk.case(stream) for stream in cast("dict[str, Any]", document.open["cases"]) if stream not in going]
    if left:
        about = about | {"left_out": {case.stream: stages.end_kind(desk.rules_of(case), case.open) for case in left}}
    drafts = [
        Draft(
            stream=document.stream,
            stream_kind="session",
            kind="session.concluded",
            patch={"session": about, "results": results},
            seen=document.seq,
        )
    ]
    for case in cases:
        rules = desk.rules_of(case)
        review = {
            "on": about["concluded"],
            "mode": document.open["session"]["mode"],
            "supported": results[case.stream]["supported"],
        }
        draft = closing(desk, case, rules, "expert_review", "reviewed", sections={"review": review})
        draft.heads = {"review.head": document.stream}
        drafts.append(draft)
    desk.commit(drafts)
    touched = (document.stream, *(case.stream for case in cases))
    facts: dict[str, Fact] = {"count": len(cases)}
    if left:
        facts["left"] = tuple(case.open["alliance"]["name"] for case in left)
    code = "review.concluded-empty" if not cases else "review.concluded-without" if left else "review.concluded"
    return Changes(code=code, facts=facts, kinds=frozenset({"session", "case"}), streams=touched)


def context(desk: Desk, document: Folded) -> tuple[list[Folded], Pack, Stage]:
    """The cases of a session that still run, their rules, and the review stage they wait in.

    Raises Refused when all of them have ended meanwhile.
    """
    cases = running(desk, document)
    if not cases:
        raise Refused("review.all-ended", session=short(document.stream))
    return cases, desk.rules_of(cases[0]), _same_stage(desk, cases)


def running(desk: Desk, document: Folded) -> list[Folded]:
    """The cases of a session that have not ended meanwhile."""
    named = [desk.case(stream) for stream in cast("dict[str, Any]", document.open["cases"])]
    return [case for case in named if not stages.end_kind(desk.rules_of(case), case.open)]


def _refuse_running(desk: Desk, cases: Sequence[Folded]) -> None:
    """A case sits in one open session at a time."""
    for (stream,) in desk.raw.execute("SELECT stream FROM index_session WHERE state = 'open'").fetchall():
        sitting = cast("Json", streams.document(desk.raw, stream).open["cases"])
        for case in cases:
            if case.stream in sitting:
                number = case.open["case"]["number"]
                raise Refused("review.already-open", number=number, session=short(stream))


def _open(desk: Desk, session: str) -> Folded:
    document = record(desk, "session", session)
    if document.open["session"]["state"] != "open":
        raise Refused("review.not-open", session=short(document.stream))
    return document


def _same_stage(desk: Desk, cases: Sequence[Folded]) -> Stage:
    found = [open_stage(desk, case, desk.rules_of(case), "expert_review")[1] for case in cases]
    if len({case.open["case"]["pack"] for case in cases}) != 1:
        raise Refused("review.mixed-policies", basis=found[0].basis)
    return found[0]


def _fix(desk: Desk, session: str, screened: Screened, members: list[str], reserves: list[str], more: Json) -> Changes:
    document = _open(desk, session)
    if document.open.get("seats"):
        raise Refused("review.already-fixed")
    named = {one.id: one for one in screened.funnel.eligible}
    states = [*((one, "seated") for one in members), *((one, "reserve") for one in reserves)]
    seats = {
        one: {"order": n, "name": named[one].name, "unit": named[one].unit, "state": state}
        for n, (one, state) in enumerate(states, 1)
    }
    excluded: Json = {}
    for n, reason in enumerate(screened.funnel.exclusions, 1):
        evidence = msgspec.to_builtins(reason.path)
        entry = excluded.setdefault(
            reason.expert, {"order": n, "name": reason.name, "rule": reason.rule, "evidence": reason.text(), "all": []}
        )
        entry["all"].append({"rule": reason.rule, "path": evidence})
    about = {"size": len(members), "fixed": desk.clock.today().isoformat(), **more.get("session", {})}
    patch: Json = {**more, "session": about, "seats": seats, **({"exclusions": excluded} if excluded else {})}
    kind = "session.panel-fixed"
    desk.commit([Draft(stream=document.stream, stream_kind="session", kind=kind, patch=patch, seen=document.seq)])
    facts = {"size": len(members), "excluded": len(excluded), "left": len(named), "total": screened.funnel.total}
    return Changes(code="review.panel-fixed", facts=facts, kinds=frozenset({"session"}), streams=(document.stream,))
