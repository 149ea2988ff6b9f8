"""The truth: hash-chained events, their bodies as first written, signatures, and the rules they were made under."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Bytes, Key, Step


class Stream(Base):
    """One chain of events: a case, its notes, a session, the office …"""

    __tablename__ = "ledger_stream"

    id: Mapped[Key] = mapped_column(comment="random UUID, 32 hexadecimal digits")
    kind: Mapped[str] = mapped_column(index=True)
    office: Mapped[str] = mapped_column(comment="office that wrote its first event")


class Event(Base):
    """One event's header, exactly as hashed; the columns beside it are read out of the header for queries."""

    __tablename__ = "ledger_event"
    __table_args__ = (Index("ix_ledger_event_commit", "office", "commit_no"),)

    stream: Mapped[str] = mapped_column(ForeignKey("ledger_stream.id"), primary_key=True)
    seq: Mapped[Step] = mapped_column(comment="from 1, without gaps")
    hash: Mapped[str] = mapped_column(unique=True, comment="SHA-256 over domain tag and header")
    header: Mapped[Bytes] = mapped_column(comment="canonical JSON")
    kind: Mapped[str]
    office: Mapped[str]
    commit_id: Mapped[str]
    commit_no: Mapped[int]
    time: Mapped[str] = mapped_column(comment="UTC")


class Body(Base):
    """An open or private body: salt, merge patch, effects. A redacted private body has no row."""

    __tablename__ = "ledger_body"

    hash: Mapped[Key]
    data: Mapped[Bytes]


class Signature(Base):
    """An office's signature over a stream's head, detached beside the chain."""

    __tablename__ = "ledger_signature"

    stream: Mapped[str] = mapped_column(ForeignKey("ledger_stream.id"), primary_key=True)
    seq: Mapped[Step]
    fingerprint: Mapped[Key] = mapped_column(comment="of the signing key")
    suite: Mapped[str]
    signature: Mapped[Bytes]


class RulesText(Base):
    """Effective rules by their hash: pack, calls and office layer composed, canonical JSON."""

    __tablename__ = "ledger_rules"

    hash: Mapped[Key]
    data: Mapped[Bytes]
