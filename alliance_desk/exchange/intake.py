"""Taking a package in: quarantine, verify, dry run, show, then one transaction that also keeps the package's hash."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from msgspec import Struct

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.clock import stamp
from alliance_desk.desk import Desk
from alliance_desk.desk.desk import sign_heads
from alliance_desk.errors import Damaged, DeskError, Refused
from alliance_desk.exchange import contents as table
from alliance_desk.exchange.admission import Parcel, refuse_foreign
from alliance_desk.exchange.container import SUFFIX
from alliance_desk.exchange.opening import Copy, Opened, open_container, take_copy
from alliance_desk.exchange.trust import cards
from alliance_desk.exchange.verify import UnknownSigner
from alliance_desk.ledger import custody, fold, streams
from alliance_desk.ledger.append import Draft, admit, append, keep_rules
from alliance_desk.ledger.event import Event
from alliance_desk.policy.compose import rules_from
from alliance_desk.policy.stages import status_text


class CaseChange(Struct, frozen=True):
    """What taking the package in would do to one case. new: it is not here yet. status: what it is called afterwards.

    events: how many new events. ours: it is handed over to this office and will be signed for.
    """

    number: str
    name: str
    new: bool
    events: int
    status: str
    ours: bool


class Preview(Struct, frozen=True):
    """What a package is and what it would change. taken: it was taken in before, and nothing will change."""

    sha256: str
    sender: str
    fingerprint: str
    purpose: str
    sequence: int
    created: str
    cases: tuple[CaseChange, ...]
    blobs: int
    receipts: int
    taken: bool


def preview(desk: Desk, path: Path) -> Preview:
    """Verify a package and say what it would change; nothing is kept.

    Raises Refused (no package, unknown signer, for another office, too new) or Damaged (cut short, changed).
    """
    desk.place.scratch.mkdir(exist_ok=True)
    with _opened(desk, path) as opened:
        return _preview(desk, opened, _parcel(desk, opened))


def take_in(desk: Desk, path: Path) -> Changes:
    """Take a package in, sign for the cases that were handed over, and note its receipts; all of it or nothing.

    The second time the same package says so and changes no row. What cannot be taken in stays in the quarantine with its reason.
    """
    if desk.readonly:
        raise Refused("desk.read-only", path=str(desk.place.root))
    copy = take_copy(path, desk.place.quarantine / f"{uuid.uuid4().hex}{SUFFIX}")
    try:
        with _opened(desk, copy) as opened:
            parcel = _parcel(desk, opened)
            seen = _preview(desk, opened, parcel)
            if not seen.taken:
                _commit(desk, opened, parcel)
    except DeskError as error:
        _quarantine(desk, copy, error)
        raise
    files.remove(copy.path)
    if seen.taken:
        facts = {"file": path.name, "office": seen.sender}
        return Changes(code="exchange.already-taken", facts=facts)
    facts = {"file": path.name, "office": seen.sender, "count": len(seen.cases), "ours": sum(case.ours for case in seen.cases)}
    return Changes(code="exchange.taken-in", facts=facts, kinds=frozenset({"case", "register", "office"}), streams=tuple(parcel.contents.main))


def _opened(desk: Desk, source: Path | Copy) -> Opened:
    return open_container(source, desk.key(), office=desk.office, known=cards(desk), scratch=desk.place.scratch)


def _parcel(desk: Desk, opened: Opened) -> Parcel:
    """The events of a package, parsed, chained onto what is here, their authors proven."""
    names = opened.names(table.CONTENTS)
    if len(names) != 1:
        raise Damaged("exchange.changed", file=opened.name, where=table.CONTENTS)
    contents = table.decode(opened.read(table.CONTENTS, names[0]), opened.name)
    fresh: list[Event] = []
    for part in contents.streams:
        fresh += _new_events(desk, opened, part)
    rules = {digest: opened.read(table.RULES, digest) for digest in contents.rules}
    parcel = Parcel(contents, fresh, rules, opened.signer, opened.name)
    refuse_foreign(desk, parcel)
    return parcel


def _new_events(desk: Desk, opened: Opened, part: table.StreamPart) -> list[Event]:
    """The part's events that are not here yet; what is here already must be the same, or it is a branch."""
    here = streams.events(desk.raw, part.stream)
    if part.after > len(here) or (part.after and here[part.after - 1].hash != part.head):
        raise Refused("exchange.basis-missing", file=opened.name, stream=part.stream, seq=part.after, have=len(here))
    fresh: list[Event] = []
    for seq, ref in enumerate(part.events, part.after + 1):
        opened_body = opened.read(table.BODY, ref.open) if ref.open else None
        private = opened.read(table.BODY, ref.private) if ref.private else None
        event = table.rebuilt(opened.read(table.EVENT, ref.header), opened_body, private, part)
        if seq <= len(here):
            if here[seq - 1].hash != event.hash:
                raise Refused("exchange.branch", file=opened.name, stream=part.stream, seq=seq)
            continue
        if event.header.seq != seq or event.header.prev != (fresh[-1].hash if fresh else here[-1].hash if here else ""):
            raise Damaged("ledger.chain-broken", stream=part.stream, seq=seq)
        fresh.append(event)
    return fresh


def _preview(desk: Desk, opened: Opened, parcel: Parcel) -> Preview:
    taken = desk.raw.execute("SELECT 1 FROM index_package WHERE sha256 = ? AND direction = 'in'", (opened.sha256,)).fetchone() is not None
    found: list[CaseChange] = []
    for stream in parcel.contents.main:
        here = streams.events(desk.raw, stream)
        new = [event for event in parcel.fresh if event.header.stream == stream]
        whole = fold.fold([*here, *new])
        digest = whole.open["case"]["rules"]
        rules = rules_from(parcel.rules[digest]) if digest in parcel.rules else streams.rules(desk.raw, digest)
        found.append(
            CaseChange(
                number=whole.open["case"]["number"],
                name=whole.open["alliance"]["name"],
                new=not here,
                events=len(new),
                status=status_text(rules, whole.open),
                ours=_offered_to_us(desk, whole.open),
            )
        )
    envelope = opened.envelope
    return Preview(
        sha256=opened.sha256,
        sender=opened.signer.name,
        fingerprint=opened.signer.fingerprint,
        purpose=envelope.purpose.value,
        sequence=envelope.sequence,
        created=envelope.created,
        cases=tuple(found),
        blobs=len(parcel.contents.blobs),
        receipts=len(parcel.contents.receipts),
        taken=taken,
    )


def _offered_to_us(desk: Desk, document: Json) -> bool:
    return document["custody"].get("state") == "offered" and document["custody"].get("to") == desk.office


def _commit(desk: Desk, opened: Opened, parcel: Parcel) -> None:
    """Blobs first, then everything else in one transaction."""
    kept: list[str] = []
    key, author = desk.key(), desk.author()
    try:
        for blob in parcel.contents.blobs:
            if not desk.blobs.has(blob):
                files.write(desk.blobs.path(blob), opened.pieces(table.BLOB, blob))
                kept.append(blob)
        with desk.transaction() as connection:
            for data in parcel.rules.values():
                keep_rules(connection, data)
            admit(desk.raw, connection, parcel.fresh)
            parcel.keep_signatures(desk.raw, connection)
            drafts = [_package_in(desk, opened, parcel), *_signed_for(desk, parcel)]
            events = append(desk.raw, connection, author, drafts)
            sign_heads(connection, key, desk.office, events[1:])
    except BaseException:
        for blob in kept:
            desk.blobs.remove(blob)
        raise
    desk.note_commit(events[-1].header.commit_no)


def _signed_for(desk: Desk, parcel: Parcel) -> list[Draft]:
    drafts: list[Draft] = []
    for stream in parcel.contents.main:
        case = streams.document(desk.raw, stream)
        if _offered_to_us(desk, case.open):
            moved = custody.after(case.open, custody.ACCEPT, desk.office)
            gone = dict.fromkeys(key for key in case.open["custody"] if key not in moved)
            drafts.append(Draft(stream=stream, stream_kind="case", kind=custody.ACCEPT, patch={"custody": {**gone, **moved}}, seen=case.seq))
    return drafts


def _package_in(desk: Desk, opened: Opened, parcel: Parcel) -> Draft:
    """The package log: this package came in, and those it gives receipts for have arrived."""
    envelope = opened.envelope
    entry = {
        "sha256": opened.sha256,
        "direction": "in",
        "office": envelope.sender,
        "sequence": envelope.sequence,
        "purpose": envelope.purpose.value,
        "file": opened.name,
        "on": desk.clock.today().isoformat(),
        "cases": parcel.contents.main,
        "streams": {part.stream: part.after + len(part.events) for part in parcel.contents.streams},
        "receipt": True,
    }
    log = cast("dict[str, Json]", desk.settings.get("packages", {}))
    arrived = {f"out-{digest}": {"receipt": True} for digest in parcel.contents.receipts if not log.get(f"out-{digest}", {}).get("receipt", True)}
    patch = {"packages": {f"in-{opened.sha256}": entry, **arrived}}
    return Draft(stream=desk.own_stream("office"), stream_kind="office", kind="office.package-in", patch=patch)


def _quarantine(desk: Desk, copy: Copy, error: DeskError) -> None:
    """Keep the file and the reason, so that the clerk can come back to it."""
    from sqlalchemy.dialects.sqlite import insert

    from db.models.local import Quarantine

    card = error.card if isinstance(error, UnknownSigner) else None
    row = {
        "sha256": copy.sha256,
        "file": copy.path.name,
        "code": error.code,
        "fingerprint": card.fingerprint if card else "",
        "claimed": card.name if card else "",
        "since": stamp(desk.clock.now()),
    }
    with desk.transaction() as connection:
        connection.execute(insert(Quarantine).values(row).on_conflict_do_update(index_elements=["sha256"], set_=row))


def quarantined(desk: Desk) -> Sequence[tuple[str, str, str, str]]:
    """What lies in the quarantine: file, reason code, claimed office, fingerprint; newest first."""
    return desk.raw.execute("SELECT file, code, claimed, fingerprint FROM local_quarantine ORDER BY since DESC").fetchall()
