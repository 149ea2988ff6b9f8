"""Changes of a recognised alliance: asked for, argued by experts where the policy wants it, decided, and only then in the register."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import cast

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.care.opening import begin, commit, line_of, opened
from alliance_desk.cases import conditions, letters
from alliance_desk.cases.moves import refuse_open
from alliance_desk.cases.stage import closing, open_stage, told
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.effects import Line
from alliance_desk.policy import checks
from alliance_desk.policy.pack import Change, Pack

_OF_LINE = {
    "name": "name", "host": "host", "liable_body": "liable_body", "office": "office", "field": "field", "agreement_end": "agreement_end",
}  # fmt: skip
"""What of a change stands in the register's line, and there under which name."""
RECORD = ("name", "code", "kind", "role", "registered", "seated", "legal_person")
"""What is kept of a member that joins."""


class Asked(Struct, frozen=True):
    """One thing that is to change. change: id in the pack. after: what it will be called; empty where a member leaves.

    member: id of the member it is about (the new lead, who leaves, who is renamed). before: as the applicant wrote it, where the register
    does not know it (persons). record: of a member that joins (see ``RECORD``).
    """

    change: str
    after: str = ""
    member: str = ""
    before: str = ""
    record: Json = {}


def open_change(desk: Desk, alliance: str, asked: Sequence[Asked], reason: str) -> Changes:
    """Open a case of change. All that is asked must belong to one procedure of the policy.

    The members in the case stand as they would after the change, so that the conditions looked at once more (``again``) are those of
    the alliance to be. Raises Refused for a change the policy does not know, one without its particulars, or a missing reason.
    """
    line = line_of(desk, alliance)
    policy = desk.policy_for(str(line.head["pack"]))
    procedure = _procedure(policy, asked)
    if not reason.strip():
        raise Refused("care.change.reason-needed")
    begun = begin(desk, alliance, procedure, matter={"note": reason.strip()})
    changes = matter_of(policy, line, asked)
    document = begun.case.open
    document["matter"]["changes"] = changes
    document["matter"]["recognition"] = recognition_of(desk, line)
    document["members"] = members_after(document["members"], changes)
    commit(desk, [begun])
    names = tuple(policy.change[one["id"]].name for one in changes.values())
    return opened(begun, "care.change.opened", what=tuple(dict.fromkeys(names)))


def argue(desk: Desk, number: str, outcome: str, experts: Sequence[str], opinion: str, on: date) -> Changes:
    """Record the experts' argumentation (专家论证). outcome: supported, returned or not_supported.

    Raises Refused without experts, without their opinion, or for a day ahead.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "argumentation")
    people = [name.strip() for name in experts if name.strip()]
    if not people or not opinion.strip():
        raise Refused("care.change.argumentation-incomplete", basis=stage.basis)
    refuse_ahead(desk, on)
    section = {"on": on.isoformat(), "experts": people, "opinion": opinion.strip(), "outcome": outcome}
    note = "" if outcome == "supported" else opinion
    draft = closing(desk, case, rules, "argumentation", outcome, sections={"argumentation": section}, note=note)
    desk.commit([draft])
    ended = outcome == "not_supported"
    paper = letters.enclosed(desk, "change-refusal", case.stream) if ended else letters.NOTHING
    return told(case, f"care.change.{outcome.replace('_', '-')}", paper)


def handle(desk: Desk, number: str, document: str, on: date, *, approved: bool = True, reason: str = "") -> Changes:
    """Decide a change. document: number of the reply. on: day from which it holds. reason: needed when it is not approved.

    Approved, every change takes effect in the register, and the case then bears the new name, so that papers issued anew do too.
    Raises Refused while a condition is open, without the reply's number, or for a day ahead.
    """
    case = desk.case(number)
    rules = desk.rules_of(case)
    _, stage = open_stage(desk, case, rules, "handling")
    found = conditions.findings(desk, case)
    if approved:
        refuse_open(checks.blocking(found, stage.actor), rules)
        if not document.strip():
            raise Refused("cases.document-needed", basis=stage.basis)
    elif not reason.strip():
        raise Refused("cases.reason-needed", basis=stage.basis, title=stage.name)
    refuse_ahead(desk, on)
    decision = {"on": on.isoformat(), "document": document.strip(), "approved": approved, "reason": reason.strip()}
    sections: Json = {"decision": {k: v for k, v in decision.items() if v != ""}}
    changes = cast("dict[str, Json]", case.open["matter"]["changes"])
    alliance = case.open["alliance"]["id"]
    effects = effects_of(changes, alliance, on.isoformat(), case.open["members"]) if approved else []
    if approved:
        standing = {
            key: name for key, name in _OF_LINE.items() if key != "agreement_end"
        }  # the agreement is no part of ``alliance``
        named = {standing[one["what"]]: one["after"] for one in changes.values() if one["what"] in standing}
        sections |= {"alliance": named} if named else {}
    outcome = "approved" if approved else "refused"
    draft = closing(
        desk, case, rules, "handling", outcome, sections=sections, note="" if approved else reason, effects=effects
    )
    desk.commit([draft], sign=[case.stream])
    paper = letters.enclosed(desk, "change-reply" if approved else "change-refusal", case.stream)
    return told(case, f"care.change.{outcome}", paper, document=document.strip())


def matter_of(policy: Pack, line: Line, asked: Sequence[Asked]) -> Json:
    """What is asked as it stands in the case: by id, in its order, each with what was before. Raises Refused for what is incomplete."""
    found: Json = {}
    for order, one in enumerate(asked, 1):
        item = policy.change[one.change]
        _refuse_incomplete(item, one, line)
        member = one.member or (uuid.uuid4().hex[:8] if item.what == "member_in" else "")
        said = {
            "id": one.change,
            "what": item.what,
            "order": order,
            "before": one.before or _before(item.what, one, line),
        }
        said |= {"after": _after(item.what, one, line), "member": member}
        entry: Json = {key: value for key, value in said.items() if value != ""}
        if one.record:
            entry["record"] = {key: one.record[key] for key in RECORD if key in one.record}
        found[f"c{order}"] = entry
    return found


def members_after(members: Json, changes: Json) -> Json:
    """The members as they are once the changes hold."""
    found: dict[str, Json] = {key: dict(member) for key, member in members.items()}
    for one in cast("dict[str, Json]", changes).values():
        member = one.get("member", "")
        if one["what"] == "member_in":
            last = max((record.get("order", 0) for record in found.values()), default=0)
            found[member] = {"order": last + 1, "role": "ordinary", **one["record"]}
        elif one["what"] == "member_out":
            found.pop(member, None)
        elif one["what"] == "member_renamed":
            found[member]["name"] = one["after"]
        elif one["what"] == "lead":
            for record in found.values():
                record["role"] = "ordinary" if record.get("role") == "lead" else record.get("role", "ordinary")
            found[member]["role"] = "lead"
    return found


def effects_of(changes: Json, alliance: str, on: str, members: Json) -> list[Json]:
    """The effects of changes on the register. members: as they stand after the changes. on: YYYY-MM-DD."""
    found: list[Json] = []
    for one in cast("dict[str, Json]", changes).values():
        about: Json = {"alliance": alliance, "on": on}
        if one["what"] == "member_in":
            found.append({"kind": "member-in", "member": one["member"], "record": members[one["member"]], **about})
        elif one["what"] == "member_out":
            found.append({"kind": "member-out", "member": one["member"], **about})
        else:
            said = {key: one[key] for key in ("what", "before", "member") if key in one}
            found.append({"kind": "changed", "after": one["after"], **said, **about})
    return found


def recognition_of(desk: Desk, line: Line) -> Json:
    """What papers issued anew rest on: the recognition's document and term."""
    entered = desk.case(str(line.head["case"])).open
    return cast("Json", entered.get("recognition") or entered.get("matter", {}).get("recognition", {}))


def refuse_ahead(desk: Desk, on: date) -> None:
    """Raise Refused for a day that has not come yet."""
    if on > desk.clock.today():
        raise Refused("cases.date-ahead", date=on.isoformat())


def _procedure(policy: Pack, asked: Sequence[Asked]) -> str:
    """The one procedure all that is asked belongs to."""
    for one in asked:
        if one.change not in policy.change:
            known = tuple(item.name for item in policy.change.values()) or ("—",)
            raise Refused("care.change.unknown", change=one.change, title=policy.pack.title, known=known)
    found = {policy.change[one.change].procedure for one in asked}
    if len(found) != 1:
        names = tuple(policy.change[one.change].name for one in asked) or ("—",)
        raise Refused("care.change.mixed", names=names)
    return found.pop()


def _refuse_incomplete(item: Change, one: Asked, line: Line) -> None:
    of_member = item.what in {"lead", "member_out", "member_renamed"}
    complete = (
        (not of_member or one.member in line.members)
        and (item.what != "member_in" or bool(one.record.get("name")))
        and (item.what in {"lead", "member_in", "member_out"} or bool(one.after.strip()))
    )
    complete = complete and (item.what != "agreement_end" or _is_day(one.after.strip()))
    if not complete:
        raise Refused("care.change.incomplete", name=item.name, basis=item.basis)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _before(what: str, one: Asked, line: Line) -> str:
    if what in {"member_out", "member_renamed"}:
        return str(line.members[one.member].get("name", ""))
    if what == "lead":
        return next((str(m.get("name", "")) for m in line.members.values() if m.get("role") == "lead"), "")
    return str(line.head.get(_OF_LINE.get(what, ""), ""))


def _after(what: str, one: Asked, line: Line) -> str:
    if what == "lead":
        return str(line.members[one.member].get("name", ""))
    if what == "member_in":
        return str(one.record["name"])
    return one.after.strip()
