"""Entering alliances that no application of this workspace made: those equal by an article (等同), and older ones (历史补录).

Each gets a case of its own, so that the register stays the fold of effects and says on what paper a line rests.
"""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import cast

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.care.opening import Begun, opened_under
from alliance_desk.cases import conditions, letters
from alliance_desk.cases.continuing import refuse_draft
from alliance_desk.cases.initials import initials
from alliance_desk.cases.intake import number_pattern
from alliance_desk.cases.moves import refuse_open
from alliance_desk.cases.numbering import take_many
from alliance_desk.cases.recognition import field_name
from alliance_desk.cases.stage import closing
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks
from alliance_desk.policy.after import Kind
from alliance_desk.policy.checks_case import folded_name
from alliance_desk.policy.compose import rules_bytes
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.periods import add_years
from alliance_desk.progress import Progress, silent

_KNOWN = "SELECT name, doc_no FROM index_alliance WHERE pack = ? AND status = 'valid'"


class Record(Struct, frozen=True, kw_only=True):
    """One alliance to be entered.

    recognised: day of its recognition; document, issuer: of the paper it rests on. county: name of the recommending office.
    valid_to: last day; None takes the policy's own validity. members: id → record (order, name, code, kind, role, registered …), the
    lead among them. certificate, plaque: numbers on older papers. note: where it was taken from.
    """

    name: str
    recognised: date
    document: str
    county: str
    members: Json
    issuer: str = ""
    valid_to: date | None = None
    category: str = ""
    field: str = ""
    agreement_end: date | None = None
    founded: date | None = None
    certificate: str = ""
    plaque: str = ""
    note: str = ""


def enter(
    desk: Desk, pack: str, procedure: str, records: Sequence[Record], *, on: date | None = None, step: Progress = silent
) -> Changes:
    """Enter alliances in the register, all in one commit or none.

    pack: a policy, or a call whose own way in is meant; they stand under the policy above it either way.
    procedure: of kind ``entry``: the pack's word for it decides what the register calls them. on: day from which they count, where it is
    not that of their recognition (an equality counts from the day the policy took effect). Raises Refused when this office does not
    decide under the policy, a condition of the procedure is open, a day lies ahead, or one of them stands in the register already.
    """
    rules = desk.rules_for(pack, procedure)
    item = rules.procedure.get(procedure)
    if item is None or item.kind is not Kind.ENTRY:
        known = tuple(one.name for one in rules.procedure.values() if one.kind is Kind.ENTRY) or ("—",)
        raise Refused("care.no-such-procedure", procedure=procedure, title=rules.pack.title, known=known)
    own = cast("Json", desk.settings["office"])
    if own["level"] not in rules.role["decider"].levels:
        raise Refused("care.not-yours-to-open", affair=item.name, basis=item.basis)
    if not records:
        raise Refused("cases.batch-empty")
    refuse_draft(desk, rules)
    _refuse_known(desk, pack, records)
    numbers, draft = take_many(desk, "case", number_pattern(desk), [record.name for record in records])
    drafts: list[Draft] = [draft]
    signed: list[str] = []
    last: Begun | None = None
    for done, (record, number) in enumerate(zip(records, numbers, strict=True)):
        step(done, len(records), "care.entry.entering")
        if record.recognised > desk.clock.today():
            raise Refused("cases.date-ahead", date=record.recognised.isoformat())
        last = _begun(desk, rules, procedure, record, number)
        found = checks.evaluate(rules, last.case.open, conditions.others(desk, last.case, rules))
        refuse_open(checks.blocking(found, "decider"), rules)
        drafts += [*last.drafts, _entered(desk, last, record, item.act or rules.recognition.kind, on)]
        signed.append(last.case.stream)
    desk.commit(drafts, rules=[last.text] if last else [], sign=signed)
    paper = letters.enclosed(desk, "equal", signed[0]) if item.act else letters.NOTHING
    facts = {"count": len(records), "affair": item.name, "name": records[0].name, "paper": paper.text}
    kinds = frozenset({"case", "register", "numbers"})
    return Changes(code="care.entry.entered", facts=facts, kinds=kinds, streams=tuple(signed), files=paper.files)


def known(desk: Desk, pack: str, records: Sequence[Record]) -> dict[int, str]:
    """Which records stand in the register already, or come twice in the list: place → number of the document of the other one."""
    rows = desk.raw.execute(_KNOWN, (desk.governing(pack),)).fetchall()
    numbers = {folded_name(name): number for name, number in rows}
    found: dict[int, str] = {}
    for place, record in enumerate(records):
        name = folded_name(record.name)
        if name in numbers:
            found[place] = numbers[name]
        else:
            numbers[name] = record.document
    return found


def _refuse_known(desk: Desk, pack: str, records: Sequence[Record]) -> None:
    """A slip that would make two lines of one alliance."""
    for place, document in known(desk, pack, records).items():
        raise Refused("care.entry.known", name=records[place].name, document=document or "—")


def _begun(desk: Desk, rules: Pack, procedure: str, record: Record, number: str) -> Begun:
    own, whole = cast("Json", desk.settings["office"]), desk.policy_for(rules.pack.id)
    item = rules.procedure[procedure]
    card = {name: own[name] for name in ("name", "level", "division") if name in own}
    plain = {"name": record.name, "category": record.category, "field": record.field}
    alliance: Json = {"id": uuid.uuid4().hex, "initials": initials(record.name)}
    alliance |= {key: value for key, value in plain.items() if value}
    days = {"recognised": record.recognised, "valid_to": record.valid_to}
    said = {"document": record.document, "issuer": record.issuer, "note": record.note, "title": record.name}
    today = desk.clock.today().isoformat()
    document: Json = {
        "case": opened_under(whole, procedure, today) | {"number": number},
        "offices": {
            "recommender": own["id"],
            "decider": own["id"],
            "names": {own["id"]: card},
            "on_behalf": record.county,
        },
        "custody": {"state": "held", "holder": own["id"]},
        "alliance": alliance,
        "application": {"filed": today},
        "members": record.members,
        "matter": {key: value for key, value in said.items() if value}
        | {key: day.isoformat() for key, day in days.items() if day},
    }
    stream = uuid.uuid4().hex
    opened = Draft(stream=stream, stream_kind="case", kind="affair.opened", patch=document)
    return Begun(Folded(stream, "case", 1, "", "", document, {}), rules, item, [opened], rules_bytes(whole))


def _entered(desk: Desk, begun: Begun, record: Record, act: str, on: date | None) -> Draft:
    """The entry with its effect: what the register will say."""
    rules, day = begun.rules, (on or record.recognised).isoformat()
    valid_to = record.valid_to
    if valid_to is None and not begun.procedure.act and rules.recognition.validity:
        valid_to = add_years(record.recognised, rules.recognition.validity)
    lead = next((str(m.get("name", "")) for m in record.members.values() if m.get("role") == "lead"), "")
    category = rules.category[record.category].name if record.category in rules.category else record.category
    days = {"valid_to": valid_to, "agreement_end": record.agreement_end, "founded": record.founded}
    effect: Json = {
        "kind": "recognised",
        "alliance": begun.case.open["alliance"]["id"],
        "on": day,
        "name": record.name,
        "title": rules.pack.words.title,
        "act": act,
        # A call asks for applications once; what came in under it stands under the policy above, as what it recognises does.
        "pack": desk.governing(rules.pack.id),
        "lead": lead,
        "county": record.county,
        "category": category,
        "category_id": record.category if record.category in rules.category else "",
        "field": field_name(rules, record.field),
        "doc_no": record.document,
        "source": "equal" if begun.procedure.act else "history",
        "members": record.members,
        **{key: value.isoformat() for key, value in days.items() if value},
    }
    decision = {"document": record.document, "on": desk.clock.today().isoformat()}
    sections: Json = {"decision": decision}
    for kind, number in (("certificate", record.certificate), ("plaque", record.plaque)):
        if number:
            issued = record.recognised.isoformat()
            sections[kind] = {
                "number": number,
                "on": issued,
                "name": record.name,
                "state": "issued",
                "source": "history",
            }
    return closing(desk, begun.case, rules, "entry", "entered", sections=sections, effects=[effect])
