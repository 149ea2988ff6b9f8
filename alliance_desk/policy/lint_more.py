"""What only several items of a pack together can get wrong: bounds that exclude each other, readings that overlap, things nobody uses."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from alliance_desk.policy import after as a
from alliance_desk.policy import pack as p
from alliance_desk.policy.lint_tables import Draft
from alliance_desk.policy.stages import JUDGING

_PLACES: Mapping[str, tuple[str, ...]] = {
    "period": ("count_first_day", "roll", "given"),
    "panel": ("size",),
    "stage": ("filed",),
    "duty": ("roll", "first_year", "window", "counts", "days"),
    "procedure": ("bands",),
    "check": ("base", "agent"),
}
"""Table → fields that may name a reading. A filter's ``given`` may stand beside any other use."""

_ONLY_IN: Mapping[str, tuple[a.Kind, ...]] = {
    "grading": (a.Kind.ASSESSMENT,),
    "measure": (a.Kind.RECTIFICATION,),
    "acceptance": (a.Kind.RECTIFICATION,),
    "exit": (a.Kind.EXIT,),
    "entry": (a.Kind.ENTRY,),
    "support": (a.Kind.SUPPORT,),
}
"""Kind of stage → kinds of procedure in which its outcome can take effect."""

_LEADS: Mapping[a.Kind, str] = {
    a.Kind.CHANGE: "change",
    a.Kind.RECTIFICATION: "measure",
    a.Kind.EXIT: "ground",
    a.Kind.SUPPORT: "support",
}
"""Kind of procedure → the table of which an item must name it, or nobody could say what a case of it is about."""


def lint_more(draft: Draft) -> None:
    """Everything that needs a look across tables; the items themselves have been looked at before."""
    _bases(draft)
    _dates(draft)
    _bounds(draft)
    _questions(draft)
    _readings(draft)
    _whens(draft)
    _stages(draft)
    _notices(draft)
    _idle(draft)


def _items(draft: Draft, table: str) -> dict[str, Any]:
    return draft.items.get(table, {})


def _whole(draft: Draft, *tables: str) -> bool:
    """Whether every item of these tables has its shape: a misshapen one may be the very one that is missed."""
    return all(len(_items(draft, table)) == len(draft.ids(table)) for table in tables)


def _bases(draft: Draft) -> None:
    """Score lines and the three single tables rest on an article like everything else."""
    for key, item in _items(draft, "score").items():
        if not item.basis.strip():
            draft.add(f"score.{key}", "no-basis")
    for table in ("scoring", "recognition"):
        item = draft.single.get(table)
        if item is not None and not item.basis.strip():
            draft.add(table, "no-basis")


def _dates(draft: Draft) -> None:
    header: p.Header | None = draft.single.get("pack")
    if header is not None and header.closes and header.effective and header.closes < header.effective:
        draft.add("pack.closes", "min-over-max", min=header.effective, max=header.closes)


def _bounds(draft: Draft) -> None:
    """A least number above another condition's most, or two windows without a common day."""
    bounded = [
        (key, check, about)
        for key, check in _items(draft, "check").items()
        if (about := _about(check)) is not None and isinstance(check, p.MemberCount | p.NumberRange)
    ]
    for key, low, about in bounded:
        for other, high, among in bounded:
            if low.min is None or high.max is None or key == other or not _together(low, high):
                continue
            if low.min > high.max and (about == among or (among == "" and isinstance(low, p.MemberCount))):
                draft.add(f"check.{key}.min", "bounds-contradict", min=low.min, max=high.max, other=f"check.{other}")
    windows = [(key, check) for key, check in _items(draft, "check").items() if isinstance(check, p.Window)]
    for key, one in windows:
        for other, two in windows:
            if one.opens > two.closes and _together(one, two):
                draft.add(
                    f"check.{key}.opens", "bounds-contradict", min=one.opens, max=two.closes, other=f"check.{other}"
                )


def _about(check: p.Check) -> str | None:
    """What a condition counts; empty for all members, None where it counts nothing."""
    if isinstance(check, p.MemberCount):
        everybody = check.where == p.Where() and check.or_where is None
        return "" if everybody else f"{check.where} {check.or_where}"
    return check.path if isinstance(check, p.NumberRange) else None


def _together(one: p.Check, two: p.Check) -> bool:
    """Whether both conditions can be asked of the same case."""
    apart = any(two.given.get(reading, option) != option for reading, option in one.given.items())
    return one.of == two.of and not apart and (not one.when or not two.when or bool({*one.when} & {*two.when}))


def _questions(draft: Draft) -> None:
    """Two readings with the same question set the same thing."""
    seen: dict[str, str] = {}
    for key, reading in _items(draft, "reading").items():
        question = "".join(c for c in reading.question if c.isalnum())
        if not question:
            draft.add(f"reading.{key}.question", "empty")
        elif question in seen:
            draft.add(f"reading.{key}.question", "readings-overlap", other=f"reading.{seen[question]}")
        seen.setdefault(question, key)


def _readings(draft: Draft) -> None:
    """One reading that sets two different things leaves the office no choice between them."""
    uses: dict[str, dict[str, str]] = {}
    for table, fields in _PLACES.items():
        for key, item in _items(draft, table).items():
            for field in fields:
                if (reading := getattr(item, field, "")) in draft.ids("reading"):
                    uses.setdefault(reading, {}).setdefault(field, f"{table}.{key}.{field}")
    for reading, places in uses.items():
        if len(places) > 1:
            draft.add(f"reading.{reading}", "reading-two-uses", places=tuple(places.values()))


def _whens(draft: Draft) -> None:
    """A condition for grounds or changes that its procedure does not have would never be asked."""
    procedures = _items(draft, "procedure")
    for key, check in _items(draft, "check").items():
        if not check.when or check.of not in {"", *procedures}:
            continue
        allowed = [*draft.ids("category"), *_of(draft, check.of)]
        for value in check.when:
            if value not in allowed:
                draft.add(f"check.{key}.when", "when-elsewhere", value=value, allowed=tuple(allowed) or ("—",))


def _of(draft: Draft, procedure: str) -> Iterator[str]:
    """Grounds and changes of a procedure, by which its conditions may ask."""
    if procedure:
        yield from (key for key, ground in _items(draft, "ground").items() if ground.procedure == procedure)
        yield from (change.what for change in _items(draft, "change").values() if change.procedure == procedure)


def _stages(draft: Draft) -> None:
    """What an outcome does to the register, it can only do in the procedure made for it."""
    procedures: dict[str, a.Procedure] = _items(draft, "procedure")
    for key, stage in _items(draft, "stage").items():
        kinds, procedure = _ONLY_IN.get(stage.kind), procedures.get(stage.of)
        if kinds and procedure is not None and procedure.kind not in kinds:
            allowed = tuple(kind.value for kind in kinds)
            draft.add(
                f"stage.{key}.kind", "stage-foreign", kind=stage.kind, value=procedure.kind.value, allowed=allowed
            )


def _notices(draft: Draft) -> None:
    """A grade stands in the register from its day: its public notice comes before it, or an objection upheld would come too late."""
    stages: dict[str, p.Stage] = _items(draft, "stage")
    procedures: dict[str, a.Procedure] = _items(draft, "procedure")
    assessments = {key for key, item in procedures.items() if item.kind is a.Kind.ASSESSMENT}
    for key, notice in stages.items():
        if notice.back:
            before = [one for one in _before(stages, key) if stages[one].kind in JUDGING] if notice.of else []
            draft.among(f"stage.{key}.back", [notice.back], sorted(before))
        if notice.kind != "public_notice" or notice.of not in assessments:
            continue
        for other, grading in stages.items():
            if (grading.kind, grading.of) == ("grading", notice.of) and key not in _before(stages, other):
                draft.add(f"stage.{key}", "notice-after-grade", value=notice.name, stage=key, other=f"stage.{other}")


def _before(stages: Mapping[str, p.Stage], key: str) -> set[str]:
    """Every stage that is done before one may be closed."""
    found: set[str] = set()
    waiting = [*stages[key].after]
    while waiting:
        one = waiting.pop()
        if one in stages and one not in found:
            found.add(one)
            waiting += stages[one].after
    return found


def _idle(draft: Draft) -> None:
    """Procedures that nothing leads to, reports that never fall due, ladders that no assessment uses."""
    procedures: dict[str, a.Procedure] = _items(draft, "procedure")
    for key, item in procedures.items():
        table = _LEADS.get(item.kind, "")
        if table and _whole(draft, table) and key not in _named(_items(draft, table).values()):
            draft.add(f"procedure.{key}", "procedure-idle", value=item.name, table=table)
        due = item.kind is a.Kind.REPORT and item.yearly
        if due and _whole(draft, "duty") and key not in _named(_items(draft, "duty").values()):
            draft.add(f"procedure.{key}", "report-without-duty", value=item.name)
    if _whole(draft, "procedure"):
        ladders = {item.ladder for item in procedures.values()}
        for key, grade in _items(draft, "grade").items():
            if grade.ladder not in ladders:
                draft.add(f"grade.{key}.ladder", "ladder-unused", value=grade.ladder)


def _named(items: Iterable[Any]) -> set[str]:
    return {item.procedure for item in items}
