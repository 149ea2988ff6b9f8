"""Every byte this program writes to disk by itself goes through here, so that faults can be injected in one place.

A file appears whole or not at all: written as ``NAME.part``, flushed to the disk, renamed, the folder flushed.
"""

import contextlib
import glob
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from alliance_desk.errors import Damaged


@contextlib.contextmanager
def writing(path: Path, check: Callable[[Path], None] | None = None) -> Generator[BinaryIO]:
    """A file being written; it takes its name only when the block ends well. Raises Damaged when the disk refuses.

    check: called with the flushed ``.part`` before it takes its name, to read it back; what it raises keeps the name free.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        if check is not None:
            check(part)
        os.replace(part, path)
        sync_folder(path.parent)
    except OSError as error:
        raise Damaged("files.cannot-write", path=str(path), why=reason(error)) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def write(path: Path, data: bytes | Iterable[bytes]) -> Path:
    """Write a whole file and return its path. Raises Damaged when the disk refuses."""
    with writing(path) as out:
        for piece in [data] if isinstance(data, bytes) else data:
            out.write(piece)
    return path


def megabytes(octets: int) -> str:
    """So many bytes as people count them: MB, without needless noughts."""
    return f"{round(octets / (1 << 20), 3):,g}"


def read(path: Path, limit: int) -> bytes:
    """A whole file of at most ``limit`` bytes. Raises Damaged when it is missing, unreadable or larger."""
    try:
        with path.open("rb") as source:
            data = source.read(limit + 1)
    except OSError as error:
        raise Damaged("files.cannot-read", path=str(path), why=reason(error)) from error
    if len(data) > limit:
        raise Damaged("files.too-large", path=str(path), limit=megabytes(limit))
    return data


class Stream:
    """An iterator of pieces as something to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        wanted = len(self._rest) if size < 0 else size
        taken, self._rest = self._rest[:wanted], self._rest[wanted:]
        return bytes(taken)


@contextlib.contextmanager
def making(folder: Path) -> Generator[Path]:
    """A folder being filled beside its place; it takes its name only when the block ends well. Raises Damaged when the disk refuses.

    folder: missing, or empty. What an earlier try that was killed has left beside it goes.
    """
    for left in folder.parent.glob(glob.escape(folder.name) + ".*.part"):
        if re.fullmatch(r"\.[0-9a-f]{32}\.part", left.name.removeprefix(folder.name)):
            shutil.rmtree(left, ignore_errors=True)
    part = folder.with_name(f"{folder.name}.{uuid.uuid4().hex}.part")
    try:
        part.mkdir(parents=True)
        yield part
        if folder.exists():
            folder.rmdir()
        _take_name(part, folder)
        sync_folder(folder.parent)
    except OSError as error:
        raise Damaged("files.cannot-write", path=str(folder), why=reason(error)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _take_name(part: Path, folder: Path) -> None:
    """On Windows a virus scanner may still look into a new folder: it is asked again for two seconds."""
    for _ in range(20 if os.name == "nt" else 0):
        with contextlib.suppress(PermissionError):
            os.replace(part, folder)
            return
        time.sleep(0.1)
    os.replace(part, folder)


def remove(path: Path) -> None:
    """Delete a file if it is there. Raises Damaged when the disk refuses."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Damaged("files.cannot-write", path=str(path), why=reason(error)) from error


def changed(path: Path) -> datetime:
    """When a file was last written, UTC. Raises Damaged when it is not there."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise Damaged("files.cannot-read", path=str(path), why=reason(error)) from error


def sync_folder(folder: Path) -> None:
    """Flush a folder's own entries to the disk; Windows does this by itself and offers no call for it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def reason(error: OSError) -> str:
    """The operating system's own word for what went wrong."""
    return error.strerror or type(error).__name__


_BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{name}{n}" for name in ("COM", "LPT") for n in "123456789¹²³")}


def harmless(name: str) -> bool:
    """Whether a foreign file name may be used as a plain name on Windows and Linux alike.

    Refused are path parts, control and direction characters, Windows device names, and a trailing dot or space.
    """
    return (
        0 < len(name) <= 200
        and not any(c in _BIDI or ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or c in '\\/:*?"<>|' for c in name)
        and name not in {".", ".."}
        and name == name.rstrip(". ")
        and name.split(".", 1)[0].strip().upper() not in _DEVICES
    )
