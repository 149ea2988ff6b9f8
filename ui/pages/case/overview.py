"""The tab 概况: what the file says and what has been decided, part by part."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.action import button
from ui.language import tr
from ui.pages.case.forms import form_for
from ui.pages.case.parts import parts
from ui.pages.case.parts_after import Grid
from ui.pages.case.parts_matter import Link
from ui.pages.case.shown import Shown
from ui.pages.case.stage_chip import TONES, outcome_words, state_words
from ui.pieces import Card, facts, label, scrolled
from ui.seat import Seat
from ui.theme import measures

WAY = "way"

_TABLE = 560
"""A table of figures is no wider: the eye has to find the line's figures."""


class Overview(QWidget):
    """Cards of facts, one under another."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self._stream = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GRID, 0, 0)
        self._area: QScrollArea | None = None
        self._column = column
        self.cards: dict[str, Card] = {}

    def show_tab(self, shown: Shown) -> None:
        """Show a case; the same one stays where it was scrolled to."""
        same, before = shown.case.stream == self._stream, self._area
        bar = before.verticalScrollBar().value() if before is not None and same else 0
        self._stream = shown.case.stream
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, measures.GRID, 0)
        column.setSpacing(measures.GAP)
        self.cards = {}
        for part in parts(shown):
            if not part.empty:
                card = Card(tr(f"ui.case.part.{part.key}", **shown.own), f"case.part.{part.key}", inside)
                form = form_for(shown, part.about) if part.about else None
                if form is not None:
                    edit = button(form, self._seat.look, card, plain=True)
                    edit.setObjectName(f"case.part.{part.key}.edit")
                    card.head.addWidget(edit)
                if any(value for _, value in part.rows):
                    card.inside.addWidget(facts(part.rows, card))
                if part.grid:
                    card.inside.addWidget(_table(part.grid, card))
                for link in part.links:
                    card.inside.addWidget(self._link(link, card), 0, Qt.AlignmentFlag.AlignLeft)
                self.cards.setdefault(part.key, card)
                column.addWidget(card)
        column.addWidget(self._way(shown, inside))
        column.addStretch(1)
        self._area = scrolled(inside, self)
        self._area.setObjectName("case.overview")
        if before is not None:
            self._column.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._column.addWidget(self._area)
        area = self._area
        QTimer.singleShot(0, area, lambda: area.verticalScrollBar().setValue(bar))

    def _link(self, link: Link, parent: QWidget) -> QWidget:
        """To what else is spoken of; words alone where it cannot be seen here."""
        words = tr("ui.matter.rests-on", text=link.text)
        if not link.page:
            return label(words, "quiet", parent)
        made = QPushButton(words, parent)
        made.setObjectName(f"case.link.{link.key}")
        made.setProperty("role", "link")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(lambda _on=False: self._seat.goto.emit(link.page, link.key))
        return made

    def _way(self, shown: Shown, parent: QWidget) -> Card:
        """Every stage with how it came out, when, by whom, under which article, and what was said."""
        card = Card(tr("ui.case.part.way"), "case.part.way", parent)
        inside = QWidget(card)
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(measures.MARGIN)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        colours = self._seat.look.colours
        for at, line in enumerate(shown.lines):
            recorded = shown.section("stages").get(line.id, {})
            grid.addWidget(label(line.name, "", inside, wrap=False, name=f"case.way.{line.id}"), at, 0)
            state = label(outcome_words(line) or state_words(line), "", inside, wrap=False)
            state.setStyleSheet(f"color: {colours.tone(TONES[line.state])};")
            grid.addWidget(state, at, 1)
            office = shown.office(str(recorded.get("office", ""))) if recorded.get("office") else ""
            said = [line.on, office, line.basis, str(recorded.get("note", ""))]
            grid.addWidget(label(tr("ui.case.dot").join(part for part in said if part), "quiet", inside), at, 2)
        card.inside.addWidget(inside)
        self.cards[WAY] = card
        return card

    def reveal(self, key: str) -> None:
        """Bring a card into sight."""
        card = self.cards.get(key)
        if card is not None and self._area is not None:
            area = self._area
            QTimer.singleShot(0, area, lambda: area.ensureWidgetVisible(card, 0, measures.GRID))
            first = next((one for one in card.findChildren(QPushButton) if one.isEnabled()), None)
            if first is not None:
                first.setFocus()


def _table(rows: Grid, parent: QWidget) -> QWidget:
    """Rows under headings, figures at the right; the last row sums up."""
    made = QWidget(parent)
    made.setMaximumWidth(_TABLE)
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(measures.MARGIN)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            role = "quiet" if at == 0 else "section" if at == len(rows) - 1 else ""
            words = label(text, role, made, wrap=place == 0)
            if place:
                grid.addWidget(words, at, place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            else:  # without a side of its own it has the whole width, and wraps only there
                grid.addWidget(words, at, place)
    return made
