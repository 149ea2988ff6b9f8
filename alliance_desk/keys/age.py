"""The age format (age-encryption.org/v1) by pyrage: streams in, streams out, and its errors in our words.

age proves no sender: what is encrypted here is already signed, and names its receiver inside.
"""

from types import ModuleType
from typing import Protocol

from alliance_desk.errors import Damaged, Refused

MAGIC = b"age-encryption.org/v1\n"


class Source(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Sink(Protocol):
    """What bytes are written to."""

    def write(self, data: bytes, /) -> int: ...


def new_identity() -> str:
    """A fresh X25519 identity: ``AGE-SECRET-KEY-1…``."""
    pyrage = _pyrage()
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public side of an identity: ``age1…``. Raises ValueError when it is none."""
    pyrage = _pyrage()
    try:
        return str(pyrage.x25519.Identity.from_str(identity).to_public())
    except pyrage.IdentityError as error:
        raise ValueError("not an age identity") from error


def is_recipient(text: str) -> bool:
    """Whether a text is a well-formed X25519 recipient in its one canonical spelling."""
    pyrage = _pyrage()
    try:
        return str(pyrage.x25519.Recipient.from_str(text)) == text
    except pyrage.RecipientError:
        return False


def encrypt(source: Source, sink: Sink, recipient: str) -> None:
    """Encrypt a stream to one recipient. An error of source or sink comes out as it was raised."""
    pyrage = _pyrage()
    reader, writer = _Reader(source), _Writer(sink)
    try:
        pyrage.encrypt_io(reader, writer, [pyrage.x25519.Recipient.from_str(recipient)])
    except Exception:
        _raise_own(reader, writer)
        raise


def decrypt(source: Source, sink: Sink, identity: str, file: str) -> None:
    """Decrypt a stream; what reached the sink counts only when this returns. ``file`` is the name shown in errors.

    Raises Refused when the file is not encrypted to this identity, Damaged when it is cut short or changed.
    """
    pyrage = _pyrage()
    reader, writer = _Reader(source), _Writer(sink)
    try:
        pyrage.decrypt_io(reader, writer, [pyrage.x25519.Identity.from_str(identity)])
    except (pyrage.DecryptError, OSError) as error:
        _raise_own(reader, writer)
        if "No matching keys" in str(error):
            raise Refused("exchange.not-for-us", file=file) from error
        raise Damaged("exchange.envelope-damaged", file=file) from error


def _pyrage() -> ModuleType:
    """The library; it has no types of its own, so all of it is Any behind these functions."""
    import pyrage

    return pyrage


class _Reader:
    """Keeps the error of a source that pyrage would turn into a text of its own."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._source.read(size)
        except BaseException as error:
            self.error = error
            raise


class _Writer:
    """The same for a sink."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._sink.write(data)
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Nothing here: the file is flushed by ``files.writing`` before it takes its name."""


def _raise_own(*ends: _Reader | _Writer) -> None:
    for end in ends:
        if end.error is not None:
            raise end.error from None
