"""The register as the fold of effects: what each kind of effect does to one alliance's line."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

import msgspec

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.ledger.event import Event


class Effect(msgspec.Struct, frozen=True):
    """One effect with where it was recorded. on_date: effective date; recorded: UTC."""

    stream: str
    seq: int
    position: int
    alliance: str
    kind: str
    on_date: str
    recorded: str
    data: bytes

    @property
    def content(self) -> Json:
        """What the effect says."""
        return canonical.decode(self.data)


class _Entered(msgspec.Struct):
    """What ``recognised`` must say; dates YYYY-MM-DD."""

    alliance: str
    on: date
    name: str
    members: dict[str, Json]


class _Said(msgspec.Struct):
    """What every other effect must say."""

    alliance: str
    on: date


def refuse_unsound(content: Json) -> None:
    """Raise Refused unless an effect says what its kind must say, in the types the register needs."""
    try:
        msgspec.convert(content, _Entered if content.get("kind") == "recognised" else _Said)
    except msgspec.ValidationError as error:
        raise Refused("ledger.bad-effect", why=str(error)) from error


def of_event(event: Event) -> list[Effect]:
    """The effects an event carries."""
    header = event.header
    return [
        Effect(
            header.stream,
            header.seq,
            n,
            effect["alliance"],
            effect["kind"],
            effect["on"],
            header.time,
            canonical.encode(effect),
        )
        for n, effect in enumerate(event.effects)
    ]


def fold(effects: Sequence[Effect]) -> tuple[Json, Json] | None:
    """The register line of one alliance and its members, from all its effects.

    Effects take hold in the order of their effective dates; on one date in the order they were recorded.
    Returns None when none of them entered the alliance in the register.
    """
    line: Json = {}
    members: Json = {}
    for effect in sorted(effects, key=lambda e: (e.on_date, e.recorded, e.stream, e.seq, e.position)):
        content = effect.content
        if effect.kind == "recognised":
            line = {key: content[key] for key in _LINE if key in content} | {"status": "valid", "case": effect.stream}
            line["recognised"] = effect.on_date
            members = {
                key: {**record, "since": effect.on_date}
                for key, record in cast("dict[str, Json]", content["members"]).items()
            }
        elif effect.kind in _STATUS and line:
            line["status"] = _STATUS[effect.kind]
    return (line, members) if line else None


_LINE = ("name", "title", "act", "pack", "lead", "county", "category", "valid_to", "doc_no")
_STATUS: dict[str, Any] = {"exited": "exited"}
