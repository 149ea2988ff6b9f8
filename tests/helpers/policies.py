"""A person at the page of policies: what stands in its tables, a tab, a pack; and pack files with places changed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabBar
from pytestqt.qtbot import QtBot

from tests.helpers.desks import PACK_ID, make_office, open_sample_case, passphrase
from tests.helpers.drawers import Hand
from tests.helpers.windows import DAY, click, find
from ui.action import Action
from ui.main_window import MainWindow
from ui.pages.policies import Policies
from ui.tables.view import Table

TITLE = "样例市产业联盟试行办法"
Open = Callable[..., "Sitting"]


class Sitting(Hand):
    """A person at the page of policies."""

    @property
    def page(self) -> Policies:
        page = self.window.page
        assert isinstance(page, Policies)
        return page

    def cells(self, name: str) -> list[list[str]]:
        """What stands in a table."""
        rows = find(self.window, name, Table).rows
        return [[cell.text for cell in rows.cells(at)] for at in range(rows.rowCount())]

    def look_at(self, title: str) -> None:
        """Put the cursor on a pack."""
        table = find(self.window, "policies.packs", Table)
        table.choose([row[0] for row in self.cells("policies.packs")].index(title))
        QTest.qWait(1)

    def pack(self, title: str) -> list[str]:
        """The row of a pack."""
        return next(row for row in self.cells("policies.packs") if row[0] == title)

    def turn(self, key: str) -> None:
        """Another tab by its key."""
        at = ("book", "readings", "unknowns", "pinned").index(key)
        QTest.keySequence(self.window, f"Ctrl+{at + 1}")
        QTest.qWait(1)
        assert find(self.window, "policies.tabs", QTabBar).currentIndex() == at

    def text(self, name: str) -> str:
        """What a label says."""
        return find(self.window, name, QLabel).text()

    def action(self, name: str) -> Action:
        """What can be done, as the palette has it."""
        return next(one for one in self.window.actions_now() if one.id == name)


@pytest.fixture
def sit(qtbot: QtBot, window_on: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a window at the page."""
    monkeypatch.setattr("ui.main_window.ask_passphrase", lambda question, *_more: question.answer(passphrase()))

    def open_(root: Path, day: date = DAY) -> Sitting:
        sitting = Sitting(qtbot, window_on(root, day))
        sitting.window.go("policies")
        QTest.qWait(5)
        return sitting

    return open_


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A county with one running case under the trial policy."""
    with make_office(tmp_path / "county") as desk:
        open_sample_case(desk)
    return tmp_path / "county"


def trial(root: Path) -> str:
    """The text of the trial policy."""
    return (root / "packs" / f"{PACK_ID}.toml").read_text("utf8")


def written(path: Path, text: str, **changes: tuple[str, str]) -> Path:
    """A pack file with some places changed."""
    for old, new in changes.values():
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, "utf8")
    return path


def second(root: Path, path: Path, **more: tuple[str, str]) -> Path:
    """The second version of the trial policy, with five days of notice made seven."""
    return written(path, trial(root), version=("version = 1", "version = 2"), days=("n = 5", "n = 7"), **more)


def checked(seat: Sitting, path: Path, button: str = "policies.check") -> None:
    """Look through a file."""
    click(seat.window, button)
    seat.fill(path=path)
    seat.submit()
