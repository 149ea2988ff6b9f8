"""The page of experts: the reviews that are held, batches and sessions, and the pool."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QWidget

from ui.action import Action, button
from ui.language import tr
from ui.pages.base import Page
from ui.pages.review.pool import PoolTab
from ui.pages.review.rounds import RoundsTab
from ui.pages.review.session import SessionTab
from ui.pieces import clear
from ui.theme import measures

SESSION, ROUNDS, POOL = 0, 1, 2
_TABS = ("session", "rounds", "pool")
_KEPT = "experts.tab"


class Experts(Page):
    """Three tabs, each made when it is first looked at."""

    key = "experts"
    icon = "experts"
    kinds = frozenset({"session", "batch", "pool", "case", "office"})
    least = 610  # three lists with their filters

    def build(self) -> None:
        self.bar = QTabBar(self)
        self.bar.setObjectName("experts.tabs")
        self.bar.setAccessibleName(self.title())
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        for name in _TABS:
            self.bar.addTab(tr(f"ui.experts.tab.{name}"))
        self.head.insertWidget(1, self.bar, 0, Qt.AlignmentFlag.AlignBottom)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(measures.GRID)
        self.head.addLayout(self._buttons)
        self.stack = QStackedWidget(self)
        self._places = [self.stack.addWidget(QWidget(self.stack)) for _ in _TABS]
        self.body.addWidget(self.stack, 1)
        self.session: SessionTab | None = None
        self.rounds: RoundsTab | None = None
        self.pool: PoolTab | None = None
        self._unread = set(range(len(_TABS)))
        self.bar.currentChanged.connect(self._turn)
        self.bar.setCurrentIndex(self._first())
        self.seat.look.changed.connect(self.fill)

    def fill(self) -> None:
        self._unread = set(range(len(_TABS)))
        self._show(self.bar.currentIndex())

    def open(self, key: str) -> None:
        """A session, a batch or an expert, by its id."""
        kind = self._kind(key)
        self._to({"session": SESSION, "batch": ROUNDS}.get(kind, POOL))
        if kind == "session" and self.session is not None:
            self.session.open(key)
        elif kind == "batch" and self.rounds is not None:
            self.rounds.open(key)
        elif self.pool is not None:
            self.pool.open(key)

    def commands(self) -> Sequence[Action]:
        if not self.built:
            return []
        tabs = [
            Action(f"experts.tab.{name}", tr("ui.experts.to-tab", name=tr(f"ui.experts.tab.{name}")), lambda at=at: self._to(at), icon="experts")
            for at, name in enumerate(_TABS)
            if at != self.bar.currentIndex()
        ]  # fmt: skip
        return [*self._own(), *tabs]

    def _own(self) -> Sequence[Action]:
        at = self.bar.currentIndex()
        if at == SESSION and self.session is not None:
            return self.session.commands()
        if at == ROUNDS and self.rounds is not None:
            return self.rounds.commands()
        return [*self.pool.verbs(), *self.pool.list.commands()] if at == POOL and self.pool is not None else []

    def _kind(self, key: str) -> str:
        row = self.seat.reader.raw.execute("SELECT kind FROM ledger_stream WHERE id = ?", (key,)).fetchone()
        return str(row[0]) if row is not None else ""

    def _first(self) -> int:
        """The tab of the last time; at first the reviews where there are any, else the pool."""
        kept = self.seat.state(_KEPT, "")
        if kept in _TABS:
            return _TABS.index(kept)
        row = self.seat.reader.raw.execute("SELECT 1 FROM index_session LIMIT 1").fetchone()
        return SESSION if row is not None else POOL

    def _to(self, at: int) -> None:
        self.bar.setCurrentIndex(at)
        self._show(at)

    def _turn(self, at: int) -> None:
        self.seat.keep(_KEPT, _TABS[at])
        self._show(at)

    def _show(self, at: int) -> None:
        """Bring a tab to the front, made or read anew where it must be."""
        made = self._tab(at)
        if at in self._unread:
            self._unread.discard(at)
            made.fill()
        self.stack.setCurrentWidget(made)
        if self.session is not None:
            self.session.verbs.setVisible(at == SESSION)
        clear(self._buttons)
        for action in self.pool.verbs() if at == POOL and self.pool is not None else ():
            self._buttons.addWidget(button(action, self.seat.look, self))

    def _tab(self, at: int) -> "SessionTab | RoundsTab | PoolTab":
        if at == SESSION:
            if self.session is None:
                self.session = SessionTab(self.seat, self.stack)
                self.session.start.connect(lambda: self._to(ROUNDS))
                self.head.addWidget(self.session.verbs)
                self.stack.addWidget(self.session)
            return self.session
        if at == ROUNDS:
            if self.rounds is None:
                self.rounds = RoundsTab(self.seat, self.stack)
                self.rounds.session.connect(self.open)
                self.stack.addWidget(self.rounds)
                self._unread.discard(at)
            return self.rounds
        if self.pool is None:
            self.pool = PoolTab(self.seat, self.stack)
            self.stack.addWidget(self.pool)
            self._unread.discard(at)
        return self.pool
