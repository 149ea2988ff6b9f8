"""An editor of several of a list in columns, for short labels."""

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from ui.fields.base import Editor

_COLUMNS, _SHORT = 2, 14
"""Labels of no more characters stand in so many columns."""


class Boxes(Editor):
    """The ids of what is ticked, in the order of the list; what the list does not know stays."""

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        columns = _COLUMNS if all(len(words) <= _SHORT for _, words in choices) else 1
        self._boxes: dict[str, QCheckBox] = {}
        self._others: list[str] = []
        for at, (value, words) in enumerate(choices):
            box = QCheckBox(words, self)
            box.setAccessibleName(words)
            box.toggled.connect(lambda _on: self.changed.emit())
            grid.addWidget(box, at // columns, at % columns)
            self._boxes[value] = box
        self.row.addLayout(grid, 1)

    def main(self) -> QWidget:
        return next(iter(self._boxes.values()), self)

    def name_boxes(self, name: str) -> None:
        """Object name of each box."""
        for value, box in self._boxes.items():
            box.setObjectName(f"{name}.{value}")

    def value(self) -> Any:
        return [*(value for value, box in self._boxes.items() if box.isChecked()), *self._others] or None

    def set_value(self, value: Any) -> None:
        self._others = [one for one in cast("list[str]", value or []) if one not in self._boxes]
        for key, box in self._boxes.items():
            box.setChecked(key in (value or []))

    def set_wrong(self, wrong: bool) -> None:
        """A box has no edge to mark: the words beside it say it."""
