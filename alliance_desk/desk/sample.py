"""The mark of a workspace that is only for trying: the day on which its story goes on, and the passphrase everybody may know."""

from datetime import date
from pathlib import Path

import msgspec

from alliance_desk import files

SECRET = "sample-workspace"  # noqa: S105 - the sample offices' keys protect nothing
_NAME = "sample.json"
_LIMIT = 1 << 12


class Sample(msgspec.Struct, frozen=True):
    """What the mark says."""

    day: date
    passphrase: str


def mark(root: Path, day: date) -> None:
    """Mark a workspace as a sample. Raises Damaged when the disk refuses."""
    files.write(root / _NAME, msgspec.json.encode(Sample(day, SECRET)))


def marked(root: Path) -> Sample | None:
    """The mark of a sample workspace; None for an ordinary one."""
    place = root / _NAME
    return msgspec.json.decode(files.read(place, _LIMIT), type=Sample) if place.is_file() else None
