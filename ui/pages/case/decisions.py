"""The tab 评审与决定: panel and sheets as far as this office keeps them, then visit, meeting, notice with objections, decision."""

from collections.abc import Iterator
from typing import cast

from PySide6.QtWidgets import QVBoxLayout, QWidget

from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.experts.scores import Tally
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.review.scoring import results
from ui.action import button
from ui.language import language, tr
from ui.pages.case.flow import Flow
from ui.pages.case.parts import Rows, issued, labelled, meeting, notice, recognition, review, visit
from ui.pages.case.shown import Shown
from ui.pieces import Card, clear, facts, label, scrolled
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Given, Row
from ui.tables.view import Table
from ui.theme import measures
from ui.theme.colours import Tone

_SESSIONS = """
    SELECT s.stream FROM index_session s JOIN index_document d ON d.stream = s.stream
    WHERE instr(CAST(d.open AS TEXT), ?) ORDER BY s.on_date, s.rowid
"""
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

_LETTER, _WIDEST = 15, 260


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
        card = Card(tr(f"ui.case.part.{key}"), f"case.decision.{key}", self)
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
        more = list({"review": self._sessions, "notice": self._objections}.get(key, _none)(shown))
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

    # Experts

    def _sessions(self, shown: Shown) -> Iterator[QWidget]:
        """The sessions that this office held over the case; other offices learn their outcome only."""
        raw = self._seat.reader.raw
        for (stream,) in raw.execute(_SESSIONS, (shown.case.stream,)).fetchall():
            session = streams.document(raw, stream)
            about = cast("Json", session.open["session"])
            yield facts(
                [
                    (tr("ui.case.row.session"), tr("ui.case.session", short=stream[:8], on=about["on"])),
                    (tr("ui.case.row.state"), tr(f"record.state.{about['state']}")),
                    (tr("ui.case.row.organiser"), str(about.get("organiser", ""))),
                    (tr("ui.case.row.contract"), str(about.get("contract", ""))),
                    (tr("ui.case.row.report"), str(about.get("report_name", ""))),
                    (tr("ui.case.row.witness"), str(about.get("witness", "") or about.get("alone", ""))),
                    (tr("ui.case.row.excluded"), _excluded(session)),
                    (tr("ui.case.row.score"), _score(shown, session)),
                ]
            )
            if session.open.get("seats"):
                yield self._panel(shown, session)

    def _panel(self, shown: Shown, session: Folded) -> QWidget:
        """Who sits, and the sheet each handed in for this case."""
        lines = shown.rules.score
        columns = [
            Column("name", tr("ui.case.panel.name"), 90),
            Column("unit", tr("ui.case.panel.unit"), 180),
            Column("state", tr("ui.case.panel.state"), 80),
            Column("total", tr("ui.case.panel.total"), 76, right=True, show=_total),
            *(_line(key, tr("ui.case.panel.line", name=line.name, max=line.max)) for key, line in lines.items()),
            Column("recommend", tr("ui.case.panel.recommend"), 96),
            Column("opinion", tr("ui.case.panel.opinion"), 240),
        ]  # fmt: skip
        found = Given(list(_seats(shown, session)))
        table = Table(self._seat, "case.panel", found, columns, self)
        table.setAccessibleName(tr("ui.case.panel.table"))
        table.ask(table.rows.asked)
        height = table.horizontalHeader().sizeHint().height() + measures.ROW * table.rows.rowCount() + 16
        table.setMinimumHeight(min(height, 12 * measures.ROW))
        return table

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


def _line(key: str, title: str) -> Column:
    """A line of the score sheet, as wide as its name where that is not too long."""
    return Column(key, title, min(_LETTER * len(title) + 2 * measures.MARGIN, _WIDEST), right=True)


def _none(shown: Shown) -> Iterator[QWidget]:
    del shown
    yield from ()


def merge(shown: Shown) -> Rows:
    """How the choice among applications of one field came out."""
    found = shown.section("merge")
    line = next((line for line in shown.lines if line.kind == "merge_select"), None)
    return [
        (tr("ui.case.row.result"), labelled("stage-outcome", line.outcome) if line is not None else ""),
        (tr("ui.case.row.merge-number"), str(found.get("number", ""))),
        (tr("ui.case.row.merge-name"), str(found.get("name", ""))),
        (tr("ui.case.row.reason"), str(shown.section("stages").get(line.id, {}).get("note", "")) if line is not None else ""),
    ]  # fmt: skip


def _nothing_yet(shown: Shown, kinds: set[str]) -> str:
    """Why there is nothing on a card: not reached yet, or left out."""
    states = {line.state for line in shown.lines if line.kind in kinds}
    return tr("ui.case.left-out" if states == {"skipped"} else "ui.case.not-yet")


def _seats(shown: Shown, session: Folded) -> Iterator[Row]:
    seats = cast("dict[str, Json]", session.open["seats"])
    sheets = cast("dict[str, Json]", session.open.get("scores", {}).get(shown.case.stream, {}))
    for key, seat in sorted(seats.items(), key=lambda item: item[1].get("order", 0)):
        sheet: Json = sheets.get(key, {})
        yield {
            "id": key,
            "name": seat["name"],
            "unit": seat["unit"],
            "state": tr(f"ui.case.seat.{seat['state']}"),
            "total": str(sheet.get("total", "")),
            "waits": seat["state"] == "seated" and not sheet and bool(shown.rules.score),
            **dict.fromkeys(shown.rules.score, ""),
            **sheet.get("lines", {}),
            "recommend": labelled("ui.case.vote", sheet.get("recommend")),
            "opinion": str(sheet.get("opinion", "")),
        }


def _total(row: Row) -> Cell:
    waits = bool(row.get("waits"))
    return Cell(tr("ui.case.panel.waits"), Tone.WAITING, "waiting") if waits else Cell(str(row.get("total", "")))


def _excluded(session: Folded) -> str:
    """Who could not sit, and why."""
    found = cast("dict[str, Json]", session.open.get("exclusions", {}))
    entries = sorted(found.values(), key=lambda entry: entry.get("order", 0))
    return "\n".join(str(entry["evidence"]) for entry in entries)


def _score(shown: Shown, session: Folded) -> str:
    """What the sheets come to."""
    if not session.open.get("scores", {}).get(shown.case.stream):
        return ""
    try:
        tally: Tally | None = results(session, shown.rules).get(shown.case.stream)
    except Refused:
        return ""
    names = {key: seat["name"] for key, seat in cast("dict[str, Json]", session.open["seats"]).items()}
    return tally.text(names, language()) if tally is not None else ""
