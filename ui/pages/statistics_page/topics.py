"""What the page tells, topic by topic: its lines as rows of a table and as bars of a chart, and where each leads in the register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from alliance_desk.register.counted import called
from alliance_desk.register.statistics import DIMENSIONS, Statistics
from alliance_desk.register.statistics_book import part
from ui.language import language, tr
from ui.pages.case.wording import wan
from ui.pages.register_page.narrowing import Narrow
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.source import Row

_ALWAYS = ("field", "county", "years", "kinds", "grade")
_WHERE_THERE_ARE = ("sanctions", "leaves")
_WHERE_THEY_DIFFER = ("category", "pack", "act")


@dataclass(frozen=True)
class Bars:
    """A chart as data. labels: one for each place; series: name → its numbers; line: the same, drawn as a line over upright bars."""

    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]
    line: tuple[str, tuple[int, ...]] | None = None
    upright: bool = False


class Topic:
    """One topic of the page. key: a dimension of ``statistics``, ``kinds`` or ``years``."""

    def __init__(self, seat: Seat, key: str) -> None:
        self._seat, self.key = seat, key
        self.title = tr(f"statistics.by.{key}")

    def columns(self) -> list[Column]:
        """The columns of its table."""
        if self.key == "years":
            numbers = ("recognised", "left", "standing")
            return [
                Column("year", tr("statistics.column.year"), 56),
                *(Column(name, tr(f"statistics.column.{name}"), 78, right=True) for name in numbers),
                Column("support", tr("statistics.column.support"), 112, _support, right=True),
            ]
        if self.key == "kinds":
            return [
                Column("name", self.title, 170),
                Column("count", tr("statistics.column.seats"), 96, right=True),
                Column("units", tr("statistics.column.units"), 96, right=True),
            ]
        return [
            Column("name", self.title, 240),
            Column("count", tr("statistics.column.count"), 80, right=True),
            Column("part", tr("statistics.column.part"), 72, right=True),
        ]

    def rows(self, found: Statistics) -> list[Row]:
        """Its lines, the newest year first; ``id`` is what is counted by, with a sign before it so that what is not known has one too."""
        if self.key == "years":
            names = ("year", "recognised", "left", "standing", "support")
            return [{"id": f"={one.year}", **{name: getattr(one, name) for name in names}} for one in found.years[::-1]]
        shares = found.kinds if self.key == "kinds" else found.by[self.key]
        # Several flags may lie on one alliance: parts of a whole would not add up.
        whole = 0 if self.key in {"kinds", "sanctions"} else sum(share.count for share in shares)
        return [
            {"id": f"={one.key}", "name": called(self._seat.reader, self.key, one.key, language()), "count": one.count}
            | {"units": one.units, "part": part(one.count, whole)}
            for one in shares
        ]

    def places(self, found: Statistics) -> list[Row]:
        """Its lines in the order of the chart: years run from left to right."""
        return self.rows(found)[::-1] if self.key == "years" else self.rows(found)

    def bars(self, found: Statistics) -> Bars:
        """Its lines as a chart."""
        rows = self.places(found)

        def of(name: str) -> tuple[int, ...]:
            return tuple(int(row[name]) for row in rows)

        if self.key == "years":
            series = tuple((tr(f"statistics.column.{name}"), of(name)) for name in ("recognised", "left"))
            labels = tuple(str(row["year"]) for row in rows)
            return Bars(labels, series, (tr("statistics.column.standing"), of("standing")), upright=True)
        names = {"count": "seats", "units": "units"} if self.key == "kinds" else {"count": "count"}
        series = tuple((tr(f"statistics.column.{title}"), of(name)) for name, title in names.items())
        return Bars(tuple(str(row["name"]) for row in rows), series)

    def lead(self, row: str, at: int, found: Statistics, pack: str) -> tuple[date, Narrow] | None:
        """Where a line leads: the day and the narrowing of the register; None where the register knows no such list.

        row: its id. at: which number of it (0 the first). pack: the one policy that is shown, empty for all.
        """
        key, on = row.removeprefix("="), date.fromisoformat(found.on)
        if self.key == "kinds":
            return None
        if self.key != "years":
            return on, Narrow(self.key, key, pack)
        by = ("recognised", "exited", "standing")[at]
        end = min(on, date(int(key), 12, 31))
        return (end, Narrow(by, "", pack)) if by == "standing" else (on, Narrow(by, key, pack))


def topics(seat: Seat, found: Statistics) -> list[Topic]:
    """Those that have something to tell: what every alliance has, what some have, and what parts them."""

    def told(key: str) -> bool:
        if key in _ALWAYS:
            return True
        return len(found.by[key]) > (1 if key in _WHERE_THEY_DIFFER else 0)

    order = (*_ALWAYS, *_WHERE_THERE_ARE, *_WHERE_THEY_DIFFER)
    return [Topic(seat, key) for key in order if key in {*DIMENSIONS, "years", "kinds"} and told(key)]


Chosen = Callable[[str, int], None]
"""Called with the id of a line and which of its numbers was clicked."""


def _support(row: Row) -> str:
    return wan(int(row["support"])) if row and row["support"] else ""
