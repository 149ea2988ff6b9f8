"""Editing a file by hand: fields in forms that mirror the workbook, papers one by one, a case opened without a workbook."""

import uuid
from datetime import date

from alliance_desk.canonical import Json
from alliance_desk.cases.comparing import compare
from alliance_desk.cases.field_faults import EditFaults, FieldFault
from alliance_desk.cases.file_after import read_after
from alliance_desk.cases.file_values import Values
from alliance_desk.cases.intake import FILE, begin, offices_of
from alliance_desk.cases.paper_edits import add_paper, remove_paper
from alliance_desk.cases.paper_matrix import missing_papers
from alliance_desk.cases.refill import answered, contacts
from alliance_desk.cases.stage import edits
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.desk.divisions import division_names
from alliance_desk.errors import Refused
from alliance_desk.ledger import patch as patches
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.after import Kind
from alliance_desk.sheets.attachments import Plan

__all__ = ["EditFaults", "FieldFault", "add_paper", "edit", "missing_papers", "open_blank", "remove_paper"]


def edit(
    desk: Desk,
    number: str,
    patch: Json,
    private: Json | None = None,
    *,
    corrected: bool = False,
    preview: bool = False,
    language: str = "zh_CN",
) -> Changes:
    """Change the file of a case by a merge patch over its sections (alliance, application, members, bodies, agreement, papers).

    A case beneath an alliance has the section ``matter`` as well; what stands in it of the alliance itself is the register's, unless the
    case enters the alliance or recommends it upwards.

    Values are as the document holds them: ids, YYYY-MM-DD, whole 分; None takes a field or a record away. A member that goes takes
    its signature and its papers along; what was judged of it stays in the history. A renamed alliance gets new initials; the
    application date stays. private: the same over ``contacts``. corrected: it answers the correction that was asked for.
    preview: only tell what would change. language: of the lines that tell it.
    Raises EditFaults with every fault beside its field, Refused when nothing changes or the file is not open for changes.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    kind = edits(desk, case, rules, papers=set(patch) <= {"papers"} and not private)
    sections = _sections(case)
    before = {key: value for key, value in case.open.items() if key in {*FILE, *sections}}
    after = read_after(rules, before, case.private, patch, private or {}, sections)
    change = patches.difference(before, after.file)
    unseen = patches.difference(case.private, after.private)
    reply = answered(case, desk.clock.today()) if corrected else {}
    if not change and not unseen and not reply:
        raise Refused("cases.edit-nothing", number=case.open["case"]["number"])
    if not preview:
        draft = Draft(
            stream=case.stream,
            stream_kind="case",
            kind="case.refilled" if reply else kind,
            patch={**change, **reply},
            private=unseen,
            seen=case.seq,
        )
        desk.commit([draft])
    told = [*compare(before, after.file, rules, division_names(), language), *contacts(unseen, language)]
    lines = tuple(line.text(language) for line in told)
    facts = {
        "number": case.open["case"]["number"],
        "name": after.file["alliance"]["name"],
        "changed": len(lines),
        "changes": lines,
        "lines": "\n".join(f"· {line}" for line in lines),
    }
    kinds = frozenset[str]() if preview else frozenset({"case"})
    return Changes(code="cases.edited", facts=facts, kinds=kinds, streams=(case.stream,))


def _sections(case: Folded) -> tuple[str, ...]:
    """The sections that may be changed by hand."""
    about = case.open["case"]
    if not about.get("procedure"):
        return FILE
    return (*FILE, "matter") if about["kind"] in (Kind.ENTRY, Kind.UPWARD) else ("matter", "papers")


def open_blank(desk: Desk, pack: str, name: str, *, filed: date | None = None, on_behalf: str = "") -> Changes:
    """Open a case without a workbook, with no more than the alliance's name; the rest is typed by ``edit``.

    filed, on_behalf: as in ``intake.open_case``. Raises EditFaults for a name that cannot be one.
    """
    rules = desk.rules_for(pack)
    offices = offices_of(desk, rules, on_behalf)
    values = Values(rules, {})
    read = values.file({"alliance": {"name": name}})
    if values.faults:
        raise EditFaults(values.faults)
    document: Json = {"alliance": {"id": uuid.uuid4().hex, **read["alliance"]}, "offices": offices}
    opened = begin(desk, rules, document, filed, found=Plan([], [], [], []))
    return Changes(code="cases.blank-opened", facts=opened.facts, kinds=opened.kinds, streams=opened.streams)
