"""Reads a filled application workbook into the open document, the private one and the list of attachments, or refuses it whole."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.policy.pack import Pack
from alliance_desk.sheets.cells import Reader
from alliance_desk.sheets.faults import CellFault, Faults, WorkbookFaults
from alliance_desk.sheets.form import random_id
from alliance_desk.sheets.grid import Line, marker_of, open_workbook, sheets_of
from alliance_desk.sheets.records import Attachment, Records
from alliance_desk.sheets.scan import LIMITS, scan_bytes
from alliance_desk.sheets.template import FORMAT, SHEETS, Template, sheet_name, template_of

_CELL = re.compile(r"([A-Z]+)(\d+)")


class Filled(Struct, frozen=True):
    """What a workbook says.

    document: the open part (alliance, application, members, bodies, agreement). private: ``{contacts: {lead: …}}``.
    attachments: the papers listed, without their files. kept: id of every member and roster row → whether it stood in the
    workbook (else it is new). alliance: id in a workbook written from a case, or empty. year: application year of the form.
    """

    document: Json
    private: Json
    attachments: list[Attachment]
    kept: dict[str, bool]
    alliance: str
    year: int


def read_form(
    path: Path, rules: Pack, *, divisions: Mapping[str, str], new_id: Callable[[], str] = random_id
) -> Filled:
    """Read a workbook that ``write_form`` made for this policy.

    divisions: six-digit code → name. new_id: ids of rows that have none or share one.
    Raises Refused for a file that is not ours, not safe, of another policy or an older form, and WorkbookFaults (a Refused
    with ``faults``) for everything wrong in its cells, all at once; Damaged when the disk refuses.
    """
    data = files.read(path, LIMITS.packed)
    scan_bytes(data)
    workbook = open_workbook(data, path.name)
    try:
        marker = marker_of(workbook)
        template = _own(marker, rules, path.name)
        faults = Faults()
        try:
            sheets = sheets_of(workbook, template, faults)
        except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, SyntaxError) as error:
            # openpyxl parses sheets as they are walked; what a hostile one provokes there is no bug of ours.
            raise Refused("sheets.unreadable", file=path.name) from error
    finally:
        workbook.close()
    lines = {block.id: sheets[block.sheet].blocks.get(block.id, []) for block in template.blocks.values()}
    filled = _filled(template, lines, Reader(template, divisions, faults), new_id, marker.get("alliance", ""))
    if faults.found:
        raise WorkbookFaults(path.name, sorted(faults.found, key=_place))
    return filled


def _own(marker: dict[str, str], rules: Pack, file: str) -> Template:
    """The template the workbook was made from, if it is this policy's present one."""
    if marker.get("program") != "alliance-desk":
        raise Refused("sheets.no-marker", file=file)
    if not marker.get("format", "").isdecimal() or int(marker["format"]) > FORMAT:
        raise Refused("sheets.newer-format", file=file)
    if marker.get("pack") != rules.pack.id:
        found = re.sub(r"[^\w《》（）()〔〕\-、]", "", marker.get("title", ""))[:60]
        raise Refused(
            "sheets.other-policy", file=file, found=found or marker.get("pack", "")[:40], policy=rules.pack.title
        )
    year = marker.get("year", "")
    template = template_of(rules, int(year)) if re.fullmatch(r"20\d\d", year) else None
    if template is None or template.id != marker.get("template"):
        raise Refused("sheets.old-template", file=file, version=marker.get("version", "")[:8])
    return template


def _filled(
    template: Template, lines: dict[str, list[Line]], reader: Reader, new_id: Callable[[], str], alliance: str
) -> Filled:
    records = Records(template, reader, new_id)
    members = records.members(lines["members"])
    basics = records.lines("basics", lines["basics"])
    agreement = records.lines("agreement", lines["agreement"]).get("agreement", {})
    agreement["clauses"] = records.clauses(lines.get("clauses", []))
    bodies = records.people(lines.get("people", []))
    records.signatures(lines.get("signatures", []))
    attachments = records.papers(lines.get("papers", []), lines.get("member-papers", []))
    _dates(template, basics, agreement, lines, reader.faults)
    contacts = basics.pop("contacts", {})
    document: dict[str, Any] = {**basics, "members": members, "bodies": bodies, "agreement": _some(agreement)}
    private: Json = {"contacts": {"lead": contacts}} if contacts else {}
    return Filled(_some(document), private, attachments, records.kept, alliance, template.year)


def _some(table: Json) -> Json:
    """Without empty tables: absent means unknown."""
    return {key: value for key, value in table.items() if value not in ({}, None)}


def _dates(template: Template, basics: Json, agreement: Json, lines: dict[str, list[Line]], faults: Faults) -> None:
    """The form's own years must be those of the application, and a term must not end before it starts."""
    at = {
        line.key: line.cells["value"].at
        for block in ("basics", "agreement")
        for line in lines[block]
        if "value" in line.cells
    }
    filed = str(basics.get("application", {}).get("filed", ""))[:4]
    yearly = any(column.year for block in template.blocks.values() for column in block.columns)
    if filed and yearly and int(filed) != template.year:
        facts = {"year": template.year, "years": "、".join(template.closed_years), "filed": filed}
        faults.add(sheet_name("basics"), at["application.filed"], "other-year", **facts)
    if (start := agreement.get("start")) and (end := agreement.get("end")) and end < start:
        faults.add(sheet_name("agreement"), at["agreement.end"], "end-before-start")


def _place(fault: CellFault) -> tuple[int, int, int, str]:
    names = [sheet_name(sheet) for sheet in SHEETS]
    match = _CELL.fullmatch(fault.cell)
    letters, number = (match[1], int(match[2])) if match else ("", 0)
    return (names.index(fault.sheet) if fault.sheet in names else len(names)), number, len(letters), letters


__all__ = ["Attachment", "CellFault", "Filled", "WorkbookFaults", "read_form"]
