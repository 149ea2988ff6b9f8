"""One clerk at one window, by mouse and keyboard alone; and what a fresh process of the command line says afterwards.

Nothing of the core is known here: whoever plays the story sees what a person sees.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.helpers.hands import choose, click, find, type_text
from tests.helpers.windows import HANGS_MS
from ui.app import arguments_of, launch
from ui.fields.choices import Choices
from ui.main_window import MainWindow
from ui.preferences import VARIABLE, Preferences
from ui.theme.look import Look

ROOT = Path(__file__).resolve().parents[3]
PASSPHRASE = "correct horse battery"
_PATIENCE = 60_000


class Person:
    """A clerk of one office. home: folder of the office's workspace and preferences."""

    def __init__(self, qtbot: QtBot, look: Look, home: Path) -> None:
        self.qtbot, self.look, self.home = qtbot, look, home
        self.root = home / "workspace"
        self.window: MainWindow
        home.mkdir(parents=True, exist_ok=True)

    # Coming and going

    def found(self, day: str, name: str, level: str, division: str, person: str) -> None:
        """The first start: the wizard's four pages, then the window."""
        os.environ[VARIABLE] = str(self.home / "window.json")

        failed: list[BaseException] = []

        def wizard() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, QDialog)
            try:
                self._answer(dialog, name, level, division, person)
            except BaseException as error:  # noqa: BLE001 - told below; the dialog must close for the test to go on
                failed.append(error)
                dialog.done(0)

        QTimer.singleShot(300, wizard)
        given = arguments_of(["--clock", day, "--workspace", str(self.root), "--bundled-font"])
        window = launch(given, self.look, Preferences())
        if failed:
            raise failed[0]
        assert window is not None
        self.window = window
        self.settle()

    def _answer(self, dialog: QDialog, name: str, level: str, division: str, person: str) -> None:
        click(dialog, "wizard.new")
        type_text(dialog, "wizard.office.name", name)
        choose(dialog, "wizard.office.level", level)
        type_text(dialog, "wizard.office.division", division)
        type_text(dialog, "wizard.office.operator", person)
        click(dialog, "wizard.next")
        type_text(dialog, "wizard.key.passphrase", PASSPHRASE)
        type_text(dialog, "wizard.key.again", PASSPHRASE)
        click(dialog, "wizard.next")
        click(dialog, "wizard.next")
        type_text(dialog, "wizard.place.folder", str(self.root))
        click(dialog, "wizard.next")

    def leave(self) -> None:
        """Close the window; the office's workspace is free again."""
        self.settle()
        self.window.close()
        self.window.seat.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def on(self, day: str) -> None:
        """Another day begins."""
        if self.window.seat.today.isoformat() != day:
            click(self.window, "banner.change-day")
            self.fill("rehearsal.day", day)
            self.submit()

    # Doing

    def go(self, page: str) -> None:
        """Click a page in the rail."""
        click(self.window, f"rail.{page}")

    def press(self, name: str) -> None:
        """Click a button of the page; some come when what they depend on was read."""
        self.qtbot.waitUntil(lambda: _seen(self.window, name), timeout=HANGS_MS)
        click(self.window, name)

    def press_starting(self, start: str) -> None:
        """Click the one button whose name begins so."""
        names = [
            w.objectName()
            for w in self.window.findChildren(QWidget)
            if w.isVisible() and w.objectName().startswith(start)
        ]
        assert len(names) == 1, names
        click(self.window, names[0])

    def fill(self, name: str, value: str | bool | None) -> None:
        """Fill one field of the drawer: typed, chosen from a list by its words, or ticked (None: every box of several)."""
        widget = find(self.window.drawer, name)
        if isinstance(widget, Choices) and value is None:
            for box in widget.findChildren(QCheckBox):
                if not box.isChecked():
                    _click(box)
        elif isinstance(widget, QCheckBox):
            if widget.isChecked() is not bool(value):
                _click(widget)
        elif isinstance(widget, QComboBox):
            choose(self.window.drawer, name, str(value))
        else:
            assert isinstance(widget, QLineEdit | QPlainTextEdit), type(widget)
            type_text(self.window.drawer, name, str(value))

    def fill_page(self, name: str, value: str) -> None:
        """Type into a field of the page itself."""
        type_text(self.window, name, value)

    def fill_each(self, start: str, value: str | None, about: str = "") -> None:
        """Fill every field whose name starts so, or those of them whose label contains some words."""
        names = [
            widget.objectName()
            for widget in self.window.drawer.findChildren(QWidget)
            if widget.isVisible()
            and widget.objectName().startswith(start)
            and not widget.objectName().endswith(".problem")
            and about in widget.accessibleName()
        ]
        assert names, start
        for name in names:
            self.fill(name, value)

    def fill_each_ending(self, end: str, value: str) -> None:
        """Fill every field whose name ends so."""
        names = [
            w.objectName()
            for w in self.window.drawer.findChildren(QWidget)
            if w.isVisible() and w.objectName().endswith(end)
        ]
        assert names, end
        for name in names:
            self.fill(name, value)

    def first(self, name: str) -> None:
        """Choose the first entry of a drop-down by the keyboard."""
        box = find(self.window.drawer, name, QComboBox)
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() == 1

    def sees(self, name: str) -> bool:
        """Whether a widget whose name begins so is in sight."""
        return any(w.isVisible() for w in self.window.findChildren(QWidget) if w.objectName().startswith(name))

    def offers(self, step: str) -> bool:
        """Whether the menu of the case in front has a step that can be taken now."""
        if _seen(self.window, f"step.{step}"):
            return find(self.window, f"step.{step}").isEnabled()
        click(self.window, "case.more")
        menu = next(m for m in self.window.findChildren(QMenu, "case.menu") if m.isVisible())
        found = any(one.objectName() == f"step.{step}" and one.isEnabled() for one in menu.actions())
        menu.close()
        return found

    def palette(self, words: str) -> None:
        """Ctrl+K, some words, Enter: the first thing found is done."""
        QTest.keySequence(self.window, "Ctrl+K")
        self.qtbot.waitUntil(lambda: _seen(self.window, "palette.line"), timeout=HANGS_MS)
        type_text(self.window, "palette.line", words)
        self.qtbot.wait(50)
        QTest.keyClick(find(self.window, "palette.line"), Qt.Key.Key_Return)
        self.qtbot.wait(20)

    def tab(self, bar: str, words: str) -> None:
        """Click the tab that contains some words."""
        tabs = find(self.window, bar, QTabBar)
        at = next(at for at in range(tabs.count()) if words in tabs.tabText(at))
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(at).center())
        self.qtbot.wait(20)

    def tick(self, name: str, *words: str) -> None:
        """Tick, of several boxes, those whose words contain one of some words; the others are cleared."""
        for box in find(self.window.drawer, name, Choices).findChildren(QCheckBox):
            if box.isChecked() is not any(word in box.accessibleName() for word in words):
                _click(box)

    def submit(self, says: str = "") -> None:
        """Press the drawer's button and wait until the work is done; says: what the strip must say then."""
        title = find(self.window.drawer, "drawer.title", QLabel).text()
        click(self.window.drawer, "drawer.submit")
        self.settle()
        told = find(self.window, "strip.text", QLabel).text()
        assert self.problem() == "", f"{title}: {self.problem()}"
        assert says in told, f"{title}: {told}"

    def refused(self, says: str) -> None:
        """Press the drawer's button; it must say no, in these words."""
        click(self.window.drawer, "drawer.submit")
        self.settle()
        assert says in self.problem(), self.problem()
        click(self.window.drawer, "drawer.discard")
        self.settle()

    def problem(self) -> str:
        """What the open drawer says is wrong."""
        labels = [label for label in self.window.drawer.findChildren(QLabel, "drawer.problems") if label.isVisible()]
        return labels[0].text() if labels else ""

    def open_case(self, words: str) -> None:
        """Find a case in the list by typing and open it with Enter."""
        self.go("cases")
        if not _seen(self.window, "cases.search"):
            click(self.window, "case.back")
        type_text(self.window, "cases.search", words)
        table = find(self.window, "cases", QTableView)
        model = table.model()
        self.qtbot.waitUntil(
            lambda: model.rowCount() == 1 and words in {model.index(0, at).data() for at in range(model.columnCount())},
            timeout=HANGS_MS,
        )
        QTest.keyClick(find(self.window, "cases.search"), Qt.Key.Key_Return)
        QTest.keyClick(table, Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: _seen(self.window, "case.name"), timeout=HANGS_MS)
        assert words in self.text("case.about"), f"{words}: {self.text('case.about')}"

    def number(self) -> str:
        """The number of the case in front."""
        return next(word for word in self.text("case.about").split() if word[:6].isdigit() and "-" in word)

    def step(self, name: str) -> None:
        """Take a step of the case in front: the main button, or the entry of the menu beside it."""
        if _seen(self.window, f"step.{name}"):
            click(self.window, f"step.{name}")
        else:
            click(self.window, "case.more")
            self.menu("case.menu", f"step.{name}")

    def menu(self, menu: str, action: str) -> None:
        """Click an entry of an open menu."""
        found = next(m for m in self.window.findChildren(QMenu, menu) if m.isVisible())
        entry = next((one for one in found.actions() if one.objectName() == action), None)
        assert entry is not None, [one.objectName() for one in found.actions()]
        assert entry.isEnabled(), f"{action}: {entry.toolTip()}"
        QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=found.actionGeometry(entry).center())

    def row(self, table: str, words: str) -> None:
        """Click the row of a table that contains some words."""
        view = find(self.window, table, QTableView)
        model = view.model()
        for at in range(model.rowCount()):
            if any(words in str(model.index(at, column).data()) for column in range(model.columnCount())):
                place = view.visualRect(model.index(at, 0)).center()
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
                return
        raise AssertionError(f"no row with {words!r} in {table} of {model.rowCount()}")

    def settle(self) -> None:
        """Wait until nothing runs; where the key's passphrase is asked for, type it."""
        left = _PATIENCE
        while True:
            self.qtbot.wait(20)
            left -= 20
            assert left > 0, "still busy"
            asked = [one for one in self.window.findChildren(QDialog, "passphrase") if one.isVisible()]
            if asked:
                type_text(asked[0], "passphrase.line", PASSPHRASE)
                click(asked[0], "passphrase.submit")
            elif not self.window.seat.operations.busy:
                return

    def text(self, name: str) -> str:
        """The words of a label."""
        return find(self.window, name, QLabel).text()

    # What is true

    def told(self, *command: str) -> Any:
        """What a fresh process of the command line says of this office's workspace."""
        whole = [sys.executable, "-m", "alliance_desk", "-w", str(self.root), "--json", *command]
        done = subprocess.run(
            whole, cwd=ROOT, capture_output=True, encoding="utf8", env={**os.environ, "PYTHONUTF8": "1"}
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


def _seen(parent: QWidget, name: str) -> bool:
    return any(widget.isVisible() for widget in parent.findChildren(QWidget, name))


def _click(box: QCheckBox) -> None:
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(12, box.height() // 2))
