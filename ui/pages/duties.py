"""The page of what follows a recognition year after year: what is owed, rounds of assessment, proposals, flags."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QApplication, QStackedWidget, QTabBar, QWidget

from alliance_desk.care.pressing import pressing
from alliance_desk.register.proposals import proposals
from ui.action import Action
from ui.language import tr
from ui.pages.base import Page
from ui.pages.duties_page.flags import FlagsSection
from ui.pages.duties_page.owed import OwedSection
from ui.pages.duties_page.proposals import ProposalsSection
from ui.pages.duties_page.rounds import RoundsSection
from ui.pages.duties_page.section import Section
from ui.seat import Seat
from ui.theme import measures

_STATE = "duties.section"
SECTIONS: Mapping[str, Callable[[Seat, QWidget], Section]] = {
    "owed": OwedSection,
    "rounds": RoundsSection,
    "proposals": ProposalsSection,
    "flags": FlagsSection,
}
"""The sections in the order of their tabs."""


class Duties(Page):
    """Four sections, one in front; each is made when it is first looked at."""

    key = "duties"
    icon = "duties"
    kinds = frozenset({"case", "register", "batch", "notice", "meeting", "office"})
    least = 600

    def build(self) -> None:
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("duties.tabs")
        self.tabs.setAccessibleName(tr("ui.duties.tabs"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        for at, key in enumerate(SECTIONS, 1):
            place = self.tabs.addTab(tr(f"ui.duties.tab.{key}"))
            self.tabs.setTabData(place, key)
            words = tr("ui.duties.tab-tip", name=tr(f"ui.duties.tab.{key}"), hint=tr(f"ui.duties.tab-hint.{key}"))
            self.tabs.setTabToolTip(place, tr("ui.action.with-keys", text=words, keys=f"Ctrl+{at}"))
        self.head.insertWidget(1, self.tabs)
        self.head.insertSpacing(1, measures.MARGIN)
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._stack, 1)
        self._made: dict[str, Section] = {}
        self._fresh: set[str] = set()
        kept = str(self.seat.state(_STATE, "owed"))
        self.tabs.setCurrentIndex(list(SECTIONS).index(kept) if kept in SECTIONS else 0)
        self.tabs.currentChanged.connect(lambda _at: self._turned())

    @property
    def front(self) -> str:
        """The section in front."""
        return str(self.tabs.tabData(self.tabs.currentIndex()))

    def section(self, key: str = "") -> Section:
        """One section, made now when it was not yet; the one in front when none is named."""
        name = key or self.front
        if name not in self._made:
            made = SECTIONS[name](self.seat, self._stack)
            self._made[name] = made
            self._stack.addWidget(made)
        return self._made[name]

    # What is shown

    def fill(self) -> None:
        self._fresh = set()
        self._count()
        self._look()

    def _look(self) -> None:
        """Show the section in front, filled."""
        section = self.section()
        if self.front not in self._fresh:
            self._fresh.add(self.front)
            section.fill()
        self._stack.setCurrentWidget(section)

    def _turned(self) -> None:
        self.seat.keep(_STATE, self.front)
        self._look()
        self.seat.goto.emit(self.key, "")  # the shortcuts of the section come with it

    def _count(self) -> None:
        """How much presses, beside the names of the sections."""
        found = pressing(self.seat.reader)
        counts = {"owed": found.late, "proposals": len(proposals(self.seat.reader))}
        for at, key in enumerate(SECTIONS):
            name, count = tr(f"ui.duties.tab.{key}"), counts.get(key, 0)
            self.tabs.setTabText(at, tr("ui.duties.tab-count", name=name, count=count) if count else name)

    def open(self, key: str) -> None:
        """Show a section, at a record: ``<section>/<key>``, or the line of a duty by ``<policy>/<duty>/<year>``."""
        name, _, rest = key.partition("/")
        if name not in SECTIONS:
            name, rest = "owed", key
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(list(SECTIONS).index(name))
        self.tabs.blockSignals(False)
        self._look()
        self.section().open(rest)
        self.section().enter()

    def take_focus(self) -> None:
        """The keyboard begins in the section."""
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            self.section().enter()

    # What can be done

    def commands(self) -> Sequence[Action]:
        if not self.built:
            return ()
        turns = [
            Action(f"duties.show.{key}", tr("ui.case.show-tab", name=tr(f"ui.duties.tab.{key}")), lambda at=at: self.tabs.setCurrentIndex(at), shortcut=f"Ctrl+{at + 1}")
            for at, key in enumerate(SECTIONS)
        ]  # fmt: skip
        return [*self.section().commands(), *turns]
