"""The drawer: where any task is filled in and run, at the window's right side; what is typed there is never lost."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from alliance_desk.changes import Changes
from alliance_desk.clock import local as local_time
from alliance_desk.desk import Desk, local
from alliance_desk.errors import DeskError, Refused
from alliance_desk.progress import Cancelled, Progress
from ui.fields.form import Form
from ui.language import said, tr
from ui.operation import Running
from ui.seat import Seat
from ui.task import Task
from ui.theme import measures

_HEAD = "SELECT max(seq) FROM ledger_event WHERE stream = ?"
_QUIET_MS = 600
"""A draft is kept this long after the last keystroke."""


class Drawer(QFrame):
    """Shows one task at a time.

    Signals: opened, closed.
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "drawer")
        self.setObjectName("drawer")
        self._seat = seat
        self.task: Task | None = None
        self.form: Form | None = None
        self._running: Running | None = None
        self._listed: QWidget | None = None
        self._before: QWidget | None = None
        self._typing: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._keep)
        self._build()
        self.hide()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.MARGIN, measures.MARGIN, measures.MARGIN, measures.MARGIN)
        column.setSpacing(measures.GAP)
        head = QHBoxLayout()
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.title.setObjectName("drawer.title")
        head.addWidget(self.title, 1)
        close = QToolButton(self)
        close.setProperty("role", "plain")
        close.setIcon(self._seat.look.icon("close"))
        close.setObjectName("drawer.close")
        close.setAccessibleName(tr("ui.drawer.close"))
        close.setToolTip(tr("ui.drawer.close-tip"))
        close.clicked.connect(self.dismiss)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._draft = self._line("small", "drawer.draft")
        self._basis = self._line("small", "drawer.basis")
        self._intro = self._line("", "drawer.intro")
        for label in (self._draft, self._basis, self._intro):
            column.addWidget(label)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self._scroll, 1)
        self._danger = self._line("problem", "drawer.danger")
        column.addWidget(self._danger)
        foot = QHBoxLayout()
        foot.setSpacing(measures.GRID)
        self.submit = QPushButton(self)
        self.submit.setProperty("role", "main")
        self.submit.setObjectName("drawer.submit")
        self.submit.clicked.connect(self.run)
        self.cancel = QPushButton(tr("ui.drawer.discard"), self)
        self.cancel.setObjectName("drawer.discard")
        self.cancel.setToolTip(tr("ui.drawer.discard-tip"))
        self.cancel.clicked.connect(self.discard)
        foot.addWidget(self.submit)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        column.addLayout(foot)

    def _line(self, role: str, name: str, parent: QWidget | None = None) -> QLabel:
        label = QLabel(parent or self)
        label.setProperty("role", role)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.hide()
        return label

    @property
    def draft_stream(self) -> str:
        """Under which record drafts of the present task are kept."""
        return self.task.stream if self.task is not None else ""

    def open(self, task: Task) -> None:
        """Show a task; a draft of it that was left is brought back, and said so."""
        if self._running is not None:
            self._seat.say(tr("ui.drawer.busy", title=self._running.title), "warn")
            return
        self._keep()
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.task = task
        self.title.setText(task.title)
        for label, words in ((self._basis, task.basis), (self._intro, task.intro), (self._danger, task.danger)):
            _show(label, words)
        _show(self._draft, "")
        self.submit.setText(task.submit)
        self.submit.setAccessibleName(task.submit)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, measures.GRID, 0)
        column.setSpacing(measures.GAP)
        # In the body, so that a long list of problems scrolls instead of pushing the form out of the drawer.
        self._faults = self._line("problem", "drawer.problems", body)
        column.addWidget(self._faults)
        self._listed, self._column = None, column
        if task.content is not None:
            column.addWidget(task.content(body))
        self.form = Form(task.id, task.fields, body)
        column.addWidget(self.form)
        self._live = QLabel(body)
        self._live.setWordWrap(True)
        self._live.setObjectName("drawer.live")
        column.addWidget(self._live)
        column.addStretch(1)
        self._scroll.setWidget(body)
        self._bring_back(task, self.form)
        self.form.changed.connect(self._typed)
        self._tell_live()
        self._ready(running=False)
        self.show()
        self.raise_()
        self.opened.emit()
        first = next(iter(self.form.fields.values()), None)
        (first.editor if first is not None else self.submit).setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_back(self, task: Task, form: Form) -> None:
        kept = local.draft(self._seat.reader, task.stream, task.id)
        if kept is None or not kept.values:
            return
        form.restore(kept.values)
        moved = task.stream in task.seen and kept.base_seq != task.seen[task.stream]
        _show(
            self._draft, tr("ui.drawer.draft-moved" if moved else "ui.drawer.draft-back", saved=local_time(kept.saved))
        )

    def _typed(self) -> None:
        self._timer.start(_QUIET_MS)
        self._tell_live()

    def _tell_live(self) -> None:
        words = ""
        if self.task is not None and self.form is not None and self.task.live is not None:
            try:
                words = self.task.live(self.form.values())
            except DeskError as error:
                words = said(error)
        _show(self._live, words)

    def _keep(self) -> None:
        """Keep what is typed as a draft."""
        self._timer.stop()
        task, form = self.task, self.form
        if task is None or form is None or self._seat.readonly or not task.fields:
            return
        values, base = form.kept(), task.seen.get(task.stream, 0)

        def work(desk: Desk, _step: Progress) -> None:
            local.save_draft(desk, task.stream, task.id, base, values) if values else local.drop_draft(
                desk, task.stream, task.id
            )

        self._seat.run("", work, quiet=True)

    def run(self) -> None:
        """Check the fields and run the task."""
        task, form = self.task, self.form
        if task is None or form is None or self._running is not None:
            return
        values = form.values()
        found = form.faults(task.check(values) if task.check is not None else ())
        self._tell_faults([words for _, words in found])
        if found:
            form.focus(found[0][0])
            return
        self._timer.stop()
        self._typing = QApplication.focusWidget()
        self.setFocus()  # what is disabled now would hand the keyboard on to the page
        self._ready(running=True)

        def work(desk: Desk, step: Progress) -> Changes:
            changes = task.work(desk, values, step)
            local.drop_draft(desk, task.stream, task.id)
            return changes

        self._running = self._seat.run(task.title, work, seen=task.seen, done=self._done, failed=self._failed)

    def _done(self, changes: Changes) -> None:
        task, self._running = self.task, None
        self._ready(running=False)
        if task is None:
            return
        if not task.keep_open:
            self._shut()
        if task.done is not None:
            task.done(changes)

    def _failed(self, error: Exception) -> bool:
        """What a refusal says stands in the drawer, above the fields; a bug is told by the window."""
        self._running = None
        self._ready(running=False)
        if self._typing is not None and isValid(self._typing) and self.hasFocus():
            self._typing.setFocus()
        if isinstance(error, Cancelled):
            return False
        if isinstance(error, DeskError):
            faults: list[Any] = getattr(error, "faults", [])
            if faults and self.form is not None:
                self.form.faults([(getattr(fault, "path", ""), said(fault)) for fault in faults])
                if not hasattr(faults[0], "path"):
                    self._list_faults(faults)
                    return True
            basis = error.basis if isinstance(error, Refused) else ""
            words = tr("ui.drawer.with-basis", basis=basis, text=said(error)) if basis else said(error)
            self._tell_faults([f"{words}\n{tr('ui.drawer.moved')}" if self._moved() else words])
            return True
        return False

    def _moved(self) -> bool:
        """Whether somebody wrote to what the person has before their eyes since the task was opened."""
        if self.task is None:
            return False
        raw = self._seat.reader.raw
        heads = ((raw.execute(_HEAD, (stream,)).fetchone()[0], seq) for stream, seq in self.task.seen.items())
        return any(head is not None and head > seq for head, seq in heads)

    def _list_faults(self, faults: Sequence[Any]) -> None:
        """The faults of a file, each with its place in it."""
        from ui.tasks.faults import FaultList

        self._tell_faults([tr("ui.tasks.faults.refused", count=len(faults))])
        self._listed = FaultList(self._seat, faults, self._scroll.widget() or self)
        self._column.insertWidget(1, self._listed)

    def _tell_faults(self, words: list[str]) -> None:
        if self._listed is not None:
            self._listed.deleteLater()
            self._listed = None
        head = tr("ui.drawer.problems", count=len(words)) + "\n" if len(words) > 1 else ""
        _show(self._faults, head + "\n".join(words))
        if words:
            self._scroll.verticalScrollBar().setValue(0)

    def _ready(self, *, running: bool) -> None:
        self.submit.setEnabled(not running)
        self.cancel.setEnabled(not running)
        if self.form is not None:
            self.form.setEnabled(not running)

    def dismiss(self) -> None:
        """Close; what was typed stays as a draft."""
        if self._running is not None:
            return
        self._keep()
        self._shut()

    def _shut(self) -> None:
        """Give the keyboard back to where it was, and go."""
        self.task = self.form = None
        before, self._before = self._before, None
        now = QApplication.focusWidget()
        if now is not None and (now is self or self.isAncestorOf(now)):
            if before is not None and isValid(before) and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            else:
                now.clearFocus()  # else Qt hands it on to whatever comes next, and scrolls there
        self.hide()
        self.closed.emit()

    def discard(self) -> None:
        """Close and forget what was typed."""
        task = self.task
        self.form = None
        self.dismiss()
        if task is not None and not self._seat.readonly:
            self._seat.run("", lambda desk, _step: local.drop_draft(desk, task.stream, task.id), quiet=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif control and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.run()
        else:
            super().keyPressEvent(event)


def _show(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))
