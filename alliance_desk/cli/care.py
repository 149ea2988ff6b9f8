"""After recognition: what is due from whom, what was handed in, what happened. Rounds of assessment stand in ``rounds.py``."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.care import events, reminders, reports
from alliance_desk.care.changes import Asked
from alliance_desk.cases import paper_edits
from alliance_desk.cases.paper_edits import NewPaper
from alliance_desk.cli.session import Session, day, pairs
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused

_duty = typer.Typer(help=words.text("cli.care.duty"), no_args_is_help=True)
_report = typer.Typer(help=words.text("cli.care.report"), no_args_is_help=True)
_event = typer.Typer(help=words.text("cli.care.event"), no_args_is_help=True)

Case = Annotated[str, typer.Argument(help=words.text("cli.help.case"))]
Cases = Annotated[list[str], typer.Argument(help=words.text("cli.help.cases"))]
AllianceName = Annotated[str, typer.Argument(help=words.text("cli.care.alliance"))]
Procedure = Annotated[str, typer.Argument(help=words.text("cli.care.procedure"))]
PackName = Annotated[str, typer.Argument(help=words.text("cli.help.pack"))]
Subject = Annotated[str, typer.Option("--subject", help=words.text("cli.care.subject"))]
On = Annotated[str, typer.Option("--on", help=words.text("cli.help.on"))]
Note = Annotated[str, typer.Option("--note", "--reason", help=words.text("cli.help.reason"))]
Papers = Annotated[list[str] | None, typer.Option("--paper", help=words.text("cli.care.paper"))]
_FOUND = """
    SELECT id, name FROM index_alliance WHERE name = ?1 OR substr(id, 1, length(?1)) = ?1 ORDER BY name = ?1 DESC, name, id LIMIT 6
"""


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.add_typer(_duty, name="duty")
    app.add_typer(_report, name="report")
    app.add_typer(_event, name="event")


def alliance_of(desk: Desk, typed: str) -> str:
    """The id of the one alliance of the register that is called so, or whose id begins so. Raises Refused when none or several are."""
    found = desk.raw.execute(_FOUND, (typed.strip(),)).fetchall()
    exact = [row for row in found if row[1] == typed.strip()]
    if len(exact) == 1 or len(found) == 1:
        return (exact or found)[0][0]
    if not found or not typed.strip():
        raise Refused("care.no-such-alliance", alliance=typed)
    raise Refused("cli.care.several", typed=typed, known=tuple(f"{name} {key[:8]}" for key, name in found))


def papers_of(given: list[str] | None) -> list[NewPaper]:
    """``paper=file`` options; a paper of a member or a year as ``paper.member.year``."""
    found: list[NewPaper] = []
    for key, file in pairs(given or []).items():
        paper, _, rest = key.partition(".")
        member, _, year = rest.partition(".")
        found.append(NewPaper(Path(file), paper, member, year))
    return found


def _when(desk: Desk, text: str) -> date:
    return day(text) if text else desk.clock.today()


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
    duty: Annotated[str, typer.Argument(help=words.text("cli.care.duty-id"))],
    subject: Annotated[str, typer.Argument(help=words.text("cli.care.subject"))],
) -> None:
    """Who owes it, and how it stands."""
    from alliance_desk.register import duties

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = duties.owed(desk, pack, duty, subject)
        lines = [f"{one.alliance_name}\t{one.county}\t{one.due or '—'}\t{one.text()}" for one in found]
        session.show({"owed": found}, lines or [words.text("cli.none-kept")])


@_duty.command("remind", help=words.text("cli.care.duty-remind"))
def remind(
    context: typer.Context,
    pack: PackName,
    duty: Annotated[str, typer.Argument(help=words.text("cli.care.duty-id"))],
    subject: Annotated[str, typer.Argument(help=words.text("cli.care.subject"))],
    each: Annotated[bool, typer.Option("--each/--one-letter", help=words.text("cli.care.each"))] = False,
) -> None:
    """Remind those who have not handed in."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(reminders.remind(desk, pack, duty, subject, each=each))


@_report.command("open", help=words.text("cli.care.report-open"))
def open_report(context: typer.Context, alliance: AllianceName, procedure: Procedure, subject: Subject = "") -> None:
    """Open a report, its papers still to come."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(reports.open_report(desk, alliance_of(desk, alliance), procedure, subject))


@_report.command("hand-in", help=words.text("cli.care.report-hand-in"))
def hand_in(
    context: typer.Context,
    alliance: AllianceName,
    procedure: Procedure,
    subject: Subject = "",
    on: On = "",
    paper: Papers = None,
) -> None:
    """Open a report, keep its papers and record that they came in."""
    session: Session = context.obj
    with session.desk() as desk:
        who, files = alliance_of(desk, alliance), papers_of(paper)
        session.said(reports.hand_in(desk, who, procedure, subject, _when(desk, on), files))


@_report.command("papers", help=words.text("cli.care.report-papers"))
def add(context: typer.Context, case: Case, paper: Papers = None) -> None:
    """Keep files as papers of a case."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(paper_edits.add_papers(desk, case, papers_of(paper)))


@_report.command("receive", help=words.text("cli.care.report-receive"))
def receive(context: typer.Context, case: Case, on: On = "") -> None:
    """Record that the papers came in."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(reports.receive(desk, case, _when(desk, on)))


@_report.command("absent", help=words.text("cli.care.report-absent"))
def absent(context: typer.Context, case: Case, reason: Note = "") -> None:
    """Record that nothing came in, or that the alliance did not take part."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(reports.mark_absent(desk, case, reason))


@_report.command("opinion", help=words.text("cli.care.report-opinion"))
def opinion(
    context: typer.Context,
    case: Case,
    note: Note = "",
    letter: Annotated[str, typer.Option("--letter", help=words.text("cli.help.letter"))] = "",
    scan: Annotated[Path | None, typer.Option("--scan", help=words.text("cli.help.scan"))] = None,
    holds: Annotated[bool, typer.Option("--sign/--return", help=words.text("cli.care.sign"))] = True,
) -> None:
    """Sign the opinion on what was handed in, or send it back for more."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(reports.sign_opinion(desk, case, note, letter=letter, scan=scan, holds=holds))


@_report.command("keep", help=words.text("cli.care.keep"))
@_event.command("keep", help=words.text("cli.care.keep"))
def keep(context: typer.Context, cases: Cases, note: Note = "") -> None:
    """Record what waits for it: a report that came up, an event that was reported."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(events.record(desk, cases, note))


@_event.command("record", help=words.text("cli.care.event-record"))
def record(
    context: typer.Context,
    alliance: AllianceName,
    activity: Annotated[str, typer.Argument(help=words.text("cli.care.activity"))],
    title: Annotated[str, typer.Argument(help=words.text("cli.care.title"))],
    on: On = "",
    place: Annotated[str, typer.Option("--place", help=words.text("cli.care.place"))] = "",
    note: Note = "",
    paper: Papers = None,
) -> None:
    """Record an activity with its evidence."""
    session: Session = context.obj
    with session.desk() as desk:
        who, when, files = alliance_of(desk, alliance), _when(desk, on), papers_of(paper)
        session.said(events.record_event(desk, who, activity, when, title, place=place, note=note, papers=files))


@_event.command("change", help=words.text("cli.care.event-change"))
def change(
    context: typer.Context,
    alliance: AllianceName,
    change: Annotated[str, typer.Argument(help=words.text("cli.care.change"))],
    after: Annotated[str, typer.Option("--after", help=words.text("cli.care.after"))] = "",
    member: Annotated[str, typer.Option("--member", help=words.text("cli.care.member"))] = "",
    joins: Annotated[list[str] | None, typer.Option("--joins", help=words.text("cli.care.joins"))] = None,
    on: On = "",
    note: Note = "",
    paper: Papers = None,
) -> None:
    """Take the report of a major matter that is only recorded."""
    session: Session = context.obj
    with session.desk() as desk:
        who, when, files = alliance_of(desk, alliance), _when(desk, on), papers_of(paper)
        asked = Asked(change=change, after=after, member=member, record=dict(pairs(joins or [])))
        session.said(events.report_matter(desk, who, [asked], when, note, papers=files))
