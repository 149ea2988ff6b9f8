"""Events to documents: the fold of merge patches, open and private."""

from collections.abc import Iterable

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.ledger import patch
from alliance_desk.ledger.event import Event


class Folded(msgspec.Struct):
    """A stream's documents at one point: after event ``seq`` whose hash is ``head`` (0 and empty before the first).

    time: of that event, UTC; empty when the documents were read from the index.
    """

    stream: str
    kind: str
    seq: int = 0
    head: str = ""
    time: str = ""
    open: Json = {}
    private: Json = {}


REDACTED = "case.redacted"
"""The event before which a case's private bodies count no more, whether or not their bytes are still there."""


def step(folded: Folded, event: Event) -> Folded:
    """The documents after one more event."""
    before = {} if event.header.kind == REDACTED else folded.private
    return Folded(
        stream=folded.stream,
        kind=folded.kind,
        seq=event.header.seq,
        head=event.hash,
        time=event.header.time,
        open=patch.apply(folded.open, event.patch),
        private=patch.apply(before, event.private_patch),
    )


def fold(events: Iterable[Event], *, until: int | None = None) -> Folded:
    """The documents of a stream from its first event on, or as they stood after event ``until``."""
    folded: Folded | None = None
    for event in events:
        if until is not None and event.header.seq > until:
            break
        folded = step(folded or Folded(event.header.stream, event.header.stream_kind), event)
    if folded is None:
        raise ValueError("a stream has at least one event")
    return folded
