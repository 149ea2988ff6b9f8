"""The history of a case as far as an office may see it: who, when, which office, what, under which rule, said why."""

from collections.abc import Iterator
from typing import Any, cast

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.ledger.event import Event
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.stages import outcome_code

_NOTES = 'SELECT DISTINCT stream FROM index_note WHERE "case" = ?'
_BESIDE = 'SELECT batch FROM index_batch WHERE "case" = ?1 UNION SELECT notice FROM index_notice WHERE "case" = ?1'
_SESSIONS = "SELECT stream, open FROM index_document WHERE kind = 'session'"


class HistoryLine(Struct, frozen=True):
    """One event: when (UTC), which office, who (empty where only that office knows), what, under which rule, said why.

    commit: number of this office's own commit that it is or follows, which orders what happened in one second.
    """

    seq: int
    commit: int
    time: str
    office: str
    operator: str
    kind: str
    what: str
    basis: str
    note: str


def history(desk: Desk, number: str, language: str = "zh_CN") -> list[HistoryLine]:
    """The history of a case, oldest first: its own stream, the notes beside it, and what this office keeps about it at home.

    Batches, sessions and notices are streams of the deciding office; at any other desk there are none to show.
    """
    case = desk.case(number)
    teller = _Teller(desk, case, language)
    beside = [row[0] for row in desk.raw.execute(_BESIDE, (case.stream,)).fetchall()]
    beside += [stream for stream, data in desk.raw.execute(_SESSIONS).fetchall() if case.stream.encode() in data]
    found = [*teller.case(), *teller.notes(), *(line for stream in beside for line in teller.other(stream))]
    return sorted(found, key=lambda line: (line.time, line.commit))


class _Teller:
    """Tells the events around one case."""

    def __init__(self, desk: Desk, case: Folded, language: str) -> None:
        self.desk, self.stream, self.language = desk, case.stream, language
        self.rules: Pack = desk.rules_of(case)
        named = cast("dict[str, Json]", case.open["offices"]["names"])
        self.offices = {key: office["name"] for key, office in named.items()} | {
            desk.office: desk.settings["office"]["name"]
        }
        self.people = cast("dict[str, Json]", desk.settings["operators"])

    def case(self) -> Iterator[HistoryLine]:
        """The case's own stream."""
        last = 0
        for event in streams.events(self.desk.raw, self.stream):
            last = self._commit(event) or last
            yield self._line(event, *self._said(event), commit=last)

    def notes(self) -> Iterator[HistoryLine]:
        """Notes beside the case, of any office."""
        for (stream,) in self.desk.raw.execute(_NOTES, (self.stream,)).fetchall():
            for event in streams.events(self.desk.raw, stream):
                for note in cast("dict[str, Json]", event.patch.get("notes", {})).values():
                    yield self._line(event, self._word(f"note-kind.{note['kind']}"), "", note["text"])

    def other(self, stream: str) -> Iterator[HistoryLine]:
        """A stream of this office that concerns the case; objections only where they are to this case."""
        known = cast("dict[str, Json]", streams.document(self.desk.raw, stream).open.get("objections", {}))
        for event in streams.events(self.desk.raw, stream):
            told = cast("dict[str, Json]", event.patch.get("objections", {}))
            ours = [entry for key, entry in told.items() if known[key]["case"] == self.stream]
            if ours or not told:
                note = "；".join(entry.get("text", "") or entry.get("reply", "") for entry in ours)
                yield self._line(event, self._word(f"event.{event.header.kind}"), "", note)

    def _commit(self, event: Event) -> int:
        """The number of the commit that made an event, 0 for another office's: numbers of two offices do not compare."""
        return event.header.commit_no if event.header.office == self.desk.office else 0

    def _line(self, event: Event, what: str, basis: str, note: str, *, commit: int | None = None) -> HistoryLine:
        header = event.header
        return HistoryLine(
            seq=header.seq,
            commit=self._commit(event) if commit is None else commit,
            time=header.time,
            office=self.offices.get(header.office, header.office),
            operator=self.people.get(header.operator, {}).get("name", ""),
            kind=header.kind,
            what=what,
            basis=basis,
            note=note,
        )

    def _said(self, event: Event) -> tuple[str, str, str]:
        """What an event of the case did, under which rule, and why."""
        kind, patch = event.header.kind, event.patch
        if kind.startswith("stage.") or kind == "case.opened":
            return self._stage(kind, cast("dict[str, Any]", patch.get("stages", {})))
        for section in ("attest", "override"):
            entries = cast("dict[str, Json]", patch.get(section, {}))
            if kind in ("case.attested", "case.overridden") and entries:
                checks = [self.rules.check[key.partition(".")[0]] for key in entries]
                first = next(iter(entries.values()))
                titles = tuple(dict.fromkeys(check.title for check in checks))
                outcome = self._word(f"outcome.{first['outcome']}") if section == "attest" else ""
                what = self._word(
                    "event.judged", {"what": self._word(f"event.{kind}"), "titles": titles, "outcome": outcome}
                )
                basis = words.joined(dict.fromkeys(check.basis for check in checks), self.language)
                return what, basis, first.get("note", "") or first.get("reason", "")
        rounds = [entry for entry in cast("dict[str, Json]", patch.get("corrections", {})).values() if entry]
        if rounds and "letter" in rounds[0]:
            stage = self.rules.stage[rounds[0]["stage"]]
            what = self._word("event.with-number", {"what": self._word(f"event.{kind}"), "number": rounds[0]["letter"]})
            return what, stage.basis, rounds[0].get("note", "")
        for entry in cast("dict[str, Json]", patch.get("reopened", {})).values():
            stage = self.rules.stage[entry["stage"]]
            what = self._word("event.with-number", {"what": self._word(f"event.{kind}"), "number": stage.name})
            return what, stage.basis, entry["reason"]
        outcome = cast("Json", patch.get("outcome", {}))
        return self._word(f"event.{kind}"), "", outcome.get("reason", "")

    def _word(self, code: str, facts: dict[str, Any] | None = None) -> str:
        return words.text(code, facts, self.language)

    def _stage(self, kind: str, written: dict[str, Any]) -> tuple[str, str, str]:
        key = next(iter(written), "")
        stage, entry = self.rules.stage.get(key), written.get(key)
        if stage is None or not isinstance(entry, dict):
            return self._word(f"event.{kind}"), "", ""
        entry = cast("Json", entry)
        if kind == "case.opened":
            return self._word(f"event.{kind}"), stage.basis, ""
        said = {"stage": stage.name, "outcome": self._word(outcome_code(stage.kind, str(entry.get("outcome"))))}
        return self._word("event.stage-closed", said), stage.basis, entry.get("note", "")
