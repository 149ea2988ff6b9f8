"""Make the .docx templates of ``resources/templates`` from ``letters.toml``: ``python installer/templates.py [FOLDER]``.

Page and type after GB/T 9704-2012: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, 22 lines of 28 characters, body 仿宋 三号
(16 pt), title 宋 bold 二号 (22 pt), page number — 1 — outside. The office may edit the result in Word.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from docx import Document, oxml
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alliance_desk import files
from alliance_desk.papers.letters import FOLDER, Block, Letter, Rows, letters, repacked

SIZE = Pt(16)
LEADING = Pt(29)
"""225 mm in 22 lines: 28.99 pt; Word keeps twentieths."""
RED = RGBColor(0xFF, 0, 0)
_ALIGN = {"center": WD_ALIGN_PARAGRAPH.CENTER, "both": WD_ALIGN_PARAGRAPH.JUSTIFY, "left": WD_ALIGN_PARAGRAPH.LEFT}
_NARROW = 26
"""Columns up to so many mm hold numbers, dates, a word: centred."""
_MADE = datetime(2024, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def main() -> None:
    """Write every template into the folder named on the command line, or into the resources."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for kind, letter in letters().items():
        print(files.write(folder / f"{kind}.docx", template(letter)))


def template(letter: Letter) -> bytes:
    """The .docx template of one letter; the same bytes each time."""
    document = Document()
    _page(document)
    if letter.red_head:
        _paragraph(
            document, "{{ office }}", font="宋体", size=Pt(36), align="center", bold=True, red=True, before=Mm(30)
        )
        number = _paragraph(document, "{{ doc_no }}", align="center", before=LEADING)
        _line_under(number)
    title = _paragraph(
        document, letter.title, font="宋体", size=Pt(22), align="center", bold=True, before=LEADING, leading=Pt(35)
    )
    title.paragraph_format.space_after = Pt(14)
    if letter.red_head:
        _tag(document, "{%p if recipient %}")
        _paragraph(document, "{{ recipient }}：")
        _tag(document, "{%p endif %}")
    below_table = False
    closing = _closing(letter)
    for number, block in enumerate(letter.body):
        if block.table:
            if block.if_:
                _tag(document, f"{{%p if {block.if_} %}}")
            _table(document, block.table, letter.rows[block.table])
            if block.if_:
                _tag(document, "{%p endif %}")
        elif block.each or block.list:
            rows = block.each or block.list
            if block.list:
                _tag(document, f"{{%p if {rows} %}}")
                _paragraph(document, block.label if not _inline(block) else "", indent=2, before=Pt(0))
            _tag(document, f"{{%p for row in {rows} %}}")
            _paragraph(document, _labelled(block) + block.p, indent=4 if block.list and not _inline(block) else 2)
            _tag(document, "{%p endfor %}")
            if block.list:
                _tag(document, "{%p endif %}")
        else:
            if block.if_:
                _tag(document, f"{{%p if {block.if_} %}}")
            align = "left" if block.flush else "both"
            text = _paragraph(
                document, block.p, indent=0 if block.flush else 2, align=align, before=Pt(8 * below_table)
            )
            heads = any(later.table for later in letter.body[number + 1 : number + 2])
            text.paragraph_format.keep_with_next = number >= closing or heads or None
            if heads:
                text.paragraph_format.space_after = Pt(6)
            if block.if_:
                _tag(document, "{%p endif %}")
        below_table = bool(block.table)
    if letter.red_head or letter.signed:
        _signature(document)
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Alliance Desk", letter.name, ""
    properties.created = properties.modified = _MADE
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def _inline(block: Block) -> bool:
    """Whether the first entry of a list stands behind its label, as attachments do (7.3.4)."""
    return bool(block.list) and block.label.endswith("：")


def _labelled(block: Block) -> str:
    """What stands before an entry: the label at the first, room for it at the others."""
    if not _inline(block):
        return ""
    return f"{{{{ '{block.label}' if loop.first else '{chr(0x3000) * len(block.label)}' }}}}"


def _closing(letter: Letter) -> int:
    """From which block on the paragraphs stay on the page of the signature, which never stands on a page of its own (7.3.5)."""
    if not (letter.red_head or letter.signed):
        return len(letter.body)
    at = max(n for n, block in enumerate(letter.body) if not block.if_)
    last = letter.body[at]
    return at + 1 if last.table or last.each or last.list else at


def _element(tag: str) -> Any:
    return cast(Any, oxml.OxmlElement)(tag)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    section.footer_distance = Mm(25)
    grid: Any = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 – python-docx has no call for the grid
    if grid is None:
        grid = _element("w:docGrid")
        section._sectPr.append(grid)  # noqa: SLF001
    for key, value in (("type", "lines"), ("linePitch", "580")):
        grid.set(qn(f"w:{key}"), value)
    normal = document.styles["Normal"]
    normal.font.size = SIZE
    properties = normal.element.get_or_add_rPr()
    _face(properties, "仿宋")
    # 28 characters of 16 pt are 158 mm: a quarter point less between them. A character grid would say the same, but
    # LibreOffice 7 then sets 17 characters in a line.
    closer = _element("w:spacing")
    closer.set(qn("w:val"), "-5")
    properties.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        _page_number(footer.paragraphs[0], side)


def _face(properties: Any, name: str) -> None:
    fonts: Any = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = _element("w:rFonts")
        properties.insert(0, fonts)
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)


def _page_number(paragraph: Any, side: str) -> None:
    """— 1 —, 四号 half width 宋, one character from the outer edge."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if side == "right" else WD_ALIGN_PARAGRAPH.LEFT
    form = paragraph.paragraph_format
    form.right_indent, form.left_indent = (Pt(14), None) if side == "right" else (None, Pt(14))
    for kind, text in (("text", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("text", " —")):
        run = paragraph.add_run(text if kind == "text" else "")
        run.font.size = Pt(14)
        _face(run._r.get_or_add_rPr(), "宋体")  # noqa: SLF001
        if kind in {"begin", "end"}:
            char = _element("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)  # noqa: SLF001
        elif kind == "code":
            code = _element("w:instrText")
            code.text = text
            run._r.append(code)  # noqa: SLF001


def _paragraph(
    document: Any, text: str, *, font: str = "", size: Any = SIZE, align: str = "both", bold: bool = False, red: bool = False,
    indent: int = 0, before: Any = 0, leading: Any = LEADING,
) -> Any:  # fmt: skip
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size, run.bold = size, bold or None
    if font:
        _face(run._r.get_or_add_rPr(), font)  # noqa: SLF001
    if red:
        run.font.color.rgb = RED
    form = paragraph.paragraph_format
    form.space_before, form.space_after = before, Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, max(leading, size)
    form.alignment = _ALIGN[align]
    form.first_line_indent = SIZE * indent if indent else None
    form.widow_control = False
    if leading != LEADING or size > SIZE:
        _off_grid(paragraph)
    return paragraph


def _off_grid(paragraph: Any) -> None:
    """Leave the page's grid of lines: LibreOffice and WPS else round an exact line spacing up to whole lines of it."""
    snap = _element("w:snapToGrid")
    snap.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        snap, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:textAlignment", "w:outlineLvl", "w:rPr"
    )


def _tag(document: Any, tag: str) -> None:
    """A line for docxtpl alone: it vanishes when the template is filled."""
    document.add_paragraph(tag)


def _line_under(paragraph: Any) -> None:
    """The red line 4 mm below the document number."""
    borders = _element("w:pBdr")
    line = _element("w:bottom")
    for key, value in (("val", "single"), ("sz", "12"), ("space", "11"), ("color", "FF0000")):
        line.set(qn(f"w:{key}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(  # noqa: SLF001
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _table(document: Any, name: str, rows: Rows) -> None:
    """A table with a repeated heading; ``{%tr %}`` lines make one row for each row of the list."""
    table = document.add_table(rows=4, cols=len(rows.columns))
    table.style = "Table Grid"
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for number, (column, field) in enumerate(rows.columns.items()):
        table.columns[number].width = Mm(field.width)
        head, loop, row, end = (table.cell(line, number) for line in range(4))
        for cell, text in ((head, field.label), (row, f"{{{{ row.{column} }}}}")):
            cell.width = Mm(field.width)
            _cell(cell, text, bold=cell is head, centred=cell is head or field.width <= _NARROW)
        if number == 0:
            loop.text, end.text = f"{{%tr for row in {name} %}}", "{%tr endfor %}"
    repeat = _element("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001
    for line in table.rows:
        line._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001


def _cell(cell: Any, text: str, *, bold: bool, centred: bool) -> None:
    """A cell in 小四, so that a usual name stands in one line and a long list on few pages. bold: the heading, kept with its first row."""
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(12), bold or None
    _off_grid(paragraph)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(3)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
    form.keep_with_next = bold or None
    form.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT


def _signature(document: Any) -> None:
    """Office and date on one axis in the right half, the date some four characters from the edge (7.3.5)."""
    for text, before in (("{{ office }}", 2 * LEADING), ("{{ date }}", Pt(0))):
        paragraph = _paragraph(document, text, align="center", before=before)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Pt(192), Pt(16)
        paragraph.paragraph_format.keep_with_next = text == "{{ office }}"


if __name__ == "__main__":
    main()
