"""What to do first at an office that has no case yet: three large buttons, and where the samples lie."""

from collections.abc import Callable

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alliance_desk.paths import RESOURCES
from alliance_desk.policy.vocabulary import LEVELS
from db import lists
from ui.action import Action, Button, button, refresh
from ui.language import tr
from ui.pieces import Card, label
from ui.seat import Seat
from ui.tasks import intake, office
from ui.theme import measures
from ui.theme.colours import Tone

_LOWER = frozenset(LEVELS[2:])
"""Levels of offices that hand over upwards: county and development zone."""
SAMPLES = RESOURCES / "samples"


def first_steps(seat: Seat) -> list[tuple[str, Action, Callable[[], int]]]:
    """What to do first: wording, action, and how much of it is there already."""
    begin = {action.id: action for action in intake.actions(seat)}
    lower = seat.reader.settings["office"]["level"] in _LOWER

    def peers() -> int:
        return len(seat.reader.settings.get("peers", {}))

    def experts() -> int:
        return lists.count(seat.reader.raw, "experts")

    def why() -> str:
        return tr("ui.today.read-only") if seat.readonly else ""

    key = Action("today.peer", tr("ui.today.start-peer"), lambda: office.peer(seat), why, "key")
    pool = Action("today.pool", tr("ui.today.start-pool"), lambda: _pool(seat), why, "experts")
    new = ("new", begin["cases.new"], lambda: 0)
    if lower:  # without its superior's key a county can open no case
        return [("superior", key, peers), ("template", begin["cases.template"], lambda: 0), new]
    return [new, ("subordinate", key, peers), ("pool", pool, experts)]


class Start(QWidget):
    """The three first steps, and the samples."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP)
        column.addWidget(label(tr("ui.today.start.title"), "section", self, name="today.start"))
        row = QHBoxLayout()
        row.setSpacing(measures.GAP)
        self._steps: list[tuple[Button, QLabel, QLabel]] = []
        for at, (name, action, _) in enumerate(first_steps(seat), 1):
            row.addWidget(self._step(at, name, action), 1)
        column.addLayout(row)
        column.addWidget(self._samples())

    def _step(self, at: int, name: str, action: Action) -> Card:
        title = tr("ui.today.start-at", at=at, title=tr(f"ui.today.start.{name}"))
        card = Card(title, f"today.start.{name}", self)
        card.inside.addWidget(label(tr(f"ui.today.start-why.{name}"), "quiet", card))
        card.inside.addStretch(1)
        done = label("", "", card, name=f"today.start.{name}.done")
        card.inside.addWidget(done)
        why = label("", "small", card, name=f"today.start.{name}.why")
        card.inside.addWidget(why)
        made = button(action, self._seat.look, card)
        made.setMinimumHeight(measures.ROW + measures.GRID)
        card.inside.addWidget(made)
        self._steps.append((made, done, why))
        return card

    def _samples(self) -> Card:
        card = Card(tr("ui.today.samples"), "today.samples", self)
        card.inside.addWidget(label(tr("ui.today.samples-why"), "quiet", card))
        row = QHBoxLayout()
        made = QPushButton(tr("ui.today.samples-open"), card)
        made.setObjectName("today.samples-open")
        made.setIcon(self._seat.look.icon("folder"))
        made.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(SAMPLES))))
        row.addWidget(made)
        row.addWidget(label(str(SAMPLES), "small", card), 1)
        card.inside.addLayout(row)
        return card

    def fill(self) -> None:
        """Say what is done already, what comes next, and why something cannot be done yet."""
        ahead = True
        for (made, done, why), (name, action, there) in zip(self._steps, first_steps(self._seat), strict=True):
            count = there()
            done.setText(tr(f"ui.today.start-done.{name}", count=count) if count else "")
            done.setVisible(bool(count))
            done.setStyleSheet(f"color: {self._seat.look.colours.tone(Tone.PASS)};")
            refresh(made, action)
            made.lead(ahead and not count)
            ahead = ahead and bool(count)
            why.setText(action.why_not())
            why.setVisible(bool(why.text()))


def _pool(seat: Seat) -> None:
    from ui.pages.review.pool_tasks import import_task

    seat.ask(import_task(seat))
