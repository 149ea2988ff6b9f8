"""Opens a foreign ZIP without trusting it: before ``zipfile`` reads its directory, and before anything is unpacked."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from msgspec import Struct

from alliance_desk import files
from alliance_desk.errors import Refused

_END = struct.Struct("<4s4H2LH")
_CHUNK = 1 << 16


class Limits(Struct, frozen=True):
    """What a workbook may be at most. Sizes in bytes; ratio = unpacked ÷ packed; rows and cells of one sheet.

    elements, depth: XML elements in the whole workbook and how deep they nest.
    """

    packed: int = 24 << 20
    entries: int = 1_000
    directory: int = 512 << 10
    unpacked: int = 96 << 20
    ratio: int = 300
    ratio_from: int = 4 << 20
    rows: int = 20_000
    cells: int = 400_000
    elements: int = 2_000_000
    depth: int = 64


def open_archive(data: bytes, limits: Limits) -> zipfile.ZipFile:
    """A ZIP whose directory is small, whole and plain. Raises Refused for what an ordinary program never writes.

    Refused are: cut or extended files, ZIP64, archive comments, encrypted entries, other methods than stored and deflated,
    hostile or repeated names, and declared sizes beyond the limits. The directory's size is read before ``zipfile`` builds it.
    """
    if len(data) < _END.size:
        raise Refused("sheets.scan.broken")
    mark, disk, first, here, entries, size, start, comment = _END.unpack(data[-_END.size :])
    plain = mark == b"PK\5\6" and not disk and not first and here == entries and not comment
    if not plain or data[-_END.size - 20 :].startswith(b"PK\6\7") or start + size + _END.size != len(data):
        raise Refused("sheets.scan.broken")
    if entries > limits.entries or size > limits.directory:
        raise Refused("sheets.scan.too-many-parts", limit=limits.entries)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, RuntimeError) as error:
        raise Refused("sheets.scan.broken") from error
    _judge(archive.infolist(), limits)
    return archive


def _judge(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    seen: set[str] = set()
    for info in infos:
        parts = info.filename.removesuffix("/").split("/")
        if not all(map(files.harmless, parts)) or info.orig_filename != info.filename:
            raise Refused("sheets.scan.hostile-name")
        if (folded := info.filename.casefold()) in seen:
            raise Refused("sheets.scan.twice", part=info.filename)
        seen.add(folded)
        if info.flag_bits & 0x41:
            raise Refused("sheets.scan.encrypted")
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused("sheets.scan.broken")
        if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise Refused("sheets.scan.bomb", limit=limits.ratio)
    if sum(info.file_size for info in infos) > limits.unpacked:
        raise Refused("sheets.scan.too-big", limit=limits.unpacked >> 20)


class Meter:
    """Counts what really comes out of an archive; a size that was declared smaller is found here."""

    def __init__(self, limits: Limits) -> None:
        self.left = limits.unpacked
        self._limit = limits.unpacked

    def stream(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
        """The bytes of one entry in pieces. Raises Refused when the archive's total passes the limit or the entry is damaged."""
        try:
            with archive.open(info) as source:
                while piece := source.read(_CHUNK):
                    self.left -= len(piece)
                    if self.left < 0:
                        raise Refused("sheets.scan.too-big", limit=self._limit >> 20)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, OSError) as error:
            raise Refused("sheets.scan.broken") from error
