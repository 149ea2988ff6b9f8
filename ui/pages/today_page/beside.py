"""What stands below the three cards: cases opened last, how far this year's applications have come, and reminders."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QWidget

from alliance_desk.cases.agenda import Agenda
from alliance_desk.cases.deadlines import Deadline
from alliance_desk.cases.views import status
from alliance_desk.cases.yearly import Part, yearly
from alliance_desk.clock import local as local_time
from alliance_desk.desk import local
from alliance_desk.errors import Refused
from alliance_desk.policy.vocabulary import LEVELS
from ui.language import language, tr
from ui.pages.today_page.dues import OWN, detail, left
from ui.pages.today_page.lines import Line, Lines
from ui.pieces import Card, label
from ui.seat import Seat
from ui.tasks import backup, office
from ui.theme import measures
from ui.theme.colours import Tone

_KEPT = "recent"
"""Window state: the page of cases puts stream, number and name of each case that is opened there, the newest first."""
_RECENT = 6
_DRAFTS = 5
_LOWER = frozenset(LEVELS[2:])
"""Levels of offices that hand over upwards: county and development zone."""


class RecentCard(Card):
    """The cases opened last."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(tr("ui.today.recent"), "today.recent-card", parent)
        self._seat = seat
        self.list = Lines(seat.look, "today.recent", tr("ui.today.recent"), self)
        self.inside.addWidget(self.list, 1)
        self._none = label(tr("ui.today.recent-none"), "quiet", self, name="today.recent-none")
        self.inside.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)

    def fill(self) -> None:
        """Read them anew; a case that is gone is left out."""
        kept: list[list[str]] = self._seat.state(_KEPT, [])
        found = [line for record in kept[:_RECENT] if (line := self._line(record[0])) is not None]
        self.list.show_lines(found)
        self.list.setVisible(bool(found))
        self._none.setVisible(not found)

    def _line(self, key: str) -> Line | None:
        desk = self._seat.reader
        try:
            case = desk.case(key)
        except Refused:
            return None
        document = case.open
        about = tr("ui.today.part-sign").join(
            (str(document["case"]["number"]), status(desk.rules_of(case), case, language()))
        )
        return Line(str(document["alliance"]["name"]), about, lambda: self._seat.goto.emit("cases", key), icon="cases")


class YearCard(Card):
    """How far the applications of this year have come."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__("", "today.year-card", parent)
        self._seat = seat
        self.title = label("", "section", self, name="today.year")
        self.inside.addWidget(self.title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(measures.GRID)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        self.bars: dict[Part, tuple[QProgressBar, QLabel]] = {}
        for at, part in enumerate(part for part in Part if part is not Part.ENDED):
            word = label(tr(f"ui.today.part.{part}"), "", self, wrap=False)
            bar = QProgressBar(self)
            bar.setTextVisible(False)
            bar.setObjectName(f"today.part.{part}")
            count = label("0", "", self, wrap=False)
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(word, at, 0)
            grid.addWidget(bar, at, 1)
            grid.addWidget(count, at, 2)
            self.bars[part] = bar, count
        self.inside.addLayout(grid)
        self.inside.addStretch(1)

    def fill(self) -> None:
        """Count anew."""
        year = self._seat.today.year
        counts = yearly(self._seat.reader, year)
        total = sum(counts.values())
        self.title.setText(tr("ui.today.year", year=year, count=total, ended=counts[Part.ENDED]))
        for part, (bar, count) in self.bars.items():
            bar.setRange(0, max(total, 1))
            bar.setValue(counts[part])
            bar.setAccessibleName(tr("ui.today.part-count", part=tr(f"ui.today.part.{part}"), count=counts[part]))
            count.setText(str(counts[part]))


class ReminderCard(Card):
    """What the office itself should see to: policies, calendars, keys, backups, drafts."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(tr("ui.today.reminders"), "today.reminder-card", parent)
        self._seat = seat
        self.list = Lines(seat.look, "today.reminders", tr("ui.today.reminders"), self)
        self.inside.addWidget(self.list, 1)
        self._none = label(tr("ui.today.reminders-none"), "quiet", self, name="today.reminders-none")
        self.inside.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)

    def show_reminders(self, agenda: Agenda, *, fresh: bool) -> bool:
        """Show them; whether there are any. fresh: the first steps stand above and name the key already."""
        lines = [*self._own(agenda), *(() if fresh else self._key()), *self._backup(), *self._drafts()]
        self.list.show_lines(lines)
        self.list.setVisible(bool(lines))
        self._none.setVisible(not lines)
        return bool(lines)

    def _own(self, agenda: Agenda) -> Iterator[Line]:
        for one in agenda.deadlines:
            if one.kind in OWN:
                late = one.left is not None and one.left < 0
                tone, icon = (Tone.BLOCK, "expired") if late and one.kind == "policy" else (Tone.WARN, "calendar")
                words = left(one) if one.kind == "policy" else ""
                yield Line(
                    tr(f"ui.today.own.{one.kind}", who=one.who),
                    detail(one),
                    lambda one=one: self._see_to(one),
                    words,
                    tone,
                    icon,
                )

    def _see_to(self, one: Deadline) -> None:
        if one.kind == "policy":
            office.continued(self._seat, one.link[1])
        else:
            office.calendar(self._seat)

    def _key(self) -> Iterator[Line]:
        """A county without its superior's key cannot hand anything over."""
        settings = self._seat.reader.settings
        if settings["office"]["level"] in _LOWER and "superior" not in settings["office"]:
            yield Line(
                tr("ui.today.no-superior"),
                tr("ui.today.no-superior-why"),
                lambda: office.peer(self._seat),
                "",
                Tone.WARN,
                "key",
            )

    def _backup(self) -> Iterator[Line]:
        """That no backup is kept, or that the last one is old."""
        words, tone = backup.status(self._seat)
        if tone is Tone.WARN:
            yield Line(words, tr("ui.today.backup"), lambda: backup.now(self._seat), "", tone, "backup")

    def _drafts(self) -> Iterator[Line]:
        """What was typed about a case and not handed in."""
        told: set[str] = set()
        for draft in local.drafts(self._seat.reader):
            if not draft.stream or draft.stream in told or len(told) >= _DRAFTS:
                continue
            try:
                case = self._seat.reader.case(draft.stream)
            except Refused:
                continue
            told.add(draft.stream)
            words = tr("ui.today.draft-saved", time=local_time(draft.saved))
            name = tr("ui.today.draft", name=case.open["alliance"]["name"])
            yield Line(name, words, lambda key=draft.stream: self._seat.goto.emit("cases", key), "", Tone.INFO, "edit")
