"""The columns of what waits, of batches and of sessions."""

from ui.language import tr
from ui.pages.review.left import progress
from ui.seat import Seat
from ui.tables.column import Cell, Column
from ui.tables.source import Row
from ui.tasks.about import pack_title
from ui.theme.colours import Tone


def waiting(seat: Seat) -> list[Column]:
    """Cases that wait to be gathered or reviewed."""

    def title(name: str) -> str:
        return pack_title(seat, name) if name else ""

    return [
        Column("number", tr("ui.cases.number"), 140),
        Column("name", tr("ui.cases.name"), 260, most=480),
        Column("lead", tr("ui.cases.lead"), 180, most=320),
        Column("step_name", tr("ui.review.stage"), 110, filter=True),
        Column("batch", tr("ui.review.batch-name"), 140, _batch, filter=True),
        Column("session", tr("ui.review.sits-in"), 96, _sitting),
        Column("pack", tr("ui.cases.pack"), 140, lambda row: title(str(row.get("pack", "")))),
    ]


def batches(seat: Seat) -> list[Column]:
    """Batches with what became of them."""
    return [
        Column("name", tr("ui.review.batch-name"), 130, most=240),
        Column("day", tr("ui.review.opened-on"), 100),
        Column("cases", tr("ui.review.cases-head"), 60, right=True),
        Column("sessions", tr("ui.review.held"), 130, _held, most=190),
        Column("pack", tr("ui.cases.pack"), 110, lambda row: pack_title(seat, str(row.get("pack", "")))),
    ]


def sessions(seat: Seat) -> list[Column]:
    """Sessions with how far they are."""
    return [
        Column("day", tr("ui.review.opened-on"), 100),
        Column("batch_name", tr("ui.review.batch-name"), 120, most=240),
        Column("state", tr("ui.review.standing"), 96, _state, filter=True, label=lambda code: tr(f"record.state.{code}")),
        Column("far", tr("ui.review.progress"), 180, lambda row: progress(seat, dict(row)) if row.get("id") else ""),
        # The progress says how many sheets are to come: these two are for whoever asks.
        Column("mode", tr("ui.review.mode"), 100, lambda row: _word("record.mode", str(row.get("mode", ""))), shown=False),
        Column("size", tr("ui.review.panel-head"), 80, lambda row: str(row.get("size") or ""), right=True, shown=False),
    ]  # fmt: skip


def _batch(row: Row) -> Cell:
    return Cell(row["batch"]) if row.get("batch") else Cell(tr("ui.review.in-no-batch"), Tone.QUIET)


def _sitting(row: Row) -> Cell:
    return Cell(tr("ui.review.sitting"), Tone.WAITING, "waiting") if row.get("session") else Cell("")


def _held(row: Row) -> Cell:
    """What became of a batch: told by what is still to be done with it."""
    if not row:
        return Cell("")
    if row["open"]:
        return Cell(tr("ui.review.held-open", count=row["open"]), Tone.WAITING, "waiting")
    if row["ready"]:
        return Cell(tr("ui.review.held-ready", count=row["ready"]), Tone.WARN, "warn")
    if row["sessions"]:
        return Cell(tr("ui.review.held-done", count=row["sessions"]), Tone.PASS, "pass")
    return Cell(tr("ui.review.held-none"), Tone.QUIET)


def _state(row: Row) -> Cell:
    if not row.get("id"):
        return Cell("")
    open_ = row["state"] == "open"
    return Cell(
        _word("record.state", str(row["state"])), Tone.WAITING if open_ else Tone.PASS, "waiting" if open_ else "pass"
    )


def _word(room: str, code: str) -> str:
    return tr(f"{room}.{code}") if code else ""
