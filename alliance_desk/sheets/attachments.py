"""Matches a folder of scans with the file names a workbook lists. Looks and judges; stores nothing."""

import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from alliance_desk import files, words
from alliance_desk.errors import Damaged, Fact, Refused
from alliance_desk.sheets.archive import Limits, open_archive
from alliance_desk.sheets.records import Attachment

MB = 1 << 20
_EXTENSIONS = {
    "PDF": (".pdf",),
    "JPG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "OFD": (".ofd",),
    "DOCX": (".docx",),
    "XLSX": (".xlsx",),
}
_PACKED = Limits(packed=100 * MB, entries=5_000, directory=2 * MB, unpacked=1 << 30, ratio=2_000)
# Files that systems leave in folders by themselves.
_LITTER = {"thumbs.db", "desktop.ini", ".ds_store"}


class FolderLimits(Struct, frozen=True):
    """file, total: bytes. count: entries of the folder."""

    file: int = 50 * MB
    total: int = 600 * MB
    count: int = 2_000


class FileFault(Struct, frozen=True):
    """Something wrong with a file or its name. code: below ``sheets.attach``."""

    code: str
    facts: Mapping[str, Fact] = {}

    def text(self, language: str = "zh_CN") -> str:
        """What is wrong with which file, and what to do."""
        return words.text(f"sheets.attach.{self.code}", self.facts, language)


class FolderFaults(Refused):
    """Files were looked at and not taken; nothing of them is kept."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("sheets.attach.refused", count=len(faults), list=self._list("zh_CN"))

    def text(self, language: str = "zh_CN") -> str:
        return words.text(self.code, {**self.facts, "list": self._list(language)}, language)

    def _list(self, language: str) -> str:
        return "\n".join(fault.text(language) for fault in self.faults)


class Match(Struct, frozen=True):
    """A listed paper with its file. name: as it stands in the folder. size: bytes. pages: 0 where they cannot be counted safely."""

    attachment: Attachment
    path: Path
    name: str
    kind: str
    size: int
    pages: int


class Plan(Struct, frozen=True):
    """matches: what can be taken in. missing: listed, not there. superfluous: there, not listed. faults: must be put right."""

    matches: list[Match]
    missing: list[Attachment]
    superfluous: list[str]
    faults: list[FileFault]

    def notes(self, language: str = "zh_CN") -> list[str]:
        """What is missing and superfluous, in words."""
        said = [
            words.text("sheets.attach.missing", {"sheet": a.sheet, "cell": a.cell, "name": a.file_name}, language)
            for a in self.missing
        ]
        return said + [words.text("sheets.attach.superfluous", {"name": name}, language) for name in self.superfluous]


def plan(folder: Path, attachments: Iterable[Attachment], limits: FolderLimits = FolderLimits()) -> Plan:  # noqa: B008  (frozen)
    """Match by exact name, then without case and width. Every listed file is opened, its kind told by its first bytes.

    Raises Refused when the folder is not there or holds too many entries. Sub-folders are not searched.
    """
    faults: list[FileFault] = []
    there = _listing(folder, limits, faults)
    folded: dict[str, list[str]] = {}
    for name in there:
        folded.setdefault(_folded(name), []).append(name)
    judged: dict[str, tuple[str, int] | None] = {}
    matches: list[Match] = []
    missing: list[Attachment] = []
    used: set[str] = set()
    for attachment in attachments:
        wanted = attachment.file_name
        close = [wanted] if wanted in there else folded.get(_folded(wanted), [])
        used.update(close)
        if len(close) > 1:
            if (fault := FileFault("ambiguous", {"name": wanted})) not in faults:
                faults.append(fault)
        elif not close:
            missing.append(attachment)
        else:
            name = close[0]
            if name not in judged:
                judged[name] = _judge(folder / name, there[name], limits, faults)
            if found := judged[name]:
                matches.append(Match(attachment, folder / name, name, found[0], there[name], found[1]))
    if sum(there[name] for name in used) > limits.total:
        faults.append(FileFault("too-large-all", {"limit": limits.total // MB}))
    superfluous = [name for name in there if name not in used]
    return Plan(matches, missing, superfluous, faults)


class Judged(Struct, frozen=True):
    """What one file is. kind: by its content. size: bytes. pages: 0 where they cannot be counted safely."""

    kind: str
    size: int
    pages: int


def judge(path: Path, limits: FolderLimits = FolderLimits()) -> Judged:  # noqa: B008  (frozen)
    """What a single file is, by the rules of a folder's. Raises Refused when it may not be taken, Damaged when it cannot be read."""
    if not files.harmless(path.name) or _unreadable(path.name):
        raise Refused("sheets.attach.bad-name")
    faults: list[FileFault] = []
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Damaged("files.cannot-read", path=str(path), why=files.reason(error)) from error
    kind, pages = _judge(path, size, limits, faults) or ("", 0)
    refuse_faults(Plan([], [], [], faults))
    return Judged(kind, size, pages)


def refuse_faults(found: Plan) -> None:
    """Raises Refused with every fault of a plan at once."""
    if found.faults:
        raise FolderFaults(found.faults)


def _listing(folder: Path, limits: FolderLimits, faults: list[FileFault]) -> dict[str, int]:
    """Plain files of the folder with their sizes; links, sub-folders and hostile names are faults."""
    if not folder.is_dir() or folder.is_symlink():
        raise Refused("sheets.attach.no-folder", path=str(folder))
    there: dict[str, int] = {}
    try:
        with os.scandir(folder) as entries:
            for number, entry in enumerate(sorted(entries, key=lambda e: e.name), 1):
                if number > limits.count:
                    raise Refused("sheets.attach.too-many", limit=limits.count)
                if entry.name.casefold() in _LITTER:
                    continue
                if not files.harmless(entry.name) or _unreadable(entry.name):
                    faults.append(FileFault("hostile-name", {"number": number}))
                    continue
                info = entry.stat(follow_symlinks=False)
                if entry.is_symlink() or (not stat.S_ISREG(info.st_mode) and not stat.S_ISDIR(info.st_mode)):
                    faults.append(FileFault("link", {"name": entry.name}))
                elif stat.S_ISDIR(info.st_mode):
                    faults.append(FileFault("folder", {"name": entry.name}))
                else:
                    there[entry.name] = info.st_size
    except OSError as error:
        raise Damaged("files.cannot-read", path=str(folder), why=files.reason(error)) from error
    return there


def _judge(path: Path, size: int, limits: FolderLimits, faults: list[FileFault]) -> tuple[str, int] | None:
    """Kind and pages of one file, or None after a fault."""
    name = path.name

    def fault(code: str, **facts: Fact) -> None:
        faults.append(FileFault(code, {"name": name, **facts}))

    if size > limits.file:
        return fault("too-large", limit=limits.file // MB)
    if not size:
        return fault("empty")
    try:
        data = files.read(path, limits.file)
    except Damaged as error:
        return fault("unreadable", why=str(error.facts.get("why", "")))
    kind = kind_of(data)
    if kind in {"", "macros"}:
        return fault(kind or "content")
    if not name.lower().endswith(_EXTENSIONS[kind]):
        return fault("extension", kind=kind)
    return kind, _pages(kind, data)


def kind_of(data: bytes) -> str:
    """PDF, JPG, PNG, OFD, DOCX or XLSX by content; ``macros`` for office files with macros; empty for anything else."""
    if data.startswith(b"%PDF-"):
        return "PDF"
    if data.startswith(b"\xff\xd8\xff"):
        return "JPG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if not data.startswith(b"PK\x03\x04"):
        return ""
    try:
        with open_archive(data, _PACKED) as archive:
            names = set(archive.namelist())
    except Refused:
        return ""
    if any("vbaproject" in name.lower() for name in names):
        return "macros"
    main = {"OFD.xml": "OFD", "word/document.xml": "DOCX", "xl/workbook.xml": "XLSX"}
    return next((kind for part, kind in main.items() if part in names), "")


def _pages(kind: str, data: bytes) -> int:
    """Pages of a picture, or of a PDF whose page objects lie open; 0 where only a full parser could tell."""
    if kind in {"JPG", "PNG"}:
        return 1
    if kind != "PDF" or b"/ObjStm" in data or b"/Encrypt" in data:
        return 0
    return len(re.findall(rb"/Type\s*/Page(?![A-Za-z])", data))


def _folded(name: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()


def _unreadable(name: str) -> bool:
    """A name whose bytes are not text (surrogate escapes) cannot be written into a document."""
    return any(0xD800 <= ord(c) <= 0xDFFF for c in name)
