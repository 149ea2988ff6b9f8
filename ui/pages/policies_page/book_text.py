"""A document in parts, as HTML for reading on the screen."""

import re
from collections.abc import Iterator
from html import escape

from alliance_desk.policy.book import Book, Grid
from ui.theme.colours import Colours

_LONG, _PART = re.compile(r"[0-9A-Za-z]{33,}"), re.compile(r".{1,16}")


def html_of(book: Book, colours: Colours) -> str:
    """The document with headings h1 (the title), h2 and h3 (chapters by their level), paragraphs and tables."""
    return "".join(_pieces(book, colours))


def _pieces(book: Book, colours: Colours) -> Iterator[str]:
    quiet = f"color: {colours.quiet};"
    yield f"<h1>{escape(book.title)}</h1><p style='{quiet}'>{escape(book.subtitle)}</p>"
    if book.mark:
        ground, words = colours.soft_warn, colours.warn
        yield f"<p><span style='background: {ground}; color: {words};'>&nbsp;{escape(book.mark)}&nbsp;</span></p>"
    for chapter in book.chapters:
        level = min(chapter.level, 2) + 1
        yield f"<h{level}>{escape(chapter.title)}</h{level}>"
        for part in chapter.parts:
            yield _table(part, colours) if isinstance(part, Grid) else f"<p>{_lines(part)}</p>"
    yield f"<p style='{quiet}'>{escape(book.foot)}</p>"


def _table(grid: Grid, colours: Colours) -> str:
    whole = sum(grid.widths)
    heads = "".join(
        f"<th align='left' width='{100 * width // whole}%' style='background: {colours.raised};'>{_lines(head)}</th>"
        for head, width in zip(grid.heads, grid.widths, strict=True)
    )
    rows = "".join("<tr>" + "".join(f"<td>{_lines(cell)}</td>" for cell in row) + "</tr>" for row in grid.rows)
    return f"<table width='99%' cellspacing='0'><thead><tr>{heads}</tr></thead>{rows}</table>"


def _lines(text: str) -> str:
    """A hash has no place where a line could end: it gets some, or it would push the table out of sight."""
    parted = _LONG.sub(lambda found: "\u200b".join(_PART.findall(found[0])), text)
    return escape(parted).replace("\n", "<br>")
