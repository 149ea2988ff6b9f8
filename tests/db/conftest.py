"""A real database file with hand-made rows of the case list."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from db import migrate
from db.search import grams
from db.session import Database, Raw

Put = Callable[..., None]

_EMPTY: dict[str, Any] = {
    "number": "", "name": "", "initials": "", "lead": "", "pack": "pack", "status": "status.recommend", "custody": "held",
    "holder": "county", "recommender": "county", "decider": "city", "county": "", "alliance": "", "filed": "2026-03-02",
    "rules": "", "blocking": 0, "outcome": "", "kind": "application", "procedure": "", "affair": "", "subject": "", "step": "", "step_name": "", "step_kind": "", "actor": "", "since": "", "due": "",
    "updated": "2026-03-02T01:00:00Z",
}  # fmt: skip


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Raw]:
    """One migrated file for all tests of a worker."""
    database = Database(tmp_path_factory.mktemp("reads") / "desk.db")
    migrate.upgrade(database.raw)
    yield database.raw
    database.close()


@pytest.fixture
def raw(file: Raw) -> Iterator[Raw]:
    """The file inside a transaction that is taken back."""
    file.execute("BEGIN")
    yield file
    file.execute("ROLLBACK")


@pytest.fixture
def put(raw: Raw) -> Put:
    """Writes a line of the case list; ``names`` are those of its members."""
    streams = (f"{number:032x}" for number in itertools.count(1))

    def write(*names: str, **columns: Any) -> None:
        row: dict[str, Any] = {"stream": next(streams), **_EMPTY, **columns}
        row.setdefault("grams", grams(row["number"], row["name"], row["initials"], *names))
        marks = ", ".join(f":{column}" for column in row)
        raw.execute(f"INSERT INTO index_case ({', '.join(row)}) VALUES ({marks})", row)

    return write


@pytest.fixture(scope="session")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for whole workspaces."""
    return tmp_path_factory.mktemp("workspaces")
