"""Finds the blocks of a workbook by their hidden keys and hands out their cells, whatever was moved or added.

The reader is openpyxl in read-only mode, after ``scan``; ranges are bounded, so a cell in row 1,048,576 costs nothing.
"""

import io
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import Struct

from alliance_desk.errors import Refused
from alliance_desk.sheets.faults import Faults
from alliance_desk.sheets.template import LISTS, MARKER, Template, sheet_name

ROWS, COLUMNS = 1_500, 60
_SPEAKS, _BLOCK = "!", "#"


class Cell(NamedTuple):
    """One cell. at: ``D7``. kind: openpyxl's letter: s text, n number, d date, b yes or no, f formula, e error."""

    at: str
    value: Any
    kind: str

    @property
    def empty(self) -> bool:
        """Nothing to read; a cell of blanks is empty."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


class Line(Struct, frozen=True):
    """One row of a block. key: its hidden key, may be empty. first: the locked column B. cells: by column key."""

    number: int
    key: str
    first: Cell
    cells: dict[str, Cell]

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        return all(cell.empty for cell in self.cells.values())


class Sheet(Struct, frozen=True):
    """One sheet's blocks: block id → rows with content or a key."""

    name: str
    blocks: dict[str, list[Line]]


def open_workbook(data: bytes, file: str) -> Any:
    """An openpyxl workbook over bytes that ``scan`` has passed. Raises Refused when it cannot be read all the same."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # Other programs write extensions that openpyxl leaves out and warns of; cells are all we read.
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except Exception as error:  # a hostile file may fail openpyxl in any way
        raise Refused("sheets.unreadable", file=file) from error


def marker_of(workbook: Any) -> dict[str, str]:
    """What the hidden marker sheet says; empty when there is none."""
    name = sheet_name(MARKER)
    if name not in workbook.sheetnames:
        return {}
    rows = workbook[name].iter_rows(min_row=1, max_row=20, max_col=2, values_only=True)
    return {str(row[0]): str(row[1] or "")[:200] for row in rows if len(row) == 2 and row[0]}


def sheets_of(workbook: Any, template: Template, faults: Faults) -> dict[str, Sheet]:
    """Every block of the template; a missing sheet, key or block, and a sheet too many, are faults."""
    found: dict[str, Sheet] = {}
    wanted = dict.fromkeys(block.sheet for block in template.blocks.values())
    for sheet in wanted:
        name = sheet_name(sheet)
        if name in workbook.sheetnames:
            found[sheet] = _sheet(workbook[name], name, template, faults)
        else:
            faults.add(name, "", "missing-sheet")
            found[sheet] = Sheet(name, {})
    ours = {sheet_name(sheet) for sheet in (*wanted, "guide", LISTS, MARKER)}
    for name in workbook.sheetnames:
        if name not in ours and any(not cell.empty for _, row in _rows(workbook[name]) for cell in row):
            faults.add(name, "", "extra-sheet")
    for block in template.blocks.values():
        sheet = found[block.sheet]
        missing = [
            key
            for key in (line.key for line in block.lines)
            if key not in {r.key for r in sheet.blocks.get(block.id, [])}
        ]
        if sheet.blocks and (block.id not in sheet.blocks or missing):
            faults.add(sheet.name, "", "broken-sheet", missing=tuple(missing) or block.id)
    return found


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    """The cells of a sheet, row by row, one row past the limit so that it is noticed."""
    from openpyxl.utils import get_column_letter

    for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=ROWS + 1, max_col=COLUMNS), 1):
        cells = [
            Cell(f"{get_column_letter(i)}{number}", cell.value, str(cell.data_type)) for i, cell in enumerate(row, 1)
        ]
        yield number, cells


def _sheet(source: Any, name: str, template: Template, faults: Faults) -> Sheet:
    blocks: dict[str, list[Line]] = {}
    here: list[Line] = []
    keys: dict[int, str] = {}
    for number, cells in _rows(source):
        if not cells or all(cell.empty for cell in cells):
            continue
        key = "" if cells[0].empty else str(cells[0].value)
        if number > ROWS:
            faults.add(name, cells[0].at, "too-many-rows", limit=ROWS)
        elif key.startswith(_BLOCK):
            here = blocks.setdefault(key[1:], [])
            keys = {i: str(cell.value) for i, cell in enumerate(cells) if i > 1 and not cell.empty}
            block = template.blocks.get(key[1:])
            missing = {column.key for column in block.columns} - {*keys.values()} if block else set[str]()
            if missing:
                faults.add(name, "", "broken-sheet", missing=tuple(sorted(missing)))
        elif key != _SPEAKS:
            here.append(Line(number, key, cells[1], {keys[i]: cell for i, cell in enumerate(cells) if i in keys}))
            allowed = {0, 1, 3} if block_is_list(keys) else {0, 1}
            for i, cell in enumerate(cells):
                if i not in keys and i not in allowed and not cell.empty:
                    faults.add(name, cell.at, "outside")
    return Sheet(name, blocks)


def block_is_list(keys: dict[int, str]) -> bool:
    """Blocks of label, input, hint have one input column and a hint beside it."""
    return [*keys.values()] == ["value"]
