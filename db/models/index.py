"""Tables over the folded documents: written in the same transaction as the events, rebuilt from nothing but the streams."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Bytes, Key, Step
from db.list_specs import FILTERED


class IndexState(Base):
    """Which version of the projection made the rows."""

    __tablename__ = "index_state"

    version: Mapped[Step]


class Document(Base):
    """The folded documents of a stream at its head."""

    __tablename__ = "index_document"

    stream: Mapped[Key]
    kind: Mapped[str] = mapped_column(index=True)
    seq: Mapped[int]
    head: Mapped[str] = mapped_column(comment="hash of the last event")
    open: Mapped[Bytes] = mapped_column(comment="canonical JSON")
    private: Mapped[Bytes] = mapped_column(comment="canonical JSON")


class Case(Base):
    """One line of the case list."""

    __tablename__ = "index_case"
    __table_args__ = (
        # A row is long for its search words. The first index holds all that the list is sorted and filtered by, so that no order and
        # no filter reads a row; the second is the list by name, the third what an office has to do and what is on its way.
        Index("ix_index_case_updated", "updated", "stream", *FILTERED, "blocking", "since", "due", "lead", "number"),
        Index("ix_index_case_name", "name", "stream", *FILTERED),
        Index("ix_index_case_work", "holder", "custody", "actor", "since", "stream", "step_kind", "step_name", "due"),
        Index("ix_index_case_due", "due", "stream", sqlite_where=text("due <> ''")),
    )

    stream: Mapped[Key]
    number: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    initials: Mapped[str] = mapped_column(comment="pinyin initials, made when saved")
    lead: Mapped[str]
    pack: Mapped[str]
    rules: Mapped[str] = mapped_column(comment="hash of the effective rules it is pinned to")
    status: Mapped[str] = mapped_column(comment="status code of the case's rules")
    custody: Mapped[str]
    holder: Mapped[str] = mapped_column(comment="office id")
    recommender: Mapped[str] = mapped_column(comment="office id")
    decider: Mapped[str] = mapped_column(comment="office id")
    county: Mapped[str] = mapped_column(comment="name of the recommending office")
    alliance: Mapped[str] = mapped_column(index=True)
    filed: Mapped[str]
    blocking: Mapped[int] = mapped_column(comment="recorded conditions that stop the next step")
    outcome: Mapped[str]
    kind: Mapped[str] = mapped_column(comment="application, or the kind of its procedure")
    procedure: Mapped[str] = mapped_column(comment="id of the procedure; empty for an application")
    affair: Mapped[str] = mapped_column(comment="name of the procedure; empty for an application")
    subject: Mapped[str] = mapped_column(comment="the year it stands for, or empty")
    step: Mapped[str] = mapped_column(comment="id of the stage that is open; empty once the case has ended")
    step_name: Mapped[str]
    step_kind: Mapped[str]
    actor: Mapped[str] = mapped_column(comment="office id of who closes that stage")
    since: Mapped[str] = mapped_column(comment="day from which the stage could be closed")
    due: Mapped[str] = mapped_column(comment="day by which a correction is due, or the notice ends; empty for none")
    updated: Mapped[str] = mapped_column(comment="time of the last event, UTC")
    grams: Mapped[str] = mapped_column(
        comment="bigrams of number, name, initials and all members' names, for the search"
    )


class Member(Base):
    """One member of one case."""

    __tablename__ = "index_member"

    case: Mapped[Key]
    member: Mapped[Key]
    position: Mapped[int]
    name: Mapped[str]
    code: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    kind: Mapped[str]
    registered: Mapped[str]


class Paper(Base):
    """One paper of one case and the blob that holds it."""

    __tablename__ = "index_paper"

    case: Mapped[Key]
    key: Mapped[Key]
    paper: Mapped[str]
    member: Mapped[str]
    blob: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]


class Effect(Base):
    """One effect of one deciding event."""

    __tablename__ = "index_effect"

    stream: Mapped[Key]
    seq: Mapped[Step]
    position: Mapped[Step]
    alliance: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    on_date: Mapped[str] = mapped_column(comment="effective date")
    recorded: Mapped[str] = mapped_column(comment="UTC")
    data: Mapped[Bytes] = mapped_column(comment="canonical JSON")
    commit_no: Mapped[int] = mapped_column(comment="number of the deciding office's commit: a second may hold several")


class Alliance(Base):
    """One line of the register: the fold of all effects of one alliance."""

    __tablename__ = "index_alliance"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    kind: Mapped[str]
    pack: Mapped[str]
    status: Mapped[str]
    lead: Mapped[str]
    county: Mapped[str]
    category: Mapped[str]
    recognised: Mapped[str]
    valid_to: Mapped[str]
    doc_no: Mapped[str]
    case: Mapped[str]
    members: Mapped[int]
    field: Mapped[str]
    agreement_end: Mapped[str]
    first: Mapped[str] = mapped_column(comment="day of the first recognition")
    held: Mapped[str] = mapped_column(comment="day since which it has the title of this policy without a break")
    exited: Mapped[str]
    leaves: Mapped[str] = mapped_column(comment="how it left the register")
    grade: Mapped[str] = mapped_column(comment="name of the last grade")
    graded: Mapped[str] = mapped_column(comment="subject year of the last grade")
    sanctions: Mapped[str] = mapped_column(comment="open flags, joined for people")
    sanction_due: Mapped[str]
    source: Mapped[str] = mapped_column(comment="history where it was entered from older papers, or empty")


class AllianceMember(Base):
    """One member of one alliance of the register."""

    __tablename__ = "index_alliance_member"

    alliance: Mapped[Key]
    member: Mapped[Key]
    position: Mapped[int]
    name: Mapped[str]
    code: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    since: Mapped[str]
    kind: Mapped[str]
    registered: Mapped[str]


class Certificate(Base):
    """A certificate or plaque with its number."""

    __tablename__ = "index_certificate"

    case: Mapped[Key]
    kind: Mapped[Key]
    number: Mapped[str] = mapped_column(index=True)
    alliance: Mapped[str]
    name: Mapped[str]
    issued: Mapped[str]
    state: Mapped[str]


class Number(Base):
    """A number that was used, or skipped with its reason."""

    __tablename__ = "index_number"

    series: Mapped[Key]
    year: Mapped[Key]
    serial: Mapped[Step]
    number: Mapped[str]
    used_for: Mapped[str]
    state: Mapped[str]


class Operator(Base):
    """A person who works at this office's desk."""

    __tablename__ = "index_operator"

    id: Mapped[Key]
    name: Mapped[str]
    roles: Mapped[str]
    active: Mapped[bool]


class Peer(Base):
    """Another office whose key was entered by fingerprint."""

    __tablename__ = "index_peer"

    fingerprint: Mapped[Key]
    office: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    level: Mapped[str]
    relation: Mapped[str]


class Organisation(Base):
    """A unit in the office's directory, by each name it has or had."""

    __tablename__ = "index_organisation"

    id: Mapped[Key]
    name: Mapped[Key]
    current: Mapped[bool]
    code: Mapped[str] = mapped_column(index=True)


class Package(Base):
    """A package that went out or came in."""

    __tablename__ = "index_package"

    sha256: Mapped[Key]
    direction: Mapped[Key]
    office: Mapped[str] = mapped_column(comment="the other office")
    sequence: Mapped[int]
    purpose: Mapped[str]
    file: Mapped[str]
    on_date: Mapped[str]
    receipt: Mapped[bool] = mapped_column(comment="whether the other office's receipt has come")


class Expert(Base):
    """One expert of the pool."""

    __tablename__ = "index_expert"

    id: Mapped[Key]
    name: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str]
    title: Mapped[str]
    kind: Mapped[str]
    fields: Mapped[str] = mapped_column(comment="joined for people to read")
    county: Mapped[str]
    state: Mapped[str]


class Session(Base):
    """One review session of the deciding office."""

    __tablename__ = "index_session"

    stream: Mapped[Key]
    batch: Mapped[str]
    mode: Mapped[str]
    state: Mapped[str]
    size: Mapped[int]
    on_date: Mapped[str]


class Seat(Base):
    """One seat (or reserve) of a panel."""

    __tablename__ = "index_seat"

    session: Mapped[Key]
    expert: Mapped[Key]
    position: Mapped[int]
    name: Mapped[str]
    unit: Mapped[str]
    state: Mapped[str]


class Exclusion(Base):
    """Why an expert may not sit in a session."""

    __tablename__ = "index_exclusion"

    session: Mapped[Key]
    expert: Mapped[Key]
    rule: Mapped[str]
    evidence: Mapped[str]


class Score(Base):
    """One expert's sheet for one case."""

    __tablename__ = "index_score"

    session: Mapped[Key]
    case: Mapped[Key]
    expert: Mapped[Key]
    total: Mapped[str] = mapped_column(comment="exact decimal")


class Batch(Base):
    """One case in one review batch."""

    __tablename__ = "index_batch"

    batch: Mapped[Key]
    case: Mapped[Key]
    name: Mapped[str]
    pack: Mapped[str]
    state: Mapped[str]


class Meeting(Base):
    """One case decided at one meeting."""

    __tablename__ = "index_meeting"

    meeting: Mapped[Key]
    case: Mapped[Key]
    kind: Mapped[str]
    on_date: Mapped[str]
    minutes: Mapped[str]
    outcome: Mapped[str]


class Notice(Base):
    """One case in one public notice."""

    __tablename__ = "index_notice"

    notice: Mapped[Key]
    case: Mapped[Key]
    start: Mapped[str]
    end: Mapped[str]
    provisional: Mapped[bool] = mapped_column(comment="the days off of that year were not published yet")
    channel: Mapped[str]
    state: Mapped[str]


class Objection(Base):
    """An objection to a case in a notice; who objected stays in the private document."""

    __tablename__ = "index_objection"

    notice: Mapped[Key]
    id: Mapped[Key]
    case: Mapped[str]
    received: Mapped[str]
    state: Mapped[str]


class Note(Base):
    """A note beside a case."""

    __tablename__ = "index_note"

    stream: Mapped[Key]
    id: Mapped[Key]
    case: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    written: Mapped[str]
    text: Mapped[str]
