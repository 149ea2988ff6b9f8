"""Numbers from the issuing office's own stream: taken in the commit that uses them, never twice.

The serial is raised in the marks outside the database, flushed to the disk, before the paper or the commit exists. A serial that a
crash or a restore has lost is skipped and recorded as a gap.
"""

import uuid
from collections.abc import Sequence
from typing import cast

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.desk import Desk, marks
from alliance_desk.errors import Damaged
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.pack import Number


def upcoming(desk: Desk, series: str, rule: Number) -> str:
    """The number that ``take`` would give now; nothing is spent. Empty when the marks cannot be read."""
    known = marks.load(desk.place.marks)
    if known is None:
        return ""
    year = str(desk.clock.today().year) if rule.yearly else "all"
    last = cast("int", cast("Json", desk.own("numbers").open.get("series", {})).get(f"{series}/{year}", 0))
    return _written(desk, rule, max(last, known.series.get(f"{series}/{year}", 0)) + 1)


def _written(desk: Desk, rule: Number, serial: int) -> str:
    office = cast("Json", desk.settings["office"])
    return rule.pattern.format(year=desk.clock.today().year, division=office.get("division", ""), serial=serial)


class Taken(Struct, frozen=True):
    """A number that is about to be used, and the draft that records it."""

    number: str
    draft: Draft


def take(desk: Desk, series: str, rule: Number, used_for: str) -> Taken:
    """The next number of a series; at most one call for each series in a commit (see ``take_many``).

    series: id of the number stream (pack id and item, or ``case``). rule: its pattern, with year, division and serial.
    used_for: what the number is for, shown in the register of numbers. Raises Damaged when the mark cannot be written.
    """
    numbers, draft = take_many(desk, series, rule, [used_for])
    return Taken(numbers[0], draft)


def take_many(desk: Desk, series: str, rule: Number, used_for: Sequence[str]) -> tuple[list[str], Draft]:
    """The next numbers of a series, one for each of ``used_for``, and the draft that records them all. Raises Damaged as ``take``."""
    document = desk.own("numbers")
    year = str(desk.clock.today().year) if rule.yearly else "all"
    place = f"{series}/{year}"
    last = cast("int", cast("Json", document.open.get("series", {})).get(place, 0))
    known = marks.load(desk.place.marks)
    if known is None:
        raise Damaged("desk.marks-missing", path=str(desk.place.marks))
    first = max(last, known.series.get(place, 0)) + 1
    end = first + len(used_for) - 1
    known.series[place] = end
    marks.save(desk.place.marks, known)
    entries: Json = {
        f"{place}/{each}": {
            "series": series,
            "year": year,
            "serial": each,
            "number": _written(desk, rule, each),
            "state": "used" if each >= first else "gap",
            "used_for": used_for[each - first] if each >= first else "",
        }
        for each in range(last + 1, end + 1)
    }
    patch = {"series": {place: end}, "used": entries}
    stream = document.stream or uuid.uuid4().hex
    numbers = [entries[f"{place}/{serial}"]["number"] for serial in range(first, end + 1)]
    return numbers, Draft(stream=stream, stream_kind="numbers", kind="numbers.taken", patch=patch)
