"""JSON Schema of a pack, for editors that complete and check while somebody types: shape, closed words, what each table is for.

It says less than the linter: whether a reference leads somewhere, or a stage can be reached, only ``policy check`` knows.
"""

import inspect
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast, get_type_hints

import msgspec

from alliance_desk import words
from alliance_desk.policy import vocabulary as v
from alliance_desk.policy.facts import Facts, member_fields
from alliance_desk.policy.pack import COMPOSED, Pack
from alliance_desk.policy.stages import OUTCOMES

_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
_DAY = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"
_DIVISION = "^(@|[0-9]{2,6})$"
_CLOSED: Mapping[tuple[str, str], Sequence[str]] = {
    ("Role", "levels"): v.LEVELS,
    ("Where", "roles"): v.MEMBER_ROLES,
    ("Where", "kinds"): v.MEMBER_KINDS,
    ("Where", "flags"): v.FLAGS,
    ("Paper", "scope"): v.SCOPES,
    ("Paper", "kinds"): v.MEMBER_KINDS,
    ("Stage", "kind"): tuple(OUTCOMES),
    ("Stage", "mode"): v.REVIEW_MODES,
    ("UnitEligible", "unit"): v.MEMBER_ROLES,
    ("DistinctCount", "dimension"): v.DIMENSIONS,
    ("AgreementTerm", "count_from"): v.EVENTS,
    ("YearlyFigure", "figure"): v.FIGURES,
    ("Listed", "table"): ("field", "category"),
    ("NoDuplicate", "by"): ("name", "lead", "field"),
    ("Attest", "scope"): ("case", "member"),
    ("Annual", "subject"): ("this_year", "previous_year"),
    ("Consequence", "when"): ("grade", "absent", "missed", "failed", "found"),
    ("Consequence", "run"): ("single", "rounds", "years"),
    ("Change", "what"): v.CHANGES,
    ("Activity", "letter"): v.EVENT_LETTERS,
}
"""Type and field → the words it may hold; of a list, each of its entries."""
_PATTERNS: Mapping[tuple[str, str], str] = {
    ("Header", "id"): _ID,
    ("Header", "effective"): _DAY,
    ("Header", "issued"): _DAY,
    ("Header", "closes"): _DAY,
    ("Window", "opens"): _DAY,
    ("Window", "closes"): _DAY,
    ("Before", "day"): _DAY,
    ("Where", "registered"): _DIVISION,
    ("Where", "seated"): _DIVISION,
    ("Jurisdiction", "include"): "^[0-9]{2,6}$",
    ("Jurisdiction", "exclude"): "^[0-9]{6}$",
    ("Number", "pattern"): r"\{serial",
}
_PATHS = ("path", "paths", "about", "carries")
"""Fields that name document paths."""
_BELOW = "^(members|lead|papers|bodies|agreement|matter)([.].+)?$"
"""Paths below tables whose keys are ids, and those of records of which only a part is named here."""
_SECTIONS = ("case", "alliance", "application", "agreement", "matter")
_LEAST: Mapping[tuple[str, str], tuple[int, int | None]] = {
    ("Header", "version"): (1, None),
    ("Until", "years"): (1, 99),
    ("Period", "n"): (1, None),
    ("MemberRatio", "min_percent"): (0, 100),
    ("Score", "max"): (1, None),
    ("Scoring", "pass_mark"): (0, 100),
    ("Grade", "min"): (-1, 100),
    ("Grade", "rank"): (1, None),
    ("Annual", "month"): (0, 12),
    ("Annual", "day"): (1, 31),
    ("Consequence", "count"): (1, 99),
}
"""Type and field → least and most, both inclusive."""

Schema = dict[str, Any]


def pack_schema(*, call: bool = False, language: str = "zh_CN") -> Schema:
    """The schema. call: of a pack that lies over another, whose items may be parts or ``off = true``. language: of labels."""
    made = msgspec.json.schema(Pack)
    defs = cast("dict[str, Schema]", made.pop("$defs"))
    del defs["Off"]  # only what is composed holds one
    for name, table in defs.items():
        if "description" in table:
            table["description"] = re.sub(r"\n +", " ", inspect.cleandoc(table["description"]))
        for field, rule in cast("dict[str, Schema]", table.get("properties", {})).items():
            _close(rule, name, field)
            _label(rule, field, language)
        if call and name not in {"Pack", "Header", "Where"}:
            _part(table)
    defs["DocumentPath"] = {"anyOf": [{"enum": _paths()}, {"type": "string", "pattern": _BELOW}]}
    whole = defs["Pack"]
    for written in COMPOSED:
        del whole["properties"][written]
    for table, rule in cast("dict[str, Schema]", whole["properties"]).items():
        if "additionalProperties" in rule and table != "form":
            rule["propertyNames"] = {"pattern": _ID}
    if call:
        whole["required"] = ["pack"]
        # What belongs to the policy may be left to it; who the call is, it says itself.
        defs["Header"]["required"] = ["id", "version", "parent"]
    title = words.text("schema.call" if call else "schema.pack", language=language)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "$ref": "#/$defs/Pack",
        "$defs": defs,
    }


def schema_text(*, call: bool = False, language: str = "zh_CN") -> str:
    """The schema as a file."""
    return json.dumps(pack_schema(call=call, language=language), ensure_ascii=False, indent=1) + "\n"


def _close(rule: Schema, name: str, field: str) -> None:
    """Closed words, patterns and bounds of one field."""
    inner = cast("Schema", rule["items"]) if rule.get("type") == "array" and "items" in rule else rule
    if (allowed := _CLOSED.get((name, field))) is not None:
        # Where a field may stay empty, the empty text is its default.
        inner["enum"] = [*allowed, *([""] if inner is rule and rule.get("default") == "" else [])]
    if (pattern := _PATTERNS.get((name, field))) is not None:
        inner["pattern"] = pattern
    if (bounds := _LEAST.get((name, field))) is not None:
        inner |= {"minimum": bounds[0], **({"maximum": bounds[1]} if bounds[1] is not None else {})}
    if field in _PATHS:
        # Of a judgement on each member the fields of its record may be named; where no path is needed, none.
        own = [{"enum": list(member_fields())}] if name == "Attest" else [{"const": ""}] if inner is rule else []
        inner["anyOf"] = [{"$ref": "#/$defs/DocumentPath"}, *own]


def _paths() -> list[str]:
    """Document paths by name, whole sections and their fields."""
    found: list[str] = []
    for section, kind in get_type_hints(Facts).items():
        fields = getattr(kind, "__struct_fields__", ())
        found += [section, *(f"{section}.{field}" for field in fields)] if section in _SECTIONS else []
    return found


def _label(rule: Schema, field: str, language: str) -> None:
    rule["title"] = words.text(f"pack-field.{field}", language=language)
    if "$ref" in rule:  # beside a reference only annotations may stand
        rule.pop("default", None)


def _part(table: Schema) -> None:
    """An item of a call: single keys of it, or that it is taken away."""
    table.pop("required", None)
    if table.get("type") == "object":
        table["properties"] = {**table.get("properties", {}), "off": {"const": True}}
