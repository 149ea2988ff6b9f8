"""The strip at the window's foot: what runs now with its progress, what was done last, and the list of all that was done."""

import uuid
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from alliance_desk.changes import Changes
from alliance_desk.clock import local as local_time
from alliance_desk.desk import Desk, local
from alliance_desk.progress import Cancelled, Progress
from ui.language import said, tr
from ui.operation import Running
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone

DELAY_MS = 500
"""Work that ends sooner shows no progress."""
_MOST = 3
"""So many lines of what was done are shown; a list of changes or missing papers would push the page away."""
_ICONS = {"info": "info", "pass": "pass", "warn": "warn", "block": "block"}


class Strip(QFrame):
    """Progress, last result, results. keeps: whether it writes down what was done; of several windows one does."""

    def __init__(self, seat: Seat, parent: QWidget, *, keeps: bool = True) -> None:
        super().__init__(parent)
        self._keeps = keeps
        self.setProperty("role", "strip")
        self.setObjectName("strip")
        self._seat = seat
        self._running: Running | None = None
        self._waits = False
        self._files: tuple[Path, ...] = ()
        self._build()
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.timeout.connect(self._show_progress)
        seat.operations.started.connect(self._started)
        seat.operations.stepped.connect(self._stepped)
        seat.operations.ended.connect(self._ended)
        seat.told.connect(self.tell)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.MARGIN, 4, measures.MARGIN, 4)
        row.setSpacing(measures.GRID)
        self._icon = QLabel(self)
        self._icon.setFixedSize(20, 20)
        self._icon.setAccessibleName(tr("ui.strip.kind"))
        row.addWidget(self._icon)
        self.text = QLabel(self)
        self.text.setObjectName("strip.text")
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self.text, 1)
        self.bar = QProgressBar(self)
        self.bar.setObjectName("strip.progress")
        self.bar.setAccessibleName(tr("ui.strip.progress"))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self.bar.hide()
        row.addWidget(self.bar)
        self.stop = QPushButton(tr("ui.strip.cancel"), self)
        self.stop.setObjectName("strip.cancel")
        self.stop.clicked.connect(self._cancel)
        self.stop.hide()
        row.addWidget(self.stop)
        self.open = QPushButton(tr("ui.strip.open-file"), self)
        self.folder = QPushButton(tr("ui.strip.open-folder"), self)
        for made, name, slot in (
            (self.open, "strip.open-file", self._open_file),
            (self.folder, "strip.open-folder", self._open_folder),
        ):
            made.setObjectName(name)
            made.setProperty("role", "plain")
            made.clicked.connect(slot)
            made.hide()
            row.addWidget(made)
        self.log = QToolButton(self)
        self.log.setObjectName("strip.results")
        self.log.setProperty("role", "plain")
        self.log.setAccessibleName(tr("ui.strip.results"))
        self.log.setToolTip(tr("ui.strip.results"))
        self.log.clicked.connect(self._results)
        row.addWidget(self.log)
        self._seat.look.changed.connect(self._dress)
        self.tell("info", tr("ui.strip.ready"), ())

    # What runs

    def _started(self, running: Running) -> None:
        if running.quiet:
            return
        self._running = running
        self.bar.setRange(0, 0)
        self._delay.start(DELAY_MS)

    def _show_progress(self) -> None:
        if self._running is not None:
            self.tell("info", tr("ui.strip.running", title=self._running.title), ())
            self._waits = True
            self.bar.show()
            self.stop.setEnabled(True)
            self.stop.show()

    def _stepped(self, running: Running, done: int, total: int, code: str) -> None:
        if running is not self._running:
            return
        # Bytes of a large package do not fit a bar's whole numbers.
        scale = max(1, total // 10_000)
        self.bar.setRange(0, total // scale)
        self.bar.setValue(done // scale)
        if self.bar.isVisible():
            self.text.setText(tr("ui.strip.step", title=running.title, step=tr(code)))
            self._waits = True

    def _cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()
            self.stop.setEnabled(False)
            self.text.setText(tr("ui.strip.cancelling", title=self._running.title))

    def _ended(self, running: Running, result: Any, error: Exception | None) -> None:
        if running is not self._running:
            return
        self._running = None
        self._delay.stop()
        self.bar.hide()
        self.stop.hide()
        if isinstance(result, Changes):
            self._keep(running, "done", said(result), result.files)
            self.tell("pass", said(result), result.files)
        elif isinstance(error, Cancelled):
            self._keep(running, "cancelled", tr("ui.strip.cancelled", title=running.title), ())
            self.tell("warn", tr("ui.strip.cancelled", title=running.title), ())
        elif self._waits:  # what the work itself had to say stays
            self.tell("info", tr("ui.strip.ready"), ())

    def _keep(self, running: Running, state: str, text: str, files: tuple[Path, ...]) -> None:
        if not self._keeps:
            return

        def work(desk: Desk, _step: Progress) -> None:
            local.keep_job(desk, uuid.uuid4().hex, running.title, state, text=text, files=files)

        self._seat.run("", work, quiet=True, failed=lambda _error: True)

    # What was done

    def tell(self, tone: str, text: str, files: tuple[Path, ...]) -> None:
        """One line for the person, with what was written."""
        self._files, self._tone, self._waits = files, tone, False
        lines = text.strip().splitlines()
        more = len(lines) - _MOST
        self.text.setText("\n".join([*lines[:_MOST], tr("ui.strip.more", count=more)]) if more > 0 else text.strip())
        self.text.setToolTip(text if more > 0 else "")
        self._dress()
        self.open.setVisible(len(files) == 1)
        self.folder.setVisible(bool(files))

    def _dress(self) -> None:
        """Draw the icons in the colours of the theme."""
        icon = self._seat.look.icon(_ICONS.get(self._tone, "info"), Tone(self._tone), 20)
        self._icon.setPixmap(icon.pixmap(20, 20))
        self.log.setIcon(self._seat.look.icon("history"))

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._files[0])))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._files[0].parent)))

    def _results(self) -> None:
        """What was done lately, newest first, over the strip."""
        popup = QFrame(self.window(), Qt.WindowType.Popup)
        popup.setProperty("role", "card")
        popup.setObjectName("results")
        column = QVBoxLayout(popup)
        head = QLabel(tr("ui.strip.results"), popup)
        head.setProperty("role", "section")
        column.addWidget(head)
        area = QScrollArea(popup)
        area.setWidgetResizable(True)
        inner = QWidget()
        lines = QVBoxLayout(inner)
        jobs = local.jobs(self._seat.reader, 40)
        for job in jobs:
            words = QLabel(tr("ui.strip.result", time=local_time(job.ended), title=job.title, text=job.text), inner)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            lines.addWidget(words)
            if job.files:
                where = QPushButton(job.files[0], inner)
                where.setProperty("role", "link")
                where.clicked.connect(
                    lambda _on=False, path=job.files[0]: QDesktopServices.openUrl(
                        QUrl.fromLocalFile(str(Path(path).parent))
                    )
                )
                lines.addWidget(where)
        if not jobs:
            lines.addWidget(QLabel(tr("ui.strip.no-results"), inner))
        lines.addStretch(1)
        area.setWidget(inner)
        column.addWidget(area)
        popup.resize(560, 420)
        popup.move(self.mapToGlobal(QPoint(self.width() - 576, -428)))
        popup.show()
