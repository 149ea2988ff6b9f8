"""Taking in an application: the empty workbook out, the filled one in."""

import uuid
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.cases.continuing import refuse_new
from alliance_desk.cases.initials import initials
from alliance_desk.cases.keeping import digest_of, keeping
from alliance_desk.cases.numbering import take
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.desk.divisions import division_names
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.compose import rules_bytes, rules_hash
from alliance_desk.policy.pack import Number, Pack
from alliance_desk.sheets.attachments import Plan, plan, refuse_faults
from alliance_desk.sheets.form import write_form
from alliance_desk.sheets.read import Filled, read_form

FILE = ("alliance", "application", "members", "bodies", "agreement", "papers")
"""The sections of a document that come from the workbook."""
ABOVE = "above"
"""Stands for the id of a superior that gets files on paper and of which no key is known."""
NUMBER = Number(pattern="{division}-{year}-{serial:04d}")

_SAME = """
    SELECT c.name, m.code FROM index_case c LEFT JOIN index_member m ON m."case" = c.stream AND m.role = 'lead' WHERE c.alliance = ?
"""


def template(desk: Desk, pack: str, path: Path) -> Changes:
    """Write the empty application workbook of a policy."""
    rules = desk.rules_for(pack)
    write_form(rules, path, divisions=division_names(), today=desk.clock.today())
    return Changes(code="cases.template-written", facts={"title": rules.pack.title, "path": str(path)}, files=(path,))


def form_of(desk: Desk, number: str, path: Path) -> Changes:
    """Write the workbook of a case as it stands, for correcting; rows keep their ids."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    write_form(
        rules, path, divisions=division_names(), today=desk.clock.today(), document=case.open, private=case.private
    )
    return Changes(
        code="cases.template-written", facts={"title": case.open["alliance"]["name"], "path": str(path)}, files=(path,)
    )


def open_case(
    desk: Desk, workbook: Path, pack: str, *, folder: Path | None = None, filed: date | None = None, on_behalf: str = ""
) -> Changes:
    """Open a case from a filled workbook and a folder of attachments.

    filed: application date (申报日), the day the lead handed in the complete file; today when neither it nor the workbook says so.
    on_behalf: name of the county office the deciding office enters for (代录).
    Raises Refused with every fault of the workbook or the folder at once; nothing is kept then.
    """
    rules = desk.rules_for(pack)
    offices = offices_of(desk, rules, on_behalf)
    filled = read_form(workbook, rules, divisions=division_names())
    found = attachments(folder, filled)
    document = document_of(filled, found)
    document["alliance"] = {"id": _known(desk, filled.alliance, document) or uuid.uuid4().hex, **document["alliance"]}
    return begin(desk, rules, document | {"offices": offices}, filed, private=filled.private, found=found)


def begin(
    desk: Desk, rules: Pack, document: Json, filed: date | None, *, private: Json | None = None, found: Plan
) -> Changes:
    """Open a case with a document that has the sections of a file, the alliance's id among them, and the offices.

    filed, found: as in ``open_case``; the papers found stand in the document already. Raises Refused for a date ahead, after the last
    day of a call, or under a policy that is only a draft.
    """
    whole = desk.policy_for(rules.pack.id)
    stage = next(key for key, item in rules.stage.items() if item.kind == "intake")
    # Where the policy is read so that the organising unit's acceptance counts, the day the workbook names does not.
    told = None if rules.chosen.get(rules.stage[stage].filed) == "organiser" else _filed(document)
    day = filed or told or desk.clock.today()
    if day > desk.clock.today():
        raise Refused("cases.date-ahead", date=day.isoformat())
    refuse_new(desk, rules, day)
    document["application"] = {**document.get("application", {}), "filed": day.isoformat()}
    name = document["alliance"]["name"]
    document["alliance"] = {"initials": initials(name), **document["alliance"]}
    taken = take(desk, "case", number_pattern(desk), name)
    document |= {
        "case": {
            "number": taken.number,
            "kind": "application",
            "pack": rules.pack.id,
            "pack_version": rules.pack.version,
            "opened": desk.clock.today().isoformat(),
            "rules": rules_hash(whole),
        },
        "custody": {"state": "held", "holder": desk.office},
        "stages": {stage: {"outcome": "accepted", "on": desk.clock.today().isoformat(), "office": desk.office}},
    }
    stream = uuid.uuid4().hex
    draft = Draft(stream=stream, stream_kind="case", kind="case.opened", patch=document, private=private or {})
    with keeping(desk, paper_files(found)):
        desk.commit([taken.draft, draft], rules=[rules_bytes(whole)])
    return said(document, "cases.opened", stream, found)


def offices_of(desk: Desk, rules: Pack, on_behalf: str) -> Json:
    """Who recommends and who decides, by the levels the policy names; refuses an office that is neither."""
    own = desk.settings["office"]
    deciders, recommenders = rules.role["decider"].levels, rules.role["recommender"].levels
    _in_region(own, rules)
    card = {"name": own["name"], "level": own["level"], **({"division": own["division"]} if "division" in own else {})}
    if own["level"] in deciders:
        if not on_behalf.strip():
            raise Refused("cases.on-behalf-needed", role=rules.role["recommender"].name)
        return {
            "recommender": own["id"],
            "decider": own["id"],
            "names": {own["id"]: card},
            "on_behalf": on_behalf.strip(),
        }
    if own["level"] not in recommenders:
        raise Refused("cases.not-your-policy", title=rules.pack.title, level=own["level"])
    superior = cast("Json", own.get("superior", {}))
    if superior.get("level") not in deciders:
        if all(stage.kind != "submit_upward" for stage in rules.stage.values()):
            raise Refused("cases.superior-needed", role=rules.role["decider"].name)
        # The file goes up on paper, to an office that need not have this program; nothing of the way is that office's to do here.
        superior = {"id": ABOVE, "name": rules.role["decider"].name, "level": deciders[0]}
    names = {own["id"]: card, superior["id"]: {"name": superior["name"], "level": superior["level"]}}
    return {"recommender": own["id"], "decider": superior["id"], "names": names}


def _in_region(own: Json, rules: Pack) -> None:
    division, region = own.get("division", ""), rules.pack.jurisdiction
    if division and (
        division in region.exclude
        or not any(division.startswith(p) or p.startswith(division.rstrip("0")) for p in region.include)
    ):
        raise Refused("cases.not-your-region", title=rules.pack.title, division=division)


def attachments(folder: Path | None, filled: Filled) -> Plan:
    """The workbook's papers matched with a folder. Raises Refused with every fault of the folder at once."""
    found = plan(folder, filled.attachments) if folder is not None else Plan([], list(filled.attachments), [], [])
    refuse_faults(found)
    return found


def document_of(filled: Filled, found: Plan) -> Json:
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
        record: Json = {
            "paper": listed.paper,
            "order": order,
            "name": match.name,
            "size": match.size,
            "blob": digest_of(match.path),
        }
        papers[listed.key] = record | {key: value for key, value in facts.items() if value is not None}
    return {key: value for key, value in filled.document.items() if key in FILE} | (
        {"papers": papers} if papers else {}
    )


def _known(desk: Desk, alliance: str, document: Json) -> str:
    """The alliance id that a workbook carries, if the file is that alliance's: same name, or the same lead by its unit code.

    A workbook copied from another alliance's carries that one's id; taken as it stands it would overwrite a line of the register.
    """
    rows = desk.raw.execute(_SAME, (alliance,)).fetchall() if alliance else []
    members = cast("dict[str, Json]", document.get("members", {})).values()
    lead = next((m.get("code", "") for m in members if m.get("role") == "lead"), "")
    name = document["alliance"]["name"]
    return alliance if not rows or any(name == known or (lead and lead == code) for known, code in rows) else ""


def _filed(document: Json) -> date | None:
    text = cast("Json", document.get("application", {})).get("filed")
    return date.fromisoformat(text) if text else None


def paper_files(found: Plan) -> list[Path]:
    """The files of a plan that are to be kept."""
    return [match.path for match in found.matches]


def number_pattern(desk: Desk) -> Number:
    """Case numbers begin with the office's division, or with its initials where it has none (development zones)."""
    if desk.settings["office"].get("division"):
        return NUMBER
    return Number(pattern=f"{initials(desk.settings['office']['name']).upper()}-{{year}}-{{serial:04d}}")


def said(document: Json, code: str, stream: str, found: Plan) -> Changes:
    """What a verb on a workbook tells: the case, papers received, papers missing."""
    facts = {
        "number": document["case"]["number"],
        "name": document["alliance"]["name"],
        "papers": len(found.matches),
        "missing": len(found.missing),
        "notes": "\n".join(found.notes()),
    }
    return Changes(code=code, facts=facts, kinds=frozenset({"case"}), streams=(stream,))
