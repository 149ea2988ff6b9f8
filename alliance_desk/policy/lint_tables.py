"""What is wrong with a pack's tables beyond their shape: dates, ids, references, bounds, number patterns."""

import re
import string
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from alliance_desk.errors import Fact
from alliance_desk.policy.facts import path_type
from alliance_desk.policy.faults import Fault, Lines
from alliance_desk.policy.pack import (
    Header,
    Issue,
    Number,
    Panel,
    Paper,
    Period,
    Reading,
    Recognition,
    Role,
    Score,
    Scoring,
    Status,
)
from alliance_desk.policy.vocabulary import EXPERT_KINDS, FORM_ONLY, LEVELS, MEMBER_KINDS, SCOPES

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NEEDS_BASIS = (
    "role",
    "reading",
    "stage",
    "check",
    "paper",
    "body",
    "clause",
    "field",
    "category",
    "meeting",
    "period",
    "number",
    "panel",
    "procedure",
    "duty",
    "grade",
    "consequence",
    "measure",
    "ground",
    "change",
    "activity",
    "support",
    "unknown",
)
YES_NO = {"yes", "no"}
_VARIABLES = ("year", "division", "serial")
"""What a number pattern may hold."""


class Draft:
    """A pack being looked at: the raw tables, the items that have their shape, and the faults so far."""

    def __init__(self, file: str, lines: Lines, raw: dict[str, Any]) -> None:
        self.file = file
        self.raw = raw
        self.items: dict[str, dict[str, Any]] = {}
        self.single: dict[str, Any] = {}
        self.found: list[Fault] = []
        #: readings that something rests on
        self.used: set[str] = set()
        self._lines = lines

    def add(self, key: str, code: str, **facts: Fact) -> None:
        """Note a fault at a dotted key."""
        self.found.append(Fault(self.file, self._lines.of(key), key, code, facts))

    def ids(self, table: str) -> list[str]:
        """Ids of a table, those of misshapen items too: a reference to one of them is no second fault."""
        rows = self.raw.get(table)
        return list(rows) if isinstance(rows, dict) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]

    def refers(self, key: str, value: str, table: str) -> None:
        """A reference into a table; empty refers to nothing."""
        if value and value not in self.ids(table):
            self.add(key, "unknown-id", value=value, table=table, allowed=tuple(self.ids(table)) or ("—",))

    def among(self, key: str, values: Iterable[str], allowed: Iterable[str]) -> None:
        """Every value is one of a closed set, and none stands twice."""
        values = list(values)
        for value in dict.fromkeys(values):
            if value not in allowed:
                self.add(key, "not-allowed", value=value, allowed=tuple(allowed))
            elif values.count(value) > 1:
                self.add(key, "twice", value=value)

    def reads(self, key: str, reading: str, options: set[str] | None = None) -> Reading | None:
        """A reference to a reading, whose options must be exactly these where given."""
        self.refers(key, reading, "reading")
        self.used.add(reading)
        found: Reading | None = self.items.get("reading", {}).get(reading)
        if found and options is not None and set(found.options) != options:
            self.add(f"reading.{reading}.options", "reading-options", used=key, allowed=tuple(sorted(options)))
        return found

    def least(self, key: str, value: int, low: int, high: int | None = None) -> None:
        """A number within bounds, both inclusive."""
        if value < low or (high is not None and value > high):
            allowed = f"{low}–{high}" if high is not None else f"≥ {low}"
            self.add(key, "out-of-bounds", value=value, allowed=allowed)

    def digits(self, key: str, values: Iterable[str], least: int, most: int) -> None:
        """Division code prefixes; ``@`` is left to the caller."""
        for value in values:
            if not (value.isascii() and value.isdigit() and least <= len(value) <= most):
                self.add(key, "not-a-division", value=value, least=least, most=most)


def lint_tables(draft: Draft, layouts: Collection[str] | None) -> None:
    """Header, ids, bases, names, and every table but stages and checks."""
    _header(draft)
    for table, rows in draft.raw.items():
        if table in {"pack", "form", "scoring", "recognition", "certificate", "plaque"} or not isinstance(rows, dict):
            continue
        for key in draft.ids(table):
            if not _ID.fullmatch(key):
                draft.add(f"{table}.{key}", "bad-id")
    for table in NEEDS_BASIS:
        for key, item in draft.items.get(table, {}).items():
            if not item.basis.strip():
                draft.add(f"{table}.{key}", "no-basis")
    for table, label in (
        ("check", "title"),
        ("stage", "name"),
        ("paper", "name"),
        ("field", "name"),
        ("category", "name"),
    ):
        _unlike(draft, table, label)
    for table, rule in _RULES.items():
        for key, item in draft.items.get(table, {}).items():
            rule(draft, f"{table}.{key}", item)
    _documents(draft, layouts)
    for path in draft.ids("form"):
        of_member = path.startswith("members.") and path_type(path.replace("members.", "members.m.", 1)) is not None
        if not of_member and path not in FORM_ONLY and path_type(path) is None:
            draft.add(f"form.{path}", "unknown-path", value=path)


def _unlike(draft: Draft, table: str, label: str) -> None:
    """Within one way (that to recognition, or a procedure) no two items bear the same name."""
    seen: dict[tuple[str, str], str] = {}
    for key, item in draft.items.get(table, {}).items():
        name: str = getattr(item, label)
        place = getattr(item, "of", ""), name
        if not name.strip():
            draft.add(f"{table}.{key}.{label}", "empty")
        elif place in seen:
            draft.add(f"{table}.{key}.{label}", "same-name", value=name, other=f"{table}.{seen[place]}")
        seen.setdefault(place, key)


def _header(draft: Draft) -> None:
    header: Header | None = draft.single.get("pack")
    if header is None:
        return
    if not _ID.fullmatch(header.id):
        draft.add("pack.id", "bad-id")
    draft.least("pack.version", header.version, 1)
    for key in ("effective", "issued", "closes"):
        value: str = getattr(header, key)
        if value or (key == "effective" and header.status is not Status.DRAFT):
            day(draft, f"pack.{key}", value)
    if header.until:
        draft.least("pack.until.years", header.until.years, 1, 99)
    where = header.jurisdiction
    if not where.include:
        draft.add("pack.jurisdiction", "empty")
    draft.digits("pack.jurisdiction", where.include, 2, 6)
    draft.digits("pack.jurisdiction", where.exclude, 6, 6)
    for code in where.exclude:
        if not any(code.startswith(prefix) for prefix in where.include):
            draft.add("pack.jurisdiction", "idle-exclude", value=code)
    for key in ("title", "issuer"):
        if not getattr(header, key).strip():
            draft.add(f"pack.{key}", "empty")


def day(draft: Draft, key: str, value: str) -> None:
    """A day that exists, as YYYY-MM-DD."""
    try:
        date.fromisoformat(value)
        well = len(value) == 10
    except ValueError:
        well = False
    if not well:
        draft.add(key, "no-such-date", value=value)


def _role(draft: Draft, key: str, item: Role) -> None:
    if not item.levels:
        draft.add(f"{key}.levels", "empty")
    draft.among(f"{key}.levels", item.levels, LEVELS)


def _reading(draft: Draft, key: str, item: Reading) -> None:
    if len(item.options) < 2:
        draft.add(f"{key}.options", "few-options")
    for option in item.options:
        if not _ID.fullmatch(option):
            draft.add(f"{key}.options.{option}", "bad-id")
    if item.default not in item.options:
        draft.add(f"{key}.default", "default-not-option", value=item.default, allowed=tuple(item.options))


def _paper(draft: Draft, key: str, item: Paper) -> None:
    draft.among(f"{key}.scope", [item.scope], SCOPES)
    draft.among(f"{key}.kinds", item.kinds, MEMBER_KINDS)
    draft.least(f"{key}.years", item.years, 0, 10)
    draft.least(f"{key}.copies", item.copies, 1)
    if item.kinds and item.scope == "alliance":
        draft.add(f"{key}.kinds", "kinds-of-alliance")
    for other in item.accepts:
        draft.refers(f"{key}.accepts", other, "paper")
        accepted: Paper | None = draft.items.get("paper", {}).get(other)
        if f"paper.{other}" == key:
            draft.add(f"{key}.accepts", "accepts-itself")
        elif accepted and (accepted.scope == "alliance") != (item.scope == "alliance"):
            draft.add(f"{key}.accepts", "accepts-other-scope", value=other)
    if item.code_suffices and (not item.accepts or item.scope == "alliance"):
        draft.add(f"{key}.code_suffices", "code-without-paper")
    if item.young_exempt and not item.years:
        draft.add(f"{key}.young_exempt", "young-without-years")


def _period(draft: Draft, key: str, item: Period) -> None:
    draft.least(f"{key}.n", item.n, 1)
    if item.given:
        reading = draft.reads(f"{key}.given", item.given)
        for option in reading.options if reading else ():
            if not (option.isascii() and option.isdigit() and int(option) > 0):
                draft.add(f"{key}.given", "panel-size", value=option)
    for how in ("count_first_day", "roll"):
        value = getattr(item, how)
        if value not in YES_NO:
            draft.reads(f"{key}.{how}", value, YES_NO)


def _number(draft: Draft, key: str, item: Number) -> None:
    try:
        parts = list(string.Formatter().parse(item.pattern))
        variables = [name for _, name, _, _ in parts if name is not None]
        widths = {name: spec for _, name, spec, _ in parts if name is not None}
        well = all(re.fullmatch(r"(0[1-9]d)?", spec or "") for spec in widths.values())
    except ValueError:
        variables, well = [], False
    if unknown := [name for name in dict.fromkeys(variables) if well and name not in _VARIABLES]:
        for name in unknown:
            draft.add(f"{key}.pattern", "unknown-variable", value=name, allowed=_VARIABLES)
    elif not well or variables.count("serial") != 1:
        draft.add(f"{key}.pattern", "bad-pattern", value=item.pattern)
    elif item.yearly and "year" not in variables:
        draft.add(f"{key}.pattern", "yearly-without-year", value=item.pattern)


def _panel(draft: Draft, key: str, item: Panel) -> None:
    if item.size.isascii() and item.size.isdigit():
        sizes = [item.size]
    else:
        reading = draft.reads(f"{key}.size", item.size)
        sizes = list(reading.options) if reading else []
    for size in sizes:
        if not (size.isascii() and size.isdigit() and int(size) > 0):
            draft.add(f"{key}.size", "panel-size", value=size)
        elif item.odd and int(size) % 2 == 0:
            draft.add(f"{key}.size", "panel-even", value=size)
        elif sum(item.kinds.values()) > int(size):
            draft.add(f"{key}.kinds", "panel-kinds", value=sum(item.kinds.values()), size=int(size))
    draft.among(f"{key}.kinds", item.kinds, EXPERT_KINDS)
    draft.least(f"{key}.max_local_percent", item.max_local_percent, 0, 100)
    for name in ("former_unit_years", "yearly_cap", "reserves"):
        draft.least(f"{key}.{name}", getattr(item, name), 0)


def _score(draft: Draft, key: str, item: Score) -> None:
    draft.least(f"{key}.max", item.max, 1)


_RULES = {
    "role": _role,
    "reading": _reading,
    "paper": _paper,
    "period": _period,
    "number": _number,
    "panel": _panel,
    "score": _score,
}


def _documents(draft: Draft, layouts: Collection[str] | None) -> None:
    scoring: Scoring | None = draft.single.get("scoring")
    if scoring:
        draft.least("scoring.pass_mark", scoring.pass_mark, 0, 100)
        if not draft.ids("score"):
            draft.add("scoring", "scoring-without-score")
    recognition: Recognition | None = draft.single.get("recognition")
    if recognition:
        draft.least("recognition.validity", recognition.validity, 0, 99)
        draft.refers("recognition.numbered", recognition.numbered, "number")
    for name in ("certificate", "plaque"):
        issue: Issue | None = draft.single.get(name)
        if issue is None:
            continue
        if not issue.basis.strip():
            draft.add(name, "no-basis")
        if not issue.number:
            draft.add(f"{name}.number", "empty")
        draft.refers(f"{name}.number", issue.number, "number")
        if not _ID.fullmatch(issue.layout) or (layouts is not None and issue.layout not in layouts):
            known = tuple(sorted(layouts)) if layouts else ("—",)
            draft.add(f"{name}.layout", "unknown-layout", value=issue.layout, allowed=known)
