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
from alliance_desk.policy.compose import compose
from alliance_desk.policy.findings import Others
from alliance_desk.policy.holidays import Calendar
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.procedures import within
from alliance_desk.policy.rehearsal import Rehearsal, rehearse
from alliance_desk.policy.rulebook import rulebook

_LIMIT = 1 << 20
_SAMPLES = RESOURCES / "samples"


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
    return streams.rules(desk.raw, desk.case(source).open["case"]["rules"])


def print_rules(rules: Pack, path: Path) -> Changes:
    """Write the rule book. path: .docx or .pdf. Raises Refused for another kind of file, Damaged when the disk refuses."""
    book = rulebook(rules, places=_places(rules))
    if path.suffix == ".docx":
        from alliance_desk.papers.rulebook_docx import write_docx as write
    elif path.suffix == ".pdf":
        from alliance_desk.papers.rulebook_pdf import write_pdf as write
    else:
        raise Refused("packs.print-suffix", path=path.name)
    write(book, path)
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


def dry_run(rules: Pack, calendar: Calendar, today: date, *, workbook: Path | None = None, folder: Path | None = None) -> Tried:
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
    for sample in cast("dict[str, Json]", listed).values():
        if sample["pack"] != rules.pack.id:
            continue
        place = _SAMPLES / sample["folder"]
        try:
            (workbook,) = place.glob("*.xlsx")
            (folder,) = (path for path in place.iterdir() if path.is_dir())
            document = _read(rules, workbook, folder)
        except DeskError as error:
            left_out[sample["title"]] = error.text()
            continue
        document["application"] = {"filed": sample["clock"], **document.get("application", {})}
        found[sample["title"]] = document
    return found
