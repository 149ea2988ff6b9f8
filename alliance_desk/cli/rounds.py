"""Assessment rounds: who takes part, how far it has come, points, grades."""

from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import asdict

from alliance_desk import words
from alliance_desk.care import grading, round_papers, round_plan, round_state, rounds, scoring
from alliance_desk.changes import Changes
from alliance_desk.cli.options import Case, Document, Note, On, PackName, Procedure, Subject, alliance_of, day_or_today
from alliance_desk.cli.session import Session, day, pairs, verb
from alliance_desk.desk import Desk

_round = typer.Typer(help=words.text("cli.care.round"), no_args_is_help=True)

RoundId = Annotated[str, typer.Argument(help=words.text("cli.care.round-id"))]


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.add_typer(_round, name="round")


@_round.command("who", help=words.text("cli.care.round-who"))
def who(context: typer.Context, pack: PackName, procedure: Procedure, subject: Subject = "") -> None:
    """Who would take part today, and who would not and why."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = rounds.field(desk, pack, procedure, subject)
        left = [{**asdict(one), "text": one.text()} for one in found.left]
        lines = [*found.taking.values(), *(f"{one.name}\t{one.text()}" for one in found.left)]
        session.show({"taking": found.taking, "left": left}, lines or [words.text("cli.none-kept")])


@_round.command("open", help=words.text("cli.care.round-open"))
@verb
def start(
    desk: Desk,
    pack: PackName,
    procedure: Procedure,
    name: Annotated[str, typer.Argument(help=words.text("cli.care.round-name"))],
    due: Annotated[str, typer.Option("--due", help=words.text("cli.care.round-due"))],
    subject: Subject = "",
    only: Annotated[list[str] | None, typer.Option("--only", help=words.text("cli.care.only"))] = None,
) -> Changes:
    """Open a round with the cases of all who take part."""
    alliances = [alliance_of(desk, one) for one in only] if only else None
    return rounds.open_round(desk, pack, procedure, subject, name, day(due), alliances)


@_round.command("list", help=words.text("cli.care.round-list"))
def listing(context: typer.Context) -> None:
    """Every round of this office."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = round_state.rounds(desk)
        lines = [
            f"{one.stream[:8]}\t{one.name}\t{words.text('cli.care.round-state.' + one.state)}\t{one.due}"
            for one in found
        ]
        session.show({"rounds": found}, lines or [words.text("cli.none-kept")])


@_round.command("show", help=words.text("cli.care.round-show"))
def show(context: typer.Context, round_: RoundId) -> None:
    """How far a round has come."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = round_state.round_state(desk, round_)
        lines = [f"{one.number}\t{one.name}\t{one.total}\t{one.grade}\t{one.text()}" for one in found.lines]
        session.show(found, [*lines, *(f"{one.name}\t{one.text()}" for one in found.left)])


@_round.command("due", help=words.text("cli.care.round-move"))
@verb
def move(
    desk: Desk,
    round_: RoundId,
    due: Annotated[str, typer.Argument(help=words.text("cli.care.round-due"))],
) -> Changes:
    """Set another last day for the papers."""
    return rounds.move_due(desk, round_, day(due))


@_round.command("cancel", help=words.text("cli.care.round-cancel"))
@verb
def cancel(desk: Desk, round_: RoundId, reason: Note = "") -> Changes:
    """Call a round off."""
    return rounds.cancel_round(desk, round_, reason)


@_round.command("close", help=words.text("cli.care.round-close"))
@verb
def close(desk: Desk, round_: RoundId) -> Changes:
    """Close a round when everything of it is over."""
    return rounds.close_round(desk, round_)


@_round.command("table", help=words.text("cli.care.round-table"))
def table(
    context: typer.Context,
    round_: RoundId,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=words.text("cli.help.xlsx-list"))] = None,
) -> None:
    """Write the table of a round."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        session.said(round_papers.summary(desk, round_, xlsx))


@_round.command("plan", help=words.text("cli.care.round-plan"))
@verb
def planned(
    desk: Desk,
    round_: RoundId,
    leader: Annotated[str, typer.Option("--leader", help=words.text("cli.care.plan-leader"))],
    people: Annotated[list[str] | None, typer.Option("--person", help=words.text("cli.care.plan-people"))] = None,
    steps: Annotated[list[str] | None, typer.Option("--step", help=words.text("cli.care.plan-steps"))] = None,
    note: Note = "",
) -> Changes:
    """Plan a round: people and days of the steps."""
    until = {key: day(text) for key, text in pairs(steps or []).items()}
    return round_plan.plan(desk, round_, leader, people or [], until, note)


@_round.command("score", help=words.text("cli.care.round-score"))
@verb
def score(
    desk: Desk,
    case: Case,
    who: Annotated[str, typer.Argument(help=words.text("cli.care.whose"))],
    points: Annotated[list[str], typer.Argument(help=words.text("cli.care.points"))],
) -> Changes:
    """Enter points."""
    return scoring.take_scores(desk, case, who, pairs(points))


@_round.command("evaluate", help=words.text("cli.care.round-evaluate"))
@verb
def evaluate(
    desk: Desk,
    case: Case,
    of: Annotated[str, typer.Option("--of", help=words.text("cli.care.whose"))] = "",
    note: Note = "",
) -> Changes:
    """Close the evaluation of a case."""
    return scoring.evaluate(desk, case, of, note)


@_round.command("grade", help=words.text("cli.care.round-grade"))
@verb
def grade(
    desk: Desk,
    case: Case,
    chosen: Annotated[str, typer.Argument(help=words.text("cli.care.grade"))] = "",
    on: On = "",
    note: Note = "",
    document: Document = "",
    until: Annotated[str, typer.Option("--valid-to", help=words.text("cli.care.valid-to"))] = "",
) -> Changes:
    """Set the grade of a case."""
    when = day_or_today(desk, on)
    last = day(until) if until else None
    return grading.grade(desk, case, chosen, on=when, note=note, document=document, valid_to=last)


@_round.command("grade-all", help=words.text("cli.care.round-grade-all"))
@verb
def grade_all(desk: Desk, round_: RoundId, on: On = "", document: Document = "") -> Changes:
    """Set the grades of all that wait for one, by their points."""
    waiting = [one.case for one in round_state.round_state(desk, round_).lines if one.step_kind == "grading"]
    return grading.grade_all(desk, waiting, day_or_today(desk, on), document=document)


@_round.command("prolong", help=words.text("cli.care.round-prolong"))
@verb
def prolong(
    desk: Desk,
    case: Case,
    until: Annotated[str, typer.Argument(help=words.text("cli.care.valid-to"))],
    document: Document,
    on: On = "",
) -> Changes:
    """Type the title's new last day after a passed assessment."""
    return grading.prolong(desk, case, day(until), document, day_or_today(desk, on))
