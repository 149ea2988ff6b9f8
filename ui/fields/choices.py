"""Editors that choose: one of a list, several of a list, yes or no."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QVBoxLayout, QWidget

from ui.fields.base import Editor
from ui.language import tr

_LONG = 12
"""A list longer than this can be typed into to find an entry."""


class Choice(Editor):
    """One of a list; empty until chosen."""

    def __init__(
        self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None, *, required: bool = False
    ) -> None:
        super().__init__(parent)
        self.box = QComboBox(self)
        self.box.setMinimumContentsLength(6)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.addItem(tr("ui.field.choose" if required else "ui.field.none"), None)
        for value, words in choices:
            self.box.addItem(words, value)
        if len(choices) > _LONG:
            self.box.setEditable(True)
            self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = QCompleter(self.box.model(), self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.box.setCompleter(completer)
            line = self.box.lineEdit()
            if line is not None:
                line.setPlaceholderText(tr("ui.field.type-to-find"))
                line.editingFinished.connect(self._settle)
        self.box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.row.addWidget(self.box, 1)
        self.setFocusProxy(self.box)

    def main(self) -> QWidget:
        return self.box

    def problem(self) -> str:
        typed = self.box.isEditable() and self.box.currentText() != self.box.itemText(self.box.currentIndex())
        return tr("ui.field.not-listed", text=self.box.currentText()) if typed else ""

    def _settle(self) -> None:
        """What was typed chooses the one entry it fits; an empty line chooses none."""
        text = self.box.currentText().strip().casefold()
        fitting = [at for at in range(1, self.box.count()) if text in self.box.itemText(at).casefold()]
        if not text:
            self.box.setCurrentIndex(0)
        elif len(fitting) == 1:
            self.box.setCurrentIndex(fitting[0])
        self.left.emit()

    def value(self) -> Any:
        return self.box.currentData()

    def set_value(self, value: Any) -> None:
        self.box.setCurrentIndex(max(0, self.box.findData(value)))


class Choices(Editor):
    """Several of a list, each with a box."""

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._boxes = {value: QCheckBox(words, self) for value, words in choices}
        for value, box in self._boxes.items():
            box.setAccessibleName(box.text())
            box.setObjectName(f"choice.{value}")
            box.toggled.connect(lambda _on: self.changed.emit())
            column.addWidget(box)
        self.row.addLayout(column, 1)

    def main(self) -> QWidget:
        return next(iter(self._boxes.values()), self)

    def value(self) -> Any:
        return [value for value, box in self._boxes.items() if box.isChecked()] or None

    def set_value(self, value: Any) -> None:
        for key, box in self._boxes.items():
            box.setChecked(key in (value or []))


class Yes(Editor):
    """Yes or no: a box with its question."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(words, self)
        self.box.toggled.connect(lambda _on: self.changed.emit())
        self.row.addWidget(self.box, 1)
        self.setFocusProxy(self.box)

    def main(self) -> QWidget:
        return self.box

    def value(self) -> Any:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))
