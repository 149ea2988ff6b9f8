"""Which columns of a table are shown: a menu of boxes that stays open while one ticks."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.language import tr


class ColumnMenu(QMenu):
    """A box for each column.

    columns: place in the model and heading, in the order in which they stand. shown: the places that are shown now.
    show: shows or hides one.
    """

    def __init__(
        self,
        columns: Sequence[tuple[int, str]],
        shown: Callable[[], list[int]],
        show: Callable[[int, bool], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("columns")
        self.setAccessibleName(tr("ui.table.columns"))
        self._shown, self._show = shown, show
        self._boxes: dict[int, QAction] = {}
        for at, title in columns:
            box = QAction(title, self)
            box.setCheckable(True)
            box.setChecked(at in shown())
            box.toggled.connect(lambda on, at=at: self._ticked(at, on=on))
            self.addAction(box)
            self._boxes[at] = box
        self._tell()
        self.aboutToHide.connect(self.deleteLater)

    def _ticked(self, at: int, *, on: bool) -> None:
        self._show(at, on)
        self._tell()

    def _tell(self) -> None:
        shown = self._shown()
        for at, box in self._boxes.items():
            box.setEnabled(shown != [at])  # a table without a column could not be brought back

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._tick():
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() not in keys or not self._tick():
            super().keyPressEvent(event)

    def _tick(self) -> bool:
        """Tick the box that is marked, without closing; whether there is one."""
        one = next((box for box in self._boxes.values() if box is self.activeAction()), None)
        if one is None or not one.isEnabled():
            return False
        one.trigger()
        return True
