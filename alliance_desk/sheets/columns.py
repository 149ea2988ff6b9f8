"""The fields of the application workbook as data, shared by the form and its reader.

A field's id is its dotted path, ``alliance.name`` or ``members.legal_rep`` (of a member). The id finds the wording
(``sheets.label.<id>``, ``sheets.hint.<id>``) and the pack's own wording (``[form."<id>"]``).
"""

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    LONG = "long"
    NAMES = "names"
    CODE = "code"
    DATE = "date"
    YES = "yes"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"
    DIVISION = "division"
    MEMBER = "member"
    COUNT = "count"
    FILE = "file"
    PHONE = "phone"
    EMAIL = "email"


class Field(Struct, frozen=True):
    """One field. choices: id of the list it draws from. width: characters of the column. limit: longest text.

    yearly: one column for each of the last three closed years, amounts in 万元.
    """

    id: str
    kind: Kind = Kind.TEXT
    choices: str = ""
    width: float = 14
    limit: int = 200
    required: bool = False
    yearly: bool = False

    @property
    def key(self) -> str:
        """Its name in the record: ``members.legal_rep`` → ``legal_rep``."""
        return self.id.partition(".")[2]


YEARS = 3

BASICS = (
    Field("alliance.name", required=True),
    Field("alliance.field", Kind.CHOICE, "field"),
    Field("alliance.category", Kind.CHOICE, "category"),
    Field("alliance.industry"),
    Field("alliance.founded", Kind.DATE),
    Field("alliance.legal_person", Kind.YES, "yes"),
    Field("alliance.liable_body"),
    Field("alliance.host", Kind.MEMBER),
    Field("alliance.office"),
    Field("alliance.goals", Kind.LONG, limit=4000),
    Field("application.filed", Kind.DATE),
    Field("application.operated_since", Kind.DATE),
    Field("contacts.name", limit=50),
    Field("contacts.phone", Kind.PHONE, limit=40),
    Field("contacts.mobile", Kind.PHONE, limit=40),
    Field("contacts.email", Kind.EMAIL, limit=100),
)

MEMBER = (
    Field("members.name", width=25, required=True),
    Field("members.former_names", Kind.NAMES, width=13, limit=600),
    Field("members.code", Kind.CODE, width=21),
    Field("members.kind", Kind.CHOICE, "member-kind", width=12),
    Field("members.role", Kind.CHOICE, "member-role", width=11),
    Field("members.registered", Kind.DIVISION, "division", width=14),
    Field("members.seated", Kind.DIVISION, "division", width=14),
    Field("members.legal_rep", width=10, limit=50),
    Field("members.legal_person", Kind.YES, "yes", width=8),
    Field("members.founded", Kind.DATE, width=11),
    Field("members.industry", width=12),
    Field("members.tasks", Kind.LONG, width=26, limit=2000),
    Field("members.flags", Kind.CHOICES, "flag", width=14),
    Field("members.rd", Kind.MONEY, width=10.5, yearly=True),
    Field("members.revenue", Kind.MONEY, width=10.5, yearly=True),
)

PERSON = (
    Field("people.body", Kind.CHOICE, "body", width=22, required=True),
    Field("people.name", width=14, limit=50, required=True),
    Field("people.unit", width=36),
    Field("people.post", width=20, limit=100),
    Field("people.full_time", Kind.YES, "yes", width=10),
)

AGREEMENT = (
    Field("agreement.kind", Kind.CHOICE, "agreement-kind"),
    Field("agreement.signed", Kind.DATE),
    Field("agreement.effective", Kind.DATE),
    Field("agreement.start", Kind.DATE),
    Field("agreement.end", Kind.DATE),
)

CLAUSE = Field("clauses.found", Kind.YES, "yes", width=14)

SIGNATURE = (
    Field("members.signed", Kind.DATE, width=16),
    Field("members.signatory", Kind.CHOICE, "signatory", width=18),
    Field("members.sealed", Kind.YES, "yes", width=12),
)

PAPER = (
    Field("papers.file", Kind.FILE, width=44),
    Field("papers.copies", Kind.COUNT, width=9),
    Field("papers.sealed", Kind.YES, "yes", width=9),
)
