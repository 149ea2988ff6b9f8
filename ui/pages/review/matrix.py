"""Cases by experts: who scored what, who may not judge and why, what the sheets come to."""

from collections import Counter
from collections.abc import Mapping
from functools import partial

from alliance_desk.experts.scores import Tally, ranking
from ui.language import said, tr
from ui.pages.review.picture import DECLINED, ELIGIBLE, EXCLUDED, RESERVE, SEATED, CaseLine, Person, Picture
from ui.pages.review.sheets import sheet_text
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.theme.colours import Tone

_WIDTHS = {SEATED: 96, RESERVE: 84, DECLINED: 104, EXCLUDED: 156}
_PERSON = "expert:"
"""Before an expert's id: the key of the column."""


def names(picture: Picture, *, hidden: bool) -> dict[str, str]:
    """What each expert is called: by name, by name and unit where two share one, by a number where names are hidden."""
    if hidden:
        return {one.expert: tr("ui.review.nameless", place=at) for at, one in enumerate(picture.panel, 1)}
    count = Counter(person.name for person in picture.people)
    return {
        person.expert: person.name
        if count[person.name] == 1
        else tr("ui.review.same-name", name=person.name, unit=person.unit)
        for person in picture.people
    }


def rows(picture: Picture) -> list[Row]:
    """One row for each case; figures are kept as numbers so that they sort as such."""
    places = place_of(picture)
    found: list[Row] = []
    for case in picture.cases:
        row: dict[str, object] = {"id": case.stream, "number": case.number, "case": case.name, "order": len(found) + 1}
        tally = picture.tallies.get(case.stream)
        row["score"] = float(tally.score) if tally else ""
        row["place"] = places.get(case.stream, "")
        row["outcome"] = outcome_code(picture, case.stream)
        for person in (one for one in picture.people if one.state != ELIGIBLE):
            sheet = picture.sheets.get(case.stream, {}).get(person.expert)
            row[_PERSON + person.expert] = float(sheet["total"]) if sheet else _plain(picture, case, person).text
        found.append(row)
    return found


def columns(picture: Picture, called: Mapping[str, str]) -> list[Column]:
    """The case, what its sheets come to, then one column for each person that is called something."""
    cases = {case.stream: case for case in picture.cases}
    found = [
        Column("order", tr("ui.review.order"), 48, right=True),
        Column(
            "case", tr("ui.review.case"), 190, lambda row: _case(cases[str(row["id"])]) if row else Cell(""), most=420
        ),
    ]
    if picture.panel and not picture.third:
        found += [
            Column("score", tr("ui.review.score"), 96, lambda row: score(picture, row), right=True),
            Column("place", tr("ui.review.place"), 56, right=True),
        ]
    if picture.results:
        found.append(Column("outcome", tr("ui.review.outcome"), 88, outcome))
    for person in picture.people:
        if person.expert in called and person.state != ELIGIBLE:
            show = partial(_shown, picture, cases, person)
            found.append(Column(_PERSON + person.expert, called[person.expert], _WIDTHS.get(person.state, 100), show))
    return found


def person_of(column: Column) -> str:
    """The expert whose column it is, empty for the others."""
    return column.key.removeprefix(_PERSON) if column.key.startswith(_PERSON) else ""


def place_of(picture: Picture) -> dict[str, int]:
    """Places by score; none while sheets are missing."""
    if picture.results:
        return {case: found["place"] for case, found in picture.results.items() if "place" in found}
    scored = {case.stream for case in picture.scored}
    found = {case: tally for case, tally in picture.tallies.items() if case in scored}
    if picture.missing or not found:
        return {}
    return {one.subject: one.place for one in ranking(found)}


def outcome_code(picture: Picture, case: str) -> str:
    """``yes`` or ``no`` as the session concluded, empty before."""
    found = picture.results.get(case)
    return "" if found is None else "yes" if found["supported"] else "no"


def outcome(row: Row) -> Cell:
    """Whether the experts support the case."""
    if not row or not row["outcome"]:
        return Cell("")
    good = row["outcome"] == "yes"
    return Cell(
        tr(f"ui.review.supported.{row['outcome']}"), Tone.PASS if good else Tone.BLOCK, "pass" if good else "block"
    )


def score(picture: Picture, row: Row) -> Cell:
    """What the sheets come to; told as provisional while some are missing."""
    tally = picture.tallies.get(str(row["id"])) if row else None
    if tally is None:
        return Cell("")
    if tally.missing and picture.open:
        return Cell(tr("ui.review.score-so-far", score=tally.score), Tone.WAITING, "waiting")
    return Cell(tally.score, Tone.PLAIN)


def _case(case: CaseLine) -> Cell:
    tip = tr("ui.review.case-tip", name=case.name, number=case.number)
    return (
        Cell(case.name, tip=tip) if case.running else Cell(tr("ui.review.ended", name=case.name), Tone.QUIET, tip=tip)
    )


def _shown(picture: Picture, cases: Mapping[str, CaseLine], person: Person, row: Row) -> Cell:
    if not row:
        return Cell("")
    case = cases[str(row["id"])]
    sheet = picture.sheets.get(case.stream, {}).get(person.expert)
    if sheet is None:
        return _plain(picture, case, person)
    tally: Tally | None = picture.tallies.get(case.stream)
    if tally is not None and person.expert in tally.dropped:
        return Cell(tr("ui.review.dropped", total=sheet["total"]), Tone.QUIET, tip=tr("ui.review.dropped-tip"))
    return Cell(str(sheet["total"]))


def _plain(picture: Picture, case: CaseLine, person: Person) -> Cell:
    """A cell without a sheet."""
    if person.state == EXCLUDED:
        rule = person.rule_at(case.stream)
        words = tr("ui.review.kept-out", why=tr(f"ui.review.rule.{rule}")) if rule else tr("ui.review.beside")
        return Cell(words, Tone.BLOCK if rule else Tone.QUIET, "block", person.evidence)
    if person.state == DECLINED:
        return Cell(tr("seat-state.declined"), Tone.QUIET, tip=person.note)
    if person.state == RESERVE:
        return Cell(tr("seat-state.reserve"), Tone.QUIET)
    if picture.third or not case.running or not picture.open:
        return Cell(tr("ui.review.sits"), Tone.PLAIN, "panel")
    return Cell(tr("ui.review.no-sheet"), Tone.WAITING, "waiting")


def detail(picture: Picture, case: str, expert: str, called: Mapping[str, str], *, hidden: bool) -> str:
    """Everything about one cell, in words: who, why not, or the sheet line by line."""
    person = next((one for one in picture.people if one.expert == expert), None)
    line = next((one for one in picture.cases if one.stream == case), None)
    if person is None or person.expert not in called:
        return tr("ui.review.case-tip", name=line.name, number=line.number) if line else ""
    unit = person.unit or tr("ui.field.none")
    who = called[expert] if hidden else tr("ui.review.who", name=person.name, unit=unit)
    if person.state == EXCLUDED:
        first = sorted(person.grounds, key=lambda ground: ground.case != case)
        return "\n".join(said(ground.reason) for ground in first)
    if person.state == DECLINED:
        return tr("ui.review.declined", who=who, reason=person.note)
    sheet = picture.sheets.get(case, {}).get(expert)
    if sheet is None or line is None:
        return tr("ui.review.state-of", who=who, state=tr(f"seat-state.{person.state}"))
    return tr("ui.review.sheet-of", who=who, case=line.name, sheet=sheet_text(picture, sheet))
