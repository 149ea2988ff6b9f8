"""What a case looks like to the office that asks: its state and its next steps."""

from typing import Any, cast

from msgspec import Struct
from msgspec.structs import asdict

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.exchange.quarantine import quarantined
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.facts import facts_of
from alliance_desk.policy.pack import Pack


class StageLine(Struct, frozen=True):
    """One stage of the way. state: waiting, open, again, done, skipped, ended. mine: this office closes it."""

    id: str
    name: str
    kind: str
    state: str
    outcome: str
    on: str
    basis: str
    mine: bool


def stage_lines(desk: Desk, case: Folded, rules: Pack) -> list[StageLine]:
    """The whole way of a case, in the order of the policy."""
    facts = facts_of(case.open)
    recorded = cast("dict[str, Json]", case.open.get("stages", {}))
    return [
        StageLine(
            id=key,
            name=stage.name,
            kind=stage.kind,
            state=stages.stage_state(rules, facts, key).value,
            outcome=recorded.get(key, {}).get("outcome", ""),
            on=recorded.get(key, {}).get("on", ""),
            basis=stage.basis,
            mine=case.open["offices"].get(stage.actor) == desk.office,
        )
        for key, stage in rules.stage.items()
    ]


def status(rules: Pack, case: Folded) -> str:
    """What the case is called now, in words."""
    return stages.status_text(rules, case.open)


def list_status(desk: Desk, pack: str, code: str) -> str:
    """A status code of the case list in words; where this desk has lost the pack, the general word for the act."""
    try:
        act = desk.pack(pack).pack.words.act
    except Refused:
        act = words.text("cases.any-act")
    return words.text(code, {"act": act})


_TABLES: dict[str, str] = {
    "batches": """SELECT b.batch AS id, b.name, c.number, c.name AS alliance, b.state FROM index_batch b
        LEFT JOIN index_case c ON c.stream = b."case" ORDER BY b.rowid""",
    "sessions": "SELECT stream AS id, mode, state, size, on_date AS day, batch FROM index_session ORDER BY on_date, rowid",
    "notices": """SELECT n.notice AS id, c.number, c.name AS alliance, n.start, n."end", n.state FROM index_notice n
        LEFT JOIN index_case c ON c.stream = n."case" ORDER BY n.start, n.rowid""",
    "objections": """SELECT o.notice, o.id, c.number, o.received, o.state FROM index_objection o
        LEFT JOIN index_case c ON c.stream = o."case" ORDER BY o.received, o.rowid""",
    "packages": """SELECT p.sha256 AS id, p.direction, COALESCE(e.name, p.office) AS office, p.sequence, p.purpose, p.on_date AS day,
        p.file, p.receipt FROM index_package p LEFT JOIN index_peer e ON e.office = p.office ORDER BY p.on_date, p.rowid""",
    "numbers": "SELECT series, year, serial, number, used_for, state FROM index_number ORDER BY series, year, serial",
}
QUARANTINE = "quarantine"
RECORDS = (*_TABLES, QUARANTINE)
"""What the office keeps beside its cases, by the word that asks for it."""


def records(desk: Desk, what: str) -> list[dict[str, Any]]:
    """The rows of one of ``RECORDS``; ids whole, so that a script can use them, though their beginning is enough to type."""
    if what == QUARANTINE:
        held = quarantined(desk)
        return [{k: v for k, v in asdict(one).items() if k != "facts"} | {"why": one.text()} for one in held]
    cursor = desk.raw.execute(_TABLES[what])
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def record_line(row: dict[str, Any]) -> list[str]:
    """A row of ``records`` for a person: codes in words, long ids by the beginning that is enough to type."""
    known = words.catalogue()
    shown = {
        name: str(value)[:8] if name in ("id", "notice", "batch") else value
        for name, value in row.items()
        if name != "code"
    }
    return [known.get(f"record.{name}.{value}", str(value)) for name, value in shown.items()]
