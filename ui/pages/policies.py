"""The page of policies: the packs at the left, the chosen one at the right; over it a file, a comparison, a dry run, the guide."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from alliance_desk.errors import DeskError
from ui.action import Action, button, refresh
from ui.language import said, tr
from ui.pages.base import Page
from ui.pages.policies_page.chosen import TABS, Chosen
from ui.pages.policies_page.compare_view import CompareView
from ui.pages.policies_page.file_view import FileView
from ui.pages.policies_page.guide import GuideView
from ui.pages.policies_page.offered import Offered
from ui.pages.policies_page.packs import PackTable
from ui.pages.policies_page.tried_view import TriedView
from ui.pages.policies_page.unsound import Unsound
from ui.pages.policies_page.view import View
from ui.tables.panel import TablePanel
from ui.tasks import packs
from ui.tasks.pack_finds import Compared, Examined, Tried
from ui.theme import measures

OFFERED = "offered"
"""The key that opens the page at what waits to be added."""
V = TypeVar("V", bound=View)


class Policies(Page):
    """Packs and the chosen one; a view over them goes away by Esc, back to what was before."""

    key = "policies"
    least = 570  # the chosen policy has its facts, its actions and its tabs above what a tab shows
    icon = "policies"
    kinds = frozenset({"office", "case", "register"})

    def build(self) -> None:
        seat = self.seat
        self._head_buttons = [(button(action, seat.look, self), action.id) for action in self._own_actions()]
        for made, _ in self._head_buttons:
            self.head.addWidget(made)
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._stack, 1)
        self._path: list[View] = []
        self._parts = QSplitter(Qt.Orientation.Horizontal, self._stack)
        self._parts.setObjectName("policies.parts")
        self._parts.setChildrenCollapsible(False)
        left = QWidget(self._parts)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, measures.GRID, 0)
        self.packs = PackTable(seat, self._row_actions, left)
        left.setMinimumWidth(230)
        column.addWidget(self.packs)
        self._parts.addWidget(left)
        self._right = QStackedWidget(self._parts)
        self._right.setMinimumWidth(380)
        self.chosen = Chosen(seat, self.packs, self.show_compared, self.show_tried, self.show_examined, self._right)
        self.unsound = Unsound(seat, self.fill, self._right)
        self.offered = Offered(seat, self.show_tried, self._added, self._right)
        for widget in (self.chosen, self.unsound, self.offered):
            self._right.addWidget(widget)
        self._parts.addWidget(self._right)
        for at, share in enumerate((2, 5)):
            self._parts.setStretchFactor(at, share)
        self._parts.setSizes(self.seat.state("policies.parts", [400, 690]))
        self._parts.splitterMoved.connect(lambda *_: self.seat.keep("policies.parts", self._parts.sizes()))
        self._stack.addWidget(self._parts)
        self.packs.fill()
        self.packs.table.chosen.connect(self._choose)
        self.packs.table.entered.connect(lambda _row: self._to_right())

    def fill(self) -> None:
        try:
            self.packs.read()
        except DeskError as error:
            self.seat.say(said(error), "block")
        for made, name in self._head_buttons:
            refresh(made, next(action for action in self._own_actions() if action.id == name))
        for view in self._path:
            view.follow()

    def _choose(self) -> None:
        """Show the pack at the cursor; one that is at fault with its faults."""
        row = self.packs.table.current()
        self._right.setVisible(bool(row))
        if not row:
            return
        name = str(row["id"])
        if name in self.packs.offers:
            self.offered.show_offer(self.packs.offers[name])
            self._right.setCurrentWidget(self.offered)
            return
        known, rules = self.packs.packs[name], self.packs.rules(name)
        if rules is None:
            self.unsound.show_pack(known, self.packs.path(name))
            self._right.setCurrentWidget(self.unsound)
        else:
            self.chosen.show_pack(known, rules)
            self._right.setCurrentWidget(self.chosen)

    def open(self, key: str) -> None:
        """Show a pack by its id; a tab of the pack at the cursor, or of one, by ``tab`` or ``id/tab``; by ``offered`` what waits."""
        if key == OFFERED:
            self.packs.read()  # it may have come a moment ago
            key = next(iter(self.packs.offers), "")
        name, _, tab = key.rpartition("/") if key.rpartition("/")[2] in TABS else (key, "", "")
        self._back_to_packs()
        if name:
            self.packs.search.clear()
            self.packs.ask()
            self.packs.show_record(name)
        if tab:
            self.chosen.turn_to(tab)

    def take_focus(self) -> None:
        """The keyboard begins in the packs, or where a view has it begin."""
        now = QApplication.focusWidget()
        if now is not None and self.isAncestorOf(now) and now.isVisible():
            return
        if self._path:
            self._path[-1].take_focus()
        else:
            self.packs.table.setFocus()

    def _to_right(self) -> None:
        self._beside().take_focus()

    def _beside(self) -> Chosen | Unsound | Offered:
        """What stands at the right."""
        shown = self._right.currentWidget()
        return shown if isinstance(shown, Unsound | Offered) else self.chosen

    # Views over the page

    @cached_property
    def _file(self) -> FileView:
        return self._over(FileView(self.seat, self.show_compared, self.show_tried, self._added))

    @cached_property
    def _comparison(self) -> CompareView:
        return self._over(CompareView(self.seat))

    @cached_property
    def _trial(self) -> TriedView:
        return self._over(TriedView(self.seat))

    @cached_property
    def _guide(self) -> GuideView:
        return self._over(GuideView(self.seat))

    def _over(self, view: V) -> V:
        view.left.connect(self._left)
        self._stack.addWidget(view)
        return view

    def show_examined(self, one: Examined, *, guide: bool = False) -> None:
        """Show what was found in a file."""
        self._file.show_file(one, guide=guide)
        self._show(self._file)

    def show_compared(self, one: Compared) -> None:
        """Show what differs."""
        self._comparison.show_found(one)
        self._show(self._comparison)

    def show_tried(self, one: Tried) -> None:
        """Show a dry run."""
        self._trial.show_found(one)
        self._show(self._trial)

    def show_guide(self) -> None:
        """Show the guide."""
        self._show(self._guide)

    def _show(self, view: View) -> None:
        self._path = [*(one for one in self._path if one is not view), view]
        self._turn_to(view)

    def _turn_to(self, widget: QWidget) -> None:
        self._stack.setCurrentWidget(widget)
        self._show_head(shown=widget is self._parts)
        self.seat.goto.emit(self.key, "")  # the shortcuts follow
        widget.take_focus() if isinstance(widget, View) else self.packs.table.setFocus()

    def _left(self) -> None:
        self.leave()

    def leave(self) -> bool:
        """Back to the view before, at last to the packs."""
        if not self.built or not self._path:
            return False
        self._path.pop()
        self._turn_to(self._path[-1] if self._path else self._parts)
        return True

    def _back_to_packs(self) -> None:
        if self._path:
            self._path = []
            self._turn_to(self._parts)

    def _show_head(self, *, shown: bool) -> None:
        self.heading.setVisible(shown)
        for made, _ in self._head_buttons:
            made.setVisible(shown)

    def _added(self, name: str) -> None:
        """A pack was added: the page shows it."""
        self.packs.read()
        self.open(name)

    # What can be done

    def commands(self) -> Sequence[Action]:
        if not self.built:
            return ()
        if self._path:
            view = self._path[-1]
            return [view.back_action(), *view.actions_here(), *self._table_actions()]
        beside = self._beside()
        right = beside.commands() if isinstance(beside, Chosen) else beside.actions_here()
        return [*self._own_actions(), *right, self._take_action(), *self._table_actions()]

    def _own_actions(self) -> list[Action]:
        seat, show = self.seat, self.show_examined
        why = lambda: tr("ui.settings.read-only") if seat.readonly else ""  # noqa: E731
        return [
            Action("policies.check", tr("ui.policies.check.action"), lambda: packs.look_through(seat, show), icon="check", group="packs"),
            Action("policies.add", tr("ui.policies.add.action"), lambda: packs.look_through(seat, show, adding=True), why, "import", group="packs"),
            Action("policies.new", tr("ui.policies.new.action"), self._begin, icon="add", group="packs"),
            Action("policies.guide", tr("ui.policies.guide.action"), self.show_guide, icon="help", group="packs"),
        ]  # fmt: skip

    def _begin(self) -> None:
        packs.begin(self.seat, lambda one: self.show_examined(one, guide=True))

    def _row_actions(self) -> list[Action]:
        beside = self._beside()
        here = beside.menu() if isinstance(beside, Chosen) else beside.actions_here()
        return [*here, self._take_action()]

    def _take_action(self) -> Action:
        hint = tr("ui.policies.take.hint")
        return Action(
            "policies.take", tr("ui.policies.take.action"), self._take, icon="receive", hint=hint, group="take"
        )

    def _take(self) -> None:
        packs.take(self.seat, self.show_examined)

    @property
    def _panel(self) -> TablePanel:
        """The table that copying, exporting and printing mean: that of the view, or the one with the keyboard."""
        if self._path:
            return self._path[-1].panel or self.packs
        beside = self._beside().panel
        return self.packs if beside is None or self.packs.table.hasFocus() else beside

    def _table_actions(self) -> list[Action]:
        if self._path and self._path[-1].panel is None:
            return []

        return [replace(action, id=f"policies.table.{at}") for at, action in enumerate(self._panel.own_actions())]
