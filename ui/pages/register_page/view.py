"""One alliance on one page: its head, and tabs for what it is, its years, its cases, its papers and what was decided about it."""

from collections.abc import Callable, Sequence
from typing import Protocol, cast

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from alliance_desk.register.alliance import Alliance, alliance
from ui.action import Action
from ui.language import tr
from ui.pages.register_page import records
from ui.pages.register_page.acts import Acts
from ui.pages.register_page.by_year import Years
from ui.pages.register_page.dated import Moment
from ui.pages.register_page.head import Head
from ui.pages.register_page.parts import Overview
from ui.pieces import label
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.theme import measures

_STATE = "register.tab"
_TABS: dict[str, Callable[[Seat, QWidget], QWidget]] = {
    "about": Overview,
    "years": Years,
    "cases": records.Cases,
    "papers": records.Papers,
    "events": records.Events,
}
"""The tabs in their order."""


class _Tab(Protocol):
    """One tab: a widget that shows an alliance."""

    def show_alliance(self, found: Alliance, moment: Moment) -> None:
        """Show an alliance as of a moment."""
        ...


class AllianceView(QWidget):
    """The page of one alliance. back: what the button at its head does."""

    def __init__(self, seat: Seat, back: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat, self._back = seat, back
        self.alliance: Alliance | None = None
        self._shown: Moment | None = None
        self._filled: set[str] = set()
        self.setObjectName("register.alliance")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        self._acts = Acts(seat)
        self.head = Head(seat, back, self._open_case, self._acts.actions, self)
        column.addWidget(self.head)
        self._moment = label("", "quiet", self, name="register.alliance.moment")
        column.addWidget(self._moment)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("register.tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setAccessibleName(tr("ui.register.tabs"))
        self._keys = list(_TABS)
        self._made: dict[str, QWidget] = {}
        self._holders: dict[str, tuple[QWidget, QVBoxLayout]] = {}
        for key in self._keys:
            holder = QWidget(self.tabs)
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, measures.GRID, 0, 0)
            self._holders[key] = holder, inside
            self.tabs.addTab(holder, tr(f"ui.register.tab.{key}"))
        kept = str(seat.state(_STATE, self._keys[0]))
        self.tabs.setCurrentIndex(self._keys.index(kept) if kept in self._keys else 0)
        self.tabs.currentChanged.connect(self._turn)
        column.addWidget(self.tabs, 1)

    def pane(self, key: str) -> QWidget:
        """What stands in a tab, made when it is first looked at."""
        if key not in self._made:
            holder, inside = self._holders[key]
            made = self._made[key] = _TABS[key](self._seat, holder)
            inside.addWidget(made)
            made.show()
            if isinstance(made, Years):
                made.wanted.connect(self._to_year)
        return self._made[key]

    @property
    def members(self) -> TablePanel:
        """The table of the members."""
        return cast("Overview", self.pane("about")).members

    @property
    def panel(self) -> TablePanel:
        """The table in front."""
        if self._key == "about":
            return self.members
        return cast("Years", self.pane(self._key)).panel

    @property
    def _key(self) -> str:
        return self._keys[self.tabs.currentIndex()]

    def turn_to(self, key: str) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentIndex(self._keys.index(key))

    # What can be done

    def commands(self) -> Sequence[Action]:
        """What can be done here."""
        return [self._open_case(), *self._acts.actions(), *self.panel.commands()]

    def _open_case(self) -> Action:
        return Action(
            "register.case", tr("ui.register.open-case"), self._to_case, self._why_no_case, "cases", group="register"
        )

    def _why_no_case(self) -> str:
        return "" if self.alliance is not None and self.alliance.cases else tr("ui.register.no-case")

    def _to_case(self) -> None:
        if self.alliance is not None:
            self._seat.goto.emit("cases", self.alliance.cases[-1].stream)

    # What is shown

    def show_alliance(self, key: str, moment: Moment) -> bool:
        """Show one alliance at a moment; whether it stood in the register then."""
        found = alliance(self._seat.reader, key, moment.on.isoformat(), moment.stamp)
        if found is None:
            return False
        self.alliance, self._shown, self._filled = found, moment, set()
        past = moment.on != self._seat.today or moment.recorded is not None
        self._acts.look_at(key, past=past)
        self.head.show_alliance(found, moment)
        self._moment.setText(tr("ui.register.seen-as-of", day=moment.on.isoformat()) if past else "")
        self._moment.setVisible(past)
        counts = {"cases": len(found.cases), "papers": len(found.papers), "events": len(found.history)}
        for at, name in enumerate(self._keys):
            words, count = tr(f"ui.register.tab.{name}"), counts.get(name)
            self.tabs.setTabText(at, tr("ui.register.tab-count", name=words, count=count) if count else words)
        self._fill()
        return True

    def _turn(self) -> None:
        self._seat.keep(_STATE, self._key)
        self._fill()
        self.panel.table.setFocus()

    def _to_year(self, year: str) -> None:
        """What happened in a year."""
        self.turn_to("events")
        cast("records.Events", self.pane("events")).look_for(year)

    def _fill(self) -> None:
        """Fill the tab in front, if it was not yet for this alliance."""
        if self.alliance is not None and self._shown is not None and self._key not in self._filled:
            self._filled.add(self._key)
            cast("_Tab", self.pane(self._key)).show_alliance(self.alliance, self._shown)
