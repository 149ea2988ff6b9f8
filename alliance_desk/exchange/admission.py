"""Who may have written what a package brings, and about whom: what a known signature does not prove by itself."""

import re
from collections.abc import Iterable
from typing import Any, cast

import msgspec
from msgspec import Struct

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk, library
from alliance_desk.desk.sample import marked
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange.contents import blobs_in
from alliance_desk.exchange.parcel import Parcel
from alliance_desk.exchange.trust import cards, own_card
from alliance_desk.keys.office import verify_head
from alliance_desk.ledger import streams
from alliance_desk.ledger.event import Header
from alliance_desk.ledger.fold import Folded
from alliance_desk.ledger.kinds import TRAVELLING
from alliance_desk.policy.compose import compose, rules_from, rules_hash
from alliance_desk.policy.load import received_rules
from alliance_desk.policy.pack import Status

_HASH = "SELECT hash FROM ledger_event WHERE stream = ? AND seq = ?"
_RULES = "SELECT 1 FROM ledger_rules WHERE hash = ?"
_SAME_NUMBER = "SELECT 1 FROM index_case WHERE number = ? AND stream != ?"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_LAST_COMMIT = 10**12


def refuse_foreign(desk: Desk, parcel: Parcel) -> None:
    """Refuse a package whose new events are not signed by their offices, are under foreign rules, or bear this office's own name.

    Events of a third office count only under that office's own signature, by a key this office has entered. Events that bear this
    office's own name but are not here mean that this database was restored from an older copy.
    """
    for event in parcel.fresh:
        header = event.header
        if header.stream_kind not in TRAVELLING:
            raise Refused("exchange.stays-home", file=parcel.file, kind=header.stream_kind)
        if header.office == desk.office:
            raise Refused("exchange.own-future", file=parcel.file, seq=header.seq)
        if not _well_formed(header):
            raise Damaged("exchange.unreadable", file=parcel.file, why=f"{header.kind} {header.seq}")
    _refuse_unsigned(desk, parcel)
    _refuse_strange_rules(desk, parcel)


def refuse_unfit(desk: Desk, parcel: Parcel, after: dict[str, Folded]) -> None:
    """Refuse what the documents must not be once the events are in: strangers' cases, loose notes, blobs that are not there.

    after: stream → its documents with the package's events.
    """
    main = {stream: after[stream].open for stream in parcel.contents.main}
    for stream, document in main.items():
        opening = _opening(parcel, document)
        ours, theirs = _places(desk, parcel)
        if (opening.offices.get(ours), opening.offices.get(theirs)) != (desk.office, parcel.signer.office):
            raise Refused("exchange.not-our-case", file=parcel.file)
        if opening.offices.get("names", {}).get(parcel.signer.office, {}).get("level") != parcel.signer.level:
            raise Refused("exchange.not-our-case", file=parcel.file)
        if desk.raw.execute(_SAME_NUMBER, (opening.case.number, stream)).fetchone():
            raise Refused("exchange.number-taken", file=parcel.file, number=opening.case.number)
        _refuse_rehearsal(desk, parcel, opening.case)
    for part in parcel.contents.streams:
        beside = after[part.stream].open.get("beside") if part.kind == "notes" else part.stream
        if beside not in main:
            raise Refused("exchange.loose-notes", file=parcel.file)
        writers = {event.header.office for event in parcel.fresh if event.header.stream == part.stream}
        if part.kind == "notes" and not writers <= set(_parties(main[beside])):
            raise Refused("exchange.loose-notes", file=parcel.file)
    _refuse_blobs(desk, parcel, main)


def _well_formed(header: Header) -> bool:
    """Ids and times as this program writes them: they go on into envelopes, lists and file names."""
    ids = (header.commit, header.office, header.incarnation, header.operator)
    return (
        all(_ID.fullmatch(text) for text in ids)
        and _TIME.fullmatch(header.time) is not None
        and 1 <= header.commit_no <= _LAST_COMMIT
        and header.seq >= 1
    )


def _refuse_unsigned(desk: Desk, parcel: Parcel) -> None:
    own = own_card(desk)
    known = cards(desk) | {own.fingerprint: own}
    hashes = {(e.header.stream, e.header.seq): e.hash for e in parcel.fresh}
    covered: dict[tuple[str, str], int] = {}
    for ref in parcel.contents.signatures:
        card = known.get(ref.fingerprint)
        if card is None:
            continue  # proves nothing here, and is not kept
        place = (ref.stream, ref.seq)
        digest = hashes.get(place) or desk.raw.execute(_HASH, place).fetchone()[0]
        if ref.suite != card.suite or not verify_head(card.signing, ref.stream, ref.seq, digest, ref.raw()):
            raise Damaged("exchange.signature-bad", file=parcel.file)
        covered[ref.stream, card.office] = max(covered.get((ref.stream, card.office), 0), ref.seq)
    for event in parcel.fresh:
        header = event.header
        if covered.get((header.stream, header.office), 0) < header.seq:
            raise Refused("exchange.unsigned-events", file=parcel.file, seq=header.seq, office=header.office)


def _refuse_strange_rules(desk: Desk, parcel: Parcel) -> None:
    """The rules a case is pinned to must be known here, or a version of a pack that this office has or had, under readings it offers."""
    known = _known(desk, parcel.rules)
    for digest, data in parcel.rules.items():
        if digest in known:
            continue
        rules = received_rules(data, parcel.file)
        header = rules.pack
        pack = library.edition(header.id, header.version, desk.place.packs)
        if pack is None:
            raise Refused(
                "exchange.pack-unknown", file=parcel.file, title=header.title, id=header.id, version=header.version
            )
        own = compose(pack, rules.chosen)
        if rules_hash(own) != digest:
            raise Refused("exchange.rules-differ", file=parcel.file, title=rules.pack.title, version=rules.pack.version)


def _refuse_rehearsal(desk: Desk, parcel: Parcel, case: "_Case") -> None:
    """Under a draft everything is a rehearsal, wherever it was begun: it stays out of a workspace that is no sample."""
    data = parcel.rules.get(case.rules)
    header = (rules_from(data) if data is not None else streams.policy(desk.raw, case.rules)).pack
    if header.status is Status.DRAFT and marked(desk.place.root) is None:
        raise Refused("exchange.draft-policy", file=parcel.file, number=case.number, title=header.title)


def _known(desk: Desk, digests: Iterable[str]) -> set[str]:
    return {digest for digest in digests if desk.raw.execute(_RULES, (digest,)).fetchone()}


def _places(desk: Desk, parcel: Parcel) -> tuple[str, str]:
    """The places of this office and of the sender in a case between them, as their relation gives them."""
    peers = cast("dict[str, Json]", desk.settings["peers"])
    below = peers[parcel.signer.fingerprint]["relation"] == "subordinate"
    return ("decider", "recommender") if below else ("recommender", "decider")


def _parties(document: Json) -> tuple[str, str]:
    return document["offices"]["recommender"], document["offices"]["decider"]


class _Case(Struct):
    number: str
    kind: str
    pack: str
    pack_version: int
    opened: str
    rules: str


class _Alliance(Struct):
    id: str
    name: str


class _Opening(Struct):
    """What every case document has from its first event on, whatever else it gains."""

    case: _Case
    alliance: _Alliance
    offices: dict[str, Any]
    custody: dict[str, str]
    stages: dict[str, dict[str, Any]] = {}


class _Name(Struct):
    name: str
    level: str = ""


def _opening(parcel: Parcel, document: Json) -> _Opening:
    """The fixed part of a case document. Raises Damaged when a field is missing or of another type."""
    try:
        found = msgspec.convert(document, _Opening)
        msgspec.convert(found.offices["names"], dict[str, _Name])
        _id(found.case.number, 80)
    except (msgspec.ValidationError, KeyError, ValueError) as error:
        raise Damaged("exchange.unreadable", file=parcel.file, why=str(error)) from error
    return found


def _id(text: str, longest: int) -> None:
    if not 0 < len(text) <= longest or not text.isprintable():
        raise ValueError(f"number {text!r}")


def _refuse_blobs(desk: Desk, parcel: Parcel, main: dict[str, Json]) -> None:
    """Every blob that a case needs is here or comes along under its own hash; nothing comes along that no event names."""
    events = [*parcel.fresh, *(event for stream in main for event in streams.events(desk.raw, stream))]
    named = {blob for event in events for blob in blobs_in(event.patch)}
    if wrong := [blob for blob in named if not _SHA256.fullmatch(blob)]:
        raise Damaged("exchange.unreadable", file=parcel.file, why=f"blob {wrong[0][:64]}")
    brought = set(parcel.contents.blobs)
    for document in main.values():
        for blob in blobs_in(document):
            if blob not in brought and not desk.blobs.has(blob):
                raise Damaged("exchange.no-such-part", kind="blob", sha256=blob)
        for paper in cast("dict[str, Json]", document.get("papers", {})).values():
            if not files.harmless(str(paper.get("name", ""))):
                raise Damaged("exchange.unreadable", file=parcel.file, why=canonical.digest(paper))
    rules = {event.header.rules for event in events} | {document["case"]["rules"] for document in main.values()}
    if surplus := (brought - named) | (set(parcel.rules) - rules):
        raise Damaged("exchange.contents-wrong", file=parcel.file, where=min(surplus))
