"""The seat: one person at one workspace. What every page and task is given instead of globals."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from alliance_desk import files
from alliance_desk.changes import Changes
from alliance_desk.clock import Clock, FixedClock
from alliance_desk.desk import Desk, local, open_desk
from alliance_desk.errors import DeskError, Refused
from ui.operation import Asking, Operations, Running, Work
from ui.preferences import Preferences
from ui.theme.look import Look

if TYPE_CHECKING:
    from ui.task import Task

_TRIES = 5
"""A passphrase is asked for so many times; then the work is refused."""
_KEY_LIMIT = 1 << 20
AGAIN_MS = 4000
"""While another program keeps the workspace, it is asked for again this often."""
LOCK_S = 1.0
"""So long each try waits for that program to let go, in seconds."""


class Seat(QObject):
    """One workspace open in the window.

    reader: a desk that only looks, in the window's thread; all lists and pages read through it. Writing goes through ``run``.
    readonly: another program keeps the workspace; nothing can be written from here now.

    Signals: changed (Changes) – after each commit; goto (page id, key) – open a page, at a record when key is given;
    asked (Task) – open a task in the drawer; told (tone, text, files) – a line for the person.
    """

    changed = Signal(object)
    goto = Signal(str, str)
    asked = Signal(object)
    told = Signal(str, str, object)
    operator_changed = Signal()

    def __init__(self, root: Path, clock: Clock, look: Look, preferences: Preferences, operator: str = "") -> None:
        super().__init__()
        self.root = root
        self.clock = clock
        self.look = look
        self.preferences = preferences
        self.readonly = False
        self._version = 0
        self.reader: Desk = open_desk(root, clock=clock, operator=operator, readonly=True)
        self.operations = Operations(self._open_writer, self)
        self.operations.changed.connect(self.changed)

    def _open_writer(self, ask: Asking) -> Desk:
        """In the worker: the desk that writes. Raises Refused while another program keeps the workspace."""
        desk = open_desk(self.root, clock=self.clock, operator=self.operator, wait=LOCK_S)
        desk.passphrase = lambda: _proven(desk, ask)
        return desk

    @property
    def operator(self) -> str:
        """The id of the person who works here now."""
        return self.reader.operator

    def switch(self, operator: str) -> None:
        """Another person takes the seat; visible at once, and in every event from now on."""
        self.reader.operator = operator

        def follow(desk: Desk, _step: object) -> None:
            desk.operator = operator

        self.operations.run("", follow, quiet=True)
        self.operator_changed.emit()

    def rehearse(self, day: date) -> None:
        """Set another day, in a rehearsal only: every date from now on is counted from it."""
        clock = self.clock = self.reader.clock = FixedClock(day)

        def follow(desk: Desk, _step: object) -> None:
            desk.clock = clock

        self.run("", follow, quiet=True)
        self.changed.emit(Changes(code="ui.banner.day-changed", facts={"day": day.isoformat()}))

    @property
    def today(self) -> date:
        """The legal date."""
        return self.clock.today()

    def run(
        self,
        title: str,
        work: Work,
        *,
        seen: Mapping[str, int] | None = None,
        done: Any = None,
        failed: Any = None,
        quiet: bool = False,
    ) -> Running:
        """Queue an operation on the writing desk; see ``Operations.run``."""
        return self.operations.run(title, work, seen=seen, done=done, failed=failed, quiet=quiet)

    def warm(self) -> None:
        """Open the writing desk while nobody waits for it; where another program keeps the workspace, say so."""

        def failed(error: Exception) -> bool:
            in_use = isinstance(error, Refused) and error.code == "desk.in-use"
            if in_use and self.readonly:
                self._follow_other()
            else:
                self.told.emit("warn" if in_use else "block", _words(error), ())
                self._become(readonly=in_use)
            if in_use:
                QTimer.singleShot(AGAIN_MS, self, self.warm)
            return True

        def done(_none: object) -> None:
            if self.readonly:
                self._become(readonly=False)
                self.say(_writable())

        if not self.operations.closed:  # a window may be closed sooner than this is called
            self.run("", lambda _desk, _step: None, done=done, failed=failed, quiet=True)

    def _become(self, *, readonly: bool) -> None:
        self.readonly = readonly
        self.changed.emit(Changes(code="desk.read-only", facts={"path": str(self.root)}))

    def _follow_other(self) -> None:
        """What the other program wrote since the last look is shown here too."""
        version: int = self.reader.raw.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version = version
            self.changed.emit(Changes(code="desk.read-only", facts={"path": str(self.root)}))

    def ask(self, task: "Task") -> None:
        """Open a task in the drawer."""
        self.asked.emit(task)

    def say(self, text: str, tone: str = "info", files: tuple[Path, ...] = ()) -> None:
        """Tell the person one line; files: what was written, offered to be opened."""
        self.told.emit(tone, text, files)

    # What this PC remembers of the window

    def state(self, key: str, usual: Any = None) -> Any:
        """What was kept under a key (page, widths, filters)."""
        found = local.state(self.reader, key)
        return usual if found is None else found

    def keep(self, key: str, value: Any) -> None:
        """Keep window state; silently left where the workspace cannot be written."""
        if not self.readonly:
            self.run(
                "", lambda desk, _step: local.keep_state(desk, {key: value}), quiet=True, failed=lambda _error: True
            )

    def close(self) -> None:
        """End: the worker closes its desk, then the reader is closed."""
        self.operations.close()
        self.reader.close()


def _proven(desk: Desk, ask: Asking) -> str:
    """The passphrase; a wrong one is asked for again, a few times. Raises Cancelled when the person gives up."""
    from alliance_desk.keys.office import OfficeKey
    from ui.language import tr

    data, given = files.read(desk.place.key, _KEY_LIMIT), ask("")
    for _ in range(_TRIES - 1):
        try:
            OfficeKey.unseal(data, given, desk.place.key.name)
        except Refused as wrong:
            if wrong.code != "exchange.wrong-passphrase":
                raise
            given = ask(tr("ui.passphrase.wrong"))
        else:
            break
    return given  # the last try is judged where the key is needed


def _writable() -> str:
    from ui.language import tr

    return tr("ui.banner.writable")


def _words(error: Exception) -> str:
    from ui.language import said, tr

    return said(error) if isinstance(error, DeskError) else tr("ui.bug.short")
