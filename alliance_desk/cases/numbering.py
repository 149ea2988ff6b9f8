"""Numbers from the issuing office's own stream: taken in the commit that uses them, never twice.

The serial is raised in the marks outside the database, flushed to the disk, before the paper or the commit exists. A serial that a
crash or a restore has lost is skipped and recorded as a gap.
"""

import uuid
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
    """The next number of a series; at most one of each series in a commit.

    series: id of the number stream (pack id and item, or ``case``). rule: its pattern, with year, division and serial.
    used_for: what the number is for, shown in the register of numbers. Raises Damaged when the mark cannot be written.
    """
    document = desk.own("numbers")
    year = str(desk.clock.today().year) if rule.yearly else "all"
    place = f"{series}/{year}"
    last = cast("int", cast("Json", document.open.get("series", {})).get(place, 0))
    known = marks.load(desk.place.marks)
    if known is None:
        raise Damaged("desk.marks-missing", path=str(desk.place.marks))
    marked = known.series.get(place, 0)
    serial = max(last, marked) + 1
    known.series[place] = serial
    marks.save(desk.place.marks, known)
    entries: Json = {
        f"{place}/{each}": {
            "series": series,
            "year": year,
            "serial": each,
            "number": _written(desk, rule, each),
            "state": "used" if each == serial else "gap",
            "used_for": used_for if each == serial else "",
        }
        for each in range(last + 1, serial + 1)
    }
    patch = {"series": {place: serial}, "used": entries}
    stream = document.stream or uuid.uuid4().hex
    number = entries[f"{place}/{serial}"]["number"]
    return Taken(number, Draft(stream=stream, stream_kind="numbers", kind="numbers.taken", patch=patch))
