"""The lines of what is owed: every duty and subject year, what waits first."""

from collections.abc import Callable, Sequence
from datetime import date

from alliance_desk.cases.deadlines_after import speaks
from alliance_desk.register.duties import DutyLine
from ui.language import tr
from ui.pages.duties_page.cells import DONE, line_due, line_state, whole
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.tasks.about import pack_title

Find = Callable[[str], DutyLine | None]
"""A line by its key."""


def key_of(line: DutyLine) -> str:
    """What a link to a line says."""
    return f"{line.pack}/{line.duty}/{line.subject}"


def ordered(lines: Sequence[DutyLine], today: date) -> list[DutyLine]:
    """What the workbench speaks of, then what comes later, both by their days; then the past, the newest first: what nobody can make good, then what is done."""
    ranked = [(_rank(line, today), line) for line in lines]
    coming = sorted(
        (pair for pair in ranked if pair[0] < _PAST),
        key=lambda pair: (pair[0], pair[1].due or date.max, pair[1].subject),
    )
    past = sorted(
        (pair for pair in ranked if pair[0] >= _PAST),
        key=lambda pair: (pair[1].subject, pair[1].due or date.max),
        reverse=True,
    )
    return [line for _, line in [*coming, *sorted(past, key=lambda pair: pair[0])]]


_PAST = 2


def _rank(line: DutyLine, today: date) -> int:
    if whole(line) == DONE:
        return _PAST + 1
    if speaks(line, today):
        return 0
    return 1 if line.due is not None and line.due >= today else _PAST


def rows(lines: Sequence[DutyLine]) -> list[Row]:
    """The lines as rows of a table."""
    return [
        {
            "id": key_of(line),
            "name": line.name,
            "subject": line.subject,
            "due": line.due.isoformat() if line.due else "",
            "state": whole(line),
            **{key: getattr(line, key) if line.kind != "office" else "" for key in _COUNTED},
            "pack": line.pack,
            "basis": line.basis,
        }
        for line in lines
    ]


_COUNTED = ("total", "met", "open", "late", "absent", "invited", "lapsed")
_ALWAYS = ("total", "met")
"""Counts that are told also where they are nought."""


def columns(seat: Seat, find: Find) -> list[Column]:
    """The columns of the lines."""

    def shown(cell: Callable[[DutyLine], Cell]) -> Callable[[Row], Cell]:
        def show(row: Row) -> Cell:
            line = find(str(row.get("id", "")))
            return cell(line) if line is not None else Cell("")

        return show

    def count(key: str) -> Column:
        always = key in _ALWAYS

        def show(row: Row) -> str:
            return str(row[key]) if row and (always or row[key]) else ""

        return Column(key, tr(f"ui.duties.count.{key}"), 66, show, right=True)

    return [
        Column("name", tr("ui.duties.name"), 188, most=320),
        Column("subject", tr("ui.duties.subject"), 56, filter=True),
        Column("state", tr("ui.duties.state"), 116, shown(lambda line: line_state(line, seat.today)), filter=True, label=lambda key: tr(f"ui.duties.whole.{key}")),
        Column("due", tr("ui.duties.due"), 124, shown(lambda line: line_due(line, seat.today))),
        *(count(key) for key in _COUNTED),
        Column("pack", tr("ui.duties.pack"), 220, lambda row: pack_title(seat, str(row["pack"])) if row else "", filter=True, label=lambda name: pack_title(seat, name)),
        Column("basis", tr("ui.duties.basis"), 120),
    ]  # fmt: skip
