"""How things of the page stand, as words with tone and icon."""

from datetime import date

from alliance_desk.policy.duties import State
from alliance_desk.register.duties import DutyLine, Owed
from ui.language import said, tr
from ui.tables.column import Cell
from ui.theme.colours import Tone

SOON = 30
"""So many days before its day something presses."""
LATE, OPEN, DONE = "late", "open", "done"
"""How a line of duties stands as a whole."""
_LOOKS = {
    State.LATE: (Tone.BLOCK, "expired"),
    State.OPEN: (Tone.WAITING, "waiting"),
    State.MET: (Tone.PASS, "pass"),
    State.INVITED: (Tone.QUIET, "info"),
    State.ABSENT: (Tone.WARN, "missing"),
    State.LAPSED: (Tone.QUIET, "withdraw"),
}
_OWN_DAYS = ("nth_year", "every", "prompt")
"""Kinds of duty whose last day is each alliance's own."""


def whole(line: DutyLine) -> str:
    """How a line stands: late, open or done."""
    return LATE if line.late else OPEN if line.open else DONE


def line_state(line: DutyLine, today: date) -> Cell:
    """A line of duties in a word: how many are late, else how many are open, else done."""
    if line.late:
        code = "ui.duties.line-short" if line.kind == "activity" else "ui.duties.line-late"
        return Cell(
            tr("ui.duties.line-not-done" if line.kind == "office" else code, count=line.late), Tone.BLOCK, "expired"
        )
    if line.open:
        presses = line.due is not None and (line.due - today).days <= SOON
        tone, icon = (Tone.WARN, "clock") if presses else (Tone.WAITING, "waiting")
        code = "ui.duties.line-to-do" if line.kind == "office" else "ui.duties.line-open"
        return Cell(tr(code, count=line.open), tone, icon)
    return Cell(tr("ui.duties.line-done"), Tone.PASS, "pass")


def line_due(line: DutyLine, today: date) -> Cell:
    """The last day of a line: certain, not yet, each alliance's own, or none. A day that is over needs no holidays any more."""
    if line.due is None:
        return Cell(tr("ui.duties.day-none"), Tone.QUIET, "", tr("ui.duties.day-none-tip"))
    day = line.due.isoformat()
    if line.provisional and line.due >= today:
        return Cell(tr("ui.duties.day-provisional", day=day), Tone.WAITING, "", tr("ui.duties.day-provisional-tip"))
    if line.kind in _OWN_DAYS:
        return Cell(tr("ui.duties.day-own", day=day), Tone.PLAIN, "", tr("ui.duties.day-own-tip"))
    return Cell(day)


def owed_state(one: Owed, today: date) -> Cell:
    """How one duty of one alliance stands."""
    tone, icon = _LOOKS[one.state]
    if one.state is State.MET and one.days:
        tone, icon = Tone.WARN, "pass"
    elif one.state is State.OPEN and one.due is not None and (one.due - today).days <= SOON:
        tone, icon = Tone.WARN, "clock"
    return Cell(said(one), tone, icon)


def days_left(left: int | None) -> Cell:
    """How many days are left until a day, or since it has passed."""
    if left is None:
        return Cell("")
    if left < 0:
        return Cell(tr("ui.duties.over-by", days=-left), Tone.BLOCK, "expired")
    tone, icon = (Tone.WARN, "clock") if left <= SOON else (Tone.PLAIN, "")
    return Cell(tr("ui.duties.days-left", days=left), tone, icon)
