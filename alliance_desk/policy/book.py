"""A document in parts, without a page or a file: chapters of paragraphs and tables. ``rulebook.py`` makes one, ``papers`` write it."""

from msgspec import Struct


class Grid(Struct, frozen=True):
    """A table. heads: the first row, repeated on every page. widths: shares of the line, one for each column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


class Chapter(Struct, frozen=True):
    """A heading with what stands under it. level: 1 for a part, 2 below it."""

    title: str
    parts: tuple[str | Grid, ...]
    level: int = 1


class Book(Struct, frozen=True):
    """A whole document.

    foot: stands on every page beside its number. mark: a word across every page, empty for none.
    closing: heading and sentence above what is to be signed; sign: that, line by line.
    pages: how a page's number is told, with {page} and {pages}.
    """

    title: str
    subtitle: str
    chapters: tuple[Chapter, ...]
    closing: tuple[str, str]
    sign: tuple[str, ...]
    foot: str
    pages: str
    mark: str = ""
