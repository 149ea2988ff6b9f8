"""Lists on the workbench: each line says what, why and how long, and leads there with one click or Enter."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.language import tr
from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look

_PAD = 6
_LEAST = 84
_LONG_WORD = re.compile(r"[!-~]{20}")
"""A file's name has no place to break; everything else breaks where Chinese does."""


class Line(NamedTuple):
    """One line. title: who or what; detail: about it; side: how long, with its tone and icon; run: goes there."""

    title: str
    detail: str
    run: Callable[[], None]
    side: str = ""
    tone: Tone = Tone.QUIET
    icon: str = ""

    @property
    def seen(self) -> tuple[str, str, str, Tone, str]:
        """What of it is seen."""
        return self.title, self.detail, self.side, self.tone, self.icon


class Lines(QListWidget):
    """Lines under one another. Words wrap, nothing is cut off."""

    def __init__(self, look: Look, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setItemDelegate(_Painter(look, self))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(_LEAST)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemClicked.connect(self._go)
        self._look = look
        look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        """The card is frame enough; only the focus draws one."""
        accent = self._look.colours.accent
        self.setStyleSheet(
            "QListWidget { border: 1px solid transparent; background: transparent; }"
            f"QListWidget:focus {{ border: 1px solid {accent}; }}"
        )
        self.viewport().update()

    def sizeHint(self) -> QSize:
        return QSize(200, _LEAST)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; the cursor stays at its place. Where the same words stand already, nothing is laid out anew."""
        same = [line.seen for line in self._lines] == [line.seen for line in lines]
        if same:
            self._lines = list(lines)
            return
        at = self.currentRow()
        self.clear()  # it may measure what it takes away, so the old lines stay until then
        self._lines = list(lines)
        for line in lines:
            item = QListWidgetItem()
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, tr("ui.list-sign").join(part for part in line.seen[:3] if part)
            )
            self.addItem(item)
        if lines:
            self.setCurrentRow(min(max(at, 0), len(lines) - 1))
            self.clearSelection()

    def lines(self) -> list[Line]:
        """What is shown."""
        return self._lines

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentRow() >= 0:
            self._go(self.currentItem())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _go(self, item: QListWidgetItem) -> None:
        self._lines[self.row(item)].run()


class _Painter(QStyledItemDelegate):
    """Draws a line: icon, title with how long at its right, and the detail below."""

    def __init__(self, look: Look, view: Lines) -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._view.viewport().width()
        places = self._places(self._view.lines()[index.row()], QRect(0, 0, width, 1 << 16))
        return QSize(width, max(places[0].bottom(), places[1].bottom(), places[2].bottom()) + 1 + _PAD)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line = self._view.lines()[index.row()]
        style = self._view.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, self._view)
        colours = self._look.colours
        title, side, detail = self._places(line, option.rect)
        painter.save()
        if line.icon:
            icon = self._look.icon(line.icon, line.tone, measures.ICON)
            icon.paint(painter, QRect(option.rect.x() + _PAD, title.y() + 2, measures.ICON, measures.ICON))
        painter.setFont(self._view.font())
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        painter.drawText(title, _wrap(line.title), line.title)
        painter.setPen(self._look.colour(line.tone))
        painter.drawText(side, Qt.AlignmentFlag.AlignRight, line.side)
        painter.setFont(_small(self._view.font()))
        painter.setPen(self._look.colour(Tone.QUIET))
        painter.drawText(detail, _wrap(line.detail), line.detail)
        focused = option.state & QStyle.StateFlag.State_HasFocus
        painter.setPen(colours.accent if focused else colours.line)
        if focused:
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        elif index.row() + 1 < self._view.count():
            painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.restore()

    def _places(self, line: Line, rect: QRect) -> tuple[QRect, QRect, QRect]:
        """Where title, side and detail stand in a line's rectangle."""
        plain, small = QFontMetrics(self._view.font()), QFontMetrics(_small(self._view.font()))
        left = rect.x() + _PAD + (measures.ICON + _PAD if line.icon else 0)
        right = rect.right() - _PAD
        beside = plain.horizontalAdvance(line.side) + measures.GAP if line.side else 0
        room = QRect(left, rect.y() + _PAD, max(40, right - left - beside), 1 << 16)
        title = plain.boundingRect(room, _wrap(line.title), line.title)
        side = QRect(right - beside, room.y(), beside, plain.height())
        below = QRect(left, title.bottom() + 2, max(40, right - left), 1 << 16)
        detail = (
            small.boundingRect(below, _wrap(line.detail), line.detail)
            if line.detail
            else QRect(left, title.bottom(), 1, 1)
        )
        # The exact rectangle of measured text is a pixel too narrow for some fonts when it is drawn.
        return title.adjusted(0, 0, 2, 0), side, detail.adjusted(0, 0, 2, 0)


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(measures.SMALL)
    return made


def _wrap(text: str) -> Qt.TextFlag:
    return Qt.TextFlag.TextWrapAnywhere if _LONG_WORD.search(text) else Qt.TextFlag.TextWordWrap
