"""Who owes one duty: a row for each alliance, what waits first."""

from collections.abc import Callable, Mapping, Sequence

from alliance_desk.policy.duties import State
from alliance_desk.register.duties import Owed
from ui.language import tr
from ui.pages.duties_page.cells import owed_state
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Row

_ORDER = {State.LATE: 0, State.OPEN: 1, State.INVITED: 2, State.ABSENT: 3, State.MET: 4, State.LAPSED: 5}
MET_LATE = "met-late"
"""What was handed in, but late: a filter of its own."""


def ordered(found: Sequence[Owed]) -> list[Owed]:
    """What waits first, else as the core has them."""
    return sorted(found, key=lambda one: _ORDER[one.state])


def keyed(found: Sequence[Owed]) -> dict[str, Owed]:
    """Each under the id of its row: its alliance, and its case where an alliance owes one duty for several matters."""
    return {f"{one.alliance}/{one.case}" if one.kind == "prompt" else one.alliance: one for one in found}


def how(one: Owed) -> str:
    """How it stands, for the filter."""
    return MET_LATE if one.state is State.MET and one.days else str(one.state)


def rows(found: Mapping[str, Owed]) -> list[Row]:
    """Alliances as rows of a table. found: by the id of the row."""
    return [
        {
            "id": key,
            "name": one.alliance_name,
            "county": one.county,
            "lead": one.lead,
            "due": one.due.isoformat() if one.due else "",
            "state": how(one),
            "days": one.days or "",
            "since": one.since,
            "case": one.case,
            "matter": one.title if one.kind == "prompt" else "",
        }
        for key, one in found.items()
    ]


def columns(seat: Seat, find: Callable[[str], Owed | None]) -> list[Column]:
    """The columns of the alliances."""

    def state(row: Row) -> Cell:
        one = find(str(row.get("id", "")))
        return owed_state(one, seat.today) if one is not None else Cell("")

    def due(row: Row) -> str:
        return str(row.get("due") or tr("ui.duties.day-none")) if row else ""

    def case(row: Row) -> str:
        return tr("ui.duties.begun", day=row["since"]) if row.get("case") else ""

    def name(row: Row) -> str:
        if not row.get("matter"):
            return str(row.get("name", ""))
        return tr("ui.duties.matter-of", title=row["matter"], name=row["name"])

    return [
        Column("name", tr("ui.duties.alliance"), 220, name, most=440),
        Column("state", tr("ui.duties.state"), 206, state, filter=True, label=lambda key: tr(f"ui.duties.how.{key}")),
        Column("due", tr("ui.duties.due"), 104, due),
        Column("days", tr("ui.duties.days-late"), 84, right=True),
        Column("county", tr("ui.duties.county"), 150, filter=True),
        Column("lead", tr("ui.duties.lead"), 210, shown=False),
        Column("case", tr("ui.duties.case"), 130, case),
    ]
