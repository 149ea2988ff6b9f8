"""The head of the page of one alliance: what it is called and was, how it stands, what lies on it, and what can be begun."""

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alliance_desk.register.alliance import Alliance, Sanctioned
from alliance_desk.register.standing import Standing
from ui.action import Action, button, menu, refresh
from ui.flow import Flow
from ui.language import tr
from ui.pages.register_page.columns import agreement, stands
from ui.pages.register_page.dated import Moment
from ui.pieces import Badge, label
from ui.seat import Seat
from ui.tables.column import Cell
from ui.theme import measures
from ui.theme.colours import Tone

_HIGH = 26
"""Height of a badge: plain words stand on its line."""


class Head(QWidget):
    """Back, name, buttons; below them the badges. back, case: the two plain actions; acts: what the menu offers."""

    def __init__(
        self, seat: Seat, back: Action, case: Callable[[], Action], acts: Callable[[], list[Action]], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._seat, self._case, self._acts = seat, case, acts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(button(back, seat.look, self, plain=True), 0, top)
        self.name = label("", "title", self, name="register.alliance.name")
        row.addWidget(self.name, 1)
        self._open = button(case(), seat.look, self)
        row.addWidget(self._open, 0, top)
        self.begin = QPushButton(tr("ui.register.act.menu"), self)
        self.begin.setObjectName("register.acts")
        self.begin.setProperty("role", "main")
        self.begin.setAccessibleDescription(tr("ui.register.act.menu-hint"))
        self.begin.setToolTip(tr("ui.register.act.menu-hint"))
        self.begin.clicked.connect(self.open_menu)
        row.addWidget(self.begin, 0, top)
        column.addLayout(row)
        self._former = label("", "quiet", self, name="register.alliance.former")
        column.addWidget(self._former)
        self._place = QWidget(self)
        self._flow = Flow(self._place, across=measures.GRID, down=4)
        column.addWidget(self._place)
        self._badges: list[QWidget] = []
        seat.look.changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        self.begin.setIcon(self._seat.look.icon_on_accent("expand"))
        self.begin.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word

    def show_alliance(self, found: Alliance, moment: Moment) -> None:
        """Show one alliance as of a moment."""
        self.name.setText(found.entry.name)
        former = former_names(found)
        self._former.setText(tr("ui.register.former", names=tr("ui.list-sign").join(former)) if former else "")
        self._former.setVisible(bool(former))
        for old in self._badges:
            old.hide()
            old.deleteLater()
        while self._flow.count():
            self._flow.takeAt(0)
        self._badges = [self._made(cell) for cell in _told(found, moment.on)]
        for one in self._badges:
            self._flow.addWidget(one)
            one.show()
        self._flow.invalidate()
        self._place.updateGeometry()
        refresh(self._open, self._case())

    def _made(self, cell: Cell) -> QWidget:
        if cell.icon:
            made = Badge(self._seat.look, cell.text, cell.tone, cell.icon, self._place)
            made.setAccessibleName(cell.text)
            return made
        plain = label(cell.text, "quiet", self._place, wrap=False)
        plain.setMinimumHeight(_HIGH)
        return plain

    def open_menu(self) -> None:
        """What can be begun; what cannot is there too, grey, with its reason."""
        made = menu(self._acts(), self._seat.look, self.begin)
        made.setObjectName("register.acts-menu")
        made.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # not as its button
        place = self.begin.mapToGlobal(self.begin.rect().bottomRight())
        made.popup(place - QPoint(made.sizeHint().width(), -2))


def former_names(found: Alliance) -> list[str]:
    """What the alliance was called before, the newest first."""
    names = [
        one.before for one in reversed(found.history) if one.kind == "changed" and one.about == "name" and one.before
    ]
    return [name for name in dict.fromkeys(names) if name != found.entry.name]


def _told(found: Alliance, on: date) -> Iterator[Cell]:
    """How it stands, the flags on it with their days, its last grade; then its days in plain words."""
    entry = found.entry
    yield stands(Standing(entry.standing), entry.valid_to, on)
    for one in found.sanctions:
        if not one.closed:
            yield flag(one, on)
    last = max(found.grades, key=lambda grade: (grade.on, grade.subject), default=None)
    if entry.grade and last is not None and last.name == entry.grade:
        year = last.subject or last.on[:4]
        yield Cell(tr("ui.register.graded", grade=entry.grade, year=year), Tone.INFO, "score")
    ends = agreement(entry.agreement_end, on, left=entry.status == "exited")
    if ends.icon:
        yield Cell(ends.tip, ends.tone, ends.icon)
    if entry.status == "exited":
        yield Cell(tr("ui.register.left-on", leaves=entry.leaves, day=entry.exited))
    else:
        yield Cell(tr("ui.register.until", day=entry.valid_to) if entry.valid_to else tr("ui.register.endless"))


def flag(one: Sanctioned, on: date) -> Cell:
    """An open flag, with how long there is still time."""
    if not one.due:
        return Cell(tr("ui.register.flag.open", name=one.name, since=one.opened), Tone.WARN, "flag")
    left = (date.fromisoformat(one.due) - on).days
    facts = {"name": one.name, "due": one.due, "days": abs(left)}
    if left < 0:
        return Cell(tr("ui.register.flag.over", **facts), Tone.BLOCK, "expired")
    return Cell(tr("ui.register.flag.runs" if left else "ui.register.flag.today", **facts), Tone.WARN, "flag")
