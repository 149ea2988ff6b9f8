"""Changes, measures and exits of recognised alliances."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from msgspec.structs import asdict

from alliance_desk import words
from alliance_desk.care import changes, exits, measures
from alliance_desk.care.changes import Asked
from alliance_desk.care.opening import line_of
from alliance_desk.cli.care import AllianceName, Case, Note, On, alliance_of
from alliance_desk.cli.session import Session, day, pairs
from alliance_desk.desk import Desk
from alliance_desk.policy.pack import Pack

_change = typer.Typer(help=words.text("cli.affair.change"), no_args_is_help=True)
_measure = typer.Typer(help=words.text("cli.affair.measure"), no_args_is_help=True)
_exit = typer.Typer(help=words.text("cli.affair.exit"), no_args_is_help=True)

Document = Annotated[str, typer.Option("--document", help=words.text("cli.care.document"))]
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
def open_change(
    context: typer.Context,
    alliance: AllianceName,
    change: Annotated[str, typer.Argument(help=words.text("cli.affair.change-id"))],
    reason: Note = "",
    after: Annotated[str, typer.Option("--after", help=words.text("cli.care.after"))] = "",
    before: Annotated[str, typer.Option("--before", help=words.text("cli.affair.before"))] = "",
    member: Annotated[str, typer.Option("--member", help=words.text("cli.care.member"))] = "",
    joins: Annotated[list[str] | None, typer.Option("--joins", help=words.text("cli.care.joins"))] = None,
    also: Annotated[list[str] | None, typer.Option("--also", help=words.text("cli.affair.also"))] = None,
) -> None:
    """Open a case of change."""
    session: Session = context.obj
    with session.desk() as desk:
        who = alliance_of(desk, alliance)
        known = rules_of(desk, who).change
        record = dict(pairs(joins or []))
        asked = [Asked(change=key_of(known, change), after=after, before=before, member=member, record=record)]
        asked += [Asked(change=key_of(known, key), after=value) for key, value in pairs(also or []).items()]
        session.said(changes.open_change(desk, who, asked, reason))


@_change.command("argue", help=words.text("cli.affair.change-argue"))
def argue(
    context: typer.Context,
    case: Case,
    outcome: Annotated[str, typer.Argument(help=words.text("cli.affair.argued"))],
    opinion: Note = "",
    expert: Annotated[list[str] | None, typer.Option("--expert", help=words.text("cli.affair.expert"))] = None,
    on: On = "",
) -> None:
    """Record the experts' argumentation."""
    session: Session = context.obj
    with session.desk() as desk:
        when = day(on) if on else desk.clock.today()
        session.said(changes.argue(desk, case, outcome.replace("-", "_"), expert or [], opinion, when))


@_change.command("approve", help=words.text("cli.affair.change-approve"))
def approve(context: typer.Context, case: Case, document: Document = "", on: On = "") -> None:
    """Approve a change; the register follows."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(changes.handle(desk, case, document, day(on) if on else desk.clock.today()))


@_change.command("refuse", help=words.text("cli.affair.change-refuse"))
def refuse(context: typer.Context, case: Case, reason: Note = "", document: Document = "", on: On = "") -> None:
    """Do not approve a change."""
    session: Session = context.obj
    with session.desk() as desk:
        when = day(on) if on else desk.clock.today()
        session.said(changes.handle(desk, case, document, when, approved=False, reason=reason))


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
def impose(
    context: typer.Context,
    alliance: AllianceName,
    measure: MeasureName,
    document: Document = "",
    received: Annotated[str, typer.Option("--received", help=words.text("cli.affair.received"))] = "",
    due: Annotated[str, typer.Option("--due", help=words.text("cli.affair.due"))] = "",
    reason: Note = "",
    consequence: Consequence = "",
    fact: Facts = None,
) -> None:
    """Impose a measure."""
    session: Session = context.obj
    with session.desk() as desk:
        who = alliance_of(desk, alliance)
        said = measures.impose(
            desk,
            who,
            key_of(rules_of(desk, who).measure, measure),
            document,
            day(received) if received else desk.clock.today(),
            due=day(due) if due else None,
            reason=reason,
            consequence=consequence,
            facts=_proposed(desk, who, consequence, fact),
        )
        session.said(said)


@_measure.command("dismiss", help=words.text("cli.affair.dismiss"))
def dismiss(
    context: typer.Context,
    alliance: AllianceName,
    measure: MeasureName,
    reason: Note = "",
    consequence: Consequence = "",
    fact: Facts = None,
) -> None:
    """Record that a proposed measure is not taken."""
    session: Session = context.obj
    with session.desk() as desk:
        who = alliance_of(desk, alliance)
        facts = _proposed(desk, who, consequence, fact)
        item = key_of(rules_of(desk, who).measure, measure)
        session.said(measures.dismiss(desk, who, item, reason, consequence=consequence, facts=facts))


@_measure.command("accept", help=words.text("cli.affair.accept"))
def accept(
    context: typer.Context,
    case: Case,
    note: Note = "",
    on: On = "",
    holds: Annotated[bool, typer.Option("--pass/--fail", help=words.text("cli.affair.accepted"))] = True,
) -> None:
    """Record how a rectification was accepted."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(measures.accept(desk, case, day(on) if on else desk.clock.today(), note, holds=holds))


@_exit.command("open", help=words.text("cli.affair.exit-open"))
def open_exit(
    context: typer.Context,
    alliance: AllianceName,
    ground: Annotated[str, typer.Argument(help=words.text("cli.affair.ground"))],
    reason: Note = "",
    consequence: Consequence = "",
    fact: Facts = None,
) -> None:
    """Open the case of an exit."""
    session: Session = context.obj
    with session.desk() as desk:
        who = alliance_of(desk, alliance)
        facts = _proposed(desk, who, consequence, fact)
        item = key_of(rules_of(desk, who).ground, ground)
        session.said(exits.open_exit(desk, who, item, reason, consequence=consequence, facts=facts))


@_exit.command("tell", help=words.text("cli.affair.exit-tell"))
def tell(
    context: typer.Context,
    case: Case,
    until: Annotated[str, typer.Option("--until", help=words.text("cli.affair.until"))],
    on: On = "",
) -> None:
    """Set until when the alliance may state its case."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(exits.tell(desk, case, day(on) if on else desk.clock.today(), day(until)))


@_exit.command("hear", help=words.text("cli.affair.exit-hear"))
def hear(
    context: typer.Context,
    case: Case,
    told: Annotated[str, typer.Option("--told", help=words.text("cli.affair.told"))],
    until: Annotated[str, typer.Option("--until", help=words.text("cli.affair.until"))],
    statement: Annotated[str, typer.Option("--statement", help=words.text("cli.affair.statement"))] = "",
    on: On = "",
) -> None:
    """Record what the alliance said, or that it said nothing."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(exits.hear(desk, case, day(told), day(until), statement, day(on) if on else None))


@_exit.command("skip-hearing", help=words.text("cli.affair.exit-skip"))
def skip_hearing(context: typer.Context, case: Case, reason: Note = "") -> None:
    """Leave telling and hearing out, for a recorded reason."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(exits.skip_hearing(desk, case, reason))


@_exit.command("decide", help=words.text("cli.affair.exit-decide"))
def decide(
    context: typer.Context,
    case: Case,
    document: Document = "",
    reason: Note = "",
    on: On = "",
    attest: Annotated[list[str] | None, typer.Option("--attest", help=words.text("cli.affair.attest"))] = None,
    minutes: Annotated[str, typer.Option("--minutes", help=words.text("cli.help.minutes"))] = "",
) -> None:
    """Decide that the alliance leaves the register."""
    session: Session = context.obj
    with session.desk() as desk:
        when = day(on) if on else desk.clock.today()
        session.said(exits.decide(desk, case, document, when, reason, attested=attest or [], minutes=minutes))


@_exit.command("drop", help=words.text("cli.affair.exit-drop"))
def drop(context: typer.Context, case: Case, reason: Note = "") -> None:
    """Record that the alliance stays."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(exits.drop(desk, case, reason))


@_exit.command("publish", help=words.text("cli.affair.exit-publish"))
def publish(
    context: typer.Context,
    case: Annotated[list[str], typer.Argument(help=words.text("cli.help.cases"))],
    channel: Annotated[str, typer.Option("--channel", help=words.text("cli.help.channel"))] = "",
    on: On = "",
) -> None:
    """Record that decisions were made public."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(exits.publish(desk, case, day(on) if on else desk.clock.today(), channel))


@_exit.command("papers", help=words.text("cli.affair.exit-papers"))
def papers(
    context: typer.Context,
    case: Case,
    states: Annotated[list[str] | None, typer.Argument(help=words.text("cli.affair.states"))] = None,
    note: Note = "",
    on: On = "",
) -> None:
    """Record what became of certificate and plaque."""
    session: Session = context.obj
    with session.desk() as desk:
        when = day(on) if on else desk.clock.today()
        session.said(exits.return_papers(desk, case, pairs(states or []), when, note))
