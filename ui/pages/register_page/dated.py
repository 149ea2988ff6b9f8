"""Rows of the register: as it stands today straight from the database, as it stood on another day made anew from the effects."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import msgspec

from alliance_desk.clock import CHINA, stamp
from alliance_desk.desk import Desk
from alliance_desk.register import asof
from alliance_desk.register.standing import Final, Standing, beyond, tally
from db import lists
from ui.pages.register_page.narrowing import Narrow
from ui.seat import Seat
from ui.tables.source import Asked, Given, Listed, Row, Source

_LIST = "alliances"


class Moment(NamedTuple):
    """The moment the register is looked at. on: effective date; recorded: only what was recorded by the end of that day, None for all.

    standing: only alliances that stood so then, None for all. narrow: only those behind one figure, None for all.
    """

    on: date
    recorded: date | None = None
    standing: Standing | None = None
    narrow: Narrow | None = None

    @property
    def stamp(self) -> str:
        """The last second of the day of recording, as event headers write it; empty for all."""
        if self.recorded is None:
            return ""
        return stamp(datetime(*self.recorded.timetuple()[:3], tzinfo=CHINA) + timedelta(days=1, seconds=-1))

    def entries(self, desk: Desk) -> list[asof.Entry]:
        """The lines of the register at this moment."""
        found = asof.register(desk, self.on.isoformat(), self.stamp)
        return [entry for entry in found if self._holds(entry)]

    def _holds(self, entry: asof.Entry) -> bool:
        if self.narrow is not None and not self.narrow.holds(entry):
            return False
        return self.standing in (None, entry.standing)


class Dated:
    """The register's rows at a moment, as a source of a table."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._listed = Listed(lambda: seat.reader, _LIST)
        self._given = Given()
        self.moment = Moment(seat.today)
        self.counts: Counter[Standing] = Counter()
        self._beyond: dict[str, Final] = {}
        self.sortable = self._listed.sortable

    @property
    def now(self) -> bool:
        """Whether the register is looked at as it stands today, whole."""
        return self.moment == Moment(self._seat.today)

    def look_at(self, moment: Moment) -> None:
        """Look at another moment, or at the same one anew after the data changed."""
        self.moment = moment
        self._beyond = beyond(self._seat.reader)
        if moment._replace(standing=None) == Moment(self._seat.today):
            self.counts = tally(self._seat.reader)
            entries = [] if moment.standing is None else moment.entries(self._seat.reader)
        else:
            every = moment._replace(standing=None).entries(self._seat.reader)
            self.counts = Counter(Standing(entry.standing) for entry in every)
            entries = [entry for entry in every if moment.standing in (None, entry.standing)]
        self._given.give([] if self.now else _rows(self._seat.reader, entries))

    def final(self, alliance: str) -> str:
        """How an alliance whose last day has passed today stands with its final assessment; see ``standing.Final``."""
        return self._beyond.get(alliance, Final.NONE)

    @property
    def _source(self) -> Source:
        return self._listed if self.now else self._given

    def ids(self, asked: Asked) -> Sequence[int]:
        """Row numbers in order; a text is looked for among present members and initials too, whatever the moment."""
        found = self._source.ids(asked)
        if self.now or not asked.text:
            return found
        here = set(found)
        beside = set(lists.ids(self._seat.reader.raw, _LIST, lists.ListQuery(asked.text)))
        every = self._given.ids(asked._replace(text=""))
        return [at for at, row in zip(every, self._given.rows(every), strict=True) if at in here or row["at"] in beside]

    def rows(self, ids: Sequence[int]) -> Sequence[Row]:
        """The rows of some of them."""
        return self._source.rows(ids)

    def choices(self, column: str) -> list[tuple[str, int]]:
        """The values of a column with their counts."""
        return self._source.choices(column)

    def over(self, desk: Desk) -> Source:
        """The same rows read through another desk."""
        return self._source.over(desk)


def _rows(desk: Desk, entries: Sequence[asof.Entry]) -> list[Row]:
    """Entries as rows of the list, with what today's row of the same alliance has more: its place there, and its case."""
    known, rows = asof.places(desk), list[Row]()
    for entry in entries:
        at, case = known.get(entry.id, (-1, ""))
        rows.append({**msgspec.structs.asdict(entry), "year": entry.recognised[:4], "at": at, "case": case})
    return rows
