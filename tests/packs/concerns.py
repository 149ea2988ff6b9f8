"""What a scenario is about, and what a rule of the table of conformance reaches: so that a row cannot cite a scenario of something else."""

from collections.abc import Iterator
from typing import Any

from alliance_desk.canonical import Json
from alliance_desk.policy.pack import Attest, Pack

_OF_STAGE = ("meeting", "period", "panel")
_STANDS_FOR = {"paper": "kind.papers", "body": "kind.roster", "clause": "kind.clauses"}
"""Table → the kind of condition that looks at its items."""


def item_of(pack: Pack, rule: str) -> Any:
    """The item that ``table.id`` names; None for what is none (a part of the engine, the header)."""
    table, _, key = rule.partition(".")
    items = getattr(pack, "field_" if table == "field" else table, None)
    return items.get(key) if isinstance(items, dict) else None


def kind_of(check: object) -> str:
    """The kind of a condition, as the pack calls it."""
    return "attest" if isinstance(check, Attest) else str(type(check).__struct_config__.tag)  # pyright: ignore[reportAttributeAccessIssue]


def reach(pack: Pack, rule: str) -> set[str]:
    """What a scenario may be about to show a rule: the rule itself, its procedure, the kind of condition that looks at it."""
    item = item_of(pack, rule)
    return {rule, *_procedures(item), *filter(None, [_STANDS_FOR.get(rule.partition(".")[0], "")])}


def about(pack: Pack, kind: str, row: Json) -> set[str]:
    """Everything that one scenario is about, by the names rules have in the table of conformance."""
    found = {*_named(kind, row), *(f"reading.{key}" for key in row.get("readings", {}))}
    if row.get("procedure"):
        found.add(f"procedure.{row['procedure']}")
    for rule in list(found):
        item = item_of(pack, rule)
        if item is not None:
            found |= {*_procedures(item), *_further(pack, rule.partition(".")[0], item)}
    return found


def _named(kind: str, row: Json) -> Iterator[str]:
    if kind == "check":
        yield f"check.{row['rule'].removeprefix('check.')}"
    elif kind == "stage":
        yield from (f"stage.{key}" for key in (*row.get("done", {}), *row.get("open", []), *row.get("shut", [])))
    elif kind == "period":
        yield f"period.{row['period']}"
    elif kind == "due":
        yield from (f"duty.{key}" for key in (*(each[0] for each in row["expect"]), *row.get("not", [])))
    else:
        yield from (f"consequence.{key}" for key in (*row["expect"], *row.get("not", [])))
        yield from (f"duty.{each[0]}" for each in row["facts"] if each[2] in {"missed", "met"})


def _procedures(item: Any) -> Iterator[str]:
    for field in ("of", "procedure"):
        if named := getattr(item, field, ""):
            yield f"procedure.{named}"


def _further(pack: Pack, table: str, item: Any) -> Iterator[str]:
    if table == "check":
        yield f"kind.{kind_of(item)}"
    elif table == "stage":
        yield from (f"{field}.{getattr(item, field)}" for field in _OF_STAGE if getattr(item, field))
    elif table == "duty" and getattr(item, "activity", ""):
        yield f"activity.{item.activity}"
    elif table == "consequence":
        yield from (f"grade.{key}" for key in item.grades)
        for key in item.measures:
            yield f"measure.{key}"
            yield f"ground.{pack.measure[key].ground}"
