"""The figures of the register as one workbook: a sheet for each table, each with the day it is of and who made it."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.register.counted import called
from alliance_desk.register.statistics import DIMENSIONS, Statistics
from alliance_desk.sheets.lists import Heading, Shape, Sheet, Value, write_lists

_ADDED_UP = frozenset(DIMENSIONS) - {"sanctions"}
"""Tables whose lines add up; an alliance may bear several flags."""


def write_book(desk: Desk, found: Statistics, path: Path, pack: str = "") -> Path:
    """Write every table that has a line. pack: the one policy the figures are of, all when empty. Raises Damaged when the disk refuses."""
    note = _note(desk, found, pack)
    sheets = [
        _overview(found, note),
        *(_table(desk, found, by, note) for by in DIMENSIONS if found.by[by]),
        *([_kinds(desk, found, note)] if found.kinds else []),
        _years(found, note),
    ]
    return write_lists(path, words.text("statistics.title"), sheets)


def part(count: int, whole: int) -> str:
    """A share of a whole in per cent with one place; empty where there is no whole."""
    return f"{count / whole:.1%}" if whole else ""


def _note(desk: Desk, found: Statistics, pack: str) -> str:
    office = cast("Json", desk.settings["office"])["name"]
    told = words.text("statistics.note", {"office": office, "day": found.on})
    return f"{told}　{called(desk, 'pack', pack)}" if pack else told


def _overview(found: Statistics, note: str) -> Sheet:
    columns = [_heading("figure", 30), _heading("count", 14, Shape.NUMBER)]
    rows: list[list[Value]] = [
        [words.text(f"statistics.figure.{name}"), getattr(found, name)]
        for name in ("valid", "awaiting", "ended", "left", "members")
    ]
    return Sheet(words.text("statistics.overview"), columns, rows, note)


def _table(desk: Desk, found: Statistics, by: str, note: str) -> Sheet:
    shares = found.by[by]
    whole = sum(share.count for share in shares) if by in _ADDED_UP else 0

    def rows() -> Iterator[list[Value]]:
        for share in shares:
            yield [called(desk, by, share.key), share.count, part(share.count, whole)]
        if whole:
            yield [words.text("statistics.whole"), whole, part(whole, whole)]

    name = words.text(f"statistics.by.{by}")
    columns = [Heading(name, 40), _heading("count", 14, Shape.NUMBER), _heading("part", 12)]
    return Sheet(name, columns, list(rows()), note)


def _kinds(desk: Desk, found: Statistics, note: str) -> Sheet:
    columns = [
        Heading(words.text("statistics.by.kinds"), 30), _heading("seats", 14, Shape.NUMBER), _heading("units", 14, Shape.NUMBER),
    ]  # fmt: skip
    rows: list[list[Value]] = [[called(desk, "kinds", one.key), one.count, one.units] for one in found.kinds]
    return Sheet(words.text("statistics.by.kinds"), columns, rows, note)


def _years(found: Statistics, note: str) -> Sheet:
    numbers = ("recognised", "left", "standing")
    columns = [
        _heading("year", 10), *(_heading(name, 14, Shape.NUMBER) for name in numbers), _heading("support", 18, Shape.MONEY),
    ]  # fmt: skip
    rows: list[list[Value]] = [
        [line.year, *(getattr(line, name) for name in numbers), line.support] for line in found.years
    ]
    return Sheet(words.text("statistics.by.years"), columns, rows, note)


def _heading(name: str, width: float, shape: Shape = Shape.TEXT) -> Heading:
    return Heading(words.text(f"statistics.column.{name}"), width, shape)
