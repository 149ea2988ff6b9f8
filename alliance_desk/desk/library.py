"""The packs a desk knows: those that come with the program and those added to the workspace, calls laid over their policies."""

from functools import cache
from pathlib import Path

from alliance_desk import files
from alliance_desk.errors import Refused
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.faults import Fault
from alliance_desk.policy.load import load_layers, shipped_layers
from alliance_desk.policy.overlay import Written, faults_over, layers
from alliance_desk.policy.pack import Pack

_LIMIT = 1 << 20
_SHIPPED = RESOURCES / "packs"


def pack_files(added: Path) -> dict[str, Path]:
    """Pack files by pack id (the file's stem); a pack of the workspace stands before one of the program with the same id."""
    return {path.stem: path for folder in (_SHIPPED, added) for path in sorted(folder.glob("*.toml"))}


def find_pack(name: str, added: Path) -> Pack:
    """A pack by its id, a call over its parents as far as they are known.

    Raises Refused naming the ids there are, every fault of a pack that is not sound, or the circle its parents go in.
    """
    known = pack_files(added)
    if name not in known:
        raise Refused("desk.no-such-pack", pack=name, known=tuple(known))
    written = _layers(known[name], known)
    sound = all(known[layer.id].parent == _SHIPPED for layer in written)
    return _loaded(tuple(written), sound)


def lineage(name: str, added: Path) -> list[str]:
    """Ids of a known pack and of those it lies over, the pack first. Raises Refused for a circle."""
    known = pack_files(added)
    return [layer.id for layer in _layers(known[name], known)]


def root(name: str, added: Path) -> str:
    """Id of the topmost known pack above a pack; its own where it lies over none, is not known, or its parents go in a circle."""
    try:
        return lineage(name, added)[-1] if name in pack_files(added) else name
    except Refused:
        return name  # whoever uses the pack is told


def family(name: str, added: Path) -> list[str]:
    """Ids of a pack and of all that have the same root: its policy, the other calls over that."""
    top = root(name, added)
    return [name, *(other for other in pack_files(added) if other != name and root(other, added) == top)]


def pack_faults(path: Path, added: Path) -> list[Fault]:
    """Every fault of a pack file, wherever it lies, over those parents that are known. Raises Refused for a circle, Damaged for the disk."""
    return faults_over(_layers(path, pack_files(added)))


def _layers(path: Path, known: dict[str, Path]) -> list[Written]:
    def find(name: str) -> Written | None:
        return _written(known[name]) if name in known else None

    return layers(_written(path), find)


def _written(path: Path) -> Written:
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


@cache
def _read(path: Path, stamp: int) -> Written:
    del stamp  # part of the key: a changed file is read again
    return Written(path.stem, path.name, files.read(path, _LIMIT).decode("utf8", "replace"))


@cache
def _loaded(written: tuple[Written, ...], sound: bool) -> Pack:
    """Sound: all of them come with the program."""
    return shipped_layers(written) if sound else load_layers(written)
