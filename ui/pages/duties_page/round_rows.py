"""A round as rows of tables: the list of rounds, and one of them alliance by alliance with points, place and grade."""

from collections.abc import Callable, Sequence
from datetime import date

from alliance_desk.care.round_state import RoundHead, RoundLine, RoundState
from ui.language import language, tr
from ui.pages.duties_page.cells import SOON
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.theme.colours import Tone

OVER = "over"
LEFT = "left/"
"""Before the id of an alliance that does not take part, in the key of its row."""
READY = "ready"
"""How an open round stands in which nothing is left to do."""
_ENDS = {"status.done": (Tone.QUIET, "pass"), "status.absent": (Tone.WARN, "missing")}
"""How somebody's part in a round ended; else it was called off."""
_STATES = {
    READY: (Tone.PASS, "check"),
    "open": (Tone.INFO, "waiting"),
    "closed": (Tone.QUIET, "pass"),
    "cancelled": (Tone.QUIET, "close"),
}


def head_rows(found: Sequence[RoundHead]) -> list[Row]:
    """The list of rounds."""
    return [
        {
            "id": one.stream,
            "name": one.name,
            "affair": one.affair,
            "subject": one.subject,
            "due": one.due,
            "state": READY if one.state == "open" and one.waiting.get(OVER, 0) == one.total else one.state,
            "total": one.total,
            "progress": progress(one.waiting),
            "opened": one.opened,
        }
        for one in found
    ]


def progress(waiting: dict[str, int]) -> str:
    """How many wait in which stage, the finished ones last."""
    parts = [
        tr("ui.rounds.waiting", stage=tr(f"stage-kind.{kind}"), count=count)
        for kind, count in waiting.items()
        if kind != OVER
    ]
    parts += [tr("ui.rounds.over", count=waiting[OVER])] if waiting.get(OVER) else []
    return tr("ui.list-sign").join(parts)


def state_cell(state: str) -> Cell:
    """How a round stands."""
    tone, icon = _STATES[state]
    return Cell(tr(f"ui.rounds.state.{state}"), tone, icon)


def head_columns(seat: Seat) -> list[Column]:
    """The columns of the list of rounds."""

    def due(row: Row) -> Cell:
        if not row:
            return Cell("")
        left = (date.fromisoformat(str(row["due"])) - seat.today).days
        if row["state"] != "open" or left > SOON:
            return Cell(str(row["due"]))
        return Cell(str(row["due"]), *((Tone.BLOCK, "expired") if left < 0 else (Tone.WARN, "clock")))

    return [
        Column("name", tr("ui.rounds.name"), 220, most=400),
        Column("state", tr("ui.rounds.state-column"), 116, lambda row: state_cell(str(row["state"])) if row else ""),
        Column("subject", tr("ui.duties.subject"), 72),
        Column("due", tr("ui.rounds.due-column"), 116, due),
        Column("total", tr("ui.rounds.total-column"), 60, right=True),
        Column("progress", tr("ui.rounds.progress"), 272),
        Column("affair", tr("ui.rounds.affair"), 110),
        Column("opened", tr("ui.rounds.opened"), 100),
    ]  # fmt: skip


def rows(state: RoundState) -> list[Row]:
    """Everybody in a round, then those left out."""
    found: list[Row] = [
        {
            "id": line.case,
            "order": order,
            "name": line.name,
            "county": line.county,
            "received": line.received,
            "own": _number(line.own),
            "county_points": _number(line.county_points),
            "expert": _number(line.expert),
            "total": _number(line.total),
            "place": line.place or "",
            "proposed": line.proposed,
            "grade": line.grade,
            "state": line.text(language()),
        }
        for order, line in enumerate(state.lines, 1)
    ]
    return [
        *found,
        *(
            {**dict.fromkeys(found[0] if found else ("order",), ""), "id": f"{LEFT}{one.alliance}", "name": one.name, "state": one.text(language())}
            for one in state.left
        ),
    ]  # fmt: skip


def _number(points: str) -> float | str:
    return float(points) if points else ""


def columns(state: RoundState, find: Callable[[str], RoundLine | None]) -> list[Column]:
    """The columns of a round; points only where the policy has indicators."""

    def points(key: str) -> Column:
        def show(row: Row) -> str:
            line = find(str(row.get("id", "")))
            return str(getattr(line, key)) if line is not None else ""

        return Column(key, tr(f"ui.rounds.points.{key}"), 64 if key != "county_points" else 94, show, right=True)

    def how(row: Row) -> Cell:
        if not row:
            return Cell("")
        line = find(str(row["id"]))
        if line is None:
            return Cell(str(row["state"]), Tone.QUIET, "info", tr("ui.rounds.left-tip"))
        if line.step:
            return Cell(str(row["state"]), Tone.INFO, "waiting")
        return Cell(str(row["state"]), *_ENDS.get(line.status, (Tone.QUIET, "close")))

    def grade(row: Row) -> Cell:
        line = find(str(row.get("id", "")))
        if line is None:
            return Cell("")
        if line.grade:
            return Cell(line.grade, Tone.PLAIN, "", tr("ui.rounds.other-band", band=line.proposed) if line.proposed not in ("", line.grade) else "")  # fmt: skip
        return Cell(tr("ui.rounds.proposed", grade=line.proposed), Tone.QUIET) if line.proposed else Cell("")

    pointed = bool(state.indicators)
    return [
        Column("order", tr("ui.rounds.order"), 48, right=True),
        Column("name", tr("ui.duties.alliance"), 250, most=440),
        Column("state", tr("ui.duties.state"), 180, how, filter=True, most=320),
        *((points("own"), points("county_points"), points("expert"), points("total")) if pointed else ()),
        *((Column("place", tr("ui.rounds.place"), 56, right=True),) if pointed else ()),
        Column("grade", tr("ui.rounds.grade-column"), 100, grade, filter=True),
        Column("received", tr("ui.rounds.received"), 104),
        Column("county", tr("ui.duties.county"), 180, filter=True),
    ]


def told(state: RoundState) -> str:
    """A round in one line: day, who takes part, how far, which grades."""
    parts = [
        tr("ui.rounds.by", due=state.due),
        tr("ui.rounds.in", count=len(state.lines), left=len(state.left)),
        progress(state.counts),
        tr("ui.list-sign").join(tr("ui.rounds.graded", grade=grade, count=count) for grade, count in state.grades.items()),
        tr("ui.rounds.called-off", reason=state.reason) if state.reason else "",
    ]  # fmt: skip
    return tr("ui.case.dot").join(part for part in parts if part)
