"""What differs between two versions of a policy, or between a pack and the rules a case is pinned to: item by item, in words."""

from collections.abc import Iterator, Mapping
from enum import Enum, StrEnum
from typing import Any, cast

import msgspec
from msgspec import Struct

from alliance_desk import words
from alliance_desk.policy.compose import compose
from alliance_desk.policy.lint_tables import YES_NO
from alliance_desk.policy.pack import Check, FormField, Pack, Period, Where
from alliance_desk.policy.rulebook_checks import asked
from alliance_desk.policy.speech import Speech

_NAMES = ("title", "name", "question")
"""Fields that tell a person what an item is, the first that it has."""
_TABLES = {f.encode_name: f.name for f in msgspec.structs.fields(Pack) if f.encode_name not in {"chosen", "order"}}
_REFERS: Mapping[str, tuple[str, ...]] = {
    "after": ("stage",),
    "actor": ("role",),
    "by": ("role",),
    "meeting": ("meeting",),
    "period": ("period",),
    "panel": ("panel",),
    "procedure": ("procedure",),
    "of": ("procedure",),
    "again": ("check",),
    "accepts": ("paper",),
    "measures": ("measure",),
    "grades": ("grade",),
    "ground": ("ground",),
    "duty": ("duty",),
    "activity": ("activity",),
    "number": ("number",),
    "numbered": ("number",),
    "when": ("category", "ground"),
    **dict.fromkeys(
        ("filed", "window", "size", "count_first_day", "roll", "first_year", "counts", "bands", "given"), ("reading",)
    ),
}
"""Field → tables that its value may name."""
_LABELS: Mapping[str, tuple[str, ...]] = {
    "kinds": ("member-kind", "expert-kind"),
    "kind": ("stage-kind", "procedure-kind"),
    "scope": ("rulebook.scope",),
    "mode": ("rulebook.mode",),
    "what": ("change-what",),
    "when": ("change-what",),
    "roles": ("member-role",),
    "unit": ("member-role",),
    "count_from": ("rulebook.event",),
    "figure": ("path.members",),
    "subject": ("rulebook.due",),
    "counts": ("rulebook.due",),
}
"""Field → wordings that its value may be."""
_WORDS = ("when", "run", "dimension", "by", "window", "table")
"""Fields of the other closed vocabularies."""


class Kind(StrEnum):
    """What happened to an item."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Difference(Struct, frozen=True):
    """One difference. table, key: where it stands; name: what it is called; basis: its article, as the newer side has it.

    key, name: empty for a table that is one item itself. field: of a changed item, with its value before and after in words; empty for a whole item.
    """

    kind: Kind
    table: str
    key: str
    name: str
    basis: str
    field: str = ""
    before: str = ""
    after: str = ""

    def text(self, language: str = "zh_CN") -> str:
        """The difference as a sentence."""
        table = words.text(f"pack-table.{self.table}", language=language)
        basis = words.text("difference.basis", {"basis": self.basis}, language) if self.basis else ""
        name = words.text("difference.name", {"name": self.name}, language) if self.name else ""
        facts = {"table": table, "name": name, "basis": basis}
        if self.kind is not Kind.CHANGED:
            return words.text(f"difference.{self.kind.value}", facts, language)
        nothing = words.text("difference.nothing", language=language)
        field = words.text(f"pack-field.{self.field}", language=language)
        values = {"field": field, "before": self.before or nothing, "after": self.after or nothing}
        return words.text("difference.changed", facts | values, language)


def differences(old: Pack, new: Pack, language: str = "zh_CN") -> list[Difference]:
    """Everything that differs, in the order of the tables; empty when both give the same rules.

    A pack that is not composed counts with its defaults.
    """
    one, two = (Speech(pack if pack.order else compose(pack, {}), language) for pack in (old, new))
    found: list[Difference] = []
    for table, field in _TABLES.items():
        found += _table(one, two, table, getattr(one.rules, field), getattr(two.rules, field))
    return found


def _table(one: Speech, two: Speech, table: str, left: Any, right: Any) -> Iterator[Difference]:
    """One table: of items by id, or one item itself that either side may lack."""
    if isinstance(right, dict):
        yield from _items(one, two, table, left, cast("dict[str, Any]", right))
    elif left is not None and right is not None:
        yield from _fields(one, two, table, "", left, right)
    elif left is not right:
        kind, item = (Kind.ADDED, right) if left is None else (Kind.REMOVED, left)
        yield Difference(kind, table, "", "", getattr(item, "basis", ""))


def _items(one: Speech, two: Speech, table: str, left: dict[str, Any], right: dict[str, Any]) -> Iterator[Difference]:
    for key, item in left.items():
        if key not in right:
            yield Difference(Kind.REMOVED, table, key, _name(one, key, item), getattr(item, "basis", ""))
    for key, item in right.items():
        if key not in left:
            yield Difference(Kind.ADDED, table, key, _name(two, key, item), getattr(item, "basis", ""))
        else:
            yield from _fields(one, two, table, key, left[key], item)
            if table == "reading" and one.option(key) != two.option(key):
                yield Difference(
                    Kind.CHANGED, table, key, item.question, item.basis, "chosen", one.chosen(key), two.chosen(key)
                )
    common = [key for key in left if key in right]
    if common != [key for key in right if key in left]:
        before, after = (
            two.listing(_name(two, key, rows[key]) for key in rows if key in common) for rows in (left, right)
        )
        yield Difference(Kind.CHANGED, table, "", "", "", "order", before, after)


def _name(speech: Speech, key: str, item: Any) -> str:
    if isinstance(item, Period):
        stages = (stage.name for stage in speech.rules.stage.values() if stage.period == key)
        return speech.listing(stages) or key
    if isinstance(item, FormField):
        return speech.path(key)
    return next((text for name in _NAMES if (text := getattr(item, name, ""))), key)


def _fields(one: Speech, two: Speech, table: str, key: str, left: Any, right: Any) -> Iterator[Difference]:
    """The fields of one item; a condition that became one of another kind is told by its sentences besides."""
    if left == right:
        return
    basis = getattr(right, "basis", "")
    name = _name(two, key, right) if key else ""
    if isinstance(left, Check) and type(left) is not type(right):
        yield Difference(Kind.CHANGED, table, key, name, basis, "check", asked(one, left), asked(two, right))
    elif type(left) is not type(right):
        yield Difference(Kind.CHANGED, table, key, name, basis, "kind", _tag(left), _tag(right))
    for field in right.__struct_fields__:
        before: Any = getattr(left, field, None)
        after: Any = getattr(right, field)
        if before == after or not hasattr(left, field):
            continue
        if isinstance(before, Struct) and isinstance(after, Struct) and not isinstance(before, Where):
            yield from _fields(one, two, table, key, before, after)
            continue
        told = _told(one, table, field, left, before), _told(two, table, field, right, after)
        yield Difference(Kind.CHANGED, table, key, name, basis, field.rstrip("_"), *told)


def _told(speech: Speech, table: str, field: str, item: Any, value: Any) -> str:
    if table == "support" and field in {"least", "most"}:
        return speech.money(value)
    if table == "reading" and field == "default":
        return str(item.options.get(value, value))
    return shown(speech, field, value)


def _tag(item: Any) -> str:
    return str(item.__struct_config__.tag or "")


def shown(speech: Speech, field: str, value: Any) -> str:
    """A value of a pack as a person reads it: names instead of ids, yes and no, filters as phrases."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return speech.say("difference.yes" if value else "difference.no")
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Where):
        return speech.members(value)
    if isinstance(value, list):
        return speech.listing(shown(speech, field, one) for one in cast("list[Any]", value))
    if isinstance(value, dict):
        return speech.series(_pairs(speech, field, cast("dict[str, Any]", value)))
    if isinstance(value, Struct):
        return speech.series(
            f"{words.text(f'pack-field.{name}', language=speech.language)} {shown(speech, name, getattr(value, name))}"
            for name in value.__struct_fields__
            if getattr(value, name) not in (None, "", [], {})
        )
    if field in {"path", "paths", "about"}:
        return speech.path(str(value))
    return _named(speech, field, str(value))


def _pairs(speech: Speech, field: str, value: dict[str, Any]) -> Iterator[str]:
    for key, inner in value.items():
        if field == "given":
            yield speech.reading(key) if key in speech.rules.reading else f"{key} {inner}"
        elif field == "options":
            yield str(inner)
        else:
            yield f"{_named(speech, field, key)} {shown(speech, '', inner)}"


def _named(speech: Speech, field: str, value: str) -> str:
    """What an id stands for: an item of the pack, or a word of a closed vocabulary."""
    for table in _REFERS.get(field, ()):
        if (item := getattr(speech.rules, _TABLES[table]).get(value)) is not None:
            return _name(speech, getattr(item, "pattern", value), item)
    known = words.catalogue(speech.language)
    labels = (
        *(f"{table}.{value.replace('_', sign)}" for table in _LABELS.get(field, ()) for sign in "_-"),
        f"difference.{value}" if value in YES_NO else "",
        f"pack-value.{value}" if field in _WORDS else "",
    )
    return next((speech.say(label) for label in labels if label in known), value)
