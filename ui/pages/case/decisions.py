"""The tab 评审与决定: panel and sheets as far as this office keeps them, then visit, meeting, notice with objections, decision."""

from collections.abc import Iterator
from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk.canonical import Json
from alliance_desk.ledger import streams
from ui.action import button
from ui.flow import Flow
from ui.language import tr
from ui.pages.case.panel_table import about, panel_table, sessions
from ui.pages.case.parts_way import issued, meeting, merge, notice, recognition, review, visit
from ui.pages.case.shown import Shown
from ui.pages.case.wording import Rows, labelled
from ui.pieces import Card, clear, facts, label, scrolled
from ui.seat import Seat
from ui.theme import measures

_NOTICES = 'SELECT notice FROM index_notice WHERE "case" = ? ORDER BY rowid'
_STEPS = {
    "review": {"expert_review"},
    "visit": {"site_visit"},
    "merge": {"merge_select"},
    "meeting": {"meeting"},
    "notice": {"public_notice"},
    "recognition": {"recognition"},
    "certificate": {"certificate"},
    "plaque": {"plaque"},
}
"""Card → kinds of stage whose steps are offered on it."""


class Decisions(QWidget):
    """Everything between the formal check and the certificate."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat = seat
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.GRID, 0, 0)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, measures.GRID, 0)
        self._column.setSpacing(measures.GAP)
        column.addWidget(scrolled(inside, self))

    def show_tab(self, shown: Shown) -> None:
        """Show a case."""
        clear(self._column)
        kinds = {stage.kind for stage in shown.rules.stage.values()}
        for key, wanted in _STEPS.items():
            if wanted & kinds:
                self._column.addWidget(self._card(shown, key))
        self._column.addStretch(1)

    def _card(self, shown: Shown, key: str) -> Card:
        card = Card(tr(f"ui.case.part.{key}", **shown.own), f"case.decision.{key}", self)
        rows: Rows = {
            "review": review,
            "visit": visit,
            "merge": merge,
            "meeting": meeting,
            "notice": notice,
            "recognition": recognition,
            "certificate": lambda shown: issued(shown, "certificate"),
            "plaque": lambda shown: issued(shown, "plaque"),
        }[key](shown)
        more = list({"review": self._panels, "notice": self._objections}.get(key, _none)(shown))
        if any(value for _, value in rows):
            card.inside.addWidget(facts(rows, card))
        for widget in more:
            card.inside.addWidget(widget)
        steps = [one for one in shown.next if one.stage and shown.rules.stage[one.stage].kind in _STEPS[key]]
        actions = [shown.steps[one.id] for one in steps if one.id in shown.steps]
        if actions:
            flow = Flow(across=measures.GRID)
            for action in actions:
                made = button(action, self._seat.look, card)
                made.setObjectName(f"case.decision.{action.id}")
                flow.addWidget(made)
            card.inside.addLayout(flow)
        if not more and not actions and not any(value for _, value in rows):
            card.inside.addWidget(label(_nothing_yet(shown, _STEPS[key]), "quiet", card))
        return card

    def _panels(self, shown: Shown) -> Iterator[QWidget]:
        """The sessions that this office held over the case; other offices learn their outcome only."""
        for session in sessions(self._seat.reader, shown):
            yield facts(about(shown, session))
            if session.open.get("seats"):
                yield panel_table(self._seat, shown, session, self)

    # Objections

    def _objections(self, shown: Shown) -> Iterator[QWidget]:
        """The objections to this case in this office's notices, each with its answer."""
        raw = self._seat.reader.raw
        for (stream,) in raw.execute(_NOTICES, (shown.case.stream,)).fetchall():
            document = streams.document(raw, stream)
            found = cast("dict[str, Json]", document.open.get("objections", {}))
            who = cast("dict[str, str]", document.private.get("objectors", {}))
            for key, entry in sorted(found.items(), key=lambda item: item[1].get("order", 0)):
                if entry["case"] == shown.case.stream:
                    yield facts(
                        [
                            (tr("ui.case.row.objection"), tr("ui.case.objection", order=entry.get("order", ""), on=entry["received"])),
                            (tr("ui.case.row.objector"), str(who.get(key, ""))),
                            (tr("ui.case.row.text"), str(entry.get("text", ""))),
                            (tr("ui.case.row.state"), labelled("record.state", entry["state"])),
                            (tr("ui.case.row.reply"), str(entry.get("reply", ""))),
                        ]
                    )  # fmt: skip


def _none(shown: Shown) -> Iterator[QWidget]:
    del shown
    yield from ()


def _nothing_yet(shown: Shown, kinds: set[str]) -> str:
    """Why there is nothing on a card: not reached yet, or left out."""
    states = {line.state for line in shown.lines if line.kind in kinds}
    return tr("ui.case.left-out" if states == {"skipped"} else "ui.case.not-yet")
