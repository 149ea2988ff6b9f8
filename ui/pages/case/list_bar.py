"""The bar under a list: how many are selected, and what can be done with them now."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.action import Action, button
from ui.flow import Flow
from ui.language import tr
from ui.pieces import label
from ui.seat import Seat
from ui.theme import measures

_REST_MS = 120
"""The bar follows when the arrow keys come to rest."""


class SelectionBar(QFrame):
    """Shown while something is selected. words: beginning of the codes ``.selected`` and ``.selected-nothing``."""

    def __init__(
        self,
        seat: Seat,
        count: Callable[[], int],
        actions: Callable[[], Sequence[Action]],
        parent: QWidget,
        *,
        name: str = "cases.bar",
        words: str = "ui.cases",
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "card")
        self._words = words
        self._seat, self._count, self._actions = seat, count, actions
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self.refresh)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP, 6, measures.GAP, 6)
        row.setSpacing(measures.GAP)
        self._told = label("", "", self, wrap=False, name=f"{name}.told")
        row.addWidget(self._told)
        self._place = QVBoxLayout()
        row.addLayout(self._place, 1)
        self._row: QWidget | None = None
        self.hide()

    def follow(self) -> None:
        """The selection changed."""
        self._timer.start()

    def refresh(self) -> None:
        """Show what can be done with the selection as it is now."""
        count = self._count()
        if self._row is not None:
            self._row.hide()
            self._row.deleteLater()
            self._row = None
        if not count:
            self.hide()
            return
        actions = self._actions()
        self._row = QWidget(self)
        flow = Flow(self._row, across=measures.GRID, down=4)
        for action in actions:
            flow.addWidget(button(action, self._seat.look, self._row))
        self._place.addWidget(self._row)
        code = "selected" if actions else "selected-nothing"
        self._told.setText(tr(f"{self._words}.{code}", count=count))
        self.show()
