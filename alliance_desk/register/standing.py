"""Whether an alliance of the register is valid on a day, will soon not be, or is not any more."""

from collections import Counter
from datetime import date, timedelta
from enum import StrEnum

from alliance_desk.desk import Desk

SOON = 180
"""Days before the end of a validity from which it is told."""
_LINES = "SELECT status, valid_to, count(*) FROM index_alliance GROUP BY status, valid_to"


class Standing(StrEnum):
    """How an alliance stands in the register."""

    VALID = "valid"
    ENDING = "ending"
    ENDED = "ended"
    EXITED = "exited"


def standing(status: str, valid_to: str, on: date) -> Standing:
    """How a line stands on a day. status, valid_to: as in the register; the last day of the validity still counts."""
    if status == "exited":
        return Standing.EXITED
    if not valid_to:
        return Standing.VALID
    if valid_to < on.isoformat():
        return Standing.ENDED
    return Standing.ENDING if valid_to <= (on + timedelta(days=SOON)).isoformat() else Standing.VALID


def tally(desk: Desk) -> Counter[Standing]:
    """How many alliances stand how today."""
    found: Counter[Standing] = Counter()
    for status, valid_to, count in desk.raw.execute(_LINES).fetchall():
        found[standing(status, valid_to, desk.clock.today())] += count
    return found
