"""What a backup holds: a tar of the whole workspace, the database's copy first, a list of all sizes and hashes last.

It is plain tar inside plain age, so that in decades it can still be opened without this program:
``age --decrypt -i identity FILE | tar x``.
"""

import hashlib
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.desk.workspace import Workspace
from alliance_desk.errors import Damaged

FORMAT = 0
"""The format this program writes, and the newest it reads."""
CHUNK = 1 << 20
ABOUT, LIST, DATABASE = "backup.json", "manifest.json", "desk.db"
_BLOCK = 512
LEFT_OUT = {DATABASE, "desk.db-wal", "desk.db-shm", "desk.lock", "scratch", ABOUT, LIST}
"""The live database is never copied as a file; the next ones belong to whoever has the workspace open; the last are the backup's own."""


@dataclass
class Load:
    """What goes into one backup. about: what it says of itself. files: name inside → where it lies, in order.

    troubled: names of files that could not be read, or are not what they must be; they are told, and keep no backup from being made.
    """

    about: Json
    files: dict[str, Path]
    troubled: list[str] = field(default_factory=list[str])

    @property
    def octets(self) -> int:
        """About how many bytes the archive has."""
        return sum(_size(path) + 2 * _BLOCK for path in self.files.values())


def load(place: Workspace, database: Path, about: Json) -> Load:
    """Everything in a workspace's folder. database: the copy that stands for the live one."""
    found = Load(about, {DATABASE: database})
    for path in sorted(place.root.rglob("*")):
        parts = path.relative_to(place.root).parts
        passing = path.suffix == ".part" or path.name.startswith("~$") or path.is_symlink()  # ~$: Word's own marks
        if parts[0] in LEFT_OUT or passing or not path.is_file():
            continue
        if all(map(files.harmless, parts)):
            found.files["/".join(parts)] = path
        else:
            found.troubled.append("/".join(parts))
    return found


def pieces(goods: Load, told: Callable[[int], None]) -> Iterator[bytes]:
    """The archive, a megabyte at a time. told: called with the bytes given out so far.

    Raises Damaged when the copy of the database or the key cannot be read.
    """
    listed: list[Json] = []
    done = 0
    for piece in _members(goods, listed):
        told(done)
        done += len(piece)
        yield piece
    told(done)


def _members(goods: Load, listed: list[Json]) -> Iterator[bytes]:
    yield _small(ABOUT, goods.about, listed)
    for name, path in goods.files.items():
        try:
            source = path.open("rb")
        except OSError as error:
            if name in {DATABASE, "keys/office.key"}:
                raise Damaged("files.cannot-read", path=str(path), why=files.reason(error)) from error
            goods.troubled.append(name)
            continue
        with source:
            yield from _member(goods, name, source, listed)
    yield _small(LIST, {"files": listed}, [])
    yield bytes(2 * _BLOCK)


def _member(goods: Load, name: str, source: BinaryIO, listed: list[Json]) -> Iterator[bytes]:
    """One file. What cannot be read of it is filled with zeros, for its size has been said.

    A bad sector in one attachment must not cost the backup of all others.
    """
    stand = goods.files[name].stat()
    yield _header(name, stand.st_size, int(stand.st_mtime))
    digest, left = hashlib.sha256(), stand.st_size
    whole = True
    while left:
        piece = _read(source, min(CHUNK, left))
        whole = whole and bool(piece)
        piece = piece or bytes(min(CHUNK, left))
        digest.update(piece)
        left -= len(piece)
        yield piece
    yield bytes(-stand.st_size % _BLOCK)
    if not whole and name == DATABASE:
        raise Damaged("files.cannot-read", path=str(goods.files[name]), why="")
    blob = name.startswith("blobs/") and len(goods.files[name].name) == len(digest.hexdigest())
    if not whole or (blob and digest.hexdigest() != goods.files[name].name):
        goods.troubled.append(name)
    listed.append({"name": name, "sha256": digest.hexdigest(), "size": stand.st_size})


def _read(source: BinaryIO, size: int) -> bytes:
    try:
        return source.read(size)
    except OSError:
        return b""


def _small(name: str, value: Json, listed: list[Json]) -> bytes:
    data = canonical.encode(value)
    listed.append({"name": name, "sha256": canonical.sha256(data), "size": len(data)})
    return _header(name, len(data), 0) + data + bytes(-len(data) % _BLOCK)


def _header(name: str, size: int, changed: int) -> bytes:
    about = tarfile.TarInfo(name)
    about.size, about.mtime, about.mode = size, changed, 0o600
    return about.tobuf(tarfile.PAX_FORMAT)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
