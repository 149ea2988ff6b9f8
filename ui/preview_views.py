"""What a preview can show by itself: the pages of a PDF, a picture, plain text. Each knows its pages, its zoom and how it is printed."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPalette,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QPlainTextEdit, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from alliance_desk import files
from alliance_desk.errors import DeskError
from ui.language import said, tr
from ui.preview_print import Leaves, PdfLeaves, PictureLeaves

SMALLEST, LARGEST, STEP = 0.1, 8.0, 1.25
"""Zoom: least, most, and how much one press or one notch of the wheel gives."""
MOST_PIXELS = 400_000_000
"""A picture with more is shown smaller than it is: it would fill the memory."""
_TEXT_LIMIT = 2 << 20


class View(QWidget):
    """One way of showing a file.

    pages: how many it has. page: the one before the eyes, from 0. scale: 1 is the size on paper. fitted: it follows the width.
    Signals: changed – page or zoom moved.
    """

    changed = Signal()
    prints = True
    turns = False
    """Whether it can be turned by a quarter."""
    zooms = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.pages, self.page = 1, 0
        self.scale, self.fitted = 1.0, True

    def show_file(self, path: Path) -> str:
        """Show a file; why it cannot be shown, in words, or nothing."""
        raise NotImplementedError

    def shut(self) -> None:
        """Let go of the file."""

    def go(self, page: int) -> None:
        """Bring a page before the eyes."""

    def zoom(self, scale: float) -> None:
        """Show it so large."""

    def fit(self) -> None:
        """Follow the width."""

    def turn(self) -> None:
        """Turn by a quarter, clockwise."""

    def leaves(self) -> Leaves | None:
        """What is printed; None where it cannot be."""
        return None

    def wear(self, ground: str) -> None:
        """Put the theme's colour behind what is shown."""

    def listen(self, area: QAbstractScrollArea) -> None:
        """Ctrl with the wheel zooms, as everywhere."""
        area.viewport().installEventFilter(self)
        area.installEventFilter(self)

    def resized(self) -> None:
        """There is another width."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            # The view lays itself out anew first, at the same event.
            QTimer.singleShot(0, self, self.resized)
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.zooms:
            notch = event.angleDelta().y()
            if notch:
                self.zoom(self.scale * (STEP if notch > 0 else 1 / STEP))
            return True
        if event.type() == QEvent.Type.KeyPress and self.zooms:
            for keys, factor in (
                (QKeySequence.StandardKey.ZoomIn, STEP),
                (QKeySequence.StandardKey.ZoomOut, 1 / STEP),
            ):
                if event.matches(keys):  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
                    self.zoom(self.scale * factor)
                    return True
        return super().eventFilter(watched, event)


class PdfView(View):
    """The pages of a PDF under one another, painted by QtPdf."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        self.document = QPdfDocument(self)
        self._path: Path | None = None
        self.area: QPdfView = QPdfView(self)
        self.area.setObjectName("preview.pdf")
        self.area.setPageMode(QPdfView.PageMode.MultiPage)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._modes = QPdfView.ZoomMode
        self.column.addWidget(self.area)
        self.listen(self.area)
        self.area.pageNavigator().currentPageChanged.connect(self._moved)

    def show_file(self, path: Path) -> str:
        from PySide6.QtPdf import QPdfDocument

        wrong = self.document.load(str(path))
        if wrong is not QPdfDocument.Error.None_ or not self.document.pageCount():
            locked = wrong is QPdfDocument.Error.IncorrectPassword
            unread = wrong is QPdfDocument.Error.FileNotFound
            self.document.close()
            return tr("ui.preview.locked" if locked else "ui.preview.unreadable" if unread else "ui.preview.damaged")
        self._path = path
        self.area.setDocument(self.document)
        self.pages, self.page = self.document.pageCount(), 0
        self.fit()
        return ""

    def shut(self) -> None:
        self.document.close()

    def go(self, page: int) -> None:
        page = max(0, min(self.pages - 1, page))
        self.area.pageNavigator().jump(page, QPointF(), self.area.pageNavigator().currentZoom())
        self._moved(page)

    def zoom(self, scale: float) -> None:
        self.fitted, self.scale = False, max(SMALLEST, min(LARGEST, scale))
        self.area.setZoomMode(self._modes.Custom)
        self.area.setZoomFactor(self.scale)
        self.changed.emit()

    def fit(self) -> None:
        self.fitted = True
        self.area.setZoomMode(self._modes.FitToWidth)
        self._measure()
        self.changed.emit()

    def leaves(self) -> Leaves | None:
        return PdfLeaves(self._path) if self._path is not None else None

    def wear(self, ground: str) -> None:
        palette = self.area.palette()
        palette.setColor(QPalette.ColorRole.Dark, QColor(ground))
        self.area.setPalette(palette)

    def resized(self) -> None:
        if self.fitted and self.document.pageCount():
            self._measure()
            self.changed.emit()

    def _measure(self) -> None:
        """How large the view's own fit to the width is: the next press of plus or minus goes on from there."""
        margins = self.area.documentMargins()
        room = self.area.viewport().width() - margins.left() - margins.right()
        wide = self.document.pagePointSize(self.page).width() / 72 * self.logicalDpiX()
        self.scale = max(SMALLEST, room / wide) if wide else 1.0

    def _moved(self, page: int) -> None:
        self.page = page
        self.changed.emit()


class _Canvas(QWidget):
    """A picture, painted as large as its widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor("white"))
        painter.drawImage(QRectF(self.rect()), self.image)
        painter.end()


class PictureView(View):
    """A scan or a photo."""

    turns = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area = QScrollArea(self)
        self.area.setObjectName("preview.picture")
        self.area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._canvas = _Canvas()
        self.area.setWidget(self._canvas)
        self.column.addWidget(self.area)
        self.listen(self.area)

    def show_file(self, path: Path) -> str:
        reader = QImageReader(str(path))
        reader.setAutoTransform(True)
        reader.setDecideFormatFromContent(True)
        reader.setAllocationLimit(0)
        size = reader.size()
        if size.width() * size.height() > MOST_PIXELS:
            reader.setScaledSize(size.scaled(QSize(10_000, 10_000), Qt.AspectRatioMode.KeepAspectRatio))
        image = reader.read()
        if image.isNull():
            return tr("ui.preview.damaged")
        self._canvas.image = image
        self.fit()
        return ""

    def shut(self) -> None:
        self._canvas.image = QImage()

    def zoom(self, scale: float) -> None:
        self.fitted = False
        self._draw(scale)

    def fit(self) -> None:
        self.fitted = True
        wide = self._canvas.image.width()
        self._draw((self.area.viewport().width() - 4) / wide if wide else 1.0)

    def turn(self) -> None:
        from PySide6.QtGui import QTransform

        self._canvas.image = self._canvas.image.transformed(QTransform().rotate(90))
        self.fit() if self.fitted else self._draw(self.scale)

    def leaves(self) -> Leaves:
        return PictureLeaves(self._canvas.image)

    def resized(self) -> None:
        if self.fitted and not self._canvas.image.isNull():
            self.fit()

    def _draw(self, scale: float) -> None:
        self.scale = max(SMALLEST / 10, min(LARGEST, scale))
        size = QSizeF(self._canvas.image.size()) * self.scale
        self._canvas.setFixedSize(size.toSize().expandedTo(QSize(1, 1)))
        self._canvas.update()
        self.changed.emit()


class TextView(View):
    """Plain text."""

    prints = zooms = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.area = QPlainTextEdit(self)
        self.area.setObjectName("preview.text")
        self.area.setReadOnly(True)
        self.column.addWidget(self.area)

    def show_file(self, path: Path) -> str:
        try:
            data = files.read(path, _TEXT_LIMIT)
        except DeskError as error:
            return said(error)
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                self.area.setPlainText(data.decode(encoding))
            except UnicodeDecodeError:
                continue
            return ""
        return tr("ui.preview.damaged")

    def shut(self) -> None:
        self.area.clear()
