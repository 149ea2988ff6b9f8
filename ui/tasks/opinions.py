"""What the recommending office says of an application, and what the deciding office's checks come to."""

from alliance_desk.cases import conditions, moves
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks
from alliance_desk.progress import Progress
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.about import About, last, remember
from ui.tasks.asks import Work, not_ahead, on_day, reason, scan_types
from ui.tasks.exchange import offer, tell


def recommend(seat: Seat, case: Folded | str, *, holds: bool = True) -> None:
    """Write the office's opinion and recommend, or not; after recommending the hand-over is offered at once."""
    about = About(seat, case)
    behalf = str(about.document["offices"].get("on_behalf", ""))
    which = "recommend" if holds else "not-recommend"

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        letter = values.get("letter", "")
        if letter:
            remember(desk, letter=letter)
        return moves.recommend(
            desk, about.stream, values["opinion"], letter=letter, holds=holds, scan=values.get("scan")
        )

    before = last(seat, "letter")
    hint = tr("ui.tasks.recommend.letter-last", number=before) if before else tr("ui.tasks.recommend.letter-hint")
    scan_label = tr("ui.tasks.recommend.scan-of", office=behalf) if behalf else tr("ui.tasks.recommend.scan")
    to = about.called(about.document["offices"]["decider"])
    intro = tr(f"ui.tasks.{which}.intro", office=to, county=about.county)
    if open_now := _open(seat, about):
        intro += "\n" + tr("ui.tasks.still-open", count=open_now)
    seat.ask(
        Task(
            id=which,
            title=tr(f"ui.tasks.{which}.title", office=to),
            submit=tr(f"ui.tasks.{which}.submit", office=to),
            work=work,
            fields=[
                Ask("opinion", tr("ui.tasks.recommend.opinion"), Kind.LONG, required=True, limit=2000, hint=tr(f"ui.tasks.{which}.opinion-hint")),
                Ask("letter", tr("ui.tasks.recommend.letter"), limit=60, hint=hint),
                Ask("scan", scan_label, Kind.FILE, required=bool(behalf), file_types=scan_types(), hint=tr("ui.tasks.recommend.scan-hint")),
            ],
            intro=f"{about.head}\n{intro}",
            basis=about.basis("recommend"),
            stream=about.stream,
            seen=about.seen,
            done=(lambda _changes: offer(seat, about.stream)) if holds else None,
        )
    )  # fmt: skip


def not_recommend(seat: Seat, case: Folded | str) -> None:
    """Record 不予推荐 with the reason; the case ends."""
    recommend(seat, case, holds=False)


def formal_pass(seat: Seat, case: Folded | str) -> None:
    """Close the formal check: everything is there."""
    _formal(seat, case, "passed", "formal-pass")


def inadmissible(seat: Seat, case: Folded | str) -> None:
    """Close the formal check with 不予受理; the case ends."""
    _formal(seat, case, "inadmissible", "inadmissible")


def _formal(seat: Seat, case: Folded | str, outcome: str, which: str) -> None:
    about = About(seat, case)
    passed = outcome == "passed"

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return moves.formal_check(desk, about.stream, outcome, values.get("note", ""))

    _judge(about, "formal_check", which, work, required=not passed, follow=not passed)


def business_pass(seat: Seat, case: Folded | str) -> None:
    """Close the business office's check: agreed."""
    _business(seat, case, "passed", "business-pass")


def business_return(seat: Seat, case: Folded | str) -> None:
    """The business office wants something mended first; its check stays open."""
    _business(seat, case, "returned", "business-return")


def business_refuse(seat: Seat, case: Folded | str) -> None:
    """The business office refuses; the case ends."""
    _business(seat, case, "refused", "business-refuse")


def _business(seat: Seat, case: Folded | str, outcome: str, which: str) -> None:
    about = About(seat, case)

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return moves.business_check(desk, about.stream, outcome, values.get("note", ""))

    _judge(about, "business_check", which, work, required=outcome != "passed", follow=outcome == "refused")


def _judge(about: About, kind: str, which: str, work: Work, *, required: bool, follow: bool) -> None:
    """A check that closes with a note."""
    label = tr("ui.tasks.note-reason" if required else "ui.tasks.note")
    note = reason(label, tr(f"ui.tasks.{which}.hint"), required=required)
    step(about, kind, which, work, [note], ends=follow)


def step(about: About, kind: str, which: str, work: Work, fields: list[Ask], *, ends: bool) -> None:
    """Ask for a step of a case. kind: of its stage. which: the words under ``ui.tasks``. ends: its other office is told next."""
    about.seat.ask(
        Task(
            id=which,
            title=tr(f"ui.tasks.{which}.title"),
            submit=tr(f"ui.tasks.{which}.submit"),
            work=work,
            fields=fields,
            intro="\n".join([about.head, tr(f"ui.tasks.{which}.intro", county=about.county)]),
            basis=about.basis(kind),
            stream=about.stream,
            seen=about.seen,
            done=(lambda _changes: tell(about.seat, [about.stream])) if ends else None,
        )
    )


def visit(seat: Seat, case: Folded | str) -> None:
    """Record a site visit: day, who went, what they found."""
    about = About(seat, case)
    team = last(seat, "team")

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        remember(desk, team=tr("ui.list-sign").join(values["team"]))
        return moves.site_visit(desk, about.stream, values["on"], values["team"], values["findings"])

    hint = tr("ui.tasks.visit.team-last", names=team) if team else tr("ui.tasks.visit.team-hint")
    seat.ask(
        Task(
            id="visit",
            title=tr("ui.tasks.visit.title"),
            submit=tr("ui.tasks.visit.submit"),
            work=work,
            fields=[
                on_day(seat, tr("ui.tasks.visit.on")),
                Ask("team", tr("ui.tasks.visit.team"), Kind.PEOPLE, required=True, hint=hint),
                Ask("findings", tr("ui.tasks.visit.findings"), Kind.LONG, required=True, hint=tr("ui.tasks.visit.findings-hint")),
            ],
            intro="\n".join([about.head, tr("ui.tasks.visit.intro")]),
            basis=about.basis("site_visit"),
            stream=about.stream,
            seen=about.seen,
            check=lambda values: not_ahead(seat, values, "on"),
        )
    )  # fmt: skip


def withdraw(seat: Seat, case: Folded | str) -> None:
    """The application is taken back, or a case beneath an alliance, which is called by what it is about."""
    about = About(seat, case)
    kind, affair = "-matter" if about.matter else "", about.matter

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        return moves.withdraw(desk, about.stream, values["note"])

    seat.ask(
        Task(
            id="withdraw",
            title=tr(f"ui.tasks.withdraw{kind}.title", affair=affair),
            submit=tr(f"ui.tasks.withdraw{kind}.submit", affair=affair),
            work=work,
            fields=[reason(tr("ui.tasks.note-reason"), tr(f"ui.tasks.withdraw{kind}.hint"))],
            intro="\n".join([about.head, tr(f"ui.tasks.withdraw{kind}.intro")]),
            basis=about.basis("intake"),
            stream=about.stream,
            seen=about.seen,
            done=lambda _changes: tell(seat, [about.stream]),
            danger=tr(f"ui.tasks.withdraw{kind}.danger"),
        )
    )


def _open(seat: Seat, about: About) -> int:
    """How many conditions still stop the recommendation."""
    stage = about.stage("recommend")
    return len(checks.blocking(conditions.findings(seat.reader, about.case), stage.actor if stage else ""))
