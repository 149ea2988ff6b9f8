"""The register as of a day: who was valid then, by effective date or by what was known then."""

from itertools import groupby
from typing import Any

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.ledger import effects
from alliance_desk.ledger.effects import Effect

_EFFECTS = """
    SELECT stream, seq, position, alliance, kind, on_date, recorded, data FROM index_effect
    WHERE on_date <= ? AND (? = '' OR recorded <= ?) ORDER BY alliance
"""
_PLACES = 'SELECT id, rowid, "case" FROM index_alliance'


class Entry(Struct, frozen=True):
    """One line of the register. Dates YYYY-MM-DD; valid_to empty where the policy names no end. members: how many."""

    id: str
    name: str
    title: str
    act: str
    pack: str
    status: str
    lead: str
    county: str
    category: str
    recognised: str
    valid_to: str
    doc_no: str
    members: int


def register(desk: Desk, on: str = "", recorded: str = "") -> list[Entry]:
    """The register by name.

    on: effective date (YYYY-MM-DD) to look at, today when empty. recorded: only what had been recorded by then (UTC stamp), all when empty.
    """
    rows = desk.raw.execute(_EFFECTS, (on or desk.clock.today().isoformat(), recorded, recorded))
    found: list[Entry] = []
    for alliance, group in groupby((Effect(*row) for row in rows), key=lambda effect: effect.alliance):
        folded = effects.fold(list(group))
        if folded is not None:
            found.append(entry(alliance, *folded))
    return sorted(found, key=lambda entry: entry.name)


def entry(alliance: str, line: dict[str, Any], members: dict[str, Any]) -> Entry:
    """The line of one alliance out of what its effects fold to."""
    names = ("name", "title", "act", "pack", "status", "lead", "county", "category", "recognised", "valid_to", "doc_no")
    return Entry(id=alliance, members=len(members), **{name: line.get(name, "") for name in names})


def places(desk: Desk) -> dict[str, tuple[int, str]]:
    """Row number and case of every alliance as it stands today, by id."""
    return {key: (number, case) for key, number, case in desk.raw.execute(_PLACES).fetchall()}
