"""Recognition: the document that makes an alliance recognised, with its effect on the register."""

from datetime import date, timedelta
from typing import Any, cast

from alliance_desk.canonical import Json
from alliance_desk.cases.stage import closing, open_stage
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.periods import add_years


def recognise(desk: Desk, number: str, document: str, on: date) -> Changes:
    """Record the recognition document (number and date) and enter the alliance in the register.

    Raises Refused before the day after the notice's end, for a date ahead, or while the policy's stages are not done.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "recognition")
    if not document.strip():
        raise Refused("cases.document-needed", basis=stage.basis)
    if on > desk.clock.today():
        raise Refused("cases.date-ahead", date=on.isoformat())
    notice = cast("Json", case.open.get("notice", {}))
    if notice and on <= date.fromisoformat(notice["end"]):
        earliest = date.fromisoformat(notice["end"]) + timedelta(days=1)
        raise Refused("cases.too-early", basis=stage.basis, earliest=earliest.isoformat())
    section: Json = {"document": document.strip(), "on": on.isoformat(), "kind": rules.recognition.kind, "title": rules.pack.words.title}
    if rules.recognition.validity:
        section |= {"valid_from": on.isoformat(), "valid_to": add_years(on, rules.recognition.validity).isoformat()}
    draft = closing(desk, case, rules, "recognition", "recognised", sections={"recognition": section}, effects=[_effect(case, rules, section)])
    desk.commit([draft], sign=[case.stream])
    facts = {"name": case.open["alliance"]["name"], "document": document.strip()}
    return Changes(code="cases.recognised", facts=facts, kinds=frozenset({"case", "register"}), streams=(case.stream,))


def refuse(desk: Desk, number: str, reason: str) -> Changes:
    """Record 不予认定 at the recognition stage, with its reason."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "recognition")
    if not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    desk.commit([closing(desk, case, rules, "recognition", "not_recognised", note=reason)], sign=[case.stream])
    facts = {"name": case.open["alliance"]["name"]}
    return Changes(code="cases.not-recognised", facts=facts, kinds=frozenset({"case"}), streams=(case.stream,))


def category_name(rules: Pack, document: Json) -> str:
    """The name of the category the case applies in; empty where the policy has none."""
    category = document["alliance"].get("category", "")
    return rules.category[category].name if category in rules.category else ""


def _effect(case: Folded, rules: Pack, section: Json) -> dict[str, Any]:
    document = case.open
    members = cast("dict[str, Json]", document.get("members", {}))
    offices = document["offices"]
    kept = ("order", "name", "code", "role", "kind")
    effect = {
        "kind": "recognised",
        "alliance": document["alliance"]["id"],
        "on": section["on"],
        "name": document["alliance"]["name"],
        "title": rules.pack.words.title,
        "act": rules.recognition.kind,
        "pack": rules.pack.id,
        "lead": next((m["name"] for m in members.values() if m.get("role") == "lead"), ""),
        "county": offices.get("on_behalf") or offices["names"][offices["recommender"]]["name"],
        "category": category_name(rules, document),
        "doc_no": section["document"],
        "members": {key: {name: m[name] for name in kept if name in m} for key, m in members.items()},
    }
    if "valid_to" in section:
        effect["valid_to"] = section["valid_to"]
    return effect


def is_recognised(rules: Pack, case: Folded) -> bool:
    """Whether the case has led to recognition."""
    return stages.done(rules, case.open, "recognition")
