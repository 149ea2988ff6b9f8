"""What a change of the file was about, in a few words: the undo button names the field, not only the act."""

from collections.abc import Iterator
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.policy.findings import label

EDITED = ("case.edited", "affair.edited")
"""Kinds of event that change a file."""
_MOST = 2
"""So many fields are named; more are counted."""


def edit_name(patch: Json, private: Json, language: str = "zh_CN") -> str:
    """What a patch of the file changes: fields by their names, records and papers by what they are."""
    papers = cast("Json", patch.get("papers", {}))
    if set(patch) == {"papers"} and not private:
        codes = {_paper(value) for value in papers.values()}
        if len(codes) == 1:
            return words.text(f"event.edit.{codes.pop()}", {"count": len(papers)}, language)
    found = list(dict.fromkeys(_fields(patch, private, language)))
    if not found:
        return words.text("event.case.edited", language=language)
    names = words.text("event.edit.and", language=language).join(found[:_MOST])
    code = "event.edit.fields" if len(found) <= _MOST else "event.edit.more"
    return words.text(code, {"names": names, "count": len(found)}, language)


def _paper(value: object) -> str:
    """What happened to a paper: taken in, taken out, or its seal and copies."""
    if value is None:
        return "paper-out"
    return "paper-in" if isinstance(value, dict) and "blob" in value else "paper-changed"


def _fields(patch: Json, private: Json, language: str) -> Iterator[str]:
    for section, table in patch.items():
        for key, value in cast("Json", table or {}).items():
            if section in ("members", "bodies", "papers"):
                yield from _record(section, value, language)
            elif key != "initials":
                yield label(f"{section}.{key}", language)
    if private:
        yield words.text("change.section.contacts", language=language)


def _record(section: str, value: object, language: str) -> Iterator[str]:
    """A member's own fields by name; one that came or went, a change of order, people and papers by what they are."""
    fields = [key for key in cast("Json", value) if key != "order"] if isinstance(value, dict) else []
    if section == "members" and fields and "name" not in fields[1:]:
        yield from (label(f"members.{key}", language) for key in fields)
    else:
        yield label(section, language)
