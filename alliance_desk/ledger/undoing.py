"""What an undo may take back: an event of the same office, by its exact inverse, while nothing later rests on it."""

from collections.abc import Sequence

from alliance_desk.errors import Refused
from alliance_desk.ledger import custody, patch
from alliance_desk.ledger.event import Event
from alliance_desk.ledger.fold import Folded, fold
from alliance_desk.ledger.kinds import KINDS, UNDONE


def undone(event: Event, chain: Sequence[Event]) -> Event:
    """The event that an undo takes back.

    chain: the stream's events before the undo. Raises Refused unless it is the exact inverse of an undoable event of the same office
    that nothing later rests on.
    """
    number = event.body.get("undoes")
    target = next((e for e in chain if e.header.seq == number and e.header.office == event.header.office), None)
    if target is None or not _undoable(target) or later(target, chain) is not None:
        raise Refused("ledger.foreign-undo", seq=event.header.seq)
    if (event.patch, event.private_patch) != inverse(target, chain):
        raise Refused("ledger.foreign-undo", seq=event.header.seq)
    return target


def inverse(target: Event, chain: Sequence[Event]) -> tuple[patch.Json, patch.Json]:
    """The open and the private patch that take an event back."""
    first = Folded(target.header.stream, target.header.stream_kind)
    before = fold(chain, until=target.header.seq - 1) if target.header.seq > 1 else first
    return patch.inverse(before.open, target.patch), patch.inverse(before.private, target.private_patch)


def later(target: Event, chain: Sequence[Event]) -> Event | None:
    """The first later event that rests on an event: it touched the same paths, or moved the case on. What was undone does not count."""
    after = [event for event in chain if event.header.seq > target.header.seq]
    taken_back = {event.body.get("undoes") for event in after if event.header.kind.endswith(UNDONE)}
    mine, kind = _touched(target), KINDS[target.header.kind]
    for event in after:
        if event.header.seq in taken_back or event.body.get("undoes", 0) > target.header.seq:
            continue
        moved = (kind.stage or kind.during) and _moves(event)
        if moved or any(patch.touches(a, b) for a in mine for b in _touched(event)):
            return event
    return None


def _undoable(event: Event) -> bool:
    return event.header.kind in KINDS and KINDS[event.header.kind].undoable


def _moves(event: Event) -> bool:
    """Whether an event takes the case further along its way."""
    kind = KINDS.get(event.header.kind)
    return kind is None or bool(kind.stage) or event.header.kind in (*custody.EVENTS, "case.returned", "case.withdrawn")


def _touched(event: Event) -> list[patch.Path]:
    return [*patch.paths(event.patch), *patch.paths(event.private_patch)]
