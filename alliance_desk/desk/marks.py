"""High-water marks outside the database, so that a restored copy notices what it has forgotten.

The file holds the database's incarnation, the last commit number, and the highest serial of every number series. Serials are
raised and flushed to the disk before the commit that uses them; the commit number after it.
"""

from pathlib import Path

import msgspec

from alliance_desk import files
from alliance_desk.errors import Damaged

_LIMIT = 1 << 20


class Marks(msgspec.Struct):
    """incarnation: random id of this life of the database. commit_no: last known commit. series: series/year → serial."""

    incarnation: str
    commit_no: int = 0
    series: dict[str, int] = {}


def load(path: Path) -> Marks | None:
    """The marks, or None when the file is not there. Raises Damaged when it cannot be read."""
    if not path.exists():
        return None
    try:
        return msgspec.json.decode(files.read(path, _LIMIT), type=Marks)
    except msgspec.DecodeError as error:
        raise Damaged("desk.marks-unreadable", path=str(path)) from error


def save(path: Path, marks: Marks) -> None:
    """Write the marks whole and flush them. Raises Damaged when the disk refuses."""
    files.write(path, msgspec.json.encode(marks, order="deterministic"))
