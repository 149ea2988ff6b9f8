"""Whom a figure counts, and what it is called: so that a line of a table leads to the very alliances that stand behind it."""

from alliance_desk import words
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.register.asof import Entry

YEARS = ("recognised", "exited", "standing")
"""What a line of the years counts: those recognised in a year, those that left in it, those valid at its end."""


def counts(entry: Entry, by: str, key: str) -> bool:
    """Whether a line of the register is among those a figure counts.

    by: one of ``statistics.DIMENSIONS`` or of ``YEARS``. key: the value counted by, empty for those of whom it is not known; of
    ``standing`` the register itself is that of the day, so that all who are valid count. Raises KeyError for another ``by``.
    """
    left = entry.status == "exited"
    match by:
        case "recognised":
            return any(day[:4] == key for day in entry.entered)
        case "exited":
            return any(day[:4] == key for day in entry.departed)
        case "standing":
            return not left
        case "leaves":
            return left and entry.leaves == key
        case "year":
            return not left and entry.recognised[:4] == key
        case "sanctions":
            return not left and key in entry.sanctions.split("、")
        case "field" | "county" | "category" | "pack" | "act" | "grade":
            return not left and getattr(entry, by) == key
        case _:
            raise KeyError(by)


def called(desk: Desk, by: str, key: str, language: str = "zh_CN") -> str:
    """What a line is called: its value, a policy by its title, a kind of member by its word; what is not known says so."""
    if not key:
        code = f"statistics.unknown.{by}"
        return words.text(code if code in words.catalogue(language) else "statistics.unknown.any", language=language)
    if by == "kinds":
        code = f"member-kind.{key}"
        return words.text(code, language=language) if code in words.catalogue(language) else key
    if by == "pack":
        try:
            return desk.pack(key).pack.title
        except DeskError:  # a policy this desk has lost
            return key
    return key
