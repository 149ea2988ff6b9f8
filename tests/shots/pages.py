"""One process of pictures: every page of some workspaces in some themes at the scale Qt was started with."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

from alliance_desk.clock import FixedClock
from db import lists
from tests.shots.data import day_of, workspace_of
from ui.app import make_application, open_window
from ui.main_window import MainWindow
from ui.pages import PAGES
from ui.preferences import Preferences
from ui.theme.look import Look

SIZE = (1280, 760)
Shot = Callable[[MainWindow], None]


def _page(key: str) -> Shot:
    return lambda window: window.go(key)


def _case(window: MainWindow) -> None:
    """The case view of the first case, where there is one."""
    raw = window.seat.reader.raw
    window.go("cases")
    for row in lists.rows(raw, "cases", lists.ids(raw, "cases")[:1]):
        window.go("cases", str(row["id"]))


def _alliance(window: MainWindow) -> None:
    """The page of the first alliance, where there is one."""
    raw = window.seat.reader.raw
    window.go("register")
    for row in lists.rows(raw, "alliances", lists.ids(raw, "alliances")[:1]):
        window.go("register", str(row["id"]))


SHOTS: dict[str, Shot] = {**{entry.key: _page(entry.key) for entry in PAGES}, "case": _case, "alliance": _alliance}
README = ("today", "cases", "case", "certificates")


def _wait(window: MainWindow, milliseconds: int) -> None:
    """Let events come and work end; Qt's own test wait leaves the worker hardly any time."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    while window.seat.operations.busy:
        QTimer.singleShot(20, loop.quit)
        loop.exec()


def main(folder: Path, out: Path, scale: str, themes: list[str], data: list[str], pages: list[str]) -> None:
    """Make the pictures; a page that raises ends the run with its fault."""
    out.mkdir(parents=True, exist_ok=True)
    app = make_application()
    look = Look(app, bundled=True)
    for theme in themes:
        look.wear(theme)
        for name in data:
            window = open_window(workspace_of(name, folder), FixedClock(day_of(name)), look, Preferences(theme=theme))
            sys.excepthook = sys.__excepthook__
            window.resize(*SIZE)
            _wait(window, 600)
            for page in pages or SHOTS:
                SHOTS[page](window)
                _wait(window, 250)
                _wait(window, 150)
                window.grab().save(str(out / f"{page}-{name}-{theme}-{scale}.png"))
            window.close()
            window.seat.close()
            window.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


if __name__ == "__main__":
    place, target, percent, asked_themes, asked_data, *asked_pages = sys.argv[1:]
    main(Path(place), Path(target), percent, asked_themes.split(","), asked_data.split(","), asked_pages)
