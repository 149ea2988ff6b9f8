"""A policy pack that another office sent: whom it is from, what it would change here, and its two answers."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from alliance_desk.errors import DeskError
from alliance_desk.exchange.offers import Offer
from alliance_desk.policy.pack import Status
from ui.action import Action, button, refresh
from ui.flow import Flow
from ui.language import said, tr
from ui.pages.policies_page.changes import DifferenceTable
from ui.pages.policies_page.faults import FaultPane
from ui.pieces import Badge, label
from ui.seat import Seat
from ui.tables.panel import TablePanel
from ui.tasks import packs
from ui.tasks.pack_finds import Examined, Tried, examined
from ui.theme import measures
from ui.theme.colours import Tone


class Offered(QWidget):
    """One pack that waits. tried: what to do with what a dry run finds. added: after it was added, with its id."""

    def __init__(
        self,
        seat: Seat,
        tried: Callable[[Tried], None],
        added: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._seat, self._tried, self._added = seat, tried, added
        self.offer: Offer | None = None
        self._one: Examined | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GRID, 0, 0, 0)
        column.setSpacing(measures.GRID)
        head = QHBoxLayout()
        self._title = label("", "section", self, name="policies.offered.title")
        head.addWidget(self._title, 1)
        head.addWidget(Badge(seat.look, tr("ui.policies.offered.waits"), Tone.WAITING, "receive", self))
        column.addLayout(head)
        self.told = label("", "", self, name="policies.offered.told")
        column.addWidget(self.told)
        line = QWidget(self)
        flow = Flow(line, across=measures.GRID, down=measures.GRID)
        self._made: list[tuple[QPushButton, str]] = []
        for action in self.actions_here():
            made = button(action, seat.look, line, main=action.id == "policies.offered.add")
            self._made.append((made, action.id))
            flow.addWidget(made)
        column.addWidget(line)
        self._stack = QStackedWidget(self)
        self.differences = DifferenceTable(
            seat, "policies.offered", empty=tr("ui.policies.no-difference"), parent=self._stack
        )
        self.faults = FaultPane(seat, "policies.offered", lambda: (), lambda: None, self._stack)
        self._quiet = label("", "quiet", self._stack, name="policies.offered.nothing")
        self._quiet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.differences, self.faults, self._quiet):
            self._stack.addWidget(widget)
        column.addWidget(self._stack, 1)

    def show_offer(self, offer: Offer) -> None:
        """Show one that waits, as it compares with what stands here now."""
        self.offer, self._one = offer, None
        self._title.setText(tr("ui.policies.version-of", title=offer.title, version=offer.version))
        lines = [tr("ui.policies.offered.from", office=offer.sender, day=offer.on)]
        if offer.status == Status.DRAFT:
            lines.append(tr("ui.policies.offered.draft"))
        try:
            one = self._one = examined(self._seat.reader, offer.path, lambda *_: None)
        except DeskError as error:
            self._quiet.setText(said(error))
            self._stack.setCurrentWidget(self._quiet)
        else:
            lines.append(self._show_found(one, offer))
        self.told.setText("\n".join(lines))
        for made, name in self._made:
            refresh(made, next(action for action in self.actions_here() if action.id == name))

    def _show_found(self, one: Examined, offer: Offer) -> str:
        """Fill what is below; returns what is told of it above."""
        if one.faults:
            self.faults.show_faults(one.path, one.faults)
            self._stack.setCurrentWidget(self.faults)
            return tr("ui.policies.fault-count", count=len(one.faults))
        if one.before is None:
            self._quiet.setText(one.unsound or tr("ui.policies.nothing-before"))
            self._stack.setCurrentWidget(self._quiet)
            return tr("ui.policies.offered.instead-broken" if one.unsound else "ui.policies.offered.new")
        old = one.before.pack.version
        title = tr("ui.policies.instead-title", title=offer.title, old=old, new=offer.version)
        self.differences.show_differences(one.differences, title)
        self._stack.setCurrentWidget(self.differences)
        told = tr("ui.policies.offered.instead", old=old, count=len(one.differences))
        return "\n".join([told, *([tr("ui.policies.put.running", count=one.running)] if one.running else [])])

    @property
    def panel(self) -> TablePanel | None:
        """The table in front."""
        shown = self._stack.currentWidget()
        return self.differences if shown is self.differences else self.faults.panel if shown is self.faults else None

    def take_focus(self) -> None:
        """Into what differs, or onto the next step."""
        panel = self.panel
        (panel.table if panel is not None else self._made[0][0]).setFocus()

    def actions_here(self) -> Sequence[Action]:
        """What can be done with a pack that waits."""

        def locked() -> str:
            return tr("ui.settings.read-only") if self._seat.readonly else ""

        def why() -> str:
            if self._one is None:
                return locked() or tr("ui.policies.not.sound")
            return locked() or self._one.why_not()

        def sound() -> str:
            return "" if self._one is not None and self._one.pack is not None else tr("ui.policies.not.sound")

        return [
            Action("policies.offered.add", tr("ui.policies.file-add"), self._add, why, "import", group="pack"),
            Action("policies.offered.decline", tr("ui.policies.decline.action"), self._decline, locked, "close", group="pack"),
            Action("policies.offered.print", tr("ui.policies.print.action"), self._print, sound, "print", group="pack"),
            Action("policies.offered.try", tr("ui.policies.try.action"), self._try, sound, "draw", group="pack"),
        ]  # fmt: skip

    def _add(self) -> None:
        if self.offer is not None and self._one is not None:
            name = self.offer.id
            packs.add(self._seat, self._one, lambda _changes: self._added(name), offer=self.offer.sha256)

    def _decline(self) -> None:
        if self.offer is not None:
            packs.decline(self._seat, self.offer)

    def _print(self) -> None:
        if self.offer is not None:
            packs.print_book(self._seat, str(self.offer.path), self.offer.title, self.offer.version)

    def _try(self) -> None:
        if self.offer is not None:
            packs.dry_run(self._seat, str(self.offer.path), self.offer.title, self._tried)
