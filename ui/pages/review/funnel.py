"""The right pane of a session: what the panel must be, and how many are left after each rule (逐项筛除)."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from alliance_desk.errors import Refused
from alliance_desk.experts.conflicts import RULES, Funnel
from alliance_desk.experts.people import PanelRule, rule_of
from alliance_desk.review.parties import counties
from ui.language import said, tr
from ui.pages.review.picture import EXCLUDED, Picture
from ui.pieces import label
from ui.seat import Seat
from ui.theme import measures
from ui.theme.colours import Tone


class Sifted(NamedTuple):
    """How a pool became a panel's candidates.

    total, left: 0 where the record does not say. rows: rule, how many it took first. doubts: what a person must look at.
    """

    total: int
    rows: tuple[tuple[str, int], ...]
    doubts: tuple[str, ...] = ()


def live(found: Funnel) -> Sifted:
    """The pool as it stands now."""
    rows = tuple((row.rule, len(row.removed)) for row in found.rows)
    return Sifted(found.total, rows, tuple(said(doubt) for doubt in found.doubts))


def recorded(picture: Picture) -> Sifted:
    """The pool as it stood when the panel was fixed. A panel of greatest fit keeps no count of the whole pool."""
    out = Counter(person.rule for person in picture.people if person.state == EXCLUDED)
    total = len(picture.draw.snapshot.candidates) + out.total() if picture.draw is not None else 0
    return Sifted(total, tuple((rule, out[rule]) for rule in RULES))


def rule_for(picture: Picture) -> PanelRule | None:
    """What the panel must be: as it was drawn, else as the rules say; None where the policy has no panel."""
    if picture.draw is not None:
        return picture.draw.snapshot.rule
    panel = next((stage.panel for stage in picture.rules.stage.values() if stage.kind == "expert_review"), "")
    if panel not in picture.rules.panel:
        return None
    try:
        return rule_of(picture.rules, panel, counties(picture.documents))
    except Refused:
        return None  # the size is still to be chosen in the settings; drawing says so in words


def rule_lines(rule: PanelRule) -> list[tuple[str, str]]:
    """The rule of a panel, as label and value."""
    kinds = (tr("ui.review.least", kind=tr(f"expert-kind.{kind.value}"), count=least) for kind, least in rule.kinds)
    years, cap = rule.former_unit_years, rule.yearly_cap
    return [
        (tr("ui.review.size"), tr("ui.review.people", count=rule.size)),
        (tr("ui.review.kinds"), tr("ui.list-sign").join(kinds)),
        (tr("ui.review.per-unit"), tr("ui.review.one-per-unit") if rule.one_per_unit else ""),
        (tr("ui.review.local"), tr("ui.review.at-most", count=rule.max_local) if rule.max_local < rule.size else ""),
        (tr("ui.review.former"), tr("ui.review.years", years=years) if years else tr("ui.review.for-ever")),
        (tr("ui.review.cap"), tr("ui.review.times", count=cap) if cap else ""),
        (tr("ui.review.reserves"), tr("ui.review.people", count=rule.reserves)),
        (tr("ui.review.basis"), rule.basis),
    ]


class FunnelView(QWidget):
    """The rules in their order with how many each took and how many were left after it."""

    def __init__(self, seat: Seat, sieve: Sifted, chosen: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("review.funnel")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(measures.GRID)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        heads = (
            tr("ui.review.rule-head"),
            tr("ui.review.taken-head"),
            tr("ui.review.left-head") if sieve.total else "",
        )
        for at, words in enumerate(heads):
            grid.addWidget(
                label(words, "small", self, wrap=at == 0), 0, at, right if at else Qt.AlignmentFlag.AlignLeft
            )
        left = sieve.total
        if sieve.total:
            grid.addWidget(label(tr("ui.review.whole-pool"), "", self), 1, 0)
            grid.addWidget(label(str(left), "", self, wrap=False), 1, 2, right)
        for at, (rule, count) in enumerate(sieve.rows, 2):
            left -= count
            role = "" if count else "quiet"
            words = tr(f"experts.rule.{rule}")
            grid.addWidget(label(words, role, self), at * 2, 0)
            grid.addWidget(self._taken(rule, count, chosen) if count else label("0", role, self), at * 2, 1, right)
            if sieve.total:
                grid.addWidget(label(str(left), role, self, wrap=False), at * 2, 2, right)
                if count:
                    grid.addWidget(Bar(seat, left / sieve.total, self), at * 2 + 1, 0, 1, 3)
        if sieve.total:
            grid.addWidget(label(tr("ui.review.usable", count=left), "section", self), 99, 0, 1, 3)

    def _taken(self, rule: str, count: int, chosen: Callable[[str], None]) -> QPushButton:
        """The figure leads to those it counts."""
        made = QPushButton(tr("ui.review.taken", count=count), self)
        made.setProperty("role", "link")
        made.setObjectName(f"review.funnel.{rule}")
        words = tr("ui.review.show-taken", rule=tr(f"experts.rule.{rule}"), count=count)
        made.setAccessibleName(words)
        made.setToolTip(words)
        made.clicked.connect(lambda: chosen(rule))
        return made


class Bar(QWidget):
    """How much of the pool is left, as a line; the figure stands beside it."""

    def __init__(self, seat: Seat, part: float, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._part = seat.look, part
        self.setFixedHeight(4)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, part in ((self._look.colours.line, 1.0), (self._look.colours.accent, self._part)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(0, 0, max(4.0, self.width() * part), self.height()), 2, 2)
        painter.end()


def doubt_lines(seat: Seat, doubts: Sequence[str], parent: QWidget) -> QWidget:
    """What looks alike and a person must rule on."""
    made = QWidget(parent)
    made.setObjectName("review.doubts")
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(measures.GRID)
    for words in doubts:
        line = label(words, "", made)
        line.setStyleSheet(f"color: {seat.look.colours.tone(Tone.WARN)};")
        column.addWidget(line)
    return made
