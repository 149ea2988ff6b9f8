"""``signature.json``: the sender's own card and its signature over the three tag files, outside BagIt's manifest.

The card rides along so that a package of an unknown office can be quarantined with the fingerprint to compare; it is trusted
by nobody for being there. What counts is whether its fingerprint is one the office has entered from a sealed letter.
"""

import base64
from dataclasses import dataclass

from alliance_desk import canonical
from alliance_desk.errors import Refused
from alliance_desk.exchange.layout import Malformed
from alliance_desk.keys.office import SUITE, Domain, KeyCard, OfficeKey, read_card, verify

SIGNATURE_NAME = "signature.json"
SIGNATURE_LIMIT = 8192


@dataclass(frozen=True)
class Tags:
    """The signed tag files as they stand in the container."""

    bagit: bytes
    info: bytes
    manifest: bytes

    def digests(self, card: KeyCard) -> tuple[bytes | str, ...]:
        """What the signature is over: SHA-256 of each tag file and of the sender's card."""
        return tuple(canonical.sha256(part) for part in (self.bagit, self.info, self.manifest, card.to_bytes()))


def write_signature(tags: Tags, key: OfficeKey, card: KeyCard) -> bytes:
    """The signature file; the same tags, key and card give the same bytes."""
    return _spelled(card, key.sign(Domain.PACKAGE, *tags.digests(card)))


def read_signature(data: bytes, tags: Tags, file: str) -> KeyCard | None:
    """The card whose key signed these tags, None when the signature is not good. ``file`` is the name shown in errors.

    Raises Malformed when it is not in the one form we write, Refused for another suite, Refused or Damaged for a bad card.
    """
    try:
        fields = canonical.decode(data)
        if fields.get("suite") != SUITE and isinstance(fields.get("suite"), str):
            raise Refused("exchange.newer-suite", file=file)
        card = read_card(base64.b64decode(fields["card"], validate=True), file)
        signature = base64.b64decode(fields["signature"], validate=True)
    except (ValueError, KeyError, TypeError) as error:
        raise Malformed(SIGNATURE_NAME) from error
    if _spelled(card, signature) != data:  # base64 has several spellings of one value (spare bits); ours is one
        raise Malformed(SIGNATURE_NAME)
    return card if verify(card, Domain.PACKAGE, signature, *tags.digests(card)) else None


def _spelled(card: KeyCard, signature: bytes) -> bytes:
    return canonical.encode(
        {
            "card": base64.b64encode(card.to_bytes()).decode("ascii"),
            "signature": base64.b64encode(signature).decode("ascii"),
            "suite": SUITE,
        }
    )
