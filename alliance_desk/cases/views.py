"""What a case looks like to the office that asks: its state and its next steps."""

from collections.abc import Iterable
from typing import Any, cast

from msgspec import Struct
from msgspec.structs import asdict

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.exchange.quarantine import quarantined
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import stages
from alliance_desk.policy.facts import facts_of
from alliance_desk.policy.pack import Pack
from db import lists


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


def status(rules: Pack, case: Folded, language: str = "zh_CN") -> str:
    """What the case is called now, in words."""
    return stages.status_text(rules, case.open, language)


def list_status(desk: Desk, pack: str, code: str, language: str = "zh_CN") -> str:
    """A status code of the case list in words, under its policy's own word for the act."""
    return words.text(code, {"act": act_of(desk, {pack}, language)}, language)


def act_of(desk: Desk, packs: Iterable[str], language: str = "zh_CN") -> str:
    """What the act is called (认定, 备案): the policies' own word where they share one, else the word that is right for all.

    packs: ids; a pack that this desk has lost has no word of its own.
    """
    found = {_act(desk, pack) for pack in packs}
    own = found.pop() if len(found) == 1 else ""
    return own or words.text("cases.any-act", language=language)


def _act(desk: Desk, pack: str) -> str:
    try:
        return desk.pack(pack).pack.words.act
    except DeskError:
        return ""


_SHOWN: dict[str, tuple[str, ...]] = {
    "batches": ("id", "name", "number", "alliance", "state"),
    "sessions": ("id", "mode", "state", "size", "day", "batch"),
    "notices": ("id", "number", "alliance", "start", "end", "state"),
    "objections": ("notice", "id", "number", "received", "state"),
    "packages": ("id", "direction", "office", "sequence", "purpose", "day", "file", "receipt"),
    "numbers": ("series", "year", "serial", "number", "used_for", "state"),
}
QUARANTINE = "quarantine"
RECORDS = (*_SHOWN, QUARANTINE)
"""What the office keeps beside its cases, by the word that asks for it."""


def records(desk: Desk, what: str, language: str = "zh_CN") -> list[dict[str, Any]]:
    """The rows of one of ``RECORDS``, newest first; ids whole, so that a script can use them, though their beginning is enough to type."""
    if what == QUARANTINE:
        held = quarantined(desk)
        return [{k: v for k, v in asdict(one).items() if k != "facts"} | {"why": one.text(language)} for one in held]
    found = lists.rows(desk.raw, what, lists.ids(desk.raw, what))
    return [{name: row[name] for name in _SHOWN[what]} for row in found]


def record_line(row: dict[str, Any], language: str = "zh_CN") -> list[str]:
    """A row of ``records`` for a person: codes in words, long ids by the beginning that is enough to type."""
    known = words.catalogue(language)
    shown = {
        name: str(value)[:8] if name in ("id", "notice", "batch") else value
        for name, value in row.items()
        if name != "code"
    }
    return [known.get(f"record.{name}.{value}", str(value)) for name, value in shown.items()]
