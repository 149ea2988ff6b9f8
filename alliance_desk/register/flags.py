"""The dated flags of the register (告诫、黄牌、限期整改): which stand open, until when, and which case each goes with."""

from datetime import date

from msgspec import Struct

from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError

_FLAGS = """
    SELECT s."case", COALESCE(c.number, ''), s.alliance, a.name, a.county, a.pack, s.kind, s.name, s.opened, s.due, s.closed, s.outcome,
        s.measure, COALESCE(c.step_name, '')
    FROM index_sanction s JOIN index_alliance a ON a.id = s.alliance LEFT JOIN index_case c ON c.stream = s."case"
    ORDER BY s.closed <> '', CASE s.closed WHEN '' THEN s.due = '' ELSE 0 END, CASE s.closed WHEN '' THEN s.due ELSE '' END, s.closed DESC,
        s.opened DESC, a.name, s."case"
"""


class Flag(Struct, frozen=True):
    """One flag. case: stream, number: of the case that opened it. alliance: id. kind: 告诫, 黄牌, 限期整改. title: name of the measure.

    due: last day, None where none is set. left: days from today until then, negative once it has passed; None without a day or once closed.
    closed: day, outcome: how it ended; empty while it is open. step: the stage its case waits in. basis: the article.
    """

    case: str
    number: str
    alliance: str
    name: str
    county: str
    pack: str
    kind: str
    title: str
    opened: str
    due: date | None
    left: int | None
    closed: str
    outcome: str
    step: str
    basis: str


def flags(desk: Desk) -> list[Flag]:
    """Every flag, the open ones by their last day first, then those that were closed, the newest first."""
    return [_flag(desk, *row) for row in desk.raw.execute(_FLAGS).fetchall()]


def _flag(
    desk: Desk, case: str, number: str, alliance: str, name: str, county: str, pack: str, kind: str, title: str,
    opened: str, due: str, closed: str, outcome: str, measure: str, step: str,
) -> Flag:  # fmt: skip
    day = date.fromisoformat(due) if due else None
    left = (day - desk.clock.today()).days if day and not closed else None
    return Flag(
        case, number, alliance, name, county, pack, kind, title, opened, day, left, closed, outcome, step, _basis(desk, pack, measure)
    )  # fmt: skip


def _basis(desk: Desk, pack: str, measure: str) -> str:
    try:
        item = desk.policy_for(pack).measure.get(measure)
    except DeskError:  # a policy this desk has lost names no article
        return ""
    return item.basis if item else ""
