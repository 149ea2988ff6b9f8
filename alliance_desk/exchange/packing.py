"""What goes into a package: the events its receiver is not known to hold, with bodies, signatures, rules and blobs."""

import base64
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.desk.desk import sign_heads
from alliance_desk.errors import Damaged
from alliance_desk.exchange import contents as table
from alliance_desk.exchange import log as packages
from alliance_desk.exchange.container import Payload
from alliance_desk.exchange.contents import Contents, SignatureRef, StreamPart
from alliance_desk.exchange.envelope import Head
from alliance_desk.exchange.packs import carried
from alliance_desk.exchange.trust import own_card
from alliance_desk.ledger import fold, streams
from alliance_desk.ledger.event import Event

_SIGNATURES = """
    SELECT stream, seq, fingerprint, suite, signature FROM ledger_signature
    WHERE stream = ? AND seq <= ? ORDER BY seq, fingerprint
"""
_SIGNED = "SELECT 1 FROM ledger_signature WHERE stream = ? AND seq = ? AND fingerprint = ?"
_HEADS = "SELECT office, max(commit_no) FROM ledger_event GROUP BY office"
_LAST = "SELECT header, hash FROM ledger_event WHERE office = ? AND commit_no = ? ORDER BY rowid DESC LIMIT 1"


class Load(Struct):
    """Cases to be packed with the notes beside them. upto: stream → last event that goes along; its head where not named.

    packs: files of policy packs that go by themselves, what is sent first.
    """

    cases: Sequence[str]
    notes: Sequence[str]
    upto: Mapping[str, int]
    packs: Sequence[bytes] = ()


class Cargo(Struct):
    """A table of contents, and everything the package holds."""

    contents: Contents
    payload: list[Payload]


def load(desk: Desk, cases: Sequence[str], upto: Mapping[str, int] | None = None) -> Load:
    """The cases with the notes that stand beside them, and where each stream ends for this package."""
    places = ",".join("?" * len(cases))
    query = f'SELECT DISTINCT stream FROM index_note WHERE "case" IN ({places}) ORDER BY stream'  # noqa: S608 - question marks
    notes = [row[0] for row in desk.raw.execute(query, list(cases))]
    ends = {stream: streams.document(desk.raw, stream).seq for stream in (*cases, *notes)}
    return Load(cases, notes, ends | dict(upto or {}))


def sign(desk: Desk, goods: Load) -> None:
    """Put this office's signature under every stream that goes out, so that a third office can prove what it was given."""
    fingerprint = own_card(desk).fingerprint
    unsigned = [
        streams.events(desk.raw, stream, last - 1)[0]
        for stream, last in goods.upto.items()
        if desk.raw.execute(_SIGNED, (stream, last, fingerprint)).fetchone() is None
    ]
    if unsigned:
        key = desk.key()
        with desk.transaction() as connection:
            sign_heads(connection, key, desk.office, unsigned)


def cargo(desk: Desk, goods: Load, log: list[Json], *, whole: bool) -> Cargo:
    """Everything of the load that the receiver is not known to hold.

    log: the packages exchanged with it. whole: the whole chains all the same, for an office that has lost what it had.
    Raises Damaged when a blob that the cases need is lost.
    """
    seen = {} if whole else packages.acknowledged(log)
    parts: list[StreamPart] = []
    signatures: list[SignatureRef] = []
    rules: dict[str, None] = {}
    blobs: dict[str, None] = {}
    packs = {canonical.sha256(data): data for data in goods.packs}
    payload: list[Payload] = []
    for stream, last in goods.upto.items():
        chain = streams.events(desk.raw, stream)[:last]
        after = min(seen.get(stream, 0), last)
        fresh = chain[after:]
        head = chain[after - 1].hash if after else ""
        folded = fold.fold(chain)
        refs = [table.reference(event) for event in fresh]
        parts.append(StreamPart(stream, folded.kind, _number(desk, folded), after, head, refs))
        for event in fresh:
            payload.append(Payload(table.EVENT, event.raw))
            payload += [Payload(table.BODY, body) for body in (event.open, event.private) if body is not None]
        if folded.kind == "case":
            rules |= dict.fromkeys(e.header.rules for e in fresh if e.header.rules)
            rules |= {folded.open["case"]["rules"]: None}
            if not after:
                packs |= {canonical.sha256(data): data for data in carried(desk, folded.open)}
            blobs |= dict.fromkeys(_blobs(desk, chain[:after], fresh, folded.open))
        signatures += [
            SignatureRef(row[0], row[1], row[2], row[3], base64.b64encode(row[4]).decode())
            for row in desk.raw.execute(_SIGNATURES, (stream, last))
        ]
    payload += [Payload(table.BLOB, desk.blobs.path(blob)) for blob in blobs]
    payload += [Payload(table.RULES, _rules(desk, digest)) for digest in rules]
    payload += [Payload(table.PACK, data) for data in packs.values()]
    receipts = [entry["sha256"] for entry in packages.received(log)]
    found = Contents(list(goods.cases), parts, signatures, list(rules), list(blobs), receipts, list(packs))
    return Cargo(found, [Payload(table.CONTENTS, table.encode(found)), *payload])


def heads(desk: Desk) -> tuple[Head, ...]:
    """The last commit of every office that this one has seen."""
    found: list[Head] = []
    for office, number in desk.raw.execute(_HEADS).fetchall():
        header, digest = desk.raw.execute(_LAST, (office, number)).fetchone()
        found.append(Head(office, canonical.decode(header)["incarnation"], number, digest))
    return tuple(sorted(found, key=lambda head: (head.office, head.incarnation)))


def _blobs(desk: Desk, before: Sequence[Event], fresh: Sequence[Event], document: Json) -> Iterator[str]:
    """Blobs that the new events name and the receiver has not got; one the case no longer needs may have been swept."""
    known = {blob for event in before for blob in table.blobs_in(event.patch)}
    needed = set(table.blobs_in(document))
    for blob in dict.fromkeys(blob for event in fresh for blob in table.blobs_in(event.patch)):
        if blob in known:
            continue
        if desk.blobs.has(blob):
            yield blob
        elif blob in needed:
            raise Damaged("exchange.blob-lost", number=document["case"]["number"], blob=blob)


def _number(desk: Desk, folded: fold.Folded) -> str:
    document = folded.open if folded.kind == "case" else desk.case(folded.open["beside"]).open
    return document["case"]["number"]


def _rules(desk: Desk, digest: str) -> bytes:
    row = desk.raw.execute("SELECT data FROM ledger_rules WHERE hash = ?", (digest,)).fetchone()
    if row is None:
        raise Damaged("ledger.rules-missing", rules=digest)
    return row[0]
