"""One public notice: how long it still runs, day by day, its cases, its objections, and what can be done with it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from alliance_desk.cases.finding import short
from alliance_desk.cases.noticed import View
from alliance_desk.policy.periods import Calendar
from ui.action import Action, button, refresh
from ui.calendar_strip import CalendarStrip
from ui.language import tr
from ui.pages.notice.days import counted, days_left, strip_days
from ui.pages.notice.fitting import fit_rows, hide_more
from ui.pages.notice.objections import ObjectionLine
from ui.pages.notice.words import STATES, correction_words, end_words, other_words, period_words
from ui.pieces import Badge, Card, facts, label
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given, Row
from ui.tasks import notice_fix, notices, papers
from ui.theme import measures
from ui.theme.colours import Tone

_ROWS = 6
"""Cases that are seen without scrolling inside the card."""
_TONES = {"published": Tone.INFO, "suspended": Tone.WARN, "clear": Tone.PASS, "upheld": Tone.BLOCK, "ended": Tone.QUIET}
_ICONS = {"published": "clock", "suspended": "warn", "clear": "pass", "upheld": "block", "ended": "close"}


class NoticeCard(Card):
    """A notice as it stands now; made anew when something changed."""

    def __init__(self, seat: Seat, view: View, calendar: Calendar, parent: QWidget | None = None) -> None:
        days = {"start": view.start.isoformat(), "end": view.end.isoformat()}
        super().__init__(tr("ui.notices.title", **days), f"notice.{short(view.stream)}", parent)
        self.seat, self.view = seat, view
        self._calendar = calendar
        self._buttons: list[tuple[QPushButton, Action]] = []
        self.inside.setSpacing(measures.GAP)
        self._badges()
        self._top()
        self._strip()
        self._objections()
        self._cases()
        self.inside.addWidget(facts(self._facts(), self))
        self.follow()

    # Head

    def _badges(self) -> None:
        view = self.view
        words, tone, icon = STATES[view.state]
        shown = [(tr(words), tone, icon)]
        if view.provisional:
            shown.append((tr("ui.notices.badge.provisional"), Tone.WARN, "warn"))
        if view.unanswered and view.state != "suspended":
            shown.append((tr("ui.notices.badge.unanswered", count=len(view.unanswered)), Tone.WARN, "waiting"))
        for text, tone_, icon_ in shown:
            self.head.addWidget(Badge(self.seat.look, text, tone_, icon_, self))

    def _top(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        left = label(self._left(), "section", self, name="notice.left")
        row.addWidget(left, 1)
        for action in self.commands():
            made = button(action, self.seat.look, self, main=action.id == "notice.close")
            self._buttons.append((made, action))
            row.addWidget(made)
        self.inside.addLayout(row)
        self._why = label("", "small", self, name="notice.why")
        self.inside.addWidget(self._why)

    def _left(self) -> str:
        view = self.view
        if view.state == "closed":
            return tr("ui.notices.left-closed")
        if self.seat.today > view.end:
            return tr("ui.notices.left-over", end=view.end.isoformat())
        days, working = days_left(view, self._calendar, self.seat.today)
        return tr("ui.notices.left", days=days, working=working) if days else tr("ui.notices.left-today")

    def _facts(self) -> list[tuple[str, str]]:
        view = self.view
        others = "\n".join(other_words(view, other) for other in view.others)
        return [
            (tr("ui.notices.period"), period_words(view)),
            (tr("ui.notices.end"), end_words(view)),
            (tr("ui.notices.others"), others if view.state != "closed" else ""),
            (tr("ui.notices.channel"), view.channel),
            (tr("ui.notices.corrections"), "\n".join(correction_words(one) for one in view.corrections)),
            (tr("ui.notices.basis"), tr("ui.notices.basis-line", title=view.policy, basis=view.stage.basis)),
        ]

    # Days

    def _strip(self) -> None:
        view = self.view
        days = strip_days(view, self._calendar, self.seat.today)
        span = {"start": view.start.isoformat(), "end": view.end.isoformat()}
        summary = tr("ui.notices.strip", **span, count=len(counted(view, self._calendar)))
        self.strip = CalendarStrip(self.seat.look, days, summary, self)
        self.strip.setObjectName("notice.strip")
        said = label(self.strip.why, "", self, name="notice.day")
        self.strip.chosen.connect(said.setText)
        self.inside.addWidget(self.strip)
        self.inside.addWidget(said)
        self.inside.addWidget(label(tr("ui.notices.legend"), "small", self))

    # Cases

    def _cases(self) -> None:
        rows = [
            {"id": one.case, "number": one.number, "name": one.name, "lead": one.lead, "state": one.state}
            for one in self.view.cases
        ]
        columns = [
            Column("number", tr("ui.notices.number"), 150),
            Column("name", tr("ui.notices.name"), 330),
            Column("lead", tr("ui.notices.lead"), 230),
            Column("state", tr("ui.notices.state"), 130, _state),
        ]
        self.cases = TablePanel(
            self.seat, "notice.cases", Given(rows), columns, title=self.heading.text(), empty="",
            actions=self._row_actions, search=len(rows) > _ROWS, parent=self,
        )  # fmt: skip
        if (
            len(rows) <= _ROWS
        ):  # what is seen at a glance needs neither a count nor a row for one button; the context menu has it all
            self.cases.foot.hide()
            hide_more(self.cases)
        fit_rows(self.cases, len(rows), _ROWS)
        self.cases.table.entered.connect(lambda row: self.seat.goto.emit("cases", str(row["id"])))
        self.cases.changed.connect(self.follow)
        self.cases.fill()
        if len(rows) == 1:
            self.cases.table.choose(0)
        self.inside.addWidget(self.cases)

    def _row_actions(self) -> list[Action]:
        none = lambda: "" if self.cases.table.current() else tr("ui.notices.case-choose")  # noqa: E731
        return [
            Action("notice.case", tr("ui.notices.case-open"), self._open_case, none, "forward", group="case"),
            *(action for action in self.commands() if action.id == "notice.object"),
        ]

    def _open_case(self) -> None:
        self.seat.goto.emit("cases", str(self.cases.table.current()["id"]))

    def _objections(self) -> None:
        if not self.view.objections:
            return
        self.inside.addWidget(label(tr("ui.notices.objection-list"), "section", self))
        for objection in self.view.objections:
            self.inside.addWidget(ObjectionLine(self.seat, self.view.stream, objection, self))

    # What can be done

    def commands(self) -> list[Action]:
        """Everything that can be done with this notice."""
        found = [
            Action("notice.close", tr("ui.notices.close"), lambda: notices.close(self.seat, self.view.stream), self._cannot_close, "check", group="notice"),
            Action("notice.object", tr("ui.notices.object"), self._object, self._cannot_object, "warn", group="notice"),
            Action("notice.correct", tr("ui.notices.correct"), self._correct, self._cannot_correct, "edit", group="notice"),
        ]  # fmt: skip
        if self.letter.is_file():
            hint = tr("ui.notices.letter-hint")
            found.append(
                Action(
                    "notice.letter-open",
                    tr("ui.notices.letter-open"),
                    self._open_letter,
                    icon="paper",
                    hint=hint,
                    group="letter",
                )
            )
        if self.view.letter_case:
            words = tr("ui.notices.letter-again" if self.letter.is_file() else "ui.notices.letter")
            found.append(Action("notice.letter", words, self._write_letter, self._locked, "paper", group="letter"))
        if self.view.state != "closed":
            return found
        hint = tr("ui.notices.report-hint")
        report = Action(
            "notice.report",
            tr("ui.notices.report"),
            self._write_report,
            self._locked,
            "paper",
            hint=hint,
            group="letter",
        )
        return [*found[3:], *([report] if self.view.letter_case else [])]

    @property
    def letter(self) -> Path:
        """Where the official letter of this notice lies once it is written."""
        return self.seat.reader.place.papers / f"notice-{short(self.view.stream)}.docx"

    def _locked(self) -> str:
        return tr("ui.notices.read-only") if self.seat.readonly else ""

    def _cannot_close(self) -> str:
        whys = {
            "running": tr("ui.notices.close-due", end=self.view.end.isoformat()),
            "suspended": tr("ui.notices.close-halted"),
            "closed": tr("ui.notices.close-over"),
        }
        return whys.get(self.view.state, "") or self._locked()

    def _cannot_object(self) -> str:
        if self.view.state == "closed":
            return tr("ui.notices.object-over")
        return self._locked() or ("" if self._chosen() else tr("ui.notices.case-choose"))

    def _chosen(self) -> str:
        """The case an objection would be to."""
        if len(self.view.cases) == 1:
            return self.view.cases[0].case
        return str(self.cases.table.current().get("id", "")) if hasattr(self, "cases") else ""

    def _object(self) -> None:
        notices.object_to(self.seat, self.view.stream, self._chosen())

    def _write_letter(self) -> None:
        papers.letter(self.seat, self.view.letter_case, "notice")

    def _write_report(self) -> None:
        papers.letter(self.seat, self.view.letter_case, "notice-report")

    def _correct(self) -> None:
        notice_fix.correct(self.seat, self.view.stream, self._chosen())

    def _cannot_correct(self) -> str:
        partly = any(one.state in {"clear", "upheld"} for one in self.view.cases)
        return self._locked() or (tr("ui.notices.correct-partly") if partly else "")

    def _open_letter(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.letter)))

    def follow(self) -> None:
        """Enable and disable as the selection is; the reason why it cannot be closed stands under the buttons."""
        for made, action in self._buttons:
            refresh(made, action)
        why = self._cannot_close() if self.view.state != "closed" else ""
        self._why.setText(why)
        self._why.setVisible(bool(why))


def _state(row: Row) -> Cell:
    state = str(row.get("state", ""))
    return Cell(tr(f"record.state.{state}"), _TONES[state], _ICONS[state]) if state else Cell("")
