"""The card of what this office has to do: how many cases wait at which stage, and which they are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from alliance_desk.cases.agenda import Agenda, Todo
from ui.flow import Flow
from ui.language import said, tr
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
        self._mine: list[Todo] = []
        self._total = 0
        self._counts: dict[str, tuple[str, int]] = {}
        self._buttons: dict[str, QToolButton] = {}
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
        self._mine, self._total = agenda.mine, agenda.total
        self._counts = {}
        for stage in agenda.stages:  # two stages may bear one name
            before = self._counts.get(said(stage), ("", 0))[1]
            self._counts[said(stage)] = (stage.step_kind, before + stage.count)
        oldest = max((todo.days for todo in agenda.mine), default=0)
        self.figure.show_number(
            agenda.total, tr("ui.today.todo-oldest", days=oldest) if oldest else tr("ui.today.todo-word")
        )
        if self._chosen not in self._counts:
            self._chosen = ""
        self._fill_chips()
        self._fill_list()

    def _fill_chips(self) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().hide()
            item.widget().deleteLater()
        self._buttons = {}
        for step, (kind, count) in self._counts.items() if len(self._counts) > 1 else ():
            chip = QToolButton(self._chips)
            chip.setText(tr("ui.today.chip", stage=step, count=count))
            chip.setObjectName(f"today.stage.{kind}")
            chip.setAccessibleName(chip.text())
            chip.setToolTip(tr("ui.today.chip-tip", stage=step))
            chip.setCheckable(True)
            chip.setStyleSheet(_CHIP)
            chip.setChecked(step == self._chosen)
            chip.clicked.connect(lambda on, name=step: self._choose(name if on else ""))
            self._buttons[step] = chip
            self._flow.addWidget(chip)
        self._chips.setVisible(len(self._counts) > 1)

    def _choose(self, step: str) -> None:
        """Narrow the list to one stage; empty for all."""
        self._chosen = step
        for name, chip in self._buttons.items():
            chip.setChecked(name == step)
        self._fill_list()

    def _fill_list(self) -> None:
        shown = [todo for todo in self._mine if self._chosen in ("", said(todo))]
        self.list.show_lines([self._line(todo) for todo in shown])
        self.list.setVisible(bool(shown))
        self._none.setVisible(not self._counts)
        many = self._counts[self._chosen][1] if self._chosen else self._total
        self._more.setText(tr("ui.today.todo-more", count=many - len(shown)))
        self._more.setVisible(many > len(shown))

    def _line(self, todo: Todo) -> Line:
        affair = tr("ui.matter.of-year", name=todo.affair, subject=todo.subject) if todo.subject else todo.affair
        detail = [*([affair] if affair else []), todo.number, tr("ui.today.next", step=said(todo))]
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
