"""A corrected workbook over the case that is there: what changed is written and told, the rest stays."""

from datetime import date
from pathlib import Path
from typing import cast

import msgspec

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.comparing import Change, compare
from alliance_desk.cases.initials import initials
from alliance_desk.cases.intake import FILE, attachments, document_of, paper_files, said
from alliance_desk.cases.keeping import keeping
from alliance_desk.cases.matching import identities, paper_key, with_ids
from alliance_desk.cases.stage import open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.desk.divisions import division_names
from alliance_desk.errors import Refused
from alliance_desk.ledger import patch
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.sheets.read import read_form


def refill(
    desk: Desk,
    number: str,
    workbook: Path,
    *,
    folder: Path | None = None,
    preview: bool = False,
    language: str = "zh_CN",
) -> Changes:
    """Take a corrected workbook in over a case: what changed is written and told, the rest stays, the application date is frozen.

    Members are matched by hidden row id, then unit code, then exact name. Papers already there stay unless the folder brings another
    file under the same name or the workbook no longer lists them. preview: only tell what would change.
    language: of the lines that tell it.
    Raises Refused with every fault at once.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    open_stage(desk, case, rules, "recommend")
    filled = read_form(workbook, rules, divisions=division_names())
    found = attachments(folder, filled)
    before = {key: value for key, value in case.open.items() if key in FILE}
    after = document_of(filled, found)
    ids = identities(before, after)
    after = cast("Json", with_ids(after, ids))
    _keep_what_stays(before, after)
    stayed = _keep_papers(before, after, {paper_key(attachment.key, ids) for attachment in filled.attachments})
    lacking = [a for a in found.missing if (paper_key(a.key, ids), a.file_name) not in stayed]
    found = msgspec.structs.replace(found, missing=lacking)
    change = patch.difference(before, after)
    private = patch.difference({"contacts": case.private.get("contacts", {})}, filled.private or {"contacts": {}})
    if not change and not private:
        raise Refused("cases.nothing-changed", number=case.open["case"]["number"])
    if not preview:
        draft = Draft(
            stream=case.stream,
            stream_kind="case",
            kind="case.refilled",
            patch={**change, **answered(case, desk.clock.today())},
            private=private,
            seen=case.seq,
        )
        with keeping(desk, paper_files(found)):
            desk.commit([draft])
    told = [*compare(before, after, rules, division_names(), language), *contacts(private, language)]
    told_of = said(case.open, "cases.refill-preview" if preview else "cases.refilled", case.stream, found)
    lines = [line.text(language) for line in told]
    facts = {
        **told_of.facts,
        "changed": len(lines),
        "changes": tuple(lines),
        "lines": "\n".join(f"· {line}" for line in lines),
    }
    return Changes(
        code=told_of.code, facts=facts, kinds=frozenset() if preview else told_of.kinds, streams=told_of.streams
    )


def contacts(private: Json, language: str) -> list[Change]:
    """That the contact person changed is told; the numbers themselves stay in the private document."""
    return [Change("touched", words.text("change.section.contacts", language=language))] if private else []


def _keep_what_stays(before: Json, after: Json) -> None:
    """The alliance's id and the frozen application date."""
    name = after["alliance"]["name"]
    after["alliance"] = {**after["alliance"], "id": before["alliance"]["id"], "initials": initials(name)}
    after["application"] = {**after.get("application", {}), "filed": before["application"]["filed"]}


def _keep_papers(before: Json, after: Json, listed: set[str]) -> set[tuple[str, str]]:
    """Papers handed in earlier and still listed stay; returns the key and file name of each."""
    earlier = cast("dict[str, Json]", before.get("papers", {}))
    now = cast("dict[str, Json]", after.get("papers", {}))
    stayed = {key: paper for key, paper in earlier.items() if key in listed and key not in now}
    if now or stayed:
        after["papers"] = {**now, **stayed}
    return {(key, paper["name"]) for key, paper in stayed.items()}


def answered(case: Folded, today: date) -> Json:
    """The part of a patch that closes the rounds of correction that are still open."""
    open_rounds = [
        key
        for key, entry in cast("dict[str, Json]", case.open.get("corrections", {})).items()
        if "answered" not in entry
    ]
    return {"corrections": {key: {"answered": today.isoformat()} for key in open_rounds}} if open_rounds else {}
