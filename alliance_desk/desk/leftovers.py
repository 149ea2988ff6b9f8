"""What a program that was killed left behind: decrypted packages, half-written files, copies that no record names."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from alliance_desk import files
from alliance_desk.desk.workspace import Workspace
from alliance_desk.errors import Damaged
from db.session import Raw

_OURS = re.compile(r"[0-9a-f]{32}\.deskpack(\.part)?")
_KEPT = "SELECT file FROM local_quarantine"


def sweep(place: Workspace, raw: Raw) -> None:
    """Empty the scratch folder, where packages lie decrypted, and remove unfinished files. Only under the writer's lock."""
    for path in _left(place, raw):
        # On Windows a program that only looks may still have it open; the next opening takes it.
        with contextlib.suppress(Damaged):
            files.remove(path)


def _left(place: Workspace, raw: Raw) -> Iterator[Path]:
    yield from place.scratch.glob("*")
    for folder in (place.outbox, place.papers, place.root, place.blobs):
        yield from folder.glob("*.part")
    yield from place.blobs.glob("??/*.part")
    kept = {name for (name,) in raw.execute(_KEPT)}
    yield from (path for path in place.quarantine.glob("*") if _OURS.fullmatch(path.name) and path.name not in kept)
