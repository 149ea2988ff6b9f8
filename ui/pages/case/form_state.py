"""What a form holds while it is filled in: the file as it stands, the file as typed, and both again after somebody else wrote.

Values are as the document holds them; what cannot be read (a date that is none) stays as it was typed, and the core says what is wrong
with it. No widget here.
"""

import copy
from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from alliance_desk.canonical import Json
from alliance_desk.ledger import patch as patches
from alliance_desk.ledger.fold import Folded

OPEN = ("alliance", "application", "members", "bodies", "agreement")
"""Sections of the document that forms change; papers have a pane of their own."""
PRIVATE = "contacts"
_FRESH = ""
"""Key in a draft under which the records stand that it adds."""


class Conflict(NamedTuple):
    """A field that was typed here and changed elsewhere since. None stands for empty."""

    path: str
    draft: Any
    current: Any


class FileState:
    """One file in a form.

    seq: head of the case that ``base`` was read from. conflicts: what a draft brought back that somebody else changed meanwhile;
    lost: records that a draft typed into and that are gone.
    """

    def __init__(self, case: Folded) -> None:
        self.conflicts: list[Conflict] = []
        self.lost: list[str] = []
        self.seq = case.seq
        self.base = sections(case)
        self.now: Json = copy.deepcopy(self.base)

    # Single values

    def value(self, path: str) -> Any:
        """What stands at a path now; None for nothing."""
        return at(self.now, path)

    def record(self, path: str) -> Json:
        """The record at a path as typed; as the file has it where the form took it out; empty for none."""
        found = self.value(path) or at(self.base, path)
        return cast("Json", found) if isinstance(found, dict) else {}

    def put(self, path: str, value: Any) -> None:
        """Let a value stand at a path; None takes it away, and the tables it leaves empty with it."""
        steps = path.split(".")
        if value is None:
            _drop(self.now, steps, self.base)
            return
        here = self.now
        for step in steps[:-1]:
            here = cast("Json", here.setdefault(step, {}))
        here[steps[-1]] = value

    def changed(self, path: str) -> bool:
        """Whether what stands at a path is not what the file has."""
        return not _same(at(self.base, path), self.value(path))

    # Records: members, people

    def records(self, path: str) -> list[tuple[str, Json]]:
        """The records of a collection in the order people gave them."""
        return ordered(self.value(path))

    def gone(self, path: str) -> list[tuple[str, Json]]:
        """Records that the file has and the form took out."""
        now: Json = self.value(path) or {}
        return [(key, record) for key, record in ordered(at(self.base, path)) if key not in now]

    def arrange(self, path: str, keys: list[str]) -> None:
        """Number the records of a collection in this order; what stays in its place is not touched."""
        places = sorted(int(self.value(f"{path}.{key}.order") or 0) for key in keys)
        if len(set(places)) < len(places) or 0 in places:
            places = list(range(1, len(keys) + 1))
        for place, key in zip(places, keys, strict=True):
            if self.value(f"{path}.{key}.order") != place:
                self.put(f"{path}.{key}.order", place)

    # Patches and drafts

    def patches(self) -> tuple[Json, Json]:
        """The open and the private merge patch that lead from the file to the form."""
        change = patches.difference(self.base, self.now)
        private = {PRIVATE: change.pop(PRIVATE)} if change.get(PRIVATE) else {}
        change.pop(PRIVATE, None)
        return change, private

    def paths(self) -> list[str]:
        """Every path that was changed; a record that was taken out or added counts as one."""
        found: dict[str, None] = {}
        for path in patches.paths(patches.difference(self.base, self.now)):
            record = record_of(".".join(path))
            new = record and (at(self.base, record) is None or at(self.now, record) is None)
            found[record if new else ".".join(path)] = None
        return [path for path in found if not path.endswith(".order")] or list(found)

    @property
    def dirty(self) -> bool:
        """Whether anything was changed."""
        return bool(patches.difference(self.base, self.now))

    def draft(self) -> dict[str, Any]:
        """What a draft keeps: path → what stood there and what was typed; empty when nothing was."""
        change = patches.difference(self.base, self.now)
        found: dict[str, Any] = {}
        for steps in patches.paths(change):
            path = ".".join(steps)
            found[path] = {"was": at(self.base, path), "now": self.value(path)}
        if found:
            found[_FRESH] = sorted(
                {record for path in found if (record := record_of(path)) and at(self.base, record) is None}
            )
        return found

    def restore(self, kept: Mapping[str, Any]) -> int:
        """Put a draft over the file as it stands now. Returns how many values came back.

        What somebody else changed since becomes a conflict, and so does what was typed into a record that is gone; until it is settled
        the file's value stands.
        """
        fresh = set(cast("list[str]", kept.get(_FRESH, [])))
        lost, back = dict[str, None](), 0
        self.conflicts = []
        for path, entry in kept.items():
            if path == _FRESH:
                continue
            was, typed, current = entry["was"], entry["now"], at(self.base, path)
            record = record_of(path)
            if _same(typed, current):
                continue
            if record and record not in fresh and at(self.base, record) is None and was is not None:
                lost[record] = None
            elif _same(was, current):
                self.put(path, copy.deepcopy(typed))
                back += 1
            elif not path.endswith(".order"):
                self.conflicts.append(Conflict(path, typed, current))
        self.lost = list(lost)
        return back

    def settle(self, conflict: Conflict, *, draft: bool) -> None:
        """Take the typed value or the file's."""
        self.conflicts.remove(conflict)
        self.put(conflict.path, copy.deepcopy(conflict.draft if draft else conflict.current))

    def rebased(self, case: Folded) -> "FileState":
        """The same typing over a file that changed meanwhile."""
        made = FileState(case)
        made.restore(self.draft())
        return made


def sections(case: Folded) -> Json:
    """The parts of a case that forms show: the open sections, and who is reached how."""
    found: Json = {name: copy.deepcopy(case.open[name]) for name in OPEN if name in case.open}
    if contacts := case.private.get(PRIVATE):
        found[PRIVATE] = copy.deepcopy(contacts)
    return found


def at(document: Any, path: str) -> Any:
    """What stands at a dotted path; None for nothing."""
    for step in path.split("."):
        document = cast("Json", document).get(step) if isinstance(document, dict) else None
    return document


def ordered(records: Any) -> list[tuple[str, Json]]:
    """Records in the order people gave them."""
    table = cast("dict[str, Json]", records or {})
    return sorted(table.items(), key=lambda item: (item[1].get("order", 0), item[0]))


def record_of(path: str) -> str:
    """The record that a path lies in: ``members.<id>`` or ``bodies.<body>.people.<id>``; empty for other fields."""
    steps = path.split(".")
    if steps[0] == "members" and len(steps) > 1:
        return ".".join(steps[:2])
    return ".".join(steps[:4]) if steps[0] == "bodies" and len(steps) > 3 else ""


def _drop(table: Json, steps: list[str], base: Any) -> None:
    """Take a path away. A table that the file has stays, even empty, so that an unchanged file is an unchanged file."""
    head, *rest = steps
    before = cast("Json", base).get(head) if isinstance(base, dict) else None
    if not rest:
        table.pop(head, None)
    elif isinstance(table.get(head), dict):
        _drop(table[head], rest, before)
        if table[head] == {} and before is None:
            del table[head]


def _same(one: Any, other: Any) -> bool:
    return one == other and type(one) is type(other)
