"""Everybody a session knows, one line each: who sits, who stands by, who is gone, who is kept out and on what evidence."""

from ui.language import tr
from ui.pages.review.picture import DECLINED, ELIGIBLE, EXCLUDED, RESERVE, SEATED, Person, Picture
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.theme.colours import Tone

_SHOWN = {
    SEATED: (Tone.PASS, "panel"),
    RESERVE: (Tone.INFO, "people"),
    DECLINED: (Tone.WARN, "withdraw"),
    EXCLUDED: (Tone.BLOCK, "block"),
    ELIGIBLE: (Tone.PLAIN, "user"),
}


def rows(picture: Picture) -> list[Row]:
    """One row for each person, the panel first."""
    return [
        {
            "id": person.expert,
            "order": at,
            "name": person.name,
            "unit": person.unit,
            "state": person.state,
            "rule": person.rule,
            "evidence": evidence(person).replace("\n", " "),
        }
        for at, person in enumerate(picture.people, 1)
    ]


def columns() -> list[Column]:
    """The columns of the list."""
    return [
        Column("name", tr("ui.review.expert"), 96),
        Column("state", tr("ui.review.standing"), 104, _state, filter=True, label=lambda code: tr(f"ui.review.state.{code}")),
        Column("rule", tr("ui.review.ground"), 170, lambda row: rule(str(row.get("rule", ""))), filter=True, label=lambda code: tr(f"ui.review.rule.{code}")),
        Column("unit", tr("ui.review.unit"), 190),
        Column("evidence", tr("ui.review.evidence"), 340),
    ]  # fmt: skip


def rule(code: str) -> str:
    """A rule in words."""
    return tr(f"experts.rule.{code}") if code else ""


def evidence(person: Person) -> str:
    """Why somebody does not sit, every ground in a line of its own."""
    return person.note or person.evidence


def _state(row: Row) -> Cell:
    if not row:
        return Cell("")
    tone, icon = _SHOWN.get(str(row["state"]), (Tone.PLAIN, ""))
    return Cell(tr(f"ui.review.state.{row['state']}"), tone, icon)
