"""An event: its header, its bodies, and how they are hashed.

The bytes are stored, hashed and shipped as first written; nothing here re-encodes what came from elsewhere.
"""

import hashlib
import secrets
from typing import cast

import msgspec

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.errors import Damaged

SCHEMA = 1
"""Schema of the documents that this program writes."""
WRITER = 1
"""This program's writer version; an event may name a higher ``least``."""
_TAG = b"alliance-desk/event/1\0"


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is hashed and chained. ``rules``, ``open`` and ``private`` are SHA-256 or None."""

    stream: str
    stream_kind: str
    seq: int
    prev: str
    commit: str
    commit_no: int
    office: str
    incarnation: str
    operator: str
    time: str
    kind: str
    schema: int
    least: int
    rules: str | None
    open: str | None
    private: str | None


class Event(msgspec.Struct, frozen=True):
    """A header with its bytes and bodies. A redacted private body is None although the header names its hash."""

    header: Header
    raw: bytes
    open: bytes | None
    private: bytes | None

    @property
    def hash(self) -> str:
        """SHA-256 over domain tag and header bytes: the link of the chain."""
        return hashlib.sha256(_TAG + self.raw).hexdigest()

    @property
    def body(self) -> Json:
        """The open body: ``salt``, ``patch`` and, for deciding kinds, ``effects``."""
        return canonical.decode(self.open) if self.open is not None else {}

    @property
    def patch(self) -> Json:
        """The open merge patch."""
        return cast("Json", self.body.get("patch", {}))

    @property
    def private_patch(self) -> Json:
        """The private merge patch; empty when there is none or it was redacted."""
        return cast("Json", canonical.decode(self.private)["patch"]) if self.private is not None else {}

    @property
    def effects(self) -> list[Json]:
        """What the event decides for the register."""
        return cast("list[Json]", self.body.get("effects", []))


def seal(patch: Json, **more: object) -> bytes:
    """A body's bytes: the patch, what else it carries, and a fresh 16-byte salt."""
    return canonical.encode({"patch": patch, "salt": secrets.token_hex(16), **more})


def make(header: Header, open_body: bytes | None, private_body: bytes | None) -> Event:
    """An event of this office's own."""
    return Event(header, canonical.encode(msgspec.to_builtins(header)), open_body, private_body)


def parse(raw: bytes, open_body: bytes | None, private_body: bytes | None) -> Event:
    """An event from its bytes.

    Raises Damaged when the header is not canonical or lacks a field, or a body is not the one the header names.
    """
    try:
        header = msgspec.convert(canonical.decode(raw), Header)
        for body in (open_body, private_body):
            if body is not None:
                canonical.decode(body)
    except (ValueError, msgspec.ValidationError) as error:
        raise Damaged("ledger.bad-event", why=str(error)) from error
    for named, body in ((header.open, open_body), (header.private, private_body)):
        if body is not None and canonical.sha256(body) != named:
            raise Damaged("ledger.body-changed", stream=header.stream, seq=header.seq)
    if header.open is not None and open_body is None:
        raise Damaged("ledger.body-missing", stream=header.stream, seq=header.seq)
    return Event(header, raw, open_body, private_body)
