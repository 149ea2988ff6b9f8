"""Opening a file with the program that the system has for it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_file(path: Path) -> None:
    """Open a file or a folder with the system's program for it."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.resolve())))
