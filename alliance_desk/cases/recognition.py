"""Recognition: the document that makes an alliance recognised, with its effect on the register."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from alliance_desk.canonical import Json
from alliance_desk.cases import letters
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.cases.numbering import take
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack, Stage
from alliance_desk.policy.periods import add_years


def recognise(desk: Desk, numbers: str | Sequence[str], document: str, on: date) -> Changes:
    """Record the recognition document (number and date) and enter its alliances in the register.

    numbers: a case or several of one policy. document: the document's number; when empty the next of the policy's own number stream,
    where it has one. Raises Refused before the day after a notice's end, for a date ahead, or while a case's stages are not done.
    """
    cases = [desk.case(number) for number in ([numbers] if isinstance(numbers, str) else dict.fromkeys(numbers))]
    if not cases:
        raise Refused("cases.batch-empty")
    rules = desk.rules_of(cases[0])
    _, stage = open_stage(desk, cases[0], rules, "recognition")
    if len({case.open["case"]["pack"] for case in cases}) != 1:
        raise Refused("review.mixed-policies", basis=stage.basis)
    for case in cases:
        _refuse_early(case, stage, on, rules.pack.words.act)
        open_stage(desk, case, desk.rules_of(case), "recognition")
    if on > desk.clock.today():
        raise Refused("cases.date-ahead", date=on.isoformat())
    taken: list[Draft] = []
    if not document.strip():
        if rules.recognition.numbered not in rules.number:
            raise Refused("cases.document-needed", basis=stage.basis)
        number = take(
            desk, f"{rules.pack.id}.approval", rules.number[rules.recognition.numbered], rules.pack.words.title
        )
        document, taken = number.number, [number.draft]
    drafts = [_recognised(desk, case, document.strip(), on) for case in cases]
    desk.commit([*taken, *drafts], sign=[case.stream for case in cases])
    paper = letters.enclosed(desk, "approval", cases[0].stream)
    names = tuple(case.open["alliance"]["name"] for case in cases)
    kinds = frozenset({"case", "register", "numbers"} if taken else {"case", "register"})
    facts: dict[str, Fact] = {"name": names, "document": document.strip(), "paper": paper.text}
    streams = tuple(case.stream for case in cases)
    return Changes(code="cases.recognised", facts=facts, kinds=kinds, streams=streams, files=paper.files)


def _refuse_early(case: Folded, stage: Stage, on: date, act: str) -> None:
    notice = cast("Json", case.open.get("notice", {}))
    if notice and on <= date.fromisoformat(notice["end"]):
        earliest = date.fromisoformat(notice["end"]) + timedelta(days=1)
        raise Refused("cases.too-early", basis=stage.basis, earliest=earliest.isoformat(), act=act)


def _recognised(desk: Desk, case: Folded, document: str, on: date) -> Draft:
    rules = desk.rules_of(case)
    section: Json = {
        "document": document,
        "on": on.isoformat(),
        "kind": rules.recognition.kind,
        "title": rules.pack.words.title,
    }
    if rules.recognition.validity:
        section |= {"valid_from": on.isoformat(), "valid_to": add_years(on, rules.recognition.validity).isoformat()}
    effects = [_effect(case, rules, section, desk.governing(rules.pack.id))]
    return closing(desk, case, rules, "recognition", "recognised", sections={"recognition": section}, effects=effects)


def refuse(desk: Desk, number: str, reason: str) -> Changes:
    """Record 不予认定 at the recognition stage, with its reason."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "recognition")
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    desk.commit([closing(desk, case, rules, "recognition", "not_recognised", note=reason)], sign=[case.stream])
    paper = letters.enclosed(desk, "refusal", case.stream)
    return told(case, "cases.not-recognised", paper, act=rules.pack.words.act)


def category_name(rules: Pack, document: Json) -> str:
    """The name of the category the case applies in; empty where the policy has none."""
    category = document["alliance"].get("category", "")
    return rules.category[category].name if category in rules.category else ""


def _effect(case: Folded, rules: Pack, section: Json, policy: str) -> dict[str, Any]:
    """What enters the register. policy: under which the alliance stands from now on; a call hands over to the policy above it."""
    document = case.open
    members = cast("dict[str, Json]", document.get("members", {}))
    offices = document["offices"]
    kept = ("order", "name", "code", "role", "kind", "registered", "seated", "legal_person")
    alliance = document["alliance"]
    told = {name: alliance[name] for name in ("liable_body", "host", "office", "founded") if alliance.get(name)}
    agreement = cast("Json", document.get("agreement", {}))
    effect = {
        "kind": "recognised",
        "alliance": document["alliance"]["id"],
        "on": section["on"],
        "name": document["alliance"]["name"],
        "title": rules.pack.words.title,
        "act": rules.recognition.kind,
        "pack": policy,
        "lead": lead_of(document),
        "county": offices.get("on_behalf") or offices["names"][offices["recommender"]]["name"],
        "category": category_name(rules, document),
        "category_id": document["alliance"].get("category", ""),
        "doc_no": section["document"],
        "members": {key: {name: m[name] for name in kept if name in m} for key, m in members.items()},
    }
    if "valid_to" in section:
        effect["valid_to"] = section["valid_to"]
    if "end" in agreement:
        effect["agreement_end"] = agreement["end"]
    if alliance.get("field"):
        effect["field"] = field_name(rules, alliance["field"])
    return effect | told


def field_name(rules: Pack, field: str) -> str:
    """The name of a field: one of the policy's own by its id, or as it was typed."""
    return rules.field_[field].name if field in rules.field_ else field
