"""The experts of a case as far as this office keeps them: sessions held over it, who sat, and the sheet each handed in."""

from collections.abc import Iterator
from typing import cast

from PySide6.QtWidgets import QWidget

from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.experts.scores import Tally
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.review.scoring import results
from ui.language import language, tr
from ui.pages.case.shown import Shown
from ui.pages.case.wording import Rows, labelled
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
_LETTER, _WIDEST = 16, 340


def sessions(desk: Desk, shown: Shown) -> Iterator[Folded]:
    """The sessions over a case that this desk keeps, oldest first."""
    for (stream,) in desk.raw.execute(_SESSIONS, (shown.case.stream,)).fetchall():
        yield streams.document(desk.raw, stream)


def about(shown: Shown, session: Folded) -> Rows:
    """A session in facts: who organised it, who supervised the draw, who could not sit, what the sheets come to."""
    said = cast("Json", session.open["session"])
    return [
        (tr("ui.case.row.session"), tr("ui.case.session", short=session.stream[:8], on=said["on"])),
        (tr("ui.case.row.state"), tr(f"record.state.{said['state']}")),
        (tr("ui.case.row.organiser"), str(said.get("organiser", ""))),
        (tr("ui.case.row.contract"), str(said.get("contract", ""))),
        (tr("ui.case.row.report"), str(said.get("report_name", ""))),
        (tr("ui.case.row.witness"), str(said.get("witness", "") or said.get("alone", ""))),
        (tr("ui.case.row.excluded"), _excluded(session)),
        (tr("ui.case.row.score"), _score(shown, session)),
    ]


def panel_table(seat: Seat, shown: Shown, session: Folded, parent: QWidget) -> Table:
    """Who sits, and the sheet each handed in for this case."""
    lines = shown.rules.score
    columns = [
        Column("name", tr("ui.case.panel.name"), 90),
        Column("unit", tr("ui.case.panel.unit"), 180),
        Column("state", tr("ui.case.panel.state"), 80),
        Column("total", tr("ui.case.panel.total"), 76, right=True, show=_total),
        Column("recommend", tr("ui.case.panel.recommend"), 96),
        Column("opinion", tr("ui.case.panel.opinion"), 240),
        *(_line(key, tr("ui.case.panel.line", name=line.name, max=line.max)) for key, line in lines.items()),
    ]  # fmt: skip
    found = Given(list(_seats(shown, session)))
    table = Table(seat, "case.panel", found, columns, parent)
    table.setAccessibleName(tr("ui.case.panel.table"))
    table.ask(table.rows.asked)
    height = table.horizontalHeader().sizeHint().height() + measures.ROW * table.rows.rowCount() + 16
    table.setMinimumHeight(min(height, 12 * measures.ROW))
    return table


def _line(key: str, title: str) -> Column:
    """A line of the score sheet, as wide as its name where that is not too long."""
    return Column(key, title, min(_LETTER * len(title) + 2 * measures.MARGIN, _WIDEST), right=True)


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
