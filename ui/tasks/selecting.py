"""Choosing among applications of one field: kept, not selected, or merged into another."""

from alliance_desk.cases import selecting
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About
from ui.tasks.asks import Work, reason
from ui.tasks.exchange import tell

_RUNNING = """
    SELECT stream, number, name FROM index_case WHERE pack = ? AND stream <> ? AND outcome = '' AND status <> 'status.recognised'
    ORDER BY filed, number LIMIT 200
"""


def keep(seat: Seat, case: Folded | str) -> None:
    """Keep an application among those of its field."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return selecting.select(desk, about.stream, kept=True, reason=values.get("note", ""))

    _ask(about, "keep", work, [reason(tr("ui.tasks.note"), tr("ui.tasks.keep.hint"), required=False)])


def drop(seat: Seat, case: Folded | str) -> None:
    """Record that an application was not selected; the case ends."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return selecting.select(desk, about.stream, kept=False, reason=values["note"])

    _ask(about, "drop", work, [reason(tr("ui.tasks.note-reason"), tr("ui.tasks.drop.hint"))], ends=True)


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
    _ask(about, "merge", work, fields, ends=True)


def _ask(about: About, which: str, work: Work, fields: list[Ask], *, ends: bool = False) -> None:
    about.seat.ask(
        Task(
            id=which,
            title=tr(f"ui.tasks.{which}.title"),
            submit=tr(f"ui.tasks.{which}.submit"),
            work=work,
            fields=fields,
            intro="\n".join([about.head, tr(f"ui.tasks.{which}.intro")]),
            basis=about.basis("merge_select"),
            stream=about.stream,
            seen=about.seen,
            done=(lambda _changes: tell(about.seat, [about.stream])) if ends else None,
        )
    )
