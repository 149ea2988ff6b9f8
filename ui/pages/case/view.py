"""The case view: where does this case stand, and what is missing. Head, stage line, conditions at the left, tabs at the right."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from alliance_desk.policy.after import Kind
from ui.action import Action
from ui.language import tr
from ui.pages.case.checks import Checks
from ui.pages.case.decisions import Decisions
from ui.pages.case.head import Head
from ui.pages.case.members import Members
from ui.pages.case.overview import WAY, Overview
from ui.pages.case.parts_matter import is_affair
from ui.pages.case.past import Past
from ui.pages.case.remarks import Remarks
from ui.pages.case.scans import Scans
from ui.pages.case.shown import Shown
from ui.pages.case.stage_line import StageLine
from ui.pages.case.tabs import Tabs
from ui.pages.case.wording import WITH_FILE
from ui.seat import Seat
from ui.theme import measures

_SPLIT = "case.splitter"
_PARTS = {
    "agreement": "agreement", "bodies": "bodies", "application": "offices", "matter": "matter", "scores": "scores", "grade": "grade",
    "case": "affair",
}  # fmt: skip
"""Document section → card of the overview, where they bear different names."""
_TABS: dict[str, Callable[[Seat, QWidget], QWidget]] = {
    "facts": Overview,
    "members": Members,
    "papers": Scans,
    "decisions": Decisions,
    "history": Past,
    "notes": Remarks,
}
"""The tabs in their order."""
_DECIDED = frozenset({"expert_review", "site_visit", "merge_select", "meeting", "public_notice", "recognition"})
"""Kinds of stage that the tab of review and decision speaks of."""
_OF_MEMBERS = (Kind.CHANGE, *WITH_FILE)
"""Kinds of procedure in whose cases the members matter."""


def _fitting(shown: Shown) -> list[str]:
    """The tabs that have something to show: beneath an alliance papers, members and review only where they matter."""
    if not is_affair(shown.document):
        return list(_TABS)
    kinds = {stage.kind for stage in shown.rules.stage.values()}
    kind = shown.section("case").get("kind")
    left = {
        "members": kind in _OF_MEMBERS or bool(shown.section("matter").get("changes")),
        "papers": bool(shown.rules.paper) or bool(shown.section("papers")),
        "decisions": bool(kinds & _DECIDED),
    }
    return [key for key in _TABS if left.get(key, True)]


class CaseView(QWidget):
    """One case.

    Signals: left – back to the list.
    """

    left = Signal()

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case")
        self._seat = seat
        self.shown: Shown | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GRID, 0, 0)
        column.setSpacing(measures.GRID)
        self.head = Head(seat, self._beside, self)
        self.head.back.connect(self.left)
        column.addWidget(self.head)
        self.stages = StageLine(seat.look, self)
        self.stages.chosen.connect(lambda _stage: self.reveal(WAY))
        column.addWidget(self.stages)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setObjectName("case.split")
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(measures.MARGIN)
        self.split.setStyleSheet("QSplitter::handle:horizontal { background: transparent; }")
        self.checks = Checks(seat, self.split)
        self.checks.wanted.connect(self.show_path)
        self.checks.setMinimumWidth(320)
        self.split.addWidget(self.checks)
        self.split.addWidget(self._tabs())
        self.split.setStretchFactor(0, 2)
        self.split.setStretchFactor(1, 3)
        column.addWidget(self.split, 1)
        self._remember_split()
        turn = QShortcut(QKeySequence("Ctrl+Tab"), self)
        turn.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        turn.activated.connect(self.next_pane)
        seat.look.changed.connect(self._anew)

    def _tabs(self) -> Tabs:
        seat, tabs = self._seat, Tabs(self._seat, self.split)
        for key, kind in _TABS.items():
            tabs.add(key, lambda parent, kind=kind: kind(seat, parent))
        tabs.setMinimumWidth(420)
        tabs.begin()
        self.tabs = tabs
        return tabs

    @property
    def overview(self) -> Overview:
        """The tab 概况."""
        return cast("Overview", self.tabs.pane("facts"))

    @property
    def members(self) -> Members:
        """The tab 成员."""
        return cast("Members", self.tabs.pane("members"))

    @property
    def papers(self) -> Scans:
        """The tab 材料."""
        return cast("Scans", self.tabs.pane("papers"))

    def _remember_split(self) -> None:
        sizes = self._seat.state(_SPLIT, [])
        self.split.setSizes(sizes if len(sizes) == 2 else [420, 640])
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(800)
        timer.timeout.connect(lambda: self._seat.keep(_SPLIT, self.split.sizes()))
        self.split.splitterMoved.connect(lambda _place, _index: timer.start())

    # What is shown

    def open(self, key: str) -> None:
        """Show a case by its stream or its number. Raises Refused when there is none."""
        self._show(Shown(self._seat, key))

    def fill(self) -> None:
        """Read the case anew and show it."""
        if self.shown is not None:
            self._show(Shown(self._seat, self.shown.case.stream))

    def _show(self, shown: Shown) -> None:
        self.shown = shown
        self.head.show_case(shown)
        optional = {key for key, stage in shown.rules.stage.items() if stage.optional}
        self.stages.show_lines(shown.lines, optional)
        self.checks.show_case(shown)
        self.checks.setVisible(bool(shown.findings))  # cases of some kinds have no conditions: their tabs get the room
        self.tabs.show_only(_fitting(shown))
        self.tabs.show_case(shown)

    def _anew(self) -> None:
        """Another theme: everything that carries a colour of its own is made anew."""
        if self.isVisible():
            self.fill()

    @property
    def record(self) -> tuple[str, str, str]:
        """Stream, number and name of the case in view; empty before one was opened."""
        if self.shown is None:
            return "", "", ""
        document = self.shown.document
        return self.shown.case.stream, str(document["case"]["number"]), str(document["alliance"].get("name", ""))

    # Going about in it

    def reveal(self, part: str) -> None:
        """Bring a card of the overview into sight."""
        self.tabs.turn_to("facts")
        self.overview.reveal(part)

    def show_path(self, path: str) -> None:
        """Show where a document path stands: a member, a paper, or a card of the overview."""
        section, _, rest = path.partition(".")
        if section == "members":
            self.tabs.turn_to("members")
            self.members.select(rest.partition(".")[0])
        elif section == "papers":
            self.tabs.turn_to("papers")
            self.papers.select(rest)
        else:
            self.reveal(
                _PARTS.get(
                    section, "affair" if self.shown is not None and is_affair(self.shown.document) else "alliance"
                )
            )

    def panes(self) -> list[Callable[[], None]]:
        """The panes in reading order, by what gives each the focus."""
        front = self.head.main if self.head.main is not None and self.head.main.isEnabled() else self.head.more
        reason = Qt.FocusReason.ShortcutFocusReason
        return [
            lambda: front.setFocus(reason),
            self.stages.enter,
            *([self.checks.enter] if self.checks.isVisibleTo(self) else []),
            lambda: self.tabs.tabBar().setFocus(reason),
        ]

    def next_pane(self, step: int = 1) -> None:
        """F6: the focus goes on to the next pane."""
        panes = self.panes()
        holders = [one for one in (self.head, self.stages, self.checks, self.tabs) if one.isVisibleTo(self)]
        focus = QApplication.focusWidget()
        now = next(
            (at for at, one in enumerate(holders) if focus is not None and (one is focus or one.isAncestorOf(focus))),
            -1,
        )
        panes[(now + step) % len(panes)]()

    def leave(self) -> bool:
        """Esc: whether the view itself closed something."""
        return self.tabs.key == "members" and self.members.close_detail()

    # What can be done

    def commands(self) -> Sequence[Action]:
        """Steps, forms, judging, and going about; for the palette and the shortcuts."""
        if self.shown is None:
            return []
        steps = [action for key, action in self.shown.steps.items() if key != "edit"]
        judging = self.checks.judge_all()
        judged = [judging] if judging is not None else []
        return [*judged, *steps, *self._of_tab(), *self._beside(), *self._about()]

    def _of_tab(self) -> Sequence[Action]:
        """What can be done in the tab in front."""
        pane = self.tabs.pane(self.tabs.key)
        if isinstance(pane, Scans):
            return pane.commands()
        if isinstance(pane, Members | Past):
            # Copying stays with the table itself: labels are copied from by the same keys.
            return [one for one in pane.table.own_actions() if one.id.endswith((".export", ".print"))]
        return []

    def _beside(self) -> list[Action]:
        """What can be done beside the steps."""
        shown = self.shown
        if shown is None:
            return []
        return [*shown.edits, *shown.beside]

    def _about(self) -> list[Action]:
        tabs = [
            Action(f"case.show.{key}", tr("ui.case.show-tab", name=tr(f"ui.case.tab.{key}")), lambda key=key: self._turn(key), shortcut=f"Ctrl+{at}")
            for at, key in enumerate(self.tabs.seen, 1)
        ]  # fmt: skip
        filters = [
            Action(f"case.filter.{name}", tr(f"ui.case.filter-tip.{name}"), lambda name=name: self.checks.choose(name))
            for name in ("all", "open", "manual")
        ]
        return [
            Action("case.pane", tr("ui.case.next-pane"), self.next_pane, shortcut="F6"),
            Action("case.pane-back", tr("ui.case.last-pane"), lambda: self.next_pane(-1), shortcut="Shift+F6"),
            *tabs,
            *filters,
        ]

    def _turn(self, key: str) -> None:
        self.tabs.turn_to(key)
        self.tabs.tabBar().setFocus(Qt.FocusReason.ShortcutFocusReason)
