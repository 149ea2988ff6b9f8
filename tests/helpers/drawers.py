"""Filling in the drawer of a window as a person does, and reading what it says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.desks import passphrase
from tests.helpers.windows import choose, click, find, settle, type_text
from ui.drawer import Drawer
from ui.fields.choices import Choices
from ui.main_window import MainWindow

Open = Callable[..., "Hand"]


class Hand:
    """A person at the drawer of one window."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        self.seat = window.seat

    @property
    def drawer(self) -> Drawer:
        return self.window.drawer

    @property
    def task(self) -> str:
        """The id of the task in the drawer; empty while it is shut."""
        return self.drawer.task.id if self.drawer.task is not None else ""

    def fill(self, **values: object) -> None:
        """Type, choose or tick; a name's ``__`` stands for a dot, ``_`` for a hyphen where the field's has one."""
        QTest.qWait(1)
        for key, value in values.items():
            form = self.drawer.form
            assert form is not None
            plain = key.replace("__", ".")
            name = plain if plain in form.fields else plain.replace("_", "-")
            self._one(f"{self.task}.{name}", value)

    def _one(self, name: str, value: object) -> None:
        widget = find(self.drawer, name)
        if isinstance(widget, Choices):
            assert isinstance(value, list)
            for box in widget.findChildren(QCheckBox):
                if box.isChecked() is not (box.objectName().removeprefix("choice.") in value):
                    click(self.drawer, box.objectName())
        elif isinstance(widget, QCheckBox):
            click(self.drawer, name)
        elif isinstance(widget, QComboBox):
            choose(self.drawer, name, str(value))
        else:
            type_text(self.drawer, name, value.strftime("%Y%m%d") if isinstance(value, date) else str(value))

    def submit(self) -> str:
        """Press the button and wait; returns what the strip says."""
        QTest.qWait(1)
        click(self.drawer, "drawer.submit")
        self.wait()
        return self.said

    def wait(self) -> None:
        """Until nothing runs any more."""
        settle(self.qtbot, self.window)
        QTest.qWait(1)

    def dismiss(self) -> None:
        """Close the drawer; what was typed stays."""
        click(self.drawer, "drawer.close")
        self.wait()

    @property
    def said(self) -> str:
        """What the strip says."""
        return find(self.window, "strip.text", QLabel).text()

    @property
    def problems(self) -> str:
        """What the drawer says is wrong."""
        return self._text("drawer.problems")

    @property
    def live(self) -> str:
        """What the drawer says about the values."""
        return self._text("drawer.live")

    @property
    def title(self) -> str:
        return self._text("drawer.title")

    @property
    def intro(self) -> str:
        return self._text("drawer.intro")

    @property
    def draft(self) -> str:
        return self._text("drawer.draft")

    def field_problem(self, name: str) -> str:
        """What is said beside a field."""
        return self._text(f"{self.task}.{name}.problem")

    def words(self, name: str) -> str:
        """Everything that a widget of the drawer says."""
        return "\n".join(label.text() for label in find(self.drawer, name, QWidget).findChildren(QLabel))

    def shown(self, name: str) -> bool:
        """Whether a field is there."""
        return any(w.isVisible() for w in self.drawer.findChildren(QWidget, f"{self.task}.{name}"))

    def _text(self, name: str) -> str:
        found = [label for label in self.drawer.findChildren(QLabel, name) if label.isVisible()]
        return found[0].text() if found else ""


@pytest.fixture
def hand_on(qtbot: QtBot, window_on: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a window whose person knows the passphrase, and hands over its drawer."""
    monkeypatch.setattr("ui.main_window.ask_passphrase", lambda question, *_more: question.answer(passphrase()))

    def open_(root: Path, *more: object, **named: str) -> Hand:
        return Hand(qtbot, window_on(root, *more, **named))

    return open_
