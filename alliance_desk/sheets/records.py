"""From the lines of a workbook to the records of a document: members and their ids, rosters, signatures, papers."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.sheets.cells import Reader
from alliance_desk.sheets.columns import PAPER, Field, Kind
from alliance_desk.sheets.grid import Cell, Line
from alliance_desk.sheets.template import Column, Template, sheet_name

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_SHOWN_ROW = re.compile(r"!\$?C\$?(\d+)")
_TYPED_NAME = Field("members.name")
_NAME, _CODE, _ROLE = "members.name", "members.code", "members.role"


class Attachment(Struct, frozen=True):
    """One paper the workbook lists. key: its place in the document. member, year: empty where none.

    copies, sealed: None where not filled in. sheet, cell: where its file name stands.
    """

    key: str
    paper: str
    member: str
    year: str
    file_name: str
    copies: int | None
    sealed: bool | None
    sheet: str
    cell: str


class Records:
    """Builds records block by block; members come first, since others point to them. kept: see ``read.Filled``."""

    def __init__(self, template: Template, reader: Reader, new_id: Callable[[], str]) -> None:
        self.template = template
        self.reader = reader
        self.new_id = new_id
        self.kept: dict[str, bool] = {}
        self.found: Json = {}
        self._by_row: dict[int, str] = {}
        self._by_name: dict[str, str] = {}

    def _id(self, line: Line) -> str:
        """The row's own id; a row that was added, or copied with its id, gets a new one."""
        known = bool(_ID.fullmatch(line.key)) and line.key not in self.kept
        row_id = line.key if known else self.new_id()
        self.kept[row_id] = known
        return row_id

    def _row(self, sheet: str, line: Line, columns: tuple[Column, ...]) -> Json:
        """The values of one row; yearly figures become a map by year."""
        record: dict[str, Any] = {}
        for column in columns:
            cell = line.cells.get(column.key) or Cell(f"A{line.number}", None, "n")
            value = self.reader.read(sheet, cell, column.field, column.label)
            if value is None:
                continue
            if column.year:
                record.setdefault(column.field.key, {})[column.year] = value
            else:
                record[column.field.key] = value
        return record

    def members(self, lines: list[Line]) -> Json:
        """Members by id in the order of their rows; repeated names and codes, and the lack of one lead, are faults."""
        sheet, block = sheet_name("members"), self.template.blocks["members"]
        add, applicant = self.reader.faults.add, self.template.rules.pack.words.applicant
        others = tuple(column for column in block.columns if column.key != _NAME)
        name_column = next(column for column in block.columns if column.key == _NAME)
        names: dict[str, str] = {}
        unit_codes: dict[str, str] = {}
        lead = ""
        for line in (line for line in lines if not line.empty):
            cell = line.cells[_NAME]
            record: Json = {"order": len(self.found) + 1}
            if cell.empty:
                add(sheet, cell.at, "member-without-name")
            else:
                record["name"] = self.reader.read(sheet, cell, name_column.field, name_column.label)
            record |= self._row(sheet, line, others)
            folded = _folded(record.get("name") or "")
            if folded and (first := names.setdefault(folded, cell.at)) != cell.at:
                add(sheet, cell.at, "same-name", cell=first)
            at = line.cells[_CODE].at if _CODE in line.cells else ""
            if (code := record.get("code")) and (first := unit_codes.setdefault(code, at)) != at:
                add(sheet, at, "same-code", cell=first)
            if record.get("role") == "lead":
                at = line.cells[_ROLE].at
                if lead:
                    add(sheet, at, "second-lead", applicant=applicant, cell=lead)
                lead = lead or at
            row_id = self._id(line)
            self.found[row_id] = record
            self._by_row[line.number] = row_id
            for name in (record.get("name") or "", *record.get("former_names", [])):
                self._by_name.setdefault(_folded(name), row_id)
        if not self.found:
            add(sheet, "", "no-members")
        elif not lead:
            add(sheet, "", "no-lead", applicant=applicant)
        return self.found

    def lines(self, block: str, lines: list[Line]) -> Json:
        """A block of label and input: tables by the first part of each field's path."""
        sheet = sheet_name(self.template.blocks[block].sheet)
        by_key = {line.key: line for line in reversed(lines)}
        tables: dict[str, Any] = {}
        for asked in self.template.blocks[block].lines:
            line = by_key.get(asked.key)
            if line is None or asked.field is None or "value" not in line.cells:
                continue
            cell = line.cells["value"]
            value = self.reader.read(sheet, cell, asked.field, asked.label)
            if value is not None and asked.field.kind is Kind.MEMBER:
                value = self._named(sheet, cell, value)
            if value is not None:
                tables.setdefault(asked.field.id.partition(".")[0], {})[asked.field.key] = value
        return tables

    def clauses(self, lines: list[Line]) -> Json:
        """Clause id → found or not, for those a person looked at."""
        if "clauses" not in self.template.blocks:
            return {}
        block = self.template.blocks["clauses"]
        known = {line.key for line in block.lines}
        rows = {
            line.key: self._row(sheet_name(block.sheet), line, block.columns) for line in lines if line.key in known
        }
        return {key: row["found"] for key, row in rows.items() if "found" in row}

    def people(self, lines: list[Line]) -> Json:
        """Bodies with their people by row id."""
        bodies: dict[str, Any] = {}
        for line in (line for line in lines if not line.empty):
            block = self.template.blocks["people"]
            record = self._row(sheet_name(block.sheet), line, block.columns)
            row_id, body = self._id(line), record.pop("body", None)
            if body:
                people = bodies.setdefault(body, {"people": {}})["people"]
                people[row_id] = {"order": len(people) + 1, **record}
        return bodies

    def signatures(self, lines: list[Line]) -> None:
        """Signed, signatory, sealed: into the member's own record."""
        for row_id, line in self._mirrored("signatures", lines):
            block = self.template.blocks["signatures"]
            self.found[row_id] |= self._row(sheet_name(block.sheet), line, block.columns)

    def papers(self, alliance: list[Line], members: list[Line]) -> list[Attachment]:
        """The papers listed, those of the alliance and the lead first."""
        lead = next((key for key, member in self.found.items() if member.get("role") == "lead"), "")
        found: list[Attachment] = []
        known = (
            {line.key for line in self.template.blocks["papers"].lines}
            if "papers" in self.template.blocks
            else set[str]()
        )
        for line in (line for line in alliance if line.key in known and not line.empty):
            paper, _, year = line.key.partition(".")
            owner = lead if self.template.rules.paper[paper].scope == "lead" else ""
            cells = {field.key: line.cells.get(field.id) for field in PAPER}
            found += self._paper(paper, owner, year, cells)
        for row_id, line in self._mirrored("member-papers", members):
            columns = self.template.blocks["member-papers"].columns
            for paper, year in dict.fromkeys((column.paper, column.year) for column in columns):
                of = [column for column in columns if (column.paper, column.year) == (paper, year)]
                found += self._paper(
                    paper, row_id, year, {column.field.key: line.cells.get(column.key) for column in of}
                )
        return found

    def _paper(self, paper: str, member: str, year: str, cells: dict[str, Cell | None]) -> list[Attachment]:
        file = cells.get("file")
        filled = {field.key: cell for field in PAPER if (cell := cells.get(field.key)) and not cell.empty}
        if file is None or not filled:
            return []
        sheet = sheet_name("papers")
        read = {f.key: self.reader.read(sheet, filled[f.key], f, f.key) for f in PAPER if f.key in filled}
        if file.empty:
            # “否” beside an empty file name only says that there is no such paper.
            if read.get("sealed") or read.get("copies"):
                self.reader.faults.add(sheet, file.at, "no-file")
            return []
        if not (name := read.get("file")):
            return []
        key = ".".join(part for part in (paper, member, year) if part)
        return [Attachment(key, paper, member, year, name, read.get("copies"), read.get("sealed"), sheet, file.at)]

    def _mirrored(self, block: str, lines: list[Line]) -> list[tuple[str, Line]]:
        """Rows with the member they show: what the person saw counts, not the place of the row."""
        if block not in self.template.blocks:
            return []
        sheet, add = sheet_name(self.template.blocks[block].sheet), self.reader.faults.add
        found: list[tuple[str, Line]] = []
        seen: dict[str, str] = {}
        for line in (line for line in lines if not line.empty):
            row_id, first = None, line.first
            if first.kind == "f":
                rows = {int(row) for row in _SHOWN_ROW.findall(str(first.value))}
                if len(rows) != 1:
                    add(sheet, first.at, "row-shifted")
                    continue
                row_id = self._by_row.get(rows.pop())
                if row_id is None:
                    add(sheet, first.at, "row-without-member")
            elif first.empty:
                add(sheet, first.at, "row-shifted")
            elif name := self.reader.read(sheet, first, _TYPED_NAME, ""):
                row_id = self._named(sheet, first, name)
            if row_id is None:
                continue
            if row_id in seen:
                add(
                    sheet,
                    first.at,
                    "twice-member",
                    value=str(self.found[row_id].get("name", ""))[:40],
                    cell=seen[row_id],
                )
                continue
            seen[row_id] = first.at
            found.append((row_id, line))
        return found

    def _named(self, sheet: str, cell: Cell, name: str) -> str | None:
        row_id = self._by_name.get(_folded(name))
        if row_id is None:
            self.reader.faults.add(sheet, cell.at, "unknown-member", value=name[:40])
        return row_id


def _folded(name: str) -> str:
    """A unit's name without differences nobody sees: width, blanks, letter case."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()
