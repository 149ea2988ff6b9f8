"""The left pane: every condition of the policy, by how hard it binds, what stops the case first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from alliance_desk.policy.findings import Finding, Outcome
from alliance_desk.policy.pack import Severity
from alliance_desk.policy.procedures import switched_off
from ui.action import Action, button
from ui.language import tr
from ui.pages.case.finding_row import OPEN, ORDER, FindingRow
from ui.pages.case.leads import judge, judged_keys, leads
from ui.pages.case.shown import Shown
from ui.pieces import clear, label, scrolled
from ui.seat import Seat
from ui.tasks import conditions
from ui.theme import measures

FILTERS = ("all", "open", "manual")
_STATE = "case.conditions"


class Checks(QWidget):
    """The conditions of a case.

    Signals: wanted (document path) – show where it stands.
    """

    wanted = Signal(str)

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("case.conditions")
        self._seat = seat
        self._shown: Shown | None = None
        self._stream = ""
        self._filter: str = seat.state(_STATE, "open")
        self.rows: list[FindingRow] = []
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(label(tr("ui.case.conditions"), "section", self, wrap=False))
        head.addStretch(1)
        self._choice = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        for name in FILTERS:
            one = QToolButton(self)
            one.setObjectName(f"case.conditions.{name}")
            one.setCheckable(True)
            one.setChecked(name == self._filter)
            one.clicked.connect(lambda _on=False, name=name: self.choose(name))
            self._choice.addButton(one)
            self._buttons[name] = one
            head.addWidget(one)
        column.addLayout(head)
        self._all = QHBoxLayout()
        column.addLayout(self._all)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, measures.GRID, 0)
        self._column.setSpacing(2)
        self._area = scrolled(inside, self)
        self._area.setObjectName("case.conditions.list")
        column.addWidget(self._area, 1)

    # What is shown

    def show_case(self, shown: Shown) -> None:
        """Show the conditions of a case; another case begins at the top."""
        same = shown.case.stream == self._stream
        self._shown, self._stream = shown, shown.case.stream
        self._list(keep=same)
        if not same:
            self._area.verticalScrollBar().setValue(0)

    def choose(self, name: str) -> None:
        """Filter the list; remembered."""
        self._filter = name
        self._seat.keep(_STATE, name)
        self._buttons[name].setChecked(True)
        self._list(keep=False)

    def listed(self) -> list[Finding]:
        """The conditions that the filter lets through, what stops first."""
        found = self._shown.findings if self._shown is not None else []
        if self._filter == "open":
            found = [one for one in found if one.outcome in OPEN]
        elif self._filter == "manual":
            found = [one for one in found if one.severity is Severity.MANUAL]
        return sorted(found, key=lambda one: (list(Severity).index(one.severity), ORDER[one.outcome]))

    def _list(self, *, keep: bool) -> None:
        shown = self._shown
        if shown is None:
            return
        at = next((row.finding.check for row in self.rows if row.isAncestorOf(self._focus()) or row.hasFocus()), "")
        bar = self._area.verticalScrollBar().value()
        self.setUpdatesEnabled(False)
        clear(self._column)
        clear(self._all)
        self._count(shown.findings)
        self._judge_all(shown)
        self.rows = []
        group: Severity | None = None
        for finding in self.listed():
            if finding.severity is not group:
                group = finding.severity
                self._column.addWidget(self._heading(group, shown.findings))
            self._add(shown, finding)
        if not self.rows:
            self._column.addWidget(self._nothing(shown))
        if self._filter == "all":
            self._switched_off(shown)
        self._column.addStretch(1)
        self._reach(next((i for i, row in enumerate(self.rows) if row.finding.check == at), 0), focus=bool(at))
        self.setUpdatesEnabled(True)
        if keep:
            QTimer.singleShot(0, self, lambda: self._area.verticalScrollBar().setValue(bar))

    def _focus(self) -> QWidget:
        return self.focusWidget() or self

    def _add(self, shown: Shown, finding: Finding) -> None:
        actions = leads(shown, finding, self.wanted.emit) if finding.outcome in OPEN else self._anew(shown, finding)
        row = FindingRow(finding, actions, self._seat.look, self)
        place = len(self.rows)
        row.moved.connect(lambda step: self._reach(place + step, focus=True))
        row.reached.connect(lambda: self._reach(place, focus=False))
        self.rows.append(row)
        self._column.addWidget(row)

    def _anew(self, shown: Shown, finding: Finding) -> list[Action]:
        """A judgement that holds can be given anew: that it does not."""
        if finding.severity is not Severity.MANUAL or finding.outcome is not Outcome.PASS:
            return []
        return [action for action in judge(shown, finding) if action.id.endswith(".fails")]

    def _heading(self, group: Severity, found: Sequence[Finding]) -> QWidget:
        of_group = [one for one in found if one.severity is group]
        open_ = sum(one.outcome in OPEN for one in of_group)
        name = tr(f"ui.case.severity.{group.name.lower()}")
        code = "ui.case.group-open" if open_ else "ui.case.group-fine"
        made = label(tr(code, name=name, count=len(of_group), open=open_), "quiet", self)
        made.setContentsMargins(0, measures.GRID, 0, 2)
        return made

    def _nothing(self, shown: Shown) -> QWidget:
        """The list is empty: good news where nothing is open."""
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(0, measures.MARGIN, 0, 0)
        code = "ui.case.none-open" if self._filter == "open" else "ui.case.none-manual"
        column.addWidget(label(tr(code, count=len(shown.findings)), "quiet", made, name="case.conditions.none"))
        if self._filter != "all" and shown.findings:
            every = Action("case.conditions.every", tr("ui.case.show-all"), lambda: self.choose("all"))
            one = button(every, self._seat.look, made)
            one.setProperty("role", "link")
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def _switched_off(self, shown: Shown) -> None:
        """What the case's call does not ask, below what it asks."""
        gone = switched_off(shown.rules, str(shown.document["case"].get("procedure", "")))
        lines = [
            tr("ui.case.switched-off", name=one.name, article=one.article, policy=one.title, basis=one.basis)
            for one in gone
        ]
        if lines:
            made = label(
                "\n".join([tr("ui.case.switched-off-head"), *lines]), "quiet", self, name="case.conditions.off"
            )
            made.setContentsMargins(0, measures.GRID, 0, 2)
            self._column.addWidget(made)

    def _count(self, found: Sequence[Finding]) -> None:
        counts = {
            "all": len(found),
            "open": sum(one.outcome in OPEN for one in found),
            "manual": sum(one.severity is Severity.MANUAL for one in found),
        }
        for name, one in self._buttons.items():
            one.setText(tr(f"ui.case.filter.{name}", count=counts[name]))
            one.setAccessibleName(one.text())
            one.setToolTip(tr(f"ui.case.filter-tip.{name}"))

    # Judging many at once

    def waiting(self, shown: Shown) -> list[str]:
        """The judgements that wait for this office."""
        if not shown.may("attest"):
            return []
        manual = [one for one in shown.findings if one.outcome is Outcome.MANUAL and shown.mine(one.by)]
        return [key for one in manual for key in judged_keys(one)]

    def judge_all(self) -> Action | None:
        """One list of everything that still waits for a person's judgement; None where that is not more than one."""
        shown = self._shown
        keys = self.waiting(shown) if shown is not None else []
        if shown is None or len(keys) < 2:
            return None
        text = tr("ui.case.judge-all", count=len(keys))
        return Action(
            "case.judge-all", text, lambda: conditions.attest(shown.seat, shown.case, holds=True), icon="check"
        )

    def _judge_all(self, shown: Shown) -> None:
        action = self.judge_all()
        if action is not None and shown.findings:
            self._all.addWidget(button(action, self._seat.look, self))
            self._all.addStretch(1)

    # Keys

    def _reach(self, place: int, *, focus: bool) -> None:
        """Let Tab reach one row of the list; arrow keys go to the others."""
        if not 0 <= place < len(self.rows):
            return
        for at, row in enumerate(self.rows):
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus if at == place else Qt.FocusPolicy.ClickFocus)
        if focus:
            self.rows[place].setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(self.rows[place], 0, measures.GRID)

    def enter(self) -> None:
        """Take the focus."""
        row = next((row for row in self.rows if row.focusPolicy() == Qt.FocusPolicy.StrongFocus), None)
        target: QPushButton | QToolButton | FindingRow = row or self._buttons[self._filter]
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
