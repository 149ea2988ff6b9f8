"""Which number the office's next letter or paper gets: shown before it is taken, so that nobody has to guess."""

from alliance_desk.cases.corrections import LETTERS
from alliance_desk.cases.letter_values import setting
from alliance_desk.desk import marks
from alliance_desk.policy.pack import Number
from ui.seat import Seat

_LAST = "SELECT max(serial) FROM index_number WHERE series = ? AND year = ?"


def letter_pattern(seat: Seat) -> Number:
    """The pattern of the office's letters."""
    return Number(pattern=setting(seat.reader, "letter_pattern") or LETTERS, basis="")


def next_number(seat: Seat, series: str, rule: Number) -> str:
    """The next number of a series as it will be, unless a second window takes it first."""
    year = str(seat.today.year) if rule.yearly else "all"
    (last,) = seat.reader.raw.execute(_LAST, (series, year)).fetchone()
    known = marks.load(seat.reader.place.marks)
    marked = known.series.get(f"{series}/{year}", 0) if known is not None else 0
    division = seat.reader.settings["office"].get("division", "")
    return rule.pattern.format(year=seat.today.year, division=division, serial=max(last or 0, marked) + 1)
