"""The keys of an office: Ed25519 (RFC 8032) to sign, age X25519 to receive; the public card of both, and its fingerprint.

Every signature is over a tag that names its domain and the suite, followed by the signed parts, each with its length, so
that a signature made for one purpose can never be shown for another. The suite is a named, versioned field: an office that
must use other algorithms gets another suite, and older programs say so instead of guessing.
All offices verify by the same implementation (OpenSSL through cryptography): others differ on malformed signatures.
"""

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from alliance_desk import canonical
from alliance_desk.errors import Damaged, Refused
from alliance_desk.keys import age, sealed

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SUITE = "ed25519+age-x25519/1"
CARD_SUFFIX = ".deskkey"
CARD_FORMAT = 0
CARD_LIMIT = 4096
"""Bytes a card has at most."""

_OFFICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PURPOSE = "office-key"


class Domain(StrEnum):
    """What a signature is for."""

    CARD = "alliance-desk/card/1"
    PACKAGE = "alliance-desk/hand-over/1"
    HEAD = "alliance-desk/head/1"


@dataclass(frozen=True)
class KeyCard:
    """The public side of an office, signed by itself; it is handed over as a ``.deskkey`` file and rides in every package.

    office: the office's id. name, level: as the office writes them (铁西区科技局, 县). signing: 32 bytes Ed25519.
    recipient: ``age1…``. signature: by the card's own key over all other fields.
    """

    office: str
    name: str
    level: str
    signing: bytes
    recipient: str
    signature: bytes
    suite: str = SUITE

    @cached_property
    def fingerprint(self) -> str:
        """Eight groups of five characters (200 bits of SHA-256, Crockford's base 32) over suite, office id and both keys."""
        public = _message("alliance-desk/fingerprint/1", self.suite, self.office, self.signing, self.recipient)
        number = int.from_bytes(hashlib.sha256(public).digest()[:25], "big")
        digits = [_CROCKFORD[number >> shift & 31] for shift in range(195, -1, -5)]
        return "-".join("".join(digits[at : at + 5]) for at in range(0, 40, 5))

    def to_bytes(self) -> bytes:
        """The card as a file: canonical JSON."""
        return canonical.encode(
            {
                "age": self.recipient,
                "card": CARD_FORMAT,
                "level": self.level,
                "name": self.name,
                "office": self.office,
                "signature": base64.b64encode(self.signature).decode("ascii"),
                "signing": base64.b64encode(self.signing).decode("ascii"),
                "suite": self.suite,
            }
        )


@dataclass(frozen=True)
class OfficeKey:
    """The secret side: ``seed`` (32 bytes, Ed25519) and ``identity`` (age). It leaves memory only sealed."""

    seed: bytes = field(repr=False)
    identity: str = field(repr=False)

    @classmethod
    def make(cls) -> "OfficeKey":
        """A new key from the system's random source."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.generate().private_bytes_raw(), age.new_identity())

    @cached_property
    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def signing(self) -> bytes:
        """The public signing key, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    @cached_property
    def recipient(self) -> str:
        """The public age recipient."""
        return age.recipient_of(self.identity)

    def card(self, office: str, name: str, level: str) -> KeyCard:
        """The office's public card. Raises ValueError for an id, name or level that a card cannot carry."""
        bare = KeyCard(office, name, level, self.signing, self.recipient, b"")
        if fault := _fault(bare):
            raise ValueError(fault)
        return KeyCard(office, name, level, self.signing, self.recipient, self.sign(Domain.CARD, *_card_parts(bare)))

    def sign(self, domain: Domain, *parts: bytes | str) -> bytes:
        """64 bytes of Ed25519 over domain, suite and parts; the same parts give the same signature."""
        return self._private.sign(_message(domain, SUITE, *parts))

    def sign_head(self, stream: str, seq: int, head: str) -> bytes:
        """The signature of a hand-over or decision: this stream stood at ``seq`` with head hash ``head``."""
        return self.sign(Domain.HEAD, stream, str(seq), head)

    def seal(self, passphrase: str, cost: sealed.Cost | None = None) -> bytes:
        """The key as a file, encrypted under a passphrase. Raises Refused when the passphrase is too short."""
        secret = {"identity": self.identity, "seed": base64.b64encode(self.seed).decode("ascii"), "suite": SUITE}
        return sealed.seal(canonical.encode(secret), passphrase, _PURPOSE, cost)

    @classmethod
    def unseal(cls, data: bytes, passphrase: str, file: str) -> "OfficeKey":
        """The key from its file; ``file`` is the name shown in errors.

        Raises Refused for a wrong passphrase or a newer suite, Damaged for a damaged file.
        """
        secret = canonical.decode(sealed.unseal(data, passphrase, _PURPOSE, file))
        if secret.get("suite") != SUITE:
            raise Refused("exchange.newer-key", file=file)
        return cls(base64.b64decode(secret["seed"]), secret["identity"])


def verify(card: KeyCard, domain: Domain, signature: bytes, *parts: bytes | str) -> bool:
    """Whether the card's key signed these parts for this domain."""
    return _verified(card.signing, signature, _message(domain, card.suite, *parts))


def verify_head(signing: bytes, stream: str, seq: int, head: str, signature: bytes) -> bool:
    """Whether the owner of the public key ``signing`` (32 bytes) signed that this stream stood at ``seq`` with ``head``."""
    return _verified(signing, signature, _message(Domain.HEAD, SUITE, stream, str(seq), head))


def read_card(data: bytes, file: str) -> KeyCard:
    """A card from its bytes, its own signature checked; ``file`` is the name shown in errors.

    Raises Refused when it is no card or from a newer program, Damaged when it was changed.
    """
    try:
        fields = canonical.decode(data) if len(data) <= CARD_LIMIT else {}
    except ValueError:
        fields = {}
    if "card" not in fields:
        raise Refused("exchange.not-a-card", file=file)
    if fields["card"] != CARD_FORMAT or fields.get("suite") != SUITE:
        raise Refused("exchange.newer-card", file=file)
    if not all(isinstance(value, str) for key, value in fields.items() if key != "card"):
        raise Damaged("exchange.card-damaged", file=file)
    try:
        card = KeyCard(
            office=fields["office"],
            name=fields["name"],
            level=fields["level"],
            signing=base64.b64decode(fields["signing"], validate=True),
            recipient=fields["age"],
            signature=base64.b64decode(fields["signature"], validate=True),
        )
        whole = not _fault(card) and card.to_bytes() == data and age.is_recipient(card.recipient)
    except (KeyError, ValueError) as error:
        raise Damaged("exchange.card-damaged", file=file) from error
    if not whole or not verify(card, Domain.CARD, card.signature, *_card_parts(card)):
        raise Damaged("exchange.card-damaged", file=file)
    return card


def same_fingerprint(typed: str, real: str) -> bool:
    """Whether a fingerprint typed from a letter is this one: case, spaces, dashes, width and O/0, I/L/1 do not matter."""
    return _plain(typed) == _plain(real) != ""


def _plain(fingerprint: str) -> str:
    letters = unicodedata.normalize("NFKC", fingerprint).upper().translate(str.maketrans("OIL", "011"))
    return "".join(c for c in letters if not c.isspace() and unicodedata.category(c) != "Pd" and c not in "_.·−")


def _fault(card: KeyCard) -> str:
    if not _OFFICE.fullmatch(card.office):
        return f"office id {card.office!r}"
    for text in (card.name, card.level):
        # Shown to people before the card is trusted: no control or direction characters, no second line.
        if not (0 < len(text) <= 100 and text.isprintable() and text == text.strip()):
            return f"name or level {text!r}"
    return "" if len(card.signing) == 32 and len(card.signature) in {0, 64} else "length of a key"


def _card_parts(card: KeyCard) -> tuple[bytes | str, ...]:
    return str(CARD_FORMAT), card.office, card.name, card.level, card.signing, card.recipient


def _message(*parts: bytes | str) -> bytes:
    """Each part with its length before it (4 bytes, big-endian): no two lists of parts give the same bytes."""
    encoded = [part.encode() if isinstance(part, str) else part for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


def _verified(public: bytes, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
