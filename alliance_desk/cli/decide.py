"""Batches, meetings, notices, recognition, certificates: what the deciding office decides and issues."""

from collections.abc import Mapping
from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.cases import batch, meeting, notice_fix, recognition, undo
from alliance_desk.cases import issue as papers
from alliance_desk.cases import notice as notices
from alliance_desk.changes import Changes
from alliance_desk.cli.options import Case, Cases, On, day_or_today
from alliance_desk.cli.session import Session, day, pairs, verb
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused

_decide = typer.Typer(help=words.text("cli.help.decide"), no_args_is_help=True)
_notice = typer.Typer(help=words.text("cli.help.notice"), no_args_is_help=True)

Reason = Annotated[str, typer.Option("--reason", help=words.text("cli.help.reason"))]
NoticeId = Annotated[str, typer.Argument(help=words.text("cli.help.notice-id"))]


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.add_typer(_decide, name="decide")
    app.add_typer(_notice, name="notice")
    app.command("issue", help=words.text("cli.help.issue"))(issue)
    app.command("undo", help=words.text("cli.help.undo"))(take_back)


@_decide.command("batch", help=words.text("cli.help.decide-batch"))
@verb
def gather(
    desk: Desk,
    cases: Cases,
    name: Annotated[str, typer.Option("--name", help=words.text("cli.help.batch-name"))],
    pack: Annotated[str, typer.Option("--pack", help=words.text("cli.help.pack"))],
) -> Changes:
    """Gather cases for review."""
    return batch.open_batch(desk, name, pack, cases)


@_decide.command("meeting", help=words.text("cli.help.decide-meeting"))
@verb
def hold(
    desk: Desk,
    outcomes: Annotated[list[str], typer.Argument(help=words.text("cli.help.meeting-outcomes"))],
    minutes: Annotated[str, typer.Option("--minutes", help=words.text("cli.help.minutes"))],
    on: On = "",
    reason: Annotated[list[str] | None, typer.Option("--reason", help=words.text("cli.help.meeting-reason"))] = None,
) -> Changes:
    """Record what a meeting decided."""
    when = day_or_today(desk, on)
    return meeting.hold(desk, pairs(outcomes), minutes, when, pairs(reason or []))


@_decide.command("papers", help=words.text("cli.help.decide-papers"))
def meeting_papers(context: typer.Context, cases: Cases) -> None:
    """Write what a meeting has before it."""
    from alliance_desk.cases import meeting_papers as lists

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        session.said(lists.meeting_papers(desk, cases))


@_decide.command("recognise", help=words.text("cli.help.decide-recognise"))
@verb
def recognise(
    desk: Desk,
    cases: Cases,
    document: Annotated[str, typer.Option("--document", help=words.text("cli.help.document"))] = "",
    on: On = "",
) -> Changes:
    """Recognise alliances by one document."""
    return recognition.recognise(desk, cases, document, day_or_today(desk, on))


@_decide.command("refuse", help=words.text("cli.help.decide-refuse"))
@verb
def refuse(desk: Desk, case: Case, reason: Reason) -> Changes:
    """Record 不予认定."""
    return recognition.refuse(desk, case, reason)


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
        act = rules.pack.words.act
        certain = words.text("cli.notice-provisional" if end.provisional else "cli.notice-certain")
        session.show(
            facts, [words.text("cli.notice-plan", {**facts, "act": act, "certain": certain}), *(_reading(one) for one in others)]
        )  # fmt: skip


def _reading(other: Mapping[str, object]) -> str:
    """A line for the end under another reading."""
    first, roll = ("yes" if other[name] else "no" for name in ("count_first_day", "roll"))
    told = {"first": words.text(f"ui.tasks.publish.first-{first}"), "roll": words.text(f"ui.tasks.publish.roll-{roll}")}
    return words.text("cli.notice-other", {**told, "end": other["end"]})


@_notice.command("publish", help=words.text("cli.help.notice-publish"))
@verb
def publish(
    desk: Desk,
    cases: Cases,
    channel: Annotated[str, typer.Option("--channel", help=words.text("cli.help.channel"))],
    start: Annotated[str, typer.Option("--start", help=words.text("cli.help.start"))] = "",
) -> Changes:
    """Publish cases."""
    return notices.publish(desk, cases, day_or_today(desk, start), channel)


@_notice.command("object", help=words.text("cli.help.notice-object"))
@verb
def object_to(
    desk: Desk,
    notice: NoticeId,
    case: Case,
    objector: Annotated[str, typer.Option("--who", help=words.text("cli.help.objector"))],
    text: Annotated[str, typer.Option("--text", help=words.text("cli.help.objection"))],
    received: Annotated[str, typer.Option("--received", help=words.text("cli.help.received"))] = "",
    signed: Annotated[bool, typer.Option("--signed/--unsigned", help=words.text("cli.help.signed"))] = True,
) -> Changes:
    """Take an objection."""
    when = day_or_today(desk, received)
    return notices.object_to(desk, notice, case, objector, text, when, named=signed)


@_notice.command("answer", help=words.text("cli.help.notice-answer"))
@verb
def answer(
    desk: Desk,
    notice: NoticeId,
    objection: Annotated[str, typer.Argument(help=words.text("cli.help.objection-id"))],
    result: Annotated[str, typer.Option("--result", help=words.text("cli.help.result"))],
    reply: Annotated[str, typer.Option("--reply", help=words.text("cli.help.reply"))],
) -> Changes:
    """Close an objection."""
    return notices.answer(desk, notice, objection, result, reply)


@_notice.command("correct", help=words.text("cli.help.notice-correct"))
@verb
def correct(
    desk: Desk,
    notice: NoticeId,
    case: Case,
    item: Annotated[str, typer.Argument(help=words.text("cli.help.correct-item"))],
    right: Annotated[str, typer.Argument(help=words.text("cli.help.correct-right"))],
    what: Annotated[str, typer.Option("--what", help=words.text("cli.help.correct-what"))] = "",
    wrong: Annotated[str, typer.Option("--wrong", help=words.text("cli.help.correct-wrong"))] = "",
    anew: Annotated[bool | None, typer.Option("--anew/--kept", help=words.text("cli.help.correct-anew"))] = None,
    channel: Annotated[str, typer.Option("--channel", help=words.text("cli.help.channel"))] = "",
    on: On = "",
) -> Changes:
    """Correct a notice that stood wrong."""
    fault = notice_fix.Fault(case, item, right, what, wrong)
    return notice_fix.correct(desk, notice, [fault], day_or_today(desk, on), anew=anew, channel=channel)


@_notice.command("close", help=words.text("cli.help.notice-close"))
@verb
def close(
    desk: Desk,
    notice: NoticeId,
    confirm: Annotated[str, typer.Option("--confirm-end", help=words.text("cli.help.confirm-end"))] = "",
) -> Changes:
    """Close a notice after its last day."""
    return notices.close(desk, notice, confirm=day(confirm) if confirm else None)


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


@verb
def take_back(desk: Desk) -> Changes:
    """Undo this office's last commit."""
    return undo.undo(desk)
