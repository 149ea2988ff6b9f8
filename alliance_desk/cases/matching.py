"""Which member of a corrected workbook is which member of the case: by row id, then unit code, then exact name."""

from collections.abc import Mapping
from typing import Any, cast

from alliance_desk.canonical import Json


def renamed(before: Json, after: Json, kept: Mapping[str, bool]) -> Json:
    """The new sections with members carrying the ids they had in the case.

    kept: row id → whether it stood in the workbook. A row without its own id takes the id of the one earlier member with the same
    unit code, else with the same name; rows that match nobody, or more than one, keep their new id.
    """
    old = cast("dict[str, Json]", before.get("members", {}))
    new = cast("dict[str, Json]", after.get("members", {}))
    ids: dict[str, str] = {}
    free = {key for key in old if key not in new}
    for key, member in new.items():
        if key in old or kept.get(key):
            continue
        for field in ("code", "name"):
            same = [k for k in free if member.get(field) and old[k].get(field) == member[field]]
            if len(same) == 1:
                ids[key] = same[0]
                free.discard(same[0])
                break
    return cast("Json", _with_ids(after, ids)) if ids else after


def _with_ids(value: Any, ids: Mapping[str, str]) -> Any:
    """Member ids stand as keys, as values and within paper keys (``licence.<member>.<year>``)."""
    if isinstance(value, dict):
        return {_key(key, ids): _with_ids(inner, ids) for key, inner in cast("Json", value).items()}
    if isinstance(value, str):
        return ids.get(value, value)
    return value


def _key(key: str, ids: Mapping[str, str]) -> str:
    return ".".join(ids.get(part, part) for part in key.split("."))
