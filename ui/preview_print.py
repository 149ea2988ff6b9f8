"""From what a preview shows to paper, at its true size: a page of a PDF is never stretched to fill another sheet."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QMarginsF, QObject, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QWidget

from ui.language import tr

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

LEAST_DPI, MOST_DPI = 300, 600
"""Pages are drawn at the printer's own resolution within these bounds."""
_BAND = 4_000_000
"""Pixels drawn at once: a plaque of 600 × 400 mm never stands in the memory as a whole."""
_MM = 25.4
_POINT = 72.0
_SLACK = 1.0
"""Millimetres that two sheets of one name may differ by."""
_A4 = QSizeF(210 / _MM * _POINT, 297 / _MM * _POINT)
_EDGE = 10 / _MM * _POINT


class Leaves(Protocol):
    """Pages that can be painted."""

    def count(self) -> int:
        """How many there are."""
        ...

    def size(self, page: int) -> QSizeF:
        """How large a page is, in points."""
        ...

    def paint(self, painter: QPainter, page: int, resolution: int) -> Iterator[None]:
        """Paint a page at its true size from the sheet's corner, piece by piece. resolution: units of the painter in an inch."""
        ...


class PdfLeaves:
    """The pages of a PDF. It is opened for itself: the preview may go on to another file while this one is printed."""

    def __init__(self, path: Path) -> None:
        from PySide6.QtPdf import QPdfDocument

        self._document = QPdfDocument()
        self._document.load(str(path))

    def count(self) -> int:
        return self._document.pageCount()

    def size(self, page: int) -> QSizeF:
        return self._document.pagePointSize(page)

    def paint(self, painter: QPainter, page: int, resolution: int) -> Iterator[None]:
        from PySide6.QtPdf import QPdfDocumentRenderOptions

        dpi = max(LEAST_DPI, min(MOST_DPI, resolution))
        points = self.size(page)
        whole = QSize(round(points.width() / _POINT * dpi), round(points.height() / _POINT * dpi))
        unit = resolution / dpi
        rows = max(1, _BAND // max(1, whole.width()))
        for top in range(0, whole.height(), rows):
            band = QSize(whole.width(), min(rows, whole.height() - top))
            options = QPdfDocumentRenderOptions()
            options.setScaledSize(whole)
            options.setScaledClipRect(QRect(0, top, band.width(), band.height()))
            place = QRectF(0, top * unit, band.width() * unit, band.height() * unit)
            painter.drawImage(place, _on_white(self._document.render(page, band, options)))
            yield


class PictureLeaves:
    """A picture: as large as it says it is where that fits on A4, else as large as A4 takes it."""

    def __init__(self, image: QImage) -> None:
        self._image = image

    def count(self) -> int:
        return 1

    def size(self, page: int) -> QSizeF:
        return _A4.transposed() if self._image.width() > self._image.height() else _A4

    def paint(self, painter: QPainter, page: int, resolution: int) -> Iterator[None]:
        sheet, image = self.size(page), self._image
        dots = image.dotsPerMeterX() * _MM / 1000
        own = QSizeF(image.size()) / dots * _POINT if dots >= _POINT else QSizeF()
        if own.isEmpty() or own.width() > sheet.width() + 6 or own.height() > sheet.height() + 6:
            room = QSizeF(sheet.width() - 2 * _EDGE, sheet.height() - 2 * _EDGE)
            own = QSizeF(image.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        unit = resolution / _POINT
        left, top = (sheet.width() - own.width()) / 2, (sheet.height() - own.height()) / 2
        painter.drawImage(QRectF(left * unit, top * unit, own.width() * unit, own.height() * unit), image)
        yield


def layout_of(size: QSizeF) -> QPageLayout:
    """The sheet for a page of a size in points, to its very edge; a wide page lies across."""
    wide = size.width() > size.height()
    upright = size.transposed() if wide else size
    page = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    across = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    return QPageLayout(page, across, QMarginsF())


def ask_printer(leaves: Leaves, title: str, parent: QWidget) -> "QPrinter | None":
    """The printer that the person chose in the system's dialog; None when they chose none."""
    from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setFullPage(True)
    printer.setPageLayout(layout_of(leaves.size(0)))
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("ui.preview.print-title", name=title))
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, on=leaves.count() > 1)
    dialog.setMinMax(1, leaves.count())
    return printer if dialog.exec() else None


def too_small(leaves: Leaves, printer: "QPrinter") -> str:
    """Why pages would be cut off on the paper chosen, in words; empty when all of it has room."""
    printer.setFullPage(True)
    sheet = printer.pageLayout().fullRect(QPageLayout.Unit.Millimeter)
    for page in chosen(leaves, printer):
        size = leaves.size(page) / _POINT * _MM
        turned = (size.width() > size.height()) != (sheet.width() > sheet.height())
        wide, high = (sheet.height(), sheet.width()) if turned else (sheet.width(), sheet.height())
        if size.width() > wide + _SLACK or size.height() > high + _SLACK:
            facts = {"paper": printer.pageLayout().pageSize().name(), "page": page + 1}
            facts |= {"width": round(size.width()), "height": round(size.height())}
            return tr("ui.preview.too-small", **facts)
    return ""


def chosen(leaves: Leaves, printer: "QPrinter") -> list[int]:
    """The pages that the dialog asks for, from 0."""
    ranges = printer.pageRanges()
    every = range(leaves.count())
    return list(every) if ranges.isEmpty() else [page for page in every if ranges.contains(page + 1)]


class Printing(QObject):
    """Sends pages to a printer, a piece at each turn of the event loop: the window stays usable, and the rest can be called off.

    Signals: stepped (done, total); ended (whether all pages went out).
    """

    stepped = Signal(int, int)
    ended = Signal(bool)

    def __init__(self, leaves: Leaves, printer: "QPrinter", parent: QObject) -> None:
        super().__init__(parent)
        self._leaves, self._printer = leaves, printer
        copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
        pages = chosen(leaves, printer)
        # Collated: 1 2 3 1 2 3; else 1 1 2 2 3 3.
        together = printer.collateCopies() or copies == 1
        self._pages = pages * copies if together else [page for page in pages for _ in range(copies)]
        self._done = 0
        self._pieces: Iterator[None] = iter(())
        self._stop = False
        self._painter = QPainter()
        self._next: Callable[[], None] = self._begin

    def start(self) -> None:
        """Begin at the next turn."""
        QTimer.singleShot(0, self, self._turn)

    def cancel(self) -> None:
        """Send no further page."""
        self._stop = True

    def _turn(self) -> None:
        self._next()

    def _begin(self) -> None:
        self._fit_sheet()
        if not self._painter.begin(self._printer):
            self.ended.emit(False)
            return
        self._next = self._piece
        self._page()
        self._piece()

    def _page(self) -> None:
        self._pieces = self._leaves.paint(self._painter, self._pages[self._done], self._printer.resolution())

    def _piece(self) -> None:
        if self._stop:
            self._printer.abort()
            self._painter.end()
            self.ended.emit(False)
            return
        if next(self._pieces, self) is self:
            self._done += 1
            self.stepped.emit(self._done, len(self._pages))
            if self._done == len(self._pages):
                self._painter.end()
                self.ended.emit(True)
                return
            self._fit_sheet()
            self._printer.newPage()
            self._page()
        QTimer.singleShot(0, self, self._turn)

    def _fit_sheet(self) -> None:
        """Turn the paper for a page that lies the other way; its size stays what the person chose."""
        size = self._leaves.size(self._pages[self._done])
        wide = size.width() > size.height()
        across = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
        if self._printer.pageLayout().orientation() is not across:
            self._printer.setPageOrientation(across)
        self._printer.setPageMargins(QMarginsF())


def _on_white(image: QImage) -> QImage:
    """A page without its transparency: paper is white."""
    made = QImage(image.size(), QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    painter.drawImage(0, 0, image)
    painter.end()
    return made
