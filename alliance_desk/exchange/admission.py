"""Who may have written what a package brings: every new event must be covered by a signature of its own office."""

from typing import TYPE_CHECKING, cast

from msgspec import Struct

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange.contents import Contents
from alliance_desk.keys.office import KeyCard, verify_head
from alliance_desk.exchange.trust import cards
from alliance_desk.ledger.event import Event
from alliance_desk.ledger.kinds import TRAVELLING
from alliance_desk.policy.compose import compose, rules_from, rules_hash
from db.session import Raw

if TYPE_CHECKING:
    from sqlalchemy import Connection

_HASH = "SELECT hash FROM ledger_event WHERE stream = ? AND seq = ?"


class Parcel(Struct):
    """A package's table of contents, its events that are new here, its rules, and the card of its signer."""

    contents: Contents
    fresh: list[Event]
    rules: dict[str, bytes]
    signer: KeyCard
    file: str

    def keep_signatures(self, raw: Raw, connection: "Connection") -> None:
        """Store the package's signatures that hold over events that are here now."""
        from sqlalchemy.dialects.sqlite import insert

        from db.models.ledger import Signature

        for ref in self.contents.signatures:
            if raw.execute(_HASH, (ref.stream, ref.seq)).fetchone():
                row = {"stream": ref.stream, "seq": ref.seq, "fingerprint": ref.fingerprint, "suite": ref.suite, "signature": ref.raw()}
                connection.execute(insert(Signature).values(row).on_conflict_do_nothing())


def refuse_foreign(desk: Desk, parcel: Parcel) -> None:
    """Refuse a package whose new events are not the sender's, not signed, of a kind of stream that stays, or under foreign rules.

    Events of a third office count only under that office's own signature, by a key this office has entered. Events that bear this
    office's own name but are not here mean that this database was restored from an older copy.
    """
    for event in parcel.fresh:
        if event.header.stream_kind not in TRAVELLING:
            raise Refused("exchange.stays-home", file=parcel.file, kind=event.header.stream_kind)
        if event.header.office == desk.office:
            raise Refused("exchange.own-future", file=parcel.file, seq=event.header.seq)
    _refuse_unsigned(desk, parcel)
    _refuse_strange_rules(desk, parcel)
    _refuse_unrelated(desk, parcel)


def _refuse_unsigned(desk: Desk, parcel: Parcel) -> None:
    known = cards(desk)
    hashes = {(e.header.stream, e.header.seq): e.hash for e in parcel.fresh}
    covered: dict[tuple[str, str], int] = {}
    for ref in parcel.contents.signatures:
        card = known.get(ref.fingerprint)
        place = (ref.stream, ref.seq)
        digest = hashes.get(place)
        if digest is None:
            row = desk.raw.execute(_HASH, place).fetchone()
            digest = row[0] if row else None
        if card is None or digest is None:
            continue
        try:
            holds = ref.suite == card.suite and verify_head(card.signing, ref.stream, ref.seq, digest, ref.raw())
        except ValueError:
            holds = False
        if not holds:
            raise Damaged("exchange.signature-bad", file=parcel.file)
        covered[ref.stream, card.office] = max(covered.get((ref.stream, card.office), 0), ref.seq)
    for event in parcel.fresh:
        header = event.header
        if header.stream_kind == "notes" and header.office == parcel.signer.office:
            continue  # the package's own signature covers the sender's notes
        if covered.get((header.stream, header.office), 0) < header.seq:
            raise Refused("exchange.unsigned-events", file=parcel.file, seq=header.seq, office=header.office)


def _refuse_strange_rules(desk: Desk, parcel: Parcel) -> None:
    """The rules a case is pinned to must be a version of the pack this office has, under readings it offers."""
    for digest, data in parcel.rules.items():
        if canonical.sha256(data) != digest:
            raise Damaged("exchange.changed", file=parcel.file, where=digest)
        rules = rules_from(data)
        own = compose(desk.pack(rules.pack.id), rules.chosen)
        if rules_hash(own) != digest:
            raise Refused("exchange.rules-differ", file=parcel.file, title=rules.pack.title, version=rules.pack.version)


def _refuse_unrelated(desk: Desk, parcel: Parcel) -> None:
    """A new case must name this office and the sender as its two parties, in the places their relation gives them."""
    peers = cast("dict[str, Json]", desk.settings["peers"])
    sender = peers[parcel.signer.fingerprint]
    ours, theirs = ("decider", "recommender") if sender["relation"] == "subordinate" else ("recommender", "decider")
    for event in parcel.fresh:
        if event.header.kind == "case.opened":
            offices = cast("Json", event.patch.get("offices", {}))
            if offices.get(ours) != desk.office or offices.get(theirs) != sender["office"]:
                raise Refused("exchange.not-our-case", file=parcel.file)
