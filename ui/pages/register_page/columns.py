"""The columns of the register, and how an alliance stands in it as words with icon and tone."""

from collections.abc import Callable
from datetime import date

from alliance_desk.register.standing import Standing, standing
from ui.language import tr
from ui.pages.register_page.dated import Moment
from ui.pages.register_page.moment import TONES
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.tasks.about import pack_title


def stands(status: str, valid_to: str, on: date) -> Cell:
    """How an alliance stands on a day; how many days are left where they are few."""
    one = standing(status, valid_to, on)
    tone, icon = TONES[one]
    days = (date.fromisoformat(valid_to) - on).days if one is Standing.ENDING else 0
    return Cell(tr(f"ui.register.standing.{one}", days=days), tone, icon)


def columns(seat: Seat, moment: Callable[[], Moment]) -> list[Column]:
    """The columns of the table. moment: what is looked at, for the days left."""

    def state(row: Row) -> Cell:
        return stands(str(row["status"]), str(row["valid_to"]), moment().on) if row else Cell("")

    def until(row: Row) -> Cell:
        return Cell(str(row.get("valid_to") or tr("ui.register.no-end"))) if row else Cell("")

    return [
        Column("name", tr("ui.register.name"), 300),
        Column("lead", tr("ui.register.lead"), 190),
        Column("status", tr("ui.register.status"), 124, state),
        Column("recognised", tr("ui.register.recognised"), 100),
        Column("valid_to", tr("ui.register.valid-to"), 100, until),
        Column("doc_no", tr("ui.register.doc-no"), 150),
        Column("members", tr("ui.register.members"), 72, right=True),
        Column("county", tr("ui.register.county"), 190, filter=True),
        Column("category", tr("ui.register.category"), 110, filter=True),
        Column("year", tr("ui.register.year"), 72, filter=True),
        Column("pack", tr("ui.register.pack"), 220, lambda row: pack_title(seat, str(row["pack"])) if row else "",
               filter=True, label=lambda name: pack_title(seat, name)),
    ]  # fmt: skip
