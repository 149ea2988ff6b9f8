"""An objection to a case in a notice: who, what, how it stands, and its answer."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from alliance_desk.cases.noticed import Objection
from ui.action import Action, button
from ui.language import tr
from ui.pieces import Badge, label
from ui.seat import Seat
from ui.tasks import notices
from ui.theme import measures
from ui.theme.colours import Tone

_LOOKS = {
    "open": (Tone.WARN, "waiting"),
    "upheld": (Tone.BLOCK, "block"),
    "partly": (Tone.INFO, "info"),
    "rejected": (Tone.PASS, "pass"),
    "not_accepted": (Tone.QUIET, "close"),
}


class ObjectionLine(QFrame):
    """One objection with its words and, while it waits, the button to answer it."""

    def __init__(self, seat: Seat, notice: str, objection: Objection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"notice.objection.{objection.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, measures.GRID)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(measures.GRID)
        tone, icon = _LOOKS[objection.state]
        state = "ui.notices.objection-open" if objection.state == "open" else f"record.state.{objection.state}"
        head.addWidget(Badge(seat.look, tr(state), tone, icon, self), 0, Qt.AlignmentFlag.AlignTop)
        about = tr(
            "ui.notices.objection-head", received=objection.received, number=objection.number, name=objection.name
        )
        head.addWidget(label(about, "", self), 1)
        if objection.state == "open":
            action = Action(
                f"notice.answer.{objection.id}",
                tr("ui.notices.answer"),
                lambda: notices.answer(seat, notice, objection.id),
                lambda: tr("ui.notices.read-only") if seat.readonly else "",
                "edit",
            )
            head.addWidget(button(action, seat.look, self), 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        lines = [(tr("ui.notices.objection-who", who=objection.objector), "quiet")] if objection.objector else []
        lines.append((objection.text, ""))
        if objection.ground:
            lines.append((tr(f"ui.notices.objection-{objection.ground}"), "quiet"))
        if objection.reply:
            lines.append((tr("ui.notices.objection-reply", closed=objection.closed, reply=objection.reply), "quiet"))
        for text, role in lines:
            column.addWidget(label(text, role, self))
