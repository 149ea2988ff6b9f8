"""Values typed into a form, field by field, into what a document holds: by the same reader as the workbook's cells."""

import re
from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from typing import Any, cast

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.field_faults import FieldFault
from alliance_desk.desk.divisions import division_names
from alliance_desk.policy.pack import Pack
from alliance_desk.sheets.cells import Reader
from alliance_desk.sheets.columns import PAPER, Field, Kind
from alliance_desk.sheets.faults import Faults
from alliance_desk.sheets.grid import Cell
from alliance_desk.sheets.template import Template, template_of
from alliance_desk.sheets.values import FEN_PER_WAN

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_MOST_ROWS = 10_000
_YEAR = re.compile(r"(19|20)\d\d")
_FIXED = {"alliance.id", "alliance.initials", "application.filed"}
"""Fields that no form changes; ``initials`` follow the name."""
MATTER = (
    Field("matter.title"),
    Field("matter.on", Kind.DATE),
    Field("matter.place"),
    Field("matter.note", Kind.LONG, limit=4000),
    Field("matter.document"),
    Field("matter.issuer"),
    Field("matter.recognised", Kind.DATE),
    Field("matter.valid_to", Kind.DATE),
    Field("matter.copies", Kind.COUNT),
    Field("matter.medium"),
    Field("matter.amount", Kind.MONEY),
    Field("matter.year", limit=4),
    Field("matter.review"),
)
"""What is typed of a case beneath an alliance. What it is about (ids of the pack) and the days of its stages are its verbs' to write."""
_NO_SUCH, _IS_FIXED = "editing.fault.no-such-field", "editing.fault.fixed"


class Values:
    """Reads a merge patch over the sections of a file. faults: what is wrong, in the order of the patch."""

    def __init__(self, rules: Pack, document: Json) -> None:
        self.rules, self.document = rules, document
        self.faults: list[FieldFault] = []
        self._typed: Json = {}
        template = template_of(rules, int(str(document.get("application", {}).get("filed", "2000"))[:4]))
        self._choices = {name: {*labels, *template.also.get(name, {})} for name, labels in template.choices.items()}
        self._labels = template.choices
        self._told = Faults()
        self._reader = Reader(template, division_names(), self._told)
        self._fields = {field.id: field for field in _fields(template)}

    def file(self, patch: Json, only: Collection[str] = ()) -> Json:
        """The patch as it is written; what is faulty is left out and noted. only: sections it may touch, any when empty."""
        sections: dict[str, Callable[[Json], Json]] = {
            "alliance": lambda table: self._plain("alliance", "alliance", table),
            "application": lambda table: self._plain("application", "application", table),
            "members": self._members,
            "bodies": self._bodies,
            "agreement": self._agreement,
            "papers": self._papers,
            "matter": lambda table: self._plain("matter", "matter", table),
        }
        self._typed = patch
        return self._tables("", patch, {name: read for name, read in sections.items() if not only or name in only})

    def private(self, patch: Json) -> Json:
        """The patch of the private document: how the lead's contact person is reached."""
        lead: dict[str, Callable[[Json], Json]] = {
            "lead": lambda table: self._plain("contacts.lead", "contacts", table)
        }
        contacts: dict[str, Callable[[Json], Json]] = {
            "contacts": lambda table: self._tables("contacts", table, lead),
        }
        return self._tables("", patch, contacts)

    def fault(self, path: str, code: str, /, **facts: str | int | tuple[str, ...]) -> None:
        """Note a fault beside a field."""
        self.faults.append(self._at(path, code, facts))

    # Sections

    def _tables(self, above: str, patch: Json, read: dict[str, Callable[[Json], Json]]) -> Json:
        """Tables by name; one that is not there, or no table, is a fault."""
        found: Json = {}
        for name, table in patch.items():
            if name not in read or not isinstance(table, dict):
                self.fault(_path(above, name), _NO_SUCH)
            elif inside := read[name](cast("Json", table)):
                found[name] = inside
        return found

    def _plain(self, path: str, group: str, table: Json) -> Json:
        """A table of single fields. group: first part of their ids."""
        found: Json = {}
        for key, value in table.items():
            here = _path(path, key)
            if here in _FIXED:
                self.fault(here, _IS_FIXED)
            elif key == "order" and group in ("members", "people") and type(value) is int and 0 < value < _MOST_ROWS:
                found[key] = value
            elif (field := self._fields.get(f"{group}.{key}")) is None:
                self.fault(here, _NO_SUCH)
            elif field.yearly:
                found |= {key: read} if (read := self._yearly(here, field, value)) != {} else {}
            else:
                found |= self._value(here, key, field, value)
        return found

    def _members(self, table: Json) -> Json:
        return self._records("members", "members", table, self.document.get("members", {}))

    def _bodies(self, table: Json) -> Json:
        found: Json = {}
        for body, record in table.items():
            before, path = self.document.get("bodies", {}).get(body), _path("bodies", body)
            known = body in self.rules.body or before is not None
            if known and record is None:
                found[body] = None
            elif not known or not isinstance(record, dict):
                self.fault(path, _NO_SUCH)
            else:
                people = cast("Json", (before or {}).get("people", {}))

                def read(table: Json, path: str = path, people: Json = people) -> Json:
                    return self._records(_path(path, "people"), "people", table, people)

                found |= (
                    {body: inside} if (inside := self._tables(path, cast("Json", record), {"people": read})) else {}
                )
        return found

    def _agreement(self, table: Json) -> Json:
        found = self._plain("agreement", "agreement", {key: v for key, v in table.items() if key != "clauses"})
        clauses: Json = {}
        for key, value in _dict(table.get("clauses")).items():
            path = f"agreement.clauses.{key}"
            if key not in self.rules.clause or not (value is None or isinstance(value, bool)):
                self.fault(path, _NO_SUCH)
            else:
                clauses[key] = value
        return found | ({"clauses": clauses} if clauses else {})

    def _papers(self, table: Json) -> Json:
        """Copies and seal of papers that are there, or that one is taken out; a file comes by ``add_paper``."""
        return self._records("papers", "papers", table, self.document.get("papers", {}), fresh=False)

    def _records(self, path: str, group: str, table: Json, before: Json, *, fresh: bool = True) -> Json:
        """Records by id: changed, taken out (None), or new where ``fresh`` allows it."""
        found: Json = {}
        for key, record in table.items():
            here = _path(path, key)
            known = key in before or (fresh and record is not None and _ID.fullmatch(key))
            if known and record is None:
                found[key] = None
            elif not known or not isinstance(record, dict):
                self.fault(here, _NO_SUCH)
            elif read := self._plain(here, group, cast("Json", record)):
                found[key] = read
        return found

    # Values

    def _yearly(self, path: str, field: Field, table: Any) -> Json | None:
        if table is None:
            return None
        found: Json = {}
        for year, value in _dict(table).items():
            if not _YEAR.fullmatch(year):
                self.fault(_path(path, year), _NO_SUCH)
            else:
                found |= self._value(_path(path, year), year, field, value)
        return found

    def _value(self, path: str, key: str, field: Field, value: Any) -> Json:
        """What is written for one field: nothing where it is faulty, None where it is emptied."""
        if value is None or (isinstance(value, str) and not value.strip()):
            if not field.required:
                return {key: None}
            self.fault(path, "sheets.fault.required")
            return {}
        several = cast("list[Any]", value) if isinstance(value, list) else None
        read = self._single(path, field, value) if several is None else self._several(path, field, several)
        return {} if read is None else {key: read}

    def _several(self, path: str, field: Field, values: list[Any]) -> list[str] | None:
        if field.kind not in (Kind.NAMES, Kind.CHOICES):
            self.fault(path, "sheets.fault.text")
            return None
        single = Field(field.id, Kind.TEXT if field.kind is Kind.NAMES else Kind.CHOICE, field.choices)
        read = [self._single(path, single, value) for value in values]
        return None if None in read else list(dict.fromkeys(read))

    def _single(self, path: str, field: Field, value: Any) -> Any:
        if isinstance(value, dict | list):
            self.fault(path, "sheets.fault.text")
            return None
        match field.kind:
            case Kind.CHOICE:
                if value not in self._choices[field.choices]:
                    labels = tuple(self._labels[field.choices].values())
                    self.fault(path, "sheets.fault.choice", value=str(value)[:40], choices=labels)
                    return None
                return value
            case Kind.MEMBER:
                return str(value)
            case Kind.MONEY if type(value) is int:
                value = Decimal(value) / FEN_PER_WAN
            case Kind.MONEY | Kind.COUNT if type(value) is not int:
                self.fault(path, "sheets.fault.number")
                return None
            case _:
                pass
        read = self._reader.read("", Cell(path, value, "s"), field, "")
        for told in self._told.found:
            self.faults.append(self._at(path, f"sheets.fault.{told.code}", told.facts))
        self._told.found.clear()
        return read

    # Naming

    def _at(self, path: str, code: str, facts: Any) -> FieldFault:
        """A fault with the names of what it stands beside."""
        section, *below = path.split(".")
        year = below.pop() if below and section == "members" and _YEAR.fullmatch(below[-1]) else ""
        subject, field = "", f"{section}.{below[-1]}" if below else ""
        match section:
            case "members" if below:
                subject, field = self.names.get(below[0], ""), field if len(below) > 1 else ""
            case "bodies" if len(below) > 2:
                subject = self.names.get(below[2], "")
                field = f"people.{below[3]}" if len(below) > 3 else ""
            case "agreement" if below[:1] == ["clauses"]:
                item = self.rules.clause.get(below[-1])
                subject, field = item.name if item else "", ""
            case "papers":
                field = ""
            case _:
                pass
        return FieldFault(path, code, facts, subject, _label(field), year)

    @property
    def names(self) -> dict[str, str]:
        """What members and people are called, by id; those that are being entered as they were typed."""
        return {**_named(self.document), **_named(self._typed)}


def _named(document: Json) -> dict[str, str]:
    bodies = _dict(document.get("bodies")).values()
    tables = [_dict(document.get("members")), *(_dict(_dict(body).get("people")) for body in bodies)]
    records = [(key, _dict(record).get("name")) for table in tables for key, record in table.items()]
    return {key: name for key, name in records if isinstance(name, str)}


def _fields(template: Template) -> Iterator[Field]:
    """Every single field of the form as this policy asks for it."""
    for block in template.blocks.values():
        if block.id in ("basics", "agreement"):
            yield from (line.field for line in block.lines if line.field is not None)
        elif block.id in ("members", "people", "signatures"):
            # Which body a person belongs to is where it stands.
            yield from (column.field for column in block.columns if column.field.id != "people.body")
    yield from (field for field in PAPER if field.kind is not Kind.FILE)
    yield from MATTER


def _label(field: str) -> str:
    """The wording code of what a field is called; empty for none."""
    known = words.catalogue()
    return next((code for code in (f"sheets.label.{field}", f"path.{field}") if field and code in known), "")


def _dict(value: Any) -> Json:
    return cast("Json", value) if isinstance(value, dict) else {}


def _path(above: str, key: str) -> str:
    return f"{above}.{key}" if above else key
