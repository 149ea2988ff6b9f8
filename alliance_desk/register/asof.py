"""The register as of a day: who was valid then, by effective date or by what was known then."""

from datetime import date
from itertools import groupby

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.ledger import effects
from alliance_desk.ledger.effects import Effect, Line
from alliance_desk.register.standing import stood

_EFFECTS = """
    SELECT stream, seq, position, alliance, kind, on_date, recorded, data, commit_no FROM index_effect
    WHERE on_date <= ? AND (? = '' OR recorded <= ?) ORDER BY alliance
"""
_PLACES = 'SELECT id, rowid, "case" FROM index_alliance'


class Entry(Struct, frozen=True):
    """One line of the register. Dates YYYY-MM-DD; valid_to empty where the policy names no end. members: how many.

    grade: name of the last one. sanctions: open flags, joined. leaves: how it left. source: ``history`` for one entered from older papers.
    standing: one of ``standing.Standing``, on the day of the register. entered, departed: every day it was recognised, and left.
    """

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
    field: str
    agreement_end: str
    exited: str
    leaves: str
    source: str
    grade: str
    sanctions: str
    standing: str
    entered: tuple[str, ...]
    departed: tuple[str, ...]


def register(desk: Desk, on: str = "", recorded: str = "") -> list[Entry]:
    """The register by name.

    on: effective date (YYYY-MM-DD) to look at, today when empty. recorded: only what had been recorded by then (UTC stamp), all when empty.
    """
    day = on or desk.clock.today().isoformat()
    rows = desk.raw.execute(_EFFECTS, (day, recorded, recorded))
    found: list[Entry] = []
    for alliance, group in groupby((Effect(*row) for row in rows), key=lambda effect: effect.alliance):
        line = effects.fold(list(group))
        if line is not None:
            found.append(entry(desk, alliance, line, day))
    return sorted(found, key=lambda entry: entry.name)


_PLAIN = (
    "name", "title", "act", "pack", "status", "lead", "county", "category", "recognised", "valid_to", "doc_no", "field", "agreement_end",
    "exited", "leaves", "source",
)  # fmt: skip


def entry(desk: Desk, alliance: str, line: Line, on: str) -> Entry:
    """The line of one alliance out of what its effects up to a day (YYYY-MM-DD) fold to."""
    flags = dict.fromkeys(sanction["sanction"] for sanction in line.running)
    return Entry(
        id=alliance,
        members=len(line.members),
        grade=line.last.get("name", ""),
        sanctions="、".join(flags),
        standing=stood(desk, line, date.fromisoformat(on)),
        entered=tuple(line.entered),
        departed=tuple(line.departed),
        **{name: line.head.get(name, "") for name in _PLAIN},
    )


def places(desk: Desk) -> dict[str, tuple[int, str]]:
    """Row number and case of every alliance as it stands today, by id."""
    return {key: (number, case) for key, number, case in desk.raw.execute(_PLACES).fetchall()}
