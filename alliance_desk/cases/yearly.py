"""How far the applications of a year have come: counted by the part of the way they are in."""

from enum import StrEnum

from alliance_desk.desk import Desk

_COUNTS = """
    SELECT step_kind, outcome, count(*) FROM index_case
    WHERE kind = 'application' AND (filed BETWEEN ? AND ? OR (filed = '' AND outcome = '')) GROUP BY step_kind, outcome
"""


class Part(StrEnum):
    """A part of the way, in its order; the last one is no recognition."""

    FILE = "file"
    CHECK = "check"
    REVIEW = "review"
    PUBLISH = "publish"
    DECIDE = "decide"
    RECOGNISED = "recognised"
    ENDED = "ended"


_PARTS = {
    "formal_check": Part.CHECK,
    "business_check": Part.CHECK,
    "expert_review": Part.REVIEW,
    "site_visit": Part.REVIEW,
    "merge_select": Part.REVIEW,
    "meeting": Part.PUBLISH,
    "public_notice": Part.PUBLISH,
    "recognition": Part.DECIDE,
}
"""Kinds of stage by part; intake and recommendation are the file."""


def yearly(desk: Desk, year: int) -> dict[Part, int]:
    """How many applications filed in a year are in each part of the way; what has no date of filing yet belongs to this year."""
    found = dict.fromkeys(Part, 0)
    for kind, outcome, count in desk.raw.execute(_COUNTS, (f"{year}-01-01", f"{year}-12-31")).fetchall():
        if outcome == "recognised":
            part = Part.RECOGNISED
        elif outcome:
            part = Part.ENDED
        else:
            part = _PARTS.get(kind, Part.FILE)
        found[part] += count
    return found
