"""An event: its header, its bodies, and how they are hashed.

The bytes are stored, hashed and shipped as first written; nothing here re-encodes what came from elsewhere.
"""

import hashlib
import secrets
from functools import cached_property
from typing import Annotated, cast

import msgspec

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.errors import Damaged

SCHEMA = 1
"""Schema of the documents that this program writes."""
WRITER = 1
"""This program's writer version; an event may name a higher ``least``."""
_DEEPEST = 32
"""Levels of objects and lists in a body: far more than a document has, far fewer than would exhaust the stack."""
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


class _Body(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of a body; only an open one carries effects and names what it undoes."""

    patch: Json
    salt: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    effects: list[Json] = []
    undoes: Annotated[int, msgspec.Meta(ge=1)] = 0


class Event(msgspec.Struct, frozen=True, dict=True):
    """A header with its bytes and bodies. A redacted private body is None although the header names its hash.

    Bodies are decoded once; whoever reads them changes nothing in them.
    """

    header: Header
    raw: bytes
    open: bytes | None
    private: bytes | None

    @cached_property
    def hash(self) -> str:
        """SHA-256 over domain tag and header bytes: the link of the chain."""
        return hashlib.sha256(_TAG + self.raw).hexdigest()

    @cached_property
    def body(self) -> Json:
        """The open body: ``salt``, ``patch`` and, for deciding kinds, ``effects``."""
        return canonical.decode(self.open) if self.open is not None else {}

    @cached_property
    def private_body(self) -> Json:
        """The private body: ``salt`` and ``patch``; empty when there is none or it was redacted."""
        return canonical.decode(self.private) if self.private is not None else {}

    @property
    def patch(self) -> Json:
        """The open merge patch."""
        return cast("Json", self.body.get("patch", {}))

    @property
    def private_patch(self) -> Json:
        """The private merge patch; empty when there is none or it was redacted."""
        return cast("Json", self.private_body.get("patch", {}))

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
        event = Event(msgspec.convert(canonical.decode(raw), Header), raw, open_body, private_body)
        header = event.header
        for body in (event.body, event.private_body):
            if body:
                _refuse_deep(body)
                msgspec.convert(body, _Body)
        if not event.private_body.keys() <= {"patch", "salt"}:
            raise ValueError("private body")
    except (ValueError, msgspec.ValidationError) as error:
        raise Damaged("ledger.bad-event", why=str(error)) from error
    for named, body in ((header.open, open_body), (header.private, private_body)):
        if body is not None and canonical.sha256(body) != named:
            raise Damaged("ledger.body-changed", stream=header.stream, seq=header.seq)
    if header.open is not None and open_body is None:
        raise Damaged("ledger.body-missing", stream=header.stream, seq=header.seq)
    return event


def _refuse_deep(value: object, levels: int = _DEEPEST) -> None:
    if not levels:
        raise ValueError("nested too deep")
    if isinstance(value, dict):
        value = list(cast("Json", value).values())
    if isinstance(value, list):
        for each in cast("list[object]", value):
            if levels == 1 or isinstance(each, dict | list):
                _refuse_deep(cast("object", each), levels - 1)
