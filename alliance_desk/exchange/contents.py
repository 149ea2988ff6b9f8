"""What a package holds besides its envelope: a table of contents that puts events, bodies, rules and blobs in order."""

import base64

import msgspec

from alliance_desk import canonical
from alliance_desk.errors import Damaged
from alliance_desk.ledger.event import Event, parse

CONTENTS, EVENT, BODY, RULES, BLOB = "contents", "event", "body", "rules", "blob"
"""Kinds of payload."""


class EventRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One event by the hashes of its header bytes and bodies; private is empty when there is none or it was redacted."""

    header: str
    open: str = ""
    private: str = ""


class StreamPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The events of one stream beyond ``after``, whose hash is ``head``; seq 0 and an empty hash for a whole stream."""

    stream: str
    kind: str
    after: int
    head: str
    events: list[EventRef]


class SignatureRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A detached signature over a stream's head; signature in base64."""

    stream: str
    seq: int
    fingerprint: str
    suite: str
    signature: str

    def raw(self) -> bytes:
        """The signature's bytes. Raises ValueError when they are no base64."""
        return base64.b64decode(self.signature, validate=True)


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table of contents. main: the case a hand-over or return is about. receipts: packages of the receiver taken in."""

    main: list[str]
    streams: list[StreamPart]
    signatures: list[SignatureRef]
    rules: list[str]
    blobs: list[str]
    receipts: list[str]


def encode(contents: Contents) -> bytes:
    """Canonical bytes."""
    return canonical.encode(msgspec.to_builtins(contents))


def decode(data: bytes, file: str) -> Contents:
    """The table from its bytes. Raises Damaged when it is not canonical or of another shape."""
    try:
        return msgspec.convert(canonical.decode(data), Contents)
    except (ValueError, msgspec.ValidationError) as error:
        raise Damaged("exchange.changed", file=file, where=CONTENTS) from error


def reference(event: Event) -> EventRef:
    """How an event is named in the table."""
    return EventRef(
        header=canonical.sha256(event.raw),
        open=event.header.open or "",
        private=(event.header.private or "") if event.private is not None else "",
    )


def rebuilt(header: bytes, opened: bytes | None, private: bytes | None, part: StreamPart) -> Event:
    """An event of a stream's part from its bytes. Raises Damaged when it belongs to another stream or is not as hashed."""
    event = parse(header, opened, private)
    if event.header.stream != part.stream or event.header.stream_kind != part.kind:
        raise Damaged("ledger.chain-broken", stream=part.stream, seq=event.header.seq)
    return event
