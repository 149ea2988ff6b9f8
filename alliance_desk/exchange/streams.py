"""Bytes on their way: contents a megabyte at a time, a sink that counts and hashes."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from alliance_desk import files
from alliance_desk.errors import Damaged

CHUNK = 1 << 20


def chunks(content: bytes | Path) -> Iterator[bytes]:
    """The bytes of a content, a megabyte at a time. Raises Damaged when the file cannot be read."""
    if isinstance(content, bytes):
        yield content
        return
    try:
        with content.open("rb") as source:
            while piece := source.read(CHUNK):
                yield piece
    except OSError as error:
        raise Damaged("files.cannot-read", path=str(content), why=files.reason(error)) from error


class Tally:
    """Counts and hashes what goes into a file."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._out.write(data)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, from the medium where the system lets us ask for it and not from its cache.

    Raises Damaged when it cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as source:
            if hasattr(os, "posix_fadvise"):  # not on Windows
                os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            while piece := source.read(CHUNK):
                digest.update(piece)
    except OSError as error:
        raise Damaged("files.cannot-read", path=str(path), why=files.reason(error)) from error
    return digest.hexdigest()
