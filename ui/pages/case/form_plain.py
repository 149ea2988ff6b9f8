"""A part of the form that is nothing but fields."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import pieces
from ui.pages.case.form_rows import Rows
from ui.pages.case.form_state import FileState


class Plain(QWidget):
    """Fields under one another, with a sentence above where one is needed.

    Signals: changed (path).
    """

    changed = Signal(str)

    def __init__(self, rows: Rows, intro: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        if intro:
            column.addWidget(pieces.label(intro, "small", self))
        column.addWidget(pieces.scrolled(rows, self))
        rows.changed.connect(self.changed)

    def bind(self, state: FileState) -> None:
        """Show the file as it is typed now."""
        self.rows.bind(state)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Path → what is wrong, in words."""
        self.rows.show_faults(faults)

    def focus_path(self, path: str) -> bool:
        """Put the cursor into the field of a path; whether it stands here."""
        return self.rows.focus_path(path)
