"""Restoring a backup into a new folder: all of it proven before the folder takes its name, and a new life begun inside.

Nobody can say what was committed and which numbers were given out after the backup was made. So the restored workspace begins a new
incarnation, recorded in the office stream, and leaves a margin in every series of numbers.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from alliance_desk import files
from alliance_desk.clock import Clock, FixedClock
from alliance_desk.desk import marks
from alliance_desk.desk.backup_archive import CHUNK
from alliance_desk.desk.backup_unpack import unpack
from alliance_desk.desk.desk import Desk
from alliance_desk.desk.opening import open_desk
from alliance_desk.desk.restore import MARGIN
from alliance_desk.desk.sample import marked
from alliance_desk.desk.workspace import Workspace
from alliance_desk.errors import Damaged, Refused
from alliance_desk.keys import age
from alliance_desk.ledger import chain, streams
from alliance_desk.progress import Progress, silent
from db.session import DatabaseError

if TYPE_CHECKING:
    from alliance_desk.keys.office import OfficeKey

_KEY_LIMIT = 1 << 16


def restore(
    file: Path,
    sealed_key: Path,
    passphrase: str,
    root: Path,
    progress: Progress = silent,
    *,
    clock: Clock | None = None,
) -> Path:
    """Make the workspace that a backup holds, in a new or empty folder; returns the folder.

    sealed_key: the key that lies beside the backups. clock: the system's, or a sample's own day, when None.
    Raises Refused (wrong passphrase, another office's key, no backup, too new, folder in use) or Damaged (cut short, changed, a disk
    refuses); nothing is left then.
    """
    from alliance_desk.keys.office import OfficeKey

    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise Refused("desk.folder-in-use", path=str(root))
    progress(0, 0, "backup.unlocking")
    sealed = files.read(sealed_key, _KEY_LIMIT)
    key = OfficeKey.unseal(sealed, passphrase, sealed_key.name)
    with files.making(root) as made:
        before = _unpack(file, key, made, progress)
        place = Workspace(made)
        # The key that was just opened: its passphrase may have been changed since the backup was made.
        files.write(place.key, sealed)
        _begin(place, key, before, file, progress, clock)
    return root


def _unpack(file: Path, key: "OfficeKey", folder: Path, progress: Progress) -> marks.Marks | None:
    """Decrypt and unpack; returns the marks as they were, which are not put in their place: so the desk notices what happened."""
    plain = folder / "plain.part"
    try:
        with file.open("rb") as source:
            whole = max(os.fstat(source.fileno()).st_size, 1)
            if source.read(len(age.MAGIC)) != age.MAGIC:
                raise Refused("backup.not-a-backup", file=file.name)
            source.seek(0)
            watched = _Watched(source, file, lambda done: progress(done, 2 * whole, "backup.opening"))
            with files.writing(plain) as out:
                _decrypt(watched, out, key, file.name)
    except OSError as error:
        raise Damaged("files.cannot-read", path=str(file), why=files.reason(error)) from error
    with plain.open("rb") as source:
        unpack(
            source, folder, file.name, lambda done: progress(whole + min(done, whole), 2 * whole, "backup.unpacking")
        )
    files.remove(plain)
    place = Workspace(folder)
    before = marks.load(place.marks)
    files.remove(place.marks)
    return before


def _decrypt(source: age.Source, out: age.Sink, key: "OfficeKey", file: str) -> None:
    try:
        age.decrypt(source, out, key.identity, file)
    except Refused as error:
        raise Refused("backup.other-key", file=file) from error
    except Damaged as error:
        if error.code == "exchange.envelope-damaged":
            raise Damaged("backup.damaged", file=file) from error
        raise


def _begin(
    place: Workspace, key: "OfficeKey", before: marks.Marks | None, file: Path, progress: Progress, clock: Clock | None
) -> None:
    """Open the workspace for the first time, which begins its new life, and prove it."""
    from alliance_desk.keys.office import read_card

    sample = marked(place.root)
    clock = clock or (FixedClock(sample.day) if sample is not None else None)
    try:
        with open_desk(place.root, clock=clock) as desk:
            _prove(desk, file.name, progress)
            if read_card(desk.settings["office"]["card"].encode(), desk.office).recipient != key.recipient:
                raise Refused("backup.other-key", file=file.name)
            _leave_margin(place, before)
    except DatabaseError as error:
        raise Damaged("backup.unsound", file=file.name, why=str(error)) from error


def _prove(desk: Desk, file: str, progress: Progress) -> None:
    """The database is whole, and every stream hangs together."""
    for query in ("PRAGMA integrity_check", "PRAGMA foreign_key_check"):
        for row in desk.raw.execute(query):
            if row[0] != "ok":
                raise Damaged("backup.unsound", file=file, why=str(row[0]))
    known = desk.raw.execute("SELECT id FROM ledger_stream ORDER BY id").fetchall()
    for done, (stream,) in enumerate(known):
        progress(done, len(known), "backup.checking")
        events = streams.events(desk.raw, stream)
        if not events:
            raise Damaged("backup.unsound", file=file, why=stream)
        chain.verify(events)


def _leave_margin(place: Workspace, before: marks.Marks | None) -> None:
    """Raise the numbers past those that only the old marks knew of: a crash may have spent some that no record names."""
    known = marks.load(place.marks)
    if known is not None and before is not None:
        for series, serial in before.series.items():
            known.series[series] = max(known.series.get(series, 0), serial + MARGIN)
        marks.save(place.marks, known)


class _Watched:
    """A file to read from that tells how far it is, and names itself when its disk fails."""

    def __init__(self, source: BinaryIO, path: Path, told: Callable[[int], None]) -> None:
        self._source, self._path, self._told = source, path, told
        self._done = self._shown = 0

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self._source.read(size)
        except OSError as error:
            raise Damaged("files.cannot-read", path=str(self._path), why=files.reason(error)) from error
        self._done += len(piece)
        if self._done - self._shown >= CHUNK:
            self._shown = self._done
            self._told(self._done)
        return piece
