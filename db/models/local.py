"""What belongs to this PC only: outside rebuild, outside packages."""

from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class Quarantine(Base):
    """A package that was not taken in, and why; the file itself lies in the workspace's ``quarantine`` folder."""

    __tablename__ = "local_quarantine"

    sha256: Mapped[Key]
    file: Mapped[str] = mapped_column(comment="name in the quarantine folder")
    code: Mapped[str] = mapped_column(comment="wording code of the reason")
    facts: Mapped[str] = mapped_column(comment="JSON object: what the wording names")
    fingerprint: Mapped[str] = mapped_column(comment="of the signer, empty when there was none")
    claimed: Mapped[str] = mapped_column(comment="office the file says it is from")
    since: Mapped[str] = mapped_column(comment="UTC")


class Draft(Base):
    """What an operator was typing into a form, kept until it is saved or thrown away."""

    __tablename__ = "local_draft"

    operator: Mapped[Key]
    stream: Mapped[Key] = mapped_column(comment="empty where the form opens a new record")
    form: Mapped[Key]
    base: Mapped[int] = mapped_column(comment="sequence number of the head that the form was filled from")
    content: Mapped[str] = mapped_column(comment="JSON object: field path to what was typed")
    saved: Mapped[str] = mapped_column(comment="UTC")


class WindowState(Base):
    """How an operator left the window: page, widths, filters."""

    __tablename__ = "local_window"

    operator: Mapped[Key]
    key: Mapped[Key]
    value: Mapped[str] = mapped_column(comment="JSON")


class Job(Base):
    """A piece of work that was done in the background, and what came of it."""

    __tablename__ = "local_job"

    id: Mapped[Key]
    started: Mapped[str] = mapped_column(index=True, comment="UTC")
    ended: Mapped[str] = mapped_column(comment="UTC; empty while it runs")
    title: Mapped[str]
    state: Mapped[str] = mapped_column(comment="running, done, refused, damaged, cancelled, bug or lost")
    text: Mapped[str] = mapped_column(comment="what it said at the end")
    files: Mapped[str] = mapped_column(comment="JSON array of paths")
