"""Backing a workspace up: one encrypted file that holds everything, written whole or not at all, and the sealed key beside it.

Encrypting needs no passphrase: it is done to the office's own public recipient. Opening needs the sealed key and its passphrase.
"""

import contextlib
import glob
import hashlib
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from alliance_desk import __version__, files
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.clock import CHINA, stamp
from alliance_desk.desk import backup_archive as archive
from alliance_desk.desk import backup_names as names
from alliance_desk.desk import marks
from alliance_desk.desk.backup_names import backups
from alliance_desk.desk.backup_restore import restore
from alliance_desk.desk.backup_state import KINDS, check_folder, own_card, remember
from alliance_desk.desk.desk import Desk
from alliance_desk.errors import Damaged
from alliance_desk.keys import age
from alliance_desk.ledger import streams
from db.session import disk_fault

__all__ = ["backup", "backups", "restore"]

FAT = (1 << 32) - 1
"""Bytes of the largest file that a stick formatted as FAT32 takes."""
_KEY_LIMIT = 1 << 16


def backup(desk: Desk, folder: Path) -> Changes:
    """Write a backup into a folder, prove it, and let those go that the rule no longer keeps.

    The desk may be one that only looks; then the caller has a writing one ``remember`` it.
    Raises Refused (no such folder, inside the workspace) or Damaged (a disk refuses or is full); nothing is left then.
    """
    check_folder(desk, folder)
    card = own_card(desk)
    owner = names.owner(card.name, card.fingerprint)
    made = desk.clock.now()
    while (target := folder / names.name(owner, made)).exists():
        made += timedelta(seconds=1)
    commit = streams.next_commit(desk.raw, desk.office) - 1
    known = marks.load(desk.place.marks)
    about: Json = {
        "commit": commit,
        "format": archive.FORMAT,
        "incarnation": known.incarnation if known is not None else "",
        "least_reader": archive.FORMAT,
        "made": stamp(made),
        "name": card.name,
        "office": card.office,
        "program": __version__,
    }
    copied = desk.place.scratch / f"{uuid.uuid4().hex}.db"
    try:
        _copy_database(desk, copied)
        goods = archive.load(desk.place, copied, about)
        size = _write(desk, goods, target, card.recipient, folder / f"{owner}{names.KEY_SUFFIX}")
    finally:
        files.remove(copied)
    dropped = _drop(folder, owner, target)
    done = Changes(
        code="backup.made" + ("-in-part" if goods.troubled else "") + ("-and-dropped" if dropped else ""),
        facts={
            "path": str(target),
            "size": f"{size / 2**20:.1f} MB",
            "commit": commit,
            "on": made.astimezone(CHINA).date().isoformat(),
            "dropped": tuple(dropped),
            "troubled": tuple(goods.troubled),
        },
        kinds=KINDS,
        files=(target,),
    )
    if not desk.readonly:
        remember(desk, done)
    return done


def _copy_database(desk: Desk, target: Path) -> None:
    from db import backup as copying

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        why = copying.copy(desk.raw, target, lambda done, whole: desk.progress(done, whole, "backup.copying"))
    except OSError as error:
        raise Damaged("files.cannot-write", path=str(target), why=files.reason(error)) from error
    except Exception as error:
        if why := disk_fault(error):
            raise Damaged("files.cannot-write", path=str(target), why=why) from error
        raise
    if why:  # a damaged one must not push the sound ones out
        raise Damaged("doctor.file-damaged", why=why)


def _write(desk: Desk, goods: archive.Load, target: Path, recipient: str, key: Path) -> int:
    """Write the file and read it back whole; the key comes to lie beside it just before it takes its name. Returns its bytes."""
    whole = max(goods.octets, 1)
    if shutil.disk_usage(target.parent).free < whole:
        free = shutil.disk_usage(target.parent).free
        raise Damaged("backup.no-room", path=str(target.parent), free=free >> 20, needed=(whole >> 20) + 1)
    sealed = files.read(desk.place.key, _KEY_LIMIT)
    written, size = hashlib.sha256(), 0

    def check(part: Path) -> None:
        nonlocal size
        found = hashlib.sha256()
        for size, piece in _read_back(part):
            desk.progress(whole + min(size, whole), 2 * whole, "backup.reading-back")
            found.update(piece)
        if found.digest() != written.digest():
            raise Damaged("backup.read-back", path=str(target))
        if not key.is_file() or files.read(key, _KEY_LIMIT) != sealed:
            files.write(key, sealed)

    try:
        with files.writing(target, check) as out:
            content = archive.pieces(goods, lambda done: desk.progress(min(done, whole), 2 * whole, "backup.writing"))
            age.encrypt(files.Stream(content), _Sink(out.write, written.update), recipient)
    except Damaged as error:
        if whole > FAT and error.facts.get("path") == str(target) and error.code == "files.cannot-write":
            raise Damaged("backup.fat", path=str(target.parent), why=str(error.facts["why"])) from error
        raise
    return size


def _read_back(path: Path) -> Iterator[tuple[int, bytes]]:
    done = 0
    with path.open("rb") as source:
        if hasattr(os, "posix_fadvise"):  # from the medium, not from the system's memory; Windows has no call for it
            os.posix_fadvise(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := source.read(archive.CHUNK):
            done += len(piece)
            yield done, piece


def _drop(folder: Path, owner: str, fresh: Path) -> list[str]:
    """Let old backups of this office go, and what a killed program left half-written; one that cannot be deleted stays."""
    dropped: list[str] = []
    with contextlib.suppress(Damaged):  # the backup is made; a stick that is pulled now takes nothing from that
        old = [kept.path for kept in names.surplus(backups(folder, owner)) if kept.path != fresh]
        for path in folder.glob(f"{glob.escape(owner)}-*{names.SUFFIX}.part"):
            files.remove(path)
        for path in old:
            files.remove(path)
            dropped.append(path.name)
    return dropped


class _Sink:
    """Hands what is written to several."""

    def __init__(self, *takers: Callable[[bytes], object]) -> None:
        self._takers = takers

    def write(self, data: bytes) -> int:
        for take in self._takers:
            take(data)
        return len(data)
