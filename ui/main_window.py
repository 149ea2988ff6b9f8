"""The main window: rail, bar, banner, pages, drawer, strip; and the actions that are there on every page."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from alliance_desk.cases import undo
from alliance_desk.changes import Changes
from alliance_desk.errors import Damaged, DeskError
from alliance_desk.progress import Cancelled
from ui import bugs
from ui.action import Action, as_qaction
from ui.bar import Banner, Bar
from ui.dialogs.passphrase import ask_passphrase
from ui.drawer import Drawer
from ui.finder import find
from ui.frame import Frame
from ui.language import language, said, tr
from ui.operation import Running
from ui.pages import PAGES, keys_of
from ui.pages.base import Page
from ui.palette import Palette
from ui.rail import Rail
from ui.seat import Seat
from ui.strip import Strip
from ui.theme import measures

_USUAL_PAGE = "today"
_ENDS_MS = 100
"""How often a closed window is looked at until it may go."""


class MainWindow(QMainWindow):
    """One window on a seat. first: the window that this one was opened from; it alone speaks for the seat."""

    def __init__(self, seat: Seat, first: "MainWindow | None" = None) -> None:
        super().__init__()
        self.seat = seat
        self.others: list[MainWindow] = []
        self.in_front: MainWindow = self
        self._first = first or self
        self.pages: dict[str, Page] = {}
        self._frames: dict[str, Frame] = {}
        self.may_close: Callable[[], bool] = lambda: True
        self._page = ""
        self._past: list[tuple[str, str]] = []
        self._going_back = False
        self.setObjectName("window")
        self.setMinimumSize(*measures.MINIMUM)
        self.resize(*measures.USUAL)
        self.setWindowTitle(tr("ui.window.title", office=seat.reader.settings["office"]["name"]))
        self.setWindowIcon(seat.look.icon("app"))
        self._build()
        self._connect()
        self._own_actions = self._make_actions()
        for action in self._own_actions:
            self.addAction(as_qaction(action, seat.look, self, keys=True))
        self._keys: list[object] = []

    def _build(self) -> None:
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.bar = Bar(self.seat, whole)
        self.banner = Banner(self.seat, whole)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self.rail = Rail(self.seat, PAGES, whole)
        self.stack = QStackedWidget(whole)
        self.stack.setObjectName("pages")
        middle.addWidget(self.rail)
        middle.addWidget(self.stack, 1)
        self._middle = middle
        self.drawer = Drawer(self.seat, whole)
        self.drawer.setMinimumWidth(measures.DRAWER)
        self.drawer.setMaximumWidth(measures.DRAWER)
        self.strip = Strip(self.seat, whole, keeps=self._first is self)
        column.addWidget(self.bar)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)
        column.addWidget(self.strip)
        self.setCentralWidget(whole)
        self._whole = whole
        self._docked = False

    def _connect(self) -> None:
        seat = self.seat
        self.rail.chosen.connect(self.go)
        seat.goto.connect(self._go_here)
        seat.asked.connect(self._open_task)
        seat.changed.connect(self._follow)
        if self._first is self:
            seat.operations.ended.connect(self._ended)
            seat.operations.passphrase.connect(lambda question: ask_passphrase(question, self.seat, self.in_front))
        seat.look.changed.connect(self.update)
        self.drawer.opened.connect(self._place_drawer)
        self.drawer.closed.connect(self._drawer_closed)
        self.bar.search.connect(self.palette_open)
        self.bar.undo.connect(self._undo)

    # Actions of every page

    def _make_actions(self) -> list[Action]:
        pages = [
            Action(f"go.{entry.key}", tr("ui.window.go", page=tr(f"ui.page.{entry.key}")), lambda k=entry.key: self.go(k), icon=entry.icon, shortcut=keys_of(at))
            for at, entry in enumerate(PAGES, 1)
        ]  # fmt: skip
        return [
            *pages,
            Action("window.palette", tr("ui.palette.title"), self.palette_open, icon="command", shortcut="Ctrl+K"),
            Action("window.undo", tr("ui.window.undo"), self._undo, icon="undo", shortcut="Ctrl+Z"),
            Action("window.refresh", tr("ui.window.refresh"), self.refresh, icon="refresh", shortcut="F5"),
            Action("window.back", tr("ui.window.back"), self.back, icon="back", shortcut="Alt+Left"),
            Action("window.escape", tr("ui.window.escape"), self._escape, shortcut="Esc"),
            Action("window.new", tr("ui.window.new"), self._second, icon="app", shortcut="Ctrl+Shift+N"),
            Action("window.lock", tr("ui.window.lock"), self._lock, icon="lock"),
            Action("window.keys", tr("ui.window.keys"), self._show_keys, icon="help", shortcut="F1"),
            Action("window.quit", tr("ui.window.quit"), self._quit, shortcut="Ctrl+Q"),
        ]

    def actions_now(self) -> Sequence[Action]:
        """Everything that can be asked for now: the page's actions, then those of every page."""
        return [*(self.page.commands() if self._page else ()), *self._own_actions]

    @property
    def page(self) -> Page:
        """The page in front."""
        return self.pages[self._page]

    def go(self, key: str, record: str = "") -> None:
        """Open a page, at a record when one is named."""
        if key not in self.pages:
            entry = next(entry for entry in PAGES if entry.key == key)
            self.pages[key] = entry.make(self.seat)
            self._frames[key] = Frame(self.pages[key], self.pages[key].least)
            self.stack.addWidget(self._frames[key])
        if self._page and not self._going_back and (self._page, "") != (key, record):
            self._past.append((self._page, ""))
            del self._past[:-50]
        if key != self._page:
            self.drawer.dismiss()
        self._page = key
        self.rail.show_page(key)
        self.stack.setCurrentWidget(self._frames[key])
        self.page.shown(record)
        QTimer.singleShot(0, self.page.take_focus)  # what was made just now is shown with the next events
        self._page_keys()
        self.seat.keep("page", key)

    def _page_keys(self) -> None:
        """The shortcuts of the page in front, and only they."""
        for old in self._keys:
            self.removeAction(old)  # pyright: ignore[reportArgumentType]
        self._keys = []
        taken = {action.shortcut for action in self._own_actions}
        for action in self.page.commands():
            if action.shortcut and action.shortcut not in taken:
                taken.add(action.shortcut)
                made = as_qaction(action, self.seat.look, self, keys=True)
                made.triggered.disconnect()
                made.triggered.connect(lambda _on=False, name=action.id: self._run_action(name))
                self._keys.append(made)
                self.addAction(made)

    def _run_action(self, name: str) -> None:
        """Run a page's action by its id as it is now; say why when it cannot be done."""
        action = next((one for one in self.page.commands() if one.id == name), None)
        if action is None:
            return
        if why := action.why_not():
            self.seat.say(tr("ui.window.cannot", text=action.text, why=why), "warn")
        else:
            action.run()

    def back(self) -> None:
        """One step back: inside the page, else to the page before."""
        if self._page and self.page.leave():
            return
        if self._past:
            key, record = self._past.pop()
            self._going_back = True
            self.go(key, record)
            self._going_back = False

    def _escape(self) -> None:
        if self.drawer.isVisible():
            self.drawer.dismiss()
        elif self._page:
            self.page.leave()

    def palette_open(self) -> None:
        """Ctrl+K."""
        palette = Palette(self.seat.look, lambda text: find(self.seat, text, self.actions_now()), self)
        place = self.mapToGlobal(self.rect().topLeft())
        palette.move(place.x() + (self.width() - palette.width()) // 2, place.y() + 80)
        palette.open()
        palette.line.setFocus()

    def refresh(self) -> None:
        """F5: read the page anew."""
        if self._page:
            self.page.fill()
        self.bar.refresh()

    def _second(self) -> None:
        """Another window on the same workspace."""
        first = self._first
        other = MainWindow(self.seat, first)
        first.others.append(other)
        first.in_front = other
        other.resize(self.size())
        other.go(self._page or _USUAL_PAGE)
        other.show()
        other.activateWindow()

    def _quit(self) -> None:
        self.close()

    def _lock(self) -> None:
        def work(desk: object, _step: object) -> None:
            desk.forget_key()  # pyright: ignore[reportAttributeAccessIssue]

        self.seat.run("", work, quiet=True)
        self.seat.say(tr("ui.window.locked"))

    def _show_keys(self) -> None:
        lines = [f"{action.shortcut}\t{action.text}" for action in self.actions_now() if action.shortcut]
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, tr("ui.window.keys"), "\n".join(lines), QMessageBox.StandardButton.Close, self
        )
        box.setObjectName("keys")
        box.open()

    def _undo(self) -> None:
        self.seat.run(tr("ui.window.undo"), lambda desk, _step: undo.undo(desk, language()))

    # What comes from below

    def _open_task(self, task: object) -> None:
        if self._first.in_front is self:
            self.drawer.open(task)  # pyright: ignore[reportArgumentType]

    def _go_here(self, key: str, record: str) -> None:
        if self._first.in_front is self:
            self.go(key, record)

    def _follow(self, changes: Changes) -> None:
        for page in self.pages.values():
            page.follow(changes)
        self.bar.refresh()
        self.banner.refresh()
        self.rail.follow(changes)
        self._page_keys()

    def _ended(self, running: Running, _result: object, error: Exception | None) -> None:
        """What nobody else has told: a refusal or damage in words, a fault of the program with its report."""
        if error is None or isinstance(error, Cancelled):
            return
        if isinstance(error, DeskError):
            self.seat.say(said(error), "block" if isinstance(error, Damaged) else "warn")
        else:
            self.tell_bug(error, running.title)

    def tell_bug(self, error: BaseException, doing: str) -> None:
        """A fault of the program: a report file, and what the person can do."""
        where = f"{self._page} {type(error).__name__} {'operation' if doing else 'window'}"
        try:
            path = bugs.report(error, self.seat.root, where, self.seat.clock.now())
        except Damaged:
            self.seat.say(tr("ui.bug.short"), "block")
            return
        self.seat.say(tr("ui.bug.told", path=str(path)), "block", (path,))

    # Places and sizes

    def _place_drawer(self) -> None:
        dock = self.width() >= measures.DOCKED_FROM
        if dock != self._docked:
            self._docked = dock
            if dock:
                self._middle.addWidget(self.drawer)
            else:
                self._middle.removeWidget(self.drawer)
                self.drawer.setParent(self.centralWidget())
                self.drawer.show()
        if not dock and self.drawer.isVisible():
            around, whole = self.stack.geometry(), self._whole.width()
            self.drawer.setGeometry(whole - measures.DRAWER, around.top(), measures.DRAWER, around.height())
            self.drawer.raise_()

    def _drawer_closed(self) -> None:
        if self._page:
            self.page.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(event.size().width() < measures.NARROW)
        if self.drawer.isVisible():
            QTimer.singleShot(0, self._place_drawer)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Drafts are kept; work that is running comes to its end or is cancelled by the person first."""
        self.drawer.dismiss()
        if self._first is not self:
            self._first.forget(self)
            super().closeEvent(event)
            return
        busy = [running for running in self.seat.operations.waiting if not running.quiet]
        if busy:
            asked = QMessageBox.question(self, tr("ui.window.busy-title"), tr("ui.window.busy", title=busy[0].title))
            if asked != QMessageBox.StandardButton.Yes:
                event.ignore()
                return
            for running in busy:
                running.cancel()
        if not self.may_close():
            event.ignore()
            return
        for other in self.others:
            other.close()
        super().closeEvent(event)

    def forget(self, other: "MainWindow") -> None:
        """One of the other windows closes."""
        self.in_front = self
        self.others = [one for one in self.others if one is not other]
        self._end(other)

    def _end(self, other: "MainWindow") -> None:
        """Delete a closed window when nothing is read any more that may be for it: the answer would be written into what is gone."""
        if self.seat.operations.busy:
            QTimer.singleShot(_ENDS_MS, self, lambda: self._end(other))
        else:
            other.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._first.in_front = self
