"""Noticing that the database is older than what this desk remembers: it was restored or copied back."""

import uuid
from typing import cast

from alliance_desk import canonical
from alliance_desk.desk import marks
from alliance_desk.desk.desk import Desk
from alliance_desk.ledger import streams

_HEADER = "SELECT header FROM ledger_event WHERE office = ? AND commit_no = ? LIMIT 1"
MARGIN = 20
"""Numbers left out in each series when nobody can say how many were given out after the copy was made."""


def notice_restore(desk: Desk) -> None:
    """Start a new incarnation, recorded in the office stream, when the marks beside the database know of later commits.

    Also when the marks are missing: then nobody can say what was forgotten, and each number series leaves a margin.
    """
    from alliance_desk.ledger.draft import Draft

    known = marks.load(desk.place.marks)
    last = streams.next_commit(desk.raw, desk.office) - 1
    same = known is not None and known.incarnation == _incarnation(desk, last)
    if known is not None and known.commit_no <= last and same:
        desk.note_commit(last)  # a crash may have come between a commit and its mark
        return
    forgotten = max(known.commit_no - last, 0) if known is not None else -1
    incarnation = uuid.uuid4().hex
    marks.save(desk.place.marks, marks.Marks(incarnation, last, known.series if known is not None else _guessed(desk)))
    entry = {"on": desk.clock.today().isoformat(), "last_commit": last, "forgotten": forgotten}
    stream = desk.own_stream("office")
    desk.commit(
        [Draft(stream=stream, stream_kind="office", kind="office.restored", patch={"restores": {incarnation: entry}})]
    )


def _incarnation(desk: Desk, commit: int) -> str:
    """The life in which this office's last commit was made: another one than the marks' was not recorded yet."""
    row = desk.raw.execute(_HEADER, (desk.office, commit)).fetchone()
    return canonical.decode(row[0])["incarnation"]


def _guessed(desk: Desk) -> dict[str, int]:
    known = cast("dict[str, int]", desk.own("numbers").open.get("series", {}))
    return {series: serial + MARGIN for series, serial in known.items()}
