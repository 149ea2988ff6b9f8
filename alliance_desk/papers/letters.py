"""Letters: editable .docx files from templates in the form of GB/T 9704-2012.

What a letter needs stands in ``resources/templates/letters.toml``; ``installer/templates.py`` makes the .docx templates
from it. Values are text: what looks like markup, a field or a template tag stays what the user typed.
"""

import io
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from alliance_desk import files
from alliance_desk.errors import Damaged, Refused
from alliance_desk.papers import guard
from alliance_desk.paths import RESOURCES

FOLDER = RESOURCES / "templates"
_SIGNED = ("office", "date")
_SIGNS = str.maketrans({"{": "&#123;", "}": "&#125;", "%": "&#37;", "\n": "\a"})

Values = Mapping[str, str | Sequence[Mapping[str, str]]]
"""Variable → text, list → rows of column → text."""


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """One value. label, sample: Chinese. optional: may be empty or left out. width: of a table column, mm."""

    label: str
    sample: str
    optional: bool = False
    width: float = 0


class Rows(Struct, frozen=True, forbid_unknown_fields=True):
    """A list of rows with the same columns. optional: the list may be empty."""

    label: str
    columns: dict[str, Field]
    optional: bool = False


class Block(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One part of the body.

    p: wording; each: once per row of a list; list: the same, as a list of attachments after ``label``; table: a table of
    that list; if_: only when the variable or list has a value; flush: without the indent of two characters.
    """

    p: str = ""
    each: str = ""
    list: str = ""
    label: str = ""
    table: str = ""
    if_: str = msgspec.field(name="if", default="")
    flush: bool = False


class Letter(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of letter. public: it is published, so the guard's findings refuse it. red_head: 发文机关标志 and number.

    signed: office and date stand below it although it has no red head.
    """

    name: str
    title: str
    body: list[Block]
    variables: dict[str, Field]
    rows: dict[str, Rows] = {}
    public: bool = False
    red_head: bool = False
    signed: bool = False

    def sample(self) -> dict[str, str | list[dict[str, str]]]:
        """Values for a preview."""
        values: dict[str, str | list[dict[str, str]]] = {name: field.sample for name, field in self.variables.items()}
        for name, rows in self.rows.items():
            values[name] = [{column: field.sample for column, field in rows.columns.items()}]
        return values


class _Book(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. head: the variables of every letter with a red head; a signed one has those of ``_SIGNED``."""

    head: dict[str, Field]
    letter: dict[str, Letter]


@cache
def letters() -> Mapping[str, Letter]:
    """Every kind of letter by its id (correction, recommendation, acceptance …), the head's variables among its own."""
    book = msgspec.toml.decode((FOLDER / "letters.toml").read_bytes(), type=_Book)
    signature = {name: book.head[name] for name in _SIGNED}
    heads = {
        kind: book.head if letter.red_head else signature if letter.signed else {}
        for kind, letter in book.letter.items()
    }
    return {
        kind: msgspec.structs.replace(letter, variables={**heads[kind], **letter.variables})
        for kind, letter in book.letter.items()
    }


def write_letter(kind: str, path: Path, values: Values, *, mark: str = "") -> Path:
    """Fill a template and write the .docx. The same values give the same bytes.

    kind: id in ``letters()``. values: exactly the fields and lists of the letter; a line feed in a value begins a paragraph.
    mark: a word at the head of every page (演练).
    Raises Refused for an unknown kind, missing or unknown values, control characters, personal data in a public letter;
    Damaged when the template is missing or broken, or the disk refuses.
    """
    if kind not in letters():
        raise Refused("papers.letter-unknown", kind=kind, known=tuple(letters()))
    letter = letters()[kind]
    _complete(letter, values)
    texts = list(_texts(letter, values))
    _clean(letter, texts)
    if letter.public:
        guard.refuse(letter.name, texts)
    return files.write(path, _filled(FOLDER / f"{kind}.docx", _context(letter, values), mark))


def _complete(letter: Letter, values: Values) -> None:
    known = set(letter.variables) | set(letter.rows)
    unknown = [name for name in values if name not in known]
    lost = [field.label for name, field in letter.variables.items() if not field.optional and not values.get(name)]
    for name, rows in letter.rows.items():
        given = values.get(name, [] if rows.optional else "")
        if isinstance(given, str) or not (given or rows.optional):
            lost.append(rows.label)
            continue
        for number, row in enumerate(given, 1):
            unknown += [f"{name}.{column}" for column in row if column not in rows.columns]
            lost += [
                f"{rows.label}{number}·{field.label}"
                for column, field in rows.columns.items()
                if not field.optional and not row.get(column)
            ]
    if unknown:
        raise Refused("papers.letter-surplus", letter=letter.name, names=tuple(dict.fromkeys(unknown)))
    if lost:
        raise Refused("papers.letter-missing", letter=letter.name, labels=tuple(lost))


def _texts(letter: Letter, values: Values) -> Iterator[tuple[str, str]]:
    """Every given text with its label."""
    for name, value in values.items():
        if isinstance(value, str):
            yield letter.variables[name].label, value
        else:
            columns = letter.rows[name].columns
            yield from ((columns[column].label, text) for row in value for column, text in row.items())


def _clean(letter: Letter, texts: Sequence[tuple[str, str]]) -> None:
    """Control and direction characters are refused: Word cannot store the first, the second reverse what is read."""
    for label, text in texts:
        odd = [c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
        if odd:
            points = tuple(f"U+{ord(c):04X}" for c in dict.fromkeys(odd))
            raise Refused("papers.letter-control", letter=letter.name, where=label, characters=points)


def _context(letter: Letter, values: Values) -> dict[str, Any]:
    context: dict[str, Any] = {name: _plain("") for name in letter.variables}
    context |= {name: [] for name in letter.rows}
    for name, value in values.items():
        rows = [] if isinstance(value, str) else [{c: _plain(text) for c, text in row.items()} for row in value]
        empty = {} if isinstance(value, str) else dict.fromkeys(letter.rows[name].columns, _plain(""))
        context[name] = _plain(value) if isinstance(value, str) else [empty | row for row in rows]
    return context


def _plain(text: str) -> Any:
    """Text for the XML of the template: escaped, and without the braces that docxtpl would read as its own.

    docxtpl makes a new paragraph of each BEL character.
    """
    from markupsafe import Markup

    return Markup(escape(text, quote=False).translate(_SIGNS))  # noqa: S704 – escaped here


def _filled(template: Path, context: dict[str, Any], mark: str) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    out = io.BytesIO()
    try:
        document = DocxTemplate(template)
        # An office edits its templates: they may show values, not run code.
        document.render(context, SandboxedEnvironment(autoescape=True, undefined=StrictUndefined))
        if mark:
            _mark(document.docx, mark)
        document.save(out)
    except (OSError, KeyError, ValueError, TemplateError, zipfile.BadZipFile) as error:
        raise Damaged("papers.template-broken", path=str(template), why=str(error)) from error
    return repacked(out.getvalue())


def _mark(document: Any, mark: str) -> None:
    """A word at the head of every page, large, red and in the middle."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    for section in document.sections:
        # Which of the three Word shows is the template's choice; the others are kept and stay unseen.
        for header in (section.header, section.first_page_header, section.even_page_header):
            header.is_linked_to_previous = False
            line = header.paragraphs[0].insert_paragraph_before()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = line.add_run(mark)
            run.bold, run.font.size, run.font.color.rgb = True, Pt(26), RGBColor(0xC0, 0x00, 0x00)


def repacked(docx: bytes) -> bytes:
    """The same .docx with fixed dates and order of entries, so that equal content is equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
