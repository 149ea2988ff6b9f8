"""The packs a desk knows: those that come with the program and those added to the workspace, calls laid over their policies."""

import tomllib
from functools import cache
from pathlib import Path

from alliance_desk import canonical, files
from alliance_desk.errors import Damaged, DeskError, Refused
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
    """Id of the topmost known pack above a pack; its own where it lies over none, is not known, or its files cannot be followed."""
    return _root(name, pack_files(added))


def family(name: str, added: Path) -> list[str]:
    """Ids of a pack and of all that have the same root: its policy, the other calls over that."""
    known = pack_files(added)
    top = _root(name, known)
    return [name, *(other for other in known if other != name and _root(other, known) == top)]


def _root(name: str, known: dict[str, Path]) -> str:
    return above[-1] if (above := _above(name, known)) else name


def _above(name: str, known: dict[str, Path]) -> list[str]:
    """Ids of a pack and of those it lies over; none for one that is not known, whose parents go in a circle, or that cannot be read.

    What is wrong with one pack is told to whoever uses that pack; it keeps nobody from the others.
    """
    try:
        return [layer.id for layer in _layers(known[name], known)] if name in known else []
    except DeskError:
        return []


def lying_over(name: str, added: Path) -> list[str]:
    """Ids of the known packs that lie over a pack, itself not among them."""
    known = pack_files(added)
    return [other for other in known if other != name and name in _above(other, known)]


def pack_faults(path: Path, added: Path) -> list[Fault]:
    """Every fault of a pack file, wherever it lies, over those parents that are known; its layouts are looked for among the program's.

    Raises Refused for a circle, Damaged for the disk.
    """
    return faults_over(_layers(path, pack_files(added)), layouts())


def read_pack(path: Path, added: Path) -> Pack:
    """A pack from its file, wherever it lies, over those parents that are known. Raises as ``find_pack``, and Damaged for the disk."""
    return load_layers(_layers(path, pack_files(added)), layouts())


def pack_beside(name: str, beside: dict[str, Written], added: Path) -> Pack:
    """A pack that came with others, over those of its parents that came with it, or else are known. Raises as ``find_pack``."""
    known = pack_files(added)

    def find(other: str) -> Written | None:
        return beside[other] if other in beside else _written(known[other]) if other in known else None

    return load_layers(layers(beside[name], find), layouts())


def text_of(path: Path) -> str:
    """What a pack file says. Raises Damaged for the disk."""
    return _written(path).text


def broken_calls(path: Path, name: str, added: Path) -> list[Fault]:
    """Every fault that calls which are sound now would have if a pack file stood in the place of the known pack ``name``.

    A call that cannot be used as it is stands in nobody's way.
    """
    known = pack_files(added)
    instead = Written(name, path.name, _written(path).text)

    def find(other: str) -> Written | None:
        return instead if other == name else _written(known[other]) if other in known else None

    lying = [other for other in lying_over(name, added) if not _faulty(known[other], known)]
    return [fault for other in lying for fault in faults_over(layers(_written(known[other]), find), layouts())]


def _faulty(path: Path, known: dict[str, Path]) -> bool:
    return bool(faults_over(_layers(path, known), layouts()))


def edition_file(name: str, version: int, added: Path) -> Path:
    """Where a workspace keeps one version of a pack for good, also when a newer one has taken its place."""
    return added / "editions" / f"{name}-{version}.toml"


def edition(name: str, version: int, added: Path) -> Pack | None:
    """A version of a pack: the one that stands, or one that was superseded; None where it was never here. A call over its parents of today.

    Raises Refused or Damaged where the version is kept and cannot be used.
    """
    if (stands := standing(name, added)) is not None and stands.pack.version == version:
        return stands
    path = edition_file(name, version, added)
    return read_pack(path, added) if path.is_file() else None


def shipped_file(name: str) -> Path:
    """Where the pack with an id lies that comes with the program, if one does."""
    return _SHIPPED / f"{name}.toml"


def is_shipped(path: Path) -> bool:
    """Whether a pack file is the program's own."""
    return path.parent == _SHIPPED


def newer_shipped(name: str, version: int) -> int:
    """The version of a pack that comes with the program, where it is higher than the one that stands; else 0."""
    path = shipped_file(name)
    there = _version(path, path.stat().st_mtime_ns) if path.is_file() else 0
    return there if there > version else 0


def standing(name: str, added: Path) -> Pack | None:
    """The pack that stands under an id; None where there is none, or its file cannot be used."""
    try:
        return find_pack(name, added) if name in pack_files(added) else None
    except DeskError:
        return None


def offered_file(sha256: str, name: str, added: Path) -> Path:
    """Where a workspace keeps a pack that another office sent, until a person adds or declines it. sha256: of the file."""
    return added / "offered" / sha256 / f"{name}.toml"


def unchanged(path: Path, sha256: str) -> bool:
    """Whether a pack file is there, and has the hash that was kept of it."""
    try:
        return canonical.sha256(files.read(path, _LIMIT)) == sha256
    except Damaged:
        return False


def layouts() -> list[str]:
    """Names of the layouts of certificates and plaques."""
    return sorted(path.stem for path in (RESOURCES / "layouts").glob("*.toml"))


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
def _version(path: Path, stamp: int) -> int:
    return int(tomllib.loads(_read(path, stamp).text)["pack"]["version"])


@cache
def _loaded(written: tuple[Written, ...], sound: bool) -> Pack:
    """Sound: all of them come with the program."""
    return shipped_layers(written) if sound else load_layers(written)
