"""The tab 历年: one line for each year, the newest first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk.errors import DeskError
from alliance_desk.policy.duties import State
from alliance_desk.register.alliance import Alliance
from alliance_desk.register.duties import Owed
from alliance_desk.register.years import YearOf, years
from ui.language import said, tr
from ui.pages.case.wording import wan
from ui.pages.register_page.dated import Moment
from ui.pages.register_page.told import changed
from ui.pieces import label
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.theme import measures
from ui.theme.colours import Tone

_STATES = {
    State.LATE: (Tone.BLOCK, "expired"),
    State.ABSENT: (Tone.WARN, "missing"),
    State.OPEN: (Tone.INFO, "waiting"),
    State.INVITED: (Tone.QUIET, "waiting"),
    State.LAPSED: (Tone.QUIET, "withdraw"),
    State.MET: (Tone.PASS, "pass"),
}
"""How a duty stands: its tone and icon; the worst first."""


class Years(QWidget):
    """The years of one alliance.

    Signals: wanted (year) – what happened in a year is to be shown.
    """

    wanted = Signal(str)

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        self._past = label("", "quiet", self, name="register.years.past")
        column.addWidget(self._past)
        self._rows = Given()
        self.panel = TablePanel(
            seat, "register.years", self._rows, _columns(), title=tr("ui.register.tab.years"), empty=tr("ui.register.years.none"),
            parent=self,
        )  # fmt: skip
        self.panel.table.entered.connect(lambda row: self.wanted.emit(str(row["id"])))
        column.addWidget(self.panel, 1)

    def show_alliance(self, found: Alliance, moment: Moment) -> None:
        """Show one alliance; what it owes is always told as it stands today."""
        past = moment.on != self._seat.today or moment.recorded is not None
        self._past.setText(tr("ui.register.years.past") if past else "")
        self._past.setVisible(past)
        names = self._activities(found)
        self._rows.give([_row(one, names) for one in years(self._seat.reader, found, moment.on.isoformat())])
        self.panel.title = tr("ui.register.years.of", name=found.entry.name)
        self.panel.fill()

    def _activities(self, found: Alliance) -> dict[str, str] | None:
        """The activities of the policy by their names; None where this desk has lost the policy."""
        try:
            rules = self._seat.reader.policy_for(found.entry.pack)
        except DeskError:
            return None
        return {key: item.name for key, item in rules.activity.items()}


def _columns() -> list[Column]:
    return [
        Column("year", tr("ui.register.years.year"), 68),
        Column("owed", tr("ui.register.years.owed"), 280, lambda row: _shown(row, "owed"), most=520),
        Column("grade", tr("ui.register.years.grade"), 92, lambda row: _shown(row, "grade"), most=180),
        Column("events", tr("ui.register.years.events"), 200, lambda row: _shown(row, "events"), most=420),
        Column("support", tr("ui.register.years.support"), 100, lambda row: _shown(row, "support"), most=220),
        Column("flags", tr("ui.register.years.flags"), 150, lambda row: _shown(row, "flags")),
        Column("changes", tr("ui.register.years.changes"), 200, lambda row: _shown(row, "changes")),
    ]


def _shown(row: Row, key: str) -> Cell:
    cell = row.get(f"{key}-cell")
    return cell if isinstance(cell, Cell) else Cell("")


def _row(one: YearOf, names: dict[str, str] | None) -> Row:
    cells = {
        "owed": _owed([duty for duty in one.owed if duty.kind != "activity"]),
        "grade": Cell(_joined([grade.name for grade in one.grades])),
        "events": _events(one, names),
        "support": _support(one),
        "flags": _flags(one),
        "changes": _lines([changed(change) for change in one.changes]),
    }
    said_ = {key: cell.text for key, cell in cells.items()}
    return {"id": one.year, "year": one.year, **said_, **{f"{key}-cell": cell for key, cell in cells.items()}}


def _owed(found: Sequence[Owed]) -> Cell:
    """Each duty and how it stands, the worst first, so that what is cut off is never worse than what is seen; one icon for the worst."""
    if not found:
        return Cell("")
    order = list(_STATES)
    found = sorted(found, key=lambda one: order.index(one.state))
    worst = found[0].state
    texts = [tr("ui.register.years.duty", name=one.name, state=_short(one)) for one in found]
    tip = "\n".join(tr("ui.register.years.duty", name=one.name, state=said(one)) for one in found)
    return _lines(texts)._replace(tone=_STATES[worst][0], icon=_STATES[worst][1], tip=tip)


def _short(one: Owed) -> str:
    """How a duty stands in few words; the day it was met stands beside the pointer."""
    state = "met-late" if one.state is State.MET and one.days else str(one.state)
    return tr(f"ui.register.years.state.{state}", days=one.days)


def _events(one: YearOf, names: dict[str, str] | None) -> Cell:
    """How often each activity was recorded, and where that is not enough."""
    known = dict.fromkeys(one.events, "") if names is None else names  # of a lost policy the ids speak for themselves
    told = [
        tr("ui.register.years.event", name=known[key] or key, count=count)
        for key, count in one.events.items()
        if key in known
    ]
    short = [duty for duty in one.owed if duty.kind == "activity" and duty.state in (State.LATE, State.ABSENT)]
    lacking = [tr("ui.register.years.duty", name=duty.name, state=said(duty)) for duty in short]
    cell = _lines([*lacking, *told])
    return cell._replace(tone=Tone.WARN, icon="warn") if short else cell


def _support(one: YearOf) -> Cell:
    if not one.support:
        return Cell("")
    names = _joined([support.what for support in one.support])
    if not one.amount:
        return Cell(names)
    return Cell(tr("ui.statistics.wan", amount=wan(one.amount)), tip=names)


def _flags(one: YearOf) -> Cell:
    """What was imposed in the year and how it ended; what of earlier years still stood in it."""
    told: list[str] = []
    open_ = False
    for flag in (*one.opened, *one.running):
        open_ = open_ or not flag.closed
        ended = tr(f"sanction-outcome.{flag.outcome}") if flag.closed and flag.outcome else tr("ui.register.years.runs")
        told.append(tr("ui.register.years.flag", name=flag.name, state=ended))
    cell = _lines(told)
    return cell._replace(tone=Tone.WARN, icon="flag") if told and open_ else cell


def _lines(texts: list[str]) -> Cell:
    """Several things in one cell; each in a line of its own beside the pointer."""
    return Cell(tr("ui.care.part").join(texts), tip="\n".join(texts))


def _joined(texts: list[str]) -> str:
    return tr("ui.list-sign").join(texts)
