"""Attachments by content: named by their SHA-256, written whole before the commit that names them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from alliance_desk import files
from alliance_desk.errors import Damaged

LIMIT = 200 << 20
"""Largest attachment taken, in bytes."""
_PIECE = 1 << 20


class Blobs:
    """The blob folder of a workspace."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, digest: str) -> Path:
        """Where the blob of this hash lies or would lie."""
        return self.folder / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Whether the blob is there."""
        return self.path(digest).is_file()

    def put(self, data: bytes) -> str:
        """Keep some bytes; returns their hash. Raises Damaged when the disk refuses."""
        digest = hashlib.sha256(data).hexdigest()
        if not self.has(digest):
            files.write(self.path(digest), data)
        return digest

    def put_file(self, source: Path) -> str:
        """Keep a copy of a file; returns its hash. Raises Damaged when it is too large, unreadable, or the disk refuses."""
        return self.put(files.read(source, LIMIT))

    def read(self, digest: str) -> bytes:
        """A blob's bytes. Raises Damaged when it is missing or is not what its name says."""
        data = files.read(self.path(digest), LIMIT)
        if hashlib.sha256(data).hexdigest() != digest:
            raise Damaged("desk.blob-changed", blob=digest)
        return data

    def sound(self, digest: str) -> bool:
        """Whether the blob is there and is what its name says."""
        path = self.path(digest)
        if not path.is_file():
            return False
        found = hashlib.sha256()
        with path.open("rb") as source:
            while piece := source.read(_PIECE):
                found.update(piece)
        return found.hexdigest() == digest

    def all(self) -> Iterator[str]:
        """The hashes of all blobs kept."""
        for path in sorted(self.folder.glob("??/*")):
            if not path.name.endswith(".part"):
                yield path.name

    def remove(self, digest: str) -> None:
        """Drop a blob that no document names. Raises Damaged when the disk refuses."""
        files.remove(self.path(digest))
