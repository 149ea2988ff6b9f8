"""A book (``policy.book``) as .docx, for the office to annotate: headings, tables whose heads repeat, page numbers.

The same book gives the same bytes. python-docx is loaded when something is written.
"""

import io
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from alliance_desk import files
from alliance_desk.papers.letters import repacked
from alliance_desk.policy.book import Book, Chapter, Grid

_MADE = datetime(2024, 1, 1)  # noqa: DTZ001 - python-docx writes it as it stands
_WIDTH = 158.0
"""Between the margins of an A4 page, mm."""
_PLAIN, _BOLD = "宋体", "黑体"


def write_docx(book: Book, path: Path) -> Path:
    """Write a book as .docx. Raises Damaged when the disk refuses."""
    return files.write(path, docx_bytes(book))


def docx_bytes(book: Book) -> bytes:
    """The .docx."""
    from docx import Document
    from docx.shared import Mm, Pt

    document: Any = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(26)
    section.top_margin, section.bottom_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size = Pt(10.5)
    _face(normal.element.get_or_add_rPr(), _PLAIN)
    if book.mark:
        _text(section.header.paragraphs[0], book.mark, size=14, font=_BOLD, align="right")
    foot = section.footer.paragraphs[0]
    foot.style = normal  # the style for footers has tab stops of its own
    _foot(foot, book)
    _text(document.add_paragraph(), book.title, size=19, font=_BOLD, align="center", after=4)
    _text(document.add_paragraph(), book.subtitle, align="center", after=10)
    for chapter in book.chapters:
        _chapter(document, chapter)
    _chapter(document, Chapter(book.closing[0], (book.closing[1],)))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _signature(document, book.sign)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Alliance Desk", book.title, ""
    properties.created = properties.modified = _MADE
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def _chapter(document: Any, chapter: Chapter) -> None:
    from docx.shared import RGBColor

    heading = document.add_heading(level=chapter.level)
    run = _text(heading, chapter.title, size=13 if chapter.level == 1 else 11, font=_BOLD, before=10, after=4)
    run.font.color.rgb = RGBColor(0, 0, 0)
    for part in chapter.parts:
        if isinstance(part, str):
            _text(document.add_paragraph(), part, indent=2, after=3)
        else:
            _grid(document, part)


def _grid(document: Any, grid: Grid) -> None:
    whole = sum(grid.widths)
    table = _table(document, len(grid.rows) + 1, [_WIDTH * width / whole for width in grid.widths])
    # Cells of a row are asked for once: python-docx finds each anew in the whole table otherwise.
    for line, row in zip(table.rows, (grid.heads, *grid.rows), strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            head = row is grid.heads
            _text(cell.paragraphs[0], text, size=9, font=_BOLD if head else "", before=2, after=2)
            if head:
                _shade(cell)
    head = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no call for a repeated heading
    head.append(_element("w:tblHeader"))
    _text(document.add_paragraph(), "", size=4)


def _table(document: Any, rows: int, widths: list[float]) -> Any:
    from docx.shared import Mm

    table = document.add_table(rows=rows, cols=len(widths))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    return table


def _signature(document: Any, lines: tuple[str, ...]) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Mm

    table = _table(document, len(lines), [_WIDTH * 0.32, _WIDTH * 0.68])
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        row.height = Mm(13 if number else 30)
        _text(row.cells[0].paragraphs[0], line, size=11)
        for cell in row.cells:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER if number else WD_CELL_VERTICAL_ALIGNMENT.TOP
            cell.paragraphs[0].paragraph_format.keep_with_next = number < len(lines) - 1


def _foot(paragraph: Any, book: Book) -> None:
    """The book's own foot, then page and pages as fields that Word fills in."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    _text(paragraph, book.foot + "\t", size=8)
    before, _, rest = book.pages.partition("{page}")
    between, _, after = rest.partition("{pages}")
    for kind, text in (("text", before), ("field", "PAGE"), ("text", between), ("field", "NUMPAGES"), ("text", after)):
        if kind == "text":
            _text(paragraph, text, size=8)
            continue
        for step in ("begin", text, "end"):
            run = _text(paragraph, "", size=8)
            if step == text:
                code = _element("w:instrText")
                code.text = text
            else:
                code = _element("w:fldChar")
                code.set(_name("w:fldCharType"), step)
            run._r.append(code)  # noqa: SLF001


def _text(
    paragraph: Any, text: str, *, size: float = 10.5, font: str = "", align: str = "left", indent: int = 0,
    before: float = 0, after: float = 0,
) -> Any:  # fmt: skip
    """Add text to a paragraph, set its shape, and give the run back."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    if font:
        _face(run._r.get_or_add_rPr(), font)  # noqa: SLF001
    form = paragraph.paragraph_format
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.line_spacing = 1.25
    form.first_line_indent = Pt(size * indent) if indent else None
    form.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }[align]
    return run


def _element(tag: str) -> Any:
    from docx import oxml

    return cast("Any", oxml.OxmlElement)(tag)


def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return qn(tag)


def _face(properties: Any, name: str) -> None:
    """A font for every script: without the East Asian one Word takes its own."""
    found = properties.find(_name("w:rFonts"))
    if found is None:
        found = _element("w:rFonts")
        properties.insert(0, found)
    for key in list(found.attrib):
        del found.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        found.set(_name(f"w:{script}"), name)


def _shade(cell: Any) -> None:
    shade = _element("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", "F0F0F0")):
        shade.set(_name(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001
