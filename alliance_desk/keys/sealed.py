"""A secret sealed by a passphrase: Argon2id (RFC 9106) makes the key, ChaCha20-Poly1305 (RFC 8439) encrypts.

The sealed form is canonical JSON with everything needed to open it beside the passphrase. A plain SHA-256 over it tells a
damaged file from a wrong passphrase, so that nobody goes on guessing at a file that no passphrase opens.
"""

import base64
import binascii
import os
import unicodedata
from dataclasses import dataclass

from alliance_desk import canonical
from alliance_desk.errors import Damaged, Refused

FORMAT = 0
SHORTEST = 8
"""Characters a passphrase must have at least."""

_KDF = "argon2id"
_CIPHER = "chacha20-poly1305"


@dataclass(frozen=True)
class Cost:
    """What one guess costs: memory in KiB, passes over it, lanes. The default takes about 0.1 s and 64 MiB."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


_DEAREST = Cost(memory=1024 * 1024, passes=20, lanes=16)  # a foreign file must not be able to ask for more


def seal(secret: bytes, passphrase: str, purpose: str, cost: Cost | None = None) -> bytes:
    """The sealed form of a secret; another time, another form (fresh salt and nonce).

    purpose: ASCII word that ``unseal`` must name again, such as ``"office-key"``.
    Raises Refused for a passphrase of fewer than 8 characters.
    """
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    if len(_normal(passphrase)) < SHORTEST:
        raise Refused("exchange.passphrase-short", shortest=SHORTEST)
    cost = cost or Cost()
    salt, nonce = os.urandom(16), os.urandom(12)
    head: canonical.Json = {
        "cipher": _CIPHER,
        "format": FORMAT,
        "kdf": _KDF,
        "lanes": cost.lanes,
        "memory": cost.memory,
        "nonce": _text(nonce),
        "passes": cost.passes,
        "purpose": purpose,
        "salt": _text(salt),
    }
    box = ChaCha20Poly1305(_stretched(passphrase, salt, cost)).encrypt(nonce, secret, canonical.encode(head))
    body = {**head, "box": _text(box)}
    return canonical.encode({**body, "check": canonical.digest(body)})


def unseal(data: bytes, passphrase: str, purpose: str, file: str) -> bytes:
    """The secret of a sealed form. ``file`` is the name shown when something is wrong with it.

    Raises Damaged when the bytes are not a whole sealed form of that purpose, Refused when a newer program wrote them or the
    passphrase is not the right one.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    head, box, cost = _parsed(data, purpose, file)
    key = _stretched(passphrase, _bytes(head["salt"]), cost)
    try:
        return ChaCha20Poly1305(key).decrypt(_bytes(head["nonce"]), box, canonical.encode(head))
    except InvalidTag:
        raise Refused("exchange.wrong-passphrase", file=file) from None


def _parsed(data: bytes, purpose: str, file: str) -> tuple[canonical.Json, bytes, Cost]:
    try:
        body = canonical.decode(data)
        check = body.pop("check")
        if check != canonical.digest(body):
            raise ValueError("checksum")
        if body["format"] != FORMAT or (body["kdf"], body["cipher"]) != (_KDF, _CIPHER):
            raise Refused("exchange.newer-key", file=file)
        cost = Cost(memory=body["memory"], passes=body["passes"], lanes=body["lanes"])
        box = _bytes(body.pop("box"))
        lengths = len(_bytes(body["salt"])), len(_bytes(body["nonce"]))
        if body["purpose"] != purpose or lengths != (16, 12) or not _affordable(cost):
            raise ValueError("not a sealed secret of this purpose")
        return body, box, cost
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("exchange.key-damaged", file=file) from error


def _affordable(cost: Cost) -> bool:
    return (
        8 * cost.lanes <= cost.memory <= _DEAREST.memory
        and 1 <= cost.passes <= _DEAREST.passes
        and 1 <= cost.lanes <= _DEAREST.lanes
    )


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        _normal(passphrase).encode(), salt, cost.passes, cost.memory, cost.lanes, hash_len=32, type=Type.ID
    )


def _normal(passphrase: str) -> str:
    """One form for one passphrase: a Chinese input method types full-width letters and digits without being asked."""
    return unicodedata.normalize("NFKC", passphrase).strip()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: object) -> bytes:
    if not isinstance(text, str):
        raise ValueError("not text")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from error
