"""Which columns of a table are shown: a menu of boxes that stays open while one ticks."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.language import tr

if TYPE_CHECKING:
    from ui.tables.view import Table


class _Boxes(QMenu):
    """A menu that a tick does not close."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("columns")
        self.setAccessibleName(tr("ui.table.columns"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        one = self.activeAction()
        if _ticks(one):
            one.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        one = self.activeAction()
        if _ticks(one) and event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            one.trigger()
        else:
            super().keyPressEvent(event)


def _ticks(one: QAction | None) -> bool:
    # PySide types the action as always there; over a gap of the menu there is none.
    return one is not None and one.isCheckable() and one.isEnabled()


def column_menu(table: "Table") -> QMenu:
    """The menu of a table: a box for each column, in the order in which they stand."""
    made = _Boxes(table)
    across = table.horizontalHeader()
    boxes: dict[int, QAction] = {}

    def tell() -> None:
        shown = table.shown_columns()
        for at, box in boxes.items():
            box.setEnabled(shown != [at])  # a table without a column could not be brought back

    def ticked(at: int, on: bool) -> None:
        table.show_column(at, shown=on)
        tell()

    for place in range(across.count()):
        at = across.logicalIndex(place)
        box = QAction(table.rows.columns[at].title, made)
        box.setCheckable(True)
        box.setChecked(not table.isColumnHidden(at))
        box.toggled.connect(lambda on, at=at: ticked(at, on))
        made.addAction(box)
        boxes[at] = box
    tell()
    made.aboutToHide.connect(made.deleteLater)
    return made
