"""Packages that were not taken in: the file and the reason are kept until it is taken in or the clerk lets it go."""

from typing import Any

import msgspec
from msgspec import Struct

from alliance_desk import files, words
from alliance_desk.clock import stamp
from alliance_desk.desk import Desk
from alliance_desk.errors import DeskError
from alliance_desk.exchange.opening import Copy
from alliance_desk.exchange.verify import UnknownSigner

_FILE = "SELECT file FROM local_quarantine WHERE sha256 = ?"
_ALL = "SELECT sha256, file, code, facts, claimed, fingerprint, since FROM local_quarantine ORDER BY since, rowid"


class Held(Struct, frozen=True):
    """One package in the quarantine, by its SHA-256.

    file: its name there; code, facts: the wording of the reason; claimed: who it says it is from; since: UTC.
    """

    id: str
    file: str
    code: str
    facts: dict[str, Any]
    claimed: str
    fingerprint: str
    since: str

    @property
    def name(self) -> str:
        """What the file was called when it came, for a person; its name in the quarantine where the reason does not say."""
        return str(self.facts.get("file", self.file))

    def text(self, language: str = "zh_CN") -> str:
        """Why it was not taken in, and what to do."""
        return words.text(self.code, self.facts, language)


def keep(desk: Desk, copy: Copy, error: DeskError) -> None:
    """Keep a package's copy with the reason why it was not taken in; the same file twice is kept once."""
    from sqlalchemy.dialects.sqlite import insert

    from db.models.local import Quarantine

    card = error.card if isinstance(error, UnknownSigner) else None
    before = desk.raw.execute(_FILE, (copy.sha256,)).fetchone()
    row = {
        "sha256": copy.sha256,
        "file": copy.path.name,
        "code": error.code,
        "facts": msgspec.json.encode(dict(error.facts)).decode(),
        "fingerprint": card.fingerprint if card else "",
        "claimed": card.name if card else "",
        "since": stamp(desk.clock.now()),
    }
    with desk.transaction() as connection:
        connection.execute(insert(Quarantine).values(row).on_conflict_do_update(index_elements=["sha256"], set_=row))
    if before is not None and before[0] != copy.path.name:
        files.remove(desk.place.quarantine / before[0])


def release(desk: Desk, copy: Copy) -> None:
    """Let a package go that has been taken in: this copy, and what earlier tries left."""
    from sqlalchemy import delete

    from db.models.local import Quarantine

    before = desk.raw.execute(_FILE, (copy.sha256,)).fetchone()
    if before is not None:
        with desk.transaction() as connection:
            connection.execute(delete(Quarantine).where(Quarantine.sha256 == copy.sha256))
        files.remove(desk.place.quarantine / before[0])
    files.remove(copy.path)


def quarantined(desk: Desk) -> list[Held]:
    """What lies in the quarantine, oldest first."""
    return [
        Held(id_, file, code, msgspec.json.decode(facts), claimed, shown, since)
        for id_, file, code, facts, claimed, shown, since in desk.raw.execute(_ALL).fetchall()
    ]
