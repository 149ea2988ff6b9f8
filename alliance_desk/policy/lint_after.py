"""What is wrong with a pack's tables for the life after recognition: references, bounds, ladders, procedures nobody can run."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from alliance_desk.policy import after as a
from alliance_desk.policy.conditions import Severity
from alliance_desk.policy.lint_tables import YES_NO, Draft
from alliance_desk.policy.pack import Recognition
from alliance_desk.policy.vocabulary import CHANGES, EVENT_LETTERS

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
    for key, item in draft.items.get("unknown", {}).items():
        if not item.question.strip():
            draft.add(f"unknown.{key}.question", "empty")
    for table in ("paper", "score"):
        for key, item in draft.items.get(table, {}).items():
            draft.refers(f"{table}.{key}.of", item.of, "procedure")
    _ladders(draft)
    _idle(draft)


def _procedure(draft: Draft, key: str, item: a.Procedure) -> None:
    _needs(draft, f"{key}.by", item.by, "role")
    elsewhere = {name for name, check in draft.items.get("check", {}).items() if check.of}
    draft.among(f"{key}.again", item.again, [name for name in draft.ids("check") if name not in elsewhere])
    if item.severity is Severity.MANUAL:
        allowed = (Severity.BLOCK.value, Severity.VERIFY.value)
        draft.add(f"{key}.severity", "severity", value=item.severity.value, allowed=allowed)
    draft.refers(f"{key}.numbered", item.numbered, "number")
    draft.among(f"{key}.not_for", item.not_for, _acts(draft))
    _yes_no(draft, f"{key}.bands", item.bands)
    name = key.removeprefix("procedure.")
    stages = [stage.kind for stage in draft.items.get("stage", {}).values() if stage.of == name]
    wanted = _DECISIVE[item.kind]
    if _whole(draft, "stage") and sum(stages.count(kind) for kind in wanted) != 1:
        draft.add(key, "procedure-needs", kind=item.kind.value, wanted=wanted)
    known = tuple(dict.fromkeys(grade.ladder for grade in draft.items.get("grade", {}).values()))
    if item.ladder and item.ladder not in known and _whole(draft, "grade"):
        draft.add(f"{key}.ladder", "unknown-ladder", value=item.ladder, allowed=known or ("—",))
    if (item.kind is a.Kind.ASSESSMENT) != bool(item.ladder):
        draft.add(f"{key}.ladder", "ladder-of-assessment")
    if item.act and item.kind is not a.Kind.ENTRY:
        draft.add(f"{key}.act", "act-of-entry")


def _whole(draft: Draft, table: str) -> bool:
    """Whether every item of a table has its shape: a misshapen one may be the very one that is missed."""
    return len(draft.items.get(table, {})) == len(draft.ids(table))


def _needs(draft: Draft, key: str, value: str, table: str) -> None:
    """A reference that must not be empty."""
    if not value:
        draft.add(key, "empty")
    draft.refers(key, value, table)


def _acts(draft: Draft) -> list[str]:
    """Under which words the register keeps alliances."""
    procedures = draft.items.get("procedure", {}).values()
    given: Recognition = draft.single.get("recognition") or Recognition()  # none where it is misshapen
    return [given.kind, *(item.act for item in procedures if item.act)]


def _duty(draft: Draft, key: str, item: a.AnyDuty) -> None:
    _of(draft, f"{key}.procedure", item.procedure, needed=not isinstance(item, a.Active | a.Office))
    draft.among(f"{key}.invited", item.invited, _acts(draft))
    draft.among(f"{key}.not_for", item.not_for, _acts(draft))
    found: a.Procedure | None = draft.items.get("procedure", {}).get(item.procedure)
    if isinstance(item, a.Annual) and found is not None and not found.yearly:
        draft.add(f"{key}.procedure", "duty-not-yearly", value=item.procedure)
    if isinstance(item, a.Annual | a.Office):
        draft.least(f"{key}.month", item.month, 0, 12)
        draft.least(f"{key}.day", item.day, 1, 31)
    if isinstance(item, a.Annual):
        draft.among(f"{key}.subject", [item.subject], ("this_year", "previous_year"))
        _yes_no(draft, f"{key}.roll", item.roll)
        if item.counts not in {"received", "forwarded"}:
            draft.reads(f"{key}.counts", item.counts, {"received", "forwarded"})
    if isinstance(item, a.Annual | a.Active):
        _yes_no(draft, f"{key}.first_year", item.first_year)
    if isinstance(item, a.Active):
        _needs(draft, f"{key}.activity", item.activity, "activity")
        draft.least(f"{key}.n", item.n, 1)
    if isinstance(item, a.Prompt):
        _of(draft, f"{key}.procedure", item.procedure, a.Kind.EVENT)
        _days(draft, f"{key}.days", item.days)
    if isinstance(item, a.NthYear):
        draft.least(f"{key}.n", item.n, 1, 99)
        if item.window not in {"calendar", "date"}:
            draft.reads(f"{key}.window", item.window, {"calendar", "date"})
    if isinstance(item, a.Every):
        draft.least(f"{key}.least", item.least, 1, 99)
        draft.least(f"{key}.most", item.most, 1, 99)
        if item.least > item.most:
            draft.add(f"{key}.least", "min-over-max", min=item.least, max=item.most)


def _days(draft: Draft, key: str, value: str) -> None:
    """A number of days, or a reading whose options are numbers."""
    if value.isdecimal():
        draft.least(key, int(value), 0, 366)
        return
    reading = draft.reads(key, value)
    for option in reading.options if reading else ():
        if not option.isdecimal():
            draft.add(key, "panel-size", value=option)


def _yes_no(draft: Draft, key: str, value: str) -> None:
    if value not in YES_NO:
        draft.reads(key, value, YES_NO)


def _of(draft: Draft, key: str, value: str, *kinds: a.Kind, needed: bool = True) -> None:
    """A reference to a procedure of one of these kinds; needed: it must not be empty."""
    if needed and not value:
        draft.add(key, "empty")
    draft.refers(key, value, "procedure")
    found = draft.items.get("procedure", {}).get(value)
    if found is not None and kinds and found.kind not in kinds:
        draft.add(key, "procedure-kind", value=value, allowed=tuple(kind.value for kind in kinds))


def _grade(draft: Draft, key: str, item: a.Grade) -> None:
    draft.least(f"{key}.rank", item.rank, 1)
    draft.least(f"{key}.min", item.min, -1, 100)


def _consequence(draft: Draft, key: str, item: a.Consequence) -> None:
    draft.among(f"{key}.when", [item.when], ("grade", "absent", "missed", "failed", "found"))
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
    if (item.when == "found") != bool(item.activity):
        draft.add(f"{key}.activity", "consequence-field", field="activity", kind=item.when)
    draft.refers(f"{key}.activity", item.activity, "activity")
    if item.when in {"grade", "absent"}:
        _of(draft, f"{key}.procedure", item.procedure, a.Kind.ASSESSMENT)
    elif item.when == "failed":
        _of(draft, f"{key}.procedure", item.procedure, a.Kind.RECTIFICATION)
    found: a.Procedure | None = draft.items.get("procedure", {}).get(item.procedure)
    for name in item.grades if found is not None and found.ladder else ():
        grade: a.Grade | None = draft.items.get("grade", {}).get(name)
        if found is not None and grade is not None and grade.ladder != found.ladder:
            draft.add(f"{key}.grades", "grade-of-other-ladder", value=name, ladder=found.ladder)


def _measure(draft: Draft, key: str, item: a.Measure) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.RECTIFICATION if item.sanction else a.Kind.EXIT)
    draft.refers(f"{key}.period", item.period, "period")
    draft.refers(f"{key}.ground", item.ground, "ground")
    ends = any(
        stage.of == item.procedure and stage.kind == "acceptance" for stage in draft.items.get("stage", {}).values()
    )
    if item.sanction is not None and item.procedure in draft.ids("procedure") and not ends and _whole(draft, "stage"):
        draft.add(f"{key}.procedure", "flag-never-closes", value=item.sanction.value, procedure=item.procedure)
    if item.sanction is None and not item.ground:
        draft.add(f"{key}.ground", "exit-without-ground")
    if item.sanction is not None and item.ground:
        draft.add(f"{key}.ground", "sanction-with-ground")
    ground: a.Ground | None = draft.items.get("ground", {}).get(item.ground)
    if item.sanction is None and ground is not None and ground.procedure != item.procedure:
        draft.add(f"{key}.procedure", "ground-elsewhere", value=item.procedure, wanted=ground.procedure)


def _ground(draft: Draft, key: str, item: a.Ground) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.EXIT)


def _change(draft: Draft, key: str, item: a.Change) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.CHANGE, a.Kind.EVENT)
    draft.among(f"{key}.what", [item.what], CHANGES)


def _activity(draft: Draft, key: str, item: a.Activity) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.EVENT)
    draft.among(f"{key}.letter", [item.letter] if item.letter else [], EVENT_LETTERS)


def _support(draft: Draft, key: str, item: a.Support) -> None:
    _of(draft, f"{key}.procedure", item.procedure, a.Kind.SUPPORT, a.Kind.EVENT, needed=False)
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
        seen: dict[tuple[str, Any], str] = {}
        for key, grade in grades.items():
            if banded and key not in banded:
                draft.add(f"grade.{key}.min", "grade-without-band")
            for name, code in (("rank", "same-value"), ("min", "same-value"), ("name", "same-name")):
                value = getattr(grade, name)
                other = seen.setdefault((name, value), key)
                if other != key and value != -1:
                    draft.add(f"grade.{key}.{name}", code, value=value, other=f"grade.{other}")
        by_rank = sorted(banded.items(), key=lambda item: item[1].rank)
        for (better, high), (worse, low) in pairwise(by_rank):
            if high.min < low.min:
                draft.add(f"grade.{better}.min", "grades-crossed", value=high.min, other=f"grade.{worse}")
        if by_rank and len(banded) == len(grades) and _whole(draft, "grade") and by_rank[-1][1].min != 0:
            draft.add(f"grade.{by_rank[-1][0]}.min", "band-gap", value=by_rank[-1][1].min)


def _idle(draft: Draft) -> None:
    """An exit that nothing proposes is a slip, for whoever decides one by itself names its ground. Warnings need no proposal."""
    proposed = {name for item in draft.items.get("consequence", {}).values() for name in item.measures}
    for key, item in draft.items.get("measure", {}).items():
        if item.sanction is None and key not in proposed and _whole(draft, "consequence"):
            draft.add(f"measure.{key}", "measure-unused")
