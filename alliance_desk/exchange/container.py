"""Container format 0, written. One stick file holds one package, a case's way from desk to desk.

``age( ZIP( package/bagit.txt, package/bag-info.txt, package/manifest-sha256.txt, package/signature.json,
package/data/<kind>/<sha256> … ) )``: a BagIt bag (RFC 8493) in the one ZIP layout of ``layout.py``, signed, then encrypted
to the receiver. Same envelope, payload and key: same plain bytes. ``opening.py`` reads it.
"""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alliance_desk import files
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange import layout
from alliance_desk.exchange.envelope import INFO_NAME, Envelope, Load, write_info
from alliance_desk.exchange.layout import Entry
from alliance_desk.exchange.manifest import BAGIT, BAGIT_NAME, KIND, MANIFEST_NAME, Name, write_manifest
from alliance_desk.exchange.signature import SIGNATURE_NAME, Tags, write_signature
from alliance_desk.exchange.streams import Tally, chunks, file_sha256
from alliance_desk.files import Stream
from alliance_desk.keys import age
from alliance_desk.keys.office import KeyCard, OfficeKey
from alliance_desk.progress import Progress, silent

SUFFIX = ".deskpack"
BASE = "package/"
"""The bag's folder inside the ZIP (RFC 8493 section 4 asks for one)."""


@dataclass(frozen=True)
class Limits:
    """What a package may hold at most: bytes of the whole file, payload files."""

    octets: int = layout.MOST_BYTES
    count: int = layout.MOST_ENTRIES


@dataclass(frozen=True)
class Payload:
    """A payload file to be written: its kind ([a-z-], at most 20 characters) and its bytes or the file that holds them."""

    kind: str
    content: bytes | Path


@dataclass(frozen=True)
class Written:
    """A package as it lies on the disk, read back: path, SHA-256 and size of the file."""

    path: Path
    sha256: str
    size: int


def write_container(
    path: Path,
    envelope: Envelope,
    payload: Iterable[Payload],
    *,
    key: OfficeKey,
    card: KeyCard,
    receiver: KeyCard,
    limits: Limits | None = None,
    progress: Progress = silent,
) -> Written:
    """Write a package: sign, encrypt to the receiver, flush, read back whole, and only then give it its name.

    key, card: the sender's. receiver: the receiver's card. Contents that occur twice under one kind are written once.
    progress: called with bytes done and in all. Raises Refused when it is too large, Damaged when a disk fails or a file
    changes meanwhile, ValueError when envelope, key and cards do not belong together.
    """
    if receiver.office != envelope.receiver:
        raise ValueError(f"envelope to {envelope.receiver}, card of {receiver.office}")
    pieces = _pieces(path, envelope, payload, key, card, limits or Limits(), progress)
    return _written(path, lambda tally: age.encrypt(Stream(pieces), tally, receiver.recipient))


def write_plain(
    path: Path,
    envelope: Envelope,
    payload: Iterable[Payload],
    *,
    key: OfficeKey,
    card: KeyCard,
    limits: Limits | None = None,
    progress: Progress = silent,
) -> Written:
    """The same without encryption: for the archive and for tests, never for a stick."""
    pieces = _pieces(path, envelope, payload, key, card, limits or Limits(), progress)
    return _written(path, lambda tally: _drain(pieces, tally))


def file_name(sender: str, year: int, sequence: int) -> str:
    """An ASCII file name that a clerk can tell apart: ``tiexiqukejiju-2026-0012.deskpack``."""
    from pypinyin import lazy_pinyin

    word = re.sub("[^a-z0-9]+", "", "".join(lazy_pinyin(sender)).lower())[:40] or "office"
    return f"{word}-{year:04d}-{sequence:04d}{SUFFIX}"


@dataclass(frozen=True)
class _Part:
    entry: Entry
    sha256: str
    content: bytes | Path


def _pieces(
    path: Path,
    envelope: Envelope,
    payload: Iterable[Payload],
    key: OfficeKey,
    card: KeyCard,
    limits: Limits,
    progress: Progress,
) -> Iterator[bytes]:
    """The plain container from its first byte to its last. Everything that can be refused is refused before the first."""
    if (card.office, card.signing, card.recipient) != (envelope.sender, key.signing, key.recipient):
        raise ValueError(f"envelope from {envelope.sender}, card of {card.office}")
    found: dict[str, tuple[Name, _Part]] = {}
    for item in payload:
        name, part = _measured(item)
        found[name.path] = name, part
        if len(found) > limits.count:
            raise Refused("exchange.too-many", file=path.name, limit=limits.count)
    sorted_found = [found[at] for at in sorted(found)]
    load = Load(sum(part.entry.size for _, part in sorted_found), len(found))
    tags = Tags(BAGIT, write_info(envelope, load), write_manifest(name for name, _ in sorted_found))
    signature = write_signature(tags, key, card)
    parts = [
        _tag(BAGIT_NAME, tags.bagit),
        _tag(INFO_NAME, tags.info),
        _tag(MANIFEST_NAME, tags.manifest),
        _tag(SIGNATURE_NAME, signature),
        *(part for _, part in sorted_found),
    ]
    size = layout.size_of(part.entry for part in parts)
    if size > limits.octets:
        raise Refused("exchange.too-large", file=path.name, limit=files.megabytes(limits.octets))
    return _flow(parts, size, progress)


def _flow(parts: list[_Part], size: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for part in parts:
        yield layout.local_header(part.entry)
        digest = hashlib.sha256()
        for piece in chunks(part.content):
            digest.update(piece)
            yield piece
        if digest.hexdigest() != part.sha256:
            raise Damaged("exchange.source-changed", path=str(part.content))
        done += part.entry.size
        progress(done, size, "exchange.writing")
    yield layout.directory([part.entry for part in parts])


def _measured(item: Payload) -> tuple[Name, _Part]:
    if not KIND.fullmatch(item.kind):
        raise ValueError(f"kind of payload {item.kind!r}")
    digest, size, crc = hashlib.sha256(), 0, 0
    for piece in chunks(item.content):
        digest.update(piece)
        crc = zlib.crc32(piece, crc)
        size += len(piece)
    name = Name(item.kind, digest.hexdigest())
    return name, _Part(Entry(BASE + name.path, size, crc), name.sha256, item.content)


def _tag(name: str, data: bytes) -> _Part:
    return _Part(Entry(BASE + name, len(data), zlib.crc32(data)), hashlib.sha256(data).hexdigest(), data)


def _drain(pieces: Iterator[bytes], tally: Tally) -> None:
    for piece in pieces:
        tally.write(piece)


def _written(path: Path, produce: Callable[[Tally], None]) -> Written:
    def read_back(part: Path) -> None:
        if file_sha256(part) != tally.digest.hexdigest():
            raise Damaged("exchange.read-back", path=str(path))

    with files.writing(path, check=read_back) as out:
        tally = Tally(out)
        produce(tally)
    return Written(path, tally.digest.hexdigest(), tally.size)
