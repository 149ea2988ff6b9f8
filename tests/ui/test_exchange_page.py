from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from alliance_desk.exchange.container import SUFFIX
from tests.helpers.desks import CITY, make_office
from tests.helpers.windows import find, settle
from ui.main_window import MainWindow
from ui.pages.exchange import Exchange

Opens = Callable[..., MainWindow]


def test_without_packages_the_ledgers_have_the_page(qtbot: QtBot, window_on: Opens, tmp_path: Path) -> None:
    make_office(tmp_path / "w", CITY, "市", "210300").close()
    stick = tmp_path / "usb"
    stick.mkdir()
    window = window_on(tmp_path / "w")
    window.resize(1280, 760)
    window.go("exchange")
    settle(qtbot, window)
    shown = window.pages["exchange"]
    assert isinstance(shown, Exchange)
    said = find(shown, "exchange.packages-none", QLabel)
    assert said.isVisible()
    packages = shown.sticks.packages.table
    assert not packages.isVisible()
    assert shown.tabs.height() > 2 * shown.sticks.height()

    (stick / f"one{SUFFIX}").write_bytes(b"a package, or not")
    find(shown, "exchange.folder", QLineEdit).setText(str(stick))
    settle(qtbot, window)
    qtbot.waitUntil(packages.isVisible)
    assert not said.isVisible()
    assert packages.rows.rowCount() == 1
    assert packages.height() >= packages.minimumHeight() > 100

    find(shown, "exchange.folder", QLineEdit).setText(str(tmp_path / "pulled out"))
    settle(qtbot, window)
    qtbot.waitUntil(said.isVisible)
    assert shown.tabs.height() > 2 * shown.sticks.height(), "the ledgers have their room again"
