"""Which member of a corrected workbook is which member of the case: by row id, then unit code, then exact name."""

from collections.abc import Mapping
from typing import Any, cast

from alliance_desk.canonical import Json


def identities(before: Json, after: Json) -> dict[str, str]:
    """New member id → the id the same member has in the case, for rows whose id the case does not know.

    Such a row (typed into a fresh workbook, or below the last row) is the one earlier member with the same unit code, else with the
    same name, that no other row stands for; rows that match nobody, or more than one, are new members.
    """
    old = cast("dict[str, Json]", before.get("members", {}))
    new = cast("dict[str, Json]", after.get("members", {}))
    ids: dict[str, str] = {}
    free = {key for key in old if key not in new}
    for field in ("code", "name"):
        for key, member in new.items():
            if key in old or key in ids:
                continue
            same = [k for k in free if member.get(field) and old[k].get(field) == member[field]]
            if len(same) == 1:
                ids[key] = same[0]
                free.discard(same[0])
    return ids


def with_ids(value: Any, ids: Mapping[str, str]) -> Any:
    """A document with member ids exchanged: they stand as keys, as values and within paper keys (``licence.<member>.<year>``)."""
    if isinstance(value, dict):
        return {paper_key(key, ids): with_ids(inner, ids) for key, inner in cast("Json", value).items()}
    if isinstance(value, str):
        return ids.get(value, value)
    return value


def paper_key(key: str, ids: Mapping[str, str]) -> str:
    """A key with member ids exchanged."""
    return ".".join(ids.get(part, part) for part in key.split("."))
