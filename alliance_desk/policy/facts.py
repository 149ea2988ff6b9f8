"""What a check may look at: a typed, read-only view over the open document, and the digests that bind judgements to it.

Absent means unknown. Fields that this version does not know are ignored here and stay in the document untouched.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import Struct

from alliance_desk import canonical
from alliance_desk.canonical import Json
from alliance_desk.errors import Refused
from alliance_desk.policy.pack import Check

NONE = "none"
"""The explicit text value of a document field that says: there is none."""


class CaseFacts(Struct, frozen=True):
    """What kind of case it is, and the rules it is pinned to. procedure, subject (year): of a case beneath an alliance."""

    number: str = ""
    kind: str = ""
    opened: date | None = None
    pack: str = ""
    rules: str = ""
    procedure: str = ""
    subject: str = ""


class AllianceFacts(Struct, frozen=True):
    """The alliance as the file describes it. host: member id."""

    id: str = ""
    name: str = ""
    field: str = ""
    category: str = ""
    founded: date | None = None
    legal_person: bool | None = None
    liable_body: str = ""
    host: str = ""
    office: str = ""
    goals: str = ""
    industry: str = ""


class ApplicationFacts(Struct, frozen=True):
    """filed: the application date, frozen over corrections."""

    filed: date | None = None
    operated_since: date | None = None


class MemberFacts(Struct, frozen=True):
    """One member as it signed up. code: unified social credit code; registered, seated: six-digit divisions; money in 分."""

    order: int = 0
    name: str = ""
    former_names: list[str] = []
    code: str = ""
    kind: str = ""
    registered: str = ""
    seated: str = ""
    role: str = ""
    legal_rep: str = ""
    legal_person: bool | None = None
    founded: date | None = None
    tasks: str = ""
    industry: str = ""
    flags: list[str] = []
    rd: dict[str, int] = {}
    revenue: dict[str, int] = {}
    signed: date | None = None
    signatory: str = ""
    sealed: bool | None = None


class PersonFacts(Struct, frozen=True):
    """One line of a roster."""

    order: int = 0
    name: str = ""
    unit: str = ""
    post: str = ""
    full_time: bool | None = None


class BodyFacts(Struct, frozen=True):
    """One body's roster by row id."""

    people: dict[str, PersonFacts] = {}


class AgreementFacts(Struct, frozen=True):
    """The agreement or charter; clauses: clause id → found or not."""

    kind: str = ""
    signed: date | None = None
    effective: date | None = None
    start: date | None = None
    end: date | None = None
    clauses: dict[str, bool] = {}


class PaperFacts(Struct, frozen=True):
    """One paper of the file."""

    paper: str = ""
    member: str = ""
    year: str = ""
    blob: str = ""
    sealed: bool | None = None
    copies: int | None = None


class AttestFacts(Struct, frozen=True):
    """A person's judgement. digest: of what it judged."""

    outcome: str = ""
    note: str = ""
    digest: str = ""


class OverrideFacts(Struct, frozen=True):
    """A recorded reason. digest: of the finding's facts it was given for."""

    reason: str = ""
    digest: str = ""


class StageFacts(Struct, frozen=True):
    """How a stage came out."""

    outcome: str = ""
    on: date | None = None


class CorrectionFacts(Struct, frozen=True):
    """A request to correct the file. answered: whatever says that the corrected file came in."""

    answered: Any = None


class NoticeFacts(Struct, frozen=True):
    """The public notice of the case. suspended: an objection stops it."""

    start: date | None = None
    end: date | None = None
    suspended: bool = False


class OutcomeFacts(Struct, frozen=True):
    """How the case ended, such as withdrawn."""

    kind: str = ""


class CustodyFacts(Struct, frozen=True):
    """Who holds the case. state: held or offered."""

    state: str = ""


class ChangedFacts(Struct, frozen=True):
    """One thing that changes. id: of the pack's change; what: see ``vocabulary.CHANGES``; before, after: in words.

    member: id of the member it is about. record: of one that joins.
    """

    order: int = 0
    id: str = ""
    what: str = ""
    before: str = ""
    after: str = ""
    member: str = ""
    record: MemberFacts = MemberFacts()


class MatterFacts(Struct, frozen=True):
    """What a case beneath an alliance is about; each kind of procedure fills what it needs.

    on: day of the event, or from which a change holds. amount: in 分. copies: of the file handed in. medium: label of the electronic copy.
    recognised, valid_to, document, issuer: of a recognition that is entered. ground, measure, consequence: ids of the pack.
    facts: cases whose outcome it rests on. received: day the papers came in. started, due: of a rectification.
    """

    title: str = ""
    on: date | None = None
    place: str = ""
    note: str = ""
    activity: str = ""
    support: str = ""
    amount: int | None = None
    year: str = ""
    review: str = ""
    document: str = ""
    issuer: str = ""
    recognised: date | None = None
    valid_to: date | None = None
    copies: int | None = None
    medium: str = ""
    ground: str = ""
    measure: str = ""
    consequence: str = ""
    facts: list[str] = []
    received: date | None = None
    started: date | None = None
    due: date | None = None
    changes: dict[str, ChangedFacts] = {}


class Facts(Struct, frozen=True):
    """The whole open document, as far as the rules look at it."""

    case: CaseFacts = CaseFacts()
    custody: CustodyFacts = CustodyFacts()
    alliance: AllianceFacts = AllianceFacts()
    application: ApplicationFacts = ApplicationFacts()
    members: dict[str, MemberFacts] = {}
    bodies: dict[str, BodyFacts] = {}
    agreement: AgreementFacts = AgreementFacts()
    papers: dict[str, PaperFacts] = {}
    attest: dict[str, AttestFacts] = {}
    override: dict[str, OverrideFacts] = {}
    stages: dict[str, StageFacts] = {}
    corrections: dict[str, CorrectionFacts] = {}
    notice: NoticeFacts = NoticeFacts()
    matter: MatterFacts = MatterFacts()
    outcome: OutcomeFacts = OutcomeFacts()


def facts_of(document: Json) -> Facts:
    """The typed view of an open document. Raises Refused when a value has the wrong type, naming where."""
    try:
        return msgspec.convert(document, Facts)
    except msgspec.ValidationError as error:
        raise Refused("policy.unreadable-document", why=str(error)) from error


def value_at(document: Json, path: str) -> Any:
    """The value at a dotted path of a document, None when absent. Keys may hold dots (``papers.licence.m1``).

    ``*`` gives a map of every id to its value; ``lead`` is the record of each unit with this role.
    """
    here: Any = document
    head, _, rest = path.partition(".")
    if head == "lead":
        members = cast("dict[str, Json]", document.get("members") or {})
        leads = {key: member for key, member in members.items() if member.get("role") == "lead"}
        return {key: value_at(member, rest) if rest else member for key, member in leads.items()}
    rest = path
    while rest:
        if not isinstance(here, dict):
            return None
        table = cast("dict[str, Any]", here)
        if rest in table:
            return table[rest]
        key, _, rest = rest.partition(".")
        if key == "*":
            return {each: value_at(value, rest) if rest else value for each, value in table.items()}
        here = table.get(key)
    return here


def digest_of(check: Check, document: Json, member: str | None = None) -> str:
    """The digest of what a judgement is about, so that it lapses when its subject changes.

    Scope case (``member`` None): the values at ``check.about``. Scope member: these fields of the member's record,
    or the whole record. The order of rows is left out: moving a line changes nothing that was judged.
    """
    if member is None:
        return canonical.digest({path: _without_order(value_at(document, path)) for path in check.about})
    record = value_at(document, f"members.{member}")
    subject = {path: value_at(record or {}, path) for path in check.about} if check.about else record
    return canonical.digest(_without_order(subject))


def _without_order(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _without_order(v) for k, v in cast("dict[str, Any]", value).items() if k != "order"}
    return value


def path_type(path: str) -> Any:
    """The type that the view gives a dotted path, None for a path it does not know. Below a map any one id stands."""
    here: Any = Facts
    keys = path.split(".")
    for key in ["members", "*", *keys[1:]] if keys[0] == "lead" else keys:
        if isinstance(here, type) and issubclass(here, Struct):
            here = get_type_hints(here).get(key)
        elif get_origin(here) is dict:
            here = get_args(here)[1]
        else:
            return None
    return here


def member_fields() -> Iterable[str]:
    """The names of the fields of a member's record."""
    return MemberFacts.__struct_fields__
