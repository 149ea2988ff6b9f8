"""Answering a policy pack that another office sent: a person adds it, or declines it with a ground."""

from alliance_desk import canonical, files
from alliance_desk.cases import packs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange import offers
from alliance_desk.ledger.draft import Draft

_LIMIT = 1 << 20


def add(desk: Desk, which: str) -> Changes:
    """Add a pack that waits. which: its id, or the beginning of its hash.

    Raises as ``packs.add``; Refused where a pack it lies over waits itself and must be added first; Damaged where its file is no longer
    what was sent.
    """
    one = offers.offer(desk, which)
    if canonical.sha256(files.read(one.path, _LIMIT)) != one.sha256:
        raise Damaged("packs.offer-changed", title=one.title, path=str(one.path), office=one.sender)
    if first := offers.waits_for(desk, one):
        raise Refused("packs.offer-first", title=one.title, first=first.title, version=first.version)
    return packs.add(desk, one.path, sender=one.sender)


def decline(desk: Desk, which: str, ground: str) -> Changes:
    """Let go of a pack that waits, with the ground; what stands here stays as it is."""
    one = offers.offer(desk, which)
    if not ground.strip():
        raise Refused("cases.reason-needed", title=one.title)
    entry = {
        "id": one.id,
        "version": one.version,
        "title": one.title,
        "sender": one.sender,
        "on": desk.clock.today().isoformat(),
        "operator": desk.operator,
        "ground": ground.strip(),
    }
    patch = {"offers": {one.sha256: None}, "declined": {one.sha256: entry}}
    stream = desk.own_stream("office")
    desk.commit([Draft(stream=stream, stream_kind="office", kind="office.pack-declined", patch=patch)])
    offers.clear(desk)
    facts = {"title": one.title, "version": one.version, "office": one.sender}
    return Changes(code="packs.declined", facts=facts, kinds=frozenset({"office"}), streams=(stream,))
