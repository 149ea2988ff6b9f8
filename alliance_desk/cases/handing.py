"""Cases that lie here although the next stage is the other office's: they are to be handed over, or sent back."""

from collections.abc import Mapping
from datetime import date

from alliance_desk.cases.agenda import Todo
from alliance_desk.desk import Desk

UP, DOWN = "hand-over", "send-back"
"""What stands for the kind of stage; handing over is none. Up to the office that decides, down to the one that recommends."""
_WHERE = "holder = ?1 AND custody = 'held' AND actor > '' AND actor <> ?1 AND outcome = ''"
_READY = f"""
    SELECT stream, number, name, since, due, blocking, recommender = ?1 FROM index_case WHERE {_WHERE} ORDER BY since, stream LIMIT ?2
"""  # noqa: S608 - our own words
_COUNT = f"SELECT recommender = ?1, count(*) FROM index_case WHERE {_WHERE} GROUP BY 1"  # noqa: S608


def to_hand_over(desk: Desk, limit: int = 50) -> tuple[list[Todo], Mapping[str, int]]:
    """Cases to be handed over, oldest first, and how many there are of each kind."""
    today, found = desk.clock.today(), list[Todo]()
    for stream, number, name, since, due, blocking, up in desk.raw.execute(_READY, (desk.office, limit)).fetchall():
        day = date.fromisoformat(since)
        found.append(Todo(stream, number, name, "", "", UP if up else DOWN, day, (today - day).days, due, blocking))
    counts = desk.raw.execute(_COUNT, (desk.office,)).fetchall()
    return found, {UP if up else DOWN: count for up, count in counts}
