"""The columns of the register, and how an alliance stands in it as words with icon and tone."""

from collections.abc import Callable
from datetime import date

from alliance_desk.register.standing import SOON, Standing, standing
from ui.language import has, tr
from ui.pages.register_page.dated import Moment
from ui.pages.register_page.moment import TONES
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.tasks.about import pack_title
from ui.theme.colours import Tone


def stands(one: Standing, valid_to: str, on: date) -> Cell:
    """How an alliance stands on a day; how many days are left where they are few."""
    tone, icon = TONES[one]
    days = (date.fromisoformat(valid_to) - on).days if one is Standing.ENDING else 0
    passed = one is Standing.VALID and bool(valid_to) and valid_to < on.isoformat()
    return Cell(
        tr(f"ui.register.standing.{one}", days=days), tone, icon, tr("ui.register.passed-tip") if passed else ""
    )


def columns(seat: Seat, moment: Callable[[], Moment], final: Callable[[str], str]) -> list[Column]:
    """The columns of the table. moment: what is looked at, for the days left. final: of an alliance as it stands today, see ``Dated.final``."""

    def state(row: Row) -> Cell:
        if not row:
            return Cell("")
        end, on = str(row["valid_to"]), moment().on
        said = row.get("standing") or standing(str(row["status"]), end, on, final(str(row["id"])))
        return stands(Standing(said), end, on)

    def until(row: Row) -> Cell:
        return Cell(str(row.get("valid_to") or tr("ui.register.no-end"))) if row else Cell("")

    def agreed(row: Row) -> Cell:
        return agreement(str(row.get("agreement_end") or ""), moment().on, left=row.get("status") == "exited")

    return [
        Column("name", tr("ui.register.name"), 260, most=440),
        Column("lead", tr("ui.register.lead"), 160, most=280),
        Column("status", tr("ui.register.status"), 124, state),
        Column("field", tr("ui.register.field"), 130, filter=True),
        Column("grade", tr("ui.register.grade"), 88, filter=True),
        Column("sanctions", tr("ui.register.sanctions"), 100, flags, filter=True),
        Column("recognised", tr("ui.register.recognised"), 100),
        Column("valid_to", tr("ui.register.valid-to"), 100, until),
        Column("members", tr("ui.register.members"), 72, right=True),
        Column("county", tr("ui.register.county"), 190, filter=True),
        Column("doc_no", tr("ui.register.doc-no"), 150),
        Column("agreement_end", tr("ui.register.agreement-end"), 116, agreed, shown=False),
        Column("category", tr("ui.register.category"), 110, filter=True, shown=False),
        Column("year", tr("ui.register.year"), 72, filter=True, shown=False),
        Column("source", tr("ui.register.source"), 96, lambda row: source(str(row["source"])) if row else "", filter=True, label=source, shown=False),
        Column("pack", tr("ui.register.pack"), 220, lambda row: pack_title(seat, str(row["pack"])) if row else "",
               filter=True, label=lambda name: pack_title(seat, name), shown=False),
        Column("exited", tr("ui.register.exited"), 104, shown=False),
        Column("leaves", tr("ui.register.leaves"), 110, filter=True, shown=False),
    ]  # fmt: skip


def flags(row: Row) -> Cell:
    """The flags that lie on an alliance, with the nearest day set with one."""
    said, due = str(row.get("sanctions") or ""), str(row.get("sanction_due") or "")
    tip = tr("ui.register.flag-due", day=due) if due else ""
    return Cell(said, Tone.WARN, "flag", tip) if said else Cell("")


def agreement(end: str, on: date, *, left: bool = False) -> Cell:
    """When the agreement of the members ends; what is near or over says so. left: the alliance is none any more."""
    if not end or left:
        return Cell(end)
    days = (date.fromisoformat(end) - on).days
    if days < 0:
        return Cell(end, Tone.BLOCK, "expired", tr("ui.register.agreement-over"))
    return Cell(end, Tone.WARN, "clock", tr("ui.register.agreement-left", days=days)) if days <= SOON else Cell(end)


def source(said: str) -> str:
    """How an alliance came into the register."""
    code = f"ui.register.source-word.{said or 'case'}"
    return tr(code) if has(code) else said
