"""Where a line of Chinese may end (避头尾), and lines made by it.

GB/T 15834-2011, 5.1: closing and pausing marks never begin a line, opening marks never end one, dash and ellipsis are not
cut in two. Words and numbers of Latin letters and digits stay whole, and a number keeps the sign that counts it.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise

NO_START = frozenset("、，。．：；？！·～–’”）〕］｝〉》」』】〗％‰℃々!),.:;?]}%")
NO_END = frozenset("‘“（〔［｛〈《「『【〖￥＄([{$")
_PAIRS = frozenset({"——", "……", "⸺⸺"})
_COUNTED = frozenset("年月日号时分秒条款项家个名人元万亿届期")


def may_break(left: str, right: str) -> bool:
    """Whether a line may end between two neighbouring characters."""
    if right == " " or right in NO_START or left in NO_END or left + right in _PAIRS:
        return False
    if _wordlike(left) and _wordlike(right):
        return False
    return not (left.isdigit() and left.isascii() and right in _COUNTED)


def _wordlike(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in "-_./@#&+'")


def pieces(text: str) -> list[str]:
    """A text cut at every place where a line may end."""
    cuts = [0, *(i for i, (left, right) in enumerate(pairwise(text), 1) if may_break(left, right)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


def wrap(widths: Sequence[float], text: str, measure: float, indent: float = 0.0) -> list[tuple[int, int]]:
    """Lines as (start, end) of a text, each as full as it may be.

    widths: advance of each character; measure: width of a line; indent: what the first line leaves free; all in one unit.
    A piece wider than a whole line is cut where the line is full.
    """
    reach = [0.0, *accumulate(widths)]
    lines: list[tuple[int, int]] = []
    start = end = 0
    room = measure - indent
    for piece in pieces(text):
        stop = end + len(piece)
        solid = end + len(piece.rstrip(" "))
        if end > start and reach[solid] - reach[start] > room:
            lines.append((start, end))
            start, room = end, measure
        while reach[solid] - reach[start] > room and solid - start > 1:
            cut = max(start + 1, bisect_right(reach, reach[start] + room) - 1)
            lines.append((start, cut))
            start, room = cut, measure
        end = stop
    return [*lines, (start, end)] if end > start else lines


def halves(text: str, width: Callable[[str], float], before: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Ways to set a text in two lines: first the cuts before good second lines, the evenest cut last.

    before: words that make good second lines, the best first. Empty when the text cannot be cut.
    """
    cuts = [i for i, (left, right) in enumerate(pairwise(text), 1) if may_break(left, right)]
    wished = [cut for word in before for cut in cuts if text.startswith(word, cut)]
    even = sorted(cuts, key=lambda cut: max(width(text[:cut]), width(text[cut:])))[:1]
    return [(text[:cut].rstrip(), text[cut:].lstrip()) for cut in dict.fromkeys([*wished, *even])]
