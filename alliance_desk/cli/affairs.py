"""Changes, measures and exits of recognised alliances."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from msgspec.structs import asdict

from alliance_desk import words
from alliance_desk.care import changes, exits, measures
from alliance_desk.care.changes import Asked
from alliance_desk.care.opening import line_of
from alliance_desk.changes import Changes
from alliance_desk.cli.options import (
    After,
    AllianceName,
    Case,
    Cases,
    Document,
    Joins,
    Member,
    Note,
    On,
    alliance_of,
    day_or_today,
)
from alliance_desk.cli.session import Session, day, pairs, verb
from alliance_desk.desk import Desk
from alliance_desk.policy.pack import Pack

_change = typer.Typer(help=words.text("cli.affair.change"), no_args_is_help=True)
_measure = typer.Typer(help=words.text("cli.affair.measure"), no_args_is_help=True)
_exit = typer.Typer(help=words.text("cli.affair.exit"), no_args_is_help=True)

Consequence = Annotated[str, typer.Option("--consequence", help=words.text("cli.affair.consequence"))]
Facts = Annotated[list[str] | None, typer.Option("--fact", help=words.text("cli.affair.fact"))]
MeasureName = Annotated[str, typer.Argument(help=words.text("cli.affair.measure-id"))]


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.add_typer(_change, name="change")
    app.add_typer(_measure, name="measure")
    app.add_typer(_exit, name="exit")


def rules_of(desk: Desk, alliance: str) -> Pack:
    """The policy that an alliance of the register stands under today."""
    return desk.policy_for(str(line_of(desk, alliance).head["pack"]))


def key_of(items: Mapping[str, Any], typed: str) -> str:
    """The id of what is typed as its id or by its name; what is neither stays as typed, and the verb says what there is."""
    return next((key for key, item in items.items() if typed in (key, item.name)), typed)


def _proposed(desk: Desk, alliance: str, consequence: str, given: list[str] | None) -> list[str]:
    """The facts that a proposal rests on, where none were typed."""
    from alliance_desk.register.proposals import proposals

    if given or not consequence:
        return given or []
    return [key for one in proposals(desk, alliance) if one.consequence == consequence for key in one.keys]


@_change.command("open", help=words.text("cli.affair.change-open"))
@verb
def open_change(
    desk: Desk,
    alliance: AllianceName,
    change: Annotated[str, typer.Argument(help=words.text("cli.affair.change-id"))],
    reason: Note = "",
    after: After = "",
    before: Annotated[str, typer.Option("--before", help=words.text("cli.affair.before"))] = "",
    member: Member = "",
    joins: Joins = None,
    also: Annotated[list[str] | None, typer.Option("--also", help=words.text("cli.affair.also"))] = None,
) -> Changes:
    """Open a case of change."""
    who = alliance_of(desk, alliance)
    known = rules_of(desk, who).change
    record = dict(pairs(joins or []))
    asked = [Asked(change=key_of(known, change), after=after, before=before, member=member, record=record)]
    asked += [Asked(change=key_of(known, key), after=value) for key, value in pairs(also or []).items()]
    return changes.open_change(desk, who, asked, reason)


@_change.command("argue", help=words.text("cli.affair.change-argue"))
@verb
def argue(
    desk: Desk,
    case: Case,
    outcome: Annotated[str, typer.Argument(help=words.text("cli.affair.argued"))],
    opinion: Note = "",
    expert: Annotated[list[str] | None, typer.Option("--expert", help=words.text("cli.affair.expert"))] = None,
    on: On = "",
) -> Changes:
    """Record the experts' argumentation."""
    when = day_or_today(desk, on)
    return changes.argue(desk, case, outcome.replace("-", "_"), expert or [], opinion, when)


@_change.command("approve", help=words.text("cli.affair.change-approve"))
@verb
def approve(desk: Desk, case: Case, document: Document = "", on: On = "") -> Changes:
    """Approve a change; the register follows."""
    return changes.handle(desk, case, document, day_or_today(desk, on))


@_change.command("refuse", help=words.text("cli.affair.change-refuse"))
@verb
def refuse(desk: Desk, case: Case, reason: Note = "", document: Document = "", on: On = "") -> Changes:
    """Do not approve a change."""
    when = day_or_today(desk, on)
    return changes.handle(desk, case, document, when, approved=False, reason=reason)


@_measure.command("proposed", help=words.text("cli.affair.proposed"))
def proposed(
    context: typer.Context,
    alliance: Annotated[str, typer.Argument(help=words.text("cli.affair.alliance-or-none"))] = "",
) -> None:
    """What the rules propose, for all alliances or for one."""
    from alliance_desk.register.proposals import proposals

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = proposals(desk, alliance_of(desk, alliance) if alliance else "")
        lines = [f"{one.name}\t{one.consequence}\t{one.title}\t{one.basis}\t{one.text()}" for one in found]
        told = [{**asdict(one), "keys": one.keys, "text": one.text()} for one in found]
        session.show({"proposals": told}, lines or [words.text("cli.none-kept")])


@_measure.command("impose", help=words.text("cli.affair.impose"))
@verb
def impose(
    desk: Desk,
    alliance: AllianceName,
    measure: MeasureName,
    document: Document = "",
    received: Annotated[str, typer.Option("--received", help=words.text("cli.affair.received"))] = "",
    due: Annotated[str, typer.Option("--due", help=words.text("cli.affair.due"))] = "",
    reason: Note = "",
    consequence: Consequence = "",
    fact: Facts = None,
) -> Changes:
    """Impose a measure."""
    who = alliance_of(desk, alliance)
    said = measures.impose(
        desk,
        who,
        key_of(rules_of(desk, who).measure, measure),
        document,
        day_or_today(desk, received),
        due=day(due) if due else None,
        reason=reason,
        consequence=consequence,
        facts=_proposed(desk, who, consequence, fact),
    )
    return said


@_measure.command("dismiss", help=words.text("cli.affair.dismiss"))
@verb
def dismiss(
    desk: Desk,
    alliance: AllianceName,
    measure: MeasureName,
    reason: Note = "",
    consequence: Consequence = "",
    fact: Facts = None,
) -> Changes:
    """Record that a proposed measure is not taken."""
    who = alliance_of(desk, alliance)
    facts = _proposed(desk, who, consequence, fact)
    item = key_of(rules_of(desk, who).measure, measure)
    return measures.dismiss(desk, who, item, reason, consequence=consequence, facts=facts)


@_measure.command("accept", help=words.text("cli.affair.accept"))
@verb
def accept(
    desk: Desk,
    case: Case,
    note: Note = "",
    on: On = "",
    holds: Annotated[bool, typer.Option("--pass/--fail", help=words.text("cli.affair.accepted"))] = True,
) -> Changes:
    """Record how a rectification was accepted."""
    return measures.accept(desk, case, day_or_today(desk, on), note, holds=holds)


@_exit.command("open", help=words.text("cli.affair.exit-open"))
@verb
def open_exit(
    desk: Desk,
    alliance: AllianceName,
    ground: Annotated[str, typer.Argument(help=words.text("cli.affair.ground"))],
    reason: Note = "",
    consequence: Consequence = "",
    fact: Facts = None,
) -> Changes:
    """Open the case of an exit."""
    who = alliance_of(desk, alliance)
    facts = _proposed(desk, who, consequence, fact)
    item = key_of(rules_of(desk, who).ground, ground)
    return exits.open_exit(desk, who, item, reason, consequence=consequence, facts=facts)


@_exit.command("tell", help=words.text("cli.affair.exit-tell"))
@verb
def tell(
    desk: Desk,
    case: Case,
    until: Annotated[str, typer.Option("--until", help=words.text("cli.affair.until"))],
    on: On = "",
) -> Changes:
    """Set until when the alliance may state its case."""
    return exits.tell(desk, case, day_or_today(desk, on), day(until))


@_exit.command("hear", help=words.text("cli.affair.exit-hear"))
@verb
def hear(
    desk: Desk,
    case: Case,
    told: Annotated[str, typer.Option("--told", help=words.text("cli.affair.told"))],
    until: Annotated[str, typer.Option("--until", help=words.text("cli.affair.until"))],
    statement: Annotated[str, typer.Option("--statement", help=words.text("cli.affair.statement"))] = "",
    on: On = "",
) -> Changes:
    """Record what the alliance said, or that it said nothing."""
    return exits.hear(desk, case, day(told), day(until), statement, day(on) if on else None)


@_exit.command("skip-hearing", help=words.text("cli.affair.exit-skip"))
@verb
def skip_hearing(desk: Desk, case: Case, reason: Note = "") -> Changes:
    """Leave telling and hearing out, for a recorded reason."""
    return exits.skip_hearing(desk, case, reason)


@_exit.command("decide", help=words.text("cli.affair.exit-decide"))
@verb
def decide(
    desk: Desk,
    case: Case,
    document: Document = "",
    reason: Note = "",
    on: On = "",
    attest: Annotated[list[str] | None, typer.Option("--attest", help=words.text("cli.affair.attest"))] = None,
    minutes: Annotated[str, typer.Option("--minutes", help=words.text("cli.help.minutes"))] = "",
) -> Changes:
    """Decide that the alliance leaves the register."""
    when = day_or_today(desk, on)
    return exits.decide(desk, case, document, when, reason, attested=attest or [], minutes=minutes)


@_exit.command("drop", help=words.text("cli.affair.exit-drop"))
@verb
def drop(desk: Desk, case: Case, reason: Note = "") -> Changes:
    """Record that the alliance stays."""
    return exits.drop(desk, case, reason)


@_exit.command("publish", help=words.text("cli.affair.exit-publish"))
@verb
def publish(
    desk: Desk,
    case: Cases,
    channel: Annotated[str, typer.Option("--channel", help=words.text("cli.help.channel"))] = "",
    on: On = "",
) -> Changes:
    """Record that decisions were made public."""
    return exits.publish(desk, case, day_or_today(desk, on), channel)


@_exit.command("papers", help=words.text("cli.affair.exit-papers"))
@verb
def papers(
    desk: Desk,
    case: Case,
    states: Annotated[list[str] | None, typer.Argument(help=words.text("cli.affair.states"))] = None,
    note: Note = "",
    on: On = "",
) -> Changes:
    """Record what became of certificate and plaque."""
    when = day_or_today(desk, on)
    return exits.return_papers(desk, case, pairs(states or []), when, note)
