"""The columns of the list of cases: which it is, how it stands, what comes next and until when, who has it."""

from collections.abc import Callable
from datetime import date

from alliance_desk.cases import views
from alliance_desk.clock import local
from alliance_desk.errors import DeskError
from ui.language import language, tr
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.theme.colours import Tone

_DONE = frozenset({"status.done", "status.recognised_above"})
"""What a case beneath an alliance is called once everything in it is done."""
_SOON = 3
"""So many days before its end a period is shown as one that presses."""


def columns(seat: Seat) -> list[Column]:
    """The columns of the list of cases."""
    return [
        Column("number", tr("ui.cases.number"), 146),
        Column("name", tr("ui.cases.name"), 284, most=440),
        Column("affair", tr("ui.cases.affair"), 138, affair),
        Column("kind", tr("ui.cases.kind"), 104, lambda row: kind_words(str(row["kind"])) if row else "", filter=True, label=kind_words, shown=False),
        Column("status", tr("ui.cases.status"), 148, lambda row: status(seat, row), filter=True, label=_any_status(seat)),
        Column("step", tr("ui.cases.step"), 160, lambda row: step(seat, row)),
        Column("holder", tr("ui.cases.holder"), 106, lambda row: holder(seat, row), filter=True, label=_office(seat)),
        Column("due", tr("ui.cases.due"), 116, lambda row: due(seat, row)),
        Column("blocking", tr("ui.cases.blocking"), 92, blocking),
        Column("lead", tr("ui.cases.lead"), 200, most=280),
        Column("county", tr("ui.cases.county"), 150, filter=True),
        Column("filed", tr("ui.cases.filed"), 104),
        Column("year", tr("ui.cases.year"), 72, filter=True, shown=False),
        Column("pack", tr("ui.cases.pack"), 260, lambda row: pack_title(seat, str(row["pack"])), filter=True, label=lambda name: pack_title(seat, name), shown=False),
        Column("updated", tr("ui.cases.updated"), 136, updated),
    ]  # fmt: skip


def affair(row: Row) -> Cell:
    """What a case is: an application, or a procedure beneath an alliance with the year it stands for."""
    if not row or not row.get("affair"):
        return Cell(kind_words(str(row["kind"])) if row.get("kind") else "", Tone.QUIET)
    name, year = str(row["affair"]), str(row.get("subject") or "")
    return Cell(tr("ui.matter.of-year", name=name, subject=year) if year else name)


def kind_words(kind: str) -> str:
    """A kind of case in words."""
    return tr(f"ui.cases.kinds.{kind}") if kind else ""


def status(seat: Seat, row: Row) -> Cell:
    """What a case is called now; ended ones are quiet."""
    if not row.get("status"):
        return Cell("")
    words = views.list_status(seat.reader, str(row["pack"]), str(row["status"]), language())
    outcome = str(row["outcome"])
    if outcome == "recognised" or row["status"] in _DONE:
        return Cell(words, Tone.PASS, "pass")
    return Cell(words, Tone.QUIET, "close") if outcome else Cell(words, Tone.INFO, "waiting")


def mine(seat: Seat, row: Row) -> bool:
    """Whether the next stage of a case is this office's to close, and it lies here."""
    office = seat.reader.office
    return row.get("actor") == office and row.get("holder") == office and row.get("custody") == "held"


def step(seat: Seat, row: Row) -> Cell:
    """The stage that is open: what this office has to do stands out."""
    name = str(row.get("step_name") or "")
    if not name:
        return Cell("")
    tip = tr("ui.cases.since", name=name, since=row["since"])
    if mine(seat, row):
        return Cell(name, Tone.INFO, "forward", tip)
    return Cell(tr("ui.cases.not-ours", name=name), Tone.QUIET, "", tip)


def due(seat: Seat, row: Row) -> Cell:
    """The last day of what runs now; what is over or presses says so."""
    day = str(row.get("due") or "")
    if not day:
        return Cell("")
    left = (date.fromisoformat(day) - seat.today).days
    if left < 0:
        return Cell(day, Tone.BLOCK, "expired", tr("ui.cases.overdue", days=-left))
    tip = tr("ui.cases.days-left", days=left)
    return Cell(day, Tone.WARN, "clock", tip) if left <= _SOON else Cell(day, Tone.PLAIN, "", tip)


def holder(seat: Seat, row: Row) -> Cell:
    """Who holds a case: this office, another, or nobody because it is on its way."""
    if not row.get("holder"):
        return Cell("")
    if row["custody"] == "offered":
        return Cell(tr("ui.cases.in-transit"), Tone.TRANSIT, "transit")
    if row["holder"] == seat.reader.office:
        return Cell(tr("ui.cases.here"))
    return Cell(tr("ui.cases.elsewhere"), Tone.QUIET, "", office_name(seat, str(row["holder"])))


def blocking(row: Row) -> Cell:
    """How many recorded conditions stop the next step."""
    count = int(row.get("blocking") or 0)
    return Cell(tr("ui.cases.open-conditions", count=count), Tone.BLOCK, "block") if count else Cell("")


def updated(row: Row) -> str:
    """When something was last written, in the time of the office."""
    return local(str(row["updated"])) if row.get("updated") else ""


def pack_title(seat: Seat, name: str) -> str:
    """A policy by its title; by its id where this desk has lost the pack."""
    try:
        return seat.reader.pack(name).pack.title if name else ""
    except DeskError:
        return name


def office_name(seat: Seat, office: str) -> str:
    """An office by the name under which its key was entered; by the beginning of its id where none was."""
    known = seat.reader.settings.get("peers", {}).values()
    return next((str(peer["name"]) for peer in known if peer["office"] == office), office[:8])


def _office(seat: Seat) -> Callable[[str], str]:
    def label(office: str) -> str:
        return tr("ui.cases.here") if office == seat.reader.office else office_name(seat, office)

    return label


def _any_status(seat: Seat) -> Callable[[str], str]:
    def label(code: str) -> str:
        return views.list_status(seat.reader, "", code, language())

    return label
