"""Examining the workspace: is everything there and sound; and making the index anew where only that is not."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel

from alliance_desk import doctor
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from ui.action import Action, button, refresh
from ui.language import said, tr
from ui.operation import Running
from ui.pages.settings_page.section import Section
from ui.pieces import Card, clear, label
from ui.theme import measures
from ui.theme.colours import Tone

_MOST = 60
"""So many faults are shown; whoever has more has one cause for them."""
_INDEX = ("doctor.row-", "doctor.search-")
"""Faults of the index alone: it can be made anew from the ledger."""
_EVERYTHING = frozenset(
    {"case", "notes", "office", "register", "notice", "session", "meeting", "batch", "pool", "numbers"}
)


class CheckSection(Section):
    """One button; below, what was examined and every fault."""

    key = "check"
    icon = "shield"
    scrolls = True

    def build(self) -> None:
        self.report: doctor.Report | None = None
        self._running: Running | None = None
        self._card = Card(tr("ui.settings.check.result"), "settings.check.card", self.inside)
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        self._icon = QLabel(self._card)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self.told = label("", "", self._card, name="settings.check.told")
        row.addWidget(self.told, 1)
        self._card.inside.addLayout(row)
        self._faults = QHBoxLayout()
        self._card.inside.addLayout(self._faults)
        self._repair = button(self._repair_action(), self.seat.look, self._card)
        self._card.inside.addWidget(self._repair, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._card)
        self.body.addStretch(1)

    def fill(self) -> None:
        report = self.report
        clear(self._faults)
        self._repair.setVisible(report is not None and bool(report.faults))
        refresh(self._repair, self._repair_action())
        if self._running is not None:
            self._tell("info", tr("ui.settings.check.running"), Tone.INFO)
        elif report is None:
            self._tell("info", tr("ui.settings.check.not-yet"), Tone.QUIET)
        elif report.faults:
            self._tell("block", tr("doctor.unsound", count=len(report.faults)), Tone.BLOCK)
            lines = [said(fault) for fault in report.faults[:_MOST]]
            if len(report.faults) > _MOST:
                lines.append(tr("ui.settings.check.more", count=len(report.faults) - _MOST))
            self._faults.addWidget(label("\n".join(lines), "", self._card, name="settings.check.faults"))
        else:
            facts = {"streams": report.streams, "events": report.events, "blobs": report.blobs, "rows": report.rows}
            self._tell("pass", tr("doctor.sound", **facts), Tone.PASS)

    def _tell(self, icon: str, words: str, tone: Tone) -> None:
        self._icon.setPixmap(self.seat.look.icon(icon, tone).pixmap(20, 20))
        self.told.setText(words)

    def verbs(self) -> Sequence[Action]:
        why = lambda: self.why_not() or self._why_busy()  # noqa: E731
        return [Action("settings.examine", tr("ui.settings.check.start"), self._examine, why, "check")]

    def commands(self) -> Sequence[Action]:
        return [*self.verbs(), self._repair_action()]

    def _why_busy(self) -> str:
        return tr("ui.settings.check.running") if getattr(self, "_running", None) is not None else ""

    def _examine(self) -> None:
        def done(report: doctor.Report) -> None:
            self.report, self._running = report, None
            self.show_all()
            self.seat.say(self.told.text(), "block" if report.faults else "pass")

        self.report = None
        self._running = self.seat.run(tr("ui.settings.check.title"), doctor.examine, done=done, failed=self._failed)
        self.show_all()

    def _failed(self, _error: Exception) -> bool:
        self._running = None
        self.show_all()
        return False

    def _repair_action(self) -> Action:
        def why() -> str:
            faults = self.report.faults if getattr(self, "report", None) is not None and self.report else ()
            if not faults:
                return tr("ui.settings.check.nothing")
            beyond = any(not fault.code.startswith(_INDEX) for fault in faults)
            return self.why_not() or self._why_busy() or (tr("ui.settings.check.beyond") if beyond else "")

        return Action(
            "settings.repair",
            tr("ui.settings.check.repair"),
            self._mend,
            why,
            "refresh",
            hint=tr("ui.settings.check.repair-hint"),
        )

    def _mend(self) -> None:
        def work(desk: Desk, step: Progress) -> Changes:
            doctor.repair(desk, step)
            return Changes(code="doctor.repaired", kinds=_EVERYTHING)

        def done(_changes: Changes) -> None:
            self._running = None
            self._examine()

        self._running = self.seat.run(tr("ui.settings.check.repair"), work, done=done, failed=self._failed)
        self.show_all()
