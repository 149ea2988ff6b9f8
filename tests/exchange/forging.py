"""A county that writes what it likes: its real key and real chains, but no guard, no verbs, and tables of contents at will."""

import base64
from pathlib import Path
from typing import Any

from alliance_desk import canonical
from alliance_desk.clock import stamp
from alliance_desk.exchange import contents as table
from alliance_desk.exchange.container import Payload, write_container
from alliance_desk.exchange.contents import Contents, SignatureRef, StreamPart
from alliance_desk.exchange.envelope import Envelope, Purpose
from alliance_desk.exchange.trust import own_card
from alliance_desk.keys.office import SUITE
from alliance_desk.ledger import streams
from alliance_desk.ledger.event import Event, Header, make, seal

COMMIT = "c" * 32


class Forger:
    """One office with its key, writing to ``city``."""

    def __init__(self, desk, city) -> None:
        self.desk, self.city = desk, city
        self.number = 0

    def chain(self, stream) -> list[Event]:
        """The real events of a stream, to forge on from."""
        return streams.events(self.desk.raw, stream)

    def event(self, chain, kind, patch=None, *, office=None, private=None, body=None, **header) -> Event:
        """An event after ``chain``; ``body`` adds to the open body, ``header`` overrides fields of the header."""
        last = chain[-1].header if chain else None
        opened = seal(patch or {}, **(body or {}))
        hidden = seal(private) if private is not None else None
        fields: dict[str, Any] = {
            "stream": last.stream if last else "f" * 32,
            "stream_kind": last.stream_kind if last else "case",
            "seq": len(chain) + 1,
            "prev": chain[-1].hash if chain else "",
            "commit": COMMIT,
            "commit_no": 1000,
            "office": (office or self.desk).office,
            "incarnation": "i" * 32,
            "operator": "o" * 32,
            "time": stamp(self.desk.clock.now()),
            "kind": kind,
            "schema": 1,
            "least": 1,
            "rules": last.rules if last else None,
            "open": canonical.sha256(opened),
            "private": canonical.sha256(hidden) if hidden is not None else None,
        }
        return make(Header(**(fields | header)), opened, hidden)

    def redone(self, event, patch) -> Event:
        """The first event of a chain with its patch changed."""
        opened = seal(patch)
        fields: dict[str, Any] = {name: getattr(event.header, name) for name in Header.__struct_fields__}
        fields |= {"open": canonical.sha256(opened), "rules": patch["case"]["rules"]}
        return make(Header(**fields), opened, event.private)

    def signed(self, event, by=None) -> SignatureRef:
        """A signature of an office (this one) over the chain up to an event."""
        by, header = by or self.desk, event.header
        raw = by.key().sign_head(header.stream, header.seq, event.hash)
        return SignatureRef(header.stream, header.seq, own_card(by).fingerprint, SUITE, base64.b64encode(raw).decode())

    def part(self, chain, after=0) -> StreamPart:
        """A whole chain, or what follows ``after``, as a part of a table of contents."""
        head = chain[after - 1].hash if after else ""
        header = chain[0].header
        refs = [table.reference(event) for event in chain[after:]]
        return StreamPart(header.stream, header.stream_kind, "样例", after, head, refs)

    def contents(self, *chains, signatures=None, rules=None, after=0) -> Contents:
        """A table that is right for these chains; the first is the case."""
        signed = [self.signed(chain[-1]) for chain in chains] if signatures is None else signatures
        main = [chain[0].header.stream for chain in chains if chain[0].header.stream_kind == "case"]
        blobs = {blob for chain in chains for event in chain[after:] for blob in table.blobs_in(event.patch)}
        named = {event.header.rules for chain in chains for event in chain if event.header.rules}
        kept = [blob for blob in sorted(blobs) if self.desk.blobs.has(blob)]
        return Contents(main, [self.part(chain, after) for chain in chains], signed, rules or sorted(named), kept, [])

    def payload(self, contents, *chains, texts=()) -> list[Payload]:
        """Everything a table names that there is; ``texts`` are rules that the workspace does not hold."""
        wanted = {ref.header for part in contents.streams for ref in part.events}
        events = [event for chain in chains for event in chain if canonical.sha256(event.raw) in wanted]
        found = [Payload(table.EVENT, event.raw) for event in events]
        found += [Payload(table.BODY, body) for e in events for body in (e.open, e.private) if body is not None]
        found += [Payload(table.BLOB, self.desk.blobs.path(blob)) for blob in contents.blobs]
        kept = dict(self.desk.raw.execute("SELECT hash, data FROM ledger_rules").fetchall())
        kept |= {canonical.sha256(text): text for text in texts}
        return found + [Payload(table.RULES, kept[digest]) for digest in contents.rules if digest in kept]

    def package(self, folder: Path, contents, payload, *, receiver=None, **envelope) -> Path:
        """Pack and sign it as a real package to the city."""
        self.number += 1
        receiver = receiver or own_card(self.city)
        fields: dict[str, Any] = {
            "purpose": Purpose.HANDOVER,
            "sender": self.desk.office,
            "receiver": receiver.office,
            "sequence": self.number,
            "previous": "",
            "schemas": (1, 1),
            "created": stamp(self.desk.clock.now()),
        }
        everything = [Payload(table.CONTENTS, table.encode(contents)), *payload]
        card = own_card(self.desk)
        return write_container(
            folder / f"forged-{self.number}.deskpack",
            Envelope(**(fields | envelope)),
            everything,
            key=self.desk.key(),
            card=card,
            receiver=receiver,
        ).path

    def send(self, folder: Path, *chains, signatures=None, rules=None, texts=(), after=0) -> Path:
        """A package that is right in everything but what its events say."""
        found = self.contents(*chains, signatures=signatures, rules=rules, after=after)
        return self.package(folder, found, self.payload(found, *chains, texts=texts))
