"""One alliance of the register on one page: its line, its members, what was decided about it, its papers and its cases."""

from typing import Any

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.ledger import effects
from alliance_desk.ledger.effects import Effect
from alliance_desk.register.asof import Entry, entry

_EFFECTS = """
    SELECT stream, seq, position, alliance, kind, on_date, recorded, data FROM index_effect
    WHERE alliance = ? AND on_date <= ? AND (? = '' OR recorded <= ?) ORDER BY on_date, recorded, stream, seq, position
"""
_PAPERS = 'SELECT kind, number, issued, state, "case" FROM index_certificate WHERE alliance = ? ORDER BY issued, number'
_CASES = "SELECT stream, number, name, pack, status, filed FROM index_case WHERE alliance = ? ORDER BY filed, stream"


class Member(Struct, frozen=True):
    """One member, in the order of the file. since: effective date."""

    name: str
    code: str
    role: str
    kind: str
    since: str


class Happening(Struct, frozen=True):
    """One thing that was decided or done. on: effective date; recorded: UTC; paper: number of the document, certificate or plaque."""

    kind: str
    on: str
    recorded: str
    paper: str
    case: str


class IssuedPaper(Struct, frozen=True):
    """A certificate or a plaque."""

    kind: str
    number: str
    issued: str
    state: str
    case: str


class CaseLine(Struct, frozen=True):
    """A case of the alliance. status: wording code."""

    stream: str
    number: str
    name: str
    pack: str
    status: str
    filed: str


class Alliance(Struct, frozen=True):
    """Everything that the register knows of one alliance."""

    entry: Entry
    members: list[Member]
    history: list[Happening]
    papers: list[IssuedPaper]
    cases: list[CaseLine]


def alliance(desk: Desk, key: str, on: str = "", recorded: str = "") -> Alliance | None:
    """One alliance as the register has it; ``on`` and ``recorded`` as in ``register``.

    Papers and cases are those there are today. None where it did not stand in the register then.
    """
    rows = desk.raw.execute(_EFFECTS, (key, on or desk.clock.today().isoformat(), recorded, recorded))
    found = [Effect(*row) for row in rows.fetchall()]
    folded = effects.fold(found)
    if folded is None:
        return None
    line, members = folded
    return Alliance(
        entry(key, line, members),
        [_member(record) for record in sorted(members.values(), key=lambda one: one.get("order", 0))],
        [_happening(effect) for effect in found],
        [IssuedPaper(*row) for row in desk.raw.execute(_PAPERS, (key,)).fetchall()],
        [CaseLine(*row) for row in desk.raw.execute(_CASES, (key,)).fetchall()],
    )


def _member(record: dict[str, Any]) -> Member:
    return Member(**{name: record.get(name, "") for name in ("name", "code", "role", "kind", "since")})


def _happening(effect: Effect) -> Happening:
    content = effect.content
    paper = content.get("number") or content.get("doc_no") or ""
    return Happening(effect.kind, effect.on_date, effect.recorded, paper, effect.stream)
