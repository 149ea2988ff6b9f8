"""The way to recognition: which stages are open, how each may come out, and what the case is called meanwhile."""

from collections.abc import Mapping
from enum import StrEnum

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.policy.facts import Facts, facts_of
from alliance_desk.policy.pack import Pack, Stage


class Effect(StrEnum):
    """What an outcome does to the way: the next stage opens, this one stays open, or the case ends."""

    ON = "on"
    AGAIN = "again"
    END = "end"


class State(StrEnum):
    """Where one stage stands."""

    WAITING = "waiting"
    OPEN = "open"
    AGAIN = "again"
    DONE = "done"
    SKIPPED = "skipped"
    ENDED = "ended"


SKIPPED = "skipped"
"""The outcome of an optional stage that is left out on purpose."""
WITHDRAWN = "withdrawn"
"""``outcome.kind`` of a case its applicant took back: allowed until recognition."""
_OF_AN_ACT = frozenset({"refused", "upheld"})
"""Ends that an application calls by the policy's act (不予认定); of any other case that would be untrue."""

OUTCOMES: Mapping[str, Mapping[str, Effect]] = {
    "intake": {"accepted": Effect.ON, "inadmissible": Effect.END},
    "recommend": {"recommended": Effect.ON, "returned": Effect.AGAIN, "not_recommended": Effect.END},
    "formal_check": {"passed": Effect.ON, "returned": Effect.AGAIN, "inadmissible": Effect.END},
    "business_check": {"passed": Effect.ON, "returned": Effect.AGAIN, "refused": Effect.END},
    "expert_review": {"reviewed": Effect.ON},
    "site_visit": {"visited": Effect.ON},
    "merge_select": {"kept": Effect.ON, "merged": Effect.END, "not_selected": Effect.END},
    "meeting": {"passed": Effect.ON, "deferred": Effect.AGAIN, "refused": Effect.END},
    "public_notice": {"clear": Effect.ON, "upheld": Effect.END},
    "recognition": {"recognised": Effect.ON, "not_recognised": Effect.END},
    "certificate": {"issued": Effect.ON},
    "plaque": {"issued": Effect.ON},
    "submission": {"received": Effect.ON, "absent": Effect.END},
    "opinion": {"signed": Effect.ON, "returned": Effect.AGAIN},
    "evaluation": {"evaluated": Effect.ON, "absent": Effect.END},
    "grading": {"graded": Effect.ON},
    "argumentation": {"supported": Effect.ON, "returned": Effect.AGAIN, "not_supported": Effect.END},
    "handling": {"approved": Effect.ON, "refused": Effect.END},
    "measure": {"imposed": Effect.ON, "dropped": Effect.END},
    "acceptance": {"accepted": Effect.ON, "failed": Effect.END},
    "hearing": {"heard": Effect.ON, "waived": Effect.ON},
    "exit": {"decided": Effect.ON, "dropped": Effect.END},
    "publication": {"published": Effect.ON},
    "return_papers": {"returned": Effect.ON, "not_returned": Effect.ON},
    "record": {"recorded": Effect.ON},
    "support": {"granted": Effect.ON, "refused": Effect.END},
    "entry": {"entered": Effect.ON, "refused": Effect.END},
    "submit_upward": {"submitted": Effect.ON},
    "superior_result": {"recognised_above": Effect.ON, "refused_above": Effect.END},
}
"""Stage kind → outcome → effect: a closed set."""
EFFECTIVE = frozenset(
    {
        "recognition",
        "certificate",
        "plaque",
        "grading",
        "handling",
        "measure",
        "acceptance",
        "exit",
        "support",
        "entry",
    }
)
"""Kinds of stage whose good outcome changes the register: only the deciding office closes them."""
DECIDING = ("recognition", "grading", "handling", "measure", "exit", "entry", "support", "record", "superior_result")
"""Kinds of stage after which a case cannot be taken back: the register has changed, or something stands recorded for good."""
JUDGING = ("evaluation", "expert_review", "site_visit", "argumentation", "meeting")
"""Kinds of stage that weigh a case, to which it may go back when an objection to its public notice is upheld."""
AFTERWARDS = frozenset(
    {
        "submission",
        "opinion",
        "evaluation",
        "grading",
        "argumentation",
        "handling",
        "measure",
        "acceptance",
        "hearing",
        "exit",
        "publication",
        "return_papers",
        "record",
        "support",
        "entry",
    }
)
"""Kinds of stage that only procedures have."""


def outcomes(stage: Stage) -> dict[str, Effect]:
    """How a stage may come out; an optional one may also be skipped."""
    return {**OUTCOMES[stage.kind], **({SKIPPED: Effect.ON} if stage.optional else {})}


def outcome_code(kind: str, outcome: str) -> str:
    """The wording code of an outcome at a kind of stage: the same one may be called otherwise at another."""
    own = f"stage-outcome-at.{kind}-{outcome}"
    return own if own in words.catalogue() else f"stage-outcome.{outcome}"


def open_stages(rules: Pack, document: Json) -> list[str]:
    """Ids of the stages that can be worked on now, in the order of the pack; none once the case has ended."""
    facts = facts_of(document)
    if _end(rules, facts):
        return []
    return [key for key in rules.stage if stage_state(rules, facts, key) in {State.OPEN, State.AGAIN}]


def stage_state(rules: Pack, facts: Facts, key: str) -> State:
    """Where a stage stands, by its own outcome and those before it."""
    effect = _effect(rules, facts, key)
    if effect is Effect.ON:
        return State.SKIPPED if facts.stages[key].outcome == SKIPPED else State.DONE
    if effect is Effect.END:
        return State.ENDED
    stage = rules.stage[key]
    # What comes later has already gone past an optional stage.
    if stage.optional and any(key in later.after and _effect(rules, facts, k) for k, later in rules.stage.items()):
        return State.SKIPPED
    if not all(_passed(rules, facts, before) for before in stage.after):
        return State.WAITING
    return State.AGAIN if effect is Effect.AGAIN else State.OPEN


def turn(rules: Pack, document: Json) -> str:
    """The role whose stage comes next, a needed one before an optional one; empty when none is open."""
    now = open_stages(rules, document)
    key = next((key for key in now if not rules.stage[key].optional), now[0] if now else "")
    return rules.stage[key].actor if key else ""


def may_move(rules: Pack, document: Json, *, up: bool) -> bool:
    """Whether a case may go to the other office: it has ended, or nothing this one has to do is left, or the next stage is the other's.

    up: from who recommends to who decides. What is finished goes up to be kept, and comes down as a copy only.
    """
    if end_kind(rules, document):
        return True
    role = turn(rules, document)
    return role != "recommender" if up else role == "recommender"


def done(rules: Pack, document: Json, kind: str) -> bool:
    """Whether every stage of a kind that this policy has is done; False when it has none."""
    facts = facts_of(document)
    of_kind = [key for key, stage in rules.stage.items() if stage.kind == kind]
    return bool(of_kind) and all(_effect(rules, facts, key) is Effect.ON for key in of_kind)


def way_back(rules: Pack, document: Json) -> list[str]:
    """The stages that are done anew when an objection to the open public notice of a case beneath an alliance is upheld, first to last.

    They are the one that the notice names (``back``), or else the nearest before it that weighs the case, and all that was done after it.
    Empty where nothing can be weighed anew: an application, whose objection ends it; no such stage; or what has taken effect already.
    """
    facts = facts_of(document)
    key = next((key for key in open_stages(rules, document) if rules.stage[key].kind == "public_notice"), "")
    if not facts.case.procedure or not key:
        return []
    back = rules.stage[key].back or _nearest(rules, facts, key)
    if _effect(rules, facts, back) is not Effect.ON:
        return []
    anew = {back}
    while more := {one for one, stage in rules.stage.items() if anew & set(stage.after)} - anew:
        anew |= more
    done_before = [one for one in rules.stage if one in anew and one in facts.stages]
    return [] if any(rules.stage[one].kind in {*EFFECTIVE, *DECIDING} for one in done_before) else done_before


def _nearest(rules: Pack, facts: Facts, key: str) -> str:
    """The nearest stage before one that weighs the case and is done; empty where there is none."""
    waiting = [*rules.stage[key].after]
    for one in waiting:  # grows as it is walked
        if rules.stage[one].kind in JUDGING and _effect(rules, facts, one) is Effect.ON:
            return one
        waiting += [before for before in rules.stage[one].after if before not in waiting]
    return ""


def may_withdraw(rules: Pack, document: Json) -> bool:
    """Whether the applicant may still take the case back: it has neither ended nor has any of it been decided."""
    return not end_kind(rules, document) and not decided(rules, document)


def decided(rules: Pack, document: Json) -> str:
    """The id of the first stage at which something was decided for good; empty while nothing is."""
    facts = facts_of(document)
    deciding = (key for key, stage in rules.stage.items() if stage.kind in DECIDING)
    return next((key for key in deciding if stage_state(rules, facts, key) is State.DONE), "")


def finished(rules: Pack, document: Json) -> bool:
    """Whether nothing that is needed is left to do: every stage but the optional ones is done, or the case has ended."""
    facts = facts_of(document)
    needed = [key for key, stage in rules.stage.items() if not stage.optional]
    return bool(_end(rules, facts)) or (
        bool(rules.stage) and all(_effect(rules, facts, key) is Effect.ON for key in needed)
    )


def end_kind(rules: Pack, document: Json) -> str:
    """How a case ended without recognition: withdrawn or the outcome of the stage that ended it; empty while it goes on."""
    return _end(rules, facts_of(document))


def status_code(rules: Pack, document: Json) -> str:
    """The wording code of what the case is called now, such as ``status.public_notice``."""
    facts = facts_of(document)
    if end := _end(rules, facts):
        return f"status.affair-{end}" if facts.case.procedure and end in _OF_AN_ACT else f"status.{end}"
    if any(stage.kind == "recognition" and _effect(rules, facts, key) for key, stage in rules.stage.items()):
        return "status.recognised"
    if facts.custody.state == "offered":
        return "status.offered"
    if finished(rules, document):
        above = any(record.outcome == "recognised_above" for record in facts.stages.values())
        return "status.recognised_above" if above else "status.done"
    states = {key: stage_state(rules, facts, key) for key in rules.stage}
    for key, stage in rules.stage.items():
        if states[key] is State.AGAIN:
            return f"status.{facts.stages[key].outcome}"
        if states[key] is State.OPEN and not stage.optional:
            if stage.kind == "public_notice" and facts.notice.start:
                return "status.objection" if facts.notice.suspended else "status.published"
            if stage.kind == "recommend" and any(c.answered is None for c in facts.corrections.values()):
                return "status.returned"
            return f"status.{stage.kind}"
    return "status.open"


def status_text(rules: Pack, document: Json, language: str = "zh_CN") -> str:
    """What the case is called, in the policy's own word for the act (认定, 备案)."""
    return words.text(status_code(rules, document), {"act": rules.pack.words.act}, language)


def _effect(rules: Pack, facts: Facts, key: str) -> Effect | None:
    """What the recorded outcome of a stage does; None while there is none, or one this kind does not have."""
    recorded = facts.stages.get(key) if key in rules.stage else None
    return outcomes(rules.stage[key]).get(recorded.outcome) if recorded else None


def _passed(rules: Pack, facts: Facts, key: str) -> bool:
    """Done, or optional and not begun, with everything before it passed: an optional stage hides nothing."""
    effect = _effect(rules, facts, key)
    if effect is None and rules.stage[key].optional:
        return all(_passed(rules, facts, before) for before in rules.stage[key].after)
    return effect is Effect.ON


def _end(rules: Pack, facts: Facts) -> str:
    if facts.outcome.kind == WITHDRAWN:
        return WITHDRAWN
    ended = (key for key in rules.stage if _effect(rules, facts, key) is Effect.END)
    return next((facts.stages[key].outcome for key in ended), "")
