"""Rounds of assessment: the list above, the chosen one alliance by alliance below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from alliance_desk.care.round_state import RoundLine, RoundState, heads, round_state
from ui.action import Action, button, refresh
from ui.language import tr
from ui.pages.case.list_bar import SelectionBar
from ui.pages.duties_page import round_rows
from ui.pages.duties_page.panel import Panel
from ui.pages.duties_page.round_verbs import RoundVerbs
from ui.pages.duties_page.section import Section
from ui.pages.notice.fitting import fit_rows, hide_more
from ui.pieces import Badge, label
from ui.seat import Seat
from ui.tables.source import Given, Row
from ui.theme import measures
from ui.theme.colours import Tone

_MOST, _LOW_MOST = 4, 2
"""So many rounds are seen at once; the list scrolls. Where the section is low it shows the fewer."""
_LOW = 560
"""A section less high than this is low."""

_WHOLE = 16_777_215
"""No limit, as Qt has it."""


class RoundsSection(Section):
    """Rounds, and the points and grades of one of them."""

    key = "rounds"

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self.state: RoundState | None = None
        self.lines: dict[str, RoundLine] = {}
        self.list: Panel | None = None
        self._pointed: bool | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._fit)
        self._heads = Given()
        self._rows = Given()
        self._verbs = RoundVerbs(seat, lambda: self.state, self._chosen)
        self.rounds = Panel(
            seat, "duties.rounds", self._heads, round_rows.head_columns(seat), title=tr("ui.rounds.list"),
            empty=tr("ui.rounds.none"), actions=self._verbs.of_round, search=False,
        )  # fmt: skip
        self._open = button(self._verbs.opening(), seat.look, self, main=True)
        self.rounds.table.chosen.connect(self._choose)
        self.rounds.table.entered.connect(lambda _row: self.list.table.setFocus() if self.list is not None else None)
        hide_more(self.rounds)
        self.rounds.foot.hide()
        head = QHBoxLayout()
        head.addWidget(label(tr("ui.rounds.list"), "section", self, wrap=False))
        head.addStretch(1)
        head.addWidget(self._open)
        self.column.addLayout(head)
        self.column.addWidget(self.rounds)
        self.column.addWidget(self._below(seat), 1)

    def _below(self, seat: Seat) -> QWidget:
        self._under = QWidget(self)
        column = QVBoxLayout(self._under)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        head = QHBoxLayout()
        head.setSpacing(measures.GRID)
        self.title = label("", "section", self._under, name="rounds.title")
        head.addWidget(self.title, 1)
        self._buttons = [button(action, seat.look, self._under) for action in self._verbs.of_round()]
        for made in self._buttons:
            head.addWidget(made)
        column.addLayout(head)
        facts = QHBoxLayout()
        facts.setSpacing(measures.GRID)
        self._badge = Badge(seat.look, "", Tone.PLAIN, "", self._under)
        facts.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignTop)
        self.told = label("", "quiet", self._under, name="rounds.told")
        facts.addWidget(self.told, 1)
        column.addLayout(facts)
        self._place = QVBoxLayout()
        column.addLayout(self._place, 1)
        self._bar = SelectionBar(
            seat, self._count, self._verbs.handy, self._under, name="rounds.bar", words="ui.duties"
        )
        column.addWidget(self._bar)
        return self._under

    def _table(self, state: RoundState) -> Panel:
        """The table of a round: made anew where another one has other columns."""
        pointed = bool(state.indicators)
        if self.list is not None and pointed is self._pointed:
            return self.list
        if self.list is not None:
            self._place.removeWidget(self.list)
            self.list.hide()
            self.list.deleteLater()
        self._pointed = pointed
        made = Panel(
            self.seat, "duties.round.points" if pointed else "duties.round", self._rows, round_rows.columns(state, self.lines.get),
            title=tr("ui.rounds.list"), empty=tr("ui.rounds.none-in"), actions=self._verbs.all,
        )  # fmt: skip
        made.table.entered.connect(self._enter_row)
        made.table.chosen.connect(self._bar.follow)
        made.table.chosen.connect(self._dress)
        self.list = made
        self._place.addWidget(made)
        made.fill()
        return made

    # What is shown

    def fill(self) -> None:
        """Read the rounds anew; the one at the cursor stays there."""
        found = heads(self.seat.reader)
        self._heads.give(round_rows.head_rows(found))
        kept = self.state.stream if self.state is not None else ""
        self.rounds.renew()
        self._fit()
        self._show(kept)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()  # Qt is laying out just now

    def _fit(self) -> None:
        """The list is as high as its rounds; without any it has the whole place to say what to do."""
        if count := self.rounds.table.rows.rowCount():
            fit_rows(self.rounds, count, _MOST if self.height() >= _LOW else _LOW_MOST)
            table = self.rounds.table
            if table.horizontalHeader().length() > table.viewport().width():
                for widget in (table, self.rounds):
                    widget.setFixedHeight(widget.maximumHeight() + table.horizontalScrollBar().sizeHint().height())
        else:
            for widget in (self.rounds, self.rounds.table):
                widget.setMaximumHeight(_WHOLE)
        self.rounds.foot.hide()

    def open(self, key: str) -> None:
        """Show one round by its id."""
        if key:
            self._show(key)

    def _show(self, key: str) -> None:
        if not (key and self.rounds.show_record(key)) and self.rounds.table.rows.rowCount():
            self.rounds.table.choose(0)
        self._choose(anew=True)

    def _choose(self, *, anew: bool = False) -> None:
        """Another round is at the cursor."""
        key = str(self.rounds.table.current().get("id", ""))
        if self.state is not None and key == self.state.stream and not anew:
            return
        self.state = round_state(self.seat.reader, key) if key else None
        self._under.setVisible(self.state is not None)
        refresh(self._open, self._verbs.opening())
        state = self.state
        if state is None:
            return
        self.lines.clear()
        self.lines.update({line.case: line for line in state.lines})
        self._rows.give(round_rows.rows(state))
        table = self._table(state)
        table.title = state.name
        table.refresh()
        self.title.setText(state.name)
        self._badge.say(*round_rows.state_cell(str(self.rounds.table.current()["state"]))[:3])
        self.told.setText(round_rows.told(state))
        self._dress()
        self._bar.follow()

    def _dress(self) -> None:
        for made, action in zip(self._buttons, self._verbs.of_round(), strict=True):
            refresh(made, action)

    def _enter_row(self, row: Row) -> None:
        key = str(row["id"])
        if key.startswith(round_rows.LEFT):
            self.seat.goto.emit("register", key.removeprefix(round_rows.LEFT))
        else:
            self.seat.goto.emit("cases", key)

    # What can be done

    def _count(self) -> int:
        return self.list.table.count_selected() if self.list is not None else 0

    def _chosen(self) -> list[RoundLine]:
        """The alliances of the round that are selected; who is left out is not among them."""
        if self.list is None:
            return []
        return [self.lines[key] for row in self.list.table.selected() if (key := str(row["id"])) in self.lines]

    def commands(self) -> Sequence[Action]:
        """Opening one, of the round, of those that are selected, of the tables."""
        below = self.list.commands() if self.list is not None and self.state is not None else []
        return [self._verbs.opening(), *(self._verbs.of_round() if self.state is not None else ()), *below]

    def enter(self) -> None:
        """Take the keyboard."""
        (self.rounds.table if self.rounds.table.rows.rowCount() else self._open).setFocus()
