"""A certificate goes from the window through the system's dialog and a real queue to paper, and is there what its PDF says."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from alliance_desk.cases import issue, recognition
from alliance_desk.clock import FixedClock
from tests.helpers.desks import CITY, advance, make_office, open_sample_case
from tests.helpers.printing import Queue
from tests.helpers.tools import need
from tests.helpers.windows import HANGS_MS, click, settle
from ui.main_window import MainWindow
from ui.pages.certificates import Certificates

FRIDAY = date(2024, 9, 27)
DPI = 100
BLUR, LEVELS, SHARE = 2, 64, 0.001
"""Half a millimetre of blur, because edges are drawn by another hand; then so few pixels may differ by so many levels of 255."""
MM = round(DPI / 25.4)


def picture(pdf: Path, place: Path) -> Image.Image:
    """The first page as it looks, lying across."""
    command = [need("pdftoppm"), "-r", str(DPI), "-gray", "-singlefile", "-f", "1", "-l", "1", pdf, place]
    subprocess.run(command, check=True)
    image = Image.open(place.with_suffix(".pgm"))
    return image if image.width > image.height else image.rotate(270, expand=True)


def accept_dialog(seen: list[str]) -> None:
    """Press the system dialog's own button once it is there."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, QPrintDialog):
        QTimer.singleShot(50, lambda: accept_dialog(seen))
        return
    seen.append(dialog.printer().printerName())
    dialog.accept()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_certificate_printed_from_the_window_comes_out_at_its_true_size(
    pdf_queue: Queue, qtbot: QtBot, window_on: Callable[..., MainWindow], tmp_path: Path
) -> None:
    with make_office(tmp_path / "w", CITY, "市", "210300", FixedClock(FRIDAY)) as desk:
        case = open_sample_case(desk, "样例市䶮石镁质材料产业技术创新战略联盟").stream
        advance(desk, case, "recognition")
        recognition.recognise(desk, case, "样科发〔2024〕1号", FRIDAY)
        issue.issue(desk, case, "certificate")
    original = tmp_path / "w" / "papers" / "certificate-YL-2024-001.pdf"
    window = window_on(tmp_path / "w", FRIDAY)
    window.go("certificates", case)
    page = window.pages["certificates"]
    assert isinstance(page, Certificates)
    qtbot.waitUntil(lambda: page.preview.path == original, timeout=HANGS_MS)
    qtbot.wait(100)

    seen: list[str] = []
    QTimer.singleShot(50, lambda: accept_dialog(seen))
    with qtbot.waitSignal(page.preview.printed, timeout=60_000) as printed:
        click(page, "certificate.print")
    assert seen == [pdf_queue.name]
    assert printed.args == ["证书 YL-2024-001", 1, pdf_queue.name, True]
    settle(qtbot, window)
    qtbot.waitUntil(
        lambda: any("YL-2024-001 已打印" in label.text() for label in page.side.findChildren(QLabel)), timeout=HANGS_MS
    )

    wanted = picture(original, tmp_path / "wanted")
    came = picture(pdf_queue.printed()[0], tmp_path / "came")
    assert abs(wanted.width - came.width) <= 2
    assert abs(wanted.height - came.height) <= 2
    came = came.resize(wanted.size)
    assert share(wanted, came) <= SHARE
    assert share(wanted, ImageChops.offset(came, MM, 0)) > 10 * SHARE, "a millimetre beside its place would be found"


def share(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that differ beyond the tolerance."""
    blurred = (image.filter(ImageFilter.GaussianBlur(BLUR)) for image in (one, other))
    return sum(ImageChops.difference(*blurred).histogram()[LEVELS:]) / (one.width * one.height)
