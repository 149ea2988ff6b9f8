"""Which papers a file asks of whom for which year, and which of them are there: the check ``papers`` as something to look at."""

from typing import cast

from msgspec import Struct

from alliance_desk import words
from alliance_desk.canonical import Json
from alliance_desk.desk import Desk
from alliance_desk.desk.divisions import divisions
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks_papers
from alliance_desk.policy.checks_papers import Due
from alliance_desk.policy.facts import facts_of
from alliance_desk.policy.findings import Others, label
from alliance_desk.policy.match import Case
from alliance_desk.policy.pack import Pack

THERE, LACKING, MISSING, OPTIONAL = "there", "lacking", "missing", "optional"
"""What a cell can be: handed in; handed in without seal or copies; not there; not there and not needed."""


class PaperColumn(Struct, frozen=True):
    """One kind of paper for one year. year: empty for none. scope: alliance, lead or member."""

    paper: str
    year: str
    name: str
    scope: str
    required: bool
    basis: str

    def title(self, language: str = "zh_CN") -> str:
        """Its name, with the year where there is one."""
        if not self.year:
            return self.name
        return words.text("sheets.label.paper-year", {"year": self.year, "label": self.name}, language)


class PaperCell(Struct, frozen=True):
    """One paper of one unit.

    key: where it stands, or would. state: see ``THERE`` and the others. at: where the paper that counts for it stands; another key than
    its own for a substitute, called ``by``. file, blob, size, pages: of that one. what: path of what it lacks.
    """

    key: str
    state: str
    at: str = ""
    by: str = ""
    file: str = ""
    blob: str = ""
    size: int = 0
    pages: int = 0
    copies: int = 0
    sealed: bool | None = None
    what: str = ""

    def text(self, language: str = "zh_CN") -> str:
        """The cell in words: there, not there, what it lacks, what stands for it."""
        said = label(self.what, language) if self.what else words.text(f"matrix.{self.state}", language=language)
        return words.text("matrix.by", {"state": said, "name": self.by}, language) if self.by else said


class PaperRow(Struct, frozen=True):
    """One unit. member: id, empty for the alliance. cells: one for each column, None where nothing is asked."""

    member: str
    name: str
    cells: tuple[PaperCell | None, ...]


class PaperMatrix(Struct, frozen=True):
    """The papers of a file. others: papers that are there and that nobody is asked for."""

    columns: tuple[PaperColumn, ...]
    rows: tuple[PaperRow, ...]
    others: tuple[PaperCell, ...] = ()


class MissingPaper(Struct, frozen=True):
    """One needed paper that is not in order. there: handed in, but without what ``what`` names. member: id, empty for the alliance."""

    key: str
    paper: str
    name: str
    member: str
    member_name: str
    year: str
    required: bool
    there: bool
    what: str = ""


def matrix(rules: Pack, document: Json) -> PaperMatrix:
    """The papers of a document under its rules: a row for the alliance and for each member, a column for each paper and year."""
    case = Case(rules, document, facts_of(document), Others(divisions()))
    dues = list(checks_papers.dues(case))
    places = dict.fromkeys((due.paper, due.year) for due in dues)
    columns = tuple(_column(rules, paper, year) for paper, year in places)
    # The lead's own papers stand in its row; the alliance's in the first.
    by_place = {(due.member, due.paper, due.year): due for due in dues}
    units = [("", case.facts.alliance.name), *((key, member.name or key) for key, member in case.members)]
    rows = tuple(
        PaperRow(
            member=unit,
            name=name,
            cells=tuple(
                _cell(rules, document, by_place[unit, *place]) if (unit, *place) in by_place else None
                for place in places
            ),
        )
        for unit, name in units
    )
    used = {due.at for due in dues}
    strange = (key for key in cast("dict[str, Json]", document.get("papers", {})) if key not in used)
    return PaperMatrix(columns, rows, tuple(_handed(rules, document, key, key, THERE) for key in strange))


def missing_papers(desk: Desk, case: Folded) -> list[MissingPaper]:
    """The needed papers of a case that are not there, or not as they must be: what the check ``papers`` would ask for."""
    found = matrix(desk.rules_of(case), case.open)
    return [
        MissingPaper(
            key=cell.key,
            paper=column.paper,
            name=column.title(),
            member=row.member,
            member_name=row.name if row.member else "",
            year=column.year,
            required=column.required,
            there=cell.state == LACKING,
            what=cell.what,
        )
        for place, column in enumerate(found.columns)
        for row in found.rows
        if (cell := row.cells[place]) is not None and column.required and cell.state in (LACKING, MISSING)
    ]


def _column(rules: Pack, paper: str, year: int) -> PaperColumn:
    item = rules.paper[paper]
    return PaperColumn(
        paper=paper,
        year=str(year) if year else "",
        name=item.name,
        scope=item.scope,
        required=item.required,
        basis=item.basis,
    )


def _cell(rules: Pack, document: Json, due: Due) -> PaperCell:
    if not due.at:
        return PaperCell(key=due.place, state=MISSING if rules.paper[due.paper].required else OPTIONAL)
    return _handed(rules, document, due.place, due.at, LACKING if due.lacking else THERE, due.lacking)


def _handed(rules: Pack, document: Json, key: str, at: str, state: str, what: str = "") -> PaperCell:
    paper = cast("dict[str, Json]", document["papers"])[at]
    kind = rules.paper.get(str(paper.get("paper", "")))
    return PaperCell(
        key=key,
        state=state,
        at=at,
        by=kind.name if kind and at.partition(".")[0] != key.partition(".")[0] else "",
        file=paper.get("name", ""),
        blob=paper.get("blob", ""),
        size=paper.get("size", 0),
        pages=paper.get("pages", 0),
        copies=paper.get("copies", 0),
        sealed=paper.get("sealed"),
        what=what,
    )
