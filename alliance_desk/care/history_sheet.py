"""The workbook of older recognitions (历史补录): written empty for a policy, read back whole or refused with every fault by cell.

Two sheets: one line for each alliance, one for each member, tied by the alliance's name. Where no members are listed, the lead named beside
the alliance is its only one.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from msgspec import Struct

from alliance_desk import files, words
from alliance_desk.canonical import Json
from alliance_desk.care.entries import Record
from alliance_desk.errors import Fact, Refused
from alliance_desk.experts.pool_rows import Formula, letter, text_of, unfit
from alliance_desk.policy import codes
from alliance_desk.policy.checks_case import folded_name
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.vocabulary import MEMBER_KINDS, MEMBER_ROLES
from alliance_desk.sheets import scan
from alliance_desk.sheets.grid import open_workbook
from alliance_desk.sheets.styles import Book

ALLIANCES = (
    "name", "recognised", "document", "issuer", "county", "lead", "lead_code", "lead_kind", "category", "field", "valid_to", "agreement_end",
    "certificate", "plaque", "note",
)  # fmt: skip
MEMBERS = ("alliance", "member", "code", "kind", "role", "registered")
_NEEDED = frozenset({"name", "recognised", "document", "county", "lead", "alliance", "member"})
_WIDTHS: Mapping[str, int] = {
    "name": 40,
    "document": 24,
    "issuer": 28,
    "lead": 32,
    "lead_code": 22,
    "note": 30,
    "alliance": 40,
    "member": 32,
    "code": 22,
}
_ADDED = frozenset({"issuer"})
"""Columns that workbooks given out by the first release lack; they are read all the same."""
_HEAD_ROW, _ROWS = 3, 20_000


class CellFault(Struct, frozen=True):
    """One fault. cell: as in Excel, ``C7``; code: wording ``care.cell.<code>``."""

    sheet: str
    cell: str
    code: str
    facts: dict[str, Fact] = {}

    def text(self, language: str = "zh_CN") -> str:
        """Where, what, and what to write instead."""
        return words.text(f"care.cell.{self.code}", {"sheet": self.sheet, "cell": self.cell, **self.facts}, language)


class HistoryFaults(Refused):
    """The workbook was not taken in. ``faults``: all of them, in reading order."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        super().__init__("care.history.faults", count=len(faults))
        self.faults = tuple(faults)

    def text(self, language: str = "zh_CN") -> str:
        """How many faults, then each in a line of its own."""
        return "\n".join([super().text(language), *(fault.text(language) for fault in self.faults)])


def write_history(path: Path, rules: Pack) -> Path:
    """Write the empty workbook for a policy, with its categories, fields and kinds to choose from. Raises Damaged when the disk refuses."""
    book = Book(_word("title"))
    lists = {
        "category": [item.name for item in rules.category.values()],
        "field": [item.name for item in rules.field_.values()],
        "lead_kind": list(_labels("member-kind", MEMBER_KINDS)),
        "kind": list(_labels("member-kind", MEMBER_KINDS)),
        "role": list(_labels("member-role", MEMBER_ROLES)),
    }
    for name, columns in (("alliances", ALLIANCES), ("members", MEMBERS)):
        sheet = book.sheet(_word(f"sheet.{name}"), [_WIDTHS.get(key, 14) for key in columns])
        typed = book.file.add_format({"num_format": "@"})  # what is typed stays text: codes lose no digit
        for at, key in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(key, 14), typed)
            if choices := lists.get(key):
                rule = {"validate": "list", "source": choices, "error_type": "information"}
                if sum(map(len, choices)) + len(choices) < 250:  # Excel's limit for a list written out
                    sheet.data_validation(_HEAD_ROW, at, _HEAD_ROW + _ROWS - 1, at, rule)
        sheet.freeze_panes(_HEAD_ROW, 1)
        sheet.repeat_rows(_HEAD_ROW - 1)
        sheet.merge_range(0, 0, 0, len(columns) - 1, f"{_word('title')}  {rules.pack.title}", book.formats["title"])
        sheet.merge_range(1, 0, 1, len(columns) - 1, _word(f"hint.{name}"), book.formats["subtitle"])
        sheet.set_row(1, 44)
        for at, key in enumerate(columns):
            sheet.write_string(_HEAD_ROW - 1, at, _heading(key), book.formats["head"])
    return files.write(path, book.close())


def read_history(path: Path, rules: Pack) -> list[Record]:
    """The alliances of a filled workbook, in its order.

    Raises HistoryFaults with every fault by cell, Refused for a workbook of another kind or one the scan refuses, Damaged for an
    unreadable file.
    """
    data = files.read(path, scan.LIMITS.packed)
    scan.scan_bytes(data)
    found: list[CellFault] = []
    alliances = _Table(data, path.name, "alliances", ALLIANCES, found)
    members = _Table(data, path.name, "members", MEMBERS, found)
    units: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for number, row in members.rows:
        units.setdefault(folded_name(row["alliance"]), []).append((number, row))
    records = [_record(rules, alliances, number, row, members, units) for number, row in alliances.rows]
    names = {folded_name(row["name"]) for _, row in alliances.rows}
    for lines in (rows for name, rows in units.items() if name and name not in names):
        members.fault(lines[0][0], "alliance", "stranger", name=lines[0][1]["alliance"])
    if found:
        raise HistoryFaults(found)
    if not records:
        raise Refused("care.history.empty")
    return records


class _Table:
    """The filled rows of one sheet as text, with what no cell may hold noted."""

    def __init__(self, data: bytes, file: str, name: str, columns: Sequence[str], faults: list[CellFault]) -> None:
        self.name, self.faults = _word(f"sheet.{name}"), faults
        self.rows: list[tuple[int, dict[str, str]]] = []
        book = open_workbook(data, file)
        try:
            if self.name not in book.sheetnames:
                raise Refused("care.history.wrong-workbook", missing=(self.name,))
            sheet: Any = book[self.name]
            sheet.reset_dimensions()
            lines = [
                (n, [Formula(c.value) if c.data_type == "f" else c.value for c in cells])
                for n, cells in enumerate(sheet.iter_rows(max_col=40, max_row=_ROWS + 10), start=1)
            ]
        finally:
            book.close()
        head = next((at for at, (_, row) in enumerate(lines[:10]) if _heading(columns[0]) in map(text_of, row)), None)
        headings = {} if head is None else {text_of(value): at for at, value in enumerate(lines[head][1])}
        columns = [key for key in columns if key not in _ADDED or _heading(key) in headings]
        missing = tuple(_heading(key) for key in columns if _heading(key) not in headings)
        if head is None or missing:
            raise Refused("care.history.wrong-workbook", missing=missing)
        self.places = {key: headings[_heading(key)] for key in columns}
        for n, row in lines[head + 1 :]:
            if any(text_of(value) for value in row):
                self._take(n, row)

    def _take(self, n: int, row: Sequence[Any]) -> None:
        cells: dict[str, str] = dict.fromkeys(_ADDED, "")
        for key, at in self.places.items():
            value = row[at] if at < len(row) else None
            text = cells[key] = text_of(value)
            code = "formula" if isinstance(value, Formula) else unfit(text)
            if code:
                cells[key] = ""
                self.fault(n, key, code)
            elif not text and key in _NEEDED:
                self.fault(n, key, "empty", head=_heading(key))
        self.rows.append((n, cells))

    def fault(self, n: int, key: str, code: str, **facts: Fact) -> None:
        """Note a fault of a cell."""
        self.faults.append(CellFault(self.name, f"{letter(self.places[key])}{n}", code, facts))

    def day(self, n: int, key: str, text: str) -> date | None:
        """A day; a fault for a text that is none."""
        parts = re.fullmatch(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?", text)
        if parts is None:
            return self._no_day(n, key, text)
        year, month, day = (int(part) for part in parts.groups())
        try:
            return date(year, month, day)
        except ValueError:
            return self._no_day(n, key, text)

    def _no_day(self, n: int, key: str, text: str) -> None:
        if text:
            self.fault(n, key, "date")

    def choice(self, n: int, key: str, text: str, known: Mapping[str, str]) -> str:
        """The id behind a label; the beginning of a label is enough. A fault for one that is unknown."""
        found = next((one for label, one in known.items() if text and label.startswith(text)), "")
        if text and not found and known:
            self.fault(n, key, "choice", known=tuple(known))
        return found

    def code(self, n: int, key: str, text: str) -> str:
        """A unit code; a fault for one that cannot be one."""
        code = codes.normalise(text)
        if code and codes.verdict(code) in {codes.CodeVerdict.FORM, codes.CodeVerdict.PERSON}:
            self.fault(n, key, "unit-code")
            return ""
        return code


def _record(
    rules: Pack,
    table: _Table,
    n: int,
    row: Mapping[str, str],
    members: _Table,
    units: Mapping[str, list[tuple[int, dict[str, str]]]],
) -> Record:
    """One alliance with its members; faults are noted, not raised."""

    def day(key: str) -> date | None:
        return table.day(n, key, row[key])

    kinds = _labels("member-kind", MEMBER_KINDS)
    lead = _unit(
        1,
        name=row["lead"],
        code=table.code(n, "lead_code", row["lead_code"]),
        kind=table.choice(n, "lead_kind", row["lead_kind"], kinds),
        role="lead",
    )
    found: Json = {"m1": lead}
    for order, (at, line) in enumerate(units.get(folded_name(row["name"]), ()), start=2):
        unit = _unit(
            order,
            name=line["member"],
            code=members.code(at, "code", line["code"]),
            kind=members.choice(at, "kind", line["kind"], kinds),
            role=members.choice(at, "role", line["role"], _labels("member-role", MEMBER_ROLES)) or "ordinary",
            registered=line["registered"][:6] if re.match(r"\d{6}", line["registered"]) else "",
        )
        if folded_name(line["member"]) == folded_name(row["lead"]):
            found["m1"] = {**unit, "order": 1, "role": "lead"} | {
                k: v for k, v in lead.items() if k in {"code", "kind"}
            }
        elif unit.get("role") == "lead":
            members.fault(at, "role", "two-leads", name=row["name"])
        else:
            found[f"m{order}"] = unit
    return Record(
        name=row["name"],
        recognised=day("recognised") or date.min,
        document=row["document"],
        issuer=row["issuer"],
        county=row["county"],
        members=found,
        valid_to=day("valid_to"),
        agreement_end=day("agreement_end"),
        category=table.choice(n, "category", row["category"], {item.name: key for key, item in rules.category.items()}),
        field=table.choice(n, "field", row["field"], {item.name: key for key, item in rules.field_.items()})
        or row["field"],
        certificate=row["certificate"],
        plaque=row["plaque"],
        note=row["note"],
    )


def _unit(order: int, **said: str) -> Json:
    return {"order": order, **{key: value for key, value in said.items() if value}}


def _labels(table: str, ids: Sequence[str]) -> dict[str, str]:
    """Chinese label → id."""
    return {words.text(f"{table}.{one}"): one for one in ids}


def _word(code: str) -> str:
    return words.text(f"care.history.{code}")


def _heading(key: str) -> str:
    return words.text(f"care.history.head.{key}")
