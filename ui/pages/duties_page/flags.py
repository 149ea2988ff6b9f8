"""Flags of the register: what stands open and until when, and what was closed."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from alliance_desk.register.flags import Flag, flags
from ui.action import Action
from ui.language import has, tr
from ui.pages.case.list_bar import SelectionBar
from ui.pages.case.shown import Shown
from ui.pages.duties_page.cells import days_left
from ui.pages.duties_page.panel import Panel
from ui.pages.duties_page.section import Section
from ui.pieces import label
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Given, Row
from ui.theme.colours import Tone

_OPEN, _CLOSED = "open", "closed"


class FlagsSection(Section):
    """Flags, the open ones first."""

    key = "flags"

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self.found: dict[str, Flag] = {}
        self.column.addWidget(label(tr("ui.duties.flags-intro"), "quiet", self, name="flags.intro"))
        self._rows = Given()
        self.list = Panel(
            seat, "duties.flags", self._rows, self._columns(), title=tr("ui.duties.tab.flags"),
            empty=tr("ui.duties.no-flags"), actions=self._actions,
        )  # fmt: skip
        self.list.table.entered.connect(lambda row: seat.goto.emit("cases", str(row["case"])))
        self.column.addWidget(self.list, 1)
        self._bar = SelectionBar(
            seat, self.list.table.count_selected, self._handy, self, name="flags.bar", words="ui.duties"
        )
        self.list.table.chosen.connect(self._bar.follow)
        self.column.addWidget(self._bar)

    def _columns(self) -> list[Column]:
        def left(row: Row) -> Cell:
            flag = self.found.get(str(row.get("id", "")))
            return days_left(flag.left) if flag is not None else Cell("")

        def state(row: Row) -> Cell:
            flag = self.found.get(str(row.get("id", "")))
            if flag is None:
                return Cell("")
            if not flag.closed:
                return Cell(flag.step or tr("ui.duties.flag-open"), Tone.WARN, "warn")
            code = f"sanction-outcome.{flag.outcome}"
            return Cell(
                tr(code) if has(code) else flag.outcome,
                Tone.QUIET,
                "pass" if flag.outcome == "accepted" else "close",
                flag.closed,
            )

        return [
            Column("name", tr("ui.duties.alliance"), 250, most=440),
            Column("title", tr("ui.duties.flag"), 130, filter=True, most=240),
            Column("how", tr("ui.duties.state"), 150, state, filter=True, label=lambda key: tr(f"ui.duties.flags-{key}")),
            Column("due", tr("ui.duties.flag-due"), 104),
            Column("left", tr("ui.duties.flag-left"), 110, left),
            Column("opened", tr("ui.duties.flag-since"), 104),
            Column("closed", tr("ui.duties.flag-closed"), 104),
            Column("county", tr("ui.duties.county"), 150, filter=True),
            Column("number", tr("ui.duties.case"), 140),
            Column("basis", tr("ui.duties.basis"), 120),
        ]  # fmt: skip

    # What is shown

    def fill(self) -> None:
        """Read the flags anew."""
        found = flags(self.seat.reader)
        self.found = {one.case: one for one in found}
        self._rows.give([self._row(one) for one in found])
        self.list.renew()
        self._bar.follow()

    @staticmethod
    def _row(one: Flag) -> Row:
        return {
            "id": one.case,
            "case": one.case,
            "alliance": one.alliance,
            "name": one.name,
            "title": one.title,
            "how": _CLOSED if one.closed else _OPEN,
            "due": one.due.isoformat() if one.due else "",
            "left": one.left if one.left is not None else "",
            "opened": one.opened,
            "closed": one.closed,
            "county": one.county,
            "number": one.number,
            "basis": one.basis,
        }

    def open(self, key: str) -> None:
        """Show one flag by the case that opened it."""
        if key:
            self.list.show_record(key)

    # What can be done

    def _chosen(self) -> list[Flag]:
        rows = self.list.table.selected() if hasattr(self, "list") else []
        return [self.found[key] for row in rows if (key := str(row["id"])) in self.found]

    def _handy(self) -> list[Action]:
        return [action for action in self._actions() if not action.why_not()]

    def _actions(self) -> list[Action]:
        chosen = self._chosen()
        steps: list[Action] = []
        if len(chosen) == 1:
            shown = Shown(self.seat, chosen[0].case)
            steps = [shown.steps[key] for key in ("accept", "fail") if key in shown.steps]

        def why() -> str:
            return "" if len(chosen) == 1 else tr("ui.duties.one-only" if chosen else "ui.table.nothing-selected")

        return [
            *steps,
            Action("flags.case", tr("ui.duties.to-case"), lambda: self.seat.goto.emit("cases", chosen[0].case), why, "cases", group="go"),
            Action("flags.alliance", tr("ui.duties.to-alliance"), lambda: self.seat.goto.emit("register", chosen[0].alliance), why, "register", group="go"),
        ]  # fmt: skip

    def commands(self) -> Sequence[Action]:
        """What can be done with the flag that is selected, and with the table."""
        return self.list.commands()

    def enter(self) -> None:
        """Take the keyboard."""
        self.list.table.setFocus()
