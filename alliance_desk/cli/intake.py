"""Application in, conditions, opinion: what the recommending office does."""

from pathlib import Path
from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.cases import conditions, moves
from alliance_desk.cases import intake as verbs
from alliance_desk.cli.session import Session, day
from alliance_desk.errors import Refused

Case = Annotated[str, typer.Argument(help=words.text("cli.help.case"))]
Note = Annotated[str, typer.Option("--note", "--reason", help=words.text("cli.help.reason"))]


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    for name, command in (("template", template), ("intake", intake), ("check", check), ("attest", attest), ("override", override), ("move", move)):
        app.command(name, help=words.text(f"cli.help.{name}"))(command)


def template(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=words.text("cli.help.xlsx-out"))],
    pack: Annotated[str, typer.Option("--pack", help=words.text("cli.help.pack"))] = "",
    case: Annotated[str, typer.Option("--case", help=words.text("cli.help.template-case"))] = "",
) -> None:
    """Write the application workbook, empty or as a case stands."""
    session: Session = context.obj
    if bool(pack) == bool(case):
        raise typer.BadParameter(words.text("cli.pack-or-case"))
    with session.desk(readonly=True) as desk:
        session.said(verbs.form_of(desk, case, path) if case else verbs.template(desk, pack, path))


def intake(
    context: typer.Context,
    workbook: Annotated[Path, typer.Argument(help=words.text("cli.help.xlsx-in"))],
    pack: Annotated[str, typer.Option("--pack", help=words.text("cli.help.pack"))] = "",
    folder: Annotated[Path | None, typer.Option("--folder", help=words.text("cli.help.attachments"))] = None,
    case: Annotated[str, typer.Option("--case", help=words.text("cli.help.refill-case"))] = "",
    filed: Annotated[str, typer.Option("--filed", help=words.text("cli.help.filed"))] = "",
    on_behalf: Annotated[str, typer.Option("--on-behalf", help=words.text("cli.help.on-behalf"))] = "",
) -> None:
    """Take a filled workbook in, as a new case or over one."""
    session: Session = context.obj
    if bool(pack) == bool(case):
        raise typer.BadParameter(words.text("cli.pack-or-case"))
    with session.desk() as desk:
        if case:
            session.said(verbs.refill(desk, case, workbook, folder=folder))
        else:
            when = day(filed) if filed else None
            session.said(verbs.open_case(desk, workbook, pack, folder=folder, filed=when, on_behalf=on_behalf))


def check(
    context: typer.Context,
    case: Case,
    keep: Annotated[bool, typer.Option("--keep/--look", help=words.text("cli.help.keep"))] = True,
) -> None:
    """Every condition with article, outcome, facts and what is missing."""
    session: Session = context.obj
    with session.desk(readonly=not keep) as desk:
        if keep:
            conditions.check(desk, case)
        found = conditions.findings(desk, desk.case(case))
        rows = [
            {
                "check": f.check,
                "title": f.title,
                "basis": f.basis,
                "severity": f.severity.value,
                "outcome": f.outcome.value,
                "text": f.text(),
                "missing": list(f.missing),
                "keys": list(f.keys),
                "facts": dict(f.facts),
                "reason": f.reason,
            }
            for f in found
        ]
        lines = [f"{words.text('outcome.' + f.outcome.value)}\t{f.severity.value}\t{f.basis}\t{f.title}（{f.check}）：{f.text()}" for f in found]
        session.show({"conditions": rows}, lines)


def attest(
    context: typer.Context,
    case: Case,
    key: Annotated[str, typer.Argument(help=words.text("cli.help.attest-key"))],
    holds: Annotated[bool, typer.Option("--pass/--fail", help=words.text("cli.help.holds"))],
    note: Note = "",
) -> None:
    """Record a person's judgement."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(conditions.attest(desk, case, key, holds=holds, note=note))


def override(
    context: typer.Context,
    case: Case,
    key: Annotated[str, typer.Argument(help=words.text("cli.help.override-key"))],
    reason: Annotated[str, typer.Option("--reason", help=words.text("cli.help.reason"))],
) -> None:
    """Let a 核实 condition pass for a reason."""
    session: Session = context.obj
    with session.desk() as desk:
        session.said(conditions.override(desk, case, key, reason))


def move(
    context: typer.Context,
    case: Case,
    to: Annotated[str, typer.Argument(help=words.text("cli.help.move-to"))],
    note: Note = "",
    due: Annotated[str, typer.Option("--due", help=words.text("cli.help.due"))] = "",
    letter: Annotated[str, typer.Option("--letter", help=words.text("cli.help.letter"))] = "",
    scan: Annotated[Path | None, typer.Option("--scan", help=words.text("cli.help.scan"))] = None,
    on: Annotated[str, typer.Option("--on", help=words.text("cli.help.on"))] = "",
    team: Annotated[list[str] | None, typer.Option("--team", help=words.text("cli.help.team"))] = None,
    into: Annotated[str, typer.Option("--into", help=words.text("cli.help.into"))] = "",
) -> None:
    """Move a case along."""
    session: Session = context.obj
    with session.desk() as desk:
        today = desk.clock.today()
        steps = {
            "recommend": lambda: moves.recommend(desk, case, note, letter=letter, scan=scan),
            "not-recommend": lambda: moves.recommend(desk, case, note, letter=letter, scan=scan, holds=False),
            "correct": lambda: moves.ask_correction(desk, case, day(due), note),
            "pass": lambda: moves.formal_check(desk, case, "passed", note),
            "inadmissible": lambda: moves.formal_check(desk, case, "inadmissible", note),
            "send-back": lambda: moves.send_back(desk, case, day(due), note),
            "business": lambda: moves.business_check(desk, case, "passed", note),
            "business-refuse": lambda: moves.business_check(desk, case, "refused", note),
            "visit": lambda: moves.site_visit(desk, case, day(on) if on else today, team or [], note),
            "merge": lambda: moves.merge(desk, case, into, note),
            "keep": lambda: moves.select(desk, case, kept=True, reason=note),
            "drop": lambda: moves.select(desk, case, kept=False, reason=note),
            "withdraw": lambda: moves.withdraw(desk, case, note),
        }
        if to not in steps:
            raise Refused("cli.no-such-move", to=to, known=tuple(steps))
        session.said(steps[to]())
