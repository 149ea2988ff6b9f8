"""For tests of backups: progress that stops, a disk that is full, the key beside a backup, and what a known marks file says."""

import contextlib
from collections.abc import Generator
from pathlib import Path

import pytest

from alliance_desk.desk import marks
from alliance_desk.desk.backup_names import key_beside
from alliance_desk.desk.marks import Marks
from alliance_desk.progress import Cancelled
from tests.helpers.tools import REASONS


class Stopping:
    """Progress that is cancelled at its n-th step. codes: every step's wording that was told."""

    def __init__(self, at: int) -> None:
        self.at, self.steps = at, 0
        self.codes: set[str] = set()

    def __call__(self, done: int, total: int, code: str) -> None:
        assert 0 <= done <= total
        self.steps += 1
        self.codes.add(code)
        if self.steps == self.at:
            raise Cancelled


@contextlib.contextmanager
def full(limit: int) -> Generator[None]:
    """A disk that takes no file of more than ``limit`` bytes."""
    resource = pytest.importorskip("resource", reason=REASONS["rlimit"])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def key_of(file: Path) -> Path:
    """The sealed key that lies beside a backup."""
    key = key_beside(file)
    assert key is not None
    return key


def marks_of(root: Path) -> Marks:
    """The marks of a workspace."""
    known = marks.load(root / "highwater.json")
    assert known is not None
    return known
