"""JSON merge patches (RFC 7396): applying, inverting, and the paths they touch."""

from collections.abc import Iterator
from typing import Any, cast

from alliance_desk import canonical
from alliance_desk.canonical import Json

Path = tuple[str, ...]


def apply(document: Json, patch: Json) -> Json:
    """The document after the patch (RFC 7396 section 2); neither argument is changed. Null removes a key."""
    merged = dict(document)
    for key, value in patch.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict):
            below = merged.get(key)
            merged[key] = apply(cast("Json", below) if isinstance(below, dict) else {}, cast("Json", value))
        else:
            merged[key] = value
    return merged


def inverse(before: Json, patch: Json) -> Json:
    """The patch that leads back from ``apply(before, patch)`` to ``before``."""
    back: Json = {}
    for key, value in patch.items():
        old = before.get(key)
        if key not in before:
            back[key] = None
        elif isinstance(value, dict) and isinstance(old, dict):
            back[key] = inverse(cast("Json", old), cast("Json", value))
        else:
            back[key] = old
    return back


def difference(before: Json, after: Json) -> Json:
    """The smallest patch that leads from one document to another."""
    patch: Json = {key: None for key in before if key not in after}
    for key, value in after.items():
        old = before.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            inner = difference(cast("Json", old), cast("Json", value))
            if inner:
                patch[key] = inner
        elif key not in before or not _same(old, value):
            patch[key] = value
    return patch


def _same(one: Any, other: Any) -> bool:
    """Equal as JSON: in Python ``True == 1``, also within lists."""
    return one == other and (type(one) is type(other) is str or canonical.encode(one) == canonical.encode(other))


def paths(patch: Json, above: Path = (), *, depth: int = 1_000) -> Iterator[Path]:
    """Every path whose value the patch sets or removes; an empty object counts as its own path. depth: most steps looked at."""
    for key, value in patch.items():
        here = (*above, key)
        if depth > 1 and isinstance(value, dict) and value:
            yield from paths(cast("Json", value), here, depth=depth - 1)
        else:
            yield here


def touches(mine: Path, theirs: Path) -> bool:
    """Whether two paths lie on one line: one is the other or lies below it."""
    shared = min(len(mine), len(theirs))
    return mine[:shared] == theirs[:shared]


def has_null(value: Any) -> bool:
    """Whether a null stands anywhere in a value; documents hold none."""
    if isinstance(value, dict | list):
        inside = cast("Json", value).values() if isinstance(value, dict) else cast("list[Any]", value)
        return any(type(inner) is not str and has_null(inner) for inner in inside)
    return value is None
