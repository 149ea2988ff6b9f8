"""A layout read from TOML; every fault is named with file, line, key and what to write instead."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import msgspec

from alliance_desk import words
from alliance_desk.errors import Fact, Refused
from alliance_desk.papers.layout import AnyItem, Code, Colour, Frame, Layout, Page, Paragraph, Text, Variable, parts
from alliance_desk.paths import RESOURCES

_BUILT_IN = {"black", "white"}


class Fault(msgspec.Struct, frozen=True):
    """One fault. line: of the table's header, 0 for the whole file; key: dotted place in the file."""

    file: str
    line: int
    key: str
    code: str
    facts: Mapping[str, Fact] = {}

    def text(self) -> str:
        """The fault in Chinese."""
        what = words.text(f"papers.layout.{self.code}", self.facts)
        return words.text("papers.layout.fault", {"file": self.file, "line": self.line, "key": self.key, "what": what})


def load_layout(text: str, file: str = "") -> Layout:
    """A layout from its TOML text. Raises Refused("papers.layout.faults") with the text of every fault."""
    layout, faults = read(text, file)
    if layout is None or faults:
        raise Refused("papers.layout.faults", file=file, count=len(faults), faults=tuple(f.text() for f in faults))
    return layout


def shipped(name: str) -> Layout:
    """A layout of ``resources/layouts`` by its name, with or without ``.toml``. Raises Refused when there is none or it is faulty."""
    known = {path.stem: path for path in sorted((RESOURCES / "layouts").glob("*.toml"))}
    path = known.get(name.removesuffix(".toml"))
    if path is None:
        raise Refused("papers.layout.unknown", name=name, known=tuple(known))
    return load_layout(path.read_text(encoding="utf8"), path.name)


def read(text: str, file: str) -> tuple[Layout | None, list[Fault]]:
    """The layout as far as its shape allows, and all its faults."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, [Fault(file, _line_of(str(error)), "", "not-toml", {"why": str(error)})]
    faults = [_at(file, text, key, code, facts) for key, code, facts in _shape(raw)]
    if faults:
        return None, faults
    layout = msgspec.convert(raw, Layout)
    return layout, [_at(file, text, key, code, facts) for key, code, facts in _sense(layout)]


Found = tuple[str, str, Mapping[str, Fact]]


def _at(file: str, text: str, key: str, code: str, facts: Mapping[str, Fact]) -> Fault:
    group, name, _ = [*key.split(".", 2), "", ""][:3]
    header = re.escape(f"{group}.{name}" if name else group)
    match = re.search(rf"^\s*\[({header}|{re.escape(group)})\]", text, re.MULTILINE)
    return Fault(file, text.count("\n", 0, match.end()) + 1 if match else 0, key, code, facts)


def _line_of(message: str) -> int:
    match = re.search(r"at line (\d+)", message)
    return int(match[1]) if match else 0


def _shape(raw: dict[str, Any]) -> Iterator[Found]:
    """Faults of type and spelling, table by table, so that one does not hide the next."""
    tables: list[tuple[str, Any, Any]] = [("page", raw.get("page", {}), Page)]
    for group, kind in (("colour", Colour), ("variable", Variable), ("item", AnyItem)):
        rows: object = raw.get(group, {})
        if not isinstance(rows, dict):
            yield group, "wrong-type", {"why": "table"}
            continue
        tables += [(f"{group}.{name}", table, kind) for name, table in cast("dict[str, Any]", rows).items()]
    for key, table, kind in tables:
        try:
            msgspec.convert(table, kind)
        except msgspec.ValidationError as error:
            yield _told(key, str(error))
    known = set(Layout.__struct_fields__)
    yield from ((name, "unknown-key", {"name": name}) for name in raw if name not in known)
    if not isinstance(raw.get("title"), str):
        yield "title", "missing-key", {"name": "title"}
    if not raw.get("item"):
        yield "item", "missing-key", {"name": "item"}


_TOLD = (
    (re.compile(r"missing required field `(.*?)`"), "missing-key"),
    (re.compile(r"unknown field `(.*?)`"), "unknown-key"),
    (re.compile(r"Invalid (?:enum )?value '?(.*?)'?(?: - at|$)"), "wrong-value"),
)


def _told(key: str, message: str) -> Found:
    """The English message of msgspec as a code and facts."""
    place = re.search(r" - at `\$\.?(.*?)`", message)
    key = f"{key}.{place[1]}" if place and place[1] else key
    for pattern, code in _TOLD:
        if match := pattern.search(message):
            return key, code, {"name": match[1]}
    return key, "wrong-type", {"why": message.partition(" - at")[0]}


def _sense(layout: Layout) -> Iterator[Found]:
    """Faults that the shape alone cannot show."""
    page = layout.page
    if min(page.width, page.height) <= 0 or max(page.width, page.height) > 5000 or not 0 <= page.bleed <= 20:
        yield "page", "page-size", {}
    for name, colour in layout.colour.items():
        yield from ((f"colour.{name}", code, {"name": name}) for code in _colour(colour, press=page.press))
    for name, variable in layout.variable.items():
        if not name.isidentifier() or not variable.label or not variable.sample:
            yield f"variable.{name}", "variable", {"name": name}
    for name, item in layout.item.items():
        yield from _item(layout, f"item.{name}", item)


def _colour(colour: Colour, *, press: bool) -> Iterable[str]:
    if (colour.cmyk is None) == (not colour.rgb):
        yield "colour"
    elif colour.cmyk is None and (press or not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour.rgb)):
        yield "colour-press" if press else "colour"
    elif colour.cmyk is not None and not all(0 <= part <= 100 for part in colour.cmyk):
        yield "colour"


def _item(layout: Layout, key: str, item: AnyItem) -> Iterator[Found]:
    page = layout.page
    width, height = (item.size, item.size) if isinstance(item, Code) else (item.width, item.height)
    low, right, bottom = -page.bleed - 1e-6, page.width + page.bleed + 1e-6, page.height + page.bleed + 1e-6
    if min(item.x, item.y) < low or min(width, height) < 0 or item.x + width > right or item.y + height > bottom:
        yield key, "off-page", {}
    used = {item.colour, item.fill or "black" if isinstance(item, Frame) else item.colour}
    yield from ((key, "colour-unknown", {"name": name}) for name in sorted(used - _BUILT_IN - set(layout.colour)))
    if isinstance(item, Text | Paragraph | Code):
        yield from _wording(layout, key, item)
    if isinstance(item, Text | Paragraph) and not 0 <= item.min_size <= item.size <= 2000:
        yield key, "size", {}
    if isinstance(item, Text) and not 1 <= item.lines <= 2:
        yield f"{key}.lines", "lines", {}


def _wording(layout: Layout, key: str, item: Text | Paragraph | Code) -> Iterator[Found]:
    try:
        names = [name for _, name in parts(item.text) if name]
    except ValueError as error:
        yield f"{key}.text", "braces", {"why": str(error)}
        names = []
    asked = [*names, *item.needs, *(item.strong if isinstance(item, Paragraph) else [])]
    for name in dict.fromkeys(asked):
        if name not in layout.variable:
            yield f"{key}.text", "variable-unknown", {"name": name, "known": tuple(layout.variable)}
        elif layout.variable[name].optional and name not in item.needs:
            yield f"{key}.needs", "variable-optional", {"name": name}
