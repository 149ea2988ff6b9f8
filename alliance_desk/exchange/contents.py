"""What a package holds besides its envelope: a table of contents that puts events, bodies, rules and blobs in order."""

import base64
from collections.abc import Iterator
from typing import Annotated, cast

import msgspec
from msgspec import Meta

from alliance_desk import canonical
from alliance_desk.errors import Damaged
from alliance_desk.ledger.event import Event, parse

CONTENTS, EVENT, BODY, RULES, BLOB, PACK = "contents", "event", "body", "rules", "blob", "pack"
"""Kinds of payload."""

StreamId = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
Hash = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
HashOrNone = Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")]
Seq = Annotated[int, Meta(ge=0, lt=10**9)]
_BLOB_KEYS = ("blob", "scan", "report")
"""Keys of a case document whose value names a blob."""


class EventRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One event by the hashes of its header bytes and bodies; private is empty when there is none or it was redacted."""

    header: Hash
    open: HashOrNone = ""
    private: HashOrNone = ""


class StreamPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The events of one stream beyond ``after``, whose hash is ``head``; seq 0 and an empty hash for a whole stream.

    number: of the case it is or stands beside, so that an office that lacks what came before can say what it lacks.
    """

    stream: StreamId
    kind: Annotated[str, Meta(max_length=20)]
    number: Annotated[str, Meta(max_length=80)]
    after: Seq
    head: HashOrNone
    events: list[EventRef]

    @property
    def last(self) -> int:
        """Sequence number of the last event that the receiver has afterwards."""
        return self.after + len(self.events)


class SignatureRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A detached signature over a stream's head; signature in base64."""

    stream: StreamId
    seq: Seq
    fingerprint: Annotated[str, Meta(max_length=60)]
    suite: Annotated[str, Meta(max_length=40)]
    signature: Annotated[str, Meta(max_length=200)]

    def raw(self) -> bytes:
        """The signature's bytes; empty when they are no base64, which no signature is."""
        try:
            return base64.b64decode(self.signature, validate=True)
        except ValueError:
            return b""


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The table of contents.

    main: the cases the package is about, each with its part among the streams; the other streams are notes beside them.
    receipts: packages of the receiver that the sender has taken in. packs: policy packs of the cases that are new to the receiver,
    or that are sent by themselves, with those they lie over.
    """

    main: list[StreamId]
    streams: list[StreamPart]
    signatures: list[SignatureRef]
    rules: list[Hash]
    blobs: list[Hash]
    receipts: list[Hash]
    packs: list[Hash] = []

    def names(self) -> dict[str, set[str]]:
        """Everything the package must hold beside this table, by kind of payload."""
        refs = [ref for part in self.streams for ref in part.events]
        return {
            EVENT: {ref.header for ref in refs},
            BODY: {body for ref in refs for body in (ref.open, ref.private) if body},
            RULES: set(self.rules),
            BLOB: set(self.blobs),
            PACK: set(self.packs),
        }


def encode(contents: Contents) -> bytes:
    """Canonical bytes."""
    return canonical.encode(msgspec.to_builtins(contents))


def decode(data: bytes, file: str) -> Contents:
    """The table from its bytes. Raises Damaged when it is not canonical or of another shape."""
    try:
        return msgspec.convert(canonical.decode(data), Contents)
    except (ValueError, msgspec.ValidationError) as error:
        raise Damaged("exchange.contents-wrong", file=file, where=CONTENTS) from error


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


def blobs_in(value: object) -> Iterator[str]:
    """What stands under the keys that name blobs, anywhere in a document or patch; from elsewhere it need not be a hash."""
    if isinstance(value, dict):
        for key, inner in cast("canonical.Json", value).items():
            if key in _BLOB_KEYS and isinstance(inner, str):
                yield inner
            else:
                yield from blobs_in(inner)
