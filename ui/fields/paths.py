"""Editors of files and folders: typed, browsed, or dropped; and the removable drives a package can go to."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QStorageInfo, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from ui.fields.base import Editor
from ui.fields.choices import Choice
from ui.fields.texts import Line
from ui.language import tr


class PathLine(Line):
    """A path with a browse button; a file dropped on it is taken. what: ``file``, ``folder`` or ``save``."""

    def __init__(self, what: str, parent: QWidget | None = None, *, types: str = "", title: str = "") -> None:
        super().__init__(parent)
        self._what, self._types, self._title = what, types, title
        self.setAcceptDrops(True)
        self.edit.setAcceptDrops(False)
        self.edit.setPlaceholderText(tr(f"ui.field.drop-{what}"))
        self.browse = QPushButton(tr("ui.field.browse"), self)
        self.browse.setObjectName("field.browse")
        self.browse.setAccessibleName(tr("ui.field.browse"))
        self.browse.clicked.connect(self._browse)
        self.row.addWidget(self.browse)

    def value(self) -> Any:
        text = self.edit.text().strip().strip('"')
        return Path(text).expanduser() if text and not self.problem() else None

    def problem(self) -> str:
        text = self.edit.text().strip().strip('"')
        if not text:
            return ""
        path = Path(text).expanduser()
        if self._what == "file" and not path.is_file():
            return tr("ui.field.no-file")
        if self._what == "folder" and not path.is_dir():
            return tr("ui.field.no-folder")
        if self._what == "save" and not path.parent.is_dir():
            return tr("ui.field.no-folder")
        return ""

    def kept(self) -> Any:
        return self.edit.text() or None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls:
            self.edit.setText(urls[0].toLocalFile())

    def _browse(self) -> None:
        start = self.edit.text().strip()
        if self._what == "folder":
            chosen = QFileDialog.getExistingDirectory(self, self._title, start)
        elif self._what == "save":
            chosen, _ = QFileDialog.getSaveFileName(self, self._title, start, self._types)
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, self._title, start, self._types)
        if chosen:
            self.edit.setText(chosen)


def sticks() -> list[tuple[str, str]]:
    """The drives a package can be carried on: root path, and its words with label and free space."""
    found: list[tuple[str, str]] = []
    for drive in QStorageInfo.mountedVolumes():
        root = drive.rootPath()
        usable = drive.isValid() and drive.isReady() and not drive.isReadOnly() and not drive.isRoot()
        if not usable or not _removable(drive):
            continue
        free = drive.bytesAvailable() / 2**30
        found.append((root, tr("ui.field.stick", label=drive.displayName() or root, root=root, free=f"{free:.1f}")))
    return found


def _removable(drive: QStorageInfo) -> bool:
    """Whether a volume looks like a stick: by where systems mount them, or a letter drive that is not the system's."""
    root = drive.rootPath()
    if root[1:2] == ":":
        return root[:1].upper() not in {"A", "B", "C"}
    return root.startswith(("/media/", "/run/media/", "/Volumes/", "/mnt/"))


class Stick(Editor):
    """A removable drive from the list, which follows what is plugged in, or another folder."""

    def __init__(self, parent: QWidget | None = None, *, title: str = "") -> None:
        super().__init__(parent)
        column = QVBoxLayout()
        column.setSpacing(6)
        self._drives: list[tuple[str, str]] = []
        self._choice: Choice | None = None
        self._column = column
        self.folder = PathLine("folder", self, title=title)
        self.folder.changed.connect(self.changed)
        column.addWidget(self.folder)
        self.row.addLayout(column, 1)
        self.setFocusProxy(self.folder)
        self._look()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(2000)

    def main(self) -> QWidget:
        return self.folder.main()

    def value(self) -> Any:
        return self.folder.value()

    def set_value(self, value: Any) -> None:
        self.folder.set_value(value)

    def problem(self) -> str:
        return self.folder.problem()

    def kept(self) -> Any:
        return self.folder.kept()

    def _look(self) -> None:
        drives = sticks()
        if drives == self._drives and self._choice is not None:
            return
        self._drives = drives
        if self._choice is not None:
            self._choice.deleteLater()
        self._choice = Choice(drives, self)
        self._choice.box.setItemText(0, tr("ui.field.stick-other" if drives else "ui.field.no-stick"))
        self._choice.box.setObjectName("field.stick")
        self._choice.box.setAccessibleName(tr("ui.field.sticks"))
        self._choice.changed.connect(self._chosen)
        self._column.insertWidget(0, self._choice)
        if drives and not self.folder.edit.text():
            self._choice.set_value(drives[0][0])

    def _chosen(self) -> None:
        if self._choice is not None and (root := self._choice.value()):
            self.folder.set_value(root)
