"""After recognition: what is due from whom, what was handed in, what happened. Rounds of assessment stand in ``rounds.py``."""

from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.care import events, reminders, reports
from alliance_desk.care.changes import Asked
from alliance_desk.cases import paper_edits
from alliance_desk.changes import Changes
from alliance_desk.cli.options import (
    After,
    AllianceName,
    Case,
    Cases,
    Joins,
    Letter,
    Member,
    Note,
    On,
    PackName,
    Papers,
    Procedure,
    Scan,
    Subject,
    alliance_of,
    day_or_today,
    papers_of,
)
from alliance_desk.cli.session import Session, day, pairs, verb
from alliance_desk.desk import Desk

_duty = typer.Typer(help=words.text("cli.care.duty"), no_args_is_help=True)
_report = typer.Typer(help=words.text("cli.care.report"), no_args_is_help=True)
_event = typer.Typer(help=words.text("cli.care.event"), no_args_is_help=True)


DutyId = Annotated[str, typer.Argument(help=words.text("cli.care.duty-id"))]
DutySubject = Annotated[str, typer.Argument(help=words.text("cli.care.subject"))]
Answers = Annotated[str, typer.Option("--answers", help=words.text("cli.care.event-answers"))]
Expectable = Annotated[str, typer.Argument(help=words.text("cli.care.expectable"))]


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.add_typer(_duty, name="duty")
    app.add_typer(_report, name="report")
    app.add_typer(_event, name="event")


@_duty.command("list", help=words.text("cli.care.duty-list"))
def overview(
    context: typer.Context, until: Annotated[str, typer.Option("--until", help=words.text("cli.care.until"))] = ""
) -> None:
    """Every duty and year, the nearest day first."""
    from alliance_desk.register import duties

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = duties.overview(desk, day(until) if until else None)
        lines = [
            "\t".join([one.name, one.subject, str(one.due or "—"), words.text("cli.care.duty-line", _counts(one))])
            for one in found
        ]
        session.show({"duties": found}, lines or [words.text("cli.none-kept")])


def _counts(line: object) -> dict[str, int]:
    return {name: getattr(line, name) for name in ("total", "met", "open", "late", "absent")}


@_duty.command("owed", help=words.text("cli.care.duty-owed"))
def owed(
    context: typer.Context,
    pack: PackName,
    duty: DutyId,
    subject: DutySubject,
) -> None:
    """Who owes it, and how it stands."""
    from alliance_desk.register import duties

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = duties.owed(desk, pack, duty, subject)
        lines = [f"{one.alliance_name}\t{one.county}\t{one.due or '—'}\t{one.text()}" for one in found]
        session.show({"owed": found}, lines or [words.text("cli.none-kept")])


@_duty.command("remind", help=words.text("cli.care.duty-remind"))
@verb
def remind(
    desk: Desk,
    pack: PackName,
    duty: DutyId,
    subject: DutySubject,
    each: Annotated[bool, typer.Option("--each/--one-letter", help=words.text("cli.care.each"))] = False,
) -> Changes:
    """Remind those who have not handed in."""
    return reminders.remind(desk, pack, duty, subject, each=each)


@_report.command("open", help=words.text("cli.care.report-open"))
@verb
def open_report(desk: Desk, alliance: AllianceName, procedure: Procedure, subject: Subject = "") -> Changes:
    """Open a report, its papers still to come."""
    return reports.open_report(desk, alliance_of(desk, alliance), procedure, subject)


@_report.command("hand-in", help=words.text("cli.care.report-hand-in"))
@verb
def hand_in(
    desk: Desk,
    alliance: AllianceName,
    procedure: Procedure,
    subject: Subject = "",
    on: On = "",
    paper: Papers = None,
) -> Changes:
    """Open a report, keep its papers and record that they came in."""
    who, files = alliance_of(desk, alliance), papers_of(paper)
    return reports.hand_in(desk, who, procedure, subject, day_or_today(desk, on), files)


@_report.command("papers", help=words.text("cli.care.report-papers"))
@verb
def add(desk: Desk, case: Case, paper: Papers = None) -> Changes:
    """Keep files as papers of a case."""
    return paper_edits.add_papers(desk, case, papers_of(paper))


@_report.command("receive", help=words.text("cli.care.report-receive"))
@verb
def receive(desk: Desk, case: Case, on: On = "") -> Changes:
    """Record that the papers came in."""
    return reports.receive(desk, case, day_or_today(desk, on))


@_report.command("absent", help=words.text("cli.care.report-absent"))
@verb
def absent(desk: Desk, case: Case, reason: Note = "") -> Changes:
    """Record that nothing came in, or that the alliance did not take part."""
    return reports.mark_absent(desk, case, reason)


@_report.command("opinion", help=words.text("cli.care.report-opinion"))
@verb
def opinion(
    desk: Desk,
    case: Case,
    note: Note = "",
    letter: Letter = "",
    scan: Scan = None,
    holds: Annotated[bool, typer.Option("--sign/--return", help=words.text("cli.care.sign"))] = True,
) -> Changes:
    """Sign the opinion on what was handed in, or send it back for more."""
    return reports.sign_opinion(desk, case, note, letter=letter, scan=scan, holds=holds)


@_report.command("keep", help=words.text("cli.care.keep"))
@_event.command("keep", help=words.text("cli.care.keep"))
@verb
def keep(desk: Desk, cases: Cases, note: Note = "") -> Changes:
    """Record what waits for it: a report that came up, an event that was reported."""
    return events.record(desk, cases, note)


@_event.command("record", help=words.text("cli.care.event-record"))
@verb
def record(
    desk: Desk,
    alliance: AllianceName,
    activity: Annotated[str, typer.Argument(help=words.text("cli.care.activity"))],
    title: Annotated[str, typer.Argument(help=words.text("cli.care.title"))],
    on: On = "",
    place: Annotated[str, typer.Option("--place", help=words.text("cli.care.place"))] = "",
    note: Note = "",
    paper: Papers = None,
    answers: Answers = "",
) -> Changes:
    """Record an activity with its evidence."""
    who, when, files = alliance_of(desk, alliance), day_or_today(desk, on), papers_of(paper)
    return events.record_event(desk, who, activity, when, title, place=place, note=note, papers=files, answers=answers)


@_event.command("expect", help=words.text("cli.care.event-expect"))
@verb
def expect(
    desk: Desk,
    alliance: AllianceName,
    activity: Expectable,
    title: Annotated[str, typer.Argument(help=words.text("cli.care.title"))],
    on: On = "",
    due: Annotated[str, typer.Option("--due", help=words.text("cli.care.event-due"))] = "",
    note: Note = "",
) -> Changes:
    """Ask for the report of a matter that became known."""
    who, when = alliance_of(desk, alliance), day_or_today(desk, on)
    return events.expect_report(desk, who, activity, when, title, due=day(due) if due else None, note=note)


@_event.command("change", help=words.text("cli.care.event-change"))
@verb
def change(
    desk: Desk,
    alliance: AllianceName,
    change: Annotated[str, typer.Argument(help=words.text("cli.care.change"))],
    after: After = "",
    member: Member = "",
    joins: Joins = None,
    on: On = "",
    note: Note = "",
    paper: Papers = None,
    answers: Answers = "",
) -> Changes:
    """Take the report of a major matter that is only recorded."""
    who, when, files = alliance_of(desk, alliance), day_or_today(desk, on), papers_of(paper)
    asked = Asked(change=change, after=after, member=member, record=dict(pairs(joins or [])))
    return events.report_matter(desk, who, [asked], when, note, papers=files, answers=answers)
