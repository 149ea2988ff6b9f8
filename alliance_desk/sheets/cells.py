"""Turns one cell into the value its field asks for, or says what is wrong with it. No cell's fault stops the next."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from alliance_desk import files, words
from alliance_desk.policy import codes
from alliance_desk.policy.facts import NONE
from alliance_desk.sheets.columns import Field, Kind
from alliance_desk.sheets.divisions import Divisions
from alliance_desk.sheets.faults import Faults
from alliance_desk.sheets.grid import Cell
from alliance_desk.sheets.template import Template
from alliance_desk.sheets.values import FEN_PER_WAN

FIRST_YEAR, LAST_YEAR = 1800, 2100
# 100 million 万元 in 分 still is an integer that JSON carries exactly.
_MOST_WAN = Decimal(100_000_000)
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|(\d{2})(\d{2})|年(\d{1,2})月(\d{1,2})日)"
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MAYBE_ID = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_SPLIT = re.compile(r"[、，,；;/\n]")


class Reader:
    """Reads cells of one workbook. member: finds a member id by a unit's name, for fields that point to one."""

    def __init__(self, template: Template, divisions: Mapping[str, str], faults: Faults) -> None:
        self.template = template
        self.divisions = Divisions(divisions)
        self.faults = faults
        self._ids = {name: _ids(labels) for name, labels in template.choices.items()}
        for name, labels in template.also.items():
            self._ids[name] = _ids(labels) | self._ids.get(name, {})

    def read(self, sheet: str, cell: Cell, field: Field, label: str) -> Any:
        """The field's value for the document, None when the cell is empty or faulty (the fault is noted)."""

        def fault(code: str, **facts: Any) -> None:
            self.faults.add(sheet, cell.at, code, **facts)

        if cell.empty:
            return fault("required", label=label.rstrip("＊*")) if field.required else None
        if cell.kind == "f":
            return fault("formula")
        if cell.kind == "e":
            return fault("error")
        match field.kind:
            case Kind.DATE:
                return self._date(cell, fault)
            case Kind.MONEY:
                return _money(cell, fault)
            case Kind.COUNT:
                return _count(cell, fault)
            case Kind.CODE:
                return _code(cell, fault)
            case Kind.YES if isinstance(cell.value, bool):
                return cell.value
            case _:
                text = plain_text(cell, field, fault)
                return None if text is None else self._meaning(text, field, fault)

    def _meaning(self, text: str, field: Field, fault: Any) -> Any:
        """What a text stands for in this field."""
        none = words.text("sheets.choice.none")
        match field.kind:
            case Kind.CHOICE | Kind.YES:
                found = self._choice(text, field, fault)
                return found == "true" if field.kind is Kind.YES and found else found
            case Kind.CHOICES | Kind.NAMES if text == none:
                return []
            case Kind.CHOICES:
                chosen = [self._choice(part.strip(), field, fault) for part in _SPLIT.split(text) if part.strip()]
                return [*dict.fromkeys(part for part in chosen if part)]
            case Kind.NAMES:
                return [part.strip() for part in _SPLIT.split(text) if part.strip()]
            case Kind.DIVISION:
                return self.divisions.find(text, fault)
            case Kind.FILE if not files.harmless(text):
                return fault("file-name")
            case Kind.PHONE if not re.fullmatch(r"[+\d][\d\s()（）+-]*", unicodedata.normalize("NFKC", text)):
                return fault("phone")
            case Kind.EMAIL if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
                return fault("email")
            case Kind.TEXT | Kind.LONG if text == none and not field.required:
                return NONE
            case _:
                return text

    def _choice(self, text: str, field: Field, fault: Any) -> str | None:
        found = self._ids[field.choices].get(_folded(text))
        if found is None:
            fault("choice", value=text[:40], choices=tuple(self.template.choices[field.choices].values()))
        return found

    def _date(self, cell: Cell, fault: Any) -> str | None:
        value = cell.value
        if isinstance(value, datetime | date):
            found = value.date() if isinstance(value, datetime) else value
        else:
            text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
            text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
            match = _DATE.fullmatch(text)
            parts = [int(part) for part in match.groups() if part] if match else []
            try:
                found = date(parts[0], parts[1], parts[2])
            except (IndexError, ValueError):
                return fault("date")
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            return fault("date-range", first=FIRST_YEAR, last=LAST_YEAR)
        return found.isoformat()


def plain_text(cell: Cell, field: Field, fault: Any) -> str | None:
    """A cell's text without what nobody sees; hidden direction marks, own-made characters and ID numbers are faults."""
    value = cell.value
    if isinstance(value, bool | datetime | date) or not isinstance(value, str | int | float):
        return fault("text")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)), str(value)) if isinstance(value, str) else str(value)
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if field.kind is not Kind.LONG:
        text = re.sub(r"\s*\n\s*", "", text)
    categories = {unicodedata.category(c) for c in text if c not in "\n\t"}
    if categories & {"Cc", "Cf", "Cs"}:
        return fault("control")
    if "Co" in categories:
        return fault("private-use")
    if len(text) > field.limit:
        return fault("too-long", length=len(text), limit=field.limit)
    if any(map(codes.is_id_number, _MAYBE_ID.findall(unicodedata.normalize("NFKC", text)))):
        return fault("id-card")
    return text.replace("\t", " ")


def _code(cell: Cell, fault: Any) -> str | None:
    """A unit code in stored form. Wrong check characters pass here: they are conditions of the policy (核实)."""
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool):
        return fault("id-card-in-code" if codes.is_id_number(str(cell.value)) else "code-number")
    code = codes.normalise(str(cell.value))
    match codes.verdict(code):
        case codes.CodeVerdict.PERSON:
            return fault("id-card-in-code")
        case codes.CodeVerdict.FORM:
            return fault("code-form", length=len(code))
        case _:
            return code


def _number(cell: Cell, fault: Any) -> Decimal | None:
    value = cell.value
    if isinstance(value, bool | datetime | date):
        return fault("number")
    try:
        if isinstance(value, str):
            return Decimal(re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", value)))
        # Fifteen digits are what a spreadsheet shows; the rest is noise of binary fractions.
        return Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        return fault("number")


def _money(cell: Cell, fault: Any) -> int | None:
    """万元 to whole 分, exactly."""
    amount = _number(cell, fault)
    if amount is None:
        return None
    if not amount.is_finite():
        return fault("number")
    if amount < 0:
        return fault("negative")
    if amount > _MOST_WAN:
        return fault("too-large")
    fen = amount * FEN_PER_WAN
    return int(fen) if fen == int(fen) else fault("fraction")


def _count(cell: Cell, fault: Any) -> int | None:
    number = _number(cell, fault)
    if number is None:
        return None
    return int(number) if number.is_finite() and 1 <= number <= 99 and number == int(number) else fault("count")


def _folded(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()


def _ids(labels: Mapping[str, str]) -> dict[str, str]:
    return {_folded(label): key for key, label in labels.items()}
