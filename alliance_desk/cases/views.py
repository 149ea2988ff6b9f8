"""What a case looks like to the office that asks: its state, its next steps, its history."""

from collections.abc import Iterator
from typing import Any, cast

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.ledger.event import Event
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


class HistoryLine(Struct, frozen=True):
    """One event: when (UTC), which office, who (empty where only that office knows), what, under which rule, said why."""

    seq: int
    time: str
    office: str
    operator: str
    kind: str
    what: str
    basis: str
    note: str


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


def history(desk: Desk, number: str) -> list[HistoryLine]:
    """The history of a case as far as this office may see it, oldest first: the case's own stream and its notes."""
    case = desk.case(number)
    rules = desk.rules_of(case)
    found = [*_lines(desk, case, rules, streams.events(desk.raw, case.stream)), *_notes(desk, case)]
    return sorted(found, key=lambda line: line.time)


def status(rules: Pack, case: Folded) -> str:
    """What the case is called now, in words."""
    return stages.status_text(rules, case.open)


def _lines(desk: Desk, case: Folded, rules: Pack, events: list[Event]) -> Iterator[HistoryLine]:
    names, people = _offices(desk, case), cast("dict[str, Json]", desk.settings["operators"])
    for event in events:
        header = event.header
        closed = next(iter(cast("Json", event.patch.get("stages", {}))), "")
        stage = rules.stage.get(closed)
        entry: Any = event.patch.get("stages", {}).get(closed) or {}
        yield HistoryLine(
            seq=header.seq,
            time=header.time,
            office=names.get(header.office, header.office),
            operator=people.get(header.operator, {}).get("name", ""),
            kind=header.kind,
            what=_what(header.kind, stage.name if stage else "", entry.get("outcome", "")),
            basis=stage.basis if stage else "",
            note=entry.get("note", ""),
        )


def _what(kind: str, stage: str, outcome: str) -> str:
    if kind.startswith("stage."):
        return words.text("event.stage-closed", {"stage": stage, "outcome": words.text(f"stage-outcome.{outcome}")})
    return words.text(f"event.{kind}")


def _notes(desk: Desk, case: Folded) -> Iterator[HistoryLine]:
    names = _offices(desk, case)
    for (stream,) in desk.raw.execute('SELECT DISTINCT stream FROM index_note WHERE "case" = ?', (case.stream,)).fetchall():
        for event in streams.events(desk.raw, stream):
            for note in cast("dict[str, Json]", event.patch.get("notes", {})).values():
                header = event.header
                what = words.text(f"note-kind.{note['kind']}")
                yield HistoryLine(header.seq, header.time, names.get(header.office, header.office), "", header.kind, what, "", note["text"])


def _offices(desk: Desk, case: Folded) -> dict[str, str]:
    names = {key: office["name"] for key, office in cast("dict[str, Json]", case.open["offices"]["names"]).items()}
    return names | {desk.office: desk.settings["office"]["name"]}
