"""The card of what this office has to do: how many cases wait at which stage, and which they are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from alliance_desk.cases.agenda import Agenda, Todo
from ui.language import tr
from ui.pages.case.flow import Flow
from ui.pages.today_page.figures import Figure
from ui.pages.today_page.lines import Line, Lines
from ui.pieces import Card, label
from ui.seat import Seat
from ui.theme.colours import Tone

_CHIP = (
    "QToolButton { padding: 1px 8px; } QToolButton:focus { padding: 0 7px; } QToolButton:checked { font-weight: 700; }"
)
_LONG = 15
"""A case that has waited so many days is marked."""


class TodoCard(Card):
    """Cases that wait for this office; a stage's chip narrows the list to it."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(tr("ui.today.todo"), "today.todo-card", parent)
        self._seat = seat
        self._agenda: Agenda | None = None
        self._chosen = ""
        self.figure = Figure(
            seat.look, "today.todo-count", tr("ui.today.todo-word"), "cases", Tone.INFO, self, beside=True
        )
        self.inside.addWidget(self.figure)
        self._chips = QWidget(self)
        self._flow = Flow(self._chips, across=6, down=4)
        self.inside.addWidget(self._chips)
        self.list = Lines(seat.look, "today.todo", tr("ui.today.todo"), self)
        self.inside.addWidget(self.list, 1)
        self._none = label(tr("ui.today.todo-none"), "quiet", self, name="today.todo-none")
        self.inside.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)
        self._more = QPushButton(self)
        self._more.setObjectName("today.todo-more")
        self._more.setProperty("role", "link")
        self._more.clicked.connect(lambda: seat.goto.emit("cases", ""))
        self.inside.addWidget(self._more)

    def show_agenda(self, agenda: Agenda) -> None:
        """Show what waits now."""
        self._agenda = agenda
        oldest = max((todo.days for todo in agenda.mine), default=0)
        self.figure.show_number(
            agenda.total, tr("ui.today.todo-oldest", days=oldest) if agenda.total else tr("ui.today.todo-word")
        )
        if self._chosen not in {stage.step for stage in agenda.stages}:
            self._chosen = ""
        self._fill_chips(agenda)
        self._fill_list()

    def _fill_chips(self, agenda: Agenda) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        for stage in agenda.stages if len(agenda.stages) > 1 else ():
            chip = QToolButton(self._chips)
            chip.setText(tr("ui.today.chip", stage=stage.step, count=stage.count))
            chip.setObjectName(f"today.stage.{stage.step_kind}")
            chip.setAccessibleName(chip.text())
            chip.setToolTip(tr("ui.today.chip-tip", stage=stage.step, since=stage.since.isoformat()))
            chip.setCheckable(True)
            chip.setStyleSheet(_CHIP)
            chip.setChecked(stage.step == self._chosen)
            chip.clicked.connect(lambda on, name=stage.step: self._choose(name if on else ""))
            self._flow.addWidget(chip)
        self._chips.setVisible(len(agenda.stages) > 1)

    def _choose(self, step: str) -> None:
        self._chosen = step
        if self._agenda is not None:
            self._fill_chips(self._agenda)
            self._fill_list()

    def _fill_list(self) -> None:
        if self._agenda is None:
            return
        shown = [todo for todo in self._agenda.mine if self._chosen in ("", todo.step)]
        self.list.show_lines([self._line(todo) for todo in shown])
        self.list.setVisible(bool(shown))
        self._none.setVisible(not shown)
        rest = self._agenda.total - len(self._agenda.mine)
        self._more.setText(tr("ui.today.todo-more", count=rest))
        self._more.setVisible(rest > 0)

    def _line(self, todo: Todo) -> Line:
        detail = [todo.number, tr("ui.today.next", step=todo.step)]
        if todo.blocking:
            detail.append(tr("ui.today.open-conditions", count=todo.blocking))
        if todo.due:
            detail.append(tr("ui.today.until", day=todo.due))
        tone, icon = (Tone.WARN, "waiting") if todo.days >= _LONG else (Tone.QUIET, "cases")
        words = tr("ui.today.waiting", days=todo.days) if todo.days else tr("ui.today.new")
        return Line(
            todo.name,
            tr("ui.today.part-sign").join(detail),
            lambda: self._seat.goto.emit("cases", todo.stream),
            words,
            tone,
            icon,
        )
