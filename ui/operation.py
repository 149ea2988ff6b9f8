"""The one path for everything that writes or takes long: a single worker thread owns the writing desk.

A page hands over a title and a function of the desk; the result comes back to the window's thread. Nothing else in the window
knows that there are threads.
"""

import queue
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Cancelled, Progress, silent

Work = Callable[[Any, Progress], Any]
"""What an operation does on the desk; it calls the progress between its steps and returns Changes, or what it found."""
Asking = Callable[[str], str]
"""Asks the person for the passphrase; given what was wrong with the last answer, empty the first time."""
Opener = Callable[[Asking], Desk]
"""Opens the writing desk in the worker, given how to ask for the passphrase."""


@dataclass(eq=False)
class Running:
    """One operation from asking to its end.

    title: what is being done, in words. seen: stream → head that the person has before their eyes. done, failed: called in the
    window's thread; failed returns whether it has told the person itself. writes: whether the desk may change.
    """

    title: str
    work: Work
    seen: Mapping[str, int]
    done: Callable[[Any], None] | None
    failed: Callable[[Exception], bool] | None
    quiet: bool
    stop: Event = field(default_factory=Event)

    def cancel(self) -> None:
        """Ask it to stop at its next step; what it had begun leaves nothing behind."""
        self.stop.set()


class _Question:
    """The passphrase, which the worker asks of the person: it waits, the window answers. problem: what was wrong with the last answer."""

    def __init__(self, problem: str = "") -> None:
        self.problem = problem
        self._answer: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def answer(self, text: str | None) -> None:
        """The person's answer; None gives the operation up."""
        self._answer.put(text)

    def wait(self) -> str:
        """The answer. Raises Cancelled when the person gave up."""
        text = self._answer.get()
        if text is None:
            raise Cancelled
        return text


class Operations(QObject):
    """Runs operations one after another.

    Signals: started, ended (running, result or None, error or None); stepped (running, done, total, wording code);
    passphrase (question) – the office key is asked for; changed (Changes) – after a commit, for views and undo texts.
    """

    started = Signal(object)
    ended = Signal(object, object, object)
    stepped = Signal(object, int, int, str)
    passphrase = Signal(object)
    changed = Signal(object)
    _came = Signal(object, object, object)

    def __init__(self, opener: Opener | None, parent: QObject | None = None) -> None:
        """Opener: None where the work needs no desk (making a sample workspace)."""
        super().__init__(parent)
        self._opener = opener
        self._pool = ThreadPoolExecutor(1, "desk")
        self._desk: Desk | None = None
        self._closed = False
        self.waiting: list[Running] = []
        self._came.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything runs or waits."""
        return bool(self.waiting)

    @property
    def closed(self) -> bool:
        """Whether nothing more is taken on."""
        return self._closed

    def run(
        self,
        title: str,
        work: Work,
        *,
        seen: Mapping[str, int] | None = None,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], bool] | None = None,
        quiet: bool = False,
    ) -> Running:
        """Queue an operation; see ``Running``. quiet: neither its progress nor its end is shown (drafts, window state).

        After ``close`` nothing is begun: what a timer asks for while the window goes away comes back cancelled.
        """
        running = Running(title, work, dict(seen or {}), done, failed, quiet)
        if self._closed:
            running.cancel()
            return running
        self.waiting.append(running)
        self._pool.submit(self._work, running)
        self.started.emit(running)
        return running

    def close(self) -> None:
        """Let what runs come to its end, close the desk in the thread that opened it, and stop."""
        if not self._closed:
            self._closed = True
            self._pool.submit(self._shut)
            self._pool.shutdown(wait=True)

    def _work(self, running: Running) -> None:
        """In the worker thread."""
        result: Any = None
        error: Exception | None = None
        try:
            step = self._progress(running)
            step(0, 0, "ui.strip.begun")  # what was cancelled while it waited does not begin
            desk = self._opened()
            if desk is None:
                result = running.work(None, step)
            else:
                desk.seen, desk.progress = dict(running.seen), step
                try:
                    result = running.work(desk, step)
                finally:
                    desk.seen, desk.progress = {}, silent
        except Exception as problem:  # noqa: BLE001 - it is told in the window's thread: refusal, damage, cancel or bug
            error = problem
        self._came.emit(running, result, error)

    def _opened(self) -> Desk | None:
        if self._desk is None and self._opener is not None:
            self._desk = self._opener(self._ask)
        return self._desk

    def _shut(self) -> None:
        if self._desk is not None:
            self._desk.close()
            self._desk = None

    def _ask(self, problem: str = "") -> str:
        question = _Question(problem)
        self.passphrase.emit(question)
        return question.wait()

    def _progress(self, running: Running) -> Progress:
        def step(done: int, total: int, code: str) -> None:
            if running.stop.is_set():
                raise Cancelled
            if not running.quiet:
                self.stepped.emit(running, done, total, code)

        return step

    def _finish(self, running: Running, result: Any, error: Exception | None) -> None:
        """Back in the window's thread."""
        self.waiting.remove(running)
        told = False
        if error is None:
            if running.done is not None:
                running.done(result)
            if isinstance(result, Changes) and result.kinds:
                self.changed.emit(result)
        elif running.failed is not None:
            told = running.failed(error)
        self.ended.emit(running, result, None if told else error)
