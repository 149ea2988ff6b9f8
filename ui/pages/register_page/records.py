"""The tabs 办理记录, 证书牌匾 and 大事记: every case of the alliance, every paper, everything that was decided, each with its way to it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk.clock import local
from alliance_desk.errors import DeskError
from alliance_desk.policy.pack import Pack
from alliance_desk.register.affairs import Matter, matters
from alliance_desk.register.alliance import Alliance
from alliance_desk.register.documents import documents
from ui.action import Action
from ui.language import has, tr
from ui.pages.case import list_columns
from ui.pages.register_page.dated import Moment
from ui.pages.register_page.told import happened
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Listed, Row, Source
from ui.theme.colours import Tone

_PAPERS = {"certificate": "certificate", "plaque": "plaque"}
_KINDS = {
    "recognised": (Tone.PASS, "stamp"),
    "graded": (Tone.INFO, "score"),
    "sanction-opened": (Tone.WARN, "flag"),
    "sanction-closed": (Tone.PASS, "check"),
    "exited": (Tone.BLOCK, "withdraw"),
    "changed": (Tone.PLAIN, "edit"),
    "member-in": (Tone.PLAIN, "member"),
    "member-out": (Tone.PLAIN, "member"),
    "supported": (Tone.PASS, "star"),
    "certificate-issued": (Tone.PLAIN, "certificate"),
    "plaque-issued": (Tone.PLAIN, "plaque"),
    "papers-returned": (Tone.QUIET, "receive"),
}
"""Kind of effect → tone and icon in the list."""


class _Tab(QWidget):
    """A tab with one table; Enter leads on. page: where to; key: of a row, which record there."""

    def __init__(
        self, seat: Seat, name: str, source: Source, columns: Sequence[Column], lead: tuple[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._seat, self._name, self._lead = seat, name, lead
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.panel = TablePanel(
            seat, f"register.{name}", source, columns, title=tr(f"ui.register.tab.{name}"), empty=tr(f"ui.register.none.{name}"),
            actions=self._actions, buttons=1, parent=self,
        )  # fmt: skip
        self.panel.table.entered.connect(lambda _row: self._go())
        column.addWidget(self.panel, 1)

    def _row(self) -> Row:
        return self.panel.table.current()

    def _go(self) -> None:
        page, key = self._lead
        if record := str(self._row().get(key) or ""):
            self._seat.goto.emit(page, record)

    def _actions(self) -> list[Action]:
        def none() -> str:
            return "" if self._row() else tr("ui.table.nothing-selected")

        name = self._name
        return [
            Action(f"register.{name}.open", tr(f"ui.register.leads.{name}"), self._go, none, "forward", group="row")
        ]


class Cases(_Tab):
    """Every case of the alliance, as the list of cases knows it."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        self._act = ""
        self._matters: dict[str, Matter] = {}
        self._rules: Pack | None = None
        self._cases = _CasesOf(seat)
        columns = [
            Column("affair", tr("ui.register.affair"), 180, self._affair),
            Column("what", tr("ui.register.matter"), 210, self._matter, most=420),
            Column("number", tr("ui.cases.number"), 150),
            Column("status", tr("ui.cases.status"), 150, lambda row: list_columns.status(seat, row)),
            Column("step", tr("ui.cases.step"), 160, lambda row: list_columns.step(seat, row)),
            Column("due", tr("ui.cases.due"), 124, lambda row: list_columns.due(seat, row)),
            Column("filed", tr("ui.register.opened"), 104),
            Column("updated", tr("ui.cases.updated"), 136, list_columns.updated),
        ]
        super().__init__(seat, "cases", self._cases, columns, ("cases", "id"), parent)

    def _affair(self, row: Row) -> str:
        if not row:
            return ""
        name = str(row["affair"]) or tr("ui.register.application", act=self._act)
        return tr("ui.care.report.of-year", name=name, subject=row["subject"]) if row["subject"] else name

    def _matter(self, row: Row) -> str:
        one = self._matters.get(str(row.get("id", "")))
        return one.text(self._rules) if one is not None else ""

    def show_alliance(self, found: Alliance, moment: Moment) -> None:
        """Show one alliance; its cases are those there are today."""
        del moment
        self._act = found.entry.act
        self._matters = matters(self._seat.reader, found.entry.id)
        try:
            self._rules = self._seat.reader.policy_for(found.entry.pack)
        except DeskError:  # a policy this desk has lost: its ids speak for themselves
            self._rules = None
        self._cases.of(found.entry.id)
        self.panel.fill()


class _CasesOf(Listed):
    """The list of cases, of one alliance alone."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(lambda: seat.reader, "cases")

    def of(self, alliance: str) -> None:
        """Which alliance."""
        self._fixed = {"alliance_id": alliance}


class Papers(_Tab):
    """Every certificate and plaque of the alliance."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        self._rows = Given()
        columns = [
            Column("kind", tr("ui.certificates.kind"), 120, _paper),
            Column("number", tr("ui.certificates.number"), 200),
            Column("issued", tr("ui.certificates.issued"), 110),
            Column("state", tr("ui.certificates.state"), 120, _state),
        ]
        super().__init__(seat, "papers", self._rows, columns, ("certificates", "case"), parent)

    def show_alliance(self, found: Alliance, moment: Moment) -> None:
        """Show one alliance; its papers are those there are today."""
        del moment
        self._rows.give(
            [
                {"id": f"{one.kind}/{one.number}", "kind": one.kind, "number": one.number, "issued": one.issued}
                | {"state": one.state, "case": one.case}
                for one in found.papers
            ]
        )
        self.panel.fill()


class Events(_Tab):
    """Everything that was decided about the alliance, the newest first."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        self._rows = Given()
        columns = [
            Column("on", tr("ui.register.event.on"), 104),
            Column("what", tr("ui.register.event.what"), 460, _what, most=900),
            Column("paper", tr("ui.register.event.paper"), 200),
            Column("entered", tr("ui.register.event.entered"), 150, _entered),
        ]
        super().__init__(seat, "events", self._rows, columns, ("cases", "case"), parent)

    def show_alliance(self, found: Alliance, moment: Moment) -> None:
        """Show one alliance as of a moment."""
        del moment
        papers = documents(self._seat.reader, [one.case for one in found.history])
        self._rows.give(
            [
                {"id": str(at), "on": one.on, "kind": one.kind, "what": happened(one, found.entry)}
                | {"paper": one.paper or papers.get(one.case, ""), "entered": local(one.recorded), "case": one.case}
                for at, one in reversed(list(enumerate(found.history)))
            ]
        )
        self.panel.title = tr("ui.register.events-of", name=found.entry.name)
        self.panel.fill()

    def look_for(self, year: str) -> None:
        """Only what took hold in a year."""
        self.panel.search.setText(f"{year}-")
        self.panel.ask()


def _paper(row: Row) -> Cell:
    name = str(row.get("kind", ""))
    return Cell(tr(f"ui.register.paper.{name}"), Tone.PLAIN, _PAPERS[name]) if name in _PAPERS else Cell(name)


def _state(row: Row) -> Cell:
    state = str(row.get("state", ""))
    code = f"ui.register.paper-state.{state}"
    words = tr(code) if has(code) else state
    return Cell(words, Tone.PASS, "pass") if state == "issued" else Cell(words, Tone.QUIET, "close")


def _what(row: Row) -> Cell:
    tone, icon = _KINDS.get(str(row.get("kind", "")), (Tone.PLAIN, ""))
    return Cell(str(row.get("what", "")), tone, icon)


def _entered(row: Row) -> Cell:
    """When it was recorded, where that was another day than it took hold."""
    entered = str(row.get("entered", ""))
    return Cell("" if entered[:10] == row.get("on") else entered, Tone.QUIET)
