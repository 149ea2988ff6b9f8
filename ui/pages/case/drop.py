"""What is dropped on the list of cases: a workbook, a folder of attachments, a package. A sign says what letting go would do."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.language import tr


class DropSign(QLabel):
    """Lies over a page while files are held over it."""

    def __init__(self, page: QWidget, accepts: Callable[[], bool], dropped: Callable[[list[Path]], None]) -> None:
        super().__init__(tr("ui.cases.drop"), page)
        self.setObjectName("cases.drop")
        self.setProperty("role", "drop")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._accepts, self._dropped = accepts, dropped
        self.hide()
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page's drags and drops, and its size."""
        if isinstance(event, QResizeEvent):
            self.resize(event.size())
        elif isinstance(event, QDragEnterEvent):
            if self._accepts() and paths_of(event.mimeData()):
                event.acceptProposedAction()
                self._show()
            return True
        elif event.type() == QEvent.Type.DragMove and isinstance(event, QDropEvent):
            event.acceptProposedAction()
            return True
        elif event.type() == QEvent.Type.DragLeave:
            self.hide()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.hide()
            if paths := paths_of(event.mimeData()):
                event.acceptProposedAction()
                self._dropped(paths)
            return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        colours = self.palette()
        self.setStyleSheet(
            f"background: {colours.base().color().name()}; border: 2px dashed {colours.link().color().name()}; border-radius: 6px;"
        )
        self.raise_()
        self.show()


def paths_of(mime: QMimeData) -> list[Path]:
    """The local files that are carried."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
