"""Whether a stream's events hang together: sequence, links, bodies."""

from collections.abc import Sequence

from alliance_desk.errors import Damaged
from alliance_desk.ledger.event import Event


def verify(events: Sequence[Event], *, seq: int = 0, head: str = "") -> None:
    """Check that events follow each other.

    events: a stream's events in order. seq, head: sequence number and hash of the event before the first one.
    Raises Damaged naming the stream and the event where the chain breaks.
    """
    for event in events:
        header = event.header
        if header.seq != seq + 1 or header.prev != head:
            raise Damaged("ledger.chain-broken", stream=header.stream, seq=header.seq)
        if header.stream != events[0].header.stream or header.stream_kind != events[0].header.stream_kind:
            raise Damaged("ledger.chain-broken", stream=header.stream, seq=header.seq)
        seq, head = header.seq, event.hash
