"""An editor of a county, district or city: typed by name, by pinyin initials or by code, chosen from what fits."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from alliance_desk import files
from alliance_desk.desk.divisions import division_names, divisions
from alliance_desk.paths import RESOURCES
from ui.fields.texts import Line
from ui.language import tr

if TYPE_CHECKING:
    from alliance_desk.sheets.divisions import Divisions

MOST = 12
"""So many places are offered: who sees more types another sign."""
_LIMIT = 1 << 20


class Place(NamedTuple):
    """One division. own: its name without what lies above it; gone: its code was abolished."""

    code: str
    name: str
    own: str
    letters: str
    gone: bool

    @property
    def words(self) -> str:
        """As it stands in the field."""
        return f"{self.code} {self.name}"


@cache
def places() -> tuple[Place, ...]:
    """Every division, in the order of codes."""
    letters = msgspec.json.decode(files.read(RESOURCES / "regions" / "initials.json", _LIMIT), type=dict[str, str])
    table, names = divisions().by_code, division_names()
    return tuple(
        Place(code, names[code], row.name, letters.get(code, ""), bool(row.until)) for code, row in table.items()
    )


def fitting(text: str, home: str = "") -> list[Place]:
    """The places that fit what was typed, the likeliest first: by name, then near to ``home``, those still there before others."""
    typed = text.strip().casefold()
    if not typed:
        return []

    def likely(rated: tuple[int, Place]) -> tuple[bool, bool, bool, int, bool, str]:
        rank, place = rated
        return rank > 1, not _near(place, home, 4), not _near(place, home, 2), rank, place.gone, place.code

    return [place for _, place in sorted(_rated(typed), key=likely)[:MOST]]


def _rated(typed: str) -> Iterator[tuple[int, Place]]:
    """Places with how well they fit: 0 for the name itself, then its beginning, then anywhere."""
    if typed[0].isdigit():
        yield from ((0, place) for place in places() if place.words.startswith(typed))
        return
    spoken = typed.isascii()
    for place in places():
        own = place.letters if spoken else place.own
        if own == typed:
            yield 0, place
        elif own.startswith(typed):
            yield 1, place
        elif typed in own or (not spoken and typed in place.name):
            yield 2, place


def _near(place: Place, home: str, digits: int) -> bool:
    return bool(home) and place.code[:digits] == home[:digits]


def read_place(text: str) -> str:
    """The code of what stands in the field: typed as a code, chosen, or a name that only one place bears; empty for none."""

    def no(_code: str, **_facts: object) -> None:
        return None

    if not text.strip():
        return ""
    if code := _reader().find(text, no):
        return code
    alone = fitting(text)
    return alone[0].code if len(alone) == 1 else ""


@cache
def _reader() -> "Divisions":
    """The reader of the workbook's cells: what it takes is taken here."""
    from alliance_desk.sheets.divisions import Divisions

    return Divisions(division_names())


class PlaceLine(Line):
    """A division. home: code of the office's own, whose neighbours come first."""

    def __init__(self, parent: QWidget | None = None, *, home: str = "") -> None:
        super().__init__(parent, limit=60)
        self._home = home
        self._read: tuple[str, str] = "", ""
        self._offered = QStringListModel(self)
        self._list = QCompleter(self._offered, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._list.setMaxVisibleItems(MOST)
        popup = QListView()
        self._list.setPopup(popup)
        popup.setObjectName("field.places")
        popup.setAccessibleName(tr("ui.form.places"))
        self.edit.setPlaceholderText(tr("ui.form.place-hint"))
        self.edit.setCompleter(self._list)
        self.edit.textEdited.connect(self._offer)
        self.edit.editingFinished.connect(self._tidy)

    def value(self) -> Any:
        text = self.edit.text().strip()
        if self._read[0] != text:
            self._read = text, read_place(text)
        return self._read[1] or None

    def set_value(self, value: Any) -> None:
        code = str(value or "")
        name = division_names().get(code, "")
        super().set_value(f"{code} {name}" if name else code)

    def problem(self) -> str:
        text = self.edit.text().strip()
        return tr("ui.form.no-place") if text and self.value() is None else ""

    def _offer(self, text: str) -> None:
        self._offered.setStringList([place.words for place in fitting(text, self._home)])
        self._list.complete()

    def _tidy(self) -> None:
        if code := self.value():
            self.set_value(code)
