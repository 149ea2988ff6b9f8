import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import Pack
from alliance_desk.sheets.form import write_form
from tests.sheets.data import DIVISIONS, DOCUMENT, PRIVATE, TODAY


@pytest.fixture(scope="session")
def rules() -> Pack:
    path = Path(__file__).with_name("pack.toml")
    return load_pack(path.read_text(encoding="utf8"), path.name)


@pytest.fixture
def document() -> dict[str, Any]:
    return copy.deepcopy(DOCUMENT)


@pytest.fixture
def workbook(rules: Pack, tmp_path: Path) -> Callable[..., Path]:
    """Writes a filled workbook; ``edits`` are (sheet, cell, value), ``change`` gets the openpyxl workbook."""

    def write(*edits: tuple[str, str, Any], change: Callable[[Any], None] | None = None, **facts: Any) -> Path:
        options: dict[str, Any] = {
            "divisions": DIVISIONS,
            "today": TODAY,
            "document": DOCUMENT,
            "private": PRIVATE,
        } | facts
        path = write_form(rules, tmp_path / "申报书.xlsx", **options)
        if edits or change:
            book = load_workbook(path)
            for sheet, cell, value in edits:
                book[sheet][cell] = value
            if change:
                change(book)
            book.save(path)
            book.close()
        return path

    return write


@pytest.fixture(scope="session")
def at(rules: Pack, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str, str], str]:
    """The address of a cell by its hidden keys; every workbook of ``DOCUMENT`` has the same."""
    path = tmp_path_factory.mktemp("at") / "a.xlsx"
    book = load_workbook(write_form(rules, path, divisions=DIVISIONS, today=TODAY, document=DOCUMENT))
    cells = {
        sheet.title: [[(c.value, c.coordinate) for c in row] for row in sheet.iter_rows()] for sheet in book.worksheets
    }
    book.close()

    def find(sheet: str, row: str, column: str) -> str:
        letter = next(re.sub(r"\d", "", place) for line in cells[sheet] for value, place in line if value == column)
        number = next(re.sub(r"\D", "", line[0][1]) for line in cells[sheet] if line[0][0] == row)
        return letter + number

    return find
