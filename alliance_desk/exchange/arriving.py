"""Policy packs that come in a package of their own: held against all that a pack is held against, and against what is here."""

import tomllib
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from alliance_desk.desk import Desk, library
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange import contents as table
from alliance_desk.exchange.opening import Opened
from alliance_desk.exchange.packs import brought, header_of
from alliance_desk.policy.compose import compose
from alliance_desk.policy.difference import differences
from alliance_desk.policy.overlay import Written
from alliance_desk.policy.pack import Pack


class Arriving(Struct, frozen=True):
    """One pack in a package. sha256: of its file, whose bytes are ``data``. old: version that stands here, 0 where none does.

    state: it is not here; it is newer than what is; what is here under its id cannot be used; or it is here, or was. differences: their
    number from what stands.
    """

    sha256: str
    id: str
    version: int
    title: str
    status: str
    state: Literal["new", "newer", "instead", "there"]
    old: int
    differences: int
    data: bytes

    @property
    def fresh(self) -> bool:
        """Whether there is something to be added."""
        return self.state != "there"


def arriving(desk: Desk, opened: Opened) -> list[Arriving]:
    """The packs of a package, what is sent first, then what it lies over.

    Raises Damaged for what is no pack, Refused for one at fault (file, line, key and what to write instead), for a version that is
    here with other content, and for one that is older than what stands here and never was.
    """
    digests = brought(opened)
    headers = {digest: header_of(opened, digest) for digest in digests}
    ids = [str(header["id"]) for header in headers.values()]
    if not digests or len(set(ids)) != len(digests) or opened.names(table.EVENT):
        raise Damaged("exchange.contents-wrong", file=opened.name, where=table.PACK)
    read = {digest: opened.read(table.PACK, digest) for digest in digests}
    written = {
        str(headers[digest]["id"]): Written(str(headers[digest]["id"]), f"{headers[digest]['id']}.toml", data.decode())
        for digest, data in read.items()
    }
    return [_judged(desk, opened, digest, read[digest], written, first=digest == digests[0]) for digest in digests]


def _judged(
    desk: Desk, opened: Opened, digest: str, data: bytes, written: dict[str, Written], *, first: bool
) -> Arriving:
    header = header_of(opened, digest)
    name, version = str(header["id"]), int(header["version"])
    try:
        pack = library.pack_beside(name, written, desk.place.packs)
    except Refused as error:
        if error.code != "policy.faults":
            raise
        facts: dict[str, Any] = {**error.facts, "file": opened.name, "pack": error.facts["file"]}
        raise Refused("exchange.pack-faults", **facts, office=opened.signer.name) from error
    title = pack.pack.title
    stands = library.standing(name, desk.place.packs)
    state: Literal["new", "newer", "instead", "there"] = "newer"
    if stands is None:
        state = "instead" if name in library.pack_files(desk.place.packs) else "new"
    elif stands.pack.version >= version:
        state = "there"
        if first or stands.pack.version == version:  # a call may lie over an older version of what stands here
            _refuse_other(desk, opened, stands, pack, data)
    count = len(differences(compose(stands, {}), compose(pack, {}))) if stands is not None and state == "newer" else 0
    old = stands.pack.version if stands is not None else 0
    return Arriving(digest, name, version, title, pack.pack.status.value, state, old, count, data)


def _refuse_other(desk: Desk, opened: Opened, stands: Pack, pack: Pack, data: bytes) -> None:
    """What comes as a version that was here must say what that says. Its own text is compared: parents may differ."""
    header, added = pack.pack, desk.place.packs
    same = stands.pack.version == header.version
    path = library.pack_files(added)[header.id] if same else library.edition_file(header.id, header.version, added)
    kept = _tables(path)
    if kept is not None and kept == tomllib.loads(data.decode()):
        return
    facts: dict[str, Any] = {"file": opened.name, "title": header.title, "version": header.version}
    if same or kept is not None:
        raise Refused("exchange.pack-differs", **facts, office=opened.signer.name)
    raise Refused("exchange.pack-older", **facts, there=stands.pack.version)


def _tables(path: Path) -> dict[str, Any] | None:
    """What a file here says; None where there is none, or it was spoilt by hand."""
    try:
        return tomllib.loads(library.text_of(path)) if path.is_file() else None
    except (ValueError, RecursionError):
        return None
