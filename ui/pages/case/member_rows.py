"""The members of a case as rows of a table, every field of a member in words."""

from collections.abc import Sequence
from typing import cast

from alliance_desk.canonical import Json
from ui.language import tr
from ui.pages.case.finding_row import OPEN
from ui.pages.case.shown import Shown
from ui.pages.case.wording import division, labelled, plain, wan, yes
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.theme.colours import Tone

COLUMNS = (
    ("order", 48),
    ("name", 210),
    ("open", 84),
    ("role", 96),
    ("kind", 92),
    ("code", 170),
    ("registered", 170),
    ("seated", 170),
    ("legal_person", 96),
    ("legal_rep", 96),
    ("founded", 108),
    ("industry", 130),
    ("flags", 150),
    ("tasks", 220),
    ("signed", 108),
    ("signatory", 104),
    ("sealed", 84),
    ("rd", 220),
    ("revenue", 220),
    ("former_names", 150),
)


def rows(shown: Shown) -> list[Row]:
    """The members as rows of a table, in the order of the file; ``open`` counts the conditions that concern them."""
    waiting = [one for one in shown.findings if one.outcome in OPEN]
    found: list[Row] = []
    for key, record in shown.rows("members"):
        titles = [one.title for one in waiting if concerns(one.paths, key)]
        row = {name: words(shown, name, record) for name, _ in COLUMNS if name != "open"}
        found.append(
            {"id": key, **row, "order": int(record.get("order", 0)), "open": len(titles), "titles": "\n".join(titles)}
        )
    return found


def concerns(paths: Sequence[str], member: str) -> bool:
    """Whether one of these document paths is about a member: its record, or a paper of it."""
    return any(member in path.split(".") for path in paths)


def column(key: str, width: int) -> Column:
    """The column of a field."""
    title = tr(f"ui.case.member.{key}")
    if key == "open":
        return Column(key, title, width, _open)
    return Column(key, title, width, right=key == "order")


def _open(row: Row) -> Cell:
    count = int(row.get("open") or 0)
    return Cell(tr("ui.case.member-open", count=count), Tone.BLOCK, "warn", str(row["titles"])) if count else Cell("")


def words(shown: Shown, key: str, record: Json) -> str:
    """A field of a member of a case in words; who applies is called what the policy calls it."""
    value = record.get(key)
    if value == []:
        return tr("sheets.choice.none")
    match key:
        case "role":
            return shown.own["applicant"] if value == "lead" else labelled("member-role", value)
        case "kind":
            return labelled("member-kind", value)
        case "signatory":
            return labelled("signatory", value)
        case "registered" | "seated":
            return division(value)
        case "legal_person" | "sealed":
            return yes(value)
        case "flags":
            return tr("ui.list-sign").join(labelled("flag", flag) for flag in cast("list[str]", value or []))
        case "former_names":
            return tr("ui.list-sign").join(value or [])
        case "rd" | "revenue":
            years = sorted(cast("dict[str, int]", value or {}).items())
            return tr("ui.list-sign").join(
                tr("ui.case.year-wan", year=year, amount=wan(cents)) for year, cents in years
            )
        case _:
            return plain(value)
