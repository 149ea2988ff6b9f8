"""What a verb hands over to be written: light, so that reading commands never load the library that writes."""

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.clock import Clock


class Author(msgspec.Struct, frozen=True):
    """Who writes: office, the incarnation of its database, operator, and by which clock."""

    office: str
    incarnation: str
    operator: str
    clock: Clock


class Draft(msgspec.Struct, kw_only=True):
    """An event to be made.

    seen: the sequence number of the head the person saw; None when the verb itself has just read it.
    undoes: sequence number of the event that an undo takes back.
    heads: dotted path in the patch → stream whose head hash is to stand there; its events come earlier in the same commit.
    """

    stream: str
    stream_kind: str
    kind: str
    patch: Json = {}
    private: Json = {}
    effects: list[Json] = []
    seen: int | None = None
    undoes: int | None = None
    heads: dict[str, str] = {}
