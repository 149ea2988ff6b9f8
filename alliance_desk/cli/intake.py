"""Application in, conditions, opinion: what the recommending office does."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.cases import conditions, corrections, letters, moves, refill, selecting
from alliance_desk.cases import intake as verbs
from alliance_desk.changes import Changes
from alliance_desk.cli.options import Case, Letter, Note, On, Scan
from alliance_desk.cli.session import Session, day, verb
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import custody
from alliance_desk.policy import checks
from alliance_desk.policy.findings import Finding, Outcome
from alliance_desk.policy.procedures import switched_off


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    for name, command in (
        ("template", template),
        ("intake", intake),
        ("check", check),
        ("attest", attest),
        ("override", override),
        ("move", move),
        ("letter", letter),
    ):
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
    preview: Annotated[bool, typer.Option("--preview", help=words.text("cli.help.refill-preview"))] = False,
) -> None:
    """Take a filled workbook in, as a new case or over one."""
    session: Session = context.obj
    if bool(pack) == bool(case):
        raise typer.BadParameter(words.text("cli.pack-or-case"))
    if preview and not case:
        raise typer.BadParameter(words.text("cli.preview-of-case"))
    with session.desk(readonly=preview) as desk:
        if case:
            session.said(refill.refill(desk, case, workbook, folder=folder, preview=preview))
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
        # Whoever does not hold the case may look at its conditions; only the holder keeps the outcome in it.
        if keep and custody.may_work(desk.case(case).open, desk.office):
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
        open_ = len(checks.blocking(found))
        lines = [_told(finding) for finding in found]
        document = desk.case(case).open
        gone = switched_off(desk.rules_of(desk.case(case)), str(document["case"].get("procedure", "")))
        lines += [
            words.text(
                "ui.case.switched-off", {"name": g.name, "article": g.article, "policy": g.title, "basis": g.basis}
            )
            for g in gone
        ]
        lines.append(words.text("cli.conditions-open" if open_ else "cli.conditions-done", {"count": open_}))
        session.show({"conditions": rows, "off": gone}, lines)


def _told(finding: Finding) -> str:
    """One condition for a person: outcome, title, what was found, under which rule, what to type next."""
    facts = {
        "outcome": words.text(f"outcome.{finding.outcome.value}"),
        "severity": finding.severity.value,
        "basis": finding.basis,
        "title": finding.title,
        "text": finding.text(),
        "check": finding.check,
    }
    line = words.text("cli.condition", facts)
    if finding.keys:
        line += words.text("cli.condition-keys", {"keys": " ".join(finding.keys)})
    elif finding.overridable and finding.outcome is Outcome.EXPLAIN:
        line += words.text("cli.condition-reason", {"check": finding.check})
    return line


@verb
def attest(
    desk: Desk,
    case: Case,
    keys: Annotated[list[str], typer.Argument(help=words.text("cli.help.attest-key"))],
    holds: Annotated[bool, typer.Option("--pass/--fail", help=words.text("cli.help.holds"))],
    note: Note = "",
) -> Changes:
    """Record a person's judgement on one condition or several."""
    return conditions.attest(desk, case, *keys, holds=holds, note=note)


@verb
def override(
    desk: Desk,
    case: Case,
    key: Annotated[str, typer.Argument(help=words.text("cli.help.override-key"))],
    reason: Annotated[str, typer.Option("--reason", help=words.text("cli.help.reason"))],
) -> Changes:
    """Let a 核实 condition pass for a reason."""
    return conditions.override(desk, case, key, reason)


@verb
def move(
    desk: Desk,
    case: Case,
    to: Annotated[str, typer.Argument(help=words.text("cli.help.move-to"))],
    note: Note = "",
    due: Annotated[str, typer.Option("--due", help=words.text("cli.help.due"))] = "",
    letter: Letter = "",
    scan: Scan = None,
    on: On = "",
    team: Annotated[list[str] | None, typer.Option("--team", help=words.text("cli.help.team"))] = None,
    into: Annotated[str, typer.Option("--into", help=words.text("cli.help.into"))] = "",
) -> Changes:
    """Move a case along."""
    today = desk.clock.today()
    steps = {
        "recommend": lambda: moves.recommend(desk, case, note, letter=letter, scan=scan),
        "not-recommend": lambda: moves.recommend(desk, case, note, letter=letter, scan=scan, holds=False),
        "correct": lambda: corrections.ask_correction(desk, case, _due(due), note, letter=letter),
        "pass": lambda: moves.formal_check(desk, case, "passed", note),
        "inadmissible": lambda: moves.formal_check(desk, case, "inadmissible", note),
        "send-back": lambda: corrections.send_back(desk, case, _due(due), note, letter=letter),
        "business": lambda: moves.business_check(desk, case, "passed", note),
        "business-refuse": lambda: moves.business_check(desk, case, "refused", note),
        "visit": lambda: moves.site_visit(desk, case, day(on) if on else today, team or [], note),
        "merge": lambda: selecting.merge(desk, case, into, note),
        "keep": lambda: selecting.select(desk, case, kept=True, reason=note),
        "drop": lambda: selecting.select(desk, case, kept=False, reason=note),
        "withdraw": lambda: moves.withdraw(desk, case, note),
    }
    if to not in steps:
        raise Refused("cli.no-such-move", to=to, known=tuple(steps))
    return steps[to]()


def _due(text: str) -> date:
    """The day by which the file is to come back; only the office can set it."""
    if not text.strip():
        raise Refused("cli.due-needed")
    return day(text)


def letter(
    context: typer.Context,
    case: Case,
    kind: Annotated[str, typer.Argument(help=words.text("cli.help.letter-kind"))],
) -> None:
    """Write a letter of a case again, out of the ledger."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        path = letters.write(desk, kind, case)
        session.said(Changes(code="cases.letter-ready", facts={"path": str(path)}, files=(path,)))
