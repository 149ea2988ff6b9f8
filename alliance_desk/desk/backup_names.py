"""Backups in a folder: how their files are named, which there are, and which of them may go.

The name says whose backup it is (office, and the beginning of its key's fingerprint) and when it was made (UTC+8), for the file
itself is encrypted. The sealed key lies beside the backups of an office under the same beginning.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from alliance_desk import files
from alliance_desk.clock import CHINA
from alliance_desk.errors import Damaged

SUFFIX, KEY_SUFFIX = ".deskbackup", ".key"
DAYS, WEEKS = 7, 4
"""Kept are the last backup of each of so many days, and of each of so many weeks: of those in which backups were made."""

_NAME = re.compile(r"(?P<owner>(?P<office>.+)-[0-9A-HJKMNP-TV-Z]{5})-(?P<moment>[0-9]{8}-[0-9]{6})\.deskbackup")
_MOMENT = "%Y%m%d-%H%M%S"
_LONGEST = 60
"""Characters of an office's name in a file name: together they stay within 255 bytes."""


class Kept(Struct, frozen=True):
    """One backup. owner: beginning of the names of this office's files. made: to the second, UTC+8. size: bytes."""

    path: Path
    owner: str
    office: str
    made: datetime
    size: int


def owner(office: str, fingerprint: str) -> str:
    """The beginning of the names of an office's backups."""
    bare = "".join(sign for sign in office if files.harmless(sign) or sign in " .")
    return f"{bare[:_LONGEST].strip(' .')}-{fingerprint[:5]}".lstrip("-")


def name(owner: str, made: datetime) -> str:
    """The name of a backup."""
    return f"{owner}-{made.astimezone(CHINA).strftime(_MOMENT)}{SUFFIX}"


def read_name(path: Path) -> Kept | None:
    """What a file's name says; None for a file that is not named as we name them."""
    found = _NAME.fullmatch(path.name)
    if found is None:
        return None
    try:
        made = datetime.strptime(found["moment"], _MOMENT).replace(tzinfo=CHINA)
        return Kept(path, found["owner"], found["office"], made, path.stat().st_size)
    except (ValueError, OSError):  # no such day, or a stick that was just pulled
        return None


def backups(folder: Path, owner: str = "") -> list[Kept]:
    """The backups in a folder, newest first; of one office only where ``owner`` is given. Raises Damaged when it cannot be read."""
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise Damaged("files.cannot-read", path=str(folder), why=files.reason(error)) from error
    found = [kept for path in paths if (kept := read_name(path)) is not None and owner in ("", kept.owner)]
    return sorted(found, key=lambda kept: kept.made, reverse=True)


def key_beside(path: Path) -> Path | None:
    """The sealed key that lies beside a backup, if one does."""
    kept = read_name(path)
    key = path.with_name(f"{kept.owner}{KEY_SUFFIX}") if kept is not None else path.with_suffix(KEY_SUFFIX)
    return key if key.is_file() else None


def surplus(found: Sequence[Kept]) -> Iterator[Kept]:
    """Those of one office's backups, newest first, that the rule no longer keeps."""
    days: dict[object, None] = {}
    weeks: dict[object, None] = {}
    for kept in found:
        day, week = kept.made.date(), kept.made.isocalendar()[:2]
        wanted = (day not in days and len(days) < DAYS) or (week not in weeks and len(weeks) < WEEKS)
        days[day] = weeks[week] = None
        if not wanted:
            yield kept
