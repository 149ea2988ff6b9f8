"""One alliance of the register on one page: its line, its members, what was decided about it, its papers and its cases."""

from typing import Any

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.ledger import effects
from alliance_desk.ledger.effects import Effect
from alliance_desk.register.asof import Entry, entry

_EFFECTS = """
    SELECT stream, seq, position, alliance, kind, on_date, recorded, data, commit_no FROM index_effect
    WHERE alliance = ? AND on_date <= ? AND (? = '' OR recorded <= ?) ORDER BY on_date, recorded, commit_no, stream, seq, position
"""
_PAPERS = 'SELECT kind, number, issued, state, "case" FROM index_certificate WHERE alliance = ? ORDER BY issued, number'
_CASES = """
    SELECT stream, number, name, pack, status, filed, kind, affair, subject FROM index_case WHERE alliance = ? ORDER BY filed, stream
"""


class Member(Struct, frozen=True):
    """One member, in the order of the file. since: effective date."""

    name: str
    code: str
    role: str
    kind: str
    since: str


class Happening(Struct, frozen=True):
    """One thing that was decided or done. on: effective date; recorded: UTC; paper: number of the document, certificate or plaque.

    what: the grade with its year, the measure, the support, the unit, how it left, or what something is called now. about: of a change, what
    of ``vocabulary.CHANGES``; of a flag that was closed, its outcome. before: of a change, as it was. amount: in 分.
    """

    kind: str
    on: str
    recorded: str
    paper: str
    case: str
    what: str
    about: str
    before: str
    amount: int


class IssuedPaper(Struct, frozen=True):
    """A certificate or a plaque."""

    kind: str
    number: str
    issued: str
    state: str
    case: str


class CaseLine(Struct, frozen=True):
    """A case of the alliance. status: wording code. kind: application or the kind of its procedure; affair: the procedure's name."""

    stream: str
    number: str
    name: str
    pack: str
    status: str
    filed: str
    kind: str
    affair: str
    subject: str


class Graded(Struct, frozen=True):
    """A grade. procedure: id of the assessment. score: exact decimal or empty. on: effective date."""

    procedure: str
    subject: str
    grade: str
    name: str
    score: str
    on: str
    case: str


class Sanctioned(Struct, frozen=True):
    """A dated flag. kind: 告诫, 黄牌, 限期整改. closed, outcome: empty while it is open."""

    id: str
    kind: str
    name: str
    opened: str
    due: str
    closed: str
    outcome: str
    case: str


class Alliance(Struct, frozen=True):
    """Everything that the register knows of one alliance."""

    entry: Entry
    members: list[Member]
    history: list[Happening]
    papers: list[IssuedPaper]
    cases: list[CaseLine]
    grades: list[Graded]
    sanctions: list[Sanctioned]


def alliance(desk: Desk, key: str, on: str = "", recorded: str = "") -> Alliance | None:
    """One alliance as the register has it; ``on`` and ``recorded`` as in ``register``.

    Papers and cases are those there are today. None where it did not stand in the register then.
    """
    day = on or desk.clock.today().isoformat()
    rows = desk.raw.execute(_EFFECTS, (key, day, recorded, recorded))
    found = [Effect(*row) for row in rows.fetchall()]
    line = effects.fold(found)
    if line is None:
        return None
    return Alliance(
        entry(desk, key, line, day),
        [_member(record) for record in sorted(line.members.values(), key=lambda one: one.get("order", 0))],
        _happenings(found),
        [IssuedPaper(*row) for row in desk.raw.execute(_PAPERS, (key,)).fetchall()],
        [CaseLine(*row) for row in desk.raw.execute(_CASES, (key,)).fetchall()],
        [_graded(grade) for grade in line.grades],
        [_sanctioned(number, sanction) for number, sanction in line.sanctions.items()],
    )


def _member(record: dict[str, Any]) -> Member:
    return Member(**{name: record.get(name, "") for name in ("name", "code", "role", "kind", "since")})


def _graded(grade: dict[str, Any]) -> Graded:
    return Graded(**{name: str(grade.get(name, "")) for name in Graded.__struct_fields__})


def _sanctioned(number: str, sanction: dict[str, Any]) -> Sanctioned:
    said = {name: sanction.get(name, "") for name in ("name", "due", "closed", "outcome", "case")}
    return Sanctioned(id=number, kind=sanction["sanction"], opened=sanction["on"], **said)


def _happenings(found: list[Effect]) -> list[Happening]:
    """Effects as they are told; who leaves and what is closed is called as it was called when it came."""
    named: dict[str, str] = {}
    told: list[Happening] = []
    for effect in found:
        content = effect.content
        named |= {key: record.get("name", "") for key, record in content.get("members", {}).items()}
        member = str(content.get("member", ""))
        if effect.kind == "member-in":
            named[member] = content["record"].get("name", "")
        elif effect.kind == "sanction-opened":
            named[content["id"]] = content["name"]
        told.append(_happening(effect, content, named))
        if content.get("what") == "member_renamed":
            named[member] = content["after"]
    return told


def _happening(effect: Effect, content: dict[str, Any], named: dict[str, str]) -> Happening:
    member, about = str(content.get("member", "")), content.get("what", content.get("outcome", ""))
    what: dict[str, str] = {
        "graded": f"{content.get('subject', '')} {content.get('name', '')}".strip(),
        "sanction-closed": named.get(str(content.get("id", "")), ""),
        "member-in": named.get(member, member),
        "member-out": named.get(member, member),
        "exited": str(content.get("leaves", "")),
        "changed": str(content.get("after", "")),
    }
    renamed = named.get(member, "") if about == "member_renamed" else ""
    return Happening(
        kind=effect.kind,
        on=effect.on_date,
        recorded=effect.recorded,
        paper=content.get("number") or content.get("doc_no") or "",
        case=effect.stream,
        what=what.get(effect.kind, str(content.get("name", ""))),
        about=about,
        before=content.get("before") or renamed,
        amount=content.get("amount", 0),
    )
