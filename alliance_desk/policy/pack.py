"""The shape of a policy pack: a closed vocabulary, every item a table with its id in the header and its ``basis``.

A pack says what a policy asks; it holds no code. Words that a pack's author types (severities, units, states) are Chinese,
ids are lower-case ASCII with hyphens. ``load.py`` turns TOML into this, ``lint.py`` finds what the shape alone cannot.
The kinds of condition stand in ``conditions.py``.
"""

from enum import StrEnum

from msgspec import Struct, field

from alliance_desk.policy.after import (
    Activity,
    AnyDuty,
    Change,
    Consequence,
    Grade,
    Ground,
    Measure,
    Procedure,
    Support,
    Unknown,
)
from alliance_desk.policy.conditions import (
    AgreementTerm,
    AnyCheck,
    Attest,
    Before,
    Check,
    Clauses,
    DistinctCount,
    EachMember,
    Elapsed,
    Filled,
    HostIsLead,
    Item,
    KindAgrees,
    Listed,
    MemberCount,
    MemberRatio,
    NamePattern,
    NoDuplicate,
    NumberRange,
    Off,
    Papers,
    PolicyInForce,
    Roster,
    Severity,
    Signatures,
    UnitCodes,
    UnitEligible,
    Where,
    Window,
    YearlyFigure,
)

__all__ = [
    "Activity",
    "AgreementTerm",
    "AnyCheck",
    "AnyDuty",
    "Attest",
    "Before",
    "Body",
    "Change",
    "Check",
    "Clause",
    "Clauses",
    "Consequence",
    "DistinctCount",
    "EachMember",
    "Elapsed",
    "Filled",
    "FormField",
    "Grade",
    "Ground",
    "Header",
    "HostIsLead",
    "Issue",
    "Item",
    "Jurisdiction",
    "KindAgrees",
    "Listed",
    "Measure",
    "MemberCount",
    "MemberRatio",
    "NamePattern",
    "Named",
    "NoDuplicate",
    "Number",
    "NumberRange",
    "Off",
    "Pack",
    "Panel",
    "Paper",
    "Papers",
    "Period",
    "PolicyInForce",
    "Procedure",
    "Reading",
    "Recognition",
    "Role",
    "Roster",
    "Score",
    "Scoring",
    "Severity",
    "Signatures",
    "Stage",
    "Status",
    "Support",
    "Unit",
    "UnitCodes",
    "UnitEligible",
    "Unknown",
    "Until",
    "Where",
    "Window",
    "Words",
    "YearlyFigure",
]


class Unit(StrEnum):
    """What a period counts."""

    NATURAL_DAYS = "自然日"
    WORKING_DAYS = "工作日"
    MONTHS = "月"
    YEARS = "年"


class Status(StrEnum):
    """The state of a policy text."""

    DRAFT = "草案"
    IN_FORCE = "在用"
    REPEALED = "废止"


class Reading(Item, frozen=True, kw_only=True):
    """An open wording (执行口径): a question, its options (id → wording) and the default until the office chooses."""

    question: str
    options: dict[str, str]
    default: str


class Role(Item, frozen=True, kw_only=True):
    """An office's part in this policy. Ids: ``recommender``, ``decider``. levels: 省, 市, 县, 开发区, 省直."""

    name: str
    levels: list[str]


class Paper(Item, frozen=True, kw_only=True):
    """One kind of paper of the application file.

    scope: ``alliance``, ``lead``, ``member`` (every member).
    years: how many closed years before the application year one paper each is asked for; 0 = no year.
    kinds: only members of these kinds owe it; empty = all.
    accepts: ids of other papers that satisfy it.
    code_suffices: an 18-character unit code on a paper it accepts stands for it (组织机构代码证).
    young_exempt: a member younger than ``years`` owes only the years it existed.
    of: id of the procedure it belongs to; empty for the way to recognition.
    """

    name: str
    scope: str = "alliance"
    years: int = 0
    kinds: list[str] = []  # noqa: RUF012 - msgspec gives each its own
    accepts: list[str] = []  # noqa: RUF012 - msgspec gives each its own
    code_suffices: bool = False
    young_exempt: bool = False
    sealed: bool = False
    copies: int = 1
    required: bool = True
    of: str = ""


class Body(Item, frozen=True, kw_only=True):
    """A body of the alliance. Ids: ``council``, ``advisory``, ``executive`` or the pack's own."""

    name: str


class Clause(Item, frozen=True, kw_only=True):
    """One clause a person looks for in the agreement."""

    name: str


class Named(Item, frozen=True, kw_only=True):
    """A field (领域), a category (类别) or a meeting (会议): an id with a name and a remark."""

    name: str
    remark: str = ""


class Stage(Item, frozen=True, kw_only=True):
    """One step of the way to recognition, or of the procedure ``of``.

    kind: one of ``stages.OUTCOMES``.
    actor: role id. after: stages that must be done first. optional: may be left out.
    outcomes: closed set by kind (see ``stages.py``). mode: expert_review only, ``own`` or ``third_party``.
    meeting / period / panel: ids of the pack's tables.
    filed: intake only; id of a reading with options lead/organiser: whose day is the application date; empty = lead.
    back: public_notice of a procedure only; the stage to which an objection that is upheld leads back; empty = the nearest that weighs.
    """

    name: str
    kind: str
    actor: str
    after: list[str] = []  # noqa: RUF012 - msgspec gives each its own
    optional: bool = False
    mode: str = ""
    meeting: str = ""
    period: str = ""
    panel: str = ""
    filed: str = ""
    back: str = ""
    of: str = ""


class Period(Item, frozen=True, kw_only=True):
    """How long, in what unit, and how it is counted (domain 2.6; Civil Code 200–204).

    given: id of a reading whose options are numbers; its choice stands before ``n`` (lengths that the text does not set).
    count_first_day / roll: ``yes`` / ``no``, or the id of a reading with those options. minimum: the number is a floor.
    """

    n: int
    unit: Unit
    count_first_day: str = "no"
    roll: str = "no"
    minimum: bool = False
    given: str = ""


class Number(Item, frozen=True, kw_only=True):
    """A number stream. pattern: text with ``{year}``, ``{division}``, ``{serial:03d}``; yearly: the serial starts anew."""

    pattern: str
    yearly: bool = True


class Panel(Item, frozen=True, kw_only=True):
    """The rule for a panel. size: whole number or the id of a reading whose options are numbers.

    kinds: least seats by expert kind (technical, management, finance). max_local_percent: seats from the applicants' counties.
    former_unit_years: how long ago a former unit still is a conflict; 0 = for ever. yearly_cap: reviews a year; 0 = none.
    """

    size: str
    odd: bool = True
    one_per_unit: bool = True
    kinds: dict[str, int] = {}  # noqa: RUF012 - msgspec gives each its own
    max_local_percent: int = 100
    former_unit_years: int = 0
    yearly_cap: int = 0
    reserves: int = 2


class Score(Item, frozen=True, kw_only=True):
    """One line of the score sheet. max: points. of: id of the procedure it belongs to; empty for the review of an application."""

    name: str
    max: int
    of: str = ""


class Scoring(Item, frozen=True, kw_only=True):
    """How sheets become one score. drop_extremes: leave out the highest and the lowest. pass_mark: points of 100; 0 = none."""

    drop_extremes: bool = False
    pass_mark: int = 0


class Recognition(Item, frozen=True, kw_only=True):
    """What recognition gives. validity: years; 0 = the policy names none. numbered: number stream of the document, or empty."""

    kind: str = "认定"
    validity: int = 0
    numbered: str = ""


class Issue(Item, frozen=True, kw_only=True):
    """A certificate or a plaque. layout: file in resources/layouts; number: id of a number stream."""

    layout: str
    number: str


class FormField(Item, frozen=True, kw_only=True):
    """A pack's own wording for one field of the application workbook (label, hint) and whether it must be filled."""

    label: str = ""
    hint: str = ""
    required: bool = False
    hidden: bool = False


class Until(Struct, frozen=True, forbid_unknown_fields=True):
    """How long the policy itself runs: whole years from the day it took effect. trial: 试行."""

    years: int
    trial: bool = False


class Jurisdiction(Struct, frozen=True, forbid_unknown_fields=True):
    """Division code prefixes that belong, and six-digit codes that do not although their prefix fits."""

    include: list[str]
    exclude: list[str] = []


class Words(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The policy's own words. act: 认定, 备案. applicant: 牵头单位, 发起单位. title: what a recognised alliance is called."""

    act: str
    applicant: str
    alliance: str
    title: str


class Header(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Who issued the policy, under which number, and from when. Dates are YYYY-MM-DD.

    parent: id of the pack that a call (申报通知) lies over, item by item; a parent whose text we do not have is named in ``remark``
    and in ``[unknown]``. closes: last day of a call, after which nothing new may be opened under it.
    """

    id: str
    version: int
    title: str
    issuer: str
    doc_no: str
    status: Status
    effective: str
    words: Words
    jurisdiction: Jurisdiction
    until: Until | None = None
    issued: str = ""
    remark: str = ""
    parent: str = ""
    closes: str = ""


class Pack(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole policy. The order of stages, papers, fields and score lines is the order in the file.

    form: by dotted document path, ``alliance.name`` or ``members.tasks`` (a member's field).
    chosen / order: written by ``compose.py`` alone: every reading's option, and the ids of each table in file order
    (canonical bytes sort their keys). off: written by ``overlay.py`` alone: what a call took away, by ``table.id``.
    """

    pack: Header
    role: dict[str, Role]
    stage: dict[str, Stage]
    check: dict[str, AnyCheck]
    reading: dict[str, Reading] = {}
    paper: dict[str, Paper] = {}
    body: dict[str, Body] = {}
    clause: dict[str, Clause] = {}
    field_: dict[str, Named] = field(name="field", default_factory=dict[str, Named])
    category: dict[str, Named] = {}
    meeting: dict[str, Named] = {}
    period: dict[str, Period] = {}
    number: dict[str, Number] = {}
    panel: dict[str, Panel] = {}
    score: dict[str, Score] = {}
    scoring: Scoring = Scoring()
    recognition: Recognition = Recognition()
    certificate: Issue | None = None
    plaque: Issue | None = None
    form: dict[str, FormField] = {}
    procedure: dict[str, Procedure] = {}
    duty: dict[str, AnyDuty] = {}
    grade: dict[str, Grade] = {}
    consequence: dict[str, Consequence] = {}
    measure: dict[str, Measure] = {}
    ground: dict[str, Ground] = {}
    change: dict[str, Change] = {}
    activity: dict[str, Activity] = {}
    support: dict[str, Support] = {}
    unknown: dict[str, Unknown] = {}
    off: dict[str, Off] = {}
    chosen: dict[str, str] = {}
    order: dict[str, list[str]] = {}


COMPOSED = frozenset({"chosen", "order", "off"})
"""Tables that nobody writes in a pack file."""
