"""Type roles, the fonts behind them, and which font draws which character.

Every role is a chain of fonts: a character is drawn by the first font of the chain that has it, so that a rare character
of a name never becomes an empty box. What no font of the chain has is refused before anything is drawn.
Fonts are loaded on first use: a font costs some 0.1 s and 10–30 MB.
"""

import unicodedata
from enum import StrEnum
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from alliance_desk.errors import Damaged, Refused
from alliance_desk.paths import RESOURCES

if TYPE_CHECKING:
    from alliance_desk.papers.embed import EmbeddedFont

FOLDER = RESOURCES / "fonts"


class Role(StrEnum):
    """What a layout asks for; the values are what its author types."""

    SONG = "宋"
    SONG_BOLD = "宋粗"
    HEI = "黑"
    HEI_BOLD = "黑粗"
    KAI = "楷"
    FANG = "仿宋"


_RARE = "HanaMinB"
CHAINS: dict[Role, tuple[str, ...]] = {
    Role.SONG: ("NotoSerifSC_400Regular", _RARE),
    Role.SONG_BOLD: ("NotoSerifSC_700Bold", _RARE),
    Role.HEI: ("NotoSansSC_400Regular", _RARE),
    Role.HEI_BOLD: ("NotoSansSC_700Bold", _RARE),
    Role.KAI: ("LXGWWenKai-Regular", "NotoSerifSC_400Regular", _RARE),
    Role.FANG: ("LXGWZhuqueFangsong-Regular", "NotoSerifSC_400Regular", _RARE),
}
_BOLD = {Role.SONG_BOLD, Role.HEI_BOLD}

# Control, direction, unassigned and private characters: a glyph for one of these would be nobody's agreed character.
_UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class Glyph(NamedTuple):
    """How one character is drawn.

    font: name under which reportlab knows the font. width: advance in em. rise: how far the fallback font is lifted, in em,
    so that its em box stands on that of the role's own font. embolden: a light fallback glyph inside a bold line.
    """

    font: str
    width: float
    rise: float
    embolden: bool


@cache
def font(name: str) -> "EmbeddedFont":
    """A font file of ``resources/fonts`` (name without .ttf), loaded and registered. Raises Damaged when it is missing."""
    from alliance_desk.papers.embed import EmbeddedFont, FontError  # reportlab only when something is drawn

    path = FOLDER / f"{name}.ttf"
    try:
        return EmbeddedFont.register(name, path)
    except (OSError, FontError) as error:
        raise Damaged("papers.font-missing", path=str(path), why=str(error)) from error


@cache
def glyph(role: Role, char: str) -> Glyph | None:
    """How the role's chain draws a character; None when no font of the chain has it."""
    if unicodedata.category(char) in _UNPRINTABLE:
        return None
    first = font(CHAINS[role][0])
    for name in CHAINS[role]:
        candidate = font(name)
        if candidate.covers(char):
            fallback = candidate is not first
            rise = (first.ascent - candidate.ascent) / 1000 if fallback else 0.0
            return Glyph(name, candidate.advance(char), rise, fallback and role in _BOLD)
    return None


def missing(text: str, role: Role) -> str:
    """The characters of a text, each once and in order, that no font of the role's chain can draw."""
    return "".join(char for char in dict.fromkeys(text) if glyph(role, char) is None)


def require(text: str, role: Role, where: str) -> None:
    """Raise Refused, naming every character and its code point, when a text cannot be drawn whole.

    where: label of the field or item the text belongs to, for the message.
    """
    lost = missing(text, role)
    if lost:
        raise Refused("papers.no-glyph", where=where, characters=tuple(_named(char) for char in lost))


def _named(char: str) -> str:
    point = f"U+{ord(char):04X}"
    return point if unicodedata.category(char) in _UNPRINTABLE else f"{char}（{point}）"


def runs(text: str, role: Role) -> list[tuple[Glyph, str]]:
    """A drawable text cut into pieces of one font each; ``Glyph.width`` of a piece is that of its first character."""
    placed = [(drawn, char) for char in text if (drawn := glyph(role, char)) is not None]
    return [
        (group[0][0], "".join(char for _, char in group))
        for _, part in groupby(placed, key=lambda pair: (pair[0].font, pair[0].rise, pair[0].embolden))
        if (group := list(part))
    ]


def width(text: str, role: Role) -> float:
    """The advance of a drawable text in em."""
    return sum(drawn.width for char in text if (drawn := glyph(role, char)) is not None)
