"""The head of a session: what it is and how it stands; and its verbs, the next step as one button."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from ui.action import Action, button, menu
from ui.language import tr
from ui.pages.review.picture import Picture
from ui.pages.review.verbs import main
from ui.pieces import Badge, clear, label
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone


class Head(QWidget):
    """Name, state, and what it is about."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.name = label("", "section", self, name="review.name")
        self.badge = Badge(seat.look, "", Tone.PLAIN, "", self)
        self.badge.setObjectName("review.state")
        column.addWidget(self.name)
        self.about = label("", "small", self, name="review.about")
        below = QHBoxLayout()
        below.setSpacing(measures.GRID)
        below.addWidget(self.badge, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self.about, 1)
        self.hide_names = QCheckBox(tr("ui.review.hide-names"), self)
        self.hide_names.setObjectName("review.hide-names")
        self.hide_names.setToolTip(tr("ui.review.hide-names-tip"))
        below.addWidget(self.hide_names, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(below)

    def show_picture(self, picture: Picture) -> None:
        """Show a session."""
        about = picture.about
        open_ = picture.open
        state = tr(f"record.state.{about['state']}")
        self.name.setText(tr("ui.review.session-name", day=about["on"], name=picture.batch or tr("ui.review.no-batch")))
        self.badge.say(state, Tone.WAITING if open_ else Tone.PASS, "waiting" if open_ else "pass")
        parts = [
            tr(f"record.mode.{about['mode']}"),
            tr("ui.review.case-count", count=len(picture.cases)),
            tr("ui.review.panel-of", count=len(picture.panel)) if picture.panel else "",
            tr("ui.review.concluded", day=about["concluded"]) if about.get("concluded") else "",
            tr("ui.review.short", short=picture.stream[:8]),
        ]
        self.about.setText(tr("ui.review.parting").join(part for part in parts if part))


class Verbs(QWidget):
    """The next step of a session and what else can be done with it; stands in the head of the page."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(parent)
        self._seat = seat
        self._found: Sequence[Action] = ()
        self._buttons = QHBoxLayout(self)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(measures.GRID)

    def show_actions(self, picture: Picture | None, found: Sequence[Action]) -> None:
        """The next step in the accent colour; beside it what can be done too; what cannot stands in the menu with its reason."""
        clear(self._buttons)
        self._found = found
        if picture is None or not picture.open:
            return
        first = main(picture, found)
        ready = [action for action in found if action is not first and not action.why_not()]
        for action in ready:
            self._buttons.addWidget(button(action, self._seat.look, self))
        if first is not None:
            self._buttons.addWidget(button(first, self._seat.look, self, main=True))
        more = QToolButton(self)
        more.setObjectName("review.more")
        more.setIcon(self._seat.look.icon("more"))
        more.setAccessibleName(tr("ui.review.more"))
        more.setToolTip(tr("ui.review.more"))
        more.clicked.connect(
            lambda: menu(self._found, self._seat.look, more).popup(more.mapToGlobal(more.rect().bottomLeft()))
        )
        self._buttons.addWidget(more)
