"""Noticing that the database is older than what this desk remembers: it was restored or copied back."""

import uuid

from alliance_desk.desk import marks
from alliance_desk.desk.desk import Desk
from alliance_desk.ledger import streams


def notice_restore(desk: Desk) -> None:
    """Start a new incarnation, recorded in the office stream, when the marks beside the database know of later commits.

    Also when the marks are missing: then nobody can say what was forgotten.
    """
    from alliance_desk.ledger.append import Draft

    known = marks.load(desk.place.marks)
    last = streams.next_commit(desk.raw, desk.office) - 1
    if known is not None and known.commit_no <= last:
        return
    forgotten = known.commit_no - last if known is not None else -1
    incarnation = uuid.uuid4().hex
    marks.save(desk.place.marks, marks.Marks(incarnation, last, known.series if known is not None else {}))
    entry = {"on": desk.clock.today().isoformat(), "last_commit": last, "forgotten": forgotten}
    stream = desk.own_stream("office")
    desk.commit([Draft(stream=stream, stream_kind="office", kind="office.restored", patch={"restores": {incarnation: entry}})])
