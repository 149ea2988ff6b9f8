"""Policy packs of an office: which it has, and adding one. A version stands for one content for ever; a higher one supersedes."""

from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, library
from alliance_desk.errors import DeskError, Refused
from alliance_desk.exchange import offers
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.pack import Pack

_LIMIT = 1 << 20
_LARGEST = 1 << 26
"""Bytes of a file that is set aside at most."""


class Known(Struct, frozen=True):
    """A pack this office has. added, by: when and by whom; empty for one that came with the program, or was put into the folder by hand.

    shipped: it came with the program. newer: the program brings this higher version, and the workspace's own stands before it; 0 for none. changed: its file is no longer what was added. sender: name of the office that sent it, if one did.
    fault: why it cannot be used; then only its id is known.
    """

    id: str
    version: int
    title: str
    issuer: str
    doc_no: str
    status: str
    shipped: bool
    added: str = ""
    by: str = ""
    changed: bool = False
    fault: str = ""
    sender: str = ""
    newer: int = 0


def known(desk: Desk | None, added: Path) -> list[Known]:
    """The packs there are, by id. added: the workspace's folder of packs."""
    found: list[Known] = []
    for name, path in sorted(library.pack_files(added).items()):
        try:
            header = library.find_pack(name, added).pack
            entry = _entry(desk, name, header.version)
            shipped = not path.is_relative_to(added)
            here = "" if shipped or not entry else canonical.sha256(files.read(path, _LIMIT))
        except DeskError as error:
            found.append(Known(name, 0, path.name, "", "", "", shipped=False, fault=error.text()))
            continue
        facts = (header.id, header.version, header.title, header.issuer, header.doc_no, header.status.value)
        people = cast("dict[str, Json]", desk.settings["operators"]) if desk else {}
        by = people.get(entry.get("operator", ""), {}).get("name", "")
        changed = here not in ("", entry.get("sha256", ""))
        newer = 0 if shipped else library.newer_shipped(header.id, header.version)
        found.append(
            Known(*facts, shipped, entry.get("on", ""), by, changed, sender=entry.get("from", ""), newer=newer)
        )
    return found


def _entry(desk: Desk | None, name: str, version: int) -> Json:
    """What the office's stream says of a version of a pack; empty where it says nothing."""
    packs = cast("dict[str, Json]", desk.settings.get("packs", {})) if desk else {}
    return packs.get(name, {}).get(str(version), {})


def add(desk: Desk, path: Path, *, sender: str = "") -> Changes:
    """Put a sound pack into the workspace, recorded with day and person; a higher version supersedes, running cases keep theirs.

    A file that stands there and cannot be used is replaced: it is kept beside the versions. Choices of readings that the new version no
    longer offers are taken back in the same commit, and what waits to be added of this version or an older one goes.
    sender: name of the office that sent the pack. Raises Refused for a pack at fault (all its faults), for a version that is there with
    other content or is older, or when a call that lies over it would be at fault.
    """
    if desk.readonly:
        raise Refused("desk.read-only", path=str(desk.place.root))
    added = desk.place.packs
    data = files.read(path, _LIMIT)
    pack = library.read_pack(path, added)
    name, version = pack.pack.id, pack.pack.version
    stands = library.pack_files(added).get(name)
    before = library.standing(name, added)
    _refuse_other(desk, pack, before, canonical.sha256(data))
    if before == pack:
        return Changes(code="packs.already-there", facts={"title": pack.pack.title, "version": version})
    _refuse_broken(path, name, added)
    target, kept = added / f"{name}.toml", library.edition_file(name, version, added)
    broken = stands is not None and before is None and stands == target
    if before is not None and stands is not None:
        _keep(library.edition_file(name, before.pack.version, added), stands)
    fresh = not kept.is_file()
    files.write(kept, data)
    reset = _outdated(desk, pack, before)
    entry = {
        "sha256": canonical.sha256(data),
        "title": pack.pack.title,
        "on": desk.clock.today().isoformat(),
        "operator": desk.operator,
        **({"from": sender} if sender else {}),
    }
    answered = offers.answered(desk, name, version)
    patch: Json = {"packs": {name: {str(version): entry}}, **({"readings": reset} if reset else {}), **answered}
    stream = desk.own_stream("office")
    try:
        desk.commit([Draft(stream=stream, stream_kind="office", kind="office.pack-added", patch=patch)])
    except BaseException:
        if fresh:
            files.remove(kept)
        raise
    if broken:
        _set_aside(target, name, added)
    files.write(target, data)
    offers.clear(desk)
    facts = {"title": pack.pack.title, "version": version, "old": before.pack.version if before else 0}
    gone = tuple(reading for choices in reset.values() for reading in choices)
    code = "packs.superseded" if before else "packs.healed" if broken else "packs.added"
    code = "packs.superseded-reset" if gone else code
    return Changes(
        code=code, facts={**facts, "readings": gone}, kinds=frozenset({"office"}), streams=(stream,), files=(target,)
    )


def renew(desk: Desk, name: str) -> Changes:
    """Take over the newer version of a pack that comes with the program, recorded as ``add`` does. name: id of the pack.

    Raises Refused for a pack that is not here, where the program brings no newer version, and as ``add``.
    """
    header = library.find_pack(name, desk.place.packs).pack
    if not library.newer_shipped(name, header.version):
        raise Refused("packs.none-newer", title=header.title, version=header.version)
    return add(desk, library.shipped_file(name))


def _refuse_other(desk: Desk, pack: Pack, before: Pack | None, sha256: str) -> None:
    """A version stands for one content for ever, and versions only rise, also while the file that stands cannot be used."""
    header = pack.pack
    facts: dict[str, Any] = {"title": header.title, "id": header.id, "version": header.version}
    same = before is not None and before.pack.version == header.version
    if same and before != pack:
        raise Refused("packs.same-version", **facts)
    recorded = cast("dict[str, Json]", desk.settings.get("packs", {})).get(header.id, {})
    unusable = before is None and header.id in library.pack_files(desk.place.packs)
    there = before.pack.version if before is not None else max(map(int, recorded), default=0) if unusable else 0
    if header.version < there:
        raise Refused("packs.older", **facts, there=there)
    if recorded.get(str(header.version), {}).get("sha256") != sha256 and _kept_otherwise(desk, pack, recorded):
        raise Refused("packs.same-version", **facts)


def _kept_otherwise(desk: Desk, pack: Pack, recorded: Json) -> bool:
    """Whether this version was here with other content."""
    try:
        earlier = library.edition(pack.pack.id, pack.pack.version, desk.place.packs)
    except DeskError:  # its file was changed by hand: what the office's stream says of it counts
        return str(pack.pack.version) in recorded
    return earlier is not None and earlier != pack


def _refuse_broken(path: Path, name: str, added: Path) -> None:
    """Calls that lie over the pack must still be sound over the new version."""
    if found := library.broken_calls(path, name, added):
        numbered = "\n".join(f"{number}. {fault.text()}" for number, fault in enumerate(found, 1))
        raise Refused("packs.breaks-call", file=found[0].file, count=len(found), faults=numbered)


def _keep(kept: Path, source: Path) -> None:
    """Put a version that is superseded where it stays: packages of running cases are judged by it."""
    if not kept.is_file():
        files.write(kept, files.read(source, _LIMIT))


def _set_aside(broken: Path, name: str, added: Path) -> None:
    """Keep a file that could not be used; somebody may have written in it. Where even that fails, the sound one matters more."""
    try:
        data = files.read(broken, _LARGEST)
    except DeskError:
        return
    files.write(
        library.edition_file(name, 0, added).with_name(f"{name}-unsound-{canonical.sha256(data)[:8]}.toml"), data
    )


def _outdated(desk: Desk, pack: Pack, before: Pack | None) -> dict[str, dict[str, None]]:
    """Choices of this office that the new version no longer offers: pack → reading, to be taken back."""
    chosen = cast("dict[str, Json]", desk.settings.get("readings", {}))
    added, known = desk.place.packs, before.reading if before is not None else {}
    found: dict[str, dict[str, None]] = {}
    over = set(library.lying_over(pack.pack.id, added))
    for name, choices in ((name, choices) for name, choices in chosen.items() if name in {pack.pack.id, *over}):
        for reading, entry in cast("dict[str, Json]", choices).items():
            item = pack.reading.get(reading)
            if (name == pack.pack.id or reading in known) and (item is None or entry["option"] not in item.options):
                found.setdefault(name, {})[reading] = None
    return found
