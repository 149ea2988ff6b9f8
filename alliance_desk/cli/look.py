"""Looking: what is to be done, cases, a case, its history, the register, what else the office keeps, and whether the workspace is sound."""

from pathlib import Path
from typing import Annotated, Any

import typer

from alliance_desk import words
from alliance_desk.cases import history as past
from alliance_desk.cases import views
from alliance_desk.cli.options import Case
from alliance_desk.cli.session import Session, day
from alliance_desk.clock import local
from alliance_desk.errors import Refused

Xlsx = Annotated[Path | None, typer.Option("--xlsx", help=words.text("cli.help.xlsx-list"))]


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    for name, command in (
        ("today", today),
        ("show", show),
        ("list", records),
        ("history", history),
        ("register", register),
        ("doctor", doctor),
    ):
        app.command(name, help=words.text(f"cli.help.{name}"))(command)


def today(context: typer.Context) -> None:
    """What this office has to do, what is on its way, what falls due: what the window's first page says."""
    from alliance_desk.cases.agenda import agenda

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = agenda(desk)
        lines = [
            "\t".join([one.number, one.name, words.text("cli.next", {"step": one.text()}), one.since.isoformat()])
            for one in found.mine
        ]
        lines.append(words.text("cli.waiting" if found.total else "cli.nothing-waits", {"count": found.total}))
        lines += [f"{one.name}\t{one.text()}" for one in found.transit]
        lines += [f"{one.who}\t{one.text()}" for one in found.deadlines]
        session.show(found, lines)


def show(
    context: typer.Context,
    case: Annotated[str, typer.Argument(help=words.text("cli.help.case-or-none"))] = "",
    search: Annotated[str, typer.Option("--search", help=words.text("cli.help.search"))] = "",
    xlsx: Xlsx = None,
) -> None:
    """All cases, those a text is found in, or one case whole."""
    from db import lists as tables

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        if not case:
            query = tables.ListQuery(text=search)
            count = tables.count(desk.raw, "cases", query)
            first = tables.rows(desk.raw, "cases", tables.ids(desk.raw, "cases", query)[: tables.PAGE])
            rows = [{**row, "state": views.list_status(desk, row["pack"], row["status"])} for row in first]
            lines = [f"{row['number']}\t{row['name']}\t{row['lead']}\t{row['state']}" for row in rows]
            if len(rows) < count:
                lines.append(words.text("cli.more-cases", {"shown": len(rows), "count": count}))
            data: dict[str, Any] = {"cases": rows, "count": count}
            if xlsx is not None:
                from alliance_desk.cases import lists

                title = words.text("list.cases")
                data["files"] = [str(lists.summary(desk, [row["stream"] for row in rows], title, xlsx))]
                lines = [words.text("cli.list-written", {"path": str(xlsx), "count": len(rows)})]
            session.show(data, lines or [words.text("cli.no-cases" if not search else "cli.none-found")])
            return
        if xlsx is not None:
            raise Refused("cli.list-of-one")
        found = desk.case(case)
        rules = desk.rules_of(found)
        stages = views.stage_lines(desk, found, rules)
        data = {
            "stream": found.stream,
            "seq": found.seq,
            "head": found.head,
            "status": views.status(rules, found),
            "document": found.open,
            "stages": stages,
        }
        lines = [
            words.text(
                "cli.case",
                {**found.open["case"], **found.open["alliance"], "status": data["status"], "policy": rules.pack.title},
            )
        ]
        lines += [
            "\t".join(["  " + words.text(f"stage-state.{line.state}"), line.name, line.basis, line.on])
            for line in stages
        ]
        session.show(data, lines)


def records(
    context: typer.Context, what: Annotated[str, typer.Argument(help=words.text("cli.help.list-what"))]
) -> None:
    """What the office keeps beside its cases: batches, sessions, notices, objections, packages, quarantine, numbers."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        if what not in views.RECORDS:
            raise Refused("cli.no-such-list", what=what, known=tuple(views.RECORDS))
        rows = views.records(desk, what)
        lines = ["\t".join(views.record_line(row)) for row in rows]
        session.show({what: rows}, lines or [words.text("cli.none-kept")])


def history(context: typer.Context, case: Case) -> None:
    """Who did what, when, in which office, under which rule."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = past.history(desk, case)
        lines = [
            f"{local(line.time)}\t{line.office}\t{line.operator}\t{line.what}\t{line.basis}\t{line.note}"
            for line in found
        ]
        session.show({"history": found}, lines)


def register(
    context: typer.Context,
    on: Annotated[str, typer.Option("--on", help=words.text("cli.help.register-on"))] = "",
    recorded: Annotated[str, typer.Option("--recorded", help=words.text("cli.help.register-recorded"))] = "",
    xlsx: Xlsx = None,
) -> None:
    """The register, as it stands or stood."""
    from alliance_desk.register.asof import register as entries

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        looked_at = day(on).isoformat() if on else ""
        found = entries(desk, looked_at, recorded)
        lines = [f"{e.name}\t{e.title}\t{e.lead}\t{e.recognised}\t{e.valid_to}\t{e.doc_no}" for e in found]
        data: dict[str, Any] = {"register": found}
        if xlsx is not None:
            from alliance_desk.cases import lists

            data["files"] = [str(lists.register(desk, found, xlsx, looked_at))]
            lines = [words.text("cli.list-written", {"path": str(xlsx), "count": len(found)})]
        session.show(data, lines or [words.text("cli.empty-register")])


def doctor(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help=words.text("cli.help.repair"))] = False,
) -> None:
    """Examine the workspace; with --repair make the index anew from the ledger."""
    from alliance_desk import doctor as physician

    session: Session = context.obj
    with session.desk() as desk:
        mended: list[str] = []
        if repair:
            physician.repair(desk)
            mended.append(words.text("doctor.repaired"))
        report = physician.examine(desk)
        facts = {
            "streams": report.streams,
            "events": report.events,
            "blobs": report.blobs,
            "rows": report.rows,
            "count": len(report.faults),
        }
        last = words.text("doctor.unsound" if report.faults else "doctor.sound", facts)
        session.show(
            {**facts, "faults": [fault.text() for fault in report.faults]},
            [*mended, *(fault.text() for fault in report.faults), last],
        )
        if report.faults:
            raise typer.Exit(3)
