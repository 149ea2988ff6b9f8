"""A copy of an open database as it stood at one moment, by SQLite's own backup: page for page, so that row ids stay as they are."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from db.session import Raw, driver

_PAGES = 256
"""Pages copied between two calls of ``step``: about a megabyte."""


def copy(source: Raw, target: Path, step: Callable[[int, int], None]) -> str:
    """Copy a database into a new file while others may read and write it; returns what is wrong with the copy, empty when nothing is.

    step: called with bytes copied and in all; it may raise, and then the copy is worth nothing. Raises the driver's error when a
    disk refuses.
    """
    made = cast("Raw", driver.connect(target))
    try:
        made.execute("PRAGMA synchronous = OFF")  # a scratch file: after a power cut nobody reads it
        # A transaction pins the moment: without it every foreign commit would begin the copy anew.
        source.execute("BEGIN")
        try:
            source.execute("SELECT 1 FROM sqlite_schema").fetchone()
            size = int(source.execute("PRAGMA page_size").fetchone()[0])
            source.backup(
                made, pages=_PAGES, progress=lambda _state, left, whole: step((whole - left) * size, whole * size)
            )
        finally:
            source.execute("ROLLBACK")
        found = str(made.execute("PRAGMA quick_check(1)").fetchone()[0])
        return "" if found == "ok" else found
    finally:
        made.close()
