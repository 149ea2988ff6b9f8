"""The lists of the window and their search, each reading against the very SQL it ran, executed raw in the same run; the workbench."""

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alliance_desk.cases.agenda import agenda as workbench
from db import lists as tables
from db.lists import ListQuery
from db.session import Raw
from tests.bench import made
from tests.bench.timing import both, told

SEARCHES = {
    "1 character, many": "鞍",
    "1 rare character": "龘",
    "2 characters, in every name": "联盟",
    "2 characters, in most members": "公司",
    "2 characters, few": "光大",
    "3 characters, a field": "机器人",
    "pinyin initials": "ddyc",
    "two words": "鞍山 机器人",
    "not there, characters known": "盟鞍",
    "not there, character unknown": "喵",
}
PAGE = 200


def lists(folder: Path, rows: int) -> Iterator[str]:
    """Lines of figures: all row numbers and the first 200 rows, of the whole list, sorted, filtered, searched; then other questions."""
    with made.workspace(folder, rows) as desk:
        how = f"{rows} cases, {made.HOW}"
        keystrokes: list[float] = []
        for name, query in _queries(desk.raw).items():
            ours, base, found = _measured(desk.raw, "cases", query)
            keystrokes += [ours] if query.text else []
            yield told(
                f"cases {name}",
                1_000 * ours,
                "ms",
                f"{how}; {found} found, median of 7",
                "the same SQL raw",
                1_000 * base,
            )
        yield told(
            "cases keystroke to rows",
            1_000 * statistics.median(keystrokes),
            "ms",
            f"{how}; median of the searches above",
        )
        for name, query in {"members": ListQuery(), "members by name": ListQuery("光大")}.items():
            ours, base, found = _measured(desk.raw, "members", query)
            yield told(name, 1_000 * ours, "ms", f"{how}; {found} found, median of 7", "the same SQL raw", 1_000 * base)
        for column in ("status", "county", "year"):
            ours, base = _raced(desk.raw, lambda: tables.values(desk.raw, "cases", column))  # noqa: B023
            yield told(
                f"drop-down {column}", 1_000 * ours, "ms", f"{how}, median of 7", "the same SQL raw", 1_000 * base
            )


def agenda(folder: Path, rows: int) -> Iterator[str]:
    """One line: the workbench of an office that has to do with all the cases."""
    with made.workspace(folder, rows) as desk:
        ours, base = _raced(desk.raw, lambda: workbench(desk))
        how = f"{rows} cases, {made.HOW}; {workbench(desk).total} waiting, median of 7"
        yield told("agenda", 1_000 * ours, "ms", how, "the same SQL raw", 1_000 * base)


def _queries(raw: Raw) -> dict[str, ListQuery]:
    (piece,) = raw.execute("SELECT substr(name, 3, 3) FROM index_member ORDER BY rowid DESC LIMIT 1").fetchone()
    listed = {
        "all, newest first": ListQuery(),
        "all by name": ListQuery(sort="name"),
        "all by number": ListQuery(sort="number"),
        "all by lead, backwards": ListQuery(sort="lead", descending=True),
        "filtered, common status": ListQuery(filters={"status": "status.recommend"}),
        "filtered, rare status": ListQuery(filters={"status": "status.withdrawn"}),
        "filtered, rare status, by name": ListQuery(filters={"status": "status.withdrawn"}, sort="name"),
        "filtered, pack, year and status": ListQuery(
            filters={"pack": made.PACK, "year": "2021", "status": "status.returned"}
        ),
        "filtered, nothing there": ListQuery(filters={"holder": "0" * 32}),
    }
    searched = {f"search {name} ({text})": ListQuery(text) for name, text in SEARCHES.items()}
    mixed = {
        f"search 3 characters ({piece})": ListQuery(piece),
        "search many, by name": ListQuery("鞍", sort="name"),
        "search many, rare status": ListQuery("鞍", {"status": "status.withdrawn"}),
    }
    return listed | searched | mixed


def _measured(raw: Raw, name: str, query: ListQuery) -> tuple[float, float, int]:
    def work() -> int:
        numbers = tables.ids(raw, name, query)
        tables.rows(raw, name, numbers[:PAGE])
        return len(numbers)

    return *_raced(raw, work), work()


def _raced(raw: Raw, work: Any) -> tuple[float, float]:
    """Seconds of some work, and of the statements that it runs when they are executed alone."""
    statements: list[str] = []
    raw.set_trace_callback(statements.append)
    work()
    raw.set_trace_callback(None)
    return both(work, lambda: [raw.execute(statement).fetchall() for statement in statements])
