"""The rule book on paper: the same bytes each time, every text there as typed, lines that end where Chinese lines may end."""

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest

from alliance_desk.errors import Damaged, Refused
from alliance_desk.papers.breaking import NO_END, NO_START
from alliance_desk.papers.rulebook_docx import docx_bytes, write_docx
from alliance_desk.papers.rulebook_pdf import pdf_bytes, write_pdf
from alliance_desk.policy.book import Book, Chapter, Grid
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.rulebook import rulebook
from tests.helpers.sources import ROOT
from tests.helpers.tools import need

NASTY = "<b>甲</b> & <font size=99> “乙” ]]> {{ x }} 𫖯龘㛃"
TRIAL = ROOT / "tests" / "helpers" / "trial.toml"


def small(*, mark: str = "", rows: int = 1, text: str = NASTY) -> Book:
    grid = Grid(("序号", "内容"), tuple((str(n), text) for n in range(1, rows + 1)), (20, 80))
    return Book(
        title=f"规则{text}",
        subtitle="某局",
        chapters=(Chapter("一、基本", (text, grid)), Chapter("（1）小节", ("正文。",), level=2)),
        closing=("审定", "以上规则已核对。"),
        sign=("意见：", "签名："),
        foot="x-2025　第 1 版",
        pages="第 {page} 页，共 {pages} 页",
        mark=mark,
    )


def whole() -> Book:
    return rulebook(load_pack(TRIAL.read_text("utf8"), TRIAL.name))


def bare(text: str) -> str:
    return "".join(text.split())


def pdf_text(data: bytes, folder: Path) -> str:
    tool = need("pdftotext")
    path = folder / "page.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        [tool, "-layout", "-enc", "UTF-8", path, "-"], capture_output=True, check=True, encoding="utf8"
    )
    return done.stdout


def docx_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_same_book_gives_the_same_bytes() -> None:
    assert pdf_bytes(whole()) == pdf_bytes(whole())
    assert docx_bytes(whole()) == docx_bytes(whole())
    assert pdf_bytes(small()) != pdf_bytes(small(mark="演练"))


def test_every_text_stands_on_both_papers(tmp_path: Path) -> None:
    book = whole()
    texts = [book.title, *book.closing, *book.sign]
    for chapter in book.chapters:
        texts.append(chapter.title)
        for part in chapter.parts:
            texts += [cell for row in part.rows for cell in row] if isinstance(part, Grid) else [part]
    words = bare(docx_text(docx_bytes(book)))
    assert not [text for text in texts if bare(text) not in words]
    # Columns stand beside each other on a page: what is longer than a line is looked for by its characters.
    page = pdf_text(pdf_bytes(book), tmp_path)
    assert not [text for text in texts if len(text) <= 8 and bare(text) not in bare(page)]
    assert not {char for text in texts for char in text if not char.isspace()} - set(page)


def test_what_looks_like_markup_stays_what_was_typed(tmp_path: Path) -> None:
    assert bare(NASTY) in bare(pdf_text(pdf_bytes(small()), tmp_path))
    assert docx_text(docx_bytes(small())).count(NASTY) == 3


def test_a_character_that_no_font_has_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        pdf_bytes(small(text="甲\ue000乙"))
    assert caught.value.code == "papers.no-glyph"


def test_every_font_is_embedded_and_no_page_lacks_its_number(tmp_path: Path) -> None:
    data = pdf_bytes(small(rows=120))
    reader = pypdf.PdfReader(io.BytesIO(data))
    count = len(reader.pages)
    assert count > 3
    told = re.findall(r"第(\d+)页，共(\d+)页", bare(pdf_text(data, tmp_path)))
    assert told == [(str(n), str(count)) for n in range(1, count + 1)]
    for page in reader.pages:
        fonts: Any = page["/Resources"]
        for font in fonts["/Font"].values():
            descriptor = font.get_object().get("/FontDescriptor")
            assert descriptor is not None, font
            assert "/FontFile2" in descriptor.get_object()


def test_the_heads_of_a_table_stand_on_each_of_its_pages(tmp_path: Path) -> None:
    data = pdf_bytes(small(rows=120))
    pages = pdf_text(data, tmp_path).split("\f")
    with_rows = [page for page in pages if bare(NASTY) in bare(page)]
    assert len(with_rows) > 2
    assert all("序号" in bare(page) for page in with_rows)
    document = docx.Document(io.BytesIO(docx_bytes(small(rows=3))))
    assert "w:tblHeader" in document.tables[0].rows[0]._tr.xml


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(tmp_path: Path) -> None:
    text = "申报单位（含牵头单位、成员单位）按“三年”“五年”分别计算；逾期的，按《办法》第五条办理。" * 6
    lines = [line.strip() for line in pdf_text(pdf_bytes(small(text=text)), tmp_path).splitlines() if line.strip()]
    inside = [re.split(r"\s{2,}", line)[-1] for line in lines]
    assert len(inside) > 10
    assert not [line for line in inside if line[0] in NO_START or line[-1] in NO_END]


def test_a_draft_bears_its_word_on_every_page(tmp_path: Path) -> None:
    tool = need("pdftoppm")

    def picture(mark: str) -> bytes:
        path = tmp_path / "p.pdf"
        path.write_bytes(pdf_bytes(small(mark=mark)))
        return subprocess.run([tool, "-r", "40", "-gray", path], capture_output=True, check=True).stdout

    assert picture("演练") != picture("")
    assert "演练" in docx.Document(io.BytesIO(docx_bytes(small(mark="演练")))).sections[0].header.paragraphs[0].text


def test_files_appear_whole_or_not_at_all(tmp_path: Path) -> None:
    assert write_pdf(small(), tmp_path / "a.pdf").read_bytes() == pdf_bytes(small())
    assert write_docx(small(), tmp_path / "a.docx").read_bytes() == docx_bytes(small())
    (tmp_path / "file").write_text("x")
    for write in (write_pdf, write_docx):
        with pytest.raises(Damaged):
            write(small(), tmp_path / "file" / "a.pdf")


def test_page_numbers_of_the_docx_are_fields() -> None:
    foot = docx.Document(io.BytesIO(docx_bytes(small()))).sections[0].footer.paragraphs[0]
    assert foot.text.startswith("x-2025　第 1 版")
    assert re.findall(r"<w:instrText[^>]*>(\w+)<", foot._p.xml) == ["PAGE", "NUMPAGES"]
