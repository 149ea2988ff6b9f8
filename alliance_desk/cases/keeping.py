"""Files that a commit names: on the disk before it, gone again when it is refused."""

import contextlib
import hashlib
from collections.abc import Generator, Iterable
from pathlib import Path

from alliance_desk import files
from alliance_desk.desk import Desk
from alliance_desk.desk.blobs import LIMIT
from alliance_desk.errors import Refused
from alliance_desk.sheets.attachments import kind_of

SCANS = ("PDF", "OFD", "JPG", "PNG")
"""What a signed paper may come as; a report may also come as DOCX."""


@contextlib.contextmanager
def keeping(desk: Desk, paths: Iterable[Path]) -> Generator[list[str]]:
    """Keep copies of files and give their hashes; when the block raises, those that were not there before are taken away."""
    fresh: list[str] = []
    todo = list(paths)
    try:
        kept: list[str] = []
        for done, path in enumerate(todo):
            desk.progress(done, len(todo), "cases.keeping")
            digest = digest_of(path)
            if not desk.blobs.has(digest):
                fresh.append(desk.blobs.put_file(path))
            kept.append(digest)
        yield kept
    except BaseException:
        for digest in fresh:
            desk.blobs.remove(digest)
        raise


def digest_of(path: Path) -> str:
    """SHA-256 of a file. Raises Damaged when it cannot be read."""
    return hashlib.sha256(files.read(path, LIMIT)).hexdigest()


def refuse_strange(path: Path, kinds: tuple[str, ...] = SCANS) -> None:
    """Raise Refused when a file is not, by its content, one of these kinds; Damaged when it cannot be read."""
    if kind_of(files.read(path, LIMIT)) not in kinds:
        raise Refused("cases.strange-file", name=path.name, kinds=kinds)
