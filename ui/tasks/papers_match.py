"""Which of a heap of scans is which paper: by the name a paper already bears, else by what the file's name says. It only proposes."""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from alliance_desk.cases.paper_matrix import MISSING, OPTIONAL, PaperMatrix
from ui.language import language, tr

_LEAST = 2
"""So many characters in a row must agree before a name says anything."""


class Slot(NamedTuple):
    """One place for a paper. file: name of what stands there, empty where nothing does."""

    key: str
    paper: str
    member: str
    year: str
    title: str
    unit: str
    file: str
    wanted: bool

    @property
    def words(self) -> str:
        """The place, for a list to choose from."""
        whole = tr("ui.papers.slot", unit=self.unit, title=self.title) if self.member else self.title
        return tr("ui.papers.slot-taken", slot=whole) if self.file else whole


def slots(matrix: PaperMatrix) -> list[Slot]:
    """Every place of a file's papers: the alliance's first, then unit by unit."""
    found: list[Slot] = []
    for row in matrix.rows:
        for column, cell in zip(matrix.columns, row.cells, strict=True):
            if cell is None:
                continue
            title = column.title(language())
            file = cell.file if cell.at == cell.key else ""
            wanted = cell.state in {MISSING, OPTIONAL}
            found.append(Slot(cell.key, column.paper, row.member, column.year, title, row.name, file, wanted))
    return found


def propose(paths: Sequence[Path], places: Sequence[Slot]) -> dict[Path, str]:
    """Path → key of the place it seems to belong to; files that say nothing, or fit several places as well, are left out."""
    found: dict[Path, str] = {}
    for path in paths:
        same = [slot for slot in places if slot.file and _folded(slot.file) == _folded(path.name)]
        slot = same[0] if len(same) == 1 else _guess(_folded(path.stem), places)
        # One place takes one file: the second one is for a person to decide.
        if slot is not None and slot.key not in found.values():
            found[path] = slot.key
    return found


def _stem(title: str) -> str:
    """A paper's name without what stands in brackets."""
    for sign in tr("ui.papers.cut-signs"):
        title = title.partition(sign)[0]
    return _folded(title)


def _core(unit: str) -> str:
    """A unit's name without the words that hundreds of units end with."""
    endings = tr("ui.papers.unit-endings").split(tr("ui.list-sign"))
    short = unit
    while ending := next((one for one in endings if short.endswith(one) and short != one), ""):
        short = short.removesuffix(ending)
    return short


def _guess(name: str, places: Sequence[Slot]) -> Slot | None:
    titles = {slot.paper: _stem(slot.title) for slot in places}
    papers = _best(
        {paper: _shared(name, title) / len(title) + _shared(name, title) for paper, title in titles.items() if title},
        titles,
        name,
    )
    units = {slot.member: _folded(slot.unit) for slot in places if slot.member}
    members = _best({key: float(_shared(name, _core(unit))) for key, unit in units.items()}, units, name)
    years = {slot.year for slot in places if slot.year and slot.year in name}
    fitting = [
        slot
        for slot in places
        if slot.paper in papers
        and (not slot.member or slot.member in members)
        and (not slot.year or slot.year in years)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _best(rated: dict[str, float], texts: dict[str, str], name: str) -> set[str]:
    """The ids with the highest rate, where enough of the name agrees."""
    top = max(rated.values(), default=0.0)
    return {key for key, rate in rated.items() if rate == top and _shared(name, texts[key]) >= _LEAST}


def _shared(one: str, other: str) -> int:
    """Length of the longest run of characters that stands in both."""
    longest = 0
    for start in range(len(other)):
        while start + longest < len(other) and other[start : start + longest + 1] in one:
            longest += 1
    return longest


def _folded(text: str) -> str:
    """A name without differences nobody sees: width, blanks, letter case."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).casefold()
