"""The right pane: tabs that are filled when they are first looked at."""

from collections.abc import Callable, Collection
from typing import Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.language import tr
from ui.pages.case.shown import Shown
from ui.seat import Seat

_STATE = "case.tab"


class Tab(Protocol):
    """One tab: a widget that shows a case."""

    def show_tab(self, shown: Shown) -> None:
        """Show a case, or show it anew after a change."""
        ...


class Tabs(QTabWidget):
    """Tabs over one case. Each is made when first opened and filled when it is in front.

    Signals: turned – another tab is in front.
    """

    turned = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case.tabs")
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.tabBar().setExpanding(False)
        self.tabBar().setAccessibleName(tr("ui.case.tabs"))
        self._seat = seat
        self._shown: Shown | None = None
        self._filled: set[str] = set()
        self._makers: dict[str, Callable[[QWidget], QWidget]] = {}
        self._holders: dict[str, tuple[QWidget, QVBoxLayout]] = {}
        self._made: dict[str, QWidget] = {}
        self.keys: list[str] = []
        self._wish = ""
        self.currentChanged.connect(self._turn)

    def add(self, key: str, make: Callable[[QWidget], QWidget]) -> None:
        """Another tab at the end; what stands in it is made when it is first looked at."""
        holder = QWidget(self)
        holder.setObjectName(f"case.tab.{key}")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        self._makers[key], self._holders[key] = make, (holder, column)
        self.keys.append(key)
        self.blockSignals(True)
        self.addTab(holder, tr(f"ui.case.tab.{key}"))
        self.blockSignals(False)

    def pane(self, key: str) -> QWidget:
        """What stands in a tab, made now when it was not yet."""
        if key not in self._made:
            holder, column = self._holders[key]
            self._made[key] = self._makers[key](holder)
            column.addWidget(self._made[key])
            self._made[key].show()
        return self._made[key]

    def begin(self) -> None:
        """All tabs are there: the one that was in front the last time comes to the front."""
        kept = self._seat.state(_STATE, self.keys[0])
        self._wish = kept if kept in self.keys else self.keys[0]
        self.blockSignals(True)
        self.setCurrentIndex(self.keys.index(self._wish))
        self.blockSignals(False)

    def show_only(self, keys: Collection[str]) -> None:
        """Show some of the tabs; where the one that was turned to last is not among them the first is in front."""
        self.blockSignals(True)
        for at, key in enumerate(self.keys):
            self.setTabVisible(at, key in keys)
        self.setCurrentIndex(self.keys.index(self._wish if self._wish in keys else self.keys[0]))
        self.blockSignals(False)

    @property
    def seen(self) -> list[str]:
        """The tabs that are shown, in their order."""
        return [key for at, key in enumerate(self.keys) if self.isTabVisible(at)]

    def show_case(self, shown: Shown) -> None:
        """Another case, or the same after a change."""
        self._shown, self._filled = shown, set()
        counts = {
            "members": len(shown.section("members")),
            "papers": len(shown.section("papers")),
            "notes": shown.notes,
        }
        for at, key in enumerate(self.keys):
            words = tr(f"ui.case.tab.{key}")
            count = counts.get(key)
            self.setTabText(at, tr("ui.case.tab-count", name=words, count=count) if count else words)
            place = self.seen.index(key) + 1 if key in self.seen else 0
            self.setTabToolTip(at, tr("ui.case.tab-tip", name=words, at=place))
        self._fill()

    @property
    def key(self) -> str:
        """The tab in front."""
        return self.keys[self.currentIndex()]

    def turn_to(self, key: str) -> None:
        """Bring a tab to the front."""
        self.setCurrentIndex(self.keys.index(key))

    def _turn(self) -> None:
        self._wish = self.key
        self._seat.keep(_STATE, self.key)
        self._fill()
        self.turned.emit()

    def _fill(self) -> None:
        if self._shown is not None and self.key not in self._filled:
            self._filled.add(self.key)
            cast("Tab", self.pane(self.key)).show_tab(self._shown)
