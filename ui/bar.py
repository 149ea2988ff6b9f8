"""The bar at the window's head (office, search, undo, person) and the banner below it for what one must know."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from alliance_desk.cases import undo
from alliance_desk.changes import Changes
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.desk.sample import marked
from alliance_desk.progress import Progress
from ui.action import Action, menu
from ui.language import language, tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.theme import measures
from ui.theme.colours import Tone


class Bar(QFrame):
    """Office, search of everything, undo, person.

    Signals: search, undo.
    """

    search = Signal()
    undo = Signal()

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setObjectName("bar")
        self._seat = seat
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.MARGIN, 6, measures.MARGIN, 6)
        row.setSpacing(measures.GRID)
        about = seat.reader.settings["office"]
        office = QLabel(about["name"], self)
        office.setProperty("role", "section")
        office.setObjectName("bar.office")
        row.addWidget(office)
        row.addStretch(1)
        self._find = QPushButton(tr("ui.bar.search"), self)
        self._find.setObjectName("bar.search")
        self._find.setAccessibleName(tr("ui.palette.title"))
        self._find.setToolTip(tr("ui.action.with-keys", text=tr("ui.palette.title"), keys="Ctrl+K"))
        self._find.setMinimumWidth(280)
        self._find.clicked.connect(self.search)
        row.addWidget(self._find)
        self._undo = QToolButton(self)
        self._undo.setObjectName("bar.undo")
        self._undo.setProperty("role", "plain")
        self._undo.clicked.connect(self.undo)
        row.addWidget(self._undo)
        self._person = QToolButton(self)
        self._person.setObjectName("bar.person")
        self._person.setProperty("role", "plain")
        self._person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._person.clicked.connect(self._people)
        row.addWidget(self._person)
        seat.operator_changed.connect(self.refresh)
        seat.look.changed.connect(self._paint)
        self._paint()
        self.refresh()

    def _paint(self) -> None:
        self._find.setIcon(self._seat.look.icon("search"))
        self._undo.setIcon(self._seat.look.icon("undo"))
        self._person.setIcon(self._seat.look.icon("user"))

    def refresh(self) -> None:
        """After a commit: what undo would take back, and who works here."""
        target = undo.next_undo(self._seat.reader, language())
        names = tr("ui.list-sign").join(target.names) if target is not None else ""
        why = ""
        if target is None:
            why = tr("ui.bar.nothing-to-undo")
        elif target.why:
            why = tr("ui.bar.cannot-undo", what=names, instead=tr(target.why))
        words = why or tr("ui.bar.undo", what=names)
        self._undo.setEnabled(not why and not self._seat.readonly)
        self._undo.setToolTip(tr("ui.action.with-keys", text=words, keys="Ctrl+Z"))
        self._undo.setAccessibleName(words)
        people = self._seat.reader.settings["operators"]
        self._person.setText(people[self._seat.operator]["name"])
        self._person.setAccessibleName(tr("ui.bar.person", name=people[self._seat.operator]["name"]))
        self._person.setToolTip(tr("ui.bar.switch"))

    def _people(self) -> None:
        actions = [
            Action(f"person.{key}", person["name"], lambda key=key: self._seat.switch(key), icon="user", group="people")
            for key, person in self._seat.reader.settings["operators"].items()
            if person.get("active", True)
        ]
        actions.append(
            Action(
                "person.manage", tr("ui.bar.manage"), lambda: self._seat.goto.emit("settings", "people"), group="manage"
            )
        )
        menu(actions, self._seat.look, self).popup(self._person.mapToGlobal(self._person.rect().bottomLeft()))


class Banner(QFrame):
    """One line for what holds as long as it holds: read only, a rehearsal's date, a restored database."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self.setProperty("tone", "warn")
        self.setObjectName("banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.MARGIN, 6, measures.MARGIN, 6)
        self._icon = QLabel(self)
        self.text = QLabel(self)
        self.text.setObjectName("banner.text")
        self.text.setWordWrap(True)
        row.addWidget(self._icon)
        row.addWidget(self.text, 1)
        self._day = QPushButton(tr("ui.banner.change-day"), self)
        self._day.setObjectName("banner.change-day")
        self._day.setProperty("role", "plain")
        self._day.clicked.connect(lambda _on: seat.ask(rehearsal_task(seat)))
        row.addWidget(self._day)
        seat.look.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show what holds now."""
        lines: list[str] = []
        if self._seat.readonly:
            lines.append(tr("ui.banner.read-only"))
        if (sample := marked(self._seat.root)) is not None:
            lines.append(tr("ui.banner.sample", passphrase=sample.passphrase))
        if isinstance(self._seat.clock, FixedClock):
            lines.append(tr("ui.banner.rehearsal", day=self._seat.today.isoformat()))
        self.text.setText(tr("ui.banner.between").join(lines))
        self._icon.setPixmap(self._seat.look.icon("warn", Tone.WARN).pixmap(20, 20))
        self._day.setVisible(isinstance(self._seat.clock, FixedClock))
        self.setVisible(bool(lines))


def rehearsal_task(seat: Seat) -> Task:
    """The task that sets another day in a rehearsal or a sample."""

    def work(_desk: Desk, values: Values, _step: Progress) -> Changes:
        return Changes(
            code="ui.banner.day-changed", facts={"day": values["day"].isoformat()}, kinds=frozenset({"clock"})
        )

    def done(changes: Changes) -> None:
        seat.rehearse(date.fromisoformat(str(changes.facts["day"])))

    return Task(
        id="rehearsal",
        title=tr("ui.banner.change-day"),
        intro=tr("ui.banner.change-day-intro"),
        submit=tr("ui.banner.set-day"),
        fields=[Ask("day", tr("ui.banner.day"), Kind.DATE, required=True, usual=seat.today)],
        work=work,
        done=done,
    )
