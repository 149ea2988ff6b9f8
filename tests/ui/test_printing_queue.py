"""A page goes through Qt, CUPS and its filters to a printer, and comes out where and as large as it was drawn."""

import subprocess
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from tests.helpers.printing import Queue
from tests.helpers.tools import need

pytestmark = pytest.mark.usefixtures("qapp")
MM = 25.4
DPI = 150


def printer(queue: Queue, orientation: QPageLayout.Orientation = QPageLayout.Orientation.Portrait) -> QPrinter:
    """The queue as Qt gives it, on A4 to the very edge."""
    printer = QPrinter(QPrinterInfo.printerInfo(queue.name), QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF()))
    printer.setFullPage(True)
    return printer


def draw(printer: QPrinter, *boxes: tuple[float, float, float, float]) -> None:
    """Print one page for each black box: left, top, width, height in millimetres."""
    painter = QPainter()
    assert painter.begin(printer)
    for place, box in enumerate(boxes):
        assert not place or printer.newPage()
        painter.fillRect(QRectF(*(value / MM * printer.resolution() for value in box)), Qt.GlobalColor.black)
    assert painter.end()


def found(pdf: Path, page: int = 1) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """The size of a page and the box of everything dark on it, in millimetres."""
    target = pdf.with_suffix("")
    command = [need("pdftoppm"), "-r", str(DPI), "-gray", "-singlefile", "-f", str(page), "-l", str(page), pdf, target]
    subprocess.run(command, check=True)
    with Image.open(target.with_suffix(".pgm")) as image:
        box = image.point([255] * 128 + [0] * 128).getbbox()
        assert box, "an empty page"
        left, top, right, bottom = (value / DPI * MM for value in box)
        return (image.width / DPI * MM, image.height / DPI * MM), (left, top, right - left, bottom - top)


def test_qt_sees_the_queue_and_its_paper(pdf_queue: Queue) -> None:
    assert QPrinterInfo.availablePrinterNames() == [pdf_queue.name]
    assert QPrinterInfo.defaultPrinterName() == pdf_queue.name
    sizes = {size.id() for size in QPrinterInfo.printerInfo(pdf_queue.name).supportedPageSizes()}
    assert {QPageSize.PageSizeId.A4, QPageSize.PageSizeId.A3} <= sizes


def test_a_page_comes_out_where_it_was_drawn(pdf_queue: Queue) -> None:
    draw(printer(pdf_queue), (50, 100, 60, 20))
    size, box = found(pdf_queue.printed()[0])
    assert size == pytest.approx((210, 297), abs=0.5)
    assert box == pytest.approx((50, 100, 60, 20), abs=0.5)


def test_a_second_job_is_a_second_file_with_all_its_pages(pdf_queue: Queue) -> None:
    draw(printer(pdf_queue), (20, 20, 10, 10))
    draw(printer(pdf_queue), (20, 30, 100, 10), (150, 200, 30, 30))
    first, second = pdf_queue.printed(2)
    assert found(first)[1] == pytest.approx((20, 20, 10, 10), abs=0.5)
    assert found(second)[1] == pytest.approx((20, 30, 100, 10), abs=0.5)
    assert found(second, 2)[1] == pytest.approx((150, 200, 30, 30), abs=0.5)


def test_a_wide_page_lies_turned_on_the_same_paper(pdf_queue: Queue) -> None:
    draw(printer(pdf_queue, QPageLayout.Orientation.Landscape), (50, 100, 60, 20))
    size, box = found(pdf_queue.printed()[0])
    assert size == pytest.approx((210, 297), abs=0.5)
    assert box[2:] == pytest.approx((20, 60), abs=0.5)
