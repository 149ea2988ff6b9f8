"""``bag-info.txt``: what a package says of itself. Its bytes are signed, so an envelope has exactly one form.

One ``Label: value`` a line, ours first and in a fixed order, values percent-encoded to printable ASCII. The first two lines
are the promise to later formats: whatever else changes, a program can tell that a package is too new for it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

from alliance_desk.exchange.layout import Malformed
from alliance_desk.keys.office import SUITE

FORMAT = 0
"""The container format this program writes, and the newest it reads."""

INFO_NAME = "bag-info.txt"

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,14}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_LABEL = re.compile(r"[A-Z][A-Za-z0-9-]{0,39}")
_VERSIONS = re.compile(rb"Format-Version: ([0-9]{1,9})\nLeast-Reader: ([0-9]{1,9})\n")
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F))).replace("%", "")

_LABELS = (
    "Format-Version", "Least-Reader", "Suite", "Purpose", "Sender", "Receiver", "Sequence", "Previous-Package",
    "Schema-Range", "Created", "Payload-Oxum",
)  # fmt: skip
_HEAD = "Head-Seen"


class Purpose(StrEnum):
    """Why a package travels: it moves custody up, or back down, or moves none, or only acknowledges, or brings a policy pack."""

    HANDOVER = "handover"
    RETURN = "return"
    COPY = "copy"
    RECEIPT = "receipt"
    POLICY = "policy"


@dataclass(frozen=True)
class Head:
    """The last commit of an office that the sender has seen: office id, incarnation, commit number, its SHA-256."""

    office: str
    incarnation: str
    commit: int
    hash: str


@dataclass(frozen=True)
class Envelope:
    """What a package says of itself, all of it signed.

    sender, receiver: office ids. sequence: from 1, counted by the sender for this receiver. previous: SHA-256 of the
    package file before it in that series, "" for the first. schemas: least and greatest event schema inside.
    created: UTC, as ``clock.stamp`` writes it. heads: sorted by office and incarnation, the sender's own among them.
    more: further (label, value) pairs that a later format may add; they are kept, never interpreted.
    """

    purpose: Purpose
    sender: str
    receiver: str
    sequence: int
    previous: str
    schemas: tuple[int, int]
    created: str
    heads: tuple[Head, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    format_version: int = FORMAT
    least_reader: int = FORMAT


@dataclass(frozen=True)
class Load:
    """BagIt's Payload-Oxum: how many bytes in how many payload files."""

    octets: int
    count: int


def write_info(envelope: Envelope, load: Load) -> bytes:
    """``bag-info.txt`` of an envelope. Raises ValueError for one that would not be read back as it is."""
    first, last = envelope.schemas
    values = (
        str(envelope.format_version), str(envelope.least_reader), SUITE, envelope.purpose, envelope.sender,
        envelope.receiver, str(envelope.sequence), envelope.previous or "-", f"{first}-{last}", envelope.created,
        f"{load.octets}.{load.count}",
    )  # fmt: skip
    heads = [(_HEAD, f"{h.office} {h.incarnation} {h.commit} {h.hash}") for h in envelope.heads]
    lines = [*zip(_LABELS, values, strict=True), *heads, *envelope.more]
    data = "".join(f"{label}: {_escaped(value)}\n" for label, value in lines).encode("ascii")
    if read_info(data) != (envelope, load):
        raise ValueError(f"envelope is not canonical: {envelope}")
    return data


def least_reader(data: bytes) -> int:
    """The oldest format whose readers may read this package. Raises Malformed where the two first lines do not say it."""
    versions = _VERSIONS.match(data)
    if versions is None:
        raise Malformed(INFO_NAME)
    return int(versions[2])


def read_info(data: bytes) -> tuple[Envelope, Load]:
    """Envelope and load of a ``bag-info.txt``. Raises Malformed for every form but the one we write."""
    pairs = _pairs(data)
    ours, rest = dict(pairs[: len(_LABELS)]), pairs[len(_LABELS) :]
    heads = [_head(value) for label, value in rest if label == _HEAD]
    more = rest[len(heads) :]
    owners = [(head.office, head.incarnation) for head in heads]
    labels = [*ours, *([_HEAD] if heads else []), *(label for label, _ in more)]
    tidy = tuple(ours) == _LABELS and len(set(labels)) == len(labels) and owners == sorted(set(owners))
    if not tidy or ours["Suite"] != SUITE:
        raise Malformed(INFO_NAME)
    try:
        purpose = Purpose(ours["Purpose"])
        first, last = ours["Schema-Range"].split("-")
        octets, count = ours["Payload-Oxum"].split(".")
    except ValueError as error:
        raise Malformed(INFO_NAME) from error
    previous = ours["Previous-Package"]
    envelope = Envelope(
        purpose=purpose,
        sender=_matching(_ID, ours["Sender"]),
        receiver=_matching(_ID, ours["Receiver"]),
        sequence=_number(ours["Sequence"]),
        previous="" if previous == "-" else _matching(_SHA256, previous),
        schemas=(_number(first), _number(last)),
        created=_matching(_TIME, ours["Created"]),
        heads=tuple(heads),
        more=tuple(more),
        format_version=_number(ours["Format-Version"]),
        least_reader=_number(ours["Least-Reader"]),
    )
    load = Load(_number(octets), _number(count))
    if (
        min(envelope.sequence, load.count) < 1  # a bag without data/ is none
        or envelope.schemas[0] > envelope.schemas[1]
        or envelope.least_reader > envelope.format_version
    ):
        raise Malformed(INFO_NAME)
    return envelope, load


def _pairs(data: bytes) -> list[tuple[str, str]]:
    if not data.isascii() or not data.endswith(b"\n"):
        raise Malformed(INFO_NAME)
    pairs: list[tuple[str, str]] = []
    for line in data.decode("ascii")[:-1].split("\n"):
        label, _, raw = line.partition(": ")
        try:
            value = unquote(raw, errors="strict")
        except UnicodeDecodeError as error:
            raise Malformed(INFO_NAME) from error
        if not raw or _escaped(value) != raw:
            raise Malformed(INFO_NAME)
        pairs.append((_matching(_LABEL, label), value))
    return pairs


def _head(text: str) -> Head:
    parts = text.split(" ")
    if len(parts) != 4:
        raise Malformed(INFO_NAME)
    office, incarnation = _matching(_ID, parts[0]), _matching(_ID, parts[1])
    return Head(office, incarnation, _number(parts[2]), _matching(_SHA256, parts[3]))


def _number(text: str) -> int:
    return int(_matching(_NUMBER, text))


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise Malformed(INFO_NAME)
    return text


def _escaped(value: str) -> str:
    """One line: what is not printable ASCII, the percent sign and a space at either end are percent-encoded UTF-8."""
    line = quote(value, safe=_PRINTABLE)
    if line.startswith(" "):
        line = "%20" + line[1:]
    return line[:-1] + "%20" if line.endswith(" ") else line
