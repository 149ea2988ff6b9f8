"""What is wrong with a pack's tables for the life after recognition: references, bounds, ladders, procedures nobody can run."""

from collections.abc import Callable, Mapping
from typing import Any

from alliance_desk.policy import after as a
from alliance_desk.policy.lint_tables import YES_NO, Draft
from alliance_desk.policy.vocabulary import CHANGES

_DECISIVE: Mapping[a.Kind, tuple[str, ...]] = {
    a.Kind.ASSESSMENT: ("grading",),
    a.Kind.CHANGE: ("handling", "record"),
    a.Kind.RECTIFICATION: ("measure",),
    a.Kind.EXIT: ("exit",),
    a.Kind.EVENT: ("record",),
    a.Kind.SUPPORT: ("support",),
    a.Kind.ENTRY: ("entry",),
    a.Kind.REPORT: ("submission",),
    a.Kind.UPWARD: ("submit_upward",),
}
"""Kind of procedure → stages of which it must have exactly one, for without it the procedure comes to nothing."""


def lint_after(draft: Draft) -> None:
    """Every item of every table; then what only the tables together can say."""
    for table, rule in _RULES.items():
        for key, item in draft.items.get(table, {}).items():
            rule(draft, f"{table}.{key}", item)
    for table in ("grade", "consequence", "measure", "ground", "change", "activity", "support", "duty", "procedure"):
        for key, item in draft.items.get(table, {}).items():
            if not item.name.strip():
                draft.add(f"{table}.{key}.name", "empty")
    for table in ("paper", "score"):
        for key, item in draft.items.get(table, {}).items():
            draft.refers(f"{table}.{key}.of", item.of, "procedure")
    _ladders(draft)
    _idle(draft)


def _procedure(draft: Draft, key: str, item: a.Procedure) -> None:
    draft.refers(f"{key}.by", item.by, "role")
    draft.among(f"{key}.again", item.again, draft.ids("check"))
    draft.refers(f"{key}.numbered", item.numbered, "number")
    name = key.removeprefix("procedure.")
    stages = [stage.kind for stage in draft.items.get("stage", {}).values() if stage.of == name]
    wanted = _DECISIVE[item.kind]
    # A misshapen stage may be the very one that is missed here.
    whole = len(draft.items.get("stage", {})) == len(draft.ids("stage"))
    if whole and sum(stages.count(kind) for kind in wanted) != 1:
        draft.add(key, "procedure-needs", kind=item.kind.value, wanted=wanted)
    if item.ladder and item.ladder not in {grade.ladder for grade in draft.items.get("grade", {}).values()}:
        known = tuple(dict.fromkeys(grade.ladder for grade in draft.items.get("grade", {}).values())) or ("—",)
        draft.add(f"{key}.ladder", "unknown-ladder", value=item.ladder, allowed=known)
    if (item.kind is a.Kind.ASSESSMENT) != bool(item.ladder):
        draft.add(f"{key}.ladder", "ladder-of-assessment")
    if item.act and item.kind is not a.Kind.ENTRY:
        draft.add(f"{key}.act", "act-of-entry")


def _duty(draft: Draft, key: str, item: a.AnyDuty) -> None:
    _of(draft, f"{key}.procedure", item.procedure)
    if not item.procedure and not isinstance(item, a.Active | a.Office):
        draft.add(f"{key}.procedure", "empty")
    if isinstance(item, a.Annual | a.Office):
        draft.least(f"{key}.month", item.month, 0, 12)
        draft.least(f"{key}.day", item.day, 1, 31)
    if isinstance(item, a.Annual):
        draft.among(f"{key}.subject", [item.subject], ("this_year", "previous_year"))
        _yes_no(draft, f"{key}.roll", item.roll)
    if isinstance(item, a.Annual | a.Active):
        _yes_no(draft, f"{key}.first_year", item.first_year)
    if isinstance(item, a.Active):
        draft.refers(f"{key}.activity", item.activity, "activity")
        draft.least(f"{key}.n", item.n, 1)
    if isinstance(item, a.NthYear):
        draft.least(f"{key}.n", item.n, 1, 99)
        if item.window not in {"calendar", "date"}:
            draft.reads(f"{key}.window", item.window, {"calendar", "date"})
    if isinstance(item, a.Every):
        draft.least(f"{key}.least", item.least, 1, 99)
        draft.least(f"{key}.most", item.most, 1, 99)
        if item.least > item.most:
            draft.add(f"{key}.least", "min-over-max", min=item.least, max=item.most)


def _yes_no(draft: Draft, key: str, value: str) -> None:
    if value not in YES_NO:
        draft.reads(key, value, YES_NO)


def _of(draft: Draft, key: str, value: str, *kinds: a.Kind) -> None:
    """A reference to a procedure of one of these kinds."""
    draft.refers(key, value, "procedure")
    found = draft.items.get("procedure", {}).get(value)
    if found is not None and kinds and found.kind not in kinds:
        draft.add(key, "procedure-kind", value=value, allowed=tuple(kind.value for kind in kinds))


def _grade(draft: Draft, key: str, item: a.Grade) -> None:
    draft.least(f"{key}.rank", item.rank, 1)
    draft.least(f"{key}.min", item.min, -1, 100)


def _consequence(draft: Draft, key: str, item: a.Consequence) -> None:
    draft.among(f"{key}.when", [item.when], ("grade", "absent", "missed", "failed"))
    draft.among(f"{key}.run", [item.run], ("single", "rounds", "years"))
    draft.least(f"{key}.count", item.count, 1, 99)
    if not item.measures:
        draft.add(f"{key}.measures", "empty")
    draft.among(f"{key}.measures", item.measures, draft.ids("measure"))
    draft.among(f"{key}.grades", item.grades, draft.ids("grade"))
    if (item.when == "grade") != bool(item.grades):
        draft.add(f"{key}.grades", "consequence-field", field="grades", kind=item.when)
    if (item.when == "missed") != bool(item.duty):
        draft.add(f"{key}.duty", "consequence-field", field="duty", kind=item.when)
    draft.refers(f"{key}.duty", item.duty, "duty")
    if item.when in {"grade", "absent"}:
        _of(draft, f"{key}.procedure", item.procedure, a.Kind.ASSESSMENT)
    elif item.when == "failed":
        _of(draft, f"{key}.procedure", item.procedure, a.Kind.RECTIFICATION)
    if item.when != "missed" and not item.procedure:
        draft.add(f"{key}.procedure", "empty")


def _measure(draft: Draft, key: str, item: a.Measure) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.RECTIFICATION if item.sanction else a.Kind.EXIT)
    draft.refers(f"{key}.period", item.period, "period")
    draft.refers(f"{key}.ground", item.ground, "ground")
    if item.sanction is None and not item.ground:
        draft.add(f"{key}.ground", "exit-without-ground")
    if item.sanction is not None and item.ground:
        draft.add(f"{key}.ground", "sanction-with-ground")


def _ground(draft: Draft, key: str, item: a.Ground) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.EXIT)


def _change(draft: Draft, key: str, item: a.Change) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.CHANGE, a.Kind.EVENT)
    draft.among(f"{key}.what", [item.what], CHANGES)


def _activity(draft: Draft, key: str, item: a.Activity) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.EVENT)


def _support(draft: Draft, key: str, item: a.Support) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.SUPPORT, a.Kind.EVENT)
    draft.among(f"{key}.grades", item.grades, draft.ids("grade"))
    draft.least(f"{key}.least", item.least, 0)
    if item.most and item.least > item.most:
        draft.add(f"{key}.least", "min-over-max", min=item.least, max=item.most)


_RULES: Mapping[str, Callable[[Draft, str, Any], None]] = {
    "procedure": _procedure,
    "duty": _duty,
    "grade": _grade,
    "consequence": _consequence,
    "measure": _measure,
    "ground": _ground,
    "change": _change,
    "activity": _activity,
    "support": _support,
}


def _ladders(draft: Draft) -> None:
    """On one ladder either every rung has its points or none has; no two share a rank, a name or a bound; the lowest begins at 0."""
    ladders: dict[str, dict[str, a.Grade]] = {}
    for key, grade in draft.items.get("grade", {}).items():
        ladders.setdefault(grade.ladder, {})[key] = grade
    for grades in ladders.values():
        banded = {key: grade for key, grade in grades.items() if grade.min >= 0}
        for key, grade in grades.items():
            if banded and key not in banded:
                draft.add(f"grade.{key}.min", "grade-without-band")
            for name in ("rank", "name", "min"):
                value = getattr(grade, name)
                same = [other for other, it in grades.items() if other != key and getattr(it, name) == value]
                if same and value != -1:
                    draft.add(f"grade.{key}.{name}", "same-name", value=str(value), other=f"grade.{same[0]}")
        by_rank = sorted(banded.items(), key=lambda item: item[1].rank)
        for (better, high), (worse, low) in zip(by_rank, by_rank[1:], strict=False):
            if high.min < low.min:
                draft.add(f"grade.{better}.min", "grades-crossed", value=high.min, other=f"grade.{worse}")
        if by_rank and by_rank[-1][1].min != 0:
            draft.add(f"grade.{by_rank[-1][0]}.min", "band-gap", value=by_rank[-1][1].min)


def _idle(draft: Draft) -> None:
    """A measure that nothing proposes and no one can choose is a slip; so is a procedure that nothing leads to."""
    proposed = {name for item in draft.items.get("consequence", {}).values() for name in item.measures}
    for key in draft.items.get("measure", {}):
        if key not in proposed and len(draft.items.get("consequence", {})) == len(draft.ids("consequence")):
            draft.add(f"measure.{key}", "measure-unused")
