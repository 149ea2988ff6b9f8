"""A book (``policy.book``) as PDF: A4, bundled fonts, tables whose heads repeat, the number of all pages at the foot.

The same book gives the same bytes. reportlab is loaded when something is drawn.
"""

import io
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from alliance_desk import files
from alliance_desk.papers import fonts
from alliance_desk.papers.breaking import wrap
from alliance_desk.papers.fonts import Role
from alliance_desk.policy.book import Book, Chapter, Grid

_MM = 72 / 25.4
_LEFT, _RIGHT, _TOP, _BOTTOM = 26 * _MM, 26 * _MM, 28 * _MM, 26 * _MM
_WIDTH = 158 * _MM
"""Between the margins of an A4 page, as GB/T 9704 has it (版心 156 mm) and a little for the lines of tables."""
_PADDING = 3.5
_SLACK = 0.5
"""pt by which a line is made shorter, so that reportlab has nothing to break by itself."""
_WITH_HEADING = 32 * _MM
_GREY = 0.45
_LIGHT = 0.94
_PLAIN, _BOLD = fonts.CHAINS[Role.SONG][0], fonts.CHAINS[Role.HEI][0]


def write_pdf(book: Book, path: Path) -> Path:
    """Write a book as PDF. Raises Refused for a character that no font has, Damaged when the disk refuses."""
    return files.write(path, pdf_bytes(book))


def pdf_bytes(book: Book) -> bytes:
    """The PDF. It is laid out twice: only then it is known how many pages there are."""
    _, pages = _laid_out(book, 0)
    data, _ = _laid_out(book, pages)
    return data


def _laid_out(book: Book, pages: int) -> tuple[bytes, int]:
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    out, count = io.BytesIO(), 0

    def decorate(canvas: Any, document: Any) -> None:
        nonlocal count
        count = document.page
        _frame(canvas, book, document.page, pages)

    fonts.font(_PLAIN)
    fonts.font(_BOLD)
    make: Any = BaseDocTemplate  # reportlab does not say what it takes
    document = make(
        out,
        pagesize=(210 * _MM, 297 * _MM),
        title=book.title,
        author="",
        creator="Alliance Desk",
        invariant=1,
        lang="zh-CN",
        initialFontName=_PLAIN,
    )
    frame: Any = Frame
    room = frame(_LEFT, _BOTTOM, _WIDTH, 297 * _MM - _TOP - _BOTTOM, 0, 0, 0, 0)
    template: Any = PageTemplate
    document.addPageTemplates([template("page", [room], onPage=decorate)])
    document.build(list(_story(book)))
    return out.getvalue(), count


def _frame(canvas: Any, book: Book, page: int, pages: int) -> None:
    """The foot of a page, and the word across it."""
    canvas.saveState()
    canvas.setFillGray(_GREY)
    for text, x, align in (
        (book.foot, _LEFT, "drawString"),
        (book.pages.format(page=page, pages=pages), 210 * _MM - _RIGHT, "drawRightString"),
    ):
        fonts.require(text, Role.HEI, book.title)
        canvas.setFont(_BOLD, 8)
        getattr(canvas, align)(x, 14 * _MM, text)
    if book.mark:
        fonts.require(book.mark, Role.HEI, book.title)
        canvas.setFillGray(0, alpha=0.08)
        canvas.setFont(_BOLD, 120)
        canvas.translate(105 * _MM, 148 * _MM)
        canvas.rotate(45)
        canvas.drawCentredString(0, -40, book.mark)
    canvas.restoreState()


def _story(book: Book) -> Iterator[Any]:
    from reportlab.platypus import Spacer

    styles = _styles()
    yield _paragraph(book.title, styles["title"], Role.HEI, _WIDTH)
    yield _paragraph(book.subtitle, styles["subtitle"], Role.SONG, _WIDTH)
    for chapter in book.chapters:
        yield from _chapter(chapter, styles)
    yield Spacer(0, 6 * _MM)
    yield _signature(book, styles)


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    make: Any = ParagraphStyle
    body = make("body", fontName=_PLAIN, fontSize=10.5, leading=17, wordWrap="CJK", firstLineIndent=21, spaceAfter=3)
    return {
        "title": make("title", body, fontName=_BOLD, fontSize=19, leading=28, alignment=1, firstLineIndent=0),
        "subtitle": make("subtitle", body, alignment=1, firstLineIndent=0, spaceAfter=10, textColor="#444444"),
        "chapter": make("chapter", body, fontName=_BOLD, fontSize=13, leading=20, firstLineIndent=0, spaceBefore=12, spaceAfter=5),
        "section": make("section", body, fontName=_BOLD, fontSize=11, leading=17, firstLineIndent=0, spaceBefore=8, spaceAfter=3),
        "body": body,
        "cell": make("cell", body, fontSize=9, leading=13, firstLineIndent=0, spaceAfter=0),
        "head": make("head", body, fontName=_BOLD, fontSize=9, leading=13, firstLineIndent=0, spaceAfter=0),
        "sign": make("sign", body, fontSize=11, leading=16, firstLineIndent=0, spaceAfter=0),
    }  # fmt: skip


def _paragraph(text: str, style: Any, role: Role, width: float) -> Any:
    """A paragraph of plain text, its lines ended where Chinese lines may end (``breaking``). width: of a line, pt.

    What looks like markup stays what was typed; rare characters come from a font that has them.
    """
    from reportlab.platypus import Paragraph

    fonts.require(text, role, text[:20])
    widths = [fonts.width(char, role) * style.fontSize for char in text]
    lines = wrap(widths, text, width - _SLACK, style.firstLineIndent)
    make: Any = Paragraph
    return make("<br/>".join(_markup(text[start:end].strip(" "), style.fontName, role) for start, end in lines), style)


def _markup(line: str, font: str, role: Role) -> str:
    parts = ((glyph.font, escape(part, quote=False)) for glyph, part in fonts.runs(line, role))
    return "".join(text if name == font else f'<font name="{name}">{text}</font>' for name, text in parts)


def _chapter(chapter: Chapter, styles: dict[str, Any]) -> Iterator[Any]:
    from reportlab.platypus import CondPageBreak, Spacer

    # A heading stays with the first rows below it, not with the whole of a long table.
    yield CondPageBreak(_WITH_HEADING)
    yield _paragraph(chapter.title, styles["chapter" if chapter.level == 1 else "section"], Role.HEI, _WIDTH)
    for part in chapter.parts:
        if isinstance(part, str):
            yield _paragraph(part, styles["body"], Role.SONG, _WIDTH)
        else:
            yield _grid(part, styles)
            yield Spacer(0, 2 * _MM)


def _grid(grid: Grid, styles: dict[str, Any]) -> Any:
    from reportlab.platypus import LongTable

    widths = [_WIDTH * width / sum(grid.widths) for width in grid.widths]
    rows = [
        [_paragraph(text, styles[style], role, width - 2 * _PADDING) for text, width in zip(row, widths, strict=True)]
        for style, role, lines in (("head", Role.HEI, [grid.heads]), ("cell", Role.SONG, grid.rows))
        for row in lines
    ]
    make: Any = LongTable
    table = make(rows, colWidths=widths, repeatRows=1)
    table.setStyle(_lines([("BACKGROUND", (0, 0), (-1, 0), _gray(_LIGHT))]))
    return table


def _lines(more: list[Any]) -> Any:
    from reportlab.platypus import TableStyle

    return TableStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), _PLAIN),  # an empty cell would bring Helvetica in, which is not embedded
            ("GRID", (0, 0), (-1, -1), 0.4, _gray(0.6)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            *more,
        ]
    )


def _gray(level: float) -> Any:
    from reportlab.lib.colors import Color

    return Color(level, level, level)


def _signature(book: Book, styles: dict[str, Any]) -> Any:
    """What is to be signed, on one page: room for an opinion, then a line each."""
    lines = book.sign
    from reportlab.platypus import KeepTogether, Table

    make: Any = Table
    rows = [[_paragraph(line, styles["sign"], Role.SONG, _WIDTH * 0.32 - 2 * _PADDING), ""] for line in lines]
    heights = [30 * _MM, *([13 * _MM] * (len(lines) - 1))]
    table = make(rows, colWidths=[_WIDTH * 0.32, _WIDTH * 0.68], rowHeights=heights)
    table.setStyle(_lines([("VALIGN", (0, 1), (-1, -1), "MIDDLE")]))
    keep: Any = KeepTogether
    heading, statement = book.closing
    return keep(
        [
            _paragraph(heading, styles["chapter"], Role.HEI, _WIDTH),
            _paragraph(statement, styles["body"], Role.SONG, _WIDTH),
            table,
        ]
    )
