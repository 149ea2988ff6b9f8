"""Beside a case: notes that travel with it, and deleting its personal data."""

from alliance_desk.cases import notes
from alliance_desk.cases import redact as verbs
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, policy
from ui.tasks.asks import reason


def note(seat: Seat, case: Folded | str, kind: str = "message") -> None:
    """Write a note beside a case. kind: message, withdrawal or correction."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return notes.write(desk, about.stream, values["text"], values.get("kind", kind))

    choices = [(name, tr(f"note-kind.{name}")) for name in notes.KINDS]
    seat.ask(
        Task(
            id="note",
            title=tr("ui.tasks.note-of.title"),
            submit=tr("ui.tasks.note-of.submit"),
            work=work,
            fields=[
                Ask("kind", tr("ui.tasks.note-of.kind"), Kind.CHOICE, required=True, usual=kind, choices=choices),
                Ask("text", tr("ui.tasks.note-of.text"), Kind.LONG, required=True, limit=2000),
            ],
            intro="\n".join([about.head, tr("ui.tasks.note-of.intro")]),
            basis=policy(about.rules),
            stream=about.stream,
        )
    )


def redact(seat: Seat, case: Folded | str) -> None:
    """Delete the personal data of a case."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return verbs.redact(desk, about.stream, values["note"])

    seat.ask(
        Task(
            id="redact",
            title=tr("ui.tasks.redact.title"),
            submit=tr("ui.tasks.redact.submit"),
            work=work,
            fields=[reason(tr("ui.tasks.redact.ground"), tr("ui.tasks.redact.hint"))],
            intro="\n".join([about.head, tr("ui.tasks.redact.intro")]),
            basis=tr("ui.tasks.redact.basis"),
            stream=about.stream,
            seen=about.seen,
            danger=tr("ui.tasks.redact.danger"),
        )
    )
