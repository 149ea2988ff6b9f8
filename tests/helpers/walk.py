"""Walking every widget of a window as a demanding eye would: nothing cut, everything named, reachable, readable."""

import re
from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from ui.theme.colours import contrast

LEAST = 4.5
"""Contrast of words on their ground (WCAG 2.2, 1.4.3)."""
_SLACK = 2
_PANE = 48
"""A pane that scrolls shows at least this much of what is in it."""
_ROWS = 40
"""So many rows of a table are looked at."""
_EXACT = re.compile(r"\d{4}-\d\d-\d\d|\d{6}-\d{4}-\d+$")
"""A day, or the number of a case."""
_OWN = ("qt_", "ScrollLeftButton", "ScrollRightButton")
"""Names of parts that Qt makes inside its widgets."""
_LEAVES = QLabel | QAbstractButton | QLineEdit | QComboBox | QAbstractSpinBox


def faults(root: QWidget, *, readable: bool = False) -> list[str]:
    """Everything wrong with the visible widgets below ``root``: object name or words, and what is wrong. readable: only the contrast."""
    found: list[str] = []
    picture = root.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    for widget in [root, *root.findChildren(QWidget)]:
        if widget.isVisible() and widget.width() and not _inner(widget) and not widget.visibleRegion().isEmpty():
            what = [*_pale(widget, root, picture)]
            if not readable:
                what += [*_cut(widget), *_outside(widget, root), *_unnamed(widget), *_unreachable(widget)]
            found += [f"{_called(widget)}: {fault}" for fault in what]
    return found if readable else [*found, *_over_each_other(root)]


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


def _inner(widget: QWidget) -> bool:
    """A part that Qt makes inside a widget of its own."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QCalendarWidget):
            return True
        above = above.parentWidget()
    return widget.objectName().startswith(_OWN) or isinstance(
        widget.parentWidget(), QComboBox | QLineEdit | QAbstractSpinBox | QHeaderView
    )


def _called(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    above = widget.parentWidget()
    while above is not None and not above.objectName():
        above = above.parentWidget()
    return f"{type(widget).__name__} {widget.objectName() or words[:24]!r} in {above.objectName() if above else '-'}"


# Cut


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        if widget.text() and widget.pixmap().isNull():
            yield from _label(widget)
    elif isinstance(widget, QAbstractButton):
        need = widget.sizeHint()
        if widget.text() and (need.width() > widget.width() + _SLACK or need.height() > widget.height() + _SLACK):
            yield f"needs {need.toTuple()}, has {widget.size().toTuple()}: {widget.text()[:30]!r}"
    elif isinstance(widget, QLineEdit):
        if widget.placeholderText() and not widget.text():
            need = widget.fontMetrics().horizontalAdvance(widget.placeholderText())
            room = widget.contentsRect().width() - 20
            if need > room + _SLACK:
                yield f"hint needs {need} px, has {room}: {widget.placeholderText()[:30]!r}"
    elif isinstance(widget, QComboBox):
        yield from _choice(widget)
    elif isinstance(widget, QHeaderView):
        yield from _headings(widget)
    elif isinstance(widget, QTabBar):
        yield from _tabs(widget)
    elif isinstance(widget, QTableView):
        yield from _cells(widget)
    elif isinstance(widget, QListView):
        over = widget.sizeHintForColumn(0) - widget.viewport().width()
        if over > _SLACK and widget.model().rowCount():
            yield f"its lines are {over} px wider than it"
    if isinstance(widget, QAbstractScrollArea) and not isinstance(widget, QHeaderView):
        yield from _pane(widget)


def _label(label: QLabel) -> Iterator[str]:
    words = label.text()
    need = label.sizeHint()
    if not label.wordWrap():
        if need.width() > label.width() + _SLACK or need.height() > label.height() + _SLACK:
            yield f"needs {need.toTuple()}, has {label.size().toTuple()}: {words[:30]!r}"
        return
    high = label.heightForWidth(label.width())
    if high > label.height() + _SLACK:
        yield f"needs {high} px of height, has {label.height()}: {words[:30]!r}"
    # Chinese breaks between any two signs; a number or an English word does not.
    longest = max((part for word in words.split() for part in _unbroken(word)), key=len, default="")
    if (wide := label.fontMetrics().horizontalAdvance(longest)) > label.width() + _SLACK:
        yield f"{longest[:40]!r} needs {wide} px, the label has {label.width()}"


def _unbroken(word: str) -> list[str]:
    """The parts of a word at which no line may end."""
    return "".join(sign if sign.isalnum() and sign.isascii() else " " for sign in word).split()


def _choice(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    style = box.style()
    field = style.subControlRect(QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box)
    need = box.fontMetrics().horizontalAdvance(box.currentText())
    if need > field.width() + _SLACK and not box.isEditable():
        yield f"choice needs {need} px, has {field.width()}: {box.currentText()[:30]!r}"


def _headings(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if header.orientation() is not Qt.Orientation.Horizontal or not isinstance(header.parent(), QTableView):
        return
    for at in range(header.count()):
        words = str(model.headerData(at, Qt.Orientation.Horizontal) or "")
        need = header.fontMetrics().horizontalAdvance(words) + 16
        if not header.isSectionHidden(at) and need > header.sectionSize(at) + _SLACK:
            yield f"heading needs {need} px, has {header.sectionSize(at)}: {words!r}"


def _cells(table: QTableView) -> Iterator[str]:
    """Days, numbers of cases and figures must stand whole: what is left of them would be another one."""
    model = table.model()
    for row in range(min(model.rowCount(), _ROWS)):
        for at in range(model.columnCount()):
            index = model.index(row, at)
            words = str(index.data() or "")
            right = int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & Qt.AlignmentFlag.AlignRight.value
            if words and not table.isColumnHidden(at) and (right or _EXACT.match(words)):
                need = table.sizeHintForIndex(index).width()
                if need > table.columnWidth(at) + _SLACK:
                    yield f"cell needs {need} px, has {table.columnWidth(at)}: {words!r}"


def _tabs(bar: QTabBar) -> Iterator[str]:
    shown = [at for at in range(bar.count()) if bar.isTabVisible(at)]
    for at in shown:
        need = bar.fontMetrics().horizontalAdvance(bar.tabText(at)) + 20
        if need > bar.tabRect(at).width() + _SLACK:
            yield f"tab needs {need} px, has {bar.tabRect(at).width()}: {bar.tabText(at)!r}"
    over = max((bar.tabRect(at).right() + 1 for at in shown), default=0) - bar.width()
    if over > _SLACK:
        yield f"its tabs are {over} px wider than it"


def _pane(area: QAbstractScrollArea) -> Iterator[str]:
    if isinstance(area, QScrollArea) and (inside := area.widget()) is not None:
        over = inside.minimumSizeHint().width() - area.viewport().width()
        no_bar = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if no_bar and area.widgetResizable() and over > _SLACK:
            yield f"its content is {over} px wider than it and cannot be scrolled"
    bar = area.verticalScrollBar()
    if bar.maximum() > bar.minimum() and area.viewport().height() < _PANE and not isinstance(area, QTextEdit):
        yield f"shows {area.viewport().height()} px of what scrolls in it"


def _outside(widget: QWidget, root: QWidget) -> Iterator[str]:
    """What stands out of what holds it, unless it can be scrolled to."""
    if not isinstance(widget, _LEAVES | QAbstractScrollArea | QFrame):
        return
    place, now = widget.rect(), widget
    while now is not root and (above := now.parentWidget()) is not None:
        place = place.translated(now.pos())
        area = above.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is above:
            fixed = area.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            if fixed and (place.left() < -_SLACK or place.right() > above.width() + _SLACK):
                yield f"stands {place.right() - above.width()} px out of {area.objectName() or type(area).__name__}"
            return
        if not above.rect().adjusted(-_SLACK, -_SLACK, _SLACK, _SLACK).contains(place):
            yield f"stands out of {above.objectName() or type(above).__name__}: {place.getRect()} in {above.size().toTuple()}"
            return
        now = above


def _over_each_other(root: QWidget) -> Iterator[str]:
    """Two things with words of one parent at the same place: the room was too small for its layout."""
    for parent in [root, *root.findChildren(QWidget)]:
        if not parent.isVisible() or _inner(parent) or isinstance(parent, QCalendarWidget):
            continue
        leaves = [
            one
            for one in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if isinstance(one, _LEAVES | QAbstractScrollArea) and one.isVisible() and not _inner(one)
        ]
        leaves.sort(key=lambda one: one.y())
        for at, one in enumerate(leaves):
            for other in leaves[at + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if common.width() > _SLACK and common.height() > _SLACK:
                    yield f"{_called(one)} and {_called(other)} lie over each other: {common.getRect()}"


# Named, reachable


def _interactive(widget: QWidget) -> bool:
    kinds = QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit | QAbstractSpinBox | QAbstractItemView | QTabBar
    return isinstance(widget, kinds) and not isinstance(widget, QHeaderView)


def _unnamed(widget: QWidget) -> Iterator[str]:
    if _interactive(widget) and not isinstance(widget, QTabBar):
        own = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if not own.strip():
            yield "has no accessible name"


def _unreachable(widget: QWidget) -> Iterator[str]:
    if _interactive(widget) and widget.isEnabled() and not _tabbed(widget):
        # Of buttons that exclude one another Tab reaches one; the arrow keys go on from there.
        group = widget.group() if isinstance(widget, QAbstractButton) else None
        if group is None or not any(_tabbed(one) for one in group.buttons()):
            yield "cannot be reached with Tab"


def _tabbed(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


# Readable


def _pale(widget: QWidget, root: QWidget, picture: QImage) -> Iterator[str]:
    """The contrast of words, read from their pixels: the commonest colour is the ground, the farthest from it the words."""
    if not widget.isEnabled() or not _says(widget):
        return
    if _covered(widget, root):
        return  # the words may be the part that something lies over
    ratio = picture.devicePixelRatio()
    # Not its edge, which has a colour of its own.
    area = widget.rect().adjusted(4, 2, -4, -2)
    place = widget.mapTo(root, area.topLeft())
    crop = QRect(
        round(place.x() * ratio), round(place.y() * ratio), round(area.width() * ratio), round(area.height() * ratio)
    )
    part = picture.copy(crop)
    if part.isNull():
        return
    colours = Counter(memoryview(part.constBits()).cast("I").tolist())
    if len(colours) < 2:
        return
    ground = colours.most_common(1)[0][0]
    best = max(_contrast(ground, colour) for colour, _ in colours.most_common(80))
    if best < LEAST:
        yield f"contrast {best:.1f}: {_says(widget)[:30]!r}"


def _covered(widget: QWidget, root: QWidget) -> bool:
    """Whether a part of it is scrolled away or lies under another widget."""
    if widget.visibleRegion() != QRegion(widget.rect()):
        return True
    place = widget.rect().adjusted(2, 2, -2, -2)
    for point in (place.topLeft(), place.bottomRight(), place.center()):
        top = root.childAt(widget.mapTo(root, point))
        if top is None or (top is not widget and not widget.isAncestorOf(top)):
            return True
    return False


def _says(widget: QWidget) -> str:
    if isinstance(widget, QLabel):
        return widget.text() if widget.pixmap().isNull() else ""
    if isinstance(widget, QAbstractButton):
        return widget.text()
    return (widget.text() or widget.placeholderText()) if isinstance(widget, QLineEdit) else ""


def _contrast(one: int, other: int) -> float:
    return contrast(f"#{one & 0xFFFFFF:06X}", f"#{other & 0xFFFFFF:06X}")
