"""Which fields a form has under a policy, in the order of the workbook and by its own field data, in the window's language."""

from typing import Any, NamedTuple, cast

from alliance_desk.policy.facts import NONE
from alliance_desk.policy.pack import FormField, Pack
from alliance_desk.policy.vocabulary import FLAGS, MEMBER_KINDS
from alliance_desk.sheets import columns
from alliance_desk.sheets.columns import Field, Kind
from alliance_desk.sheets.template import template_of
from ui.language import has, tr

SECTIONS = ("alliance", "members", "bodies", "agreement", "contacts")
"""The parts of the form, in the order of the official one; ids as in the document."""
SIGNATURE = frozenset(field.key for field in columns.SIGNATURE)
_VOCABULARY = {
    "member-kind": MEMBER_KINDS,
    "flag": FLAGS,
    "agreement-kind": ("agreement", "charter"),
    "signatory": ("legal_rep", "agent"),
}


class Entry(NamedTuple):
    """One field of the form. key: its name below the record it belongs to; path in the document where it is a single one."""

    key: str
    field: Field
    label: str
    hint: str
    basis: str

    @property
    def note(self) -> str:
        """What stands beside the field: what to know, and the article."""
        basis = tr("ui.form.basis", basis=self.basis) if self.basis else ""
        return tr("ui.form.note-sign").join(part for part in (self.hint, basis) if part)


class Shape:
    """The form of one policy for applications of one year."""

    def __init__(self, rules: Pack, filed: str) -> None:
        year = int(filed[:4]) if filed[:4].isdigit() else 2000
        self.rules = rules
        self._template = template_of(rules, year)
        self.years = self._template.closed_years
        lines = {line.key: line.field for line in self._lines("basics") if line.field is not None}
        self.basics = [self._entry(key, field, key) for key, field in lines.items() if not key.startswith("contacts.")]
        self.contacts = [
            self._entry(f"contacts.lead.{field.key}", field, key)
            for key, field in lines.items()
            if key.startswith("contacts.")
        ]
        self.agreement = [
            self._entry(line.key, line.field, line.key) for line in self._lines("agreement") if line.field
        ]
        self.clauses = [(key, item.name, item.basis) for key, item in rules.clause.items()]
        self.member, self.person, self.signature = (
            self._columns(block) for block in ("members", "people", "signatures")
        )

    def _lines(self, block: str) -> Any:
        return self._template.blocks[block].lines if block in self._template.blocks else ()

    def _columns(self, block: str) -> list[Entry]:
        """One entry a field: a yearly one once, whatever columns its years have."""
        found: dict[str, Entry] = {}
        for column in self._template.blocks[block].columns if block in self._template.blocks else ():
            found.setdefault(column.field.id, self._entry(column.field.key, column.field, column.field.id))
        return list(found.values())

    def _entry(self, key: str, field: Field, name: str) -> Entry:
        own = self.rules.form.get(name, FormField())
        label = own.label or tr(f"sheets.label.{name}" if has(f"sheets.label.{name}") else f"path.{name}")
        code = f"ui.form.hint.{name}"
        hint = own.hint or (tr(code, applicant=self.rules.pack.words.applicant) if has(code) else "")
        return Entry(key, field, label, hint, own.basis)

    # Lists and words

    def choices(self, field: Field) -> list[tuple[str, str]]:
        """What a field is chosen from: ids with their words, those of closed vocabularies in the window's language."""
        if field.choices in _VOCABULARY:
            return [(one, tr(f"{field.choices}.{one}")) for one in _VOCABULARY[field.choices]]
        known = self._template.choices.get(field.choices, {})
        if field.choices == "member-role":
            lead = self.rules.pack.words.applicant
            return [(role, lead if role == "lead" else tr(f"member-role.{role}")) for role in known]
        return list(known.items())

    def words(self, entry: Entry, value: Any, names: dict[str, str]) -> str:
        """A value as people read it. names: members by id."""
        from alliance_desk.desk.divisions import division_names

        if value in (None, "", {}):
            return tr("ui.form.empty")
        if value in (NONE, []):
            return tr("sheets.choice.none")
        if isinstance(value, bool):
            return tr(f"ui.form.answer.{'yes' if value else 'no'}")
        match entry.field.kind:
            case Kind.CHOICE | Kind.CHOICES:
                labels = dict(self.choices(entry.field))
                several = cast("list[Any]", value) if isinstance(value, list) else [value]
                return tr("ui.list-sign").join(labels.get(str(one), str(one)) for one in several)
            case Kind.MONEY if isinstance(value, int):
                return tr("ui.form.wan", amount=f"{value / 1_000_000:,.6f}".rstrip("0").rstrip("."))
            case Kind.DIVISION:
                return division_names().get(str(value), str(value))
            case Kind.MEMBER:
                return names.get(str(value), str(value))
            case _:
                return (
                    tr("ui.list-sign").join(map(str, cast("list[Any]", value)))
                    if isinstance(value, list)
                    else str(value)
                )


def section_of(path: str) -> str:
    """The part of the form that a document path stands in; empty for what no form changes."""
    first, _, rest = path.partition(".")
    if first == "application":
        return "alliance"
    if first == "members" and rest.rpartition(".")[2] in SIGNATURE:
        return "agreement"
    if first == "lead":
        return "members"
    return first if first in SECTIONS else ""
