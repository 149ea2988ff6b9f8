"""Container format 0, read: nothing in a package is believed before its signature, and no byte of it is left unexplained.

Copied from the stick first; decrypted; the four tag files read as bytes; the signature checked; only then parsed. The rest
must equal, byte for byte, the one layout that the signed manifest and the contents have. What is then left for the caller
is to judge a known sender's statements, not bytes.
"""

import contextlib
import hashlib
import os
import uuid
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from alliance_desk import files
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange.container import SUFFIX, Limits
from alliance_desk.exchange.manifest import Name
from alliance_desk.exchange.streams import CHUNK, chunks, file_sha256
from alliance_desk.exchange.verify import Verified, verify
from alliance_desk.files import Stream
from alliance_desk.keys import age
from alliance_desk.keys.office import KeyCard, OfficeKey
from alliance_desk.progress import Progress, silent

IN_MEMORY = 64 << 20
"""Bytes that ``Opened.read`` gives at most in one piece; larger contents flow through ``pieces``."""


@dataclass(frozen=True)
class Copy:
    """A package taken off the stick: its name there, where it lies now, SHA-256 and size of the file."""

    name: str
    path: Path
    sha256: str
    size: int


def take_copy(source: Path, target: Path, limits: Limits | None = None) -> Copy:
    """Copy a package file to its place in the quarantine. Raises Damaged when a disk fails, Refused when it is too large."""
    limit = (limits or Limits()).octets
    digest, size = hashlib.sha256(), 0
    with files.writing(target) as out:
        for piece in chunks(source):
            size += len(piece)
            if size > limit:
                raise Refused("exchange.too-large", file=source.name, limit=files.megabytes(limit))
            digest.update(piece)
            out.write(piece)
    shown = "".join(c if c.isprintable() else "?" for c in source.name)  # a foreign name may turn the message around it
    return Copy(shown, target, digest.hexdigest(), size)


def open_container(
    source: Path | Copy,
    key: OfficeKey,
    *,
    office: str,
    known: Mapping[str, KeyCard],
    scratch: Path,
    limits: Limits | None = None,
    progress: Progress = silent,
) -> "Opened":
    """Verify a package and open it; close it (or use ``with``) to remove what it left in ``scratch``.

    source: the file, or what ``take_copy`` gave. key, office: the reader's own key and office id. known: fingerprint → card
    of every office whose key was entered. scratch: a folder on the office's own disk; it holds the decrypted package while
    it is open. progress: called with bytes done and in all.
    Raises UnknownSigner, Refused (no package, too new, for another office, too large) or Damaged (cut short, changed).
    """
    limits = limits or Limits()
    with contextlib.ExitStack() as leftovers:
        copy = source if isinstance(source, Copy) else _copied(source, scratch, limits, leftovers)
        if file_sha256(copy.path) != copy.sha256:
            raise Damaged("exchange.changed", file=copy.name, where=str(copy.path))
        _expect_age(copy)
        plain = scratch / f"{uuid.uuid4().hex}.plain"
        leftovers.callback(files.remove, plain)
        with files.writing(plain) as out:
            age.decrypt(Stream(chunks(copy.path)), out, key.identity, copy.name)
        return _opened(plain, copy, leftovers, office=office, known=known, limits=limits, progress=progress)


def open_plain(
    source: Path, *, office: str, known: Mapping[str, KeyCard], scratch: Path, limits: Limits | None = None
) -> "Opened":
    """The same for what ``write_plain`` wrote: for the archive and for tests, never for what comes on a stick."""
    limits = limits or Limits()
    with contextlib.ExitStack() as leftovers:
        copy = _copied(source, scratch, limits, leftovers)
        return _opened(copy.path, copy, leftovers, office=office, known=known, limits=limits, progress=silent)


class Opened:
    """A verified package: its envelope, its signer's card as this office knows it, and its contents by kind and hash."""

    def __init__(self, copy: Copy, proven: Verified, plain: BinaryIO, leftovers: contextlib.ExitStack) -> None:
        self.name = copy.name
        self.sha256 = copy.sha256
        self.size = copy.size
        self.envelope = proven.envelope
        self.signer = proven.signer
        self.tags = proven.tags
        self._places = proven.places
        self._plain = plain
        self._leftovers = leftovers

    def kinds(self) -> list[str]:
        """The kinds of content inside, sorted."""
        return sorted({name.kind for name in self._places})

    def names(self, kind: str) -> list[str]:
        """SHA-256 of every content of a kind, sorted."""
        return [name.sha256 for name in self._places if name.kind == kind]

    def size_of(self, kind: str, sha256: str) -> int:
        """Bytes of one content. Raises Damaged when the package does not hold it."""
        return self._place(kind, sha256)[1]

    def read(self, kind: str, sha256: str) -> bytes:
        """One content whole. Raises Damaged when the package does not hold it, Refused when it is larger than 64 MiB."""
        if self.size_of(kind, sha256) > IN_MEMORY:
            raise Refused("exchange.too-large", file=f"{kind}/{sha256}", limit=files.megabytes(IN_MEMORY))
        return b"".join(self.pieces(kind, sha256))

    def pieces(self, kind: str, sha256: str) -> Iterator[bytes]:
        """One content, a megabyte at a time, hashed once more on the way: fits ``files.write``. Raises Damaged at its end."""
        offset, left = self._place(kind, sha256)
        digest = hashlib.sha256()
        while left:
            self._plain.seek(offset)  # each time: two contents may be read by turns
            piece = self._plain.read(min(CHUNK, left))
            if not piece:
                break
            digest.update(piece)
            offset += len(piece)
            left -= len(piece)
            yield piece
        if digest.hexdigest() != sha256:
            raise Damaged("exchange.changed", file=self.name, where=f"{kind}/{sha256}")

    def close(self) -> None:
        """Remove what lies in the scratch folder."""
        self._leftovers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _place(self, kind: str, sha256: str) -> tuple[int, int]:
        place = self._places.get(Name(kind, sha256))
        if place is None:
            raise Damaged("exchange.no-such-part", kind=kind, sha256=sha256)
        return place


def _copied(source: Path, scratch: Path, limits: Limits, leftovers: contextlib.ExitStack) -> Copy:
    target = scratch / f"{uuid.uuid4().hex}{SUFFIX}"
    leftovers.callback(files.remove, target)
    return take_copy(source, target, limits)


def _expect_age(copy: Copy) -> None:
    """The age library also knows an armoured form; ours is the binary one only."""
    head = next(chunks(copy.path), b"")[: len(age.MAGIC)]
    if head and head != age.MAGIC and age.MAGIC.startswith(head):
        raise Damaged("exchange.cut-short", file=copy.name)
    if head != age.MAGIC:
        raise Refused("exchange.not-a-package", file=copy.name)


@contextlib.contextmanager
def _reading(path: Path) -> Generator[BinaryIO]:
    try:
        handle = path.open("rb")
    except OSError as error:
        raise Damaged("files.cannot-read", path=str(path), why=files.reason(error)) from error
    with handle:
        yield handle


def _opened(
    plain: Path,
    copy: Copy,
    leftovers: contextlib.ExitStack,
    *,
    office: str,
    known: Mapping[str, KeyCard],
    limits: Limits,
    progress: Progress,
) -> Opened:
    with contextlib.ExitStack() as handles:
        handle = handles.enter_context(_reading(plain))
        size = handle.seek(0, os.SEEK_END)
        handle.seek(0)
        proven = verify(handle, size, copy.name, office=office, known=known, limits=limits, progress=progress)
        # From here on the handle belongs to Opened: it is closed before its file is removed (Windows asks for that).
        kept = leftovers.pop_all()
        kept.push(handles.pop_all())
        return Opened(copy, proven, handle, kept)
