"""What the workbook of one policy looks like: sheets, blocks, columns and lists, worked out from the pack.

The form writes it and the reader reads by it. Each block carries its keys in a hidden first column and a hidden key row, so
rows and columns are found by key, not by place. ``Template.id`` changes when the structure does, not with a wording.
"""

from typing import cast

from msgspec import Struct

from alliance_desk import canonical, words
from alliance_desk.policy.pack import FormField, Pack, Paper, Where
from alliance_desk.policy.vocabulary import FLAGS, MEMBER_KINDS, MEMBER_ROLES
from alliance_desk.sheets import columns
from alliance_desk.sheets.columns import YEARS, Field

FORMAT = 1
SHEETS = ("guide", "basics", "members", "bodies", "agreement", "papers")
MARKER, LISTS = "marker", "lists"
MEMBER_ROWS, PERSON_ROWS = 60, 60


class Column(Struct, frozen=True):
    """One input column. key: what the hidden key row holds. group: heading over several columns, or empty."""

    key: str
    field: Field
    label: str
    hint: str = ""
    basis: str = ""
    group: str = ""
    paper: str = ""
    year: str = ""


class Line(Struct, frozen=True):
    """One fixed row. key: what the hidden first column holds. field: what its single input cell holds, where that differs."""

    key: str
    label: str
    hint: str = ""
    basis: str = ""
    field: Field | None = None


class Block(Struct, frozen=True):
    """One table of a sheet. lines: fixed rows; without them rows are free and ``rows`` are prepared.

    mirrored: the row's name is shown from the members sheet by a formula.
    """

    id: str
    sheet: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...] = ()
    rows: int = 0
    mirrored: bool = False


class Template(Struct, frozen=True):
    """The workbook of one policy for applications of one year.

    choices: per list, ids with what the user sees. also: ids and general words a reader takes that no drop-down offers.
    """

    rules: Pack
    year: int
    blocks: dict[str, Block]
    choices: dict[str, dict[str, str]]
    also: dict[str, dict[str, str]]
    id: str

    @property
    def closed_years(self) -> tuple[str, ...]:
        """The last closed accounting years before the application year, newest first (近三年)."""
        return closed_years(self.year)


def closed_years(year: int, count: int = YEARS) -> tuple[str, ...]:
    """Calendar years before ``year``, newest first."""
    return tuple(str(year - n) for n in range(1, count + 1))


def template_of(rules: Pack, year: int) -> Template:
    """The template for applications filed in a calendar year under these rules."""
    blocks = {block.id: block for block in _blocks(rules, year) if block.columns and (block.lines or block.rows)}
    shape = [
        [block.id, *(column.key for column in block.columns), *(line.key for line in block.lines)]
        for block in blocks.values()
    ]
    digest = canonical.digest({"format": FORMAT, "pack": rules.pack.id, "shape": shape})
    also = {
        "member-role": {role: words.text(f"member-role.{role}") for role in MEMBER_ROLES},
        "flag": {flag: words.text(f"sheets.short.flag.{flag}") for flag in FLAGS},
    }
    return Template(rules, year, blocks, _choices(rules), also, digest)


def sheet_name(sheet: str) -> str:
    """What a sheet is called in the workbook."""
    return words.text(f"sheets.sheet.{sheet}")


def _blocks(rules: Pack, year: int) -> list[Block]:
    value = (Column("value", columns.BASICS[0], words.text("sheets.label.value")),)
    basics = [
        f
        for f in columns.BASICS
        if (f.choices != "field" or rules.field_) and (f.choices != "category" or rules.category)
    ]
    clauses = tuple(Line(key, item.name, basis=item.basis) for key, item in rules.clause.items())
    return [
        Block("basics", "basics", value, _lines(rules, basics)),
        Block("members", "members", _columns(rules, columns.MEMBER, year), rows=MEMBER_ROWS),
        Block("people", "bodies", _columns(rules, columns.PERSON, year) if rules.body else (), rows=PERSON_ROWS),
        Block("agreement", "agreement", value, _lines(rules, columns.AGREEMENT)),
        Block("clauses", "agreement", _columns(rules, (columns.CLAUSE,), year), clauses),
        Block("signatures", "agreement", _columns(rules, columns.SIGNATURE, year), rows=MEMBER_ROWS, mirrored=True),
        Block("papers", "papers", _columns(rules, columns.PAPER, year), tuple(_alliance_papers(rules, year))),
        Block("member-papers", "papers", tuple(_member_papers(rules, year)), rows=MEMBER_ROWS, mirrored=True),
    ]


def _form(rules: Pack, field: Field) -> FormField:
    return rules.form.get(field.id, FormField())


def wording(rules: Pack, field: Field) -> tuple[str, str, str]:
    """A field's label, hint and basis: the pack's own before the general ones."""
    own = _form(rules, field)
    facts = {
        "applicant": rules.pack.words.applicant,
        "alliance": rules.pack.words.alliance,
        "flags": [words.text(f"flag.{flag}") for flag in FLAGS],
    }
    # The findings of the policy call most fields by name: the form uses the same names.
    code = f"sheets.label.{field.id}"
    label = own.label or words.text(code if code in words.catalogue() else f"path.{field.id}", facts)
    hint = own.hint or words.text(f"sheets.hint.{field.id}", facts)
    return label + (words.text("sheets.label.required") if field.required or own.required else ""), hint, own.basis


def _lines(rules: Pack, fields: list[Field] | tuple[Field, ...]) -> tuple[Line, ...]:
    return tuple(Line(f.id, *wording(rules, f), _asked(rules, f)) for f in fields if not _form(rules, f).hidden)


def _asked(rules: Pack, field: Field) -> Field:
    """The field as this pack asks for it."""
    if not _form(rules, field).required or field.required:
        return field
    return Field(field.id, field.kind, field.choices, field.width, field.limit, True, field.yearly)


def _columns(rules: Pack, fields: tuple[Field, ...], year: int) -> tuple[Column, ...]:
    found: list[Column] = []
    for field in fields:
        if _form(rules, field).hidden:
            continue
        label, hint, basis = wording(rules, field)
        asked = _asked(rules, field)
        if not field.yearly:
            found.append(Column(field.id, asked, label, hint, basis))
        for closed in closed_years(year) if field.yearly else ():
            shown = words.text("sheets.label.in-year", {"year": closed, "label": label})
            found.append(Column(f"{field.id}.{closed}", asked, shown, hint, basis, year=closed))
    return tuple(found)


def _alliance_papers(rules: Pack, year: int) -> list[Line]:
    """One row a paper of the alliance and of the lead, one for each year asked for."""
    found: list[Line] = []
    for key, paper in rules.paper.items():
        if paper.scope == "member":
            continue
        for closed in closed_years(year, paper.years) or ("",):
            label = (
                words.text("sheets.label.paper-year", {"year": closed, "label": paper.name}) if closed else paper.name
            )
            found.append(Line(f"{key}.{closed}" if closed else key, label, paper_hint(rules, paper), paper.basis))
    return found


def _member_papers(rules: Pack, year: int) -> list[Column]:
    """One column a paper and year; a column for the seal and for copies only where the pack asks for more than nothing."""
    file, copies, sealed = columns.PAPER
    found: list[Column] = []
    for key, paper in rules.paper.items():
        if paper.scope != "member":
            continue
        for closed in closed_years(year, paper.years) or ("",):
            group = (
                words.text("sheets.label.paper-year", {"year": closed, "label": paper.name}) if closed else paper.name
            )
            asked = [file, *([copies] if paper.copies > 1 else []), *([sealed] if paper.sealed else [])]
            found += [
                Column(
                    f"{key}.{closed}.{field.key}", field, wording(rules, field)[0], paper_hint(rules, paper), paper.basis,
                    group, key, closed,
                )
                for field in asked
            ]  # fmt: skip
    return found


def paper_hint(rules: Pack, paper: Paper) -> str:
    """What a person needs to know of one paper: who owes it, copies, seal, what may stand for it."""
    facts = {
        "applicant": rules.pack.words.applicant,
        "copies": paper.copies,
        "kinds": [words.text(f"member-kind.{kind}") for kind in paper.kinds],
        "accepts": [rules.paper[other].name for other in paper.accepts if other in rules.paper],
    }
    said = {
        "lead": paper.scope == "lead",
        "kinds": bool(paper.kinds),
        "copies": paper.copies > 1,
        "sealed": paper.sealed,
        "accepts": bool(facts["accepts"]),
        "young": paper.young_exempt,
        "optional": not paper.required,
    }
    return "；".join(words.text(f"sheets.paper.{code}", facts) for code, holds in said.items() if holds)


def _choices(rules: Pack) -> dict[str, dict[str, str]]:
    def labels(table: str, ids: tuple[str, ...]) -> dict[str, str]:
        return {key: words.text(f"{table}.{key}") for key in ids}

    roles = labels("member-role", tuple(role for role in MEMBER_ROLES if role in _roles(rules)))
    roles["lead"] = rules.pack.words.applicant
    return {
        "yes": labels("sheets.choice.yes", ("true", "false")),
        "field": {key: item.name for key, item in rules.field_.items()},
        "category": {key: item.name for key, item in rules.category.items()},
        "body": {key: item.name for key, item in rules.body.items()},
        "member-kind": labels("member-kind", MEMBER_KINDS),
        "member-role": roles,
        "flag": labels("flag", FLAGS),
        "agreement-kind": labels("agreement-kind", ("agreement", "charter")),
        "signatory": labels("signatory", ("legal_rep", "agent")),
    }


def _roles(rules: Pack) -> set[str]:
    """The roles a drop-down offers: lead and ordinary, and those the pack's checks look at."""
    found = {"lead", "ordinary"}
    for check in rules.check.values():
        for name in check.__struct_fields__:
            value = getattr(check, name)
            several = cast("list[object]", value) if isinstance(value, list) else [value]
            for where in several:
                found.update(where.roles if isinstance(where, Where) else ())
    return found
