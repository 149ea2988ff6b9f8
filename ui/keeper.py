"""Backups that nobody asked for: one a day while the window is open, and one before it closes, where a folder was set."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, backup_state, local, open_desk
from alliance_desk.desk.backup import backup
from alliance_desk.desk.backup_state import When
from alliance_desk.desk.sample import marked
from alliance_desk.errors import DeskError, Refused
from alliance_desk.progress import Cancelled, Progress
from ui.language import said, tr
from ui.operation import Operations
from ui.seat import Seat

FIRST_MS, EVERY_MS = 20_000, 3_600_000
"""After the window has opened, and from then on."""


class Keeper(QObject):
    """Looks whether a backup is due. The daily one is made by a worker and a desk of its own, so that nobody waits for it."""

    def __init__(self, seat: Seat, window: QWidget) -> None:
        super().__init__(window)
        self._seat, self._window = seat, window
        self._own: Operations | None = None
        self._told = ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(EVERY_MS)
        QTimer.singleShot(FIRST_MS, self, self.look)

    @property
    def busy(self) -> bool:
        """Whether a daily backup is being made."""
        return self._own is not None and self._own.busy

    def look(self) -> None:
        """Make today's backup where it is due."""
        seat = self._seat
        folder = backup_state.folder(seat.reader)
        last = backup_state.last(seat.reader)
        today = last is not None and last.on >= seat.today
        if self.busy or today or folder is None or not self._wanted(When.CLOSING, When.DAILY):
            return
        self.stop()
        self._own = Operations(
            lambda _ask: open_desk(seat.root, clock=seat.clock, operator=seat.operator, readonly=True), self
        )
        self._own.run("", lambda desk, _step: backup(desk, folder), done=self._made, failed=self._failed)

    def _wanted(self, *when: When) -> bool:
        """Whether there is something to back up, and the office wants it done by itself."""
        reader = self._seat.reader
        sample = marked(self._seat.root) is not None
        return (
            not self._seat.readonly
            and not sample
            and backup_state.when(reader) in when
            and backup_state.pending(reader)
        )

    def _made(self, made: Changes) -> None:
        """Tell it, and keep it among what was done; the desk that made it could not write."""
        title, text = tr("ui.backup.by-itself"), said(made)

        def keep(desk: Desk, _step: Progress) -> Changes:
            backup_state.remember(desk, made)
            local.keep_job(desk, f"backup.{made.facts['path']}", title, "done", text=text, files=made.files)
            return made

        self._told = ""
        self._seat.run("", keep, quiet=True)
        self._seat.say(tr("ui.backup.made-by-itself", text=text), "pass", made.files)

    def _failed(self, error: Exception) -> bool:
        """A folder that is away is told once; so is a fault, until one was made again."""
        if isinstance(error, DeskError) and error.code != self._told:
            self._told = error.code
            self._seat.say(said(error), "warn" if isinstance(error, Refused) else "block")
        return isinstance(error, DeskError | Cancelled)

    def stop(self) -> None:
        """End a daily backup that is being made; it leaves nothing behind."""
        if self._own is not None:
            for running in self._own.waiting:
                running.cancel()
            self._own.close()
            self._own = None

    def may_close(self) -> bool:
        """Before the window closes: back up what was done since the last time, and let the person decide when that fails."""
        from ui.dialogs.closing import Closing

        self.stop()
        folder = backup_state.folder(self._seat.reader)
        due = folder is not None and self._wanted(When.CLOSING) and folder.is_dir()
        if folder is None or not due:
            return True
        return Closing(self._seat, folder, self._window).run()
