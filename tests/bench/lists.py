"""The case list and its search, each reading against the very SQL it ran, executed raw in the same run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from db.reads import CaseQuery, cases
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


def lists(folder: Path, rows: int) -> Iterator[str]:
    """Lines of figures: first pages, filters, deep pages, searches; each with its count, at most 1,001."""
    with made.workspace(folder, rows) as desk:
        raw = desk.raw
        for name, query in _queries(raw).items():
            statements: list[str] = []
            raw.set_trace_callback(statements.append)
            page = cases(raw, query)
            raw.set_trace_callback(None)
            ours, base = both(lambda: cases(raw, query), lambda: _raw(raw, statements))  # noqa: B023
            how = f"{rows} cases, {made.HOW}; page of {len(page.rows)}, count {page.count}, median of 7"
            yield told(f"cases {name}", 1_000 * ours, "ms", how, "the same SQL raw", 1_000 * base)


def _queries(raw: Raw) -> dict[str, CaseQuery]:
    (office,) = raw.execute("SELECT holder FROM index_case LIMIT 1").fetchone()
    middle = raw.execute("SELECT count(*) / 2 FROM index_case").fetchone()[0]
    by_time = _row(raw, "updated", middle)
    (piece,) = raw.execute("SELECT substr(name, 3, 3) FROM index_member ORDER BY rowid DESC LIMIT 1").fetchone()
    listed = {
        "first page by time": CaseQuery(),
        "first page by name": CaseQuery(sort="name"),
        "page in the middle by time": CaseQuery(after=by_time),
        "page in the middle by name": CaseQuery(sort="name", after=_row(raw, "name", middle)),
        "last page by time": CaseQuery(after=_row(raw, "updated", 20)),
        "filtered, common status": CaseQuery(status="status.recommend"),
        "filtered, rare status": CaseQuery(status="status.withdrawn"),
        "filtered, rare status, by name": CaseQuery(status="status.withdrawn", sort="name"),
        "filtered, pack, holder and status": CaseQuery(pack=made.PACK, holder=office, status="status.returned"),
        "filtered, nothing there": CaseQuery(holder="0" * 32),
    }
    searched = {f"search {name} ({text})": CaseQuery(text=text) for name, text in SEARCHES.items()}
    mixed = {
        f"search 3 characters ({piece})": CaseQuery(text=piece),
        "search many, by name": CaseQuery(text="鞍", sort="name"),
        "search many, rare status": CaseQuery(text="鞍", status="status.withdrawn"),
        "search many, page in the middle": CaseQuery(text="鞍", after=by_time),
    }
    return listed | searched | mixed


def _row(raw: Raw, order: str, place: int) -> tuple[str, str]:
    """The key of the row at this place of a sort order."""
    found = raw.execute(f"SELECT {order}, stream FROM index_case ORDER BY {order}, stream LIMIT 1 OFFSET ?", (place,))
    return found.fetchone()


def _raw(raw: Raw, statements: list[str]) -> list[Any]:
    return [raw.execute(statement).fetchall() for statement in statements]
