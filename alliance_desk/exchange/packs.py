"""Policy packs in packages: the file a case's rules were made from travels with the case, for an office that lacks it.

It is never taken in by itself: rules decide about applicants, so a person looks at them and adds them (``cases.packs.add``).
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk, library
from alliance_desk.errors import Damaged, Refused
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
    except Refused:  # a pack that was changed by hand since; the case has its rules all the same
        return
    kept = library.edition_file(name, version, added)
    for path in ([known[name]] if stands else [kept] if kept.is_file() else []) + [known[parent] for parent in above]:
        if path.is_relative_to(added):
            yield files.read(path, LIMIT)


def lacking(desk: Desk, opened: Opened, digests: list[str]) -> list[tuple[str, int]]:
    """Titles and versions of the packs that a package brings along and this office does not have."""
    found: list[tuple[str, int]] = []
    for digest in digests:
        header = _header(opened, digest)
        if library.edition(str(header["id"]), int(header["version"]), desk.place.packs) is None:
            found.append((str(header.get("title", header["id"])), int(header["version"])))
    return found


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
            name = str(_header(opened, digest)["id"])
            made.append(files.write(folder / f"{name}.toml", opened.read(table.PACK, digest)))
    facts = {"file": package.name, "paths": tuple(map(str, made)), "count": len(made)}
    return Changes(code="exchange.packs-taken", facts=facts, files=tuple(made))


def brought(opened: Opened) -> list[str]:
    """Hashes of the pack files that a package names in its table of contents."""
    names = opened.names(table.CONTENTS)
    return table.decode(opened.read(table.CONTENTS, names[0]), opened.name).packs if len(names) == 1 else []


def _header(opened: Opened, digest: str) -> dict[str, Any]:
    """The ``[pack]`` table of a pack file. Raises Damaged for what is none, or would bear a name that is no id."""
    if opened.size_of(table.PACK, digest) > LIMIT:
        raise Refused("exchange.too-large", file=f"{table.PACK}/{digest}", limit=LIMIT)
    try:
        header = tomllib.loads(opened.read(table.PACK, digest).decode("utf8"))["pack"]
        if not _ID.fullmatch(header["id"]) or type(header["version"]) is not int:
            raise ValueError(str(header["id"])[:64])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Damaged("exchange.unreadable", file=opened.name, why=f"{table.PACK}: {error}"[:200]) from error
    return cast("dict[str, Any]", header)
