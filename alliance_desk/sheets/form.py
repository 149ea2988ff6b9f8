"""Writes the application workbook (申报书) of a policy, empty or filled from a case document."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from alliance_desk import canonical, files, words
from alliance_desk.canonical import Json
from alliance_desk.policy.pack import Pack
from alliance_desk.sheets import values
from alliance_desk.sheets.styles import Book
from alliance_desk.sheets.tables import Tables
from alliance_desk.sheets.template import FORMAT, LISTS, MARKER, SHEETS, Template, sheet_name, template_of


def random_id() -> str:
    """A new row id."""
    return str(uuid.uuid4())


def write_form(
    rules: Pack,
    path: Path,
    *,
    divisions: Mapping[str, str],
    today: date,
    document: Json | None = None,
    private: Json | None = None,
    new_id: Callable[[], str] = random_id,
) -> Path:
    """The application workbook of a policy; returns ``path``. The same content gives the same bytes.

    divisions: six-digit code → name, offered in drop-downs, the policy's own region first.
    today: its year settles the three closed years, unless the document has an application date.
    document, private: fill the form for a correction; rows keep their ids. new_id: ids of empty rows.
    Raises Damaged when the disk refuses.
    """
    document = document or {}
    filed = str(document.get("application", {}).get("filed", ""))
    template = template_of(rules, int(filed[:4]) if filed else today.year)
    rows = values.rows_of(template, document, private or {}, divisions)
    book = Book(words.text("sheets.form.title", {"policy": rules.pack.title}))
    tables = Tables(book, template, rows, _sorted(rules, divisions), new_id)
    for name in SHEETS:
        tables.write(name)
    tables.write_lists(sheet_name(LISTS))
    _marker(book, template, document)
    return files.write(path, book.close())


def _sorted(rules: Pack, divisions: Mapping[str, str]) -> list[str]:
    """Drop-down lines ``110108 海淀区``: the policy's region, then its province, then the rest."""
    home = tuple(rules.pack.jurisdiction.include)
    province = tuple(prefix[:2] for prefix in home)

    def place(code: str) -> tuple[int, str]:
        return (0 if code.startswith(home) else 1 if code.startswith(province) else 2), code

    return [values.division_label(code, divisions) for code in sorted(divisions, key=place)]


def _marker(book: Book, template: Template, document: Json) -> None:
    """The sheet by which the reader knows its own: hidden even from the list of hidden sheets."""
    from msgspec import to_builtins

    pack = template.rules.pack
    facts = {
        "program": "alliance-desk",
        "format": str(FORMAT),
        "pack": pack.id,
        "version": str(pack.version),
        "title": pack.title,
        "template": template.id,
        "rules": canonical.digest(to_builtins(template.rules)),
        "year": str(template.year),
        "alliance": str(document.get("alliance", {}).get("id", "")),
    }
    sheet = book.sheet(sheet_name(MARKER), [20, 80])
    for row, (key, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    book.lock(sheet)
    sheet.very_hidden()
