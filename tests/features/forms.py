"""What a person does in a workbook and reads in a letter."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import load_workbook

WRONG = (
    ("基本情况", "成立日期", "去年六月"),
    ("成员单位", "单位类型", "公司"),
    ("成员单位", "统一社会信用代码", "11010519491231002X"),
    ("协议与签署", "协议期止", "=TODAY()"),
)
"""A date, a choice, an ID number and a formula: sheet, label, what is written there."""


def look(path: Path) -> None:
    """An application workbook has a hidden sheet of choices, locked headings, drop-downs and article numbers."""
    book = load_workbook(path)
    assert any(sheet.sheet_state != "visible" for sheet in book.worksheets)
    members = book["成员单位"]
    assert members.protection.sheet
    assert members.data_validations.dataValidation
    texts = [str(c.value) for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value]
    assert any("第十条1" in text for text in texts)
    book.close()


def spoil(path: Path, to: Path) -> dict[str, str]:
    """A copy of a filled workbook with faults; returns where each stands (sheet and cell) and what its label is."""
    book = load_workbook(path)
    places = {f"《{sheet}》{_put(book[sheet], label, value)}": label for sheet, label, value in WRONG}
    to.parent.mkdir()
    book.save(to)
    book.close()
    return places


def edit(path: Path, sheet: str, label: str, value: str) -> None:
    """Write one value into a workbook."""
    book = load_workbook(path)
    _put(book[sheet], label, value)
    book.save(path)
    book.close()


def _put(sheet: Any, label: str, value: str) -> str:
    """Put a value beside a label (fixed rows) or below it (tables); returns the cell's address."""
    for row in sheet.iter_rows():
        for cell in row:
            if str(cell.value or "").startswith(label):
                beside = sheet.max_column < 8 or sheet.title != "成员单位"
                place = sheet.cell(cell.row, cell.column + 1) if beside else sheet.cell(cell.row + 1, cell.column)
                while not beside and place.protection.locked:
                    place = sheet.cell(place.row + 1, place.column)
                place.value = value
                return place.coordinate
    raise AssertionError(label)


def letter_texts(path: Path) -> Iterator[str]:
    """Every paragraph and table cell of a letter."""
    document = Document(str(path))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)
