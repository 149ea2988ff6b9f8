"""Policy packs in packages: with a case, for an office that lacks the rules it goes by, and by themselves.

No pack counts because it came: rules decide about applicants, so a person looks at them and adds them (``cases.packs.add``).
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from alliance_desk import canonical, files
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, library
from alliance_desk.errors import Damaged, DeskError, Refused
from alliance_desk.exchange import contents as table
from alliance_desk.exchange.opening import Opened, open_container
from alliance_desk.exchange.trust import cards

LIMIT = 1 << 20
"""Bytes of a pack file at most."""
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def carried(desk: Desk, document: Json) -> Iterator[bytes]:
    """The pack files that a case goes by, its call's parents among them; none of those that come with the program."""
    added = desk.place.packs
    case = document["case"]
    name, version = str(case["pack"]), int(case.get("pack_version", 0))
    known = library.pack_files(added)
    try:
        stands = name in known and library.find_pack(name, added).pack.version == version
        above = library.lineage(name, added)[1:] if name in known else []
    except DeskError:  # a pack that was changed by hand since; the case has its rules all the same
        return
    kept = library.edition_file(name, version, added)
    for path in ([known[name]] if stands else [kept] if kept.is_file() else []) + [known[parent] for parent in above]:
        if path.is_relative_to(added):
            yield files.read(path, LIMIT)


def whole(desk: Desk, name: str) -> dict[str, bytes]:
    """The files of a pack as it stands and of those it lies over, by id, the pack first: what travels when it is sent by itself.

    Raises Refused for a pack that is not known, is at fault, or was changed by hand after it was added: a version has one content.
    """
    added = desk.place.packs
    header = library.find_pack(name, added).pack
    known = library.pack_files(added)
    found = {above: files.read(known[above], LIMIT) for above in library.lineage(name, added)}
    recorded = cast("dict[str, Json]", desk.settings.get("packs", {}))
    for above, data in found.items():
        version = str(library.find_pack(above, added).pack.version)
        digest = recorded.get(above, {}).get(version, {}).get("sha256", "")
        if known[above].is_relative_to(added) and digest not in ("", canonical.sha256(data)):
            raise Refused("exchange.pack-changed", title=header.title, file=known[above].name)
    return found


def lacking(desk: Desk, opened: Opened, digests: list[str]) -> list[tuple[str, int]]:
    """Titles and versions of the packs that a package brings along and this office does not have."""
    found: list[tuple[str, int]] = []
    for digest in digests:
        header = header_of(opened, digest)
        if not _here(desk, str(header["id"]), int(header["version"])):
            found.append((str(header.get("title", header["id"])), int(header["version"])))
    return found


def _here(desk: Desk, name: str, version: int) -> bool:
    try:
        return library.edition(name, version, desk.place.packs) is not None
    except DeskError:  # it is kept, and cannot be used: as good as not here
        return False


def taken_out(desk: Desk, package: Path, folder: Path) -> Changes:
    """Write the pack files of a verified package into a folder, as ``<id>.toml``. Nothing else of the package is taken in.

    Raises Refused or Damaged for a package that would not be taken in for its signature or form, or a pack file that is none.
    """
    desk.place.scratch.mkdir(exist_ok=True)
    made: list[Path] = []
    with open_container(
        package, desk.key(), office=desk.office, known=cards(desk), scratch=desk.place.scratch, progress=desk.progress
    ) as opened:
        for digest in brought(opened):
            name = str(header_of(opened, digest)["id"])
            made.append(files.write(folder / f"{name}.toml", opened.read(table.PACK, digest)))
    facts = {"file": package.name, "paths": tuple(map(str, made)), "count": len(made)}
    return Changes(code="exchange.packs-taken", facts=facts, files=tuple(made))


def brought(opened: Opened) -> list[str]:
    """Hashes of the pack files that a package names in its table of contents."""
    names = opened.names(table.CONTENTS)
    return table.decode(opened.read(table.CONTENTS, names[0]), opened.name).packs if len(names) == 1 else []


def header_in(data: bytes) -> dict[str, Any]:
    """The ``[pack]`` table of a pack file's bytes. Raises ValueError, KeyError or RecursionError for what is no pack."""
    return cast("dict[str, Any]", tomllib.loads(data.decode("utf8"))["pack"])


def header_of(opened: Opened, digest: str) -> dict[str, Any]:
    """The ``[pack]`` table of a pack file. Raises Damaged for what is none, or would bear a name that is no id."""
    if opened.size_of(table.PACK, digest) > LIMIT:
        raise Refused("exchange.too-large", file=f"{table.PACK}/{digest}", limit=files.megabytes(LIMIT))
    try:
        header = header_in(opened.read(table.PACK, digest))
        if not _ID.fullmatch(header["id"]) or type(header["version"]) is not int:
            raise ValueError(str(header["id"])[:64])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged("exchange.unreadable", file=opened.name, why=f"{table.PACK}: {error}"[:200]) from error
    return header
