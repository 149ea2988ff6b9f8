"""One row of the pool workbook to an expert, or to faults by cell."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from alliance_desk import words
from alliance_desk.errors import Fact
from alliance_desk.experts.people import Employment, Expert, Kind
from alliance_desk.policy import codes

_REQUIRED = ("name", "unit", "kind")
_LONGEST = 500
_ID_SHAPE = re.compile(r"[1-8][0-9]{5}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]")


class CellFault(Struct, frozen=True):
    """One fault of the workbook. cell: as in Excel, ``C7``; code: wording ``experts.cell.<code>``."""

    sheet: str
    cell: str
    code: str
    facts: dict[str, Fact] = {}

    def text(self, language: str = "zh_CN") -> str:
        """Where, what, and what to write instead."""
        facts = {"sheet": self.sheet, "cell": self.cell, **self.facts}
        return words.text(f"experts.cell.{self.code}", facts, language)


class Formula(str):
    """The text of a formula cell, apart from a plain text that begins with an equals sign."""

    __slots__ = ()


class Reader:
    """Rows to experts, collecting faults. places: column index by key."""

    def __init__(self, sheet: str, places: dict[str, int]) -> None:
        self.sheet, self.places = sheet, places
        self.faults: list[CellFault] = []
        self.ids: dict[str, int] = {}
        self.kinds = {words.text(f"expert-kind.{kind.value}"): kind for kind in Kind}

    def expert(self, n: int, row: Sequence[Any]) -> Expert | None:
        """The expert of row ``n`` (from 1), None for a blank row or one with faults."""
        if not any(text_of(value) for i, value in enumerate(row) if i != self.places.get("id")):
            return None
        before = len(self.faults)
        self._personal(n, row)
        if len(self.faults) > before:
            return None
        cell = {key: text_of(row[i]) if i < len(row) else "" for key, i in self.places.items()}
        for key in _REQUIRED:
            if not cell[key]:
                self._fault(n, key, "empty", head=word(f"head.{key}"))
        kind = next((kind for label, kind in self.kinds.items() if label.startswith(cell["kind"])), None)
        if cell["kind"] and kind is None:
            self._fault(n, "kind", "kind", known=tuple(self.kinds))
        if cell["county"] and not re.fullmatch(r"[1-9][0-9]{5}", cell["county"][:6]):
            self._fault(n, "county", "county")
        one = cell.get("id", "")
        if one and self.ids.setdefault(one, n) != n:
            self._fault(n, "id", "same-id", row=self.ids[one])
        expert = Expert(
            id=one,
            name=cell["name"],
            unit=cell["unit"],
            unit_code=self._code(n, "unit_code", cell["unit_code"]),
            former_units=self._former(n, cell["former_units"]),
            kind=kind or Kind.TECHNICAL,
            title=cell["title"],
            fields=tuple(part.strip() for part in re.split(r"[、，,；;\n]", cell["fields"]) if part.strip()),
            county=cell["county"][:6],
            active_until=self._date(n, "active_until", cell["active_until"]),
        )
        return expert if len(self.faults) == before else None

    def _personal(self, n: int, row: Sequence[Any]) -> None:
        """Nothing that looks like an ID or bank number, in any cell; nor formulas, hidden signs, texts without end."""
        for i, value in enumerate(row):
            text = text_of(value)
            code = "formula" if isinstance(value, Formula) else unfit(text)
            if code and i == self.places.get("id") and re.fullmatch(r"(?=.*[a-z-])[0-9a-z-]{1,36}", text):
                continue  # an id of ours whose digits happen to look like a card
            if code:
                self.faults.append(CellFault(self.sheet, f"{letter(i)}{n}", code, {"limit": _LONGEST}))

    def _code(self, n: int, key: str, text: str) -> str:
        code = codes.normalise(text)
        if not code or codes.verdict(code) in {codes.CodeVerdict.RIGHT, codes.CodeVerdict.OUTER}:
            return code
        self._fault(n, key, "unit-code")
        return ""

    def _former(self, n: int, text: str) -> tuple[Employment, ...]:
        """``unit / last day`` or ``unit / code / last day``, entries divided by semicolons or lines."""
        found: list[Employment] = []
        for entry in re.split(r"[；;\n]", text):
            parts = [part.strip() for part in re.split(r"[/／|｜]", entry) if part.strip()]
            if not parts:
                continue
            until = self._date(n, "former_units", parts.pop()) if len(parts) > 1 and _dated(parts[-1]) else ""
            code = self._code(n, "former_units", parts.pop()) if len(parts) == 2 else ""
            if len(parts) != 1:
                self._fault(n, "former_units", "former-unit")
                continue
            found.append(Employment(parts[0], code, until))
        return tuple(found)

    def _date(self, n: int, key: str, text: str) -> str:
        """A day as YYYY-MM-DD; a bare month or year means its last day, the later and so the safer one."""
        if not text:
            return ""
        parts = [int(part) for part in re.findall(r"[0-9]+", text)]
        try:
            if not _dated(text) or not 1900 <= parts[0] <= 2199:
                raise ValueError(text)
            month = parts[1] if len(parts) > 1 else 12
            return date(parts[0], month, parts[2] if len(parts) > 2 else monthrange(parts[0], month)[1]).isoformat()
        except ValueError:
            self._fault(n, key, "date")
            return ""

    def _fault(self, n: int, key: str, code: str, **facts: Fact) -> None:
        self.faults.append(CellFault(self.sheet, f"{letter(self.places[key])}{n}", code, facts))


def text_of(value: Any) -> str:
    """What a cell says: numbers without decimals, dates as YYYY-MM-DD, text without outer blanks."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    # Not normalised: a name's rare character must stay the one that was typed.
    return "" if value is None else str(value).strip()


def _dated(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{4}(\s*[-./年]\s*[0-9]{1,2}(\s*[-./月]\s*[0-9]{1,2}\s*日?|\s*月?)?|年)?", text))


def unfit(text: str) -> str:
    """The fault of a text that no cell may hold, or nothing."""
    if len(text) > _LONGEST:
        return "too-long"
    # Control and direction marks, private-use characters: what nobody sees, or what every font shows differently.
    if {unicodedata.category(c) for c in text if c != "\n"} & {"Cc", "Cf", "Co", "Cs"}:
        return "hidden"
    return _personal_number(text)


def _personal_number(text: str) -> str:
    """``id-number`` or ``bank-number`` when a run of digits in the text looks like one; unit codes are neither."""
    plain = re.sub(r"(?<=[0-9])[ \-](?=[0-9])", "", unicodedata.normalize("NFKC", text))
    for run in re.findall(r"(?<![0-9A-Za-z])[0-9]{13,19}[Xx]?(?![0-9A-Za-z])", plain):
        if codes.is_id_number(run):
            return "id-number"
        if codes.verdict(codes.normalise(run)) in {codes.CodeVerdict.RIGHT, codes.CodeVerdict.OUTER}:
            continue
        # A mistyped ID number is personal all the same, so its check character is not asked for.
        if _ID_SHAPE.fullmatch(run):
            return "id-number"
        if run.isdigit() and _luhn(run):
            return "bank-number"
    return ""


def _luhn(digits: str) -> bool:
    """The check digit of bank cards (ISO/IEC 7812-1)."""
    doubled = (int(c) * (1 + i % 2) for i, c in enumerate(reversed(digits)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def letter(index: int) -> str:
    """The letter of a column, from 0: A, B … AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def word(code: str) -> str:
    """A heading or label of the workbook."""
    return words.text(f"experts.sheet.{code}")
