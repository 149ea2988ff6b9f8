"""A verified package read into events: the table of contents against the payload, each chain against what is here.

The signature has proven who packed it, not that the sender's program packed it right: nothing may be missing, left over or
named twice.
"""

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from alliance_desk import words
from alliance_desk.desk import Desk
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange import contents as table
from alliance_desk.exchange.contents import Contents, StreamPart
from alliance_desk.exchange.envelope import Envelope
from alliance_desk.exchange.opening import Opened
from alliance_desk.keys.office import KeyCard
from alliance_desk.ledger import streams
from alliance_desk.ledger.event import Event
from alliance_desk.ledger.fold import REDACTED
from alliance_desk.ledger.kinds import TRAVELLING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from alliance_desk.exchange.arriving import Arriving


class Parcel(Struct):
    """A package's table of contents, its events that are new here, its rules by hash, and the card of its signer.

    packs: policy packs that came by themselves, once they have been judged.
    """

    contents: Contents
    fresh: list[Event]
    rules: dict[str, bytes]
    signer: KeyCard
    envelope: Envelope
    file: str
    packs: "list[Arriving]" = []

    def keep_signatures(self, connection: "Connection", known: set[str]) -> None:
        """Store the signatures by known keys (fingerprints), which were all verified; others prove nothing here."""
        from sqlalchemy.dialects.sqlite import insert

        from db.models.ledger import Signature

        for ref in self.contents.signatures:
            if ref.fingerprint in known:
                row = {
                    "stream": ref.stream,
                    "seq": ref.seq,
                    "fingerprint": ref.fingerprint,
                    "suite": ref.suite,
                    "signature": ref.raw(),
                }
                connection.execute(insert(Signature).values(row).on_conflict_do_nothing())


class _Missing(NamedTuple):
    number: str
    have: int


def read_parcel(desk: Desk, opened: Opened) -> Parcel:
    """The events of a package, parsed, chained onto what is here.

    Raises Damaged when the table and the payload differ or a chain breaks, Refused when what is here is not what the sender
    believes: something before is missing (缺件), or another event stands in its place (a branch).
    """
    names = opened.names(table.CONTENTS)
    if len(names) != 1:
        raise Damaged("exchange.contents-wrong", file=opened.name, where=table.CONTENTS)
    contents = table.decode(opened.read(table.CONTENTS, names[0]), opened.name)
    _refuse_disorder(contents, opened)
    missing: list[_Missing] = []
    fresh: list[Event] = []
    for part in contents.streams:
        here = streams.events(desk.raw, part.stream)
        if part.after > len(here):
            missing.append(_Missing(_shown(part), len(here)))
            continue
        if part.after and here[part.after - 1].hash != part.head:
            raise Refused("exchange.branch", file=opened.name, number=_shown(part), seq=part.after)
        fresh += _new_events(opened, part, here)
    if missing:
        raise _wanted(opened, missing)
    rules = {digest: opened.read(table.RULES, digest) for digest in contents.rules}
    return Parcel(contents, fresh, rules, opened.signer, opened.envelope, opened.name)


def _refuse_disorder(contents: Contents, opened: Opened) -> None:
    wanted = contents.names()
    for kind in {*wanted, *opened.kinds()} - {table.CONTENTS}:
        if wanted.get(kind, set()) != set(opened.names(kind)):
            raise Damaged("exchange.contents-wrong", file=opened.name, where=kind)
    ends = {part.stream: part.last for part in contents.streams}
    cases = [part.stream for part in contents.streams if part.kind == "case"]
    faults = {
        "streams": len(ends) != len(contents.streams) or 0 in ends.values(),
        "main": sorted(contents.main) != sorted(cases),
        "head": any(bool(part.after) != bool(part.head) for part in contents.streams),
        "signatures": any(not 1 <= ref.seq <= ends.get(ref.stream, 0) for ref in contents.signatures),
    }
    for where, wrong in faults.items():
        if wrong:
            raise Damaged("exchange.contents-wrong", file=opened.name, where=where)
    for part in contents.streams:
        if part.kind not in TRAVELLING:
            raise Refused("exchange.stays-home", file=opened.name, kind=part.kind)


def _new_events(opened: Opened, part: StreamPart, here: list[Event]) -> list[Event]:
    """The part's events that are not here yet; those that are must be the same, or it is a branch."""
    fresh: list[Event] = []
    for seq, ref in enumerate(part.events, part.after + 1):
        opened_body = opened.read(table.BODY, ref.open) if ref.open else None
        private = opened.read(table.BODY, ref.private) if ref.private else None
        event = table.rebuilt(opened.read(table.EVENT, ref.header), opened_body, private, part)
        if seq <= len(here):
            if here[seq - 1].hash != event.hash:
                raise Refused("exchange.branch", file=opened.name, number=_shown(part), seq=seq)
            continue
        if event.header.seq != seq or event.header.prev != (fresh[-1].hash if fresh else here[-1].hash if here else ""):
            raise Damaged("ledger.chain-broken", stream=part.stream, seq=seq)
        fresh.append(event)
    redacted = any(event.header.kind == REDACTED for event in (*here, *fresh))
    for event in fresh:
        if event.header.private is not None and event.private is None and not redacted:
            raise Damaged("ledger.body-missing", stream=part.stream, seq=event.header.seq)
    return fresh


def _wanted(opened: Opened, missing: list[_Missing]) -> Refused:
    """The list of what is missing (缺件单): for each case from where on the sender must export."""
    lines = [
        words.text("exchange.missing-line", {"number": number, "have": have, "seq": have + 1})
        for number, have in missing
    ]
    return Refused("exchange.basis-missing", file=opened.name, office=opened.signer.name, lines="\n".join(lines))


def _shown(part: StreamPart) -> str:
    """The number the sender gives the case; without one, or with one that plays tricks, the stream's id."""
    number = part.number
    return number if number and number.isprintable() else part.stream
