"""The preview: pages, zoom, pictures, text, what cannot be shown said in words; and paper at true size."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from PIL import Image
from PySide6.QtCore import QMarginsF, QPoint, QPointF, Qt
from PySide6.QtGui import QPageLayout, QPageRanges, QPageSize, QWheelEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from alliance_desk.papers.lint import load_layout, shipped
from alliance_desk.papers.render import render, render_to
from alliance_desk.paths import RESOURCES
from tests.helpers.sources import ROOT
from tests.helpers.tools import need
from tests.helpers.walk import faults
from tests.helpers.windows import HANGS_MS, click, find
from ui.preview import Preview, breakable, kind_at
from ui.preview_print import PdfLeaves, PictureLeaves, Printing, layout_of, too_small
from ui.preview_views import PdfView, PictureView, TextView
from ui.theme.look import Look

BOX = """
title = "格"
[page]
width = {width}
height = {height}
[variable.name]
label = "名称"
sample = "格"
[item.box]
kind = "frame"
x = {x}
y = {y}
width = {wide}
height = 20
thickness = 2
"""
DPI = 100
MM = 25.4


@pytest.fixture
def preview(qtbot: QtBot, look: Look) -> Iterator[Preview]:
    # Not a window of its own: its size hints are nobody's then.
    around = QWidget()
    qtbot.addWidget(around)
    around.resize(1000, 800)
    made = Preview(look, around)
    made.resize(600, 700)
    around.show()
    qtbot.waitExposed(around)
    yield made
    around.hide()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three certificates as the program makes them."""
    path, layout = tmp_path_factory.mktemp("pdf") / "证书.pdf", shipped("certificate-landscape")
    render_to(path, layout, [layout.sample()] * 3)
    return path


def said(preview: Preview) -> str:
    return find(preview, "preview.said", QLabel).text()


def test_pages_are_turned_and_counted(preview: Preview, certificate: Path) -> None:
    preview.show_file(certificate)
    assert isinstance(preview.view, PdfView)
    page = find(preview, "preview.page", QLabel)
    assert page.text() == "1 / 3 页"
    assert not find(preview, "preview.previous", QToolButton).isEnabled()
    click(preview, "preview.next")
    click(preview, "preview.next")
    assert page.text() == "3 / 3 页"
    assert not find(preview, "preview.next", QToolButton).isEnabled()
    click(preview, "preview.previous")
    assert page.text() == "2 / 3 页"


def test_zoom_by_button_wheel_and_key_and_back_to_the_width(preview: Preview, certificate: Path) -> None:
    preview.show_file(certificate)
    QTest.qWait(20)
    view = preview.view
    assert view is not None
    whole = view.scale
    width = preview.view.area.viewport().width()  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess]
    assert whole * 297 / MM * preview.logicalDpiX() == pytest.approx(width, abs=30)
    click(preview, "preview.zoom-in")
    assert view.scale == pytest.approx(whole * 1.25)
    area: QWidget = view.area  # pyright: ignore[reportAttributeAccessIssue]
    wheel(area, 120)
    assert view.scale == pytest.approx(whole * 1.25**2)
    wheel(area, -120)
    QTest.keyClick(area, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.scale == pytest.approx(whole)
    assert not view.fitted
    click(preview, "preview.fit")
    assert view.fitted
    preview.resize(900, 700)
    QTest.qWait(30)
    assert view.scale > whole
    assert find(preview, "preview.scale", QLabel).text() == f"{view.scale:.0%}"


def wheel(area: QWidget, turn: int) -> None:
    """Ctrl with the wheel, over the middle of a pane."""
    viewport: QWidget = area.viewport()  # pyright: ignore[reportAttributeAccessIssue]
    place = QPointF(viewport.rect().center())
    where = QPointF(viewport.mapToGlobal(place.toPoint()))
    none, control = Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier
    event = QWheelEvent(place, where, QPoint(), QPoint(0, turn), none, control, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(viewport, event)


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_scan_is_shown_and_turned(preview: Preview, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"扫描.{kind}"
    Image.new("RGB", (800, 400), (240, 240, 200)).save(path, dpi=(200, 200))
    # A kept file bears no ending: what it is called comes along.
    kept = path.rename(tmp_path / "0a1b2c")
    preview.show_file(kept, f"扫描.{kind}")
    assert isinstance(preview.view, PictureView)
    assert find(preview, "preview.name", QLabel).text() == breakable(f"扫描.{kind}")
    before = preview.view.scale
    click(preview, "preview.rotate")
    assert preview.view.scale > before * 1.5
    assert not any(one.isVisible() for one in preview.findChildren(QToolButton, "preview.next"))


@pytest.mark.parametrize("encoding", ["utf8", "gb18030"])
def test_text_is_read_in_either_encoding(preview: Preview, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes("联盟说明：𬭚源".encode(encoding))
    preview.show_file(path)
    assert isinstance(preview.view, TextView)
    assert preview.view.area.toPlainText() == "联盟说明：𬭚源"


def test_what_cannot_be_shown_says_what_it_is_and_opens_elsewhere(preview: Preview, tmp_path: Path) -> None:
    opened: list[tuple[Path, str]] = []
    preview.opener = lambda path, name: opened.append((path, name))
    book = RESOURCES / "samples" / "experts.xlsx"
    preview.show_file(book)
    assert said(preview).startswith("Excel 表格（")
    click(preview, "preview.go-on")
    assert opened == [(book, "experts.xlsx")]
    click(preview, "preview.open")
    assert len(opened) == 2
    strange = tmp_path / "a.bin"
    strange.write_bytes(b"\0\1")
    preview.show_file(strange)
    assert "不能在这里预览" in said(preview)


def test_damaged_locked_and_missing_files_are_told_in_words(
    preview: Preview, certificate: Path, tmp_path: Path
) -> None:
    cut = tmp_path / "半截.pdf"
    cut.write_bytes(certificate.read_bytes()[:4000])
    preview.show_file(cut)
    assert "已损坏" in said(preview)
    false = tmp_path / "其实不是.jpg"
    false.write_bytes(b"no picture at all")
    preview.show_file(false)
    assert "已损坏" in said(preview)
    locked = tmp_path / "加密.pdf"
    writer = pypdf.PdfWriter(clone_from=str(certificate))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(locked)
    preview.show_file(locked)
    assert "打开密码" in said(preview)
    preview.show_file(tmp_path / "没有.pdf")
    assert "找不到这个文件" in said(preview)
    preview.show_file(None)
    assert said(preview) == preview.nothing
    assert preview.actions() == []


def test_a_large_file_is_opened_only_when_asked(
    preview: Preview, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.preview.LIMIT", 1000)
    preview.show_file(certificate)
    assert preview.view is None
    assert "文件较大" in said(preview)
    click(preview, "preview.go-on")
    assert isinstance(preview.view, PdfView)


def test_a_kind_is_told_by_content_before_its_name(certificate: Path, tmp_path: Path) -> None:
    assert kind_at(certificate, "假的.jpg") == "pdf"
    word = tmp_path / "x"
    word.write_bytes(b"PK\x03\x04rest")
    assert kind_at(word, "报告.docx") == "word"
    assert kind_at(word, "报告.zip") == "other"


def test_nothing_heavy_is_loaded_before_something_is_shown() -> None:
    script = "import sys; import ui.preview, ui.preview_views, ui.preview_print; print([m for m in sys.modules if 'QtPdf' in m or 'PrintSupport' in m])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_nothing_of_the_preview_is_cut_unnamed_or_pale(preview: Preview, certificate: Path) -> None:
    preview.resize(380, 500)
    for path in (certificate, None, RESOURCES / "samples" / "experts.xlsx"):
        preview.show_file(path)
        QTest.qWait(30)
        assert faults(preview) == []


# Paper


def box(folder: Path, name: str, width: float, height: float, x: float, y: float, wide: float) -> Path:
    """A page of a size in millimetres with one thick line on it."""
    path = folder / name
    layout = load_layout(BOX.format(width=width, height=height, x=x, y=y, wide=wide))
    path.write_bytes(render(layout, [{"name": "格"}]).pdf)
    return path


def paper(folder: Path, name: str = "out.pdf") -> QPrinter:
    """A printer that writes what it prints into a file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / name))
    printer.setFullPage(True)
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    return printer


def dark(pdf: Path, page: int = 1) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """The size of a printed page and the box of everything dark on it, in millimetres."""
    target = pdf.with_suffix("")
    command = [need("pdftoppm"), "-r", str(DPI), "-gray", "-singlefile", "-f", str(page), "-l", str(page), pdf, target]
    subprocess.run(command, check=True)
    with Image.open(target.with_suffix(".pgm")) as image:
        found = image.point([255] * 128 + [0] * 128).getbbox()
        assert found, "an empty page"
        left, top, right, bottom = (value / DPI * MM for value in found)
        return (image.width / DPI * MM, image.height / DPI * MM), (left, top, right - left, bottom - top)


@pytest.fixture
def goes(qtbot: QtBot) -> Callable[[Printing], bool]:
    """Runs a print job to its end; whether all pages went out."""

    def run(job: Printing) -> bool:
        with qtbot.waitSignal(job.ended, timeout=HANGS_MS) as blocker:
            job.start()
        return bool(blocker.args and blocker.args[0])

    return run


def test_a_page_is_printed_where_it_is_and_as_large_as_it_is(
    preview: Preview, tmp_path: Path, goes: Callable[[Printing], bool]
) -> None:
    source = box(tmp_path, "in.pdf", 210, 297, 50, 100, 60)
    printer = paper(tmp_path)
    assert goes(Printing(PdfLeaves(source), printer, preview))
    size, place = dark(tmp_path / "out.pdf")
    own_size, own = dark(source)
    assert size == pytest.approx(own_size, abs=0.5)
    assert place == pytest.approx(own, abs=0.3)


def test_a_wide_page_lies_across_and_a_larger_sheet_does_not_stretch_it(
    preview: Preview, tmp_path: Path, goes: Callable[[Printing], bool]
) -> None:
    source = box(tmp_path, "in.pdf", 297, 210, 20, 30, 200)
    printer = paper(tmp_path)
    printer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A3), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    leaves = PdfLeaves(source)
    assert too_small(leaves, printer) == ""
    assert goes(Printing(leaves, printer, preview))
    size, place = dark(tmp_path / "out.pdf")
    assert size == pytest.approx((420, 297), abs=0.5)
    assert place == pytest.approx(dark(source)[1], abs=0.3)


def test_a_page_that_the_paper_cannot_take_is_said_and_not_printed(
    preview: Preview, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layout = shipped("plaque-600x400")
    plaque = tmp_path / "牌匾.pdf"
    plaque.write_bytes(render(layout, [layout.sample()]).pdf)
    printer = paper(tmp_path)
    monkeypatch.setattr("ui.preview.ask_printer", lambda *_: printer)
    preview.show_file(plaque)
    click(preview, "preview.print")
    told = find(preview, "preview.told", QLabel).text()
    assert "毫米" in told
    assert "放不下" in told
    assert not (tmp_path / "out.pdf").exists()


def test_the_sheet_asked_for_is_the_pages_own(tmp_path: Path) -> None:
    sheet = layout_of(PdfLeaves(box(tmp_path, "in.pdf", 297, 210, 20, 30, 50)).size(0))
    assert sheet.pageSize().id() is QPageSize.PageSizeId.A4
    assert sheet.orientation() is QPageLayout.Orientation.Landscape
    plaque = layout_of(PdfLeaves(box(tmp_path, "in2.pdf", 600, 400, 20, 30, 50)).size(0))
    assert plaque.fullRect(QPageLayout.Unit.Millimeter).width() == pytest.approx(600, abs=0.5)


def test_only_the_pages_asked_for_go_out(
    preview: Preview, certificate: Path, tmp_path: Path, goes: Callable[[Printing], bool]
) -> None:
    printer = paper(tmp_path)
    ranges = QPageRanges()
    ranges.addPage(1)
    ranges.addPage(3)
    printer.setPageRanges(ranges)
    steps: list[tuple[int, int]] = []
    job = Printing(PdfLeaves(certificate), printer, preview)
    job.stepped.connect(lambda done, total: steps.append((done, total)))
    assert goes(job)
    assert steps == [(1, 2), (2, 2)]
    assert len(pypdf.PdfReader(tmp_path / "out.pdf").pages) == 2


def test_the_rest_can_be_called_off_and_the_window_lives_meanwhile(
    preview: Preview, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    heard: list[tuple[str, int, str, bool]] = []
    preview.printed.connect(lambda *facts: heard.append(facts))
    monkeypatch.setattr("ui.preview.ask_printer", lambda *_: paper(tmp_path))
    preview.show_file(certificate)
    click(preview, "preview.print")
    assert not find(preview, "preview.print", QToolButton).isEnabled()
    # Another file may be looked at while this one is printed.
    preview.show_file(box(tmp_path, "other.pdf", 100, 100, 10, 10, 20))
    click(preview, "preview.stop")
    qtbot.waitUntil(lambda: bool(heard), timeout=HANGS_MS)
    assert heard[0][3] is False
    assert "没有打印完" in find(preview, "preview.told", QLabel).text()
    assert find(preview, "preview.print", QToolButton).isEnabled()


def test_a_whole_job_says_what_went_where(
    preview: Preview, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("ui.preview.ask_printer", lambda *_: paper(tmp_path))
    preview.show_file(certificate)
    with qtbot.waitSignal(preview.printed, timeout=HANGS_MS) as done:
        click(preview, "preview.print")
    assert done.args is not None
    assert done.args[:2] == ["证书.pdf", 3]
    assert done.args[3] is True
    assert "共 3 页，已按原大送往打印机" in find(preview, "preview.told", QLabel).text()


def test_a_scan_is_printed_as_large_as_it_says_it_is(
    preview: Preview, tmp_path: Path, goes: Callable[[Printing], bool]
) -> None:
    path = tmp_path / "scan.png"
    image = Image.new("L", (1000, 500), 255)
    image.paste(0, (100, 100, 900, 400))
    image.save(path, dpi=(200, 200))
    preview.show_file(path)
    view = preview.view
    assert isinstance(view, PictureView)
    leaves = view.leaves()
    assert isinstance(leaves, PictureLeaves)
    assert goes(Printing(leaves, paper(tmp_path), preview))
    _, (_, _, wide, high) = dark(tmp_path / "out.pdf")
    assert (wide, high) == pytest.approx((800 / 200 * MM, 300 / 200 * MM), abs=0.5)
