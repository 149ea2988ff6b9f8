"""Canonical JSON (RFC 8785) and the hashes over it.

msgspec with ``order="deterministic"`` sorts keys by code point, which equals RFC 8785's UTF-16 order for the ASCII keys
that documents are allowed to have; floats are refused. A test holds it equal to an RFC 8785 library.
"""

import hashlib
from typing import Any, cast

import msgspec

_encoder = msgspec.json.Encoder(order="deterministic")
_MAX_SAFE = 2**53 - 1

Json = dict[str, Any]


def encode(value: object) -> bytes:
    """Canonical bytes of a value made of dict, list, str, int, bool and None.

    Raises ValueError for floats, keys that are not ASCII and integers beyond 2**53-1 (RFC 8785 section 3.2.2.3).
    """
    _check(value)
    return _encoder.encode(value)


def decode(data: bytes) -> Json:
    """An object from its canonical bytes. Raises ValueError when the bytes differ from their canonical re-encoding."""
    try:
        value = msgspec.json.decode(data)
        same = isinstance(value, dict) and encode(cast("Json", value)) == data
    except (msgspec.DecodeError, RecursionError) as error:  # foreign bytes may be nested without end
        raise ValueError(str(error)) from error
    if not same:
        raise ValueError("not canonical JSON of an object")
    return cast("Json", value)


def sha256(data: bytes) -> str:
    """Lower-case hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def digest(value: object) -> str:
    """SHA-256 over the canonical bytes of a value."""
    return sha256(encode(value))


def _check(value: object) -> None:
    if isinstance(value, dict):
        for key, inner in cast("dict[object, object]", value).items():
            if not isinstance(key, str) or not key.isascii():
                raise ValueError(f"key is not ASCII text: {key!r}")
            if type(inner) is not str and type(inner) is not bool:  # most values are: this spares most of the calls
                _check(inner)
    elif isinstance(value, list | tuple):
        for inner in cast("list[object]", value):
            _check(inner)
    elif isinstance(value, int):
        if not isinstance(value, bool) and not -_MAX_SAFE <= value <= _MAX_SAFE:
            raise ValueError(f"integer out of range: {value}")
    elif value is not None and not isinstance(value, str):
        raise ValueError(f"not allowed in a document: {type(value).__name__}")
