"""The gate before any spreadsheet reader: a plain, small ``.xlsx`` of cells passes, everything else is refused with a word on what to do.

Nothing is kept of the file: entries are streamed once through expat, which builds no tree and expands no entity.
"""

from collections.abc import Iterable
from pathlib import Path
from xml.parsers import expat
from zipfile import ZipInfo

from alliance_desk import files
from alliance_desk.errors import Refused
from alliance_desk.sheets.archive import Limits, Meter, open_archive

LIMITS = Limits()

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".emf", ".wmf", ".svg")
# What a part's name or content type must not contain, and the wording that says so.
_FORBIDDEN = {
    "vbaproject": "sheets.scan.macros",
    "macro": "sheets.scan.macros",
    "activex": "sheets.scan.active",
    "oleobject": "sheets.scan.active",
    "xl/embeddings": "sheets.scan.active",
    "xl/ctrlprops": "sheets.scan.active",
    "externallink": "sheets.scan.external",
    "xl/connections": "sheets.scan.external",
    "xl/querytables": "sheets.scan.external",
    "webextension": "sheets.scan.active",
    "customui": "sheets.scan.active",
}
# Relationships whose target a reader parses as XML whatever its name says.
_PARSED = (
    "/officedocument",
    "/worksheet",
    "/sharedstrings",
    "/styles",
    "/theme",
    "/chartsheet",
    "/dialogsheet",
    "/extended-properties",
    "/core-properties",
)


def scan(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse a workbook that no reader should open. Raises Refused with the reason, Damaged when the disk refuses."""
    scan_bytes(files.read(path, limits.packed), limits)


def scan_bytes(data: bytes, limits: Limits = LIMITS) -> None:
    """The same for a file already in memory, so that what was judged is what is read. Raises Refused."""
    if data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise Refused("sheets.scan.encrypted" if locked else "sheets.scan.old-format")
    if not data.startswith(b"PK"):
        raise Refused("sheets.scan.not-a-workbook")
    meter = Meter(limits)
    with open_archive(data, limits) as archive:
        infos = archive.infolist()
        for info in infos:
            _named(info.filename)
        total: dict[str, int] = {}
        types = _Part(limits, total)
        for info in infos:
            if info.filename == "[Content_Types].xml":
                types.feed(meter.stream(archive, info), info)
        if _WORKBOOK not in types.types:
            raise Refused("sheets.scan.not-a-workbook")
        for info in infos:
            if info.filename.lower().endswith((".xml", ".rels")):
                _Part(limits, total).feed(meter.stream(archive, info), info)
            else:
                _other(meter.stream(archive, info), info)


def _named(text: str) -> None:
    lowered = text.lower()
    for word, code in _FORBIDDEN.items():
        if word in lowered:
            raise Refused(code)


def _other(pieces: Iterable[bytes], info: ZipInfo) -> None:
    """Pictures, printer settings and note shapes; Excel's note shapes are not well-formed XML, so they are only searched."""
    name = info.filename.lower()
    known = name.endswith((*_PICTURES, ".vml", "/")) or (
        name.startswith("xl/printersettings/") and name.endswith(".bin")
    )
    if not known:
        raise Refused("sheets.scan.unknown-part", part=info.filename)
    tail = b""
    for piece in pieces:
        if name.endswith(".vml") and b"<!" in (text := tail + piece) and (b"<!DOCTYPE" in text or b"<!ENTITY" in text):
            raise Refused("sheets.scan.entities")
        tail = piece[-16:]


class _Part:
    """One XML part on its way through expat. total: elements seen so far in the whole workbook."""

    def __init__(self, limits: Limits, total: dict[str, int]) -> None:
        self.limits = limits
        self.total = total
        self.types: set[str] = set()
        self.depth = self.rows = self.cells = 0
        self.name = ""

    def feed(self, pieces: Iterable[bytes], info: ZipInfo) -> None:
        """Raises Refused on the first thing that must not be there."""
        self.name = info.filename
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = _declared
        parser.EntityDeclHandler = _declared
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Refused("sheets.scan.broken") from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.total["elements"] = elements = self.total.get("elements", 0) + 1
        if elements > self.limits.elements or self.depth > self.limits.depth:
            raise Refused("sheets.scan.too-many-elements")
        match tag.rpartition(":")[2]:
            case "row":
                self.rows += 1
                if self.rows > self.limits.rows:
                    raise Refused("sheets.scan.too-many-rows", limit=self.limits.rows, part=self.name)
            case "c":
                self.cells += 1
                if self.cells > self.limits.cells:
                    raise Refused("sheets.scan.too-many-cells", limit=self.limits.cells, part=self.name)
            case "Override" | "Default":
                self._content_type(attributes)
            case "Relationship":
                _related(attributes)
            case _:
                pass

    def _end(self, tag: str) -> None:  # noqa: ARG002  (expat's signature)
        self.depth -= 1

    def _content_type(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        _named(kind)
        _named(attributes.get("PartName", ""))
        self.types.add(kind)


def _related(attributes: dict[str, str]) -> None:
    """Links out of the file are refused, but for hyperlinks, which programs make by themselves of an e-mail address."""
    kind, target = attributes.get("Type", "").lower(), attributes.get("Target", "").lower()
    _named(kind)
    if attributes.get("TargetMode", "").lower() == "external":
        if not kind.endswith("/hyperlink"):
            raise Refused("sheets.scan.external")
    elif kind.endswith(_PARSED) and not target.endswith(".xml"):
        raise Refused("sheets.scan.unknown-part", part=target)


def _declared(*_facts: object) -> None:
    raise Refused("sheets.scan.entities")
