"""Opening a case beneath an alliance of the register: who may, under which rules, with what of the alliance in it."""

import uuid
from collections.abc import Sequence
from typing import Any, cast

from msgspec import Struct

from alliance_desk.canonical import Json
from alliance_desk.cases.continuing import refuse_draft, refuse_expired
from alliance_desk.cases.initials import initials
from alliance_desk.cases.intake import number_pattern
from alliance_desk.cases.letters import NOTHING, Enclosed
from alliance_desk.cases.numbering import take_many
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact, Refused
from alliance_desk.ledger import effects
from alliance_desk.ledger.draft import Draft
from alliance_desk.ledger.effects import Effect, Line
from alliance_desk.ledger.event import Event
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.after import Kind, Procedure
from alliance_desk.policy.compose import rules_bytes, rules_hash
from alliance_desk.policy.pack import Pack

REMINDED = frozenset({Kind.REPORT, Kind.EVENT})
"""What may go on under an expired policy without a recorded 继续执行依据: handing in what is owed, recording what happened."""

_EFFECTS = """
    SELECT stream, seq, position, alliance, kind, on_date, recorded, data, commit_no FROM index_effect
    WHERE alliance = ? AND on_date <= ? ORDER BY on_date, recorded, commit_no, stream, seq, position
"""
_RUNNING = """
    SELECT c.number FROM index_affair a JOIN index_case c ON c.stream = a.stream
    WHERE a.alliance = ?1 AND a.procedure = ?2 AND a.subject = ?3 AND c.outcome NOT IN ('withdrawn', 'dropped', 'refused', 'upheld')
    AND (?3 <> '' OR c.outcome = '') LIMIT 1
"""


class Begun(Struct, frozen=True):
    """A case about to be opened. case: as it will stand. rules: cut down to its procedure. drafts: its first event, with its number's."""

    case: Folded
    rules: Pack
    procedure: Procedure
    drafts: list[Draft]
    text: bytes


def line_of(desk: Desk, alliance: str) -> Line:
    """An alliance of the register as it stands today, by its id. Raises Refused when it stands nowhere in it."""
    rows = desk.raw.execute(_EFFECTS, (alliance, desk.clock.today().isoformat())).fetchall()
    line = effects.fold([Effect(*row) for row in rows])
    if line is None:
        raise Refused("care.no-such-alliance", alliance=alliance)
    return line


def begin(
    desk: Desk, alliance: str, procedure: str, *, subject: str = "", matter: Json | None = None, left: bool = False
) -> Begun:
    """A case of one procedure beneath one alliance; see ``begin_many``."""
    return begin_many(desk, [(alliance, matter or {})], procedure, subject=subject, left=left)[0]


def begin_many(
    desk: Desk, alliances: Sequence[tuple[str, Json]], procedure: str, *, subject: str = "", left: bool = False
) -> list[Begun]:
    """Cases of one procedure beneath several alliances, each with its matter; nothing is written yet.

    subject: the year they stand for. left: also where the alliance has left the register (returning papers, closing what was open).
    Raises Refused when the policy has no such procedure, this office may not open it, the alliance has left the register, one runs already,
    or the policy has expired and nobody recorded a 继续执行依据.
    """
    found: list[tuple[tuple[Json, Pack, Procedure], Json]] = []
    for done, (alliance, matter) in enumerate(alliances):
        if len(alliances) > 1:
            desk.progress(done, len(alliances), "care.opening")
        found.append((prepare(desk, alliance, procedure, subject, left=left), matter))
    if not found:
        raise Refused("cases.batch-empty")
    names = [str(document["alliance"]["name"]) for (document, _, _), _ in found]
    numbers, draft = take_many(desk, "case", number_pattern(desk), names)
    begun: list[Begun] = []
    for ((document, rules, item), matter), number in zip(found, numbers, strict=True):
        document["case"]["number"] = number
        if matter:
            document["matter"] = matter
        stream = uuid.uuid4().hex
        opened = Draft(stream=stream, stream_kind="case", kind="affair.opened", patch=document)
        drafts = [opened] if begun else [draft, opened]
        text = rules_bytes(desk.policy_for(rules.pack.id))
        begun.append(Begun(Folded(stream, "case", 1, "", "", document, {}), rules, item, drafts, text))
    return begun


def commit(desk: Desk, begun: Sequence[Begun], *more: Draft, sign: Sequence[str] = ()) -> list[Event]:
    """Open cases and write what follows in them, in one commit. sign: streams to sign."""
    drafts = [draft for one in begun for draft in one.drafts]
    return desk.commit([*drafts, *more], rules=dict.fromkeys(one.text for one in begun), sign=sign)


def opened(begun: Begun, code: str, paper: Enclosed = NOTHING, **facts: Fact) -> Changes:
    """What a verb tells that opened a case; paper: the letter that went with it. The facts number, name, affair and subject are given."""
    case = begun.case.open
    shown: dict[str, Any] = {
        "number": case["case"]["number"],
        "name": case["alliance"]["name"],
        "affair": begun.procedure.name,
        "subject": case["case"].get("subject", ""),
        "paper": paper.text,
        **facts,
    }
    kinds = frozenset({"case", "register"})
    return Changes(code=code, facts=shown, kinds=kinds, streams=(begun.case.stream,), files=paper.files)


def prepare(
    desk: Desk, alliance: str, procedure: str, subject: str = "", *, left: bool = False
) -> tuple[Json, Pack, Procedure]:
    """The document of a case but for its number, its rules and its procedure; no number is taken. Raises Refused as ``begin_many``."""
    line = line_of(desk, alliance)
    head = line.head
    rules = desk.rules_for(str(head["pack"]), procedure)
    item = _procedure(rules, procedure, head, subject)
    if head["status"] != "valid" and not left:
        raise Refused("care.has-left", name=head["name"], leaves=head.get("leaves", ""), on=head.get("exited", ""))
    running = desk.raw.execute(_RUNNING, (alliance, procedure, subject)).fetchone()
    if running and not item.many:
        raise Refused("care.runs-already", name=head["name"], affair=item.name, number=running[0], basis=item.basis)
    refuse_draft(desk, rules)
    if item.kind not in REMINDED:
        refuse_expired(desk, rules)
    offices = _offices(desk, head, item)
    today = desk.clock.today().isoformat()
    told = ("name", "field", "liable_body", "host", "office", "founded")
    document: Json = {
        "case": opened_under(desk.policy_for(rules.pack.id), procedure, today)
        | ({"subject": subject} if subject else {}),
        "offices": offices,
        "custody": {"state": "held", "holder": desk.office},
        "alliance": {"id": alliance, "initials": initials(str(head["name"]))}
        | {name: head[name] for name in told if head.get(name)}
        | ({"category": head["category_id"]} if head.get("category_id") else {}),
        "application": {"filed": today},
        "members": members_of(line),
    }
    return document, rules, item


def members_of(line: Line) -> Json:
    """The members of an alliance as a case has them."""
    return {
        key: {name: value for name, value in member.items() if name != "since"} for key, member in line.members.items()
    }


def opened_under(policy: Pack, procedure: str, today: str) -> Json:
    """What a case says of how it was opened: under which rules, as which procedure, when. policy: the whole one. today: YYYY-MM-DD."""
    return {
        "kind": policy.procedure[procedure].kind.value,
        "procedure": procedure,
        "pack": policy.pack.id,
        "pack_version": policy.pack.version,
        "opened": today,
        "rules": rules_hash(policy),
    }


def _procedure(rules: Pack, procedure: str, head: Json, subject: str) -> Procedure:
    item = rules.procedure.get(procedure)
    if item is None:
        known = tuple(one.name for one in rules.procedure.values()) or ("—",)
        raise Refused("care.no-such-procedure", procedure=procedure, title=rules.pack.title, known=known)
    if head.get("act") in item.not_for:
        raise Refused("care.not-for", affair=item.name, act=str(head["act"]), name=head["name"], basis=item.basis)
    if item.yearly and not (subject.isascii() and subject.isdecimal() and len(subject) == 4):
        raise Refused("care.subject-needed", affair=item.name, basis=item.basis)
    if subject and not item.yearly:
        raise Refused("care.no-subject", affair=item.name, basis=item.basis)
    return item


def _offices(desk: Desk, head: Json, item: Procedure) -> Json:
    """The offices of the case by which the alliance was entered. Raises Refused when this office may not open the procedure."""
    offices = cast("Json", desk.case(str(head["case"])).open["offices"])
    if desk.office not in (offices.get(item.by), offices.get("decider")):
        raise Refused("care.not-yours-to-open", affair=item.name, basis=item.basis)
    return offices
