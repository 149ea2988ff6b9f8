"""Policy packs of an office: which it has, and adding one. A version stands for one content for ever; a higher one supersedes."""

from pathlib import Path
from typing import Any, cast

from msgspec import Struct

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, library
from alliance_desk.errors import DeskError, Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.pack import Pack

_LIMIT = 1 << 20


class Known(Struct, frozen=True):
    """A pack this office has. added, by: when and by whom; empty for one that came with the program, or was put into the folder by hand.

    shipped: it came with the program. changed: its file is no longer what was added. fault: why it cannot be used; then only its id is known.
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


def known(desk: Desk | None, added: Path) -> list[Known]:
    """The packs there are, by id. added: the workspace's folder of packs."""
    found: list[Known] = []
    for name, path in sorted(library.pack_files(added).items()):
        try:
            header = library.find_pack(name, added).pack
        except DeskError as error:
            found.append(Known(name, 0, path.name, "", "", "", shipped=False, fault=error.text()))
            continue
        entry = _entry(desk, name, header.version)
        shipped = not path.is_relative_to(added)
        facts = (header.id, header.version, header.title, header.issuer, header.doc_no, header.status.value)
        here = "" if shipped or not entry else canonical.sha256(files.read(path, _LIMIT))
        people = cast("dict[str, Json]", desk.settings["operators"]) if desk else {}
        by = people.get(entry.get("operator", ""), {}).get("name", "")
        found.append(Known(*facts, shipped, entry.get("on", ""), by, changed=here not in ("", entry.get("sha256", ""))))
    return found


def _entry(desk: Desk | None, name: str, version: int) -> Json:
    """What the office's stream says of a version of a pack; empty where it says nothing."""
    packs = cast("dict[str, Json]", desk.settings.get("packs", {})) if desk else {}
    return packs.get(name, {}).get(str(version), {})


def add(desk: Desk, path: Path) -> Changes:
    """Put a sound pack into the workspace, recorded with day and person; a higher version supersedes, running cases keep theirs.

    Choices of readings that the new version no longer offers are taken back in the same commit. Raises Refused for a pack at fault (all its
    faults), for a version that is there with other content or is older, or when a call that lies over it would be at fault.
    """
    if desk.readonly:
        raise Refused("desk.read-only", path=str(desk.place.root))
    added = desk.place.packs
    data = files.read(path, _LIMIT)
    pack = library.read_pack(path, added)
    name, version = pack.pack.id, pack.pack.version
    before = library.find_pack(name, added) if name in library.pack_files(added) else None
    _refuse_other(desk, pack, before)
    if before == pack:
        return Changes(code="packs.already-there", facts={"title": pack.pack.title, "version": version})
    _refuse_broken(path, name, added)
    target, kept = added / f"{name}.toml", library.edition_file(name, version, added)
    if before is not None:
        _keep(library.edition_file(name, before.pack.version, added), library.pack_files(added)[name])
    files.write(kept, data)
    reset = _outdated(desk, pack, before)
    entry = {
        "sha256": canonical.sha256(data),
        "title": pack.pack.title,
        "on": desk.clock.today().isoformat(),
        "operator": desk.operator,
    }
    patch: Json = {"packs": {name: {str(version): entry}}, **({"readings": reset} if reset else {})}
    stream = desk.own_stream("office")
    try:
        desk.commit([Draft(stream=stream, stream_kind="office", kind="office.pack-added", patch=patch)])
    except BaseException:
        files.remove(kept)
        raise
    files.write(target, data)
    facts = {"title": pack.pack.title, "version": version, "old": before.pack.version if before else 0}
    gone = tuple(reading for choices in reset.values() for reading in choices)
    code = "packs.superseded" if before else "packs.added"
    code = "packs.superseded-reset" if gone else code
    return Changes(
        code=code, facts={**facts, "readings": gone}, kinds=frozenset({"office"}), streams=(stream,), files=(target,)
    )


def _refuse_other(desk: Desk, pack: Pack, before: Pack | None) -> None:
    """A version stands for one content for ever, and versions only rise."""
    header = pack.pack
    facts: dict[str, Any] = {"title": header.title, "id": header.id, "version": header.version}
    same = before is not None and before.pack.version == header.version
    if same and before != pack:
        raise Refused("packs.same-version", **facts)
    if before is not None and header.version < before.pack.version:
        raise Refused("packs.older", **facts, there=before.pack.version)
    earlier = library.edition(header.id, header.version, desk.place.packs)
    if earlier is not None and earlier != pack:
        raise Refused("packs.same-version", **facts)


def _refuse_broken(path: Path, name: str, added: Path) -> None:
    """Calls that lie over the pack must still be sound over the new version."""
    if found := library.broken_calls(path, name, added):
        numbered = "\n".join(f"{number}. {fault.text()}" for number, fault in enumerate(found, 1))
        raise Refused("packs.breaks-call", file=found[0].file, count=len(found), faults=numbered)


def _keep(kept: Path, source: Path) -> None:
    """Put a version that is superseded where it stays: packages of running cases are judged by it."""
    if not kept.is_file():
        files.write(kept, files.read(source, _LIMIT))


def _outdated(desk: Desk, pack: Pack, before: Pack | None) -> dict[str, dict[str, None]]:
    """Choices of this office that the new version no longer offers: pack → reading, to be taken back."""
    chosen = cast("dict[str, Json]", desk.settings.get("readings", {}))
    added, known = desk.place.packs, before.reading if before is not None else {}
    found: dict[str, dict[str, None]] = {}
    over = {
        name for name in chosen if name in library.pack_files(added) and pack.pack.id in library.lineage(name, added)
    }
    for name, choices in ((name, choices) for name, choices in chosen.items() if name in {pack.pack.id, *over}):
        for reading, entry in cast("dict[str, Json]", choices).items():
            item = pack.reading.get(reading)
            if (name == pack.pack.id or reading in known) and (item is None or entry["option"] not in item.options):
                found.setdefault(name, {})[reading] = None
    return found
