"""Two offices of a test's own, and what a workspace holds, hashed, so that a test can say that nothing changed."""

import hashlib
import shutil
from pathlib import Path

from alliance_desk import doctor
from alliance_desk.exchange.opening import open_container
from alliance_desk.exchange.trust import cards
from tests.helpers.desks import Pair, reopen


def copied(offices: Path, folder: Path) -> Pair:
    """The two offices under ``offices`` copied into ``folder`` and opened."""
    for name in ("county", "city"):
        shutil.copytree(offices / name, folder / name, ignore=shutil.ignore_patterns("desk.lock"))
    return Pair(reopen(folder / "county"), reopen(folder / "city"))


def only_case(desk) -> str:
    return desk.raw.execute("SELECT stream FROM index_case").fetchone()[0]


def row(desk, stream) -> tuple[str, str, str]:
    """Status, custody state and holder in the case list."""
    return desk.raw.execute("SELECT status, custody, holder FROM index_case WHERE stream = ?", (stream,)).fetchone()


def snapshot(desk) -> dict[str, str]:
    """A hash of every table but the quarantine, of the marks, and the names of all blobs."""
    tables = [name for (name,) in desk.raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {
        name: hashlib.sha256(repr(desk.raw.execute(f'SELECT * FROM "{name}"').fetchall()).encode()).hexdigest()
        for name in tables
        if name != "local_quarantine"
    }
    found["marks"] = desk.place.marks.read_text()
    found["blobs"] = " ".join(desk.blobs.all())
    return found


def changed(before, desk) -> set[str]:
    """What a snapshot says differently now."""
    now = snapshot(desk)
    return {name for name in before if before[name] != now[name]}


def sound(*desks) -> None:
    """The doctor finds nothing, and nothing decrypted or half-written is left."""
    for desk in desks:
        report = doctor.examine(desk)
        assert not report.faults, [fault.text() for fault in report.faults]
        assert not list(desk.place.scratch.glob("*"))
        assert not list(desk.place.root.rglob("*.part"))


def parts(desk, package) -> dict[str, dict[str, bytes]]:
    """All payload of a package, decrypted, by kind and hash."""
    desk.place.scratch.mkdir(exist_ok=True)
    with open_container(
        package, desk.key(), office=desk.office, known=cards(desk), scratch=desk.place.scratch
    ) as opened:
        return {kind: {name: opened.read(kind, name) for name in opened.names(kind)} for kind in opened.kinds()}
