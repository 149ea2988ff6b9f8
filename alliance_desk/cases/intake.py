"""Taking in an application: the empty workbook out, the filled one in, and a corrected one over the case that is there."""

import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.cases.initials import initials
from alliance_desk.cases.matching import renamed
from alliance_desk.cases.numbering import take
from alliance_desk.cases.stage import open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.desk.divisions import division_names
from alliance_desk.errors import Refused
from alliance_desk.ledger import custody, patch
from alliance_desk.ledger.append import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.compose import rules_bytes, rules_hash
from alliance_desk.policy.pack import Number, Pack
from alliance_desk.sheets.attachments import Plan, plan, refuse_faults
from alliance_desk.sheets.form import write_form
from alliance_desk.sheets.read import Filled, read_form

FILE = ("alliance", "application", "members", "bodies", "agreement", "papers")
"""The sections of a document that come from the workbook."""
NUMBER = Number(pattern="{division}-{year}-{serial:04d}")


def template(desk: Desk, pack: str, path: Path) -> Changes:
    """Write the empty application workbook of a policy."""
    rules = desk.rules_for(pack)
    write_form(rules, path, divisions=division_names(), today=desk.clock.today())
    return Changes(code="cases.template-written", facts={"title": rules.pack.title, "path": str(path)}, files=(path,))


def form_of(desk: Desk, number: str, path: Path) -> Changes:
    """Write the workbook of a case as it stands, for correcting; rows keep their ids."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    write_form(rules, path, divisions=division_names(), today=desk.clock.today(), document=case.open, private=case.private)
    return Changes(code="cases.template-written", facts={"title": case.open["alliance"]["name"], "path": str(path)}, files=(path,))


def open_case(desk: Desk, workbook: Path, pack: str, *, folder: Path | None = None, filed: date | None = None, on_behalf: str = "") -> Changes:
    """Open a case from a filled workbook and a folder of attachments.

    filed: application date (申报日), the day the lead handed in the complete file; today when neither it nor the workbook says so.
    on_behalf: name of the county office the deciding office enters for (代录).
    Raises Refused with every fault of the workbook or the folder at once; nothing is kept then.
    """
    rules = desk.rules_for(pack)
    offices = _offices(desk, rules, on_behalf)
    filled = read_form(workbook, rules, divisions=division_names())
    found = _attachments(folder, filled)
    document = _document(filled, found)
    document["alliance"] = {"id": filled.alliance or uuid.uuid4().hex, "initials": initials(document["alliance"]["name"]), **document["alliance"]}
    day = filed or _filed(document) or desk.clock.today()
    if day > desk.clock.today():
        raise Refused("cases.date-ahead", date=day.isoformat())
    document["application"] = {**document.get("application", {}), "filed": day.isoformat()}
    taken = take(desk, "case", NUMBER, document["alliance"]["name"])
    stage = next(key for key, item in rules.stage.items() if item.kind == "intake")
    document |= {
        "case": {
            "number": taken.number,
            "kind": "application",
            "pack": rules.pack.id,
            "pack_version": rules.pack.version,
            "opened": desk.clock.today().isoformat(),
            "rules": rules_hash(rules),
        },
        "offices": offices,
        "custody": {"state": "held", "holder": desk.office},
        "stages": {stage: {"outcome": "accepted", "on": desk.clock.today().isoformat(), "office": desk.office}},
    }
    stream = uuid.uuid4().hex
    draft = Draft(stream=stream, stream_kind="case", kind="case.opened", patch=document, private=filled.private)
    _keep_and_commit(desk, [taken.draft, draft], found, rules_bytes(rules))
    return _said(document, "cases.opened", stream, found)


def refill(desk: Desk, number: str, workbook: Path, *, folder: Path | None = None) -> Changes:
    """Take a corrected workbook in over a case: what changed is written, the rest stays, the application date is frozen.

    Members are matched by hidden row id, then unit code, then exact name. Papers already there stay unless the folder brings another
    file under the same name or the workbook no longer lists them. Raises Refused with every fault at once.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    open_stage(desk, case, rules, "recommend")
    filled = read_form(workbook, rules, divisions=division_names())
    found = _attachments(folder, filled)
    after = _document(filled, found)
    before = {key: value for key, value in case.open.items() if key in FILE}
    after = renamed(before, after, filled.kept)
    _keep_what_stays(before, after, filled)
    change = patch.difference(before, after)
    private = patch.difference({"contacts": case.private.get("contacts", {})}, filled.private or {"contacts": {}})
    answered = _answered(case, desk.clock.today())
    if not change and not private:
        raise Refused("cases.nothing-changed", number=case.open["case"]["number"])
    draft = Draft(stream=case.stream, stream_kind="case", kind="case.refilled", patch={**change, **answered}, private=private, seen=case.seq)
    _keep_and_commit(desk, [draft], found)
    said = _said(case.open, "cases.refilled", case.stream, found)
    lines = tuple(".".join(path) for path in patch.paths(change))
    return Changes(code=said.code, facts={**said.facts, "changed": len(lines)}, kinds=said.kinds, streams=said.streams)


def _offices(desk: Desk, rules: Pack, on_behalf: str) -> Json:
    """Who recommends and who decides, by the levels the policy names; refuses an office that is neither."""
    own = desk.settings["office"]
    deciders, recommenders = rules.role["decider"].levels, rules.role["recommender"].levels
    _in_region(own, rules)
    card = {"name": own["name"], "level": own["level"], **({"division": own["division"]} if "division" in own else {})}
    if own["level"] in deciders:
        if not on_behalf.strip():
            raise Refused("cases.on-behalf-needed", role=rules.role["recommender"].name)
        return {"recommender": own["id"], "decider": own["id"], "names": {own["id"]: card}, "on_behalf": on_behalf.strip()}
    if own["level"] not in recommenders:
        raise Refused("cases.not-your-policy", title=rules.pack.title, level=own["level"])
    superior = cast("Json", own.get("superior", {}))
    if superior.get("level") not in deciders:
        raise Refused("cases.superior-needed", role=rules.role["decider"].name)
    names = {own["id"]: card, superior["id"]: {"name": superior["name"], "level": superior["level"]}}
    return {"recommender": own["id"], "decider": superior["id"], "names": names}


def _in_region(own: Json, rules: Pack) -> None:
    division, region = own.get("division", ""), rules.pack.jurisdiction
    if division and (division in region.exclude or not any(division.startswith(p) or p.startswith(division.rstrip("0")) for p in region.include)):
        raise Refused("cases.not-your-region", title=rules.pack.title, division=division)


def _attachments(folder: Path | None, filled: Filled) -> Plan:
    found = plan(folder, filled.attachments) if folder is not None else Plan([], list(filled.attachments), [], [])
    refuse_faults(found)
    return found


def _document(filled: Filled, found: Plan) -> Json:
    """The workbook's sections with the papers whose files were there."""
    papers: dict[str, Json] = {}
    for order, match in enumerate(found.matches, 1):
        listed = match.attachment
        facts: Mapping[str, str | int | bool | None] = {
            "member": listed.member or None,
            "year": listed.year or None,
            "copies": listed.copies,
            "sealed": listed.sealed,
            "pages": match.pages or None,
        }
        record: Json = {"paper": listed.paper, "order": order, "name": match.name, "size": match.size, "blob": _hash(match.path)}
        papers[listed.key] = record | {key: value for key, value in facts.items() if value is not None}
    return {key: value for key, value in filled.document.items() if key in FILE} | ({"papers": papers} if papers else {})


def _hash(path: Path) -> str:
    import hashlib

    from alliance_desk import files
    from alliance_desk.desk.blobs import LIMIT

    return hashlib.sha256(files.read(path, LIMIT)).hexdigest()


def _filed(document: Json) -> date | None:
    text = cast("Json", document.get("application", {})).get("filed")
    return date.fromisoformat(text) if text else None


def _keep_what_stays(before: Json, after: Json, filled: Filled) -> None:
    """Papers whose file was handed in earlier, the alliance's id, and the frozen application date."""
    listed = {attachment.key for attachment in filled.attachments}
    earlier = cast("dict[str, Json]", before.get("papers", {}))
    now = cast("dict[str, Json]", after.setdefault("papers", {}))
    for key, paper in earlier.items():
        if key in listed and key not in now:
            now[key] = paper
    if not now:
        del after["papers"]
    after["alliance"] = {**after["alliance"], "id": before["alliance"]["id"], "initials": initials(after["alliance"]["name"])}
    after["application"] = {**after.get("application", {}), "filed": before["application"]["filed"]}


def _answered(case: Folded, today: date) -> Json:
    open_rounds = [key for key, entry in cast("dict[str, Json]", case.open.get("corrections", {})).items() if "answered" not in entry]
    return {"corrections": {key: {"answered": today.isoformat()} for key in open_rounds}} if open_rounds else {}


def _keep_and_commit(desk: Desk, drafts: list[Draft], found: Plan, *rules: bytes) -> None:
    """Blobs are on the disk before the commit that names them; a refused commit takes the new ones away again."""
    fresh: list[str] = []
    try:
        for match in found.matches:
            digest = _hash(match.path)
            if not desk.blobs.has(digest):
                fresh.append(desk.blobs.put_file(match.path))
        desk.commit(drafts, rules=rules)
    except BaseException:
        for digest in fresh:
            desk.blobs.remove(digest)
        raise


def _said(document: Json, code: str, stream: str, found: Plan) -> Changes:
    facts = {
        "number": document["case"]["number"],
        "name": document["alliance"]["name"],
        "papers": len(found.matches),
        "missing": len(found.missing),
        "notes": "\n".join(found.notes()),
    }
    return Changes(code=code, facts=facts, kinds=frozenset({"case"}), streams=(stream,))
