"""What an event must satisfy before it is appended, whether it was made here or came in a package."""

from collections.abc import Iterator
from typing import Any, cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.ledger import case_guard, patch
from alliance_desk.ledger.event import SCHEMA, WRITER, Event
from alliance_desk.ledger.fold import Folded
from alliance_desk.ledger.kinds import KINDS, Kind, steps
from alliance_desk.ledger.patch import Path
from alliance_desk.policy.pack import Pack


class Scene(msgspec.Struct, frozen=True):
    """An event and what it is judged by.

    before / after: the stream's documents around it. rules / renewed: a case's effective rules before and after it (None elsewhere).
    undone: for an undo the event it takes back; that it is the exact inverse was seen to. owner: the office that founded the stream.
    """

    event: Event
    before: Folded
    after: Folded
    rules: Pack | None
    renewed: Pack | None
    undone: Event | None
    owner: str


def check(scene: Scene) -> None:
    """Refuse an event that its office may not write, or not now, or not so. Raises Refused naming kind and path."""
    event, before, after = scene.event, scene.before, scene.after
    header = event.header
    kind = KINDS.get(header.kind)
    if header.least > WRITER or header.schema > SCHEMA:
        raise Refused("ledger.newer-writer", kind=header.kind, seq=header.seq)
    if kind is None or kind.stream != header.stream_kind:
        raise Refused("ledger.unknown-kind", kind=header.kind)
    _check_order(event, kind)
    if header.rules != cast("Json", (before.open or after.open).get("case", {})).get("rules"):
        raise Refused("ledger.foreign-path", kind=header.kind, path="rules")
    if (
        scene.undone is None
    ):  # the exact inverse of what was allowed touches the same paths, or drops the section it began
        _check_paths(event, kind)
    _check_office(header.office, header.kind, kind, before.open or after.open, scene.owner)
    if scene.undone is None:
        _check_entries(event, kind, before, after)
    if kind.stream == "case":
        case_guard.check(event, kind, before.open, after.open, scene.rules, scene.renewed)
    elif event.effects:
        raise Refused("ledger.effects-not-allowed", kind=header.kind)
    if kind.stream == "numbers":
        _check_numbers(event, before.open)
    if patch.has_null(after.open) or patch.has_null(after.private):
        raise Refused("ledger.null-in-document", kind=header.kind)


def _check_order(event: Event, kind: Kind) -> None:
    if kind.first is True and event.header.seq != 1:
        raise Refused("ledger.opened-twice", stream=event.header.stream)
    if kind.first is False and event.header.seq == 1:
        raise Refused("ledger.not-opened", kind=event.header.kind)


def _check_paths(event: Event, kind: Kind) -> None:
    for touched, private in ((event.patch, False), (event.private_patch, True)):
        for path in patch.paths(touched, depth=kind.depth):
            if not kind.allows(path, private=private):
                raise Refused("ledger.foreign-path", kind=event.header.kind, path=".".join(path))


def _check_office(office: str, name: str, kind: Kind, document: Json, owner: str) -> None:
    offices = cast("Json", document.get("offices", {}))
    allowed = {
        "recommender": offices.get("recommender") == office,
        "decider": offices.get("decider") == office,
        "holder": office in (offices.get("recommender"), offices.get("decider")),
        "stage": office in (offices.get("recommender"), offices.get("decider")),
        "custody": True,
        "owner": owner in ("", office),
    }[kind.role]
    if not allowed:
        raise Refused("ledger.foreign-role", kind=name, role=kind.role)


def _check_entries(event: Event, kind: Kind, before: Folded, after: Folded) -> None:
    """What may only be added is new, and who decided is written beside each decision: nobody writes another's name there."""
    header = event.header
    for path in (path for pattern in kind.adds for path in _entries(event.patch, steps(pattern))):
        if _at(before.open, path) is not None:
            raise Refused("ledger.foreign-path", kind=header.kind, path=".".join(path))
    for path in (path for pattern in kind.bears for path in _entries(event.patch, steps(pattern))):
        entry = _at(after.open, path)
        named = cast("Json", entry) if isinstance(entry, dict) else {}
        if named.get("office") != header.office or named.get("operator", header.operator) != header.operator:
            raise Refused("ledger.foreign-path", kind=header.kind, path=".".join((*path, "office")))


def _entries(touched: object, pattern: Path, above: Path = ()) -> Iterator[Path]:
    """The paths of a pattern that a patch touches; what is replaced above them counts as touched whole."""
    if not pattern or not isinstance(touched, dict) or not touched:
        yield from [above] if above else []
        return
    for key, value in cast("Json", touched).items():
        if pattern[0] in ("*", key):
            yield from _entries(value, pattern[1:], (*above, key))


def _at(document: Json, path: Path) -> Any:
    here: Any = document
    for key in path:
        here = cast("Json", here).get(key) if isinstance(here, dict) else None
    return here


def _check_numbers(event: Event, before: Json) -> None:
    """A series only rises: no number is used twice."""
    known = cast("dict[str, int]", before.get("series", {}))
    for series, serial in cast("Json", event.patch.get("series", {})).items():
        if not isinstance(serial, int) or serial <= known.get(series, 0):
            raise Refused("ledger.number-used", series=series, last=known.get(series, 0))
