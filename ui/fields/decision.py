"""An editor of a question with three answers: yes, no, not answered yet."""

from typing import Any

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ui.fields.base import Editor
from ui.language import tr

_ANSWERS = ((True, "yes"), (False, "no"), (None, "open"))


class Decision(Editor):
    """True, False, or None while nobody answered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[bool | None, QRadioButton] = {}
        for answer, code in _ANSWERS:
            button = QRadioButton(tr(f"ui.form.answer.{code}"), self)
            self._group.addButton(button)
            self.buttons[answer] = button
            self.row.addWidget(button)
        self.buttons[None].setChecked(True)
        self.row.addStretch(1)
        self._group.buttonToggled.connect(lambda _button, on: self.changed.emit() if on else None)
        self.setFocusProxy(self.buttons[True])

    def main(self) -> QWidget:
        return self.buttons[True]

    def name_buttons(self, name: str, words: str) -> None:
        """Object and accessible name of each answer."""
        for answer, code in _ANSWERS:
            self.buttons[answer].setObjectName(f"{name}.{code}")
            self.buttons[answer].setAccessibleName(f"{words} {self.buttons[answer].text()}")

    def value(self) -> Any:
        return next(answer for answer, button in self.buttons.items() if button.isChecked())

    def set_value(self, value: Any) -> None:
        self.buttons[value if isinstance(value, bool) else None].setChecked(True)

    def set_wrong(self, wrong: bool) -> None:
        """A round button has no edge to mark: the words beside it say it."""
