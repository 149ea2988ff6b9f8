"""The papers of a case, one by one: a scan taken in, changed for another, taken out."""

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.cases.field_faults import EditFaults
from alliance_desk.cases.file_values import Values
from alliance_desk.cases.keeping import SCANS, digest_of, keeping, refuse_strange
from alliance_desk.cases.stage import edits, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import patch as patches
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.checks_papers import paper_key
from alliance_desk.policy.pack import Pack, Paper
from alliance_desk.progress import Progress, silent
from alliance_desk.sheets.attachments import judge

KINDS = (*SCANS, "DOCX", "XLSX")
"""What a paper of the file may come as."""


def add_paper(
    desk: Desk,
    number: str,
    file: Path,
    paper: str,
    member: str = "",
    year: str = "",
    *,
    sealed: bool | None = None,
    copies: int | None = None,
) -> Changes:
    """Keep a file as one paper of a case; one that stood there before gives way, its file stays in the history.

    paper: id in the policy. member: whose it is; year: of which year, where the policy asks for one. sealed, copies: None where
    nobody said. Raises Refused for a paper the policy does not know or a file that may not be taken.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    kind = edits(desk, case, rules, papers=True)
    item = _item(rules, case, paper, member, year)
    refuse_strange(file, KINDS)
    papers = cast("dict[str, Json]", case.open.get("papers", {}))
    key = paper_key(paper, member, year)
    before = papers.get(key)
    record = _record(rules, file, sealed, copies)
    record |= {name: value for name, value in (("paper", paper), ("member", member), ("year", year)) if value}
    record["order"] = (before or {}).get("order", 1 + max((one.get("order", 0) for one in papers.values()), default=0))
    change = patches.difference({"papers": papers}, {"papers": {**papers, key: record}})
    if not change:
        raise Refused("cases.edit-nothing", number=case.open["case"]["number"])
    with keeping(desk, [file]):
        desk.commit([_draft(case, kind, change)])
    code = "cases.paper-replaced" if before else "cases.paper-added"
    return told(case, code, paper_name=item.name, file=file.name)


class NewPaper(Struct, frozen=True):
    """One of several files that are taken in together. paper, member, year, sealed, copies: as in ``add_paper``."""

    file: Path
    paper: str
    member: str = ""
    year: str = ""
    sealed: bool | None = None
    copies: int | None = None


def add_papers(desk: Desk, number: str, taken: Sequence[NewPaper], step: Progress = silent) -> Changes:
    """Keep several files as papers of a case: all of them in one commit, or none. Raises Refused as ``add_paper`` does."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    kind = edits(desk, case, rules, papers=True)
    after = with_papers(rules, case, taken, step)
    change = patches.difference({"papers": case.open.get("papers", {})}, {"papers": after})
    if not change:
        raise Refused("cases.edit-nothing", number=case.open["case"]["number"])
    with keeping(desk, [one.file for one in taken]):
        desk.commit([_draft(case, kind, change)])
    return told(case, "cases.papers-added", count=len(taken))


def with_papers(rules: Pack, case: Folded, taken: Sequence[NewPaper], step: Progress = silent) -> Json:
    """The papers of a case once these files are among them; nothing is kept yet. Raises Refused as ``add_paper`` does."""
    papers = cast("dict[str, Json]", case.open.get("papers", {}))
    last = max((one.get("order", 0) for one in papers.values()), default=0)
    after = dict(papers)
    for done, one in enumerate(taken):
        step(done, len(taken), "cases.taking-papers")
        _item(rules, case, one.paper, one.member, one.year)
        refuse_strange(one.file, KINDS)
        key = paper_key(one.paper, one.member, one.year)
        record = _record(rules, one.file, one.sealed, one.copies) | {"paper": one.paper}
        record |= {name: value for name, value in (("member", one.member), ("year", one.year)) if value}
        last += key not in papers
        after[key] = record | {"order": papers[key].get("order", last) if key in papers else last}
    return after


def remove_paper(desk: Desk, number: str, key: str) -> Changes:
    """Take one paper out of a case; its file stays in the history. key: where it stands (``licence.<member>.<year>``)."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    kind = edits(desk, case, rules, papers=True)
    record = cast("dict[str, Json]", case.open.get("papers", {})).get(key)
    if record is None:
        raise Refused("cases.no-such-paper", number=case.open["case"]["number"], key=key)
    desk.commit([_draft(case, kind, {"papers": {key: None}})])
    item = rules.paper.get(record.get("paper", ""))
    return told(case, "cases.paper-removed", paper_name=item.name if item else record.get("name", key))


def _item(rules: Pack, case: Folded, paper: str, member: str, year: str) -> Paper:
    """The paper as the policy asks for it. Raises Refused when it is asked of nobody of the kind, or for no year."""
    item = rules.paper.get(paper)
    if item is None:
        raise Refused("cases.paper-unknown", title=rules.pack.title, paper=paper)
    members = cast("dict[str, Json]", case.open.get("members", {}))
    wanted = {key for key, one in members.items() if item.scope == "member" or one.get("role") == "lead"}
    if item.scope == "alliance" and member:
        raise Refused("cases.paper-of-alliance", basis=item.basis, paper=item.name)
    if item.scope != "alliance" and member not in wanted:
        raise Refused("cases.paper-of-member", basis=item.basis, paper=item.name)
    if item.years and not (year.isascii() and year.isdecimal() and len(year) == 4):
        raise Refused("cases.paper-of-year", basis=item.basis, paper=item.name)
    if year and not item.years:
        raise Refused("cases.paper-without-year", basis=item.basis, paper=item.name)
    return item


def _record(rules: Pack, file: Path, sealed: bool | None, copies: int | None) -> Json:
    """What is kept of a file; what nobody said and what could not be counted is left out. Raises Refused for a file that is not fit."""
    found = judge(file)
    said: Json = {"copies": copies, "sealed": sealed}
    said = {name: value for name, value in said.items() if value is not None}
    values = Values(rules, {"papers": {"-": {}}})
    values.file({"papers": {"-": said}})
    if values.faults:
        raise EditFaults(values.faults)
    record: Json = {"name": file.name, "size": found.size, "blob": digest_of(file), **said}
    return record | ({"pages": found.pages} if found.pages else {})


def _draft(case: Folded, kind: str, change: Json) -> Draft:
    return Draft(stream=case.stream, stream_kind="case", kind=kind, patch=change, seen=case.seq)
