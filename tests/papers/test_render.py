import hashlib
import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdf
import pytest

from alliance_desk.errors import Damaged, Refused
from alliance_desk.papers.fonts import CHAINS, FOLDER, Role
from alliance_desk.papers.layout import Layout
from alliance_desk.papers.lint import load_layout, shipped
from alliance_desk.papers.render import render, render_to
from tests.helpers.tools import need

RARE = "㛃𫖯䶮𬭚𠅤鿏龘"
FALLBACK = "𪛖𠀀"
LONG = "示范市西部生态经济区高端装备与智能制造及新型储能材料绿色循环产业技术创新战略联盟"


def one_line(role: str, *, extra: str = "") -> Layout:
    return load_layout(f"""
title = "小样"
[page]
width = 120
height = 30
[variable.name]
label = "名称"
sample = "示范"
[item.line]
kind = "text"
x = 10
y = 5
width = 100
height = 20
text = "{{name}}"
role = "{role}"
size = 24
{extra}
""")


def text_of(pdf: bytes, folder: Path) -> str:
    tool = need("pdftotext")
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    out = subprocess.run([tool, "-enc", "UTF-8", path, "-"], capture_output=True, check=True, encoding="utf8").stdout
    return "".join(out.split())


def picture(pdf: bytes, folder: Path, dpi: int = 144) -> bytes:
    tool = need("pdftoppm")
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    return subprocess.run([tool, "-r", str(dpi), "-gray", path], capture_output=True, check=True).stdout


@pytest.mark.parametrize("role", Role)
def test_rare_characters_are_found_again_in_the_extracted_text(role: Role, tmp_path: Path) -> None:
    pdf = render(one_line(role), [{"name": RARE + FALLBACK}]).pdf
    assert text_of(pdf, tmp_path) == RARE + FALLBACK


def test_certificate_and_plaque_give_back_every_value(tmp_path: Path) -> None:
    for name in ("certificate-landscape", "plaque-600x400"):
        layout = shipped(name)
        values = layout.sample() | {"alliance": f"示范市{RARE}产业技术创新战略联盟"}
        found = text_of(render(layout, [values]).pdf, tmp_path)
        # A name in two lines, and text justified over lines, is found whole once white space is taken out.
        assert [value for value in values.values() if value not in found] == []


@pytest.mark.parametrize("char", RARE + FALLBACK)
def test_a_rare_character_is_drawn_and_is_not_the_empty_box(char: str, tmp_path: Path) -> None:
    layout = one_line("仿宋")
    drawn = picture(render(layout, [{"name": f"甲{char}乙"}]).pdf, tmp_path)
    assert drawn != picture(render(layout, [{"name": "甲\u3000乙"}]).pdf, tmp_path)
    assert drawn not in [notdef(font, tmp_path) for font in CHAINS[Role.FANG]]


def notdef(font: str, folder: Path) -> bytes:
    """The same line with the font's own glyph 0 in the middle, as reportlab draws it without a word."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from alliance_desk.papers import fit

    size = (120 * fit.POINT, 30 * fit.POINT)
    pdfmetrics.registerFont(TTFont("plain", FOLDER / "LXGWZhuqueFangsong-Regular.ttf"))
    pdfmetrics.registerFont(TTFont("boxed", FOLDER / f"{font}.ttf"))
    path = folder / "box.pdf"
    make: Any = Canvas
    canvas = make(str(path), pagesize=size, initialFontName="plain")
    out = canvas.beginText(10 * fit.POINT, size[1] / 2 + 12 - 24 * 0.85)
    for name, text in (("plain", "甲"), ("boxed", "\U0010fffd"), ("plain", "乙")):
        out.setFont(name, 24)
        out.textOut(text)
    canvas.drawText(out)
    canvas.save()
    return picture(path.read_bytes(), folder)


@pytest.mark.parametrize("name", ["certificate-landscape", "plaque-600x400"])
def test_every_font_is_embedded_as_a_subset(name: str, tmp_path: Path) -> None:
    tool = need("pdffonts")
    layout = shipped(name)
    path = tmp_path / "page.pdf"
    path.write_bytes(render(layout, [layout.sample() | {"alliance": FALLBACK}], watermark="演练").pdf)
    rows = subprocess.run([tool, path], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert len(rows) >= 3
    assert all(row[:6].isupper() and row[6] == "+" and row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows)


def test_the_same_values_give_the_same_bytes_also_in_another_process() -> None:
    code = (
        "import hashlib\n"
        "from alliance_desk.papers.lint import shipped\n"
        "from alliance_desk.papers.render import render\n"
        "layout = shipped('certificate-landscape')\n"
        f"pages = [layout.sample(), layout.sample() | {{'alliance': '{RARE}{FALLBACK}'}}]\n"
        "print(hashlib.sha256(render(layout, pages).pdf).hexdigest())\n"
    )
    layout = shipped("certificate-landscape")
    pages = [layout.sample(), layout.sample() | {"alliance": RARE + FALLBACK}]
    mine = {hashlib.sha256(render(layout, pages).pdf).hexdigest() for _ in range(2)}
    command = [sys.executable, "-c", code]
    theirs = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=FOLDER.parent.parent
    ).stdout.strip()
    assert mine == {theirs}


def test_sheet_trim_and_bleed_are_exact_to_a_tenth_of_a_millimetre(tmp_path: Path) -> None:
    boxes: dict[str, list[list[float]]] = {}
    for name in ("certificate-landscape", "plaque-600x400"):
        path = tmp_path / f"{name}.pdf"
        render_to(path, shipped(name), [shipped(name).sample()])
        page = pypdf.PdfReader(path).pages[0]
        boxes[name] = [
            [round(float(edge) * 25.4 / 72, 1) for edge in box] for box in (page.mediabox, page.bleedbox, page.trimbox)
        ]
    assert boxes["certificate-landscape"] == [[0, 0, 297, 210]] * 3
    assert boxes["plaque-600x400"] == [[0, 0, 626, 426], [10, 10, 616, 416], [13, 13, 613, 413]]


def test_a_press_layout_uses_no_rgb_colour() -> None:
    layout = shipped("plaque-600x400")
    pdf = render(layout, [layout.sample()], watermark="样张", preview=True).pdf
    page: Any = pypdf.PdfReader(io.BytesIO(pdf)).pages[0]
    forms = page["/Resources"]["/XObject"].values()
    streams = [page.get_contents().get_data(), *(form.get_object().get_data() for form in forms)]
    operators = set(b" ".join(streams).split())
    assert operators & {b"rg", b"RG", b"g", b"G", b"cs", b"CS"} == set()
    assert operators >= {b"k", b"K"}


def test_what_no_font_draws_is_refused_with_the_field_and_the_code_point() -> None:
    layout = shipped("certificate-landscape")
    with pytest.raises(Refused) as refused:
        render(layout, [layout.sample() | {"lead": "示范\U000323ae公司"}])
    assert refused.value.code == "papers.no-glyph"
    assert "U+323AE" in refused.value.text()
    assert "牵头单位" in refused.value.text()


def test_a_line_feed_in_a_value_is_refused_not_swallowed() -> None:
    with pytest.raises(Refused) as refused:
        render(one_line("宋"), [{"name": "甲\n乙"}])
    assert "U+000A" in refused.value.text()


def test_missing_values_are_named_by_label_and_optional_ones_may_be_empty(tmp_path: Path) -> None:
    layout = shipped("certificate-landscape")
    values = layout.sample() | {"valid_to": ""}
    assert "有效期" not in text_of(render(layout, [values]).pdf, tmp_path)
    del values["alliance"]
    with pytest.raises(Refused) as refused:
        render(layout, [layout.sample(), values | {"issuer": ""}])
    assert refused.value.facts["labels"] == ("联盟名称", "发证机关")
    assert refused.value.facts["page"] == 2


def test_no_pages_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        render(one_line("宋"), iter(()))
    assert refused.value.code == "papers.no-pages"


def test_markup_and_braces_in_a_name_stay_text(tmp_path: Path) -> None:
    value = "<b>甲</b>&lt;{name}%s\\("
    assert text_of(render(one_line("黑"), [{"name": value}]).pdf, tmp_path) == value


def test_a_long_name_is_set_in_two_lines_then_shrunk_with_a_warning(tmp_path: Path) -> None:
    layout = shipped("certificate-landscape")
    done = render(
        layout,
        [layout.sample(), layout.sample() | {"alliance": LONG}, layout.sample() | {"alliance": LONG + LONG[:30]}],
    )
    shrunk = [(warned.page, warned.item) for warned in done.warnings]
    assert (2, "联盟名称") not in shrunk
    assert (3, "联盟名称") in shrunk
    assert "磅" in done.warnings[0].text()
    tool = need("pdftotext")
    (tmp_path / "page.pdf").write_bytes(done.pdf)
    command = [tool, "-f", "2", "-l", "2", "-enc", "UTF-8", tmp_path / "page.pdf", "-"]
    lines = subprocess.run(command, capture_output=True, check=True, encoding="utf8").stdout.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(LONG[:8]))
    assert lines[start] + lines[start + 1] == LONG


def test_a_text_that_cannot_fit_is_refused_with_its_length() -> None:
    with pytest.raises(Refused) as refused:
        render(one_line("宋", extra="min_size = 20"), [{"name": "盟" * 40}])
    assert refused.value.code == "papers.too-long"
    assert "40" in refused.value.text()


def test_the_watermark_changes_every_page_and_stays_searchable(tmp_path: Path) -> None:
    layout = one_line("宋")
    plain, marked = render(layout, [{"name": "甲"}] * 2).pdf, render(layout, [{"name": "甲"}] * 2, watermark="演练").pdf
    assert text_of(plain, tmp_path) == "甲甲"
    assert text_of(marked, tmp_path).count("演") == 2
    assert picture(plain, tmp_path) != picture(marked, tmp_path)


def test_preview_items_are_on_the_screen_only(tmp_path: Path) -> None:
    layout = shipped("plaque-600x400")
    shown = picture(render(layout, [layout.sample()], preview=True).pdf, tmp_path, 10)
    assert shown != picture(render(layout, [layout.sample()]).pdf, tmp_path, 10)


def test_outlines_look_like_the_text_and_need_no_font(tmp_path: Path) -> None:
    layout = one_line("宋粗")
    text, shapes = (render(layout, [{"name": f"示{RARE}"}], outlines=outlines).pdf for outlines in (False, True))
    assert text_of(shapes, tmp_path) == ""
    assert b"/FontFile2" not in shapes
    one, two = picture(text, tmp_path, 600), picture(shapes, tmp_path, 600)
    header = one.index(b"255\n") + 4
    differing = sum(abs(a - b) > 128 for a, b in zip(one[header:], two[header:], strict=True))
    assert differing < 0.02 * sum(value < 128 for value in one[header:])


def test_a_code_is_drawn_module_by_module(tmp_path: Path) -> None:
    layout = load_layout("""
title = "码"
[page]
width = 40
height = 40
[variable.text]
label = "内容"
sample = "示范"
[item.code]
kind = "qr"
x = 5
y = 5
size = 30
text = "{text}"
""")
    from alliance_desk.papers import qr

    side, runs = qr.modules("示范市𫖯镁 SFLM-2024-001", "M")
    drawn = picture(render(layout, [{"text": "示范市𫖯镁 SFLM-2024-001"}]).pdf, tmp_path, 508)
    assert drawn.startswith(b"P5\n800 800\n255\n")
    pixels, module = drawn[-800 * 800 :], 600 / side
    dark = {(column + step, row) for column, row, length in runs for step in range(length)}
    for column in range(side):
        for row in range(side):
            x, y = int(100 + (column + 0.5) * module), int(700 - (row + 0.5) * module)
            assert (pixels[y * 800 + x] < 128) == ((column, row) in dark)


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    with pytest.raises(Refused):
        render_to(path, one_line("宋"), [{"name": "甲"}, {"name": "\ue000"}])
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "folder").write_bytes(b"")
    with pytest.raises(Damaged):
        render_to(tmp_path / "folder" / "out.pdf", one_line("宋"), [{"name": "甲"}])
