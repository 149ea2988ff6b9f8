"""Workspaces made once in a process and copied after that: founding one runs every migration and flushes a dozen files.

Copies of one original are the same office. So each kind has several originals, taken in turn: offices that one test makes side by
side are different ones, as two foundings are.
"""

import shutil
import tempfile
from collections.abc import Callable, Hashable
from functools import cache
from itertools import count, cycle
from pathlib import Path

_ORIGINALS = 3


class Originals:
    """The originals of one process; their folder goes with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="desk-originals-", ignore_cleanup_errors=True)
        self._numbers = count()
        self._turns: dict[Hashable, cycle[int]] = {}
        self._made: dict[tuple[Hashable, int], Path] = {}

    def copy(self, kind: Hashable, root: Path, make: Callable[[Path], None]) -> None:
        """Fill ``root`` with a copy of one; see ``one``."""
        shutil.copytree(self.one(kind, make), root, dirs_exist_ok=True)

    def one(self, kind: Hashable, make: Callable[[Path], None]) -> Path:
        """The original whose turn it is; nobody writes into it. kind: what it is, with all that tells it from others.

        make: makes one in a new folder, and closes what it opened.
        """
        turn = next(self._turns.setdefault(kind, cycle(range(_ORIGINALS))))
        if (kind, turn) not in self._made:
            original = Path(self._folder.name) / str(next(self._numbers))
            make(original)
            self._made[kind, turn] = original
        return self._made[kind, turn]


@cache
def originals() -> Originals:
    """Those of this process."""
    return Originals()
