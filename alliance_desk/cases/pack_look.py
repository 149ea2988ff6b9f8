"""Looking at a policy pack: its effective rules, its rule book, what differs between two, a dry run. Nothing here writes into an office.

It works without an office too, for whoever writes a pack: ``desk`` is None then, and every reading counts with its default.
"""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from msgspec import Struct

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.cases.intake import attachments, document_of
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, library
from alliance_desk.desk.divisions import division_names, divisions
from alliance_desk.errors import DeskError, Refused
from alliance_desk.ledger import streams
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.book import Book
from alliance_desk.policy.compose import compose
from alliance_desk.policy.findings import Others
from alliance_desk.policy.holidays import Calendar
from alliance_desk.policy.lint import faults
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from alliance_desk.policy.rehearsal import Rehearsal, rehearse
from alliance_desk.policy.rulebook import rulebook
from alliance_desk.policy.schema import schema_text
from alliance_desk.policy.skeleton import skeleton

_LIMIT = 1 << 20
_SAMPLES, _GUIDE = RESOURCES / "samples", RESOURCES / "guide"
_LEVELS = {2: ("省", "市"), 4: ("市", "县"), 6: ("县", "开发区")}
"""Digits of a division prefix → levels of the office that decides and of those that recommend."""


def rules_of(desk: Desk | None, source: str, added: Path) -> Pack:
    """Effective rules by the path of a pack file (every reading with its default), by a pack's id, or by a case's number (as it is pinned).

    Raises Refused for a pack at fault, or for what is none of the three.
    """
    if source.endswith(".toml"):
        return compose(library.read_pack(Path(source), added), {})
    if source in library.pack_files(added):
        return desk.policy_for(source) if desk is not None else compose(library.find_pack(source, added), {})
    if desk is None:
        raise Refused("packs.unknown-source", source=source, known=tuple(library.pack_files(added)))
    return streams.policy(desk.raw, desk.case(source).open["case"]["rules"])


def begin(path: Path, *, title: str, issuer: str, division: str, today: date) -> Changes:
    """Write the skeleton of a new pack, and beside it the schema for editors. path: ``<id>.toml``; the id is its stem.

    division: code prefix of the region, two digits for a province, four for a city, six for a county.
    Raises Refused for an id or a division that cannot be one, or a file that is there already.
    """
    name, digits = path.stem, division.strip()
    if path.exists():
        raise Refused("packs.file-there", path=str(path))
    if len(digits) not in _LEVELS or not (digits.isascii() and digits.isdigit()):
        raise Refused("packs.bad-division", division=division)
    level, below = _LEVELS[len(digits)]
    values = {
        "id": name,
        "title": title.strip(),
        "issuer": issuer.strip(),
        "division": digits,
        "today": today.isoformat(),
        "level": level,
        "below": below,
    }
    text = skeleton(files.read(_GUIDE / "skeleton.toml", _LIMIT).decode("utf8"), values)
    if found := faults(text, path.name, library.layouts()):
        raise Refused("packs.bad-start", what=tuple(fault.what() for fault in found))
    files.write(path, text.encode())
    schema = files.write(path.with_name("pack.schema.json"), schema_text().encode())
    return Changes(code="packs.begun", facts={"path": str(path)}, files=(path, schema))


def write_schema(folder: Path) -> Changes:
    """Write the schemas of packs and of calls into a folder."""
    made = tuple(
        files.write(folder / f"{name}.schema.json", schema_text(call=name == "call").encode())
        for name in ("pack", "call")
    )
    return Changes(code="packs.schema-written", facts={"path": str(folder)}, files=made)


def book(rules: Pack, language: str = "zh_CN") -> Book:
    """The rule book with the region's places by name."""
    return rulebook(rules, language, _places(rules))


def print_rules(rules: Pack, path: Path) -> Changes:
    """Write the rule book. path: .docx or .pdf. Raises Refused for another kind of file, Damaged when the disk refuses."""
    made = book(rules)
    if path.suffix == ".docx":
        from alliance_desk.papers.rulebook_docx import write_docx as write
    elif path.suffix == ".pdf":
        from alliance_desk.papers.rulebook_pdf import write_pdf as write
    else:
        raise Refused("packs.print-suffix", path=path.name)
    write(made, path)
    return Changes(code="packs.printed", facts={"title": rules.pack.title, "path": str(path)}, files=(path,))


def _places(rules: Pack) -> dict[str, str]:
    where = rules.pack.jurisdiction
    table = divisions()
    named = {code: table.name(code.ljust(6, "0")) for code in (*where.include, *where.exclude)}
    return {code: name for code, name in named.items() if name}


class Tried(Struct, frozen=True):
    """A dry run. left_out: name of a sample → why it could not be read."""

    rehearsal: Rehearsal
    left_out: Mapping[str, str] = {}


def dry_run(
    rules: Pack, calendar: Calendar, today: date, *, workbook: Path | None = None, folder: Path | None = None
) -> Tried:
    """Try rules on made-up cases, and on a filled workbook with its attachments, or on the samples there are. Nothing is written.

    Raises Refused for a workbook or a folder at fault.
    """
    left_out: dict[str, str] = {}
    given = {workbook.name: _read(rules, workbook, folder)} if workbook is not None else _samples(rules, left_out)
    others = Others(divisions=divisions(), rehearsal=True)
    return Tried(rehearse(rules, others, calendar, today, given), left_out)


def _read(rules: Pack, workbook: Path, folder: Path | None) -> Json:
    from alliance_desk.sheets.read import read_form

    filled = read_form(workbook, within(rules, ""), divisions=division_names())
    return document_of(filled, attachments(folder, filled))


def _samples(rules: Pack, left_out: dict[str, str]) -> dict[str, Json]:
    """The samples that come with the program for this policy."""
    listed = tomllib.loads(files.read(_SAMPLES / "samples.toml", _LIMIT).decode("utf8"))
    found: dict[str, Json] = {}
    for name, sample in cast("dict[str, Json]", listed).items():
        if sample["pack"] != rules.pack.id:
            continue
        place = _SAMPLES / sample["folder"]
        try:
            (workbook,) = place.glob("*.xlsx")
            (folder,) = (path for path in place.iterdir() if path.is_dir())
            document = _read(rules, workbook, folder)
        except DeskError as error:
            left_out[name] = error.text()
            continue
        document["application"] = {"filed": sample["clock"], **document.get("application", {})}
        found[f"{sample['title']}（{name}）"] = document
    return found
