"""The one way to a workspace's database: one SQLite for every office, one connection, strict settings.

The raw connection serves reads; ``Database.writing`` opens a write transaction and lends the same connection to SQLAlchemy.
"""

import contextlib
import sqlite3
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

APPLICATION_ID = 0x414C4445
"""``ALDE``: what SQLite keeps in the file's header so that no other database is taken for ours."""
BUSY_MS = 5_000

try:  # pysqlite3 brings the same new SQLite to every office; without it the one of this Python serves
    from pysqlite3 import dbapi2
except ImportError:  # pragma: no cover - a platform without the wheel
    dbapi2 = sqlite3

driver = cast("Any", dbapi2)  # it ships no types; its module has the shape of the standard library's
Raw = sqlite3.Connection
"""A raw connection; pysqlite3's has the same shape as the standard library's."""
DatabaseError = cast("type[Exception]", driver.Error)
"""What the driver raises."""


def disk_fault(error: BaseException | None) -> str:
    """What the driver says when the disk or the file refuses, also in SQLAlchemy's wrapping; empty for any other error."""
    inner = getattr(error, "orig", error)
    return str(inner) if type(inner) in {driver.OperationalError, driver.DatabaseError} else ""


class Database:
    """An open database file.

    raw: the connection all reads go through; it sees the writes of an open transaction.
    readonly: opened so that nothing can be written.
    """

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        self.path = path
        self.readonly = readonly
        self.raw = connect(path, readonly=readonly)
        self._engine: Engine | None = None

    @contextlib.contextmanager
    def writing(self) -> Generator["Connection"]:
        """One write transaction (BEGIN IMMEDIATE); it is committed when the block ends well, else rolled back."""
        with self._bound().begin() as connection:
            yield connection

    def close(self) -> None:
        """Close the file; the last one out folds the write-ahead log back."""
        if self._engine is not None:
            self._engine.dispose()
        self.raw.close()

    def _bound(self) -> "Engine":
        if self._engine is None:
            self._engine = engine_over(self.raw)
        return self._engine


def engine_over(raw: Raw) -> "Engine":
    """A SQLAlchemy engine that uses this one raw connection and begins every transaction at once as a writer."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", module=driver, creator=lambda: raw, poolclass=StaticPool)

    def begin(connection: "Connection") -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "begin", begin)
    return engine


def connect(path: Path, *, readonly: bool = False) -> Raw:
    """A raw connection: WAL, every commit on the disk, foreign keys checked, transactions begun by hand.

    Raises the driver's error when the file cannot be opened.
    """
    mode = "ro" if readonly else "rwc"
    raw = cast(
        "Raw",
        driver.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_MS / 1000
        ),
    )
    try:
        if not readonly:
            raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("PRAGMA foreign_keys = ON")
        raw.execute("PRAGMA trusted_schema = OFF")
        raw.execute("PRAGMA secure_delete = ON")  # a redacted body leaves no bytes in free pages
        raw.execute(f"PRAGMA query_only = {'ON' if readonly else 'OFF'}")
    except BaseException:
        raw.close()
        raise
    return raw


def application_id(raw: Raw) -> int:
    """The mark in the file's header; 0 for a new file."""
    return int(raw.execute("PRAGMA application_id").fetchone()[0])


def user_version(raw: Raw) -> int:
    """The number of the newest migration the file has; 0 for a new file."""
    return int(raw.execute("PRAGMA user_version").fetchone()[0])
