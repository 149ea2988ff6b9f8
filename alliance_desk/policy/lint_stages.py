"""What is wrong with the way through the stages: unknown names, circles, stages nobody reaches or that lead nowhere."""

from graphlib import CycleError, TopologicalSorter

from alliance_desk.policy.lint_tables import Draft
from alliance_desk.policy.pack import Stage
from alliance_desk.policy.stages import AFTERWARDS, EFFECTIVE, OUTCOMES
from alliance_desk.policy.vocabulary import REVIEW_MODES

_DOCUMENTS = ("certificate", "plaque")
_NEEDS = {"meeting": "meeting", "public_notice": "period"}
_BELONGS = {
    "meeting": ("meeting",),
    "period": ("public_notice",),
    "panel": ("expert_review",),
    "filed": ("intake",),
    "back": ("public_notice",),
}
"""Field → kinds of stage it may stand at."""


def lint_stages(draft: Draft) -> None:
    """Every stage by itself, then the way to recognition and the way of each procedure as a whole."""
    stages: dict[str, Stage] = draft.items.get("stage", {})
    for key, stage in stages.items():
        _one(draft, f"stage.{key}", stage)
    whole = len(stages) == len(draft.ids("stage"))  # a misshapen stage may be the very one that is missed
    for procedure in dict.fromkeys(["", *draft.ids("procedure"), *(stage.of for stage in stages.values())]):
        way = {key: stage for key, stage in stages.items() if stage.of == procedure}
        order = _ordered(draft, way)
        if not order:
            continue
        if procedure:
            _procedure(draft, way)
        else:
            _way(draft, way, order, whole=whole)


def _one(draft: Draft, key: str, stage: Stage) -> None:
    draft.among(f"{key}.kind", [stage.kind], OUTCOMES)
    draft.refers(f"{key}.actor", stage.actor, "role")
    if not stage.actor:
        draft.add(f"{key}.actor", "empty")
    # One way never leads into another; of a misshapen stage nobody knows which way it belongs to.
    apart = {other for other, item in draft.items["stage"].items() if item.of != stage.of}
    draft.among(f"{key}.after", stage.after, [other for other in draft.ids("stage") if other not in apart])
    draft.refers(f"{key}.of", stage.of, "procedure")
    if stage.kind in EFFECTIVE and stage.actor in draft.ids("role") and stage.actor != "decider":
        draft.add(f"{key}.actor", "stage-of-decider", kind=stage.kind, value=stage.actor)
    for table in ("meeting", "period", "panel"):
        draft.refers(f"{key}.{table}", getattr(stage, table), table)
    for field, kinds in _BELONGS.items():
        if getattr(stage, field) and stage.kind not in kinds:
            draft.add(f"{key}.{field}", "stage-field", field=field, allowed=kinds)
    if (needs := _NEEDS.get(stage.kind)) and not getattr(stage, needs):
        draft.add(key, "stage-needs", kind=stage.kind, wanted=needs)
    if stage.kind == "expert_review":
        draft.among(f"{key}.mode", [stage.mode], REVIEW_MODES)
        if stage.mode == "own" and not stage.panel:
            draft.add(key, "stage-needs", kind=stage.kind, wanted="panel")
    elif stage.mode:
        draft.add(f"{key}.mode", "stage-field", field="mode", allowed=("expert_review",))
    if stage.kind in _DOCUMENTS and stage.kind not in draft.raw:
        draft.add(key, "stage-without-document", kind=stage.kind)
    if stage.filed:
        draft.reads(f"{key}.filed", stage.filed, {"lead", "organiser"})
    if stage.kind == "intake" and stage.after:
        draft.add(f"{key}.after", "intake-not-first")


def _ordered(draft: Draft, way: dict[str, Stage]) -> list[str]:
    """The stages of one way from first to last; nothing where they go in a circle."""
    try:
        return list(TopologicalSorter(_after(way)).static_order())
    except CycleError as error:
        circle: list[str] = error.args[1]
        draft.add(f"stage.{circle[-1]}.after", "circle", value=" → ".join(reversed(circle)))
        return []


def _after(way: dict[str, Stage]) -> dict[str, list[str]]:
    return {key: [a for a in stage.after if a in way] for key, stage in way.items()}


def _procedure(draft: Draft, way: dict[str, Stage]) -> None:
    """None is one that only a way to recognition has; with no circle, every stage can be reached."""
    for key, stage in way.items():
        if stage.kind in {"intake", "recognition"}:
            draft.add(f"stage.{key}.kind", "stage-of-application", kind=stage.kind)


def _way(draft: Draft, stages: dict[str, Stage], order: list[str], *, whole: bool) -> None:
    after = _after(stages)
    kinds = [stage.kind for stage in stages.values()]
    for key, stage in stages.items():
        if stage.kind in AFTERWARDS:
            draft.add(f"stage.{key}.kind", "stage-of-procedure", kind=stage.kind)
    if whole:
        # Where a superior decides, the way of this office ends with handing in.
        ends = "recognition" if "submit_upward" not in kinds else "submit_upward"
        for wanted in ("intake", ends):
            if kinds.count(wanted) != 1:
                draft.add("stage", "one-of-kind", kind=wanted, count=kinds.count(wanted))
        for issued in _DOCUMENTS:
            if issued in draft.raw and issued not in kinds:
                draft.add(issued, "document-without-stage", kind=issued)
            if kinds.count(issued) > 1:
                draft.add("stage", "one-of-kind", kind=issued, count=kinds.count(issued))
    reached: set[str] = set()
    for key in order:
        stage = stages[key]
        if stage.kind == "intake" or any(a in reached for a in after[key]):
            reached.add(key)
        # One whose predecessor is unknown has been told so already.
        elif set(stage.after) <= stages.keys():
            draft.add(f"stage.{key}", "unreachable")
    goal = "recognition" if "submit_upward" not in kinds else "submit_upward"
    needed = {key for key, stage in stages.items() if stage.kind == goal}
    for key in reversed(order):
        if key in needed:
            needed.update(after[key])
    behind = {key for key, stage in stages.items() if stage.kind == goal}
    for key in order:
        if behind.intersection(after[key]):
            behind.add(key)
        elif stages[key].kind in _DOCUMENTS and key in reached:
            draft.add(f"stage.{key}.after", "before-recognition")
        elif key in reached and key not in needed and goal in kinds:
            draft.add(f"stage.{key}", "leads-nowhere")
