"""Whether the bytes of a plain container are what a known sender signed, all of them and nothing else.

The tag files are read unparsed; the signature is checked; only then is anything parsed; then every byte of the file is read
and compared with the one layout that the signed manifest and the contents have.
"""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from alliance_desk import files
from alliance_desk.errors import Damaged, Refused
from alliance_desk.exchange import layout
from alliance_desk.exchange.container import BASE, Limits
from alliance_desk.exchange.envelope import FORMAT, INFO_NAME, Envelope, Load, least_reader, read_info
from alliance_desk.exchange.layout import Entry, Malformed
from alliance_desk.exchange.manifest import BAGIT, BAGIT_NAME, LONGEST_LINE, MANIFEST_NAME, Name, read_manifest
from alliance_desk.exchange.signature import SIGNATURE_LIMIT, SIGNATURE_NAME, Tags, read_signature
from alliance_desk.exchange.streams import CHUNK
from alliance_desk.keys.office import KeyCard
from alliance_desk.progress import Progress, silent

INFO_LIMIT = 1 << 20
"""Bytes that ``bag-info.txt`` has at most: about six thousand heads."""


class UnknownSigner(Refused):
    """A whole signature by a key that this office has not entered. ``card`` is what the signer says of itself."""

    def __init__(self, file: str, card: KeyCard) -> None:
        super().__init__("exchange.unknown-signer", file=file, office=card.name, fingerprint=card.fingerprint)
        self.card = card


@dataclass(frozen=True)
class Verified:
    """What was proven: the envelope, the signer as this office knows it, the signed bytes, offset and size by name."""

    envelope: Envelope
    signer: KeyCard
    tags: Tags
    places: Mapping[Name, tuple[int, int]]


def verify(
    handle: BinaryIO,
    size: int,
    file: str,
    *,
    office: str,
    known: Mapping[str, KeyCard],
    limits: Limits,
    progress: Progress = silent,
) -> Verified:
    """Verify a plain container of ``size`` bytes; what one step has not proven, the next does not touch.

    file: name shown in errors. office: the reader's office id. known: fingerprint → card of every office entered.
    Raises UnknownSigner, Refused (no package, too new, for another office) or Damaged (cut short, changed).
    """
    walk = _Walk(handle, size, file)
    try:
        tags, signature = walk.tags(limits)
        if (needed := least_reader(tags.info)) > FORMAT:
            raise Refused("exchange.newer-format", file=file, needed=needed, own=FORMAT)
        card = read_signature(signature, tags, file)
        if card is None:
            raise Damaged("exchange.signature-bad", file=file)
        signer = known.get(card.fingerprint)
        if signer is None:
            raise UnknownSigner(file, card)
        envelope, load = read_info(tags.info)
        if envelope.sender != signer.office:
            raise Damaged("exchange.wrong-sender", file=file, office=signer.name, sender=envelope.sender)
        if envelope.receiver != office:
            raise Refused("exchange.other-receiver", file=file, office=signer.name, receiver=envelope.receiver)
        places = walk.payload(read_manifest(tags.manifest), load, limits, progress)
    except Malformed as error:
        raise Damaged("exchange.changed", file=file, where=error.where) from error
    return Verified(envelope, signer, tags, places)


class _Walk:
    """One pass over the plain container from its first byte to its last."""

    def __init__(self, handle: BinaryIO, size: int, file: str) -> None:
        self._handle = handle
        self._size = size
        self._file = file
        self._at = 0
        self._entries: list[Entry] = []

    def tags(self, limits: Limits) -> tuple[Tags, bytes]:
        """The four tag files, unparsed, in their fixed order and under their limits."""
        start = self._handle.read(len(layout.MAGIC))
        self._handle.seek(0)
        if not start or not layout.MAGIC.startswith(start):
            raise Refused("exchange.not-a-package", file=self._file)
        bagit = self._tag(BAGIT_NAME, len(BAGIT))
        info = self._tag(INFO_NAME, INFO_LIMIT)
        if bagit != BAGIT:
            raise Malformed(BAGIT_NAME)
        manifest = self._tag(MANIFEST_NAME, limits.count * LONGEST_LINE)
        return Tags(bagit, info, manifest), self._tag(SIGNATURE_NAME, SIGNATURE_LIMIT)

    def payload(self, names: list[Name], load: Load, limits: Limits, progress: Progress) -> dict[Name, tuple[int, int]]:
        """Offset and size of every content, each byte of all of them and of the directory compared."""
        if len(names) > limits.count:
            raise Refused("exchange.too-many", file=self._file, limit=limits.count)
        places: dict[Name, tuple[int, int]] = {}
        for name in names:
            entry = self._header(BASE + name.path)
            places[name] = self._at, entry.size
            digest, crc = hashlib.sha256(), 0
            for start in range(0, entry.size, CHUNK):
                piece = self._take(min(CHUNK, entry.size - start))
                digest.update(piece)
                crc = zlib.crc32(piece, crc)
            if (digest.hexdigest(), crc) != (name.sha256, entry.crc):
                raise Malformed(name.path)
            progress(self._at, self._size, "exchange.checking")
        if (sum(size for _, size in places.values()), len(places)) != (load.octets, load.count):
            raise Malformed(INFO_NAME)
        ending = layout.directory(self._entries)
        if self._take(len(ending)) != ending or self._at != self._size:
            raise Malformed("ZIP")
        return places

    def _tag(self, name: str, limit: int) -> bytes:
        entry = self._header(BASE + name)
        if entry.size > limit:
            raise Malformed(name)
        data = self._take(entry.size)
        if zlib.crc32(data) != entry.crc:
            raise Malformed(name)
        return data

    def _header(self, name: str) -> Entry:
        entry = layout.read_local(self._take(layout.LOCAL_SIZE + len(name)), name)
        self._entries.append(entry)
        return entry

    def _take(self, count: int) -> bytes:
        try:
            data = self._handle.read(count)
        except OSError as error:
            raise Damaged("files.cannot-read", path=self._file, why=files.reason(error)) from error
        self._at += len(data)
        if len(data) != count:
            raise Damaged("exchange.cut-short", file=self._file)
        return data
