"""An assessment round as it is kept: a stream among the office's batches, found by its id, with its cases and those left out."""

from typing import cast

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.cases.finding import record
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded

ROUND = "round"
"""``batch.kind`` of a round among the office's batches."""


class LeftOut(Struct, frozen=True):
    """An alliance that does not take part. why: left, excluded, recognised-late, not-due or has-case. of: its case, or how it left."""

    alliance: str
    name: str
    why: str
    of: str = ""

    def text(self, language: str = "zh_CN") -> str:
        """Why, in words."""
        return words.text(f"care.round.left.{self.why}", {"of": self.of}, language)


def members(desk: Desk, document: Folded) -> list[Folded]:
    """The cases of a round, in its order."""
    entries = cast("dict[str, Json]", document.open["cases"])
    return [desk.case(key) for key, _ in sorted(entries.items(), key=lambda item: item[1]["order"])]


def find(desk: Desk, typed: str) -> Folded:
    """A round by the beginning of its id. Raises Refused when there is none, or the batch is none."""
    document = record(desk, "batch", typed)
    if document.open["batch"].get("kind") != ROUND:
        raise Refused("care.round.no-round", typed=typed)
    return document


def open_one(desk: Desk, typed: str) -> Folded:
    """A round that still runs. Raises Refused otherwise."""
    document = find(desk, typed)
    if document.open["batch"]["state"] != "open":
        raise Refused("care.round.over", name=document.open["batch"]["name"])
    return document
