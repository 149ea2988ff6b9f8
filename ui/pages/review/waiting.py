"""What waits to be reviewed, and the batches and sessions there are: read from the lists, put together for the page."""

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

from alliance_desk.canonical import Json
from alliance_desk.cases.stage_steps import GATHERED
from alliance_desk.ledger import streams
from db import lists
from ui.seat import Seat
from ui.tables.source import Row

_MOST = 2_000
"""So many waiting cases are shown: more than any office gathers in years."""
REVIEW = "expert_review"


class Rounds(NamedTuple):
    """Waiting cases, and batches with what became of them."""

    waiting: list[Row]
    batches: list[Row]


def rounds(seat: Seat) -> Rounds:
    """Read everything anew."""
    batches = _lines(seat, "batches")
    of_case = {str(row["case"]): row for row in reversed(batches) if row["state"] == "in"}
    sitting = _sitting(seat)
    waiting: list[Row] = []
    for kind in GATHERED:
        asked = {"step_kind": kind, "holder": seat.reader.office, "custody": "held"}
        for row in _lines(seat, "cases", asked):
            batch = of_case.get(str(row["id"]), {})
            waiting.append(
                {
                    **{key: row[key] for key in ("id", "number", "name", "lead", "pack", "step_name", "step_kind")},
                    "batch": batch.get("name", ""),
                    "batch_id": batch.get("batch", ""),
                    "session": sitting.get(str(row["id"]), ""),
                }
            )
    return Rounds(waiting, _gathered(seat, batches, waiting))


def ready(rows: Sequence[Row]) -> list[str]:
    """Of waiting cases those that a session can be opened over."""
    return [str(row["id"]) for row in rows if row["step_kind"] == REVIEW and not row["session"]]


def _gathered(seat: Seat, lines: list[dict[str, Any]], waiting: Sequence[Row]) -> list[Row]:
    """One row for each batch, the newest first."""
    held: dict[str, list[str]] = {}
    for row in _lines(seat, "sessions"):
        held.setdefault(str(row["batch"]), []).append(str(row["state"]))
    found: dict[str, dict[str, Any]] = {}
    for line in lines:
        key = str(line["batch"])
        states = held.get(key, [])
        row = found.setdefault(
            key,
            {
                "id": key,
                "name": line["name"],
                "pack": line["pack"],
                "day": _opened(seat, key),
                "cases": 0,
                "sessions": len(states),
                "open": states.count("open"),
                "ready": len(ready([one for one in waiting if one["batch_id"] == key])),
            },
        )
        row["cases"] += 1
    return list(found.values())


def _opened(seat: Seat, batch: str) -> str:
    return str(cast("Json", streams.document(seat.reader.raw, batch).open["batch"]).get("opened", ""))


def _sitting(seat: Seat) -> dict[str, str]:
    """Case → the open session it sits in."""
    return {
        case: str(row["id"])
        for row in _lines(seat, "sessions", {"state": "open"})
        for case in cast("Json", streams.document(seat.reader.raw, str(row["id"])).open["cases"])
    }


def _lines(seat: Seat, name: str, filters: dict[str, str] | None = None) -> list[dict[str, Any]]:
    raw = seat.reader.raw
    found = lists.ids(raw, name, lists.ListQuery(filters=filters or {}))[:_MOST]
    return lists.rows(raw, name, found)
