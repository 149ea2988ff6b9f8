"""The kinds of condition a pack may set: a closed set, each a table ``[check.<id>]`` with its ``kind``.

Every kind has its computation in ``checks.py`` and its lint in ``lint_checks.py``.
"""

from enum import StrEnum

from msgspec import Struct, field


class Severity(StrEnum):
    """How hard a check binds."""

    BLOCK = "强制"
    VERIFY = "核实"
    MANUAL = "人工"


class Item(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What every item of a pack has.

    basis: the article it rests on, such as ``第五条（三）``; ``本局内部环节`` where no article asks for it.
    """

    basis: str = ""


class Off(Item, frozen=True, kw_only=True):
    """What a call switched off. name, article: what it was called and rested on above; basis: the article of the call.

    parent, title: id and title of the pack whose rule it was. of: id of the procedure it belonged to.
    """

    name: str
    article: str = ""
    parent: str
    title: str
    of: str = ""


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
    """A condition. title: what it asks, in our own words. about: document paths that an attestation is bound to.

    In ``about``, ``*`` stands for every id (``members.*.tasks``), ``lead`` for the record of the unit in the lead.

    when: only for these categories (of an application), grounds (of an exit) or changes (of a change); empty = always.
    given: reading id → option; the check is asked only where the office chose exactly these.
    override: a failed 强制 check may be overridden with a reason. of: id of the procedure it belongs to; empty for an application.
    at: id of the stage from which on it is asked, for what is only known there (copies handed in); empty = from the beginning.
    """

    title: str
    severity: Severity = Severity.BLOCK
    when: list[str] = []
    given: dict[str, str] = {}
    about: list[str] = []
    override: bool = False
    of: str = ""
    at: str = ""


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
    """A field of the file has a value: dotted document paths, all of them (founded date, liable body, office …).

    carries: path of a text that each of them must contain (C26: a label with the alliance's name); empty asks nothing.
    """

    paths: list[str]
    carries: str = ""


class Listed(Check, frozen=True, kw_only=True, tag="listed"):
    """C19: the value at ``path`` is one of the pack's fields or categories. table: ``field`` or ``category``.

    only: ids of that table that are allowed here; empty = all of it.
    """

    path: str
    table: str
    only: list[str] = []


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
    """C15: no recognised or running alliance of the same policy has the same name.

    by: ``name``; ``lead`` (the same unit in the lead) or ``field`` (the same field of the pack) among the recognised ones.
    """

    by: str = "name"


class PolicyInForce(Check, frozen=True, kw_only=True, tag="policy_in_force"):
    """C27: the policy is in force on the application date; otherwise a recorded 继续执行依据 is needed."""


class Window(Check, frozen=True, kw_only=True, tag="window"):
    """C13: the date at ``path`` lies between two days, both inclusive (YYYY-MM-DD)."""

    opens: str
    closes: str
    path: str = "application.filed"


class Before(Check, frozen=True, kw_only=True, tag="before"):
    """C23: the date at ``path`` lies before the day ``day`` (YYYY-MM-DD); inclusive: on it is enough."""

    path: str
    day: str
    inclusive: bool = False


class NumberRange(Check, frozen=True, kw_only=True, tag="number_range"):
    """C18, C26: the whole number at ``path`` lies between the bounds, both inclusive. unit: what it counts, for people."""

    path: str
    min: int | None = None
    max: int | None = None
    unit: str = ""


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
    | Window
    | Before
    | NumberRange
    | UnitCodes
    | KindAgrees
    | Attest
)
