"""Looking: cases, a case, its history, the register, and whether the workspace is sound."""

from typing import Annotated, Any

import typer

from alliance_desk import words
from alliance_desk.cases import views
from alliance_desk.cli.session import Session, day


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    for name, command in (("show", show), ("history", history), ("register", register), ("doctor", doctor)):
        app.command(name, help=words.text(f"cli.help.{name}"))(command)


def show(
    context: typer.Context,
    case: Annotated[str, typer.Argument(help=words.text("cli.help.case-or-none"))] = "",
    search: Annotated[str, typer.Option("--search", help=words.text("cli.help.search"))] = "",
) -> None:
    """All cases, those a text is found in, or one case whole."""
    from db import reads

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        if not case:
            page = reads.cases(desk.raw, reads.CaseQuery(text=search))
            names = {row.stream: words.text(row.status, {"act": desk.pack(row.pack).pack.words.act}) for row in page.rows}
            lines = [f"{row.number}\t{row.name}\t{row.lead}\t{names[row.stream]}" for row in page.rows]
            session.show({"cases": page.rows, "count": page.count}, lines or [words.text("cli.no-cases")])
            return
        found = desk.case(case)
        rules = desk.rules_of(found)
        stages = views.stage_lines(desk, found, rules)
        data: dict[str, Any] = {
            "stream": found.stream,
            "seq": found.seq,
            "head": found.head,
            "status": views.status(rules, found),
            "document": found.open,
            "stages": stages,
        }
        lines = [words.text("cli.case", {**found.open["case"], **found.open["alliance"], "status": data["status"], "policy": rules.pack.title})]
        lines += [f"  {words.text('stage-state.' + line.state)}\t{line.name}\t{line.basis}\t{line.on}" for line in stages]
        session.show(data, lines)


def history(context: typer.Context, case: Annotated[str, typer.Argument(help=words.text("cli.help.case"))]) -> None:
    """Who did what, when, in which office, under which rule."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = views.history(desk, case)
        lines = [f"{line.time}\t{line.office}\t{line.operator}\t{line.what}\t{line.basis}\t{line.note}" for line in found]
        session.show({"history": found}, lines)


def register(
    context: typer.Context,
    on: Annotated[str, typer.Option("--on", help=words.text("cli.help.register-on"))] = "",
    recorded: Annotated[str, typer.Option("--recorded", help=words.text("cli.help.register-recorded"))] = "",
) -> None:
    """The register, as it stands or stood."""
    from alliance_desk.register.asof import register as entries

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = entries(desk, day(on).isoformat() if on else "", recorded)
        lines = [f"{e.name}\t{e.title}\t{e.lead}\t{e.recognised}\t{e.valid_to}\t{e.doc_no}" for e in found]
        session.show({"register": found}, lines or [words.text("cli.empty-register")])


def doctor(context: typer.Context, repair: Annotated[bool, typer.Option("--repair", help=words.text("cli.help.repair"))] = False) -> None:
    """Examine the workspace; with --repair make the index anew from the ledger."""
    from alliance_desk import doctor as physician

    session: Session = context.obj
    with session.desk() as desk:
        if repair:
            physician.repair(desk)
        report = physician.examine(desk)
        facts = {"streams": report.streams, "events": report.events, "blobs": report.blobs, "rows": report.rows, "count": len(report.faults)}
        last = words.text("doctor.unsound" if report.faults else "doctor.sound", facts)
        session.show({**facts, "faults": [fault.text() for fault in report.faults]}, [*(fault.text() for fault in report.faults), last])
        if report.faults:
            raise typer.Exit(3)
