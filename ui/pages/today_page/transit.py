"""The card of what is on its way: cases nobody has signed for, packages without receipt, packages that were not taken in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from alliance_desk.cases.agenda import Transit
from ui.language import said, tr
from ui.pages.today_page.figures import Figure, figures
from ui.pages.today_page.lines import Line, Lines
from ui.pieces import Card, label
from ui.seat import Seat
from ui.theme.colours import Tone

_LONG = 10
"""Something that has been on its way for so many days is marked."""
_KINDS = {
    "offered": ("transit", Tone.TRANSIT),
    "receipt": ("waiting", Tone.WAITING),
    "quarantined": ("shield", Tone.BLOCK),
}
"""Kind → icon and tone; its word is ``ui.today.transit.<kind>``."""


_PACK = ("policies", Tone.WAITING)
"""A policy pack that waits to be added: too rare for a figure of its own."""


class TransitCard(Card):
    """What is on its way, the oldest first."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(tr("ui.today.on-way"), "today.transit-card", parent)
        self._seat = seat
        self.figures = {
            kind: Figure(seat.look, f"today.{kind}", tr(f"ui.today.transit.{kind}"), icon, tone, self)
            for kind, (icon, tone) in _KINDS.items()
        }
        self.inside.addLayout(figures(list(self.figures.values())))
        self.list = Lines(seat.look, "today.transit", tr("ui.today.on-way"), self)
        self.inside.addWidget(self.list, 1)
        self._none = label(tr("ui.today.transit-none"), "quiet", self, name="today.transit-none")
        self.inside.addWidget(self._none, 1, Qt.AlignmentFlag.AlignTop)

    def show_transit(self, transit: Sequence[Transit]) -> None:
        """Show what is on its way now."""
        for kind, figure in self.figures.items():
            figure.show_number(sum(one.kind == kind for one in transit))
        self.list.show_lines([self._line(one) for one in transit])
        self.list.setVisible(bool(transit))
        self._none.setVisible(not transit)

    def _line(self, one: Transit) -> Line:
        icon, tone = _KINDS.get(one.kind, _PACK)
        words = tr("ui.today.days", days=one.days) if one.days else tr("ui.today.new")
        if one.days >= _LONG and one.kind != "quarantined":
            tone = Tone.WARN
        return Line(one.name, said(one), lambda: self._go(one), words, tone, icon)

    def _go(self, one: Transit) -> None:
        page = {"offered": "cases", "pack": "policies"}.get(one.kind, "exchange")
        self._seat.goto.emit(page, "offered" if one.kind == "pack" else one.id)
