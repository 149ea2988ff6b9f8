"""The ways into the register without a case: procedures of kind entry, of the policies under which this office decides."""

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from alliance_desk.cases.intake import offices_of
from alliance_desk.desk import library
from alliance_desk.errors import DeskError
from alliance_desk.policy.after import Kind, Procedure
from alliance_desk.policy.pack import Pack
from ui.seat import Seat

_NOBODY = "-"
"""For whom is entered does not matter here."""


class Way(NamedTuple):
    """One way into the register without a case: a procedure of kind entry of a policy under which this office decides."""

    rules: Pack
    id: str
    procedure: Procedure

    @property
    def pack(self) -> str:
        """The policy."""
        return self.rules.pack.id


def ways(seat: Seat, *, equal: bool) -> list[Way]:
    """The ways that this office has. equal: those of alliances that count as equal; else those of older recognitions.

    A call over a policy that is here has no way of its own but what it adds: an alliance is entered under its policy.
    """
    desk, found = seat.reader, list[Way]()
    for name in library.pack_files(desk.place.packs):
        with suppress(DeskError):  # a policy that is not sound, or is another region's, is nobody's way here
            rules, above = desk.policy_for(name), desk.governing(name)
            theirs = desk.policy_for(above).procedure if above != name else {}
            if offices_of(desk, rules, _NOBODY)["decider"] == desk.office:
                found += [
                    Way(rules, key, item)
                    for key, item in rules.procedure.items()
                    if item.kind is Kind.ENTRY and bool(item.act) is equal and key not in theirs
                ]
    return found


def key_of(way: Way) -> str:
    """A way as the value of a choice."""
    return f"{way.pack}/{way.id}"


def way_of(offered: Sequence[Way], key: str) -> Way:
    """The way that was chosen."""
    return next(way for way in offered if key_of(way) == key)


def way_choices(offered: Sequence[Way]) -> list[tuple[str, str]]:
    """The ways by their policies; by name where one policy has several."""
    packs = [way.pack for way in offered]
    return [
        (
            key_of(way),
            way.rules.pack.title if packs.count(way.pack) == 1 else f"{way.rules.pack.title} {way.procedure.name}",
        )
        for way in offered
    ]
