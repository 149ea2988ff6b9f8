"""Index tables of what comes after a recognition: the cases beneath alliances, their grades, the flags they stand under."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Key


class Affair(Base):
    """One case beneath an alliance of the register, as far as duties, consequences and statistics look at it."""

    __tablename__ = "index_affair"
    __table_args__ = (
        # What is owed is counted from the second index alone, a year at a time; the third finds the few cases that came to nothing.
        Index("ix_index_affair_alliance", "alliance", "procedure", "subject"),
        Index("ix_index_affair_owed", "procedure", "subject", "alliance", "received", "outcome", "finished", "what"),
        Index("ix_index_affair_ended", "procedure", "outcome", "alliance", sqlite_where=text("outcome <> ''")),
    )

    stream: Mapped[Key]
    alliance: Mapped[str]
    pack: Mapped[str]
    procedure: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    opened: Mapped[str]
    received: Mapped[str] = mapped_column(
        comment="day the papers count as handed in, or the event took place; empty until then"
    )
    finished: Mapped[bool] = mapped_column(comment="nothing that is needed is left to do")
    outcome: Mapped[str] = mapped_column(
        comment="how it ended before its last stage (absent, refused, dropped …), or empty"
    )
    what: Mapped[str] = mapped_column(comment="id of the activity, support, measure, ground or change")
    consequence: Mapped[str] = mapped_column(comment="id of the consequence it answers, or empty")
    facts: Mapped[str] = mapped_column(comment="cases whose outcome it rests on, joined by spaces")
    amount: Mapped[int] = mapped_column(comment="in 分")
    title: Mapped[str]


class Grade(Base):
    """One grade of one alliance."""

    __tablename__ = "index_grade"
    __table_args__ = (Index("ix_index_grade_given", "procedure", "alliance", "subject", "on_date", "grade"),)

    alliance: Mapped[Key]
    case: Mapped[Key]
    procedure: Mapped[str]
    subject: Mapped[str]
    grade: Mapped[str] = mapped_column(comment="id of the pack's grade")
    name: Mapped[str]
    rank: Mapped[int]
    passed: Mapped[bool]
    score: Mapped[str] = mapped_column(comment="exact decimal, or empty")
    on_date: Mapped[str]


class Sanction(Base):
    """One dated flag of one alliance."""

    __tablename__ = "index_sanction"

    alliance: Mapped[Key]
    id: Mapped[Key]
    kind: Mapped[str]
    name: Mapped[str]
    opened: Mapped[str]
    due: Mapped[str]
    closed: Mapped[str]
    outcome: Mapped[str]
    measure: Mapped[str]
    case: Mapped[str]
