"""``manifest-sha256.txt`` (RFC 8493): every payload file named by its content, ``data/<kind>/<sha256>``, sorted, once.

Its bytes are signed; a file's name is its hash, so a signed manifest pins every byte of the payload.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from alliance_desk.exchange.layout import Malformed

BAGIT_NAME, MANIFEST_NAME = "bagit.txt", "manifest-sha256.txt"
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
"""The whole of ``bagit.txt``; it never differs."""

KIND = re.compile(r"[a-z][a-z-]{0,19}")
_LINE = re.compile(r"([0-9a-f]{64})  data/([a-z][a-z-]{0,19})/([0-9a-f]{64})")
LONGEST_LINE = 64 + 2 + 5 + 20 + 1 + 64 + 1
"""Characters of a manifest line at most, its newline counted."""


@dataclass(frozen=True)
class Name:
    """A payload file: its kind (event, body, blob, rules …) and the SHA-256 of its content."""

    kind: str
    sha256: str

    @property
    def path(self) -> str:
        """Its place in the bag; names are sorted by it."""
        return f"data/{self.kind}/{self.sha256}"


def write_manifest(names: Iterable[Name]) -> bytes:
    """The manifest of sorted names."""
    return "".join(f"{name.sha256}  {name.path}\n" for name in names).encode("ascii")


def read_manifest(data: bytes) -> list[Name]:
    """The names of a manifest. Raises Malformed for every form but the one we write: unsorted, twice, a foreign path."""
    if not data.isascii() or not data.endswith(b"\n"):
        raise Malformed(MANIFEST_NAME)
    names: list[Name] = []
    for line in data.decode("ascii")[:-1].split("\n"):
        found = _LINE.fullmatch(line)
        if found is None or found[1] != found[3] or (names and names[-1].path >= f"data/{found[2]}/{found[3]}"):
            raise Malformed(MANIFEST_NAME)
        names.append(Name(found[2], found[3]))
    return names
