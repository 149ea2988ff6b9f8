"""What each list of the window shows and can be asked: its tables, its columns, its natural order. How it is read stands in ``lists``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FILTERED = (
    "status",
    "pack",
    "holder",
    "county",
    "custody",
    "filed",
    "outcome",
    "step_kind",
    "actor",
    "kind",
    "affair",
    "subject",
)
"""What the case list can be filtered by without reading a row; both of its indexes hold these columns."""


@dataclass(frozen=True, kw_only=True)
class ListSpec:
    """One list.

    columns: keys of a row, beside ``id``, the natural key that verbs are given. sortable, filters: of these columns.
    The rest is SQL. source: tables; base: name of the one whose row numbers are the ids. key: the natural key. order: the natural one.
    tie: what parts equal rows of another order. where: which rows belong to the list. shown: column → expression, where it is not a
    column of the base. like: what a text is looked for in; found: row number of the case whose words it is looked for in as well;
    narrow: case of a row, where rows are so many that a name is looked for in few cases first.
    indexes: sort → index that holds all that is asked of the list; by the empty sort for any other.
    """

    name: str
    columns: tuple[str, ...]
    sortable: tuple[str, ...]
    filters: tuple[str, ...] = ()
    source: str
    base: str
    key: str
    order: tuple[str, ...]
    tie: str = ""
    where: str = "1"
    shown: Mapping[str, str] = field(default_factory=dict[str, str])
    like: tuple[str, ...] = ()
    found: str = ""
    narrow: str = ""
    indexes: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def searchable(self) -> bool:
        """Whether a text may be asked for."""
        return bool(self.like or self.found)

    def expression(self, column: str) -> str:
        """The SQL of a column. Raises KeyError for a column the list does not have."""
        if column not in self.columns:
            raise KeyError(column)
        return self.shown.get(column, f'{self.base}."{column}"')


def _case(base: str) -> str:
    return f'LEFT JOIN index_case c ON c.stream = {base}."case"'


def _together(base: str, group: str) -> str:
    """Newest first, and the cases of one batch, notice or meeting together in their own order."""
    return f"(SELECT min(f.rowid) FROM index_{group} f WHERE f.{group} = {base}.{group}) DESC"  # noqa: S608 - our own words


_NUMBERED = {"number": "COALESCE(c.number, '')", "alliance": "COALESCE(c.name, '')"}
"""The case that a row belongs to, by number and name."""

_PEER = "COALESCE((SELECT e.name FROM index_peer e WHERE e.office = p.office LIMIT 1), p.office)"
"""The other office of a package by its name; it may have had more than one key."""

_SPECS = (
    ListSpec(
        name="cases",
        columns=(
            "stream", "number", "name", "initials", "lead", "pack", "status", "custody", "holder", "county", "filed", "year",
            "blocking", "outcome", "step", "step_name", "step_kind", "actor", "since", "due", "alliance_id", "updated",
            "kind", "affair", "subject", "procedure",
        ),
        sortable=(
            "updated", "number", "name", "lead", "status", "county", "filed", "blocking", "outcome", "step_kind", "since", "due", "affair",
            "subject",
        ),
        filters=(*FILTERED, "year", "alliance_id"),
        source="index_case c",
        base="c",
        key="c.stream",
        order=("c.updated DESC", "c.stream DESC"),
        tie="c.stream",
        shown={"year": "substr(c.filed, 1, 4)", "alliance_id": "c.alliance"},
        found="c.rowid",
        indexes={"": "ix_index_case_updated", "name": "ix_index_case_name"},
    ),
    ListSpec(
        name="alliances",
        columns=(
            "name", "title", "lead", "county", "category", "recognised", "year", "valid_to", "doc_no", "status", "members", "pack",
            "act", "case", "number", "field", "grade", "graded", "sanctions", "sanction_due", "agreement_end", "exited", "leaves", "source",
            "first",
        ),
        sortable=(
            "name", "title", "lead", "county", "category", "recognised", "valid_to", "doc_no", "status", "members", "number", "field",
            "grade", "sanctions", "agreement_end", "exited", "first",
        ),
        filters=("status", "category", "county", "pack", "act", "year", "field", "grade", "sanctions", "leaves", "source"),
        source=f"index_alliance a {_case('a')}",
        base="a",
        key="a.id",
        order=("a.name", "a.id"),
        shown={"year": "substr(a.recognised, 1, 4)", "act": "a.kind", "number": _NUMBERED["number"]},
        like=("a.name", "a.doc_no", "a.title", "a.county"),
        found="c.rowid",
    ),
    ListSpec(
        name="experts",
        columns=("name", "unit", "title", "kind", "fields", "county", "state"),
        sortable=("name", "unit", "title", "kind", "county", "state"),
        filters=("kind", "county", "state"),
        source="index_expert e",
        base="e",
        key="e.id",
        order=("e.name", "e.id"),
        like=("e.name", "e.unit", "e.title", "e.fields"),
    ),
    ListSpec(
        name="certificates",
        columns=(
            "number", "kind", "alliance", "lead", "county", "issued", "year", "state", "case", "case_number", "pack", "alliance_id",
        ),
        sortable=("number", "kind", "alliance", "lead", "county", "issued", "state", "case_number"),
        filters=("kind", "state", "county", "pack", "year"),
        source=f"index_certificate t {_case('t')}",
        base="t",
        key='t."case"',
        order=("t.issued DESC", "t.number DESC", "t.rowid DESC"),
        shown={
            "alliance": "t.name",
            "alliance_id": "t.alliance",
            "lead": "COALESCE(c.lead, '')",
            "county": "COALESCE(c.county, '')",
            "case_number": "COALESCE(c.number, '')",
            "pack": "COALESCE(c.pack, '')",
            "year": "substr(t.issued, 1, 4)",
        },
        like=("t.name", "t.number"),
        found="c.rowid",
    ),
    ListSpec(
        name="notices",
        columns=("notice", "number", "alliance", "start", "end", "provisional", "channel", "state", "objections", "open", "case", "pack"),
        sortable=("number", "alliance", "start", "end", "state"),
        filters=("state", "notice", "case"),
        source=f"index_notice n {_case('n')}",
        base="n",
        key="n.notice",
        order=("n.start DESC", _together("n", "notice"), "n.rowid"),
        shown={
            **_NUMBERED,
            "pack": "COALESCE(c.pack, '')",
            "objections": '(SELECT count(*) FROM index_objection o WHERE o.notice = n.notice AND o."case" = n."case")',
            "open": """(SELECT count(*) FROM index_objection o
                WHERE o.notice = n.notice AND o."case" = n."case" AND o.state = 'open')""",
        },
        like=("n.channel",),
        found="c.rowid",
    ),
    ListSpec(
        name="objections",
        columns=("notice", "number", "alliance", "received", "state", "case"),
        sortable=("number", "alliance", "received", "state"),
        filters=("state", "notice", "case"),
        source=f"index_objection o {_case('o')}",
        base="o",
        key="o.id",
        order=("o.received DESC", "o.rowid DESC"),
        shown=_NUMBERED,
        found="c.rowid",
    ),
    ListSpec(
        name="packages",
        columns=("direction", "office", "sequence", "purpose", "day", "file", "receipt", "office_id", "sha256"),
        sortable=("direction", "office", "sequence", "purpose", "day", "receipt"),
        filters=("direction", "office_id", "purpose", "receipt"),
        source="index_package p",
        base="p",
        key="p.sha256",
        order=("p.on_date DESC", "p.rowid DESC"),
        shown={"office": _PEER, "office_id": "p.office", "day": "p.on_date"},
        like=(_PEER, "p.file", "p.sha256"),
    ),
    ListSpec(
        name="numbers",
        columns=("series", "year", "serial", "number", "used_for", "state"),
        sortable=("series", "year", "serial", "number", "used_for", "state"),
        filters=("series", "year", "state"),
        source="index_number u",
        base="u",
        key="u.number",
        order=("u.series", "u.year DESC", "u.serial DESC"),
        like=("u.number", "u.used_for"),
    ),
    ListSpec(
        name="sessions",
        columns=("day", "mode", "state", "size", "cases", "batch", "batch_name", "stream"),
        sortable=("day", "mode", "state", "size", "batch_name"),
        filters=("mode", "state", "batch"),
        source="index_session s",
        base="s",
        key="s.stream",
        order=("s.on_date DESC", "s.rowid DESC"),
        shown={
            "day": "s.on_date",
            "batch_name": "COALESCE((SELECT b.name FROM index_batch b WHERE b.batch = s.batch LIMIT 1), '')",
            "cases": """(SELECT count(*) FROM index_document d, json_each(CAST(d.open AS TEXT), '$.cases')
                WHERE d.stream = s.stream)""",
        },
        like=("COALESCE((SELECT b.name FROM index_batch b WHERE b.batch = s.batch LIMIT 1), '')", "s.on_date", "s.stream"),
    ),
    ListSpec(
        name="batches",
        columns=("name", "number", "alliance", "pack", "state", "batch", "case"),
        sortable=("name", "number", "alliance", "pack", "state"),
        filters=("pack", "state", "batch", "case"),
        source=f"index_batch b {_case('b')}",
        base="b",
        key="b.batch",
        order=(_together("b", "batch"), "b.rowid"),
        shown=_NUMBERED,
        like=("b.name",),
        found="c.rowid",
    ),
    ListSpec(
        name="meetings",
        columns=("day", "kind", "minutes", "number", "alliance", "outcome", "pack", "meeting", "case"),
        sortable=("day", "kind", "minutes", "number", "alliance", "outcome"),
        filters=("kind", "outcome", "minutes", "meeting", "case"),
        source=f"index_meeting m {_case('m')}",
        base="m",
        key="m.meeting",
        order=("m.on_date DESC", _together("m", "meeting"), "m.rowid"),
        shown={**_NUMBERED, "day": "m.on_date", "pack": "COALESCE(c.pack, '')"},
        like=("m.minutes",),
        found="c.rowid",
    ),
    ListSpec(
        name="units",
        columns=("name", "code", "former"),
        sortable=("name", "code"),
        source="index_organisation u",
        base="u",
        key="u.id",
        order=("u.name", "u.id"),
        where="u.current",
        shown={
            "former": "COALESCE((SELECT group_concat(f.name, '、') FROM index_organisation f WHERE f.id = u.id AND NOT f.current), '')"
        },
        like=("u.name", "u.code", "(SELECT group_concat(f.name) FROM index_organisation f WHERE f.id = u.id AND NOT f.current)"),
    ),
    ListSpec(
        name="peers",
        columns=("name", "level", "relation", "fingerprint", "office"),
        sortable=("name", "level", "relation"),
        filters=("level", "relation"),
        source="index_peer p",
        base="p",
        key="p.fingerprint",
        order=("p.name", "p.fingerprint"),
        like=("p.name", "p.fingerprint"),
    ),
    ListSpec(
        name="members",
        columns=("name", "code", "role", "kind", "registered", "number", "alliance", "status", "pack", "member", "case"),
        sortable=("name", "code", "role", "kind", "registered"),
        filters=("role", "kind", "registered", "code", "case"),
        source='index_member m JOIN index_case c ON c.stream = m."case"',
        base="m",
        key='m."case"',
        order=("m.rowid",),
        shown={"number": "c.number", "alliance": "c.name", "status": "c.status", "pack": "c.pack"},
        like=("m.name", "m.code"),
        narrow='m."case"',
    ),
)  # fmt: skip

LISTS: Mapping[str, ListSpec] = {spec.name: spec for spec in _SPECS}
"""Every list of the window, by name."""
