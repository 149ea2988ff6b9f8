"""The right pane: tabs that are filled when they are first looked at."""

from typing import Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

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
        self.keys: list[str] = []
        self.currentChanged.connect(self._turn)

    def add(self, key: str, widget: QWidget) -> None:
        """Another tab at the end."""
        widget.setObjectName(f"case.tab.{key}")
        self.keys.append(key)
        self.blockSignals(True)
        self.addTab(widget, tr(f"ui.case.tab.{key}"))
        self.blockSignals(False)

    def begin(self) -> None:
        """All tabs are there: the one that was in front the last time comes to the front."""
        kept = self._seat.state(_STATE, self.keys[0])
        self.blockSignals(True)
        self.setCurrentIndex(self.keys.index(kept) if kept in self.keys else 0)
        self.blockSignals(False)

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
            self.setTabToolTip(at, tr("ui.case.tab-tip", name=words, at=at + 1))
        self._fill()

    @property
    def key(self) -> str:
        """The tab in front."""
        return self.keys[self.currentIndex()]

    def turn_to(self, key: str) -> QWidget:
        """Bring a tab to the front."""
        self.setCurrentIndex(self.keys.index(key))
        return self.currentWidget()

    def _turn(self) -> None:
        self._seat.keep(_STATE, self.key)
        self._fill()
        self.turned.emit()

    def _fill(self) -> None:
        if self._shown is not None and self.key not in self._filled:
            self._filled.add(self.key)
            cast("Tab", self.currentWidget()).show_tab(self._shown)
