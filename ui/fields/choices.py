"""Editors that choose: one of a list, several of a list, yes or no."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QHBoxLayout, QLabel, QVBoxLayout, QWidget

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
        return tr("ui.field.not-listed", text=self.box.currentText()) if self._at() is None else ""

    def value(self) -> Any:
        return self.box.itemData(self._at() or 0)

    def _at(self) -> int | None:
        """The chosen entry; what was typed chooses the one entry it fits, and None is for a text that fits no entry or several."""
        now, text = self.box.currentIndex(), self.box.currentText().strip().casefold()
        if not self.box.isEditable() or text == self.box.itemText(now).strip().casefold():
            return now
        fitting = [at for at in range(1, self.box.count()) if text in self.box.itemText(at).casefold()]
        return 0 if not text else fitting[0] if len(fitting) == 1 else None

    def _settle(self) -> None:
        """Show the entry that was meant."""
        if (at := self._at()) is not None:
            self.box.setCurrentIndex(at)
            self.box.setEditText(self.box.itemText(at))
        self.left.emit()

    def set_value(self, value: Any) -> None:
        self.box.setCurrentIndex(max(0, self.box.findData(value)))


class _Words(QLabel):
    """The words of a box: they wrap, and a click on them is a click on the box."""

    def __init__(self, words: str, box: QCheckBox) -> None:
        super().__init__(box.parentWidget())
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)
        self.setWordWrap(True)
        self.setBuddy(box)
        self._box = box

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._box.isEnabled() and event.button() is Qt.MouseButton.LeftButton:
            self._box.setFocus()
            self._box.toggle()


def _ticked(words: str, parent: QWidget) -> tuple[QCheckBox, QHBoxLayout]:
    """A box with words of any length: Qt's own cuts them where the line ends."""
    box = QCheckBox(parent)
    box.setAccessibleName(words)
    box.setMinimumWidth(22)
    row = QHBoxLayout()
    row.setContentsMargins(0, 3, 0, 3)
    row.setSpacing(4)
    row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(_Words(words, box), 1)
    return box, row


class Choices(Editor):
    """Several of a list, each with a box."""

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout()
        column.setSpacing(2)
        self._boxes: dict[str, QCheckBox] = {}
        for value, words in choices:
            box, line = _ticked(words, self)
            box.setObjectName(f"choice.{value}")
            box.toggled.connect(lambda _on: self.changed.emit())
            self._boxes[value] = box
            column.addLayout(line)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))
        self.row.addLayout(column, 1)

    def main(self) -> QWidget:
        return self  # the boxes keep their own names

    def value(self) -> Any:
        return [value for value, box in self._boxes.items() if box.isChecked()] or None

    def set_value(self, value: Any) -> None:
        for key, box in self._boxes.items():
            box.setChecked(key in (value or []))


class Yes(Editor):
    """Yes or no: a box with its question."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box, line = _ticked(words, self)
        self.box.toggled.connect(lambda _on: self.changed.emit())
        self.row.addLayout(line, 1)
        self.setFocusProxy(self.box)

    def main(self) -> QWidget:
        return self.box

    def value(self) -> Any:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))
