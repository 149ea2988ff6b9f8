"""The first tab of an alliance: its line in facts at the left, its members at the right."""

from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from alliance_desk.register.alliance import Alliance
from ui.language import has, tr
from ui.pages.case.wording import wan
from ui.pages.register_page.columns import source
from ui.pages.register_page.dated import Moment
from ui.pieces import Card, clear, facts, scrolled
from ui.seat import Seat
from ui.tables.column import Column
from ui.tables.panel import TablePanel
from ui.tables.source import Given
from ui.tasks.about import pack_title
from ui.theme import measures


class Overview(QSplitter):
    """概况与成员."""

    def __init__(self, seat: Seat, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._seat = seat
        self.setChildrenCollapsible(False)
        self.setHandleWidth(measures.GAP)
        self.setStyleSheet("QSplitter::handle:horizontal { background: transparent; }")
        left = QWidget()
        self._cards = QVBoxLayout(left)
        self._cards.setContentsMargins(0, 0, measures.GRID, 0)
        self._left = left
        area = scrolled(left, self)
        area.setMinimumWidth(280)
        self.addWidget(area)
        card = Card(tr("ui.register.members-title"), "register.members-card", self)
        card.setMinimumWidth(320)
        self._members = Given()
        self.members = TablePanel(
            seat, "register.members", self._members, _columns(), title=tr("ui.register.members-title"), empty=tr("ui.register.no-members"),
            parent=card,
        )  # fmt: skip
        card.inside.addWidget(self.members, 1)
        self.addWidget(card)
        self.setStretchFactor(0, 4)
        self.setStretchFactor(1, 6)
        self.setSizes(seat.state("register.parts", [400, 640]))
        self.splitterMoved.connect(lambda *_: seat.keep("register.parts", self.sizes()))

    def show_alliance(self, found: Alliance, moment: Moment) -> None:
        """Show one alliance."""
        del moment
        clear(self._cards)
        card = Card(tr("ui.register.about", act=found.entry.act), "register.about", self._left)
        card.inside.addWidget(facts(self._facts(found), card))
        self._cards.addWidget(card)
        self._cards.addStretch(1)
        self._members.give([_member(n, one) for n, one in enumerate(found.members, 1)])
        self.members.fill()

    def _facts(self, found: Alliance) -> list[tuple[str, str]]:
        entry = found.entry
        support = sum(one.amount for one in found.history if one.kind == "supported")
        return [
            (tr("ui.register.title"), entry.title),
            (tr("ui.register.lead"), entry.lead),
            (tr("ui.register.county"), entry.county),
            (tr("ui.register.field"), entry.field),
            (tr("ui.register.category"), entry.category),
            (tr("ui.register.recognised-by", act=entry.act), entry.recognised),
            (tr("ui.register.valid-to"), entry.valid_to or tr("ui.register.no-end")),
            (tr("ui.register.agreement-end"), entry.agreement_end),
            (tr("ui.register.doc-no"), entry.doc_no),
            (tr("ui.register.pack"), pack_title(self._seat, entry.pack)),
            (tr("ui.register.source"), source(entry.source)),
            (tr("ui.register.support-total"), tr("ui.statistics.wan", amount=wan(support)) if support else ""),
            (tr("ui.register.exited"), entry.exited),
            (tr("ui.register.leaves"), entry.leaves),
        ]


def _columns() -> list[Column]:
    return [
        Column("order", tr("ui.register.order"), 48, right=True),
        Column("name", tr("ui.register.member"), 196, most=420),
        Column("role", tr("ui.register.role"), 104),
        Column("kind", tr("ui.register.kind"), 104),
        Column("code", tr("ui.register.code"), 172),
        Column("since", tr("ui.register.since"), 96),
    ]


def _member(order: int, member: msgspec.Struct) -> dict[str, Any]:
    row: dict[str, Any] = {**msgspec.structs.asdict(member), "id": str(order), "order": order}
    for name, table in (("role", "member-role"), ("kind", "member-kind")):
        code = f"{table}.{row[name]}"
        row[name] = tr(code) if has(code) else row[name]
    return row
