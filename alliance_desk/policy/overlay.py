"""A call (申报通知) over its policy: packs written one above the other become one, item by item.

A call names the pack it lies over as its ``parent``. What it writes of an item replaces or adds single keys of the parent's; a value such as
a list or a filter is replaced whole, and an item of another kind stands instead of the parent's. ``off = true`` with a ``basis`` takes an
item away. Fields of the header stand as the call writes them; what belongs to one document alone (its number, its days, its term) is never
handed down. A parent that is not known leaves the call standing alone. What was switched off is kept by name and article (``off``), so that
rules a case is pinned to tell it years later, whatever has become of the parent by then.
"""

import tomllib
from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any, Protocol, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from alliance_desk.errors import Fact, Refused
from alliance_desk.policy.faults import Fault, Lines
from alliance_desk.policy.lint import faults_in, parsed
from alliance_desk.policy.lint_tables import NEEDS_BASIS, Draft
from alliance_desk.policy.pack import Pack

Raw = dict[str, Any]
_SINGLE = {f.encode_name for f in msgspec.structs.fields(Pack) if getattr(f.type, "__origin__", None) is not dict}
"""Tables that are one item themselves (certificate, recognition …)."""
_OWN = ("doc_no", "issued", "remark", "closes", "parent")
"""Fields of the header that belong to one document alone."""
_NAMES = ("title", "name", "question", "label")
"""Fields that tell a person what an item is, the first that it has."""
_TERM = ("effective", "until")
"""Go together: the term of a policy runs from its own day."""


class Written(Struct, frozen=True):
    """One pack as it was written. id: by which a call names it as parent. file: its name for the messages."""

    id: str
    file: str
    text: str


class Add(Protocol):
    """Notes a fault at a dotted key."""

    def __call__(self, key: str, code: str, **facts: Fact) -> None: ...


@cache
def parent_of(text: str) -> str:
    """Id of the pack that a pack lies over; empty where it names none, or its text cannot be read."""
    try:
        header = tomllib.loads(text).get("pack")
    except (ValueError, RecursionError):  # not TOML, or more of it than can be read
        return ""
    parent = cast("Raw", header).get("parent") if isinstance(header, dict) else ""
    return parent if isinstance(parent, str) else ""


def layers(pack: Written, find: Callable[[str], Written | None]) -> list[Written]:
    """A pack and those it lies over, the pack first, as far as they are known.

    find: a pack by its id, None where it is not known. Raises Refused ``policy.parent-circle`` naming those that go in a circle.
    """
    found = [pack]
    while (parent := parent_of(found[-1].text)) and (above := find(parent)) is not None:
        found.append(above)
        ids = [layer.id for layer in found]
        if parent in ids[:-1]:
            circle = " → ".join(ids[ids.index(parent) :])
            raise Refused("policy.parent-circle", file=pack.file, circle=circle, parent=ids[-2])
    return found


def faults_over(written: Sequence[Written], layouts: Collection[str] | None = None) -> list[Fault]:
    """All faults of a pack in line order; empty when it may be loaded.

    written: as ``layers`` gives them. A parent is looked at by itself first, and while it is at fault nothing is said of the call; so what
    is wrong then comes from the call, and file and line are the call's own.
    """
    below: Raw = {}
    for layer in reversed(written):
        raw = parsed(layer.text, layer.file)
        if isinstance(raw, Fault):
            return [raw]
        lines = _CallLines(layer.text) if below else Lines(layer.text)
        draft = Draft(layer.file, lines, {})
        draft.raw = over(below, raw, draft.add)
        if found := faults_in(draft, layouts):
            placed = (_placed(fault, lines, raw) for fault in found)
            return sorted(placed, key=lambda fault: (fault.line, fault.key, fault.code))
        below = draft.raw
    return []


def composed(written: Sequence[Written]) -> Raw:
    """The tables of a sound pack over its sound parents."""
    below: Raw = {}
    gone: Raw = {}
    whose: dict[str, Raw] = {}
    for layer in reversed(written):
        call = tomllib.loads(layer.text)
        gone |= _taken_away(below, call, whose)
        below = over(below, call, _ignore)
        for path, item in _items(call):
            if "off" not in item:
                whose[path] = call["pack"]
                gone.pop(path, None)
    return below | ({"off": gone} if gone else {})


def _items(raw: Raw) -> list[tuple[str, Raw]]:
    """Every item by its dotted path."""
    found: list[tuple[str, Raw]] = []
    for table, rows in raw.items():
        if table in _SINGLE:
            found.append((table, rows))
        else:
            found += [(f"{table}.{key}", item) for key, item in cast("Raw", rows).items()]
    return found


def _taken_away(below: Raw, call: Raw, whose: dict[str, Raw]) -> Raw:
    """What a call switches off of the tables under it: its name and article there, and the call's own article.

    whose: path → header of the text that wrote it last.
    """
    known = dict(_items(below))
    found: Raw = {}
    for path, item in _items(call):
        if "off" in item and path in known:
            was = known[path]
            kept = {
                "name": next((str(was[field]) for field in _NAMES if was.get(field)), path.partition(".")[2] or path),
                "article": was.get("basis", ""),
                "of": was.get("of", ""),
                "basis": item.get("basis", ""),
            }
            header = {"parent": whose[path]["id"], "title": whose[path].get("title", whose[path]["id"])}
            found[path] = header | {field: text for field, text in kept.items() if text}
    return found


def over(below: Raw, call: Raw, add: Add) -> Raw:
    """The tables of a call laid over its parent's; below: empty where the pack lies over nothing."""
    made: Raw = {table: dict(cast("Raw", rows)) if isinstance(rows, dict) else rows for table, rows in below.items()}
    for table, rows in call.items():
        under = below.get(table)
        if not isinstance(rows, dict):
            made[table] = rows
        elif table == "pack":
            made[table] = _header(cast("Raw", under or {}), cast("Raw", rows))
        elif table in _SINGLE:
            _lay(made, table, table, cast("Raw", rows), add)
        else:
            items: Raw = made.setdefault(table, {})
            for key, item in cast("Raw", rows).items():
                _lay(items, key, f"{table}.{key}", item, add)
            if not items:
                del made[table]
    return made


def _header(below: Raw, call: Raw) -> Raw:
    """The call's header over the parent's."""
    term = () if "effective" not in call else _TERM
    return {key: value for key, value in below.items() if key not in (*_OWN, *term)} | call


def _lay(items: Raw, key: str, path: str, item: object, add: Add) -> None:
    """One item of a call into a table of the parent's."""
    under = items.get(key)
    if not isinstance(item, dict):
        items[key] = item
        return
    said = cast("Raw", item)
    if "off" in said:
        _off(items, key, path, said, add)
        return
    if not isinstance(under, dict):
        items[key] = said
        return
    if not said.get("basis") and path.partition(".")[0] in (*NEEDS_BASIS, *_SINGLE):
        # The parent's article does not say what the call says.
        add(path, "no-basis")
    known = cast("Raw", under)
    other = "kind" in said and said["kind"] != known.get("kind")
    items[key] = dict(said) if other else known | said


def _off(items: Raw, key: str, path: str, said: Raw, add: Add) -> None:
    if key not in items:
        add(path, "off-nothing", value=key, allowed=tuple(items) if "." in path and items else ("—",))
    if said["off"] is not True:
        add(f"{path}.off", "not-allowed", value=str(said["off"]).lower(), allowed=("true",))
    if more := tuple(name for name in said if name not in {"off", "basis"}):
        add(path, "off-with-more", names=more)
    if not str(said.get("basis", "")).strip():
        add(path, "no-basis")
    items.pop(key, None)


class _CallLines(Lines):
    """Lines of a call: what it does not write itself is its doing all the same, and stands where it names its parent."""

    def of(self, key: str) -> int:
        """The line of a key of the call, or of what is the call's doing."""
        table, *more = key.split(".")
        item = table if table in _SINGLE or not more else f"{table}.{more[0]}"
        return super().of(key if item in self._lines else "pack.parent")


def _placed(fault: Fault, lines: Lines, call: Raw) -> Fault:
    """A fault at what the call took away from under something of the parent's stands where it took it away."""
    value = fault.facts.get("value")
    for table, rows in call.items():
        item = cast("Raw", rows).get(str(value)) if isinstance(rows, dict) and table not in _SINGLE else None
        if fault.code in {"unknown-id", "not-allowed"} and isinstance(item, dict) and "off" in item:
            return replace(fault, line=lines.of(f"{table}.{value}"))
    return fault


def _ignore(key: str, code: str, **facts: Fact) -> None:
    """The faults of what has been looked at before."""
