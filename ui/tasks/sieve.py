"""The funnel before a draw (逐项筛除): how many each rule takes, how many are left, and whom with the reason."""

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from alliance_desk.review.sessions import Screened
from ui.language import said, tr
from ui.pieces import Card, label
from ui.tasks.remark import Remark
from ui.theme import measures
from ui.theme.colours import Tone
from ui.theme.look import Look


class Sieve(QWidget):
    """The rules in their order; the reasons person by person are opened by a button."""

    def __init__(self, look: Look, screened: Screened, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("draw.sieve")
        funnel, rule = screened.funnel, screened.rule
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GRID)
        card = Card(tr("ui.tasks.sieve.title", total=funnel.total), "draw.funnel", self)
        for row in funnel.rows:
            if row.removed:
                card.inside.addWidget(label(said(row), "", card))
        enough = len(funnel.eligible) >= rule.size
        told = tr("ui.tasks.sieve.left", left=len(funnel.eligible), size=rule.size, reserves=rule.reserves)
        card.inside.addWidget(
            Remark(look, told, Tone.PASS if enough else Tone.BLOCK, "pass" if enough else "block", card)
        )
        column.addWidget(card)
        for doubt in funnel.doubts:
            column.addWidget(Remark(look, said(doubt), Tone.WARN, "warn", self))
        if funnel.exclusions:
            self._reasons = Card(tr("ui.tasks.sieve.reasons"), "draw.reasons", self)
            for exclusion in funnel.exclusions:
                self._reasons.inside.addWidget(
                    label(tr("ui.tasks.bullet", text=said(exclusion)), "small", self._reasons)
                )
            self._reasons.hide()
            self._more = QPushButton(tr("ui.tasks.sieve.show", count=len(funnel.exclusions)), self)
            self._more.setObjectName("draw.show-reasons")
            self._more.setProperty("role", "link")
            self._more.clicked.connect(self._open)
            column.addWidget(self._more)
            column.addWidget(self._reasons)

    def _open(self) -> None:
        self._reasons.show()
        self._more.hide()
