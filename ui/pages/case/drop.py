"""What is dropped on the list of cases: a workbook, a folder of attachments, a package. A sign says what letting go would do."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.language import tr
from ui.theme.look import Look


class DropSign(QLabel):
    """Lies over a page while files are held over it."""

    def __init__(self, look: Look, page: QWidget) -> None:
        super().__init__(tr("ui.cases.drop"), page)
        self.setObjectName("cases.drop")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._look, self._page = look, page
        self.hide()

    def appear(self) -> None:
        """Cover the page."""
        colours = self._look.colours
        self.setStyleSheet(
            f"background: {colours.surface}; color: {colours.text}; border: 2px dashed {colours.accent}; border-radius: 6px;"
        )
        self.setGeometry(self._page.rect())
        self.raise_()
        self.show()


def paths_of(mime: QMimeData) -> list[Path]:
    """The local files that are carried."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
