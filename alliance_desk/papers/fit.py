"""How large a text may be, and where its lines end. Pure arithmetic over the fonts' widths, in points."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from alliance_desk.papers import breaking, fonts
from alliance_desk.papers.layout import Paragraph, Text

POINT = 72 / 25.4
"""Points in a millimetre."""

Styled = list[tuple[str, fonts.Role]]
"""Text in pieces of one role each."""

# One line a little smaller looks better than two, and a good second line better than an even one: the first way is taken
# that reaches this share of the largest size.
_GOOD = 0.85
_STEP = 0.5


class Line(NamedTuple):
    """One line ready to draw. indent: pt before it; width: its own advance, pt; spread: pt added after each character."""

    pieces: Styled
    indent: float
    width: float
    spread: float


class Fitted(NamedTuple):
    """A text that fits its box at ``size`` pt, or that does not fit at all (``lines`` empty)."""

    size: float
    lines: list[Line]


def text(item: Text, value: str) -> Fitted:
    """A text in one line, or in balanced ones, as large as the box lets it."""
    width = partial(_advance, role=item.role, spacing=item.spacing)
    ways: list[Sequence[str]] = [[value]]
    if item.lines > 1:
        ways += breaking.halves(value, width, item.break_before)
    sizes = [_size(item, max(map(width, lines)), len(lines)) for lines in ways]
    if max(sizes) < max(item.min_size, _STEP):
        return Fitted(0, [])
    size, lines = next(way for way in zip(sizes, ways, strict=True) if way[0] >= max(sizes) * _GOOD)
    return Fitted(size, [Line([(line, item.role)], 0, width(line) * size, item.spacing * size) for line in lines])


def _size(item: Text, longest: float, lines: int) -> float:
    """The largest size, in half points, at which so many lines of so many em fit the box."""
    room = item.height * POINT / (1 + item.leading * (lines - 1))
    size = min(room, item.width * POINT / (longest or 1))
    return item.size if size >= item.size - 1e-6 else int(size / _STEP) * _STEP


def _advance(value: str, role: fonts.Role, spacing: float) -> float:
    """Advance in em; no space follows the last character."""
    return fonts.width(value, role) + spacing * max(0, len(value) - 1)


def paragraph(item: Paragraph, paragraphs: list[Styled]) -> Fitted:
    """Running text, shrunk by half points until it fits its box."""
    size = item.size
    while size >= max(item.min_size or item.size, _STEP):
        lines = [line for pieces in paragraphs for line in _even(item, pieces, size)]
        if (1 + item.leading * (len(lines) - 1)) * size <= item.height * POINT:
            return Fitted(size, lines)
        size -= _STEP
    return Fitted(0, [])


def _even(item: Paragraph, pieces: Styled, size: float) -> list[Line]:
    chars = [(char, role) for value, role in pieces for char in value]
    widths = [fonts.width(char, role) * size for char, role in chars]
    measure, indent = item.width * POINT, item.indent * size
    cuts = breaking.wrap(widths, "".join(char for char, _ in chars), measure, indent)
    lines: list[Line] = []
    for number, (start, end) in enumerate(cuts):
        first = indent if number == 0 else 0.0
        while end > start and chars[end - 1][0] == " ":
            end -= 1  # noqa: PLW2901 – a space at the end of a line takes no room
        own = sum(widths[start:end])
        gap = (measure - first - own) / max(1, end - start - 1)
        even = number < len(cuts) - 1 and 0 < gap < size / 2
        lines.append(Line(_joined(chars[start:end]), first, own, gap if even else 0.0))
    return lines


def _joined(chars: list[tuple[str, fonts.Role]]) -> Styled:
    joined: Styled = []
    for char, role in chars:
        if joined and joined[-1][1] is role:
            joined[-1] = (joined[-1][0] + char, role)
        else:
            joined.append((char, role))
    return joined
