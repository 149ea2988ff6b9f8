"""What an alliance hands in: taken in at once or paper by paper, seen by the office of the place, or recorded as not handed in."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from alliance_desk.care import reports
from alliance_desk.care.opening import line_of, prepare
from alliance_desk.cases.paper_matrix import matrix
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy.pack import Pack
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, article
from ui.tasks.asks import not_ahead, on_day, reason, scan_types
from ui.tasks.paper_asks import paper_asks, papers_in

_KIND = "submission"


def hand_in_task(
    seat: Seat, alliance: str, procedure: str, subject: str, *, due: date | None = None, files: Sequence[Path] = ()
) -> Task:
    """Everything came at once: the case is opened, its papers kept, and that they came in recorded.

    due: last day, to tell a late one. files: at hand already, each put where its name says it belongs.
    Raises Refused as ``reports.hand_in`` does before anything is typed.
    """
    document, rules, item = prepare(seat.reader, alliance, procedure, subject)
    asked = paper_asks(matrix(rules, document), rules, files)
    name = str(document["alliance"]["name"])

    def work(desk: Desk, values: Values, step: Progress) -> Changes:
        desk.progress = step
        return reports.hand_in(desk, alliance, procedure, subject, values["on"], papers_in(values, asked))

    what = tr("ui.duties.of-year", name=item.name, subject=subject) if subject else item.name
    left = [path.name for path in files if path not in {one.usual for one in asked.files}]
    intro = [name, what, tr("ui.duties.hand-in.intro")]
    return Task(
        id=f"report.hand-in.{alliance[:8]}.{procedure}.{subject}",
        title=tr("ui.duties.hand-in.title"),
        submit=tr("ui.duties.hand-in.submit"),
        work=work,
        fields=[on_day(seat, tr("ui.duties.hand-in.on"), tr("ui.duties.hand-in.on-hint")), *asked.fields],
        intro="\n".join([*intro, *([tr("ui.duties.hand-in.unknown", names=left)] if left else [])]),
        basis=_basis(rules, procedure),
        live=lambda values: lateness(values.get("on"), due),
        check=lambda values: not_ahead(seat, values, "on"),
    )


def lateness(on: object, due: date | None) -> str:
    """How a day stands to the last day, in words."""
    if not isinstance(on, date):
        return ""
    if due is None:
        return tr("ui.duties.no-day")
    if on > due:
        return tr("ui.duties.is-late", due=due.isoformat(), days=(on - due).days)
    return tr("ui.duties.in-time", due=due.isoformat())


def open_reports(seat: Seat, alliances: Sequence[str], procedure: str, subject: str) -> None:
    """Open cases whose papers are still to come; the one that is opened alone comes into view."""

    def done(changes: Changes) -> None:
        if len(changes.streams) == 1:
            seat.goto.emit("cases", changes.streams[0])

    named = list(alliances)
    seat.run(
        tr("ui.duties.opening", count=len(named)),
        lambda desk, _step: reports.open_report(desk, named, procedure, subject),
        done=done,
    )


def receive_task(seat: Seat, case: Folded | str, *, due: date | None = None) -> Task:
    """The papers of a case came in."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return reports.receive(desk, about.stream, values["on"])

    return Task(
        id="report.receive",
        title=tr("ui.duties.receive.title"),
        submit=tr("ui.duties.receive.submit"),
        work=work,
        fields=[on_day(seat, tr("ui.duties.hand-in.on"), tr("ui.duties.hand-in.on-hint"))],
        intro=about.head,
        basis=about.basis(_KIND),
        stream=about.stream,
        seen=about.seen,
        live=(lambda values: lateness(values.get("on"), due)) if due is not None else None,
        check=lambda values: not_ahead(seat, values, "on"),
    )


def absent_task(seat: Seat, case: Folded | str) -> Task:
    """Nothing came in, or the alliance did not take part: a fact, and no more."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return reports.mark_absent(desk, about.stream, values["note"])

    kind = _KIND if any(stage.kind == _KIND for stage in about.open) else "evaluation"
    return Task(
        id="report.absent",
        title=tr(f"ui.duties.absent.title-{kind}"),
        submit=tr("ui.duties.absent.submit"),
        work=work,
        fields=[reason(tr("ui.duties.absent.note"), tr("ui.duties.absent.note-hint"))],
        intro="\n".join([about.head, tr("ui.duties.absent.intro")]),
        basis=about.basis(kind),
        stream=about.stream,
        seen=about.seen,
        danger=tr("ui.duties.absent.danger"),
    )


def record_absent_task(seat: Seat, alliances: Sequence[str], procedure: str, subject: str) -> Task:
    """Several alliances handed nothing in."""
    heads = [line_of(seat.reader, one).head for one in alliances]
    rules = seat.reader.rules_for(str(heads[0]["pack"]), procedure)
    names = [str(head["name"]) for head in heads]

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return reports.record_absent(desk, alliances, procedure, subject, values["note"])

    item = rules.procedure[procedure]
    intro = tr("ui.duties.absent.of", count=len(names), name=item.name, subject=subject, names=names)
    return Task(
        id=f"report.absent.{procedure}.{subject}",
        title=tr("ui.duties.absent.title-submission"),
        submit=tr("ui.duties.absent.submit"),
        work=work,
        fields=[reason(tr("ui.duties.absent.note"), tr("ui.duties.absent.note-hint"))],
        intro="\n".join([intro, tr("ui.duties.absent.intro")]),
        basis=_basis(rules, procedure),
        danger=tr("ui.duties.absent.danger"),
    )


def opinion_task(seat: Seat, case: Folded | str) -> Task:
    """The office of the place signs what it says of the papers."""
    about = About(seat, case)
    behalf = str(about.document["offices"].get("on_behalf") or "")

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return reports.sign_opinion(
            desk, about.stream, values["opinion"], letter=values.get("letter", ""), scan=values.get("scan")
        )

    code = "ui.duties.opinion.scan-behalf" if behalf else "ui.duties.opinion.scan-hint"
    return Task(
        id="report.opinion",
        title=tr("ui.duties.opinion.title"),
        submit=tr("ui.duties.opinion.submit"),
        work=work,
        fields=[
            Ask("opinion", tr("ui.duties.opinion.text"), Kind.LONG, required=True, limit=2000, hint=tr("ui.duties.opinion.text-hint")),
            Ask("letter", tr("ui.duties.opinion.letter"), limit=80, hint=tr("ui.duties.opinion.letter-hint")),
            Ask("scan", tr("ui.duties.opinion.scan"), Kind.FILE, required=bool(behalf), hint=tr(code, office=behalf), file_types=scan_types()),
        ],
        intro=about.head,
        basis=about.basis("opinion"),
        stream=about.stream,
        seen=about.seen,
    )  # fmt: skip


def return_task(seat: Seat, case: Folded | str) -> Task:
    """The papers go back to the alliance for more."""
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return reports.sign_opinion(desk, about.stream, values["note"], holds=False)

    return Task(
        id="report.return",
        title=tr("ui.duties.return.title"),
        submit=tr("ui.duties.return.submit"),
        work=work,
        fields=[reason(tr("ui.duties.return.note"), tr("ui.duties.return.note-hint"))],
        intro=about.head,
        basis=about.basis("opinion"),
        stream=about.stream,
        seen=about.seen,
    )


def _basis(rules: Pack, procedure: str) -> str:
    item = rules.procedure[procedure]
    return article(rules, item.basis, item.name)
