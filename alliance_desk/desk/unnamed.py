"""Dropping attachments that no event names: what a crash or a refused commit left behind, once it is 30 days old."""

import re
from datetime import datetime, timedelta

from alliance_desk import files
from alliance_desk.desk.blobs import Blobs
from db.session import Raw

AGE = timedelta(days=30)
"""How old an attachment must be before it may be dropped: longer than anybody leaves a form open."""
EVERY = timedelta(days=7)
"""How often it is looked for; in between, opening costs one look at one file."""
_MARK = "looked"
_HASH = re.compile(rb"[0-9a-f]{64}")


def drop_unnamed(raw: Raw, blobs: Blobs, now: datetime) -> int:
    """Drop attachments that no event names and that are older than 30 days; returns how many went.

    now: the desk clock, UTC. Events that were undone or superseded count too: history stays readable.
    Does nothing within seven days of the last time.
    """
    mark = blobs.folder / _MARK
    if not blobs.folder.is_dir() or (mark.exists() and timedelta() <= now - files.changed(mark) < EVERY):
        return 0
    old = {blob for blob in blobs.all() if now - files.changed(blobs.path(blob)) > AGE}
    old -= {blob for (blob,) in raw.execute("SELECT blob FROM index_paper")}
    if old:  # few are left: now it pays to read the bodies
        for (data,) in raw.execute("SELECT data FROM ledger_body"):
            old.difference_update(found.decode() for found in _HASH.findall(data))
    for blob in old:
        blobs.remove(blob)
    files.write(mark, b"")
    return len(old)
