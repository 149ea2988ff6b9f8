"""A person at the first-run wizard: a home folder of one's own, the wizard shown, its fields filled in."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk, open_desk
from tests.helpers.desks import COUNTY, TODAY, passphrase
from tests.helpers.windows import choose, click, find, type_text
from ui.dialogs.wizard import Wizard
from ui.preferences import Preferences
from ui.theme.look import Look

WORD = "correct horse"


def at_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder the person's home; returns where their workspaces will lie."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    (folder / "home" / "Documents").mkdir(parents=True)
    return folder / "home" / "Documents" / "联盟工作台"


def first_run(qtbot: QtBot, look: Look) -> Wizard:
    """The wizard, shown."""
    made = Wizard(FixedClock(TODAY), look, Preferences())
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def title(wizard: Wizard) -> str:
    """What the page is called."""
    return find(wizard, "wizard.title", QLabel).text()


def problem(wizard: Wizard, field: str) -> str:
    """What stands in red under a field."""
    return find(wizard, f"wizard.{field}.problem", QLabel).text()


def shown(wizard: Wizard, field: str) -> str:
    """What stands in a field."""
    return find(wizard, f"wizard.{field}", QLineEdit).text()


def about_office(wizard: Wizard, name: str = COUNTY) -> None:
    """Fill in the first page."""
    type_text(wizard, "wizard.office.name", name)
    choose(wizard, "wizard.office.level", "县级")
    type_text(wizard, "wizard.office.division", "210303")
    type_text(wizard, "wizard.office.operator", "样例甲")


def about_key(wizard: Wizard, word: str = WORD) -> None:
    """Fill in the second."""
    type_text(wizard, "wizard.key.passphrase", word)
    type_text(wizard, "wizard.key.again", word)


def to_place(wizard: Wizard) -> None:
    """From the welcome to the last page of founding."""
    click(wizard, "wizard.new")
    about_office(wizard)
    click(wizard, "wizard.next")
    about_key(wizard)
    click(wizard, "wizard.next")
    click(wizard, "wizard.next")


def wait(qtbot: QtBot, wizard: Wizard) -> None:
    """Until nothing is being made."""
    qtbot.waitUntil(lambda: not wizard._making.running, timeout=60_000)


def opened(root: Path | None) -> Desk:
    """What was made, opened."""
    assert root is not None
    return open_desk(root, clock=FixedClock(TODAY), passphrase=passphrase)


def empty(wizard: Wizard, field: str) -> None:
    """Delete what stands in a field."""
    line = find(wizard, f"wizard.{field}")
    line.setFocus()
    QTest.keySequence(line, "Ctrl+A")
    QTest.keyClick(line, Qt.Key.Key_Delete)


def answers(monkeypatch: pytest.MonkeyPatch, folder: Path | str) -> None:
    """What the person chooses in the system's own dialog."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
