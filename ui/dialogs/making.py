"""A workspace being made: what is done, how far it is, and the button that cancels it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from alliance_desk.errors import DeskError
from alliance_desk.progress import Cancelled
from ui.dialogs.founding import Founder
from ui.language import said, tr
from ui.operation import Running
from ui.pieces import label


class Making(QWidget):
    """Hidden while nothing is made.

    Signals: made (folder); failed (words); busy (whether something is being made).
    """

    made = Signal(object)
    failed = Signal(str)
    busy = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("ui.strip.progress"))
        self.doing = label("", "", self, wrap=False, name="wizard.doing")
        self.stop = QPushButton(tr("ui.strip.cancel"), self)
        self.stop.setObjectName("wizard.cancel")
        self.stop.clicked.connect(lambda _on: self.cancel())
        row.addWidget(self.doing)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self._work: Founder | None = None
        self._running: Running | None = None
        self.hide()

    @property
    def running(self) -> bool:
        """Whether something is being made."""
        return self._running is not None

    def begin(self, work: Founder, words: str) -> None:
        """Make it in the background."""
        self._work = work
        self.bar.setRange(0, 0)
        self.doing.setText(words)
        self.stop.setEnabled(True)
        self.show()
        self.busy.emit(True)
        work.operations.stepped.connect(lambda _running, done, total, code: self._step(done, total, code))
        self._running = work.run(self._done, self._failed)

    def cancel(self) -> None:
        """Ask it to stop at its next step."""
        if self._running is not None:
            self._running.cancel()
            self.stop.setEnabled(False)
            self.doing.setText(tr("ui.wizard.cancelling"))

    def _step(self, done: int, total: int, code: str) -> None:
        # Bytes of a large backup do not fit a bar's whole numbers.
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(done * 1000 // total if total else 0)
        if self.stop.isEnabled() and code != "ui.strip.begun":
            self.doing.setText(tr(code))

    def _done(self, root: Path) -> None:
        self._end()
        self.made.emit(root)

    def _failed(self, error: Exception) -> bool:
        self._end()
        if isinstance(error, DeskError):
            self.failed.emit(said(error))
        elif isinstance(error, Cancelled):
            self.failed.emit(tr("ui.wizard.cancelled"))
        else:
            self.failed.emit(tr("ui.wizard.fault", kind=type(error).__name__))
        return True

    def _end(self) -> None:
        if self._work is not None:
            self._work.operations.close()
        self._work = self._running = None
        self.hide()
        self.busy.emit(False)
