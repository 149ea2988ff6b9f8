"""The packs a desk knows: those that come with the program and those added to the workspace."""

from functools import cache
from pathlib import Path

from alliance_desk import files
from alliance_desk.errors import Refused
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.load import load_pack, shipped_pack
from alliance_desk.policy.pack import Pack

_LIMIT = 1 << 20
_SHIPPED = RESOURCES / "packs"


@cache
def _loaded(path: Path, stamp: int) -> Pack:
    del stamp  # part of the key: a changed file is read again
    text = files.read(path, _LIMIT).decode("utf8", "replace")
    return shipped_pack(text) if path.parent == _SHIPPED else load_pack(text, path.name)


def pack_files(added: Path) -> dict[str, Path]:
    """Pack files by pack id (the file's stem); a pack of the workspace stands before one of the program with the same id."""
    return {path.stem: path for folder in (_SHIPPED, added) for path in sorted(folder.glob("*.toml"))}


def read_pack(path: Path) -> Pack:
    """A pack from its file. Raises Refused with every fault named when it is not sound."""
    return _loaded(path, path.stat().st_mtime_ns)


def find_pack(name: str, added: Path) -> Pack:
    """A pack by its id. Raises Refused naming the ids there are."""
    known = pack_files(added)
    if name not in known:
        raise Refused("desk.no-such-pack", pack=name, known=tuple(known))
    return read_pack(known[name])
