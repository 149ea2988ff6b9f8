"""From a document to the rows of the workbook: per block, the row keys in order and what stands in each column."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.policy.facts import NONE
from alliance_desk.sheets.columns import Field, Kind
from alliance_desk.sheets.template import Block, Column, Template

FEN_PER_WAN = 1_000_000
Shown = str | int | Decimal


class Row(Struct, frozen=True):
    """One row to write. key: row id, or the key of a fixed line. cells: column key → what the user sees."""

    key: str
    cells: Mapping[str, Shown]


def rows_of(template: Template, document: Json, private: Json, divisions: Mapping[str, str]) -> dict[str, list[Row]]:
    """The filled rows of each block; free blocks hold only rows that exist, fixed blocks every line."""
    show = _Show(template, document, divisions)
    contacts: Json = {"contacts": private.get("contacts", {}).get("lead", {})}
    found: dict[str, list[Row]] = {}
    for block in template.blocks.values():
        match block.id:
            case "basics" | "agreement":
                found[block.id] = [
                    Row(line.key, show.line(line.field, contacts if line.key.startswith("contacts.") else document))
                    for line in block.lines
                ]
            case "clauses":
                clauses = document.get("agreement", {}).get("clauses", {})
                field = block.columns[0].field
                found[block.id] = [
                    Row(line.key, show.cell(field.id, field, clauses.get(line.key))) for line in block.lines
                ]
            case "people":
                found[block.id] = show.people(block)
            case "papers":
                found[block.id] = [Row(line.key, show.paper(line.key, block.columns)) for line in block.lines]
            case "member-papers":
                found[block.id] = [Row(key, show.member_papers(key, block.columns)) for key in show.members]
            case _:
                found[block.id] = [Row(key, show.member(member, block.columns)) for key, member in show.members.items()]
    return found


def ordered(records: Json) -> Json:
    """A map by id in the order of its records."""
    return dict(sorted(records.items(), key=lambda item: (item[1].get("order", 0), item[0])))


def division_label(code: str, divisions: Mapping[str, str]) -> str:
    """``110108 海淀区``; the bare code where the table does not know it."""
    return f"{code} {divisions[code]}" if code in divisions else code


class _Show:
    def __init__(self, template: Template, document: Json, divisions: Mapping[str, str]) -> None:
        self.template = template
        self.document = document
        self.divisions = divisions
        self.members = ordered(document.get("members", {}))

    def line(self, field: Field | None, source: Json) -> Mapping[str, Shown]:
        if field is None:
            return {}
        group, _, key = field.id.partition(".")
        return self.cell("value", field, source.get(group, {}).get(key))

    def cell(self, column: str, field: Field, value: object) -> Mapping[str, Shown]:
        return {} if value is None else {column: self.text(field, value)}

    def text(self, field: Field, value: object) -> Shown:
        """One value as the user types it."""
        labels = self.template.choices.get(field.choices, {})
        match field.kind:
            case Kind.YES:
                return labels["true" if value else "false"]
            case Kind.CHOICE:
                return labels.get(str(value)) or self.template.also.get(field.choices, {}).get(str(value), str(value))
            case Kind.MONEY if isinstance(value, int):
                return Decimal(value) / FEN_PER_WAN
            case Kind.COUNT if isinstance(value, int):
                return value
            case Kind.DIVISION:
                return division_label(str(value), self.divisions)
            case Kind.MEMBER:
                return str(self.members.get(str(value), {}).get("name", value))
            case _ if isinstance(value, list):
                return "、".join(labels.get(str(item), str(item)) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            case _:
                return words.text("sheets.choice.none") if value == NONE else str(value)

    def member(self, member: Json, columns: tuple[Column, ...]) -> Mapping[str, Shown]:
        cells: dict[str, Shown] = {}
        for column in columns:
            value = member.get(column.field.key)
            cells |= self.cell(column.key, column.field, value.get(column.year) if column.year and value else value)
        return cells

    def people(self, block: Block) -> list[Row]:
        found: list[Row] = []
        for body, record in self.document.get("bodies", {}).items():
            for key, person in ordered(record.get("people", {})).items():
                found.append(Row(key, self.member({**person, "body": body}, block.columns)))
        bodies = [*self.template.rules.body]
        names = self.template.choices["body"]
        place = {names[body]: index for index, body in enumerate(bodies)}
        return sorted(found, key=lambda row: place.get(str(row.cells.get("people.body", "")), len(place)))

    def _record(self, paper: str, member: str, year: str) -> Json:
        """The paper taken in for these; keys are joined by dots."""
        return self.document.get("papers", {}).get(".".join(part for part in (paper, member, year) if part), {})

    def paper(self, key: str, columns: tuple[Column, ...]) -> Mapping[str, Shown]:
        paper, _, year = key.partition(".")
        lead = next((k for k, m in self.members.items() if m.get("role") == "lead"), "")
        record = self._record(paper, lead if self.template.rules.paper[paper].scope == "lead" else "", year)
        return {c.key: self.text(c.field, v) for c in columns if (v := record.get(PAPER_KEYS[c.field.key])) is not None}

    def member_papers(self, member: str, columns: tuple[Column, ...]) -> Mapping[str, Shown]:
        cells: dict[str, Shown] = {}
        for column in columns:
            value = self._record(column.paper, member, column.year).get(PAPER_KEYS[column.field.key])
            cells |= self.cell(column.key, column.field, value)
        return cells


PAPER_KEYS = {"file": "name", "copies": "copies", "sealed": "sealed"}
