"""A list whose entries are a line and a smaller one below it, both wrapped: a name that does not fit is never cut."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import measures
from ui.theme.look import Look

KEY = Qt.ItemDataRole.UserRole
_BELOW = Qt.ItemDataRole.UserRole + 1
_SIDE, _UPRIGHT = 8, 6
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
Index = QModelIndex | QPersistentModelIndex


class Lines(QListWidget):
    """Entries with a key."""

    def __init__(self, look: Look, name: str, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setItemDelegate(_Painter(look, self))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def put(self, key: str, line: str, below: str, tip: str = "") -> None:
        """Add an entry."""
        item = QListWidgetItem(line, self)
        item.setData(KEY, key)
        item.setData(_BELOW, below)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{line} {below}")
        item.setToolTip(tip)

    def key(self, item: QListWidgetItem | None) -> str:
        """The key of an entry, empty for none."""
        return str(item.data(KEY)) if item is not None else ""


class _Painter(QStyledItemDelegate):
    """Measures and paints an entry by the same rule, so that its height always fits."""

    def __init__(self, look: Look, view: QListWidget) -> None:
        super().__init__(view)
        self._look, self._view = look, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        upper, lower = self._places(index, QPoint(0, 0))
        return QSize(self._width(), upper.height() + lower.height() + 2 * _UPRIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.text = ""  # pyright: ignore[reportAttributeAccessIssue] - the ground only: chosen, hovered, focused
        style: QStyle = self._view.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, whole, painter, self._view)
        corner: QPoint = option.rect.topLeft()  # pyright: ignore[reportAttributeAccessIssue]
        upper, lower = self._places(index, corner)
        colours = self._look.colours
        for place, text, font, colour in (
            (upper, str(index.data()), self._view.font(), colours.text),
            (lower, str(index.data(_BELOW)), self._small(), colours.quiet),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(place, _WRAPPED, text)

    def _width(self) -> int:
        """The room beside a scroll bar, whether or not it is there: heights do not change when it comes."""
        return max(40, self._view.width() - self._view.verticalScrollBar().sizeHint().width() - 2)

    def _small(self) -> QFont:
        font = QFont(self._view.font())
        font.setPixelSize(measures.SMALL)
        return font

    def _places(self, index: Index, corner: QPoint) -> tuple[QRect, QRect]:
        """Where the two lines stand."""
        wide = self._width() - 2 * _SIDE
        upper = _measured(self._view.font(), str(index.data()), wide)
        lower = _measured(self._small(), str(index.data(_BELOW)), wide)
        start = corner + QPoint(_SIDE, _UPRIGHT)
        return QRect(start, QSize(wide, upper)), QRect(start + QPoint(0, upper), QSize(wide, lower))


def _measured(font: QFont, text: str, wide: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, wide, 10_000), _WRAPPED, text).height() if text else 0
