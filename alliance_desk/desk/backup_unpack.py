"""Taking a decrypted backup apart: nothing in it is believed before the list at its end agrees.

Whoever has the office's public card could encrypt a file to it; so names and sizes are foreign, and nothing is written outside the folder.
"""

import hashlib
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.desk.backup_archive import ABOUT, CHUNK, DATABASE, FORMAT, LEFT_OUT, LIST
from alliance_desk.errors import Damaged, Refused

_SMALL = 1 << 26
"""Bytes that ``backup.json`` and ``manifest.json`` have at most: the hashes of half a million files."""


def unpack(plain: BinaryIO, folder: Path, file: str, told: Callable[[int], None]) -> Json:
    """Write everything that a decrypted backup holds into ``folder``; returns what it says of itself.

    file: the name shown in errors. told: called with the bytes read so far. Raises Refused for a format that is too new, Damaged when
    something lacks or is not what the list says, or the disk refuses.
    """
    try:
        with tarfile.open(fileobj=plain, mode="r:", encoding="utf-8") as archive:
            return _unpacked(archive, folder, file, told)
    except (tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise Damaged("backup.damaged", file=file) from error


def _unpacked(archive: tarfile.TarFile, folder: Path, file: str, told: Callable[[int], None]) -> Json:
    first = archive.next()
    if first is None or first.name != ABOUT:
        raise ValueError("no backup")
    data = _content(archive, first)
    about = canonical.decode(data)
    if about["least_reader"] > FORMAT:
        raise Refused("backup.newer", file=file, program=about["program"])
    found: list[Json] = [{"name": ABOUT, "sha256": canonical.sha256(data), "size": len(data)}]
    while (member := archive.next()) is not None:
        told(member.offset)
        if member.name == LIST:
            if canonical.decode(_content(archive, member))["files"] != found or archive.next() is not None:
                raise ValueError("the list differs")
            return about
        found.append(_taken_out(archive, member, folder))
    raise ValueError("no list")


def _taken_out(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> Json:
    parts = member.name.split("/")
    source = archive.extractfile(member) if _plain(member) else None
    if source is None or not all(map(files.harmless, parts)) or (parts[0] in LEFT_OUT and parts != [DATABASE]):
        raise ValueError(f"not a name of ours: {member.name!r}")
    target = folder.joinpath(*parts)
    if target.exists():
        raise ValueError("a name stands twice")
    digest = hashlib.sha256()
    with files.writing(target) as out:
        while piece := source.read(CHUNK):
            digest.update(piece)
            out.write(piece)
    return {"name": member.name, "sha256": digest.hexdigest(), "size": member.size}


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    source = archive.extractfile(member) if _plain(member) and member.size <= _SMALL else None
    if source is None:
        raise ValueError("not a file")
    return source.read()


def _plain(member: tarfile.TarInfo) -> bool:
    """A file with all its bytes there: no link, and no sparse one, which could fill a disk out of nothing."""
    return member.type == tarfile.REGTYPE and not member.issparse()
