"""Taking a package in: quarantine, verify, dry run, show, then one transaction that also keeps the package's hash."""

import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from alliance_desk import files, words
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, library
from alliance_desk.desk.desk import sign_heads
from alliance_desk.errors import DeskError, Fact, Refused
from alliance_desk.exchange import contents as table
from alliance_desk.exchange import log as packages
from alliance_desk.exchange import offers, quarantine
from alliance_desk.exchange.container import SUFFIX
from alliance_desk.exchange.dryrun import Preview, offered_to_us, rehearsed
from alliance_desk.exchange.envelope import Purpose
from alliance_desk.exchange.export import moving
from alliance_desk.exchange.opening import Copy, Opened, open_container, take_copy
from alliance_desk.exchange.parcel import Parcel
from alliance_desk.exchange.trust import cards, peer
from alliance_desk.ledger import custody, streams
from alliance_desk.ledger.draft import Draft
from alliance_desk.progress import Cancelled


def preview(desk: Desk, path: Path, language: str = "zh_CN") -> Preview:
    """Verify a package and say what it would change; nothing is kept. language: of its words.

    Raises Refused (no package, unknown signer, for another office, too new) or Damaged (cut short, changed).
    """
    desk.place.scratch.mkdir(exist_ok=True)
    with _opened(desk, path) as opened:
        return rehearsed(desk, opened, language)[1]


def take_in(desk: Desk, path: Path, *, decline: str = "", language: str = "zh_CN") -> Changes:
    """Take a package in, sign for the cases that were handed over, and note its receipts; all of it or nothing.

    language: of the remarks. decline: the ground on which the cases handed over are declined (拒收) instead of signed for; the sender holds them again.
    The second time the same package says so and changes no row; only the files of packs that wait are put back where they were lost. What cannot be taken in stays in the quarantine with its reason.
    """
    if desk.readonly:
        raise Refused("desk.read-only", path=str(desk.place.root))
    desk.key()  # a wrong passphrase is no fault of the package
    copy = take_copy(path, desk.place.quarantine / f"{uuid.uuid4().hex}{SUFFIX}")
    known = packages.taken(desk, copy.sha256)
    gone = offers.lost(desk, copy.sha256) if known else []
    if known and not gone:
        quarantine.release(desk, copy)
        facts: dict[str, Fact] = {"file": copy.name, "office": peer(desk, known).name}
        return Changes(code="exchange.already-taken", facts=facts)
    try:
        with _opened(desk, copy) as opened:
            if gone:
                return _put_back(desk, copy, opened, gone)
            parcel, seen = rehearsed(desk, opened, language)
            if decline.strip() and not any(case.ours for case in seen.cases):
                raise Refused("exchange.nothing-to-decline", file=copy.name)
            _commit(desk, opened, parcel, decline.strip())
    except DeskError as error:
        quarantine.keep(desk, copy, error)
        raise
    except Cancelled:
        files.remove(copy.path)
        raise
    quarantine.release(desk, copy)
    return _said(copy, parcel, seen, declined=bool(decline.strip()))


def _put_back(desk: Desk, copy: Copy, opened: Opened, gone: Sequence[offers.Offer]) -> Changes:
    """Write the packs of a package that wait and whose files were lost anew."""
    for one in gone:
        files.write(one.path, opened.read(table.PACK, one.sha256))
    quarantine.release(desk, copy)
    named = tuple(words.text("exchange.pack-named", {"title": one.title, "version": one.version}) for one in gone)
    facts: dict[str, Fact] = {"file": copy.name, "packs": named}
    return Changes(code="exchange.packs-put-back", facts=facts, kinds=frozenset({"office"}))


def _said(copy: Copy, parcel: Parcel, seen: Preview, *, declined: bool) -> Changes:
    remarks = "".join(f"\n{remark}" for remark in seen.remarks)
    facts: dict[str, Fact] = {"file": copy.name, "office": seen.sender, "remarks": remarks}
    if parcel.packs:
        told = [one for one in parcel.packs if one.fresh] or parcel.packs
        facts["packs"] = tuple(
            words.text("exchange.pack-named", {"title": p.title, "version": p.version}) for p in told
        )
        code = "exchange.packs-there" if seen.idle else "exchange.packs-offered"
        return Changes(code=code, facts=facts, kinds=frozenset({"office"}))
    if seen.idle:
        code = "exchange.receipts-noted" if seen.purpose == Purpose.RECEIPT else "exchange.nothing-new"
        return Changes(code=code, facts=facts, kinds=frozenset({"office"}))
    facts |= {"count": len(seen.cases), "ours": sum(case.ours for case in seen.cases)}
    return Changes(
        code="exchange.declined" if declined else "exchange.taken-in",
        facts=facts,
        kinds=frozenset({"case", "register", "office"}),
        streams=tuple(parcel.contents.main),
    )


def _opened(desk: Desk, source: Path | Copy) -> Opened:
    return open_container(
        source, desk.key(), office=desk.office, known=cards(desk), scratch=desk.place.scratch, progress=desk.progress
    )


def _commit(desk: Desk, opened: Opened, parcel: Parcel, decline: str) -> None:
    """Blobs and pack files first, then everything else in one transaction."""
    from alliance_desk.ledger.append import admit, append, keep_rules

    kept: list[str] = []
    put: list[Path] = []
    key, author = desk.key(), desk.author()
    try:
        for blob in parcel.contents.blobs:
            if not desk.blobs.has(blob):
                files.write(desk.blobs.path(blob), opened.pieces(table.BLOB, blob))
                kept.append(blob)
        for one in parcel.packs:
            place = library.offered_file(one.sha256, one.id, desk.place.packs)
            if one.fresh and not library.unchanged(place, one.sha256):  # one that was spoilt is made good
                put.append(files.write(place, one.data))
        with desk.transaction() as connection:
            for data in parcel.rules.values():
                keep_rules(connection, data)
            if parcel.fresh:
                admit(desk.raw, connection, parcel.fresh)
            parcel.keep_signatures(connection, {*cards(desk)})
            drafts = [_package_in(desk, opened, parcel), *_answers(desk, parcel, decline)]
            events = append(desk.raw, connection, author, drafts)
            sign_heads(connection, key, desk.office, events[1:])
    except BaseException:
        # A disk may report a fault for a commit that is on it all the same: then its blobs are needed.
        if not packages.taken(desk, opened.sha256):
            for blob in kept:
                desk.blobs.remove(blob)
            for place in put:
                files.remove(place)
        raise
    desk.note_commit(events[-1].header.commit_no)


def _answers(desk: Desk, parcel: Parcel, decline: str) -> list[Draft]:
    """Signing for the cases that were handed over (签收), or declining them (拒收)."""
    kind = custody.DECLINE if decline else custody.ACCEPT
    drafts: list[Draft] = []
    for stream in parcel.contents.main:
        case = streams.document(desk.raw, stream)
        if offered_to_us(desk, case.open):
            moved = custody.after(case.open, kind, desk.office, ground=decline)
            drafts.append(moving(case, kind, moved))
    return drafts


def _package_in(desk: Desk, opened: Opened, parcel: Parcel) -> Draft:
    """The package log: this package came in, and those of this office that it gives receipts for have arrived."""
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
        "streams": {part.stream: part.last for part in parcel.contents.streams},
        "receipt": True,
    }
    log = cast("dict[str, Json]", desk.settings.get("packages", {}))
    waiting = {key for key, out in log.items() if out["office"] == envelope.sender and not out["receipt"]}
    arrived = {
        key: {"receipt": True} for key in (f"out-{digest}" for digest in parcel.contents.receipts) if key in waiting
    }
    waits = offers.noted(desk, parcel.packs, parcel.signer, opened.sha256)
    patch = {"packages": {f"in-{opened.sha256}": entry, **arrived}, **waits}
    return Draft(stream=desk.own_stream("office"), stream_kind="office", kind="office.package-in", patch=patch)
