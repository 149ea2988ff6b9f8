"""What this PC remembers of an office's backups: where they go, when the last was made. Not in the ledger: another PC has other disks."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from alliance_desk.changes import Changes
from alliance_desk.desk import backup_names as names
from alliance_desk.desk import local
from alliance_desk.desk.backup_names import Kept, backups
from alliance_desk.desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import streams

if TYPE_CHECKING:
    from alliance_desk.keys.office import KeyCard

KINDS = frozenset({"backup"})
"""What views refresh by when a backup was made, or its folder was set."""
_FOLDER, _LAST, _WHEN = "backup.folder", "backup.last", "backup.when"


class When(StrEnum):
    """When backups are made without being asked for: once a day, and also whenever the window closes, or never."""

    CLOSING = "closing"
    DAILY = "daily"
    NEVER = "never"


class Last(Struct, frozen=True):
    """The last backup. on: legal date. commit: number of the office's last commit in it."""

    on: date
    commit: int
    path: Path


def folder(desk: Desk) -> Path | None:
    """Where backups go; None while nobody has said."""
    kept = local.state(desk, _FOLDER, local.EVERYBODY)
    return Path(kept) if kept else None


def when(desk: Desk) -> When:
    """When backups are made by themselves, once there is a folder."""
    return When(local.state(desk, _WHEN, local.EVERYBODY) or When.CLOSING)


def set_folder(desk: Desk, folder: Path, when: When = When.CLOSING) -> Changes:
    """Say where backups go from now on. Raises Refused for a folder that is not there or lies inside the workspace."""
    check_folder(desk, folder)
    local.keep_state(desk, {_FOLDER: str(folder), _WHEN: when}, local.EVERYBODY)
    return Changes(code="backup.folder-set", facts={"path": str(folder)}, kinds=KINDS)


def remember(desk: Desk, made: Changes) -> None:
    """Keep that a backup was made, for a desk that only looked when it was."""
    entry = {"on": made.facts["on"], "commit": made.facts["commit"], "path": made.facts["path"]}
    local.keep_state(desk, {_LAST: entry}, local.EVERYBODY)


def last(desk: Desk) -> Last | None:
    """The last backup; None when there was none."""
    kept: Any = local.state(desk, _LAST, local.EVERYBODY)
    return Last(date.fromisoformat(kept["on"]), kept["commit"], Path(kept["path"])) if kept else None


def pending(desk: Desk) -> bool:
    """Whether anything was committed since the last backup."""
    before = last(desk)
    return before is None or streams.next_commit(desk.raw, desk.office) - 1 != before.commit


def own_backups(desk: Desk, folder: Path) -> list[Kept]:
    """This office's backups in a folder, newest first. Raises Damaged when it cannot be read."""
    card = own_card(desk)
    return backups(folder, names.owner(card.name, card.fingerprint))


def check_folder(desk: Desk, folder: Path) -> None:
    """Raises Refused for a folder that cannot take backups of this workspace.

    A missing one is not made: it would come to lie on this PC's own disk under the name of a stick that was pulled.
    """
    if not folder.is_dir():
        raise Refused("backup.no-folder", path=str(folder))
    if folder.resolve().is_relative_to(desk.place.root.resolve()):
        raise Refused("backup.inside", path=str(folder))


def own_card(desk: Desk) -> "KeyCard":
    """The public half of this office's key."""
    from alliance_desk.keys.office import read_card

    return read_card(desk.settings["office"]["card"].encode(), desk.office)
