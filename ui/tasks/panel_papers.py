"""The papers of a review session: which of them, then written."""

from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.progress import Progress
from alliance_desk.review import papers
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values


def paper(seat: Seat, session: str) -> None:
    """Write a paper of a session."""
    kinds = papers.possible(seat.reader, session)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return papers.write(desk, session, values["kind"])

    choices = [(kind, tr(f"review.paper.{kind}")) for kind in kinds]
    seat.ask(
        Task(
            id="review.paper",
            title=tr("ui.review.paper.title"),
            submit=tr("ui.review.paper.submit"),
            work=work,
            fields=[
                Ask("kind", tr("ui.review.paper.kind"), Kind.CHOICE, required=True, choices=choices, usual=kinds[0])
            ],
            intro=tr("ui.review.paper.intro"),
            stream=session,
        )
    )
