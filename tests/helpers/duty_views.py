"""The page 年度与考核 in a window: opened, read, alliances selected, what the bars offer."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from tests.helpers.cared import DAY
from tests.helpers.drawers import Hand
from tests.helpers.windows import find
from ui.pages.duties import Duties
from ui.pages.duties_page.owed import OwedSection

Open = Callable[..., Hand]


def opened(hand_on: Open, root: Path, key: str = "", day: date = DAY) -> tuple[Hand, Duties]:
    """A window on the page, at a section or a record."""
    hand = hand_on(root, day)
    hand.window.go("duties", key)
    QTest.qWait(1)
    page = hand.window.page
    assert isinstance(page, Duties)
    return hand, page


def owed(page: Duties) -> OwedSection:
    """The section of what is owed."""
    found = page.section("owed")
    assert isinstance(found, OwedSection)
    return found


def choose(section: OwedSection, *names: str) -> None:
    """Select alliances by their names."""
    table = section.list.table
    table.clearSelection()
    for at in range(table.rows.rowCount()):
        if table.rows.row(at)["name"] in names:
            index = table.rows.index(at, 0)
            table.selectionModel().select(
                index, table.selectionModel().SelectionFlag.Select | table.selectionModel().SelectionFlag.Rows
            )
            table.selectionModel().setCurrentIndex(index, table.selectionModel().SelectionFlag.NoUpdate)
    QTest.qWait(150)  # the bar follows when the selection comes to rest


def bar(hand: Hand, name: str = "duties.bar") -> list[str]:
    """What the bar under a table offers."""
    found = find(hand.window, name)
    return [made.objectName() for made in found.findChildren(QPushButton) if made.isVisible()]
