"""The working plan of a round (评估工作方案): who is assessed by which indicators, in which steps, until when and by whom."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.care.round_papers import called, enclosed, head
from alliance_desk.care.round_state import RoundState, round_state
from alliance_desk.care.round_stream import open_one
from alliance_desk.cases.finding import record, short
from alliance_desk.cases.letters import Enclosed
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.papers.dates import numeric
from alliance_desk.papers.letters import Values
from alliance_desk.policy import procedures
from alliance_desk.policy.pack import Pack, Stage
from alliance_desk.policy.vocabulary import INTERNAL


def steps_of(desk: Desk, state: RoundState) -> dict[str, Stage]:
    """The stages of a round's procedure in their order, by id."""
    return procedures.within(desk.policy_for(state.pack), state.procedure).stage


def plan(
    desk: Desk, round_: str, leader: str, people: Sequence[str], until: Mapping[str, date], note: str = ""
) -> Changes:
    """Keep the plan of a round and write it. leader, people: who is in charge and who takes part. until: stage id → its last day.

    The day of the papers is the round's own. Raises Refused when the round is over, nobody is in charge, a stage is unknown, or the days of
    the stages do not follow each other.
    """
    document = open_one(desk, round_)
    state = round_state(desk, document.stream)
    known = steps_of(desk, state)
    if not leader.strip():
        raise Refused("care.round.leader-needed", name=state.name)
    for key in until:
        if key not in known:
            raise Refused("care.round.no-step", step=key, known=tuple(known))
    days = [until[key] for key in known if key in until]
    if any(later < earlier for earlier, later in pairwise(days)):
        raise Refused("care.round.steps-crossed")
    kept: Json = {
        "on": desk.clock.today().isoformat(),
        "leader": leader.strip(),
        "people": [name.strip() for name in people if name.strip()],
        "note": note.strip(),
        "steps": {key: day.isoformat() for key, day in until.items()},
    }
    before = cast("Json", document.open["batch"].get("plan", {}))
    gone: Json = dict.fromkeys(key for key in before.get("steps", {}) if key not in until)
    patch: Json = {"batch": {"plan": {**kept, "steps": {**gone, **kept["steps"]}}}}
    desk.commit(
        [Draft(stream=document.stream, stream_kind="batch", kind="round.changed", patch=patch, seen=document.seq)]
    )
    paper = plan_letter(desk, document.stream)
    return Changes(
        code="care.round.planned",
        facts={"name": state.name, "paper": paper.text},
        kinds=frozenset({"batch"}),
        streams=(document.stream,),
        files=paper.files,
    )


def kept_plan(desk: Desk, round_: str) -> Json:
    """What was planned for a round; empty before."""
    return cast("Json", record(desk, "batch", round_).open["batch"].get("plan", {}))


def plan_letter(desk: Desk, round_: str) -> Enclosed:
    """Write the plan as it is kept. Raises Refused where none is."""
    state = round_state(desk, round_)
    kept = kept_plan(desk, state.stream)
    if not kept:
        raise Refused("care.round.no-plan", name=state.name)
    rules = desk.policy_for(state.pack)
    basis = rules.procedure[state.procedure].basis
    people = [("leader", [kept["leader"]]), ("people", kept["people"])]
    values: Values = {
        **head(desk, kept["on"]),
        "round": state.name,
        "affair": state.affair,
        "policy": called(rules),
        "article": "" if basis == INTERNAL else basis,
        "scope": words.text("care.round.plan.scope", {"subject": state.subject}) if state.subject else "",
        "alliances": [
            {"order": str(n), "alliance": line.name, "lead": line.lead} for n, line in enumerate(state.lines, 1)
        ],
        "left": [{"order": str(n), "alliance": one.name, "why": one.text()} for n, one in enumerate(state.left, 1)],
        "indicated": _indicated(state),
        "indicators": [
            {"order": str(n), "name": name, "max": str(most)}
            for n, (name, most) in enumerate(state.indicators.values(), 1)
        ],
        "steps": _steps(desk, rules, state, kept),
        "people": [
            {"duty": words.text(f"care.round.plan.{duty}"), "names": words.text("letters.name-sign").join(names)}
            for duty, names in people
            if names
        ],
        "note": kept["note"],
    }
    return enclosed(desk, "assessment-plan", f"assessment-plan-{short(state.stream)}.docx", values, rules)


def _indicated(state: RoundState) -> str:
    if not state.indicators:
        return words.text("care.round.plan.without-indicators")
    whole = sum(most for _, most in state.indicators.values())
    return words.text("care.round.plan.indicators", {"count": len(state.indicators), "whole": whole})


def _steps(desk: Desk, rules: Pack, state: RoundState, kept: Json) -> list[dict[str, str]]:
    """The notice that calls the round, then the stages; a day that nobody set stays blank, to be filled in by hand."""
    office = desk.settings["office"]["name"]
    rows = [(words.text("care.round.plan.call"), office, numeric(state.opened))]
    for key, stage in steps_of(desk, state).items():
        day = kept["steps"].get(key) or (state.due if stage.kind == "submission" else "")
        who = rules.role[stage.actor].name if stage.actor in rules.role else office
        when = words.text("care.round.plan.until", {"day": numeric(day)}) if day else words.text("letters.day-later")
        rows.append((stage.name, who, when))
    return [
        {"order": str(n), "step": step, "who": who, "when": when.strip("\u3000")}
        for n, (step, who, when) in enumerate(rows, 1)
    ]
