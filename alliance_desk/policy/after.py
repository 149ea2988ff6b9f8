"""What a pack says of the life after recognition: procedures, duties, grades, consequences, measures, changes, ways out.

Every kind of work beneath a recognised alliance (a yearly report, an assessment, a change, a rectification …) is a *procedure*: a case of its
own with stages, conditions and papers of its own. Those are the items of ``[stage]``, ``[check]``, ``[paper]`` and ``[score]`` whose ``of``
names the procedure; without ``of`` they belong to the way to recognition. ``procedures.py`` cuts a pack down to one of them.
"""

from enum import StrEnum

from alliance_desk.policy.conditions import Item, Severity


class Kind(StrEnum):
    """What a procedure is for."""

    REPORT = "report"
    ASSESSMENT = "assessment"
    CHANGE = "change"
    RECTIFICATION = "rectification"
    EXIT = "exit"
    EVENT = "event"
    SUPPORT = "support"
    UPWARD = "upward"
    ENTRY = "entry"


class Leaves(StrEnum):
    """How an alliance leaves the register."""

    CANCELLED = "取消"
    GIVEN_UP = "视为自动放弃"
    DISSOLVED = "解散"
    WITHDREW = "自愿退出"
    EXPIRED = "到期未续"
    MERGED = "并入"
    REVOKED = "撤销"


class Sanction(StrEnum):
    """A dated flag beneath which the recognition stays valid."""

    WARNING = "告诫"
    YELLOW_CARD = "黄牌"
    RECTIFY = "限期整改"


class Procedure(Item, frozen=True, kw_only=True):
    """One kind of case beneath an alliance of the register (``[procedure.<id>]``).

    by: role id of the office that opens it; the decider always may.
    yearly: every case of it stands for one subject year. many: several may run for one alliance (and year) at the same time.
    again: ids of conditions of the way to recognition that are looked at once more here, on the alliance as it then would be;
        severity: how hard they bind here. ladder: id of the grades an assessment gives.
    bands: ``yes`` / ``no`` or a reading with those: whether points decide the grade where its rungs have them, or a person does and they
        only advise.
    act: of an entry: under which word the register keeps it (等同). numbered: number stream of its document, or empty.
    not_for: acts of the register (such as 等同) that this does not concern.
    """

    kind: Kind
    name: str
    by: str = "decider"
    yearly: bool = False
    many: bool = False
    again: list[str] = []  # noqa: RUF012 - msgspec gives each its own
    severity: Severity = Severity.VERIFY
    ladder: str = ""
    bands: str = "yes"
    act: str = ""
    numbered: str = ""
    not_for: list[str] = []  # noqa: RUF012 - msgspec gives each its own


class Duty(Item, frozen=True, kw_only=True, tag_field="kind"):
    """Something that falls due again and again (应报事项, ``[duty.<id>]``). procedure: the case that fulfils it.

    invited: acts of the register (等同) that are asked but never late. not_for: acts it does not concern.
    """

    name: str
    procedure: str = ""
    invited: list[str] = []  # noqa: RUF012 - msgspec gives each its own
    not_for: list[str] = []  # noqa: RUF012 - msgspec gives each its own


class Annual(Duty, frozen=True, kw_only=True, tag="annual"):
    """Once for every subject year, by a day of the year (domain 2.6 ``annual_due``).

    month, day: the last day; a day past the end of the month is its last; month 0: the office types the day (no date in the text).
    subject: ``this_year`` (due in the subject year) or ``previous_year`` (due in the year after it).
    roll: ``yes`` / ``no`` or a reading with those: moved off rest days to the next working day.
    first_year: ``yes`` / ``no`` or a reading with those: whether the year of the recognition is owed.
    counts: what fulfils it in time: ``received`` (the papers came in), ``forwarded`` (the opinion on them was signed, and they go on to the
        decider), or a reading with those options.
    """

    month: int
    day: int = 31
    subject: str = "this_year"
    roll: str = "no"
    first_year: str = "yes"
    counts: str = "received"


class Active(Duty, frozen=True, kw_only=True, tag="activity"):
    """At least ``n`` recorded events of one activity in every subject year (C24); judged when the year has ended."""

    activity: str
    n: int = 1
    first_year: str = "no"


class NthYear(Duty, frozen=True, kw_only=True, tag="nth_year"):
    """Once in the ``n``-th year after recognition (domain 2.6 ``nth_year``).

    window: ``calendar`` (that calendar year), ``date`` (``n`` years to the day), or a reading with those options.
    """

    n: int
    window: str = "calendar"


class Every(Duty, frozen=True, kw_only=True, tag="every"):
    """Again between ``least`` and ``most`` years after the last time, or after recognition (domain 2.6 ``range_due``)."""

    least: int
    most: int


class Prompt(Duty, frozen=True, kw_only=True, tag="prompt"):
    """Without delay after something happened (及时, domain 2.6 ``manual_due``): every case of the procedure stands for one matter.

    No day follows from the text: a person types one for a matter that is known and not reported yet. days: so many natural days after the
    matter are proposed, ``0`` for none, or a reading whose options are numbers; a custom of this office, never of the text.
    """

    days: str = "0"


class Office(Duty, frozen=True, kw_only=True, tag="office"):
    """The deciding office's own task of the year (a guide, a plan, a symposium). month 0: no day in the text."""

    month: int = 0
    day: int = 31


AnyDuty = Annual | Active | NthYear | Every | Prompt | Office


class Grade(Item, frozen=True, kw_only=True):
    """One rung (``[grade.<id>]``). ladder: which ladder it belongs to. rank: 1 is best.

    min: least points of 100, inclusive; -1 where a person chooses the grade. passed: whether the assessment is passed with it.
    """

    ladder: str
    name: str
    rank: int
    meaning: str = ""
    min: int = -1
    passed: bool = True


class Consequence(Item, frozen=True, kw_only=True):
    """What follows from what (``[consequence.<id>]``): always a proposal that a person decides on.

    when: ``grade`` (one of ``grades`` in an assessment), ``absent`` (did not take part), ``missed`` (a duty not fulfilled when its day has
        passed), ``failed`` (a rectification not accepted), ``found`` (somebody recorded an event of ``activity``, such as a violation).
        procedure: of the assessment or rectification. duty: id, for ``missed``. activity: id, for ``found``.
    count: so many times. run: ``single`` (any), ``rounds`` (in consecutive rounds; a round not held breaks nothing) or ``years``
        (in consecutive subject years; a year without one breaks the sequence).
    measures: ids; a person chooses one of them.
    """

    name: str
    when: str
    measures: list[str]
    procedure: str = ""
    duty: str = ""
    activity: str = ""
    grades: list[str] = []  # noqa: RUF012 - msgspec gives each its own
    count: int = 1
    run: str = "single"


class Measure(Item, frozen=True, kw_only=True):
    """What may be done (处理措施, ``[measure.<id>]``). procedure: of the case that does it (a rectification or an exit).

    sanction: the flag it opens; none for an exit. period: how long; empty where the office types the day. ground: of an exit.
    """

    name: str
    procedure: str
    sanction: Sanction | None = None
    period: str = ""
    ground: str = ""


class Ground(Item, frozen=True, kw_only=True):
    """A ground for leaving the register (``[ground.<id>]``). asks: what must be attested, each by itself, all of them."""

    name: str
    leaves: Leaves
    procedure: str
    asks: list[str] = []  # noqa: RUF012 - msgspec gives each its own


class Change(Item, frozen=True, kw_only=True):
    """Something that may change (``[change.<id>]``). procedure: of the case. what: see ``vocabulary.CHANGES``.

    papers: whether certificate and plaque are issued anew.
    """

    name: str
    procedure: str
    what: str
    papers: bool = False


class Activity(Item, frozen=True, kw_only=True):
    """A kind of event that is recorded (``[activity.<id>]``). procedure: of the case that keeps it.

    letter: what is written of it, one of ``vocabulary.EVENT_LETTERS``; empty for nothing.
    """

    name: str
    procedure: str
    letter: str = ""


class Support(Item, frozen=True, kw_only=True):
    """Money or another advantage an alliance may get (``[support.<id>]``). least, most: in 分, 0 where the text names none.

    review: whether a recorded review must stand behind it. grades: only after one of these grades; empty for any.
    """

    name: str
    procedure: str = ""
    least: int = 0
    most: int = 0
    review: bool = False
    grades: list[str] = []  # noqa: RUF012 - msgspec gives each its own


class Unknown(Item, frozen=True, kw_only=True):
    """Something the text we have does not say (``[unknown.<id>]``), so that nobody takes silence for a rule."""

    question: str
