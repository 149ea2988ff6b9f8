"""What every editor of a field can do, whatever widget it is made of."""

from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget


class Editor(QWidget):
    """An editor of one value.

    Signals: changed – the person typed or chose something; left – the focus went on.
    """

    changed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def main(self) -> QWidget:
        """The widget that takes focus, name and the mark of a wrong value."""
        raise NotImplementedError

    def value(self) -> Any:
        """The value, None while nothing is entered or it cannot be read."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a value; None empties."""
        raise NotImplementedError

    def problem(self) -> str:
        """What is wrong with what was typed, in words; empty when nothing is."""
        return ""

    def kept(self) -> Any:
        """What a draft keeps: JSON of what was typed, also while it cannot be read; None for nothing."""
        value = self.value()
        return str(value) if isinstance(value, date | Path) else value

    def restore(self, kept: Any) -> None:
        """Show what a draft kept."""
        self.set_value(kept)

    def set_wrong(self, wrong: bool) -> None:
        """Mark the editor, or take the mark away."""
        widget = self.main()
        if widget.property("wrong") != str(wrong).lower():
            widget.setProperty("wrong", str(wrong).lower())
            widget.style().unpolish(widget)
            widget.style().polish(widget)
