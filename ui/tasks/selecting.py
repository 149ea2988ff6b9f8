"""Choosing among applications of one field: kept, not selected, or merged into another."""

from alliance_desk.cases import selecting
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Values
from ui.tasks.about import About
from ui.tasks.asks import reason
from ui.tasks.opinions import step

_RUNNING = """
    SELECT stream, number, name FROM index_case WHERE pack = ? AND stream <> ? AND outcome = '' AND status <> 'status.recognised'
    ORDER BY filed, number LIMIT 200
"""


def keep(seat: Seat, case: Folded | str) -> None:
    """Keep an application among those of its field."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return selecting.select(desk, about.stream, kept=True, reason=values.get("note", ""))

    note = reason(tr("ui.tasks.note"), tr("ui.tasks.keep.hint"), required=False)
    step(about, "merge_select", "keep", work, [note], ends=False)


def drop(seat: Seat, case: Folded | str) -> None:
    """Record that an application was not selected; the case ends."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return selecting.select(desk, about.stream, kept=False, reason=values["note"])

    note = reason(tr("ui.tasks.note-reason"), tr("ui.tasks.drop.hint"))
    step(about, "merge_select", "drop", work, [note], ends=True)


def merge(seat: Seat, case: Folded | str) -> None:
    """Merge an application into another of its policy; this case ends, the other goes on."""
    about = About(seat, case)
    rows = seat.reader.raw.execute(_RUNNING, (about.rules.pack.id, about.stream)).fetchall()
    choices = [(stream, tr("ui.tasks.case", number=number, name=name)) for stream, number, name in rows]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return selecting.merge(desk, about.stream, values["into"], values["note"])

    fields = [
        Ask("into", tr("ui.tasks.merge.into"), Kind.CHOICE, required=True, choices=choices),
        reason(tr("ui.tasks.note-reason"), tr("ui.tasks.merge.hint")),
    ]
    step(about, "merge_select", "merge", work, fields, ends=True)
