"""Batches, meetings, notices, recognition, certificates: what the deciding office decides and issues."""

from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.cases import batch, meeting, recognition, undo
from alliance_desk.cases import issue as papers
from alliance_desk.cases import notice as notices
from alliance_desk.cli.session import Session, day, pairs
from alliance_desk.errors import Refused

_decide = typer.Typer(help=words.text("cli.help.decide"), no_args_is_help=True)
_notice = typer.Typer(help=words.text("cli.help.notice"), no_args_is_help=True)

Case = Annotated[str, typer.Argument(help=words.text("cli.help.case"))]
Cases = Annotated[list[str], typer.Argument(help=words.text("cli.help.cases"))]
On = Annotated[str, typer.Option("--on", help=words.text("cli.help.on"))]
Reason = Annotated[str, typer.Option("--reason", help=words.text("cli.help.reason"))]
NoticeId = Annotated[str, typer.Argument(help=words.text("cli.help.notice-id"))]


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.add_typer(_decide, name="decide")
    app.add_typer(_notice, name="notice")
    app.command("issue", help=words.text("cli.help.issue"))(issue)
    app.command("undo", help=words.text("cli.help.undo"))(take_back)


@_decide.command("batch", help=words.text("cli.help.decide-batch"))
def gather(
    context: typer.Context,
    cases: Cases,
    name: Annotated[str, typer.Option("--name", help=words.text("cli.help.batch-name"))],
    pack: Annotated[str, typer.Option("--pack", help=words.text("cli.help.pack"))],
) -> None:
    """Gather cases for review."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(batch.open_batch(desk, name, pack, cases))


@_decide.command("meeting", help=words.text("cli.help.decide-meeting"))
def hold(
    context: typer.Context,
    outcomes: Annotated[list[str], typer.Argument(help=words.text("cli.help.meeting-outcomes"))],
    minutes: Annotated[str, typer.Option("--minutes", help=words.text("cli.help.minutes"))],
    on: On = "",
    reason: Annotated[list[str] | None, typer.Option("--reason", help=words.text("cli.help.meeting-reason"))] = None,
) -> None:
    """Record what a meeting decided."""
    session: Session = context.obj
    with session.desk() as desk:
        when = day(on) if on else desk.clock.today()
        session.said(meeting.hold(desk, pairs(outcomes), minutes, when, pairs(reason or [])))


@_decide.command("recognise", help=words.text("cli.help.decide-recognise"))
def recognise(
    context: typer.Context,
    cases: Cases,
    document: Annotated[str, typer.Option("--document", help=words.text("cli.help.document"))] = "",
    on: On = "",
) -> None:
    """Recognise alliances by one document."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(recognition.recognise(desk, cases, document, day(on) if on else desk.clock.today()))


@_decide.command("refuse", help=words.text("cli.help.decide-refuse"))
def refuse(context: typer.Context, case: Case, reason: Reason) -> None:
    """Record 不予认定."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(recognition.refuse(desk, case, reason))


@_notice.command("plan", help=words.text("cli.help.notice-plan"))
def plan(
    context: typer.Context,
    case: Case,
    start: Annotated[str, typer.Option("--start", help=words.text("cli.help.start"))],
) -> None:
    """When a notice would end, under every reading."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = desk.case(case)
        rules = desk.rules_of(found)
        stage = next((item for item in rules.stage.values() if item.kind == "public_notice"), None)
        if stage is None:
            raise Refused("cli.no-notice", title=rules.pack.title)
        end = notices.plan(desk, rules, stage, day(start))
        others = [
            {
                "end": o.end.isoformat(),
                "count_first_day": o.count_first_day,
                "roll": o.roll,
                "provisional": o.provisional,
            }
            for o in end.others
        ]
        facts = {
            "end": end.end.isoformat(),
            "earliest": end.earliest_recognition.isoformat(),
            "provisional": end.provisional,
            "others": others,
        }
        session.show(
            facts, [words.text("cli.notice-plan", facts), *(words.text("cli.notice-other", other) for other in others)]
        )


@_notice.command("publish", help=words.text("cli.help.notice-publish"))
def publish(
    context: typer.Context,
    cases: Cases,
    channel: Annotated[str, typer.Option("--channel", help=words.text("cli.help.channel"))],
    start: Annotated[str, typer.Option("--start", help=words.text("cli.help.start"))] = "",
) -> None:
    """Publish cases."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(notices.publish(desk, cases, day(start) if start else desk.clock.today(), channel))


@_notice.command("object", help=words.text("cli.help.notice-object"))
def object_to(
    context: typer.Context,
    notice: NoticeId,
    case: Case,
    objector: Annotated[str, typer.Option("--who", help=words.text("cli.help.objector"))],
    text: Annotated[str, typer.Option("--text", help=words.text("cli.help.objection"))],
    received: Annotated[str, typer.Option("--received", help=words.text("cli.help.received"))] = "",
    signed: Annotated[bool, typer.Option("--signed/--unsigned", help=words.text("cli.help.signed"))] = True,
) -> None:
    """Take an objection."""
    session: Session = context.obj
    with session.desk() as desk:
        when = day(received) if received else desk.clock.today()
        session.said(notices.object_to(desk, notice, case, objector, text, when, named=signed))


@_notice.command("answer", help=words.text("cli.help.notice-answer"))
def answer(
    context: typer.Context,
    notice: NoticeId,
    objection: Annotated[str, typer.Argument(help=words.text("cli.help.objection-id"))],
    result: Annotated[str, typer.Option("--result", help=words.text("cli.help.result"))],
    reply: Annotated[str, typer.Option("--reply", help=words.text("cli.help.reply"))],
) -> None:
    """Close an objection."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(notices.answer(desk, notice, objection, result, reply))


@_notice.command("close", help=words.text("cli.help.notice-close"))
def close(
    context: typer.Context,
    notice: NoticeId,
    confirm: Annotated[str, typer.Option("--confirm-end", help=words.text("cli.help.confirm-end"))] = "",
) -> None:
    """Close a notice after its last day."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(notices.close(desk, notice, confirm=day(confirm) if confirm else None))


def issue(
    context: typer.Context,
    case: Case,
    kind: Annotated[str, typer.Argument(help=words.text("cli.help.paper"))],
    again: Annotated[bool, typer.Option("--again", help=words.text("cli.help.again"))] = False,
) -> None:
    """Number and render a certificate or plaque."""
    session: Session = context.obj
    with session.desk(readonly=again) as desk:
        session.said(papers.again(desk, case, kind) if again else papers.issue(desk, case, kind))


def take_back(context: typer.Context) -> None:
    """Undo this office's last commit."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(undo.undo(desk))
