"""One alliance on one page: how it stands, what was decided about it over time, its members, papers and cases."""

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alliance_desk.cases import views
from alliance_desk.clock import local
from alliance_desk.register.alliance import Alliance, Happening, IssuedPaper, alliance
from ui.action import Action, button
from ui.language import has, language, tr
from ui.pages.case.wording import wan
from ui.pages.register_page.columns import stands
from ui.pages.register_page.dated import Moment
from ui.pieces import Badge, Card, clear, facts, label, scrolled
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given
from ui.tasks.about import pack_title
from ui.theme import measures


class AllianceView(QWidget):
    """The page of one alliance. back: what the button at its head does."""

    def __init__(self, seat: Seat, back: Action, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        self.alliance: Alliance | None = None
        self.setObjectName("register.alliance")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP)
        column.addLayout(self._head(back))
        self._moment = label("", "quiet", self, name="register.alliance.moment")
        column.addWidget(self._moment)
        body = QHBoxLayout()
        body.setSpacing(measures.GAP)
        self._left = QWidget()
        self._cards = QVBoxLayout(self._left)
        self._cards.setContentsMargins(0, 0, measures.GRID, 0)
        self._cards.setSpacing(measures.GAP)
        self._scroll = scrolled(self._left, self)
        body.addWidget(self._scroll, 9)
        body.addWidget(self._member_card(), 10)
        column.addLayout(body, 1)

    def _head(self, back: Action) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(measures.GRID)
        row.addWidget(button(back, self._seat.look, self, plain=True), 0, Qt.AlignmentFlag.AlignTop)
        self.name = label("", "title", self, name="register.alliance.name")
        row.addWidget(self.name, 1)
        self._badge: Badge | None = None
        self._badges = QHBoxLayout()
        row.addLayout(self._badges)
        self._open = button(self._open_case(), self._seat.look, self, main=True)
        row.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _member_card(self) -> QWidget:
        card = Card(tr("ui.register.members-title"), "register.members-card", self)
        self._members = Given()
        columns = [
            Column("order", tr("ui.register.order"), 48, right=True),
            Column("name", tr("ui.register.member"), 230),
            Column("role", tr("ui.register.role"), 112),
            Column("kind", tr("ui.register.kind"), 128),
            Column("code", tr("ui.register.code"), 170),
            Column("since", tr("ui.register.since"), 100),
        ]
        self.members = TablePanel(
            self._seat,
            "register.members",
            self._members,
            columns,
            title=tr("ui.register.members-title"),
            empty=tr("ui.register.no-members"),
            parent=card,
        )
        card.inside.addWidget(self.members, 1)
        return card

    def commands(self) -> Sequence[Action]:
        """What can be done here."""
        return [self._open_case(), *self.members.commands()]

    def _open_case(self) -> Action:
        return Action(
            "register.case", tr("ui.register.open-case"), self._to_case, self._why_no_case, "cases", group="register"
        )

    def _why_no_case(self) -> str:
        return "" if self.alliance is not None and self.alliance.cases else tr("ui.register.no-case")

    def _to_case(self) -> None:
        if self.alliance is not None:
            self._seat.goto.emit("cases", self.alliance.cases[-1].stream)

    def show_alliance(self, key: str, moment: Moment) -> bool:
        """Show one alliance at a moment; whether it stood in the register then."""
        found = alliance(self._seat.reader, key, moment.on.isoformat(), moment.stamp)
        if found is None:
            return False
        self.alliance = found
        entry = found.entry
        self.name.setText(entry.name)
        cell = stands(entry.status, entry.valid_to, moment.on)
        clear(self._badges)
        self._badges.addWidget(
            Badge(self._seat.look, cell.text, cell.tone, cell.icon, self), 0, Qt.AlignmentFlag.AlignTop
        )
        past = moment.on != self._seat.today or moment.recorded is not None
        self._moment.setText(tr("ui.register.seen-as-of", day=moment.on.isoformat()) if past else "")
        self._moment.setVisible(past)
        self._fill_cards(found)
        self._members.give([self._member(n, one) for n, one in enumerate(found.members, 1)])
        self.members.fill()
        self._open.setEnabled(bool(found.cases))
        return True

    @staticmethod
    def _member(order: int, member: msgspec.Struct) -> dict[str, Any]:
        row: dict[str, Any] = {**msgspec.structs.asdict(member), "id": str(order), "order": order}
        for name, table in (("role", "member-role"), ("kind", "member-kind")):
            code = f"{table}.{row[name]}"
            row[name] = tr(code) if has(code) else row[name]
        return row

    def _fill_cards(self, found: Alliance) -> None:
        clear(self._cards)
        entry = found.entry
        about = Card(tr("ui.register.about", act=entry.act), "register.about", self._left)
        rows = [
            (tr("ui.register.title"), entry.title),
            (tr("ui.register.lead"), entry.lead),
            (tr("ui.register.county"), entry.county),
            (tr("ui.register.category"), entry.category),
            (tr("ui.register.recognised"), entry.recognised),
            (tr("ui.register.valid-to"), entry.valid_to or tr("ui.register.no-end")),
            (tr("ui.register.doc-no"), entry.doc_no),
            (tr("ui.register.pack"), pack_title(self._seat, entry.pack)),
        ]
        about.inside.addWidget(facts(rows, about))
        self._cards.addWidget(about)
        self._cards.addWidget(self._history(found))
        self._cards.addWidget(self._papers(found.papers))
        self._cards.addWidget(self._cases(found))
        self._cards.addStretch(1)

    def _history(self, found: Alliance) -> Card:
        card = Card(tr("ui.register.history"), "register.history", self._left)
        for one in reversed(found.history):
            card.inside.addWidget(self._happening(one, found))
        return card

    def _happening(self, one: Happening, found: Alliance) -> QWidget:
        """When, what; beneath it when it was entered, where that was another day."""
        made = QWidget(self._left)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.MARGIN)
        day = label(one.on, "quiet", made, wrap=False)
        row.addWidget(day, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(label(_told(one, found), "", made))
        entered = local(one.recorded)
        if entered[:10] != one.on:
            column.addWidget(label(tr("ui.register.entered", time=entered), "small", made))
        row.addLayout(column, 1)
        return made

    def _papers(self, papers: Sequence[IssuedPaper]) -> Card:
        card = Card(tr("ui.register.papers"), "register.papers", self._left)
        rows = [
            (tr(f"ui.register.paper.{paper.kind}"), tr("ui.register.paper-line", number=paper.number, day=paper.issued))
            for paper in papers
        ]
        card.inside.addWidget(facts(rows, card) if rows else label(tr("ui.register.no-papers"), "quiet", card))
        return card

    def _cases(self, found: Alliance) -> Card:
        card = Card(tr("ui.register.cases"), "register.cases", self._left)
        for case in found.cases:
            link = QPushButton(case.number, card)
            link.setObjectName(f"register.case.{case.number}")
            link.setProperty("role", "link")
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.clicked.connect(lambda _on=False, key=case.stream: self._seat.goto.emit("cases", key))
            said = views.list_status(self._seat.reader, case.pack, case.status, language())
            link.setAccessibleName(tr("ui.register.case-link", number=case.number, status=said))
            card.inside.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            card.inside.addWidget(
                label(tr("ui.register.case-line", status=said, day=case.filed, name=case.name), "small", card)
            )
        if not found.cases:
            card.inside.addWidget(label(tr("ui.register.no-case"), "quiet", card))
        return card


def _told(one: Happening, found: Alliance) -> str:
    """A happening in words."""
    kind, about = one.kind, ""
    if kind == "changed":
        about, kind = tr(f"change-what.{one.about}"), kind if one.before else "changed-to"
    elif kind == "sanction-closed":
        about = tr(f"sanction-outcome.{one.about}")
    elif one.amount:
        kind = f"{kind}-money"
    code = f"ui.register.effect.{kind}"
    said = {"act": found.entry.act, "title": found.entry.title, "paper": one.paper, "what": one.what, "about": about}
    return tr(code if has(code) else "ui.register.effect.other", **said, before=one.before, amount=wan(one.amount))
