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
