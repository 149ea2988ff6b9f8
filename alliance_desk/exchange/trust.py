"""Other offices' keys: entered by the fingerprint from the sealed letter, never taken from a stick alone."""

from pathlib import Path
from typing import cast

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.keys.office import CARD_LIMIT, CARD_SUFFIX, KeyCard, read_card, same_fingerprint
from alliance_desk.ledger.draft import Draft

RELATIONS = ("superior", "subordinate")


def own_card(desk: Desk) -> KeyCard:
    """This office's public card."""
    about = desk.settings["office"]
    return desk.key().card(about["id"], about["name"], about["level"])


def write_card(desk: Desk, folder: Path) -> Changes:
    """Write this office's public card for others; its fingerprint goes into the sealed letter (密钥备案表)."""
    card = own_card(desk)
    path = files.write(folder / f"{card.fingerprint[:11]}{CARD_SUFFIX}", card.to_bytes())
    facts = {"path": str(path), "fingerprint": card.fingerprint}
    return Changes(code="trust.card-written", facts=facts, files=(path,))


def enter_peer(desk: Desk, path: Path, fingerprint: str, relation: str) -> Changes:
    """Enter another office's card under the fingerprint typed from its sealed letter.

    relation: superior or subordinate. Raises Refused when the fingerprint is not the card's, or the card is this office's own.
    """
    card = read_card(files.read(path, CARD_LIMIT), path.name)
    if relation not in RELATIONS:
        raise Refused("trust.unknown-relation", relation=relation, known=RELATIONS)
    if not same_fingerprint(fingerprint, card.fingerprint):
        raise Refused("trust.fingerprint-differs", office=card.name, file=path.name)
    if card.office == desk.office:
        raise Refused("trust.own-card")
    if any(
        entry["office"] == card.office for entry in cast("dict[str, Json]", desk.settings.get("peers", {})).values()
    ):
        raise Refused("trust.already-entered", office=card.name)
    entry = {
        "office": card.office,
        "name": card.name,
        "level": card.level,
        "relation": relation,
        "card": card.to_bytes().decode(),
        "entered": desk.clock.today().isoformat(),
        "operator": desk.operator,
    }
    patch: Json = {"peers": {card.fingerprint: entry}}
    if relation == "superior":
        patch["office"] = {"superior": {"id": card.office, "name": card.name, "level": card.level}}
    stream = desk.own_stream("office")
    desk.commit([Draft(stream=stream, stream_kind="office", kind="office.peer-entered", patch=patch)])
    return Changes(
        code="trust.peer-entered", facts={"office": card.name}, kinds=frozenset({"office"}), streams=(stream,)
    )


def cards(desk: Desk) -> dict[str, KeyCard]:
    """Every entered card by fingerprint."""
    peers = cast("dict[str, Json]", desk.settings.get("peers", {}))
    return {key: read_card(entry["card"].encode(), entry["name"]) for key, entry in peers.items()}


def peer(desk: Desk, who: str) -> KeyCard:
    """The card of another office by id, name or fingerprint. Raises Refused naming those entered."""
    known = cards(desk)
    for key, card in known.items():
        if who in (card.office, card.name) or same_fingerprint(who, key):
            return card
    raise Refused("trust.no-such-peer", office=who, known=tuple(card.name for card in known.values()))
