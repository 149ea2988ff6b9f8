"""A draw step by step: its rows for a table, and the text its seed is made of."""

from collections.abc import Mapping

from alliance_desk.experts.draw import Draw, Walk, order_of
from ui.language import tr
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.theme.colours import Tone

FIRST_LINE = "alliance-desk/draw/1"
"""The first of the four lines that the seed is the hash of."""
_SHOWN = {"seat": (Tone.PASS, "pass"), "reserve": (Tone.INFO, "people"), "skip": (Tone.QUIET, "")}


def grouped(digest: str) -> str:
    """A digest or a long number in groups that an eye can follow and a line can break between; a short one as it is."""
    if len(digest) <= 12:
        return digest
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def seed_text(record: Draw) -> str:
    """The four lines whose SHA-256 is the seed."""
    return f"{FIRST_LINE}\n{record.operator}\n{record.supervisor}\n{record.snapshot.hash}\n"


def rows(record: Draw, called: Mapping[str, str]) -> list[Row]:
    """The walk as it was made, every replacement after it, then those whom it did not come to."""
    found = [_row(step, called) for step in record.walk]
    for one in record.replacements:
        reason = tr("ui.review.gave-up", name=called.get(one.declined, one.declined), reason=one.reason, on=one.on)
        found += [{**_row(step, called), "note": reason} for step in one.walk]
    seen = {str(row["expert"]) for row in found}
    for place, expert, mac in order_of(record.seed, record.snapshot.candidates):
        if expert not in seen:
            found.append(_row(Walk(place, expert, mac, "rest"), called))
    return [{**row, "id": str(at)} for at, row in enumerate(found)]


def _row(step: Walk, called: Mapping[str, str]) -> dict[str, object]:
    other = called.get(step.other, step.other)
    why = step.why or step.outcome
    return {
        "place": step.place,
        "name": called.get(step.expert, step.expert),
        "expert": step.expert,
        "mac": step.mac,
        "outcome": step.outcome,
        "said": tr(f"ui.review.walk.{why}", other=other),
        "note": "",
    }


def columns() -> list[Column]:
    """The columns of the walk."""
    return [
        Column("place", tr("ui.review.turn"), 64, right=True),
        Column("name", tr("ui.review.expert"), 96),
        Column("said", tr("ui.review.drawn"), 230, _outcome),
        Column("expert", tr("ui.review.expert-id"), 110),
        Column("mac", tr("ui.review.mac"), 170),
        Column("note", tr("ui.review.replaced"), 180),
    ]


def _outcome(row: Row) -> Cell:
    tone, icon = _SHOWN.get(str(row.get("outcome", "")), (Tone.QUIET, ""))
    return Cell(str(row.get("said", "")), tone, icon)
