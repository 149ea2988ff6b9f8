"""The expert pool as a workbook: written for the office, read back with every fault by cell, all at once.

It holds no ID and no bank number: a cell that looks like one is a fault, and its text goes into no message.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import structs

from alliance_desk import files, words
from alliance_desk.errors import Refused
from alliance_desk.experts.people import Expert, Kind
from alliance_desk.experts.pool_rows import CellFault, Formula, Reader, text_of, word
from alliance_desk.experts.units import normal
from alliance_desk.sheets import scan
from alliance_desk.sheets.grid import open_workbook
from alliance_desk.sheets.styles import Book

COLUMNS = ("name", "unit", "unit_code", "former_units", "kind", "title", "fields", "county", "active_until")
_WIDTHS = (9, 12, 30, 22, 44, 10, 14, 26, 12, 14)
_HEAD_ROW = 3
_ROWS, _COLUMNS = 20_000, 40


class PoolFaults(Refused):
    """The workbook was not taken in. ``faults``: all of them, in reading order."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        super().__init__("experts.sheet-faults", count=len(faults))
        self.faults = tuple(faults)

    def text(self, language: str = "zh_CN") -> str:
        """How many faults, then each in a line of its own."""
        return "\n".join([super().text(language), *(fault.text(language) for fault in self.faults)])


def write_pool(path: Path, experts: Iterable[Expert] = ()) -> Path:
    """Write the pool workbook, empty or filled; the first, hidden column holds the experts' ids.

    Raises Damaged when the disk refuses. The same experts give the same bytes.
    """
    book = Book(word("title"))
    sheet = book.sheet(word("sheet"), list(_WIDTHS), first_hidden=True)
    typed = book.file.add_format({"num_format": "@"})  # what is typed stays text: codes lose no digit
    for column, width in enumerate(_WIDTHS[1:], start=1):
        sheet.set_column(column, column, width, typed)
    sheet.freeze_panes(_HEAD_ROW, 2)
    sheet.merge_range(0, 1, 0, len(COLUMNS), word("title"), book.formats["title"])
    sheet.merge_range(1, 1, 1, len(COLUMNS), word("hint"), book.formats["subtitle"])
    sheet.set_row(1, 44)
    for column, heading in enumerate([word("head.id"), *(word(f"head.{name}") for name in COLUMNS)]):
        sheet.write_string(_HEAD_ROW - 1, column, heading, book.formats["head"])
    kinds = [words.text(f"expert-kind.{kind.value}") for kind in Kind]
    place = COLUMNS.index("kind") + 1
    sheet.data_validation(_HEAD_ROW, place, _HEAD_ROW + _ROWS - 1, place, {"validate": "list", "source": kinds})
    for row, one in enumerate(experts, start=_HEAD_ROW):
        for column, text in enumerate([one.id, *_cells(one)]):
            sheet.write_string(row, column, text, book.formats["plain"])
    return files.write(path, book.close())


def read_pool(path: Path, mint: Callable[[], str], known: Iterable[Expert] = ()) -> tuple[Expert, ...]:
    """The experts of a pool workbook, in its order; only what its columns say, the rest as for a new expert.

    mint: makes an id for a row without one, unless exactly one of the ``known`` experts has its name and unit.
    Raises PoolFaults with every fault by cell, Refused for a workbook of another kind or one the scan refuses, Damaged
    for an unreadable file.
    """
    data = files.read(path, scan.LIMITS.packed)
    scan.scan_bytes(data)
    title, rows = _rows(data, path.name)
    head = next((i for i, (_, row) in enumerate(rows[:10]) if word("head.name") in map(text_of, row)), None)
    headings = {} if head is None else {text_of(value): i for i, value in enumerate(rows[head][1])}
    missing = tuple(word(f"head.{name}") for name in COLUMNS if word(f"head.{name}") not in headings)
    if head is None or missing:
        raise Refused("experts.wrong-workbook", missing=missing)
    places = {name: headings[word(f"head.{name}")] for name in ("id", *COLUMNS) if word(f"head.{name}") in headings}
    reader = Reader(title, places)
    found = [one for n, row in rows[head + 1 :] if (one := reader.expert(n, row))]
    if reader.faults:
        raise PoolFaults(reader.faults)
    return _with_ids(found, mint, list(known))


def _rows(data: bytes, file: str) -> tuple[str, list[tuple[int, list[Any]]]]:
    """Name of the first sheet and its rows that are not blank, with their numbers; formulas stay formulas."""
    book = open_workbook(data, file)
    try:
        if not book.worksheets:
            raise Refused("experts.wrong-workbook", missing=tuple(word(f"head.{name}") for name in COLUMNS))
        sheet: Any = book.worksheets[0]
        # Files of other programs may state a wrong size; the cells count.
        sheet.reset_dimensions()
        rows: list[tuple[int, list[Any]]] = []
        for n, cells in enumerate(sheet.iter_rows(max_col=_COLUMNS), start=1):
            if any(cell.value is not None for cell in cells):
                rows.append((n, [_value(cell) for cell in cells]))
            if len(rows) > _ROWS + 10:
                raise Refused("experts.too-many-experts", limit=_ROWS)
        return str(sheet.title), rows
    finally:
        book.close()


def _value(cell: Any) -> Any:
    return Formula(cell.value) if cell.data_type == "f" else cell.value


def _with_ids(found: list[Expert], mint: Callable[[], str], known: list[Expert]) -> tuple[Expert, ...]:
    """Rows keep their id; a row without one takes that of the one known expert of its name and unit, else a new one."""
    people: dict[tuple[str, str], list[str]] = {}
    for one in known:
        people.setdefault((normal(one.name), normal(one.unit)), []).append(one.id)
    taken = {one.id for one in found if one.id}
    done: list[Expert] = []
    for one in found:
        same = [i for i in people.get((normal(one.name), normal(one.unit)), []) if i not in taken]
        new = one.id or (same[0] if len(same) == 1 else mint())
        taken.add(new)
        done.append(structs.replace(one, id=new))
    return tuple(done)


def _cells(one: Expert) -> list[str]:
    former = "；".join(" / ".join(p for p in (job.unit, job.code, job.until) if p) for job in one.former_units)
    kind = words.text(f"expert-kind.{one.kind.value}")
    return [
        one.name,
        one.unit,
        one.unit_code,
        former,
        kind,
        one.title,
        "、".join(one.fields),
        one.county,
        one.active_until,
    ]
