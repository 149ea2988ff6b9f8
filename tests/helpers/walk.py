"""Walking every widget of a window as a demanding eye would: nothing cut, everything named, reachable, readable."""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTableView,
    QWidget,
)

from ui.theme.colours import contrast

LEAST = 4.5
"""Contrast of words on their ground (WCAG 2.2, 1.4.3)."""
_SLACK = 2
_OWN = ("qt_", "ScrollLeftButton", "ScrollRightButton")
"""Names of parts that Qt makes inside its widgets."""


def faults(root: QWidget) -> list[str]:
    """Everything wrong with the visible widgets below ``root``: object name or words, and what is wrong."""
    found: list[str] = []
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisible() and widget.width() and not widget.objectName().startswith(_OWN) and not _hidden(widget):
            found += [
                f"{_called(widget)}: {what}"
                for what in (*_cut(widget), *_unnamed(widget), *_unreachable(widget), *_pale(widget))
            ]
    return found


def _called(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    above = widget.parentWidget()
    return f"{type(widget).__name__} {widget.objectName() or words[:24]!r} in {above.objectName() if above else '-'}"


def _hidden(widget: QWidget) -> bool:
    """Scrolled out of sight: not shown now, so nothing of it is cut by the window."""
    return widget.visibleRegion().isEmpty()


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel) and widget.text() and widget.pixmap().isNull():
        if widget.wordWrap():
            need = widget.heightForWidth(widget.width())
            if need > widget.height() + _SLACK:
                yield f"needs {need} px of height, has {widget.height()}: {widget.text()[:30]!r}"
            longest = max(widget.fontMetrics().horizontalAdvance(word) for word in widget.text().split() or [""])
            if longest > widget.width() + _SLACK and widget.text().isascii():
                yield f"a word is wider than the label: {widget.text()[:30]!r}"
        elif (
            widget.sizeHint().width() > widget.width() + _SLACK or widget.sizeHint().height() > widget.height() + _SLACK
        ):
            yield f"needs {widget.sizeHint().toTuple()}, has {widget.size().toTuple()}: {widget.text()[:30]!r}"
    elif isinstance(widget, QAbstractButton) and widget.text():
        need = widget.minimumSizeHint() if not widget.sizeHint().isValid() else widget.sizeHint()
        if need.width() > widget.width() + _SLACK or need.height() > widget.height() + _SLACK:
            yield f"needs {need.toTuple()}, has {widget.size().toTuple()}: {widget.text()[:30]!r}"
    elif (
        isinstance(widget, QLineEdit)
        and widget.placeholderText()
        and not widget.text()
        and not isinstance(widget.parent(), QComboBox)
    ):
        need = widget.fontMetrics().horizontalAdvance(widget.placeholderText()) + 16
        if need > widget.width() + _SLACK:
            yield f"hint needs {need} px, has {widget.width()}: {widget.placeholderText()[:30]!r}"
    elif isinstance(widget, QComboBox):
        need = widget.fontMetrics().horizontalAdvance(widget.currentText()) + 36
        if need > widget.width() + _SLACK:
            yield f"choice needs {need} px, has {widget.width()}: {widget.currentText()[:30]!r}"
    elif (
        isinstance(widget, QHeaderView)
        and widget.orientation() is Qt.Orientation.Horizontal
        and isinstance(widget.parent(), QTableView)
    ):
        yield from _headings(widget)
    elif isinstance(widget, QTabBar):
        for at in range(widget.count()):
            need = widget.fontMetrics().horizontalAdvance(widget.tabText(at)) + 20
            if widget.isTabVisible(at) and need > widget.tabRect(at).width() + _SLACK:
                yield f"tab needs {need} px, has {widget.tabRect(at).width()}: {widget.tabText(at)!r}"
    if isinstance(widget, QScrollArea) and widget.widget() is not None and widget.widgetResizable():
        over = widget.widget().minimumSizeHint().width() - widget.viewport().width()
        no_bar = widget.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if no_bar and over > _SLACK:
            yield f"its content is {over} px wider than it and cannot be scrolled"


def _headings(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    for at in range(header.count()):
        words = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        need = header.fontMetrics().horizontalAdvance(words) + 14
        if not header.isSectionHidden(at) and need > header.sectionSize(at) + _SLACK:
            yield f"heading needs {need} px, has {header.sectionSize(at)}: {words!r}"


def _interactive(widget: QWidget) -> bool:
    return isinstance(
        widget, QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit | QAbstractItemView | QTabBar
    ) and not (
        isinstance(widget, QHeaderView) or isinstance(widget.parent(), QComboBox | QHeaderView | QTableView | QLineEdit)
    )


def _unnamed(widget: QWidget) -> Iterator[str]:
    if _interactive(widget):
        own = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if not own.strip() and not isinstance(widget, QTabBar):
            yield "has no accessible name"


def _unreachable(widget: QWidget) -> Iterator[str]:
    if _interactive(widget) and widget.isEnabled() and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield "cannot be reached with Tab"


def _pale(widget: QWidget) -> Iterator[str]:
    """The contrast of a label's words, read from its pixels: the commonest colour is the ground, the farthest from it the words."""
    if not isinstance(widget, QLabel) or not widget.text() or not widget.pixmap().isNull() or not widget.isEnabled():
        return
    area = widget.visibleRegion().boundingRect().intersected(QRect(0, 0, 240, 60))
    top = widget.window()
    image = (
        top.grab(QRect(widget.mapTo(top, area.topLeft()), area.size()))
        .toImage()
        .convertToFormat(QImage.Format.Format_RGB32)
    )
    colours = Counter(image.pixelColor(x, y).name() for y in range(image.height()) for x in range(image.width()))
    if len(colours) < 2:
        return
    ground = colours.most_common(1)[0][0]
    best = max(contrast(ground, colour) for colour in colours)
    if best < LEAST:
        yield f"contrast {best:.1f}: {widget.text()[:30]!r}"


def tab_order(root: QWidget) -> list[QWidget]:
    """The visible widgets that Tab goes through below ``root``, in order."""
    found: list[QWidget] = []
    widget = root.nextInFocusChain()
    while widget is not root and widget is not None:
        if (
            widget.isVisible()
            and widget.isEnabled()
            and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and root.isAncestorOf(widget)
        ):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found
