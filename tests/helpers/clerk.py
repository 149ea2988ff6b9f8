"""A person at the form of the only case of a workspace, and what sits one down there."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QListWidget,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from alliance_desk.desk import Desk
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from tests.helpers.desks import reopen
from tests.helpers.filled import SEALED, Sample, filled_office
from tests.helpers.windows import HANGS_MS, click, find, settle, type_text
from ui.main_window import MainWindow
from ui.pages.case.edit import open_form
from ui.pages.case.form_sheet import FormSheet

Open = Callable[..., MainWindow]


def focus() -> QWidget:
    """The widget that has the keyboard."""
    here = QApplication.focusWidget()
    assert here is not None
    return here


class Clerk:
    """A person at the form of the only case of a workspace."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window, self.seat = qtbot, window, window.seat
        row = self.seat.reader.raw.execute("SELECT stream FROM index_case").fetchone()
        self.stream = str(row[0])
        window.go("cases", self.stream)
        QTest.qWait(60)

    @property
    def case(self) -> Folded:
        return self.seat.reader.case(self.stream)

    @property
    def sheet(self) -> FormSheet:
        return find(self.window, "form", FormSheet)

    def open(self, section: str = "alliance", path: str = "") -> None:
        open_form(self.seat, self.case, section, path)
        QTest.qWait(20)

    def turn(self, section: str) -> None:
        tabs = find(self.window, "form.tabs", QTabBar)
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(self.sheet.keys.index(section)).center())

    def type(self, name: str, text: str) -> None:
        type_text(self.window, name, text)

    def choose_member(self, name: str) -> str:
        """Click a member or a person in the list; its path."""
        shown = next(one for one in self.sheet.findChildren(QListWidget) if one.isVisible())
        at = next(i for i in range(shown.count()) if name in shown.item(i).text())
        shown.scrollToItem(shown.item(at))
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualItemRect(shown.item(at)).center())
        return str(shown.item(at).data(Qt.ItemDataRole.UserRole))

    def save(self) -> None:
        click(self.window, "form.save")
        settle(self.qtbot, self.window)
        QTest.qWait(20)

    def drafted(self) -> None:
        """Wait until what was typed is on the disk: once it has rested for a moment."""
        timers = [one for one in self.sheet.findChildren(QTimer) if one.isSingleShot()]
        self.qtbot.waitUntil(lambda: not any(one.isActive() for one in timers), timeout=HANGS_MS)
        settle(self.qtbot, self.window)

    @property
    def is_open(self) -> bool:
        return any(one.isVisible() for one in self.window.findChildren(FormSheet))

    @property
    def said(self) -> str:
        return find(self.window, "strip.text", QLabel).text()

    def last(self) -> tuple[str, object, object]:
        """Kind, open and private patch of the newest event of the case."""
        event = streams.events(self.seat.reader.raw, self.stream)[-1]
        return event.header.kind, event.patch, event.private_patch


def sitter(qtbot: QtBot, window_on: Open, tmp_path: Path) -> Callable[..., Clerk]:
    """What makes a county with a sample's case and sits a person down at its window."""

    def sit(sample: Sample = SEALED, prepare: Callable[[Desk, str], None] | None = None) -> Clerk:
        root = tmp_path / "county"
        if not root.exists():
            number = filled_office(root, sample, papers=False)
            if prepare is not None:
                with reopen(root) as desk:
                    prepare(desk, number)
        return Clerk(qtbot, window_on(root))

    return sit
