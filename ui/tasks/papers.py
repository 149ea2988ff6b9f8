"""Certificates, plaques and letters: numbered and rendered once, written again as often as they are wanted."""

from collections.abc import Sequence

from alliance_desk.cases import issue as verbs
from alliance_desk.cases import letters
from alliance_desk.cases.letter_values import lead_of
from alliance_desk.cases.meeting_papers import meeting_papers
from alliance_desk.cases.numbering import upcoming
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.progress import Progress
from ui.language import tr
from ui.pieces import facts
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, article


def issue(seat: Seat, case: Folded | str, kind: str) -> None:
    """Number and render a certificate or plaque in one step, then show it. kind: certificate or plaque."""
    about = About(seat, case)
    item = about.rules.certificate if kind == "certificate" else about.rules.plaque
    if item is None:
        seat.say(tr(f"ui.tasks.issue.none-{kind}"), "info")
        return
    number = upcoming(seat.reader, f"{about.rules.pack.id}.{kind}", about.rules.number[item.number])
    recognition = about.document.get("recognition", {})
    rows = [
        (tr("ui.tasks.issue.number"), number),
        (tr("ui.tasks.issue.name"), about.name),
        (tr("ui.tasks.issue.lead", applicant=about.rules.pack.words.applicant), lead_of(about.document)),
        (tr("ui.tasks.issue.document"), str(recognition.get("document", ""))),
        (tr("ui.tasks.issue.valid-to"), str(recognition.get("valid_to", ""))),
        (tr("ui.tasks.issue.on"), seat.today.isoformat()),
        (tr("ui.tasks.issue.issuer"), about.rules.pack.issuer),
    ]

    def work(desk: Desk, _values: Values, _step: Progress) -> Changes:
        return verbs.issue(desk, about.stream, kind)

    seat.ask(
        Task(
            id=f"issue-{kind}",
            title=tr(f"ui.tasks.issue.title-{kind}"),
            submit=tr("ui.tasks.issue.submit", number=number) if number else tr(f"ui.tasks.issue.title-{kind}"),
            work=work,
            intro="\n".join([about.head, tr(f"ui.tasks.issue.intro-{kind}")]),
            basis=about.basis(kind),
            stream=about.stream,
            seen=about.seen,
            content=lambda parent: facts(rows, parent),
            done=lambda _changes: seat.goto.emit("certificates", about.stream),
            danger=tr("ui.tasks.issue.danger"),
        )
    )


def again(seat: Seat, case: Folded | str, kind: str) -> None:
    """Render an issued certificate or plaque again out of the ledger."""
    about = About(seat, case)
    seat.run(tr(f"ui.tasks.again-{kind}"), lambda desk, _step: verbs.again(desk, about.stream, kind))


def letter(seat: Seat, case: Folded | str, kind: str = "") -> None:
    """Write a letter of a case again out of the ledger. kind: of the letter; chosen when empty."""
    about = About(seat, case)
    if kind:
        seat.run(
            tr("ui.tasks.letter.title-one", letter=_called(about, kind)),
            lambda desk, _step: _write(desk, about.stream, kind),
        )
        return
    choices = [(name, _called(about, name)) for name in letters.possible(seat.reader, about.stream)]
    if not choices:
        seat.say(tr("ui.tasks.letter.none", number=about.number), "info")
        return
    seat.ask(
        Task(
            id="letter",
            title=tr("ui.tasks.letter.title"),
            submit=tr("ui.tasks.letter.submit"),
            work=lambda desk, values, _step: _write(desk, about.stream, values["kind"]),
            fields=[Ask("kind", tr("ui.tasks.letter.kind"), Kind.CHOICE, required=True, choices=choices)],
            intro="\n".join([about.head, tr("ui.tasks.letter.intro")]),
            basis=article(about.rules, about.rules.pack.doc_no, about.rules.pack.issuer),
            stream=about.stream,
        )
    )


def meeting(seat: Seat, cases: Sequence[Folded | str]) -> None:
    """Write what a meeting has before it about some cases: the list, and each held against the conditions."""
    chosen = [case if isinstance(case, str) else case.stream for case in cases]
    seat.run(tr("ui.cases.meeting-papers"), lambda desk, _step: meeting_papers(desk, chosen))


def _called(about: About, kind: str) -> str:
    """What a letter is called under the policy of a case: 认定 in one is 备案 in another."""
    return tr(f"ui.tasks.letter.{kind}", act=about.rules.pack.words.act)


def _write(desk: Desk, stream: str, kind: str) -> Changes:
    path = letters.write(desk, kind, stream)
    return Changes(code="cases.letter-ready", facts={"path": str(path)}, files=(path,))
