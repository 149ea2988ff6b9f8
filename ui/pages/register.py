"""The page of the register: which alliances there are, today or on any day, and one page for each of them."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QApplication, QComboBox, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.action import Action, button, menu, refresh
from ui.language import tr
from ui.pages.base import Page
from ui.pages.register_page.columns import columns
from ui.pages.register_page.dated import Dated, Moment
from ui.pages.register_page.export import export_task
from ui.pages.register_page.moment import MomentBar, Standings
from ui.pages.register_page.narrowing import Narrow
from ui.pages.register_page.narrowing import asked as narrowed
from ui.pages.register_page.view import AllianceView
from ui.seat import Seat
from ui.tables.model import PAGE
from ui.tables.panel import TablePanel
from ui.tasks import entries
from ui.theme import measures


class Register(Page):
    """The list as of a day; Enter opens the page of an alliance."""

    key = "register"
    icon = "register"
    kinds = frozenset({"case", "register", "notice"})

    def build(self) -> None:
        seat = self.seat
        self.rows = Dated(seat)
        self.moment = MomentBar(seat, self)
        self.head.insertWidget(1, self.moment)
        self.head.insertSpacing(1, measures.MARGIN)
        self._enter = QPushButton(tr("ui.register.enter"), self)
        self._enter.setObjectName("register.enter")
        self._enter.setToolTip(tr("ui.register.enter-hint"))
        self._enter.setAccessibleDescription(tr("ui.register.enter-hint"))
        self._enter.clicked.connect(self._enter_menu)
        self.head.addWidget(self._enter)
        self._export = button(self._export_action(), seat.look, self)
        self.head.addWidget(self._export)
        seat.look.changed.connect(self._dress)
        self._dress()
        self._stack = QStackedWidget(self)
        self.body.addWidget(self._stack, 1)
        listing = QWidget(self._stack)
        column = QVBoxLayout(listing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        self.standings = Standings(seat, listing)
        column.addWidget(self.standings)
        self.list = RegisterTable(seat, self.rows, listing, self._row_actions)
        self.list.table.entered.connect(lambda row: self._go(str(row["id"])))
        column.addWidget(self.list, 1)
        self._stack.addWidget(listing)
        self.view = AllianceView(seat, self._back_action(), self)
        self._stack.addWidget(self.view)
        self.moment.changed.connect(self.fill)
        self.standings.changed.connect(self.fill)
        self._look()
        self.list.fill()
        self.list.table.chosen.connect(lambda: refresh(self._export, self._export_action()))
        refresh(self._export, self._export_action())

    def fill(self) -> None:
        self._look()
        self.list.refresh()
        refresh(self._export, self._export_action())
        if self._showing and self.view.alliance is not None and not self._show(self.view.alliance.entry.id):
            self.leave()

    def _look(self) -> None:
        """Read the register at the chosen moment."""
        moment = Moment(*self.moment.days(), self.standings.chosen, self.standings.narrow)
        self.rows.look_at(moment)
        self.standings.show_counts(self.rows.counts, moment, today=self.seat.today)

    def take_focus(self) -> None:
        """The keyboard begins in the table."""
        now = QApplication.focusWidget()
        inside = now is not None and self.isAncestorOf(now)
        if self.list.table.isVisible() and not inside:
            self.list.table.setFocus()
        else:
            super().take_focus()

    @property
    def _showing(self) -> bool:
        """Whether the page of one alliance is in front."""
        return self._stack.currentWidget() is self.view

    def open(self, key: str) -> None:
        """Show one alliance; as it stands today where it did not stand in the register on the chosen day. Or those behind a figure."""
        if (asked := narrowed(key)) is not None:
            self._narrow(*asked)
            return
        if not self._show(key):
            self.moment.back_to_today()
            if not self._show(key):
                self.seat.say(tr("ui.register.not-there"), "warn")
                return
        self._stack.setCurrentWidget(self.view)
        self._show_head(shown=False)
        self.view.panel.table.setFocus()

    def _narrow(self, on: date, narrow: Narrow) -> None:
        """The list alone, with nothing else asked of it than the figure it stands for."""
        self._stack.setCurrentIndex(0)
        self._show_head(shown=True)
        self.list.clear()
        self.moment.look_at(on)
        self.standings.narrow_to(narrow)
        self.list.table.setFocus()

    def _show(self, key: str) -> bool:
        return self.view.show_alliance(key, self.rows.moment)

    def _go(self, key: str) -> None:
        """Open an alliance through the window, whose shortcuts follow."""
        self.seat.goto.emit(self.key, key)

    def leave(self) -> bool:
        """From the page of an alliance back to the list."""
        if not self.built or not self._showing:
            return False
        self._stack.setCurrentIndex(0)
        self._show_head(shown=True)
        self.list.table.setFocus()
        self.seat.goto.emit(self.key, "")
        return True

    def _back(self) -> None:
        self.leave()

    def _show_head(self, *, shown: bool) -> None:
        for widget in (self.heading, self.moment, self._enter, self._export):
            widget.setVisible(shown)

    # What can be done

    def commands(self) -> Sequence[Action]:
        if not self.built:
            return ()
        if self._showing:
            return [self._back_action(), *self.view.commands()]
        return [self._export_action(), self._today_action(), *entries.actions(self.seat), *self.list.commands()]

    def _enter_menu(self) -> None:
        """What enters alliances that no case here made."""
        made = menu(entries.actions(self.seat), self.seat.look, self._enter)
        made.setObjectName("register.enter-menu")
        made.popup(self._enter.mapToGlobal(self._enter.rect().bottomLeft()))

    def _dress(self) -> None:
        self._enter.setIcon(self.seat.look.icon("add"))

    def _export_action(self) -> Action:
        def nothing() -> str:
            return "" if self.built and self.list.table.rows.rowCount() else tr("ui.table.nothing-shown")

        hint = tr("ui.register.export-hint")
        return Action("register.official", tr("ui.register.export"), self._ask_export, nothing, "export", hint=hint)

    def _today_action(self) -> Action:
        return Action("register.back-to-today", tr("ui.register.today-tip"), self.moment.back_to_today, icon="calendar")

    def _back_action(self) -> Action:
        return Action("register.back", tr("ui.register.back"), self._back, icon="back")

    def _row_actions(self) -> list[Action]:
        def none() -> str:
            return "" if self.list.table.current() else tr("ui.table.nothing-selected")

        def caseless() -> str:
            return none() or ("" if self.list.table.current()["case"] else tr("ui.register.no-case"))

        return [
            Action("register.open", tr("ui.register.open"), self._open_current, none, "forward", group="row"),
            Action(
                "register.open-case", tr("ui.register.open-case"), self._case_of_row, caseless, "cases", group="row"
            ),
        ]

    def _open_current(self) -> None:
        self._go(str(self.list.table.current()["id"]))

    def _case_of_row(self) -> None:
        self.seat.goto.emit("cases", str(self.list.table.current()["case"]))

    def _ask_export(self) -> None:
        rows = self.list.table.rows
        shown = [
            str(rows.row(at)["id"])
            for start in range(0, rows.rowCount(), PAGE)
            for at in range(start, min(start + PAGE, rows.rowCount()))
        ]
        self.seat.ask(export_task(self.rows.moment, shown, self.list.applied()))


class RegisterTable(TablePanel):
    """The table of the register; its foot, exports and prints say as of when it is."""

    def __init__(self, seat: Seat, rows: Dated, parent: QWidget, actions: object) -> None:
        self._dated = rows
        super().__init__(
            seat,
            "register",
            rows,
            columns(seat, lambda: rows.moment, rows.final),
            title=tr("ui.page.register"),
            empty=tr("ui.register.empty"),
            actions=actions,  # pyright: ignore[reportArgumentType]
            parent=parent,
        )

    def _choices(self, key: str, box: QComboBox, chosen: str) -> None:
        """A filter that could not part the rows is not shown."""
        super()._choices(key, box, chosen)
        box.setVisible(box.count() > 2 or bool(box.currentData()))

    def applied(self) -> str:
        """The moment and the filter in force, in words."""
        moment, parts = self._dated.moment, list[str]()
        if moment.on != self.seat.today:
            parts.append(tr("ui.register.as-of-day", day=moment.on.isoformat()))
        if moment.recorded is not None:
            parts.append(tr("ui.register.recorded-day", day=moment.recorded.isoformat()))
        if moment.standing is not None:
            parts.append(tr(f"ui.register.standing-word.{moment.standing}"))
        if moment.narrow is not None:
            parts.append(moment.narrow.text(self.seat.reader))
        return tr("ui.list-sign").join([*parts, *([words] if (words := super().applied()) else [])])
