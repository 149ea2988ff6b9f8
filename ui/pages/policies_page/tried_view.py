"""A dry run: which cases were tried, what each condition said of them, and how each way came to its end."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabBar, QVBoxLayout, QWidget

from alliance_desk.policy.checks import blocking
from alliance_desk.policy.findings import Finding
from alliance_desk.policy.rehearsal import Played, Step
from ui.language import language, tr
from ui.pages.case.finding_row import ICONS, ORDER, tone_of
from ui.pages.policies_page.view import View
from ui.pieces import label
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks.pack_finds import Tried
from ui.theme import measures
from ui.theme.colours import Tone

_CONDITIONS, _WAY = range(2)


class TriedView(View):
    """One dry run: the cases at the left, conditions and way of the one at the cursor at the right."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat, "policies.tried")
        self._cases, self._conditions, self._steps = Given(), Given(), Given()
        self._played: list[Played] = []
        self._findings: dict[str, Finding] = {}
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        self.cases = self._panel(split, "cases", self._cases, [
            Column("title", tr("ui.policies.tried.case"), 190, _case),
            Column("open", tr("ui.policies.tried.open"), 56, right=True),
            Column("count", tr("ui.policies.tried.count"), 56, right=True),
            Column("way", tr("ui.policies.tried.way"), 76),
        ])  # fmt: skip
        self.cases.setMinimumWidth(240)
        split.addWidget(self.cases)
        right = QWidget(split)
        column = QVBoxLayout(right)
        column.setContentsMargins(measures.GRID, 0, 0, 0)
        column.setSpacing(measures.GRID)
        self.tabs = QTabBar(right)
        self.tabs.setObjectName("policies.tried.tabs")
        self.tabs.setAccessibleName(tr("ui.policies.tried.tabs"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        for name in ("conditions", "steps"):
            self.tabs.addTab(tr(f"ui.policies.tried.{name}"))
        column.addWidget(self.tabs)
        self._note = label("", "quiet", right, name="policies.tried.note")
        column.addWidget(self._note)
        self.conditions = self._panel(right, "conditions", self._conditions, [
            Column("outcome", tr("ui.policies.tried.outcome"), 100, self._outcome, filter=True),
            Column("title", tr("ui.policies.tried.condition"), 180),
            Column("severity", tr("ui.policies.tried.severity"), 60),
            Column("text", tr("ui.policies.tried.text"), 320),
            Column("basis", tr("ui.policies.basis"), 110),
        ])  # fmt: skip
        self.steps = self._panel(right, "steps", self._steps, [
            Column("on", tr("ui.policies.tried.on"), 96),
            Column("name", tr("ui.policies.tried.step"), 170),
            Column("actor", tr("ui.policies.tried.actor"), 140),
            Column("outcome", tr("ui.policies.tried.result"), 120),
            Column("until", tr("ui.policies.tried.until"), 210),
            Column("basis", tr("ui.policies.basis"), 110),
        ])  # fmt: skip
        for panel in (self.conditions, self.steps):
            column.addWidget(panel, 1)
        split.addWidget(right)
        split.setSizes([410, 650])
        self.body.addWidget(split, 1)
        self.tabs.currentChanged.connect(lambda _at: self._turn())
        self.cases.table.chosen.connect(self._choose)
        self.cases.table.entered.connect(lambda _row: self._front.table.setFocus())
        self.follow()

    def _panel(self, parent: QWidget, name: str, rows: Given, columns: list[Column]) -> TablePanel:
        made = TablePanel(
            self.seat, f"policies.tried.{name}", rows, columns, title=tr(f"ui.policies.tried.{name}"),
            empty=tr(f"ui.policies.tried.no-{name}"), search=name == "conditions", parent=parent,
        )  # fmt: skip
        made.fill()
        return made

    def show_found(self, one: Tried) -> None:
        """Show a dry run."""
        rehearsal = one.result.rehearsal
        self._played = list(rehearsal.played)
        self.heading.setText(tr("ui.policies.tried.title", title=one.title))
        sound = rehearsal.sound
        self.badge.say(
            tr("ui.policies.tried.sound" if sound else "ui.policies.tried.stops"),
            Tone.PASS if sound else Tone.BLOCK,
            "pass" if sound else "block",
        )
        told = [tr("ui.policies.tried.about")]
        told += [tr("ui.policies.tried.left-out", title=title, why=why) for title, why in one.result.left_out.items()]
        self.told.setText("\n".join(told))
        self._cases.give([_case_row(at, played) for at, played in enumerate(self._played)])
        self.cases.refresh()
        first = next((at for at, played in enumerate(self._played) if not played.sound), 0)
        self.cases.table.choose(first)
        self._choose()

    def _choose(self) -> None:
        row = self.cases.table.current()
        if not row or int(row["id"]) >= len(self._played):
            return
        played = self._played[int(row["id"])]
        self._findings = {finding.check: finding for finding in played.findings}
        found = sorted(played.findings, key=lambda finding: ORDER[finding.outcome])
        self._conditions.give([_finding_row(finding) for finding in found])
        self._steps.give([_step_row(at, step) for at, step in enumerate(played.steps)])
        for panel in (self.conditions, self.steps):
            panel.title = played.title
            panel.refresh()
        self._turn()

    def _turn(self) -> None:
        way = self.tabs.currentIndex() == _WAY
        self.conditions.setVisible(not way)
        self.steps.setVisible(way)
        row = self.cases.table.current()
        lines = list(_troubles(self._played[int(row["id"])])) if row and way else []
        self._note.setText("\n".join(lines))
        self._note.setVisible(bool(lines))

    @property
    def _front(self) -> TablePanel:
        return self.steps if self.tabs.currentIndex() == _WAY else self.conditions

    @property
    def panel(self) -> TablePanel | None:
        return self.cases if self.cases.table.hasFocus() else self._front

    def take_focus(self) -> None:
        self.cases.table.setFocus()

    def _outcome(self, row: Row) -> Cell:
        finding = self._findings.get(str(row["id"]))
        words = str(row["outcome"])
        return Cell(words, tone_of(finding), ICONS[finding.outcome]) if finding is not None else Cell(words)


def _case_row(at: int, played: Played) -> Row:
    walked = bool(played.steps)
    good = played.ended and not played.unreached
    way = tr("ui.policies.tried.ends" if good else "ui.policies.tried.open-end") if walked else ""
    return {
        "id": str(at),
        "title": played.title,
        "made": played.made,
        "sound": played.sound,
        "open": len(blocking(list(played.findings))),
        "count": len(played.findings),
        "way": way,
    }


def _case(row: Row) -> Cell:
    """A case that was made up must hold; a sample or a workbook may be as it is."""
    if not row["sound"]:
        return Cell(str(row["title"]), Tone.BLOCK, "block")
    if row["made"] or not row["open"]:
        return Cell(str(row["title"]), Tone.PASS, "pass")
    return Cell(str(row["title"]), Tone.WARN, "warn")


def _finding_row(finding: Finding) -> Row:
    return {
        "id": finding.check,
        "outcome": tr(f"outcome.{finding.outcome}"),
        "title": finding.title,
        "severity": finding.severity.value,
        "text": finding.text(language()),
        "basis": finding.basis,
    }


def _step_row(at: int, step: Step) -> Row:
    until = ""
    if step.until is not None:
        until = step.until.isoformat()
        others = tuple(day.isoformat() for day in step.others if day != step.until)
        until += tr("rehearsal.otherwise", days=others) if others else ""
        until += tr("rehearsal.provisional") if step.provisional else ""
    return {
        "id": str(at),
        "on": step.on.isoformat(),
        "name": step.name,
        "actor": step.actor,
        "outcome": step.outcome,
        "until": until,
        "basis": step.basis,
    }


def _troubles(played: Played) -> Iterator[str]:
    """What of a way was not come to."""
    for name in played.unreached:
        yield tr("ui.policies.tried.unreached", name=name)
    if played.steps and not played.ended:
        yield tr("ui.policies.tried.not-ended")
