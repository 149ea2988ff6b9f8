"""Support for recognised alliances: money and other advantages, each with the review that stands behind it."""

from datetime import date

from alliance_desk.canonical import Json
from alliance_desk.care.changes import refuse_ahead
from alliance_desk.care.opening import begin, commit, line_of, opened
from alliance_desk.cases import letters
from alliance_desk.cases.letter_parts import in_wan
from alliance_desk.cases.stage import closing
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.policy.pack import Pack, Support


def grant(
    desk: Desk,
    alliance: str,
    support: str,
    document: str,
    on: date,
    *,
    amount: int = 0,
    year: str = "",
    review: str = "",
    note: str = "",
) -> Changes:
    """Record support that was granted. support: id in the pack. amount: whole 分, 0 where it is no money. year: budget year.

    review: number or date of the review opinion, where the policy asks for one. Raises Refused outside the policy's bounds, without a
    needed review, below the grade it asks for, or for a day ahead.
    """
    line = line_of(desk, alliance)
    rules = desk.policy_for(str(line.head["pack"]))
    item = rules.support.get(support)
    if item is None:
        known = tuple(one.name for one in rules.support.values()) or ("—",)
        raise Refused("care.support.unknown", support=support, title=rules.pack.title, known=known)
    _refuse_bounds(item, amount)
    if item.review and not review.strip():
        raise Refused("care.support.review-needed", name=item.name, basis=item.basis)
    _refuse_grade(rules, item, line.last)
    if not document.strip():
        raise Refused("cases.document-needed", basis=item.basis)
    refuse_ahead(desk, on)
    said = {"support": support, "year": year, "review": review.strip(), "note": note.strip(), "on": on.isoformat()}
    matter: Json = {key: value for key, value in said.items() if value} | ({"amount": amount} if amount else {})
    begun = begin(desk, alliance, item.procedure, matter=matter)
    effect: Json = {
        "kind": "supported",
        "alliance": alliance,
        "on": on.isoformat(),
        "support": support,
        "name": item.name,
        "amount": amount,
        "doc_no": document.strip(),
    }
    section = {"decision": {"document": document.strip(), "on": on.isoformat()}}
    draft = closing(desk, begun.case, begun.rules, "support", "granted", sections=section, effects=[effect])
    commit(desk, [begun], draft, sign=[begun.case.stream])
    kinds = ("support-review", "support-decision") if item.review else ("support-decision",)
    paper = letters.together(*(letters.enclosed(desk, kind, begun.case.stream) for kind in kinds))
    return opened(begun, "care.support.granted", paper, what=item.name, amount=in_wan(amount) if amount else "—")


def _refuse_bounds(item: Support, amount: int) -> None:
    facts = {"name": item.name, "least": in_wan(item.least), "most": in_wan(item.most), "basis": item.basis}
    if item.most and not item.least <= amount <= item.most:
        raise Refused("care.support.out-of-bounds", **facts)
    if amount < 0 or amount < item.least:
        raise Refused("care.support.out-of-bounds", **facts)


def _refuse_grade(rules: Pack, item: Support, last: Json) -> None:
    """last: the last grade since the recognition, empty where there is none."""
    if item.grades and last.get("grade") not in item.grades:
        wanted = tuple(rules.grade[key].name for key in item.grades)
        raise Refused("care.support.grade-needed", name=item.name, wanted=wanted, basis=item.basis)
