"""The shape of a policy pack: a closed vocabulary, every item a table with its id in the header and its ``basis``.

A pack says what a policy asks; it holds no code. Words that a pack's author types (severities, units, states) are Chinese,
ids are lower-case ASCII with hyphens. ``load.py`` turns TOML into this, ``lint.py`` finds what the shape alone cannot.
"""

from enum import StrEnum

from msgspec import Struct, field


class Severity(StrEnum):
    """How hard a check binds."""

    BLOCK = "强制"
    VERIFY = "核实"
    MANUAL = "人工"


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


class Item(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What every item of a pack has.

    basis: the article it rests on, such as ``第五条（三）``; ``本局内部环节`` where no article asks for it.
    """

    basis: str = ""


class Reading(Item, frozen=True, kw_only=True):
    """An open wording (执行口径): a question, its options (id → wording) and the default until the office chooses."""

    question: str
    options: dict[str, str]
    default: str


class Role(Item, frozen=True, kw_only=True):
    """An office's part in this policy. Ids: ``recommender``, ``decider``. levels: 省, 市, 县, 开发区."""

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
    """

    name: str
    scope: str = "alliance"
    years: int = 0
    kinds: list[str] = []
    accepts: list[str] = []
    code_suffices: bool = False
    young_exempt: bool = False
    sealed: bool = False
    copies: int = 1
    required: bool = True


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


class Where(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which members a check looks at; empty lists ask nothing.

    roles: ids of member roles (lead, core, ordinary …). kinds: member kinds (enterprise, university …).
    registered / seated: division code prefixes; ``@`` stands for the pack's jurisdiction (with its excludes).
    flags: every one must be set. legal_person: the unit's own legal personality.
    given: reading id → option; the filter matches nobody unless the office chose exactly these.
    """

    roles: list[str] = []
    kinds: list[str] = []
    registered: list[str] = []
    seated: list[str] = []
    flags: list[str] = []
    legal_person: bool | None = None
    given: dict[str, str] = {}


class Check(Item, frozen=True, kw_only=True, tag_field="kind"):
    """A condition. title: what it asks, in our own words. about: document paths that an attestation is bound to;
    ``*`` stands for every id (``members.*.tasks``), ``lead`` for the record of the unit in the lead.

    when: only for these categories; empty = always. override: a failed 强制 check may be overridden with a reason.
    """

    title: str
    severity: Severity = Severity.BLOCK
    when: list[str] = []
    about: list[str] = []
    override: bool = False


class MemberCount(Check, frozen=True, kw_only=True, tag="member_count"):
    """C01: how many members match ``where``; bounds inclusive. ``or_where``: a member matching either counts."""

    where: Where = Where()
    or_where: Where | None = None
    min: int | None = None
    max: int | None = None


class MemberRatio(Check, frozen=True, kw_only=True, tag="member_ratio"):
    """C02: ``min_percent`` ≤ matching ÷ base in exact whole numbers; base is the id of a reading with options all/core.

    or_where: a member matching either counts. core: who belongs to the base under ``core`` (any of these filters).
    """

    where: Where
    or_where: Where | None = None
    core: list[Where] = field(default_factory=lambda: [Where(roles=["lead", "core"])])
    base: str
    min_percent: int


class DistinctCount(Check, frozen=True, kw_only=True, tag="distinct_count"):
    """C03: distinct values over the members. dimension: ``city`` (4 digits), ``county`` (6 digits), ``kind``, ``industry``."""

    dimension: str
    min: int


class UnitEligible(Check, frozen=True, kw_only=True, tag="unit_eligible"):
    """C04: the unit with this member role matches any of these filters."""

    unit: str
    any_of: list[Where]


class EachMember(Check, frozen=True, kw_only=True, tag="each_member"):
    """C05: every member that matches ``among`` also matches ``must``."""

    among: Where = Where()
    must: Where


class Roster(Check, frozen=True, kw_only=True, tag="roster"):
    """C06: a body has at least ``min_people`` named people and ``min_full_time`` full-time ones."""

    body: str
    min_people: int = 1
    min_full_time: int = 0


class HostIsLead(Check, frozen=True, kw_only=True, tag="host_is_lead"):
    """C07: the standing body sits in the lead unit."""


class AgreementTerm(Check, frozen=True, kw_only=True, tag="agreement_term"):
    """C08: the agreement runs at least ``months`` from the event ``count_from`` (filed, signed, effective).

    ordinary_wording: one day less than the corresponding day counts as full (2024-03-01 to 2027-02-28).
    """

    count_from: str
    months: int
    ordinary_wording: bool = True


class Signatures(Check, frozen=True, kw_only=True, tag="signatures"):
    """C09: every member has signed, and sealed where ``sealed``.

    agent: id of a reading with options explain/accept/refuse for a signature by an authorised agent; empty = explain.
    """

    sealed: bool
    agent: str = ""


class Clauses(Check, frozen=True, kw_only=True, tag="clauses"):
    """C10: every clause of the pack was found in the agreement. only: ids of the clauses it means; empty = all."""

    only: list[str] = []


class Papers(Check, frozen=True, kw_only=True, tag="papers"):
    """C11: the paper matrix of the pack is complete."""


class NamePattern(Check, frozen=True, kw_only=True, tag="name_pattern"):
    """C12: the alliance's name begins and ends as the policy asks (plain text, no expression)."""

    starts: str = ""
    ends: str = ""


class Filled(Check, frozen=True, kw_only=True, tag="filled"):
    """A field of the file has a value: dotted document paths, all of them (founded date, liable body, office …)."""

    paths: list[str]


class Listed(Check, frozen=True, kw_only=True, tag="listed"):
    """C19: the value at ``path`` is one of the pack's fields or categories. of: ``field`` or ``category``."""

    path: str
    of: str


class Elapsed(Check, frozen=True, kw_only=True, tag="elapsed"):
    """C14: at least ``months`` lie between the date at ``path`` and the application date; 0 = not after it."""

    path: str
    months: int = 0


class YearlyFigure(Check, frozen=True, kw_only=True, tag="yearly_figure"):
    """C18: every member matching ``among`` has a positive figure for each of the last ``years`` closed years.

    figure: ``rd`` (R&D money) or ``revenue``.
    """

    among: Where
    figure: str
    years: int


class NoDuplicate(Check, frozen=True, kw_only=True, tag="no_duplicate"):
    """C15: no recognised or running alliance of the same policy has the same name."""


class PolicyInForce(Check, frozen=True, kw_only=True, tag="policy_in_force"):
    """C27: the policy is in force on the application date; otherwise a recorded 继续执行依据 is needed."""


class UnitCodes(Check, frozen=True, kw_only=True, tag="unit_codes"):
    """Every member's unit code against GB 32100 and GB 11714; a wrong check character asks for a reason, never blocks."""


class KindAgrees(Check, frozen=True, kw_only=True, tag="kind_agrees"):
    """The first two characters of every unit code agree with the member's declared kind (GB 32100, 5.2 and 5.3)."""


class Attest(Check, frozen=True, kw_only=True, tag="attest"):
    """C17: a person judges. scope: ``case`` or ``member``. by: role id whose office attests; empty = who holds the case.

    ``about`` of scope ``member`` lists fields of the member's record; empty = the whole record.
    """

    severity: Severity = Severity.MANUAL
    scope: str = "case"
    by: str = ""


AnyCheck = (
    MemberCount
    | MemberRatio
    | DistinctCount
    | UnitEligible
    | EachMember
    | Roster
    | HostIsLead
    | AgreementTerm
    | Signatures
    | Clauses
    | Papers
    | NamePattern
    | Filled
    | Listed
    | Elapsed
    | YearlyFigure
    | NoDuplicate
    | PolicyInForce
    | UnitCodes
    | KindAgrees
    | Attest
)


class Stage(Item, frozen=True, kw_only=True):
    """One step of the way to recognition.

    kind: intake, recommend, formal_check, business_check, expert_review, site_visit, merge_select, meeting, public_notice,
        recognition, certificate, plaque.
    actor: role id. after: stages that must be done first. optional: may be left out.
    outcomes: closed set by kind (see ``stages.py``). mode: expert_review only, ``own`` or ``third_party``.
    meeting / period / panel: ids of the pack's tables.
    filed: intake only; id of a reading with options lead/organiser: whose day is the application date; empty = lead.
    """

    name: str
    kind: str
    actor: str
    after: list[str] = []
    optional: bool = False
    mode: str = ""
    meeting: str = ""
    period: str = ""
    panel: str = ""
    filed: str = ""


class Period(Item, frozen=True, kw_only=True):
    """How long, in what unit, and how it is counted (domain 2.6; Civil Code 200–204).

    count_first_day / roll: ``yes`` / ``no``, or the id of a reading with those options. minimum: the number is a floor.
    """

    n: int
    unit: Unit
    count_first_day: str = "no"
    roll: str = "no"
    minimum: bool = False


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
    kinds: dict[str, int] = {}
    max_local_percent: int = 100
    former_unit_years: int = 0
    yearly_cap: int = 0
    reserves: int = 2


class Score(Item, frozen=True, kw_only=True):
    """One line of the score sheet. max: points."""

    name: str
    max: int


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
    """Who issued the policy, under which number, and from when. Dates are YYYY-MM-DD."""

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


class Pack(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A whole policy. The order of stages, papers, fields and score lines is the order in the file.

    form: by dotted document path, ``alliance.name`` or ``members.tasks`` (a member's field).
    chosen / order: written by ``compose.py`` alone: every reading's option, and the ids of each table in file order
    (canonical bytes sort their keys).
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
    chosen: dict[str, str] = {}
    order: dict[str, list[str]] = {}
