"""What append and a full rebuild cost, against raw inserts of the very rows they make, in the same run and file system."""

import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from alliance_desk.desk import Desk
from alliance_desk.ledger import rebuild as rebuilding
from alliance_desk.ledger.append import Draft
from alliance_desk.ledger.append import append as appending
from alliance_desk.ledger.event import Event
from db import migrate
from db.session import Database, Raw
from tests.bench import made
from tests.bench.timing import once, told

OWNERS = {"ledger_stream": "id", "ledger_event": "stream", "index_document": "stream", "index_case": "stream", "index_member": '"case"'}  # fmt: skip
"""Tables a case leaves rows in, and the column that names its stream; bodies are told by the events."""
PIECE = 2_000


def append(folder: Path, rows: int) -> Iterator[str]:
    """Lines of figures: bulk entry, single new cases, single small events."""
    with (
        tempfile.TemporaryDirectory(dir=folder) as scratch,
        made.fresh(Path(scratch) / "ours") as desk,
        made.fresh(Path(scratch) / "raw") as other,
    ):
        number, single = max(rows, made.CHUNK), max(rows // 10, 20)
        bulk = made.chunks(desk, number)
        yield _turns("append bulk", desk, other, bulk, f"{number} cases, {made.HOW}", fresh=True)
        openings = ([drafts[0]] for drafts in made.chunks(desk, single, size=1, start=number))
        how = f"{single} new cases with {made.MEMBERS} made-up members, each its own commit"
        yield _turns("append one case", desk, other, openings, how)
        how = f"{single} edits of one field of such a case, each its own commit"
        yield _turns("append one small event", desk, other, _edits(desk, single), how)


def _turns(name: str, desk: Desk, other: Desk, commits: Iterator[list[Draft]], how: str, *, fresh: bool = False) -> str:
    """Each commit by append in one workspace, then its rows raw in the other."""
    ours, base, events = list[float](), list[float](), 0
    for drafts in commits:
        written: list[Event] = []
        ours.append(once(lambda: written.extend(_append(desk, drafts, fresh=fresh))))  # noqa: B023
        statements = list(_rows_of(desk.raw, written))
        base.append(once(lambda: _insert(other.raw, statements)))  # noqa: B023
        events += len(written)
    if fresh:
        per, per_base = 1_000 * sum(ours) / events, 1_000 * sum(base) / events
    else:
        per, per_base = 1_000 * statistics.median(ours), 1_000 * statistics.median(base)
    return told(
        name, per, "ms per event", f"{events / sum(ours):.0f} events/s, {how}", "raw inserts of the same rows", per_base
    )


def _append(desk: Desk, drafts: list[Draft], *, fresh: bool) -> list[Event]:
    with desk.transaction() as connection:
        return appending(desk.raw, connection, desk.author(), drafts, fresh=fresh)


def _rows_of(raw: Raw, events: list[Event]) -> Iterator[tuple[str, list[Any]]]:
    """Statements that bring another database to the same rows: inserts, or replacements of what was there."""
    bodies = [
        (h, d) for e in events for h, d in ((e.header.open, e.open), (e.header.private, e.private)) if d is not None
    ]
    yield "INSERT INTO ledger_body VALUES (?, ?)", bodies
    streams = tuple(dict.fromkeys(event.header.stream for event in events))
    opened = {event.header.stream for event in events if event.header.seq == 1}
    for table, owner in OWNERS.items():
        marks = ", ".join("?" * len(streams))
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        found = raw.execute(f"SELECT * FROM {table} WHERE {owner} IN ({marks})", streams).fetchall()
        if opened:
            yield f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})", found
        elif table == "ledger_event":
            yield (
                f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})",
                [row for row in found if row[1] == events[0].header.seq],
            )
        elif table in ("index_document", "index_case"):
            settings = ", ".join(f"{column} = ?" for column in columns)
            yield f"UPDATE {table} SET {settings} WHERE stream = ?", [(*row, streams[0]) for row in found]


def _insert(raw: Raw, statements: list[tuple[str, list[Any]]]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for statement, rows in sorted(statements, key=lambda each: "ledger_stream" not in each[0]):
        raw.executemany(statement, rows)
    raw.execute("COMMIT")


def _edits(desk: Desk, number: int) -> Iterator[list[Draft]]:
    found = desk.raw.execute(
        "SELECT stream FROM index_case WHERE status = 'status.recommend' LIMIT ?", (number,)
    ).fetchall()
    for (stream,) in found:
        yield [
            Draft(stream=stream, stream_kind="case", kind="case.edited", patch={"alliance": {"goals": "共性技术攻关"}})
        ]


def rebuild(folder: Path, rows: int) -> Iterator[str]:
    """The line of a whole index made anew into a scratch database, as ``doctor`` does it."""
    with made.workspace(folder, rows) as desk, tempfile.TemporaryDirectory(dir=folder) as scratch:
        ours = _scratch(Path(scratch) / "ours.db", lambda database: _rebuild(desk, database))
        base = _scratch(Path(scratch) / "raw.db", lambda database: _copy(desk.raw, database.raw))
        how = f"{rows} cases, {made.HOW}, into a scratch file without fsync"
        yield told("rebuild", ours, "s", how, "raw inserts of the same index rows", base)


def _scratch(path: Path, work: Callable[[Database], float]) -> float:
    database = Database(path)
    try:
        migrate.upgrade(database.raw)
        database.raw.execute("PRAGMA synchronous = OFF")
        return work(database)
    finally:
        database.close()


def _rebuild(desk: Desk, database: Database) -> float:
    def work() -> None:
        with database.writing() as connection:
            rebuilding.rebuild(desk.raw, connection)

    return once(work)


def _copy(raw: Raw, into: Raw) -> float:
    """Seconds for the inserts alone; reading the rows to be inserted is not counted."""
    seconds = 0.0
    into.execute("BEGIN IMMEDIATE")
    for table in rebuilding.TABLES:
        found = raw.execute(f'SELECT * FROM "{table.name}"')
        statement = f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})'
        while piece := found.fetchmany(PIECE):
            seconds += once(lambda: into.executemany(statement, piece))  # noqa: B023
    return seconds + once(lambda: into.execute("COMMIT"))
