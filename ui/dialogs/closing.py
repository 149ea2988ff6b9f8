"""The window closes: today's work is backed up first, with its progress, and the person may do without or stay."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from alliance_desk.desk.backup import backup
from alliance_desk.errors import DeskError
from alliance_desk.progress import Cancelled
from ui.language import said, tr
from ui.operation import Running
from ui.pieces import label
from ui.seat import Seat
from ui.theme import measures


class Closing(QDialog):
    """One backup; ``run`` tells whether the window may close now."""

    def __init__(self, seat: Seat, folder: Path, parent: object) -> None:
        super().__init__(parent)  # pyright: ignore[reportArgumentType, reportCallIssue]
        self._seat, self._folder = seat, folder
        self._running: Running | None = None
        self._leave: bool | None = None
        self.setObjectName("closing")
        self.setWindowTitle(tr("ui.backup.closing-title"))
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(measures.MARGIN,) * 4)
        column.setSpacing(measures.GAP)
        self.text = label("", "", self, name="closing.text")
        self.problem = label("", "problem", self, name="closing.problem")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("ui.strip.progress"))
        for widget in (self.text, self.problem, self.bar):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        self._retry = self._button("retry", self._begin)
        self._skip = self._button("skip", lambda: self._end(leave=True))
        self._stay = self._button("stay", lambda: self._end(leave=False))
        for made in (self._retry, self._skip, self._stay):
            row.addWidget(made)
        column.addLayout(row)
        seat.operations.stepped.connect(self._step)

    def _button(self, name: str, slot: object) -> QPushButton:
        made = QPushButton(tr(f"ui.backup.closing-{name}"), self)
        made.setObjectName(f"closing.{name}")
        made.setAutoDefault(False)  # Enter, still held from before, decides nothing
        made.clicked.connect(lambda _on: slot())  # pyright: ignore[reportCallIssue]
        return made

    def run(self) -> bool:
        """Back up; whether the window may close."""
        self._begin()
        self.exec()
        return bool(self._leave)

    def _begin(self) -> None:
        self._show("")
        self._running = self._seat.run(
            tr("ui.backup.now"), lambda desk, _step: backup(desk, self._folder), done=self._made, failed=self._failed
        )

    def _show(self, problem: str) -> None:
        words = "ui.backup.closing-failed" if problem else "ui.backup.closing"
        self.text.setText(tr(words, path=str(self._folder)))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self._retry.setVisible(bool(problem))
        self.bar.setVisible(not problem)
        self.bar.setRange(0, 0)
        (self._retry if problem else self._stay).setFocus()
        self.adjustSize()

    def _step(self, running: Running, done: int, total: int, code: str) -> None:
        if running is self._running:
            self.bar.setRange(0, 1000 if total else 0)
            self.bar.setValue(done * 1000 // total if total else 0)
            self.text.setText(tr("ui.backup.closing-step", path=str(self._folder), step=tr(code)))

    def _made(self, _made: object) -> None:
        self._running = None
        self._leave = True if self._leave is None else self._leave
        self.accept()

    def _failed(self, error: Exception) -> bool:
        self._running = None
        if self._leave is not None:
            self.accept()
        elif isinstance(error, DeskError):
            self._show(said(error))
        else:
            self._show("" if isinstance(error, Cancelled) else tr("ui.bug.short"))
            return isinstance(error, Cancelled)
        return True

    def _end(self, *, leave: bool) -> None:
        """Skip it, or stay: what runs is cancelled first and ends at its next step."""
        self._leave = leave
        if self._running is None:
            self.accept()
            return
        self._running.cancel()
        for button in (self._skip, self._stay):
            button.setEnabled(False)

    def reject(self) -> None:
        """Esc: back to the window."""
        self._end(leave=False)
