"""Lists out (名录, 汇总表 …): one styled sheet, text that never becomes a formula, codes that stay text."""

import contextlib
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgspec import Struct

from alliance_desk import files, words
from alliance_desk.errors import Damaged, Refused
from alliance_desk.sheets.styles import Book, height
from alliance_desk.sheets.values import FEN_PER_WAN

_ONE_LINE, _HIGHEST = 22, 409  # points; Excel takes no higher row
LONGEST, MOST_ROWS = 32_767, 1_000_000  # Excel's text of a cell; its rows, less our heading


class Shape(StrEnum):
    """How a column is written. MONEY: whole 分, shown in 万元. DATE: ``YYYY-MM-DD``, written as a real date."""

    TEXT = "plain"
    NUMBER = "plain-number"
    MONEY = "plain-money"
    DATE = "plain-date"


class Heading(Struct, frozen=True):
    """One column. width: characters."""

    title: str
    width: float = 14
    shape: Shape = Shape.TEXT


Value = str | int | bool | None


class Sheet(Struct, frozen=True):
    """One list among several in a workbook. title: also the name of its sheet."""

    title: str
    columns: Sequence[Heading]
    rows: Iterable[Sequence[Value]]
    note: str = ""


def write_list(
    path: Path,
    title: str,
    columns: Sequence[Heading],
    rows: Iterable[Sequence[Value]],
    *,
    note: str = "",
    large: bool = False,
) -> Path:
    """Write a list and return its path. The same content gives the same bytes.

    note: a line below the title (date, filter, who made it). large: rows are streamed, memory stays flat (over some 20,000).
    Raises Refused beyond a million rows, Damaged when the disk refuses.
    """
    return write_lists(path, title, [Sheet(title, columns, rows, note)], large=large)


def write_lists(path: Path, title: str, sheets: Sequence[Sheet], *, large: bool = False) -> Path:
    """Write several lists as one workbook, a sheet for each; title: of the workbook. Otherwise as ``write_list``."""
    try:
        with tempfile.TemporaryDirectory() if large else contextlib.nullcontext() as scratch:
            book = Book(title, scratch=scratch)
            for at, one in enumerate(sheets, 1):
                _fill(book, one, str(at))
            return files.write(path, book.close())
    except OSError as error:  # XlsxWriter's own temporary files
        raise Damaged("files.cannot-write", path=str(path), why=files.reason(error)) from error


def _fill(book: Book, one: Sheet, number: str) -> None:
    """One sheet. number: what it is called where its title holds no sign that a sheet's name may have."""
    name = "".join(c for c in one.title if c not in "[]:*?/\\'")[:31]
    sheet = book.sheet(name or number, [c.width for c in one.columns])
    _head(book, sheet, one.title, one.columns, one.note)
    for place, row in enumerate(one.rows, 3):
        if place - 3 >= MOST_ROWS:
            raise Refused("sheets.list.too-many", limit=MOST_ROWS)
        tall = _tallest(one.columns, row)
        if tall > _ONE_LINE:  # not every program finds by itself how high a wrapped row is
            sheet.set_row(place, min(tall, _HIGHEST))
        for index, (column, value) in enumerate(zip(one.columns, row, strict=True)):
            _cell(sheet, place, index, value, column.shape, book.formats)


def _head(book: Book, sheet: Any, title: str, columns: Sequence[Heading], note: str) -> None:
    sheet.set_row(0, 32)
    sheet.write_string(0, 0, title, book.formats["title"])
    sheet.set_row(1, 18)
    sheet.write_string(1, 0, note, book.formats["note"])
    sheet.set_row(2, max(30, *(height(column.title, column.width) for column in columns)))
    for index, column in enumerate(columns):
        sheet.write_string(2, index, column.title, book.formats["head"])
    # The number of a line says little by itself: the name beside it stays in sight too.
    sheet.freeze_panes(3, 2 if columns[0].shape is Shape.NUMBER and len(columns) > 2 else 1)
    sheet.repeat_rows(2)


def _tallest(columns: Sequence[Heading], row: Sequence[Value]) -> float:
    """Points that the longest text of a row needs."""
    texts = ((value, column) for value, column in zip(row, columns, strict=True) if column.shape is Shape.TEXT)
    return max((height(value, column.width) for value, column in texts if isinstance(value, str)), default=0)


def _cell(sheet: Any, row: int, column: int, value: Value, shape: Shape, formats: dict[str, Any]) -> None:
    look = formats[shape.value]
    if isinstance(value, bool):
        value = words.text(f"sheets.choice.yes.{str(value).lower()}")
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif shape is Shape.MONEY and isinstance(value, int):
        sheet.write_number(row, column, value / FEN_PER_WAN, look)
    elif isinstance(value, int) and shape is Shape.NUMBER:
        sheet.write_number(row, column, value, look)
    elif shape is Shape.DATE and (day := _day(str(value))):
        sheet.write_datetime(row, column, day, look)
    else:
        sheet.write_string(row, column, str(value)[:LONGEST], look)


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year >= 1900 else None  # spreadsheets know no day before 1900
