"""The right pane: what the panel must be, who was left after each rule, how the panel came about."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from alliance_desk.experts.draw import holds
from ui.language import tr
from ui.pages.review.funnel import FunnelView, Sifted, doubt_lines, rule_for, rule_lines
from ui.pages.review.picture import Picture
from ui.pages.review.walk import grouped
from ui.pieces import Badge, Card, clear, facts, label, renewed, scrolled
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone


class Right(QWidget):
    """Cards, one below the other, in a pane that scrolls.

    chosen: called with a rule when its figure is asked for; record: opens the record of the draw.
    """

    def __init__(self, seat: Seat, chosen: Callable[[str], None], record: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._seat, self._chosen, self._record = seat, chosen, record
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measures.GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._pane = scrolled(self._body, self)
        column.addWidget(self._pane)

    def show_picture(self, picture: Picture, sieve: Sifted | None, why: str) -> None:
        """Show a session. sieve: None while the pool is still being held against it, or where it cannot be, and ``why``."""
        with renewed(self._body, self._pane):
            clear(self._column)
            self._write(picture, sieve, why)

    def _write(self, picture: Picture, sieve: Sifted | None, why: str) -> None:
        if picture.fixed:
            self._column.addWidget(self._panel(picture))
        if picture.third:
            self._column.addWidget(self._commission(picture))
        if picture.fixed or picture.open:
            self._column.addWidget(self._funnel(sieve, why))
        if sieve is not None and sieve.doubts:
            card = Card(tr("ui.review.doubts", count=len(sieve.doubts)), "review.doubts-card", self._body)
            card.inside.addWidget(doubt_lines(self._seat, sieve.doubts, card))
            self._column.addWidget(card)
        rule = rule_for(picture)
        if rule is not None:
            card = Card(tr("ui.review.asked"), "review.asked", self._body)
            lines = [*rule_lines(rule), (tr("ui.cases.pack"), picture.rules.pack.title)]
            card.inside.addWidget(facts(lines, card))
            self._column.addWidget(card)
        self._column.addStretch(1)

    def _funnel(self, sieve: Sifted | None, why: str) -> Card:
        card = Card(tr("ui.review.funnel"), "review.funnel-card", self._body)
        if sieve is None:
            card.inside.addWidget(label(why or tr("ui.review.screening"), "quiet", card, name="review.funnel-waits"))
            return card
        card.inside.addWidget(FunnelView(self._seat, sieve, self._chosen, card))
        if not sieve.total:
            card.inside.addWidget(label(tr("ui.review.no-count"), "small", card))
        return card

    def _panel(self, picture: Picture) -> Card:
        about, record = picture.about, picture.draw
        card = Card(tr("ui.review.panel"), "review.panel-card", self._body)
        lines = [
            (tr("ui.review.by"), tr("ui.review.by-lot" if record is not None else "ui.review.by-fit")),
            (tr("ui.review.fixed-on"), str(about.get("fixed", ""))),
            (tr("ui.review.witness"), str(about.get("witness", ""))),
            (tr("ui.review.alone"), str(about.get("alone", ""))),
        ]
        if record is not None:
            good = holds(record)
            badge = Badge(
                self._seat.look,
                tr("ui.review.repeats-yes" if good else "ui.review.repeats-no"),
                Tone.PASS if good else Tone.BLOCK,
                "pass" if good else "block",
                card,
            )
            badge.setObjectName("review.repeats")
            card.inside.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
            lines += [
                (tr("ui.review.number-operator"), grouped(record.operator)),
                (tr("ui.review.number-supervisor"), grouped(record.supervisor)),
            ]
            lines.append((tr("ui.review.seed"), tr("ui.review.cut", text=record.seed[:12])))
        card.inside.addWidget(facts(lines, card))
        if record is not None:
            made = QPushButton(tr("ui.review.show-record"), card)
            made.setProperty("role", "link")
            made.setObjectName("review.show-record")
            made.clicked.connect(self._record)
            card.inside.addWidget(made)
        return card

    def _commission(self, picture: Picture) -> Card:
        about = picture.about
        card = Card(tr("record.mode.third_party"), "review.commission", self._body)
        lines = [
            (tr("ui.review.organiser"), str(about.get("organiser", ""))),
            (tr("ui.review.contract"), str(about.get("contract", ""))),
            (tr("ui.review.report-name"), str(about.get("report_name", ""))),
            (tr("ui.review.concluded-on"), str(about.get("concluded", ""))),
        ]
        card.inside.addWidget(facts(lines, card))
        return card
