"""Policy packs that other offices sent: they wait, and count for nothing, until a person adds or declines them."""

from pathlib import Path
from typing import cast

from msgspec import Struct

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk, library
from alliance_desk.errors import Refused
from alliance_desk.exchange.arriving import Arriving
from alliance_desk.keys.office import KeyCard
from alliance_desk.policy.overlay import parent_of


class Offer(Struct, frozen=True):
    """One pack that waits. sha256: of its file at ``path``. status: as its text says, 草案 among them.

    sender: name of the office it came from. on: day it was taken in. there: version of the pack that stands here, 0 where none does.
    """

    sha256: str
    id: str
    version: int
    title: str
    status: str
    sender: str
    on: str
    path: Path
    there: int = 0


def offered(desk: Desk) -> list[Offer]:
    """What waits, by pack and version."""
    added = desk.place.packs
    waiting = sorted(_waiting(desk).items(), key=lambda item: (item[1]["id"], item[1]["version"], item[0]))
    return [
        Offer(
            sha256,
            entry["id"],
            entry["version"],
            entry["title"],
            entry["status"],
            entry["sender"],
            entry["on"],
            library.offered_file(sha256, entry["id"], added),
            stands.pack.version if (stands := library.standing(entry["id"], added)) is not None else 0,
        )
        for sha256, entry in waiting
    ]


def offer(desk: Desk, which: str) -> Offer:
    """The one that waits under a pack's id or the beginning of its hash. Raises Refused where there is none, or are several."""
    waiting = offered(desk)
    found = [one for one in waiting if which == one.id or (which and one.sha256.startswith(which.lower()))]
    if len(found) != 1:
        known = tuple(f"{one.id}（{one.sha256[:8]}）" for one in waiting) or ("—",)
        raise Refused("packs.not-offered", which=which, known=known)
    return found[0]


def lost(desk: Desk, package: str = "") -> list[Offer]:
    """What waits, and its file is lost or changed since. package: hash of the file it came in; any when empty."""
    came = {key for key, entry in _waiting(desk).items() if package in ("", entry["package"])}
    return [one for one in offered(desk) if one.sha256 in came and not library.unchanged(one.path, one.sha256)]


def noted(desk: Desk, arrived: list[Arriving], sender: KeyCard, package: str) -> Json:
    """What the office's document gains by packs that came in; empty where they were all here. package: hash of its file."""
    entries = {
        one.sha256: {
            "id": one.id,
            "version": one.version,
            "title": one.title,
            "status": one.status,
            "office": sender.office,
            "sender": sender.name,
            "on": desk.clock.today().isoformat(),
            "package": package,
        }
        for one in arrived
        if one.fresh
    }
    return {"offers": entries} if entries else {}


def answered(desk: Desk, name: str, version: int) -> Json:
    """The patch that lets go of what waits of a pack, once a version of it has been added: that version and older ones."""
    gone = {
        key: None for key, entry in _waiting(desk).items() if entry["id"] == name and int(entry["version"]) <= version
    }
    return {"offers": gone} if gone else {}


def clear(desk: Desk) -> None:
    """Delete the files of what waits no longer."""
    waiting = _waiting(desk)
    folder = library.offered_file("-", "-", desk.place.packs).parent.parent
    for path in folder.glob("*/*.toml"):
        if path.parent.name not in waiting:
            files.remove(path)


def _waiting(desk: Desk) -> dict[str, Json]:
    return cast("dict[str, Json]", desk.settings.get("offers", {}))


def waits_for(desk: Desk, one: Offer) -> Offer | None:
    """The pack that one lies over, where it waits itself: what a call says means nothing without it."""
    parent = parent_of(library.text_of(one.path))
    return next((other for other in reversed(offered(desk)) if other.id == parent), None)
