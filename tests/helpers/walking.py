"""A process that walks whole windows at the scale Qt was started with: ``python -m tests.helpers.walking VISITS``.

VISITS is JSON: a list of what ``Visit`` says. The answer is JSON on the last line: place → what is wrong there.
"""

import os
import sys
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QTabBar, QWidget

from alliance_desk.clock import Clock, FixedClock
from alliance_desk.desk.sample import SECRET, marked
from db import lists
from tests.helpers import walk
from tests.helpers.windows import DAY, about_to, appear
from ui import main_window
from ui.action import Action
from ui.app import make_application, open_window
from ui.dialogs.wizard import Wizard
from ui.dialogs.wizard_asks import FOUNDING, RESTORING
from ui.main_window import MainWindow
from ui.pages import PAGES
from ui.pages.case.form_sheet import FormSheet
from ui.preferences import VARIABLE, Preferences
from ui.theme.look import Look

_MOMENT = 1000
"""Milliseconds: a page's timer that ends later waits for something else than a person's rest."""
_AWAY = (".print", ".copy", ".all")
"""Actions of every table that open the system's dialogs, or none."""


def _opens_far(action: Action) -> bool:
    """Whether an action is one of those, whatever a page has added to its name."""
    return any(f"{away}." in f"{action.id}." for away in _AWAY) or (action.icon == "print" and action.group == "table")


class Visit(msgspec.Struct, frozen=True):
    """One window to walk. root: its workspace, empty for the first run. tasks: open the tasks too. readable: only the contrast."""

    root: str = ""
    size: tuple[int, int] = (1280, 760)
    theme: str = "light"
    tasks: bool = False
    readable: bool = False


class Walker:
    """Walks; faults: what was found, by place. pictures: a folder for one picture of each place, for whoever looks into a fault."""

    def __init__(self, look: Look, pictures: str = "") -> None:
        self.faults: dict[str, list[str]] = {}
        self.places: list[str] = []
        self._look, self._pictures = look, pictures
        self._done: set[str] = set()
        self._readable = False

    def visit(self, visit: Visit) -> None:
        """One window, from its pages to its tasks."""
        self._look.wear(visit.theme)
        self._readable = visit.readable
        name = f"{Path(visit.root).name or 'first run'} {'×'.join(map(str, visit.size))} {visit.theme}"
        if not visit.root:
            self._wizard(name, visit.size)
            return
        root = Path(visit.root)
        sample = marked(root)
        clock: Clock = FixedClock(sample.day if sample is not None else DAY)
        window = open_window(root, clock, self._look, Preferences(theme=visit.theme))
        window.resize(*visit.size)
        settle(window)
        for entry in PAGES:
            window.go(entry.key)
            self._page(window, f"{name} {entry.key}", tasks=visit.tasks)
        raw = window.seat.reader.raw
        for row in lists.rows(raw, "cases", lists.ids(raw, "cases")[:1]):
            window.go("cases", str(row["id"]))
            self._page(window, f"{name} case", tasks=visit.tasks)
        close(window)

    def _page(self, window: MainWindow, place: str, *, tasks: bool) -> None:
        settle(window)
        self._look_at(window, place)
        for bar in tab_bars(window.page):
            for at in range(1, bar.count()):
                if bar.isVisible() and bar.isTabVisible(at) and bar.isTabEnabled(at):
                    bar.setCurrentIndex(at)
                    settle(window)
                    self._look_at(window, f"{place} {bar.tabText(at)}")
        if tasks:
            for action in list(window.page.commands()):
                self._task(window, place, action)

    def _task(self, window: MainWindow, place: str, action: Action) -> None:
        if action.id in self._done or action.why_not() or _opens_far(action):
            return
        self._done.add(action.id)
        page = window.page.key
        action.run()
        settle(window)
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog | QMenu) and dialog.isVisible():
                if isinstance(dialog, QDialog):
                    self._look_at(dialog, f"{place} {action.id}")
                dialog.close()
        if window.drawer.isVisible():
            self._look_at(window, f"{place} {action.id}", window.drawer)
            window.drawer.discard()
        for sheet in window.findChildren(FormSheet):
            if sheet.isVisible():
                self._form(window, sheet, f"{place} {action.id}")
        settle(window)
        if window.page.key != page:
            window.back()
            settle(window)

    def _form(self, window: MainWindow, sheet: FormSheet, place: str) -> None:
        (bar,) = tab_bars(sheet)
        for at in range(bar.count()):
            bar.setCurrentIndex(at)
            settle(window)
            self._look_at(window, f"{place} {bar.tabText(at)}")
        self._done |= {action.id for action in window.page.commands() if action.id.startswith("edit.")}
        sheet.dismiss()

    def _wizard(self, name: str, size: tuple[int, int]) -> None:
        wizard = Wizard(FixedClock(DAY), self._look, Preferences())
        wizard.resize(min(size[0], wizard.width()), min(size[1], wizard.height()))
        wizard.show()
        QTest.qWait(20)
        self._look_at(wizard, f"{name} welcome")
        for route in (FOUNDING, RESTORING):
            wizard._route = route
            for at, step in enumerate(route, 1):
                wizard._show(at)
                QTest.qWait(5)
                self._look_at(wizard, f"{name} {step}")
                wizard.forms[step].faults()
                QTest.qWait(5)
                self._look_at(wizard, f"{name} {step} with faults")
        wizard.close()

    def _look_at(self, window: QWidget, place: str, part: QWidget | None = None) -> None:
        """Find what is wrong. part: only there, where the rest was looked at before."""
        self.places.append(place)
        root = part or window
        found = walk.faults(root, readable=self._readable)
        if not self._readable and not walk.tab_order(root):
            found.append("nothing to be reached with Tab")
        for fault in found:
            self.faults.setdefault(fault, []).append(place)
        if self._pictures:
            folder = Path(self._pictures)
            folder.mkdir(parents=True, exist_ok=True)
            window.grab().save(str(folder / f"{place.replace('/', '-')}.png"))


def tab_bars(parent: QWidget) -> list[QTabBar]:
    """The tab bars in sight."""
    return [bar for bar in parent.findChildren(QTabBar) if bar.isVisible()]


def settle(window: MainWindow) -> None:
    """Wait until nothing runs, nothing is about to, and everything is laid out."""
    QTest.qWait(15)
    appear()
    while window.seat.operations.busy or about_to(window, _MOMENT):
        QTest.qWait(5)
        appear()


def close(window: MainWindow) -> None:
    """Close a window and its desks."""
    settle(window)
    window.close()
    window.seat.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def alone() -> None:
    """Nobody is there to answer a question or choose a file."""
    main_window.ask_passphrase = lambda question, *_more: question.answer(SECRET)
    for name in ("getOpenFileName", "getSaveFileName"):
        setattr(QFileDialog, name, staticmethod(lambda *_a, **_k: ("", "")))
    QFileDialog.getExistingDirectory = staticmethod(lambda *_a, **_k: "")  # pyright: ignore[reportAttributeAccessIssue]


def main(asked: str) -> None:
    """Walk, and print what was found. A fault of the program on the way ends the process with it."""
    app = make_application()
    alone()
    walker = Walker(Look(app, bundled=True), os.environ.get("WALKING_PICTURES", ""))
    broken: list[BaseException] = []
    sys.excepthook = lambda kind, error, trace: (sys.__excepthook__(kind, error, trace), broken.append(error))
    for visit in msgspec.json.decode(asked, type=list[Visit]):
        walker.visit(visit)
    if broken:
        sys.exit(1)
    print(msgspec.json.encode({"faults": walker.faults, "places": walker.places}).decode())


if __name__ == "__main__":
    assert VARIABLE in os.environ, "a process that nobody wants to remember its window"
    main(sys.argv[1])
