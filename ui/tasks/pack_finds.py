"""What looking at policy packs finds, put together in the worker: a file examined, two packs compared, a pack tried."""

from pathlib import Path
from typing import NamedTuple

from alliance_desk.cases import pack_look
from alliance_desk.cases.pack_use import use
from alliance_desk.desk import Desk, library
from alliance_desk.errors import DeskError, Refused
from alliance_desk.policy.compose import compose
from alliance_desk.policy.difference import Difference, differences
from alliance_desk.policy.faults import Fault
from alliance_desk.policy.pack import Pack
from alliance_desk.progress import Progress
from ui.language import language, said, tr


class Examined(NamedTuple):
    """A pack file as it was found.

    faults: of the file, or else of calls that would lie over it. pack: none where the file is at fault. before: the pack with its id that
    stands here now; differences: from that; running: cases under that. unsound: why the one that stands, and would be replaced, cannot be used.
    """

    path: Path
    faults: tuple[Fault, ...]
    pack: Pack | None = None
    before: Pack | None = None
    differences: tuple[Difference, ...] = ()
    running: int = 0
    unsound: str = ""

    def why_not(self) -> str:
        """Why it cannot be added, in words; empty when it can."""
        if self.faults or self.pack is None:
            return tr("ui.policies.not.faults", count=len(self.faults))
        if self.before is None:
            return ""
        if self.before == self.pack:
            return tr("ui.policies.not.same")
        there = self.before.pack.version
        return tr("ui.policies.not.version", there=there) if self.pack.pack.version <= there else ""


def examined(desk: Desk, path: Path, step: Progress) -> Examined:
    """Look through a pack file. Raises Refused for parents that go in a circle, Damaged for the disk."""
    added = desk.place.packs
    step(0, 2, "ui.policies.step.check")
    if found := library.pack_faults(path, added):
        return Examined(path, tuple(found))
    pack = library.read_pack(path, added)
    name = pack.pack.id
    if name not in library.pack_files(added):
        return Examined(path, (), pack)
    try:
        before = library.find_pack(name, added)
    except DeskError as error:
        return Examined(path, (), pack, unsound=said(error))
    step(1, 2, "ui.policies.step.compare")
    broken = library.broken_calls(path, name, added)
    found = differences(before, pack, language())
    running = use(desk).get(name)
    return Examined(path, tuple(broken), pack, before, tuple(found), running.running if running else 0)


class Compared(NamedTuple):
    """Two packs side by side. old, new: what they are called."""

    old: str
    new: str
    differences: tuple[Difference, ...]


def compared(desk: Desk, old: str, new: str, step: Progress) -> Compared:
    """What differs between two packs as they are written, every reading with its default.

    old, new: a pack's id, ``id@version`` for an earlier version, or the path of a file. Raises Refused for a pack at fault.
    """
    step(0, 2, "ui.policies.step.read")
    one, two = _written(desk, old), _written(desk, new)
    step(1, 2, "ui.policies.step.compare")
    return Compared(_called(one, old), _called(two, new), tuple(differences(one, two, language())))


def _written(desk: Desk, source: str) -> Pack:
    added = desk.place.packs
    if source.endswith(".toml"):
        return compose(library.read_pack(Path(source), added), {})
    name, _, version = source.partition("@")
    kept = library.edition(name, int(version), added) if version else library.find_pack(name, added)
    if kept is None:
        raise Refused("packs.unknown-source", source=source, known=tuple(library.pack_files(added)))
    return compose(kept, {})


def _called(pack: Pack, source: str) -> str:
    facts = {"title": pack.pack.title, "version": pack.pack.version}
    if source.endswith(".toml"):
        return tr("ui.policies.file-of", file=Path(source).name, **facts)
    return tr("ui.policies.version-of", **facts)


class Tried(NamedTuple):
    """A dry run of a pack. title: of the policy. workbook: name of the workbook that was tried, empty for the samples."""

    title: str
    workbook: str
    result: pack_look.Tried


def tried(desk: Desk, source: str, title: str, workbook: Path | None, folder: Path | None, step: Progress) -> Tried:
    """Try a pack. source: its id, or the path of a file. Raises Refused for a pack, a workbook or a folder at fault."""
    step(0, 2, "ui.policies.step.read")
    rules = pack_look.rules_of(desk, source, desk.place.packs)
    step(1, 2, "ui.policies.step.try")
    result = pack_look.dry_run(rules, desk.calendar(), desk.clock.today(), workbook=workbook, folder=folder)
    return Tried(title, workbook.name if workbook is not None else "", result)
