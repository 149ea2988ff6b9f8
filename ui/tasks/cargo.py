"""What a package would hold, and whether the drive has room for it: told while the person chooses where it goes."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from alliance_desk.exchange import contents
from alliance_desk.exchange import log as packages
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from ui.language import tr
from ui.seat import Seat
from ui.task import Values

_MARGIN = 1 << 20
"""Events, signatures and rules of a package stay under this beside its attachments."""


class Cargo:
    """The goods of a package for an office, as far as a person needs to know them before it is made."""

    def __init__(self, seat: Seat, cases: Sequence[Folded], office: str) -> None:
        self._seat, self._cases, self._office = seat, cases, office
        self._counted: dict[bool, tuple[int, int, int]] = {}

    @cached_property
    def known(self) -> dict[str, int]:
        """Stream → event that the office is known to hold."""
        return packages.acknowledged(packages.entries(self._seat.reader, self._office))

    def count(self, *, whole: bool) -> tuple[int, int, int]:
        """New events, attachments that go along, and their bytes."""
        if whole not in self._counted:
            self._counted[whole] = self._count({} if whole else self.known)
        return self._counted[whole]

    def _count(self, known: dict[str, int]) -> tuple[int, int, int]:
        desk = self._seat.reader
        events = 0
        blobs: dict[str, None] = {}
        for case in self._cases:
            chain = streams.events(desk.raw, case.stream)
            after = min(known.get(case.stream, 0), len(chain))
            held = {blob for event in chain[:after] for blob in contents.blobs_in(event.patch)}
            fresh = [blob for event in chain[after:] for blob in contents.blobs_in(event.patch)]
            blobs |= dict.fromkeys(blob for blob in fresh if blob not in held)
            events += len(chain) - after
        sizes = [desk.blobs.path(blob).stat().st_size for blob in blobs if desk.blobs.has(blob)]
        return events, len(sizes), sum(sizes)

    def told(self, values: Values) -> str:
        """What the package will hold, and the room where it goes."""
        if not self._cases:
            return ""
        events, papers, size = self.count(whole=bool(values.get("whole")))
        count = len(self._cases)
        parts = [
            tr("ui.tasks.cargo", cases=count, events=events, papers=papers, size=amount(size))
            if papers
            else tr("ui.tasks.cargo-bare", cases=count, events=events)
        ]
        if not values.get("whole") and any(case.stream in self.known for case in self._cases):
            parts.append(tr("ui.tasks.cargo-rest"))
        return "\n".join(part for part in (*parts, room(values.get("folder"))) if part)

    def check(self, values: Values) -> list[tuple[str, str]]:
        """That the drive has room."""
        folder = values.get("folder")
        if not isinstance(folder, Path):
            return []
        needed = self.count(whole=bool(values.get("whole")))[2] + _MARGIN
        free = QStorageInfo(str(folder)).bytesAvailable()
        short = 0 <= free < needed
        return [("folder", tr("ui.tasks.no-room", free=amount(free), needed=amount(needed)))] if short else []


def room(folder: object) -> str:
    """How much room there is where a package goes."""
    if not isinstance(folder, Path):
        return ""
    free = QStorageInfo(str(folder)).bytesAvailable()
    return tr("ui.tasks.room", free=amount(free)) if free >= 0 else ""


def amount(size: int) -> str:
    """Bytes for a person."""
    if size < 1 << 20:
        return tr("ui.tasks.kb", count=f"{max(1, round(size / 1024)) if size else 0:d}")
    if size < 1 << 30:
        return tr("ui.tasks.mb", count=f"{size / (1 << 20):.1f}")
    return tr("ui.tasks.gb", count=f"{size / (1 << 30):.1f}")
