"""The deciding office's review: expert pool, sessions, panels, scores."""

from pathlib import Path
from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.changes import Changes
from alliance_desk.cli.options import Case, Cases, On, day_or_today
from alliance_desk.cli.session import Session, pairs, verb
from alliance_desk.desk import Desk

_experts = typer.Typer(help=words.text("cli.help.experts"), no_args_is_help=True)
_panel = typer.Typer(help=words.text("cli.help.panel"), no_args_is_help=True)
_score = typer.Typer(help=words.text("cli.help.score"), no_args_is_help=True)

SessionId = Annotated[str, typer.Argument(help=words.text("cli.help.session"))]


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.add_typer(_experts, name="experts")
    app.add_typer(_panel, name="panel")
    app.add_typer(_score, name="score")


@_experts.command("import", help=words.text("cli.help.experts-import"))
@verb
def take(desk: Desk, path: Annotated[Path, typer.Argument(help=words.text("cli.help.xlsx-in"))]) -> Changes:
    """Take the pool in from a workbook."""
    from alliance_desk.review import pool

    return pool.take_in(desk, path)


@_experts.command("list", help=words.text("cli.help.experts-list"))
def listing(context: typer.Context) -> None:
    """The pool."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        rows = desk.raw.execute(
            "SELECT id, name, unit, kind, county, state FROM index_expert ORDER BY name, id"
        ).fetchall()
        names = ("id", "name", "unit", "kind", "county", "state")
        found = [dict(zip(names, row, strict=True)) for row in rows]
        session.show({"experts": found}, ["\t".join(map(str, row)) for row in rows] or [words.text("cli.empty-pool")])


@_panel.command("open", help=words.text("cli.help.panel-open"))
@verb
def start(
    desk: Desk,
    cases: Cases,
    batch: Annotated[str, typer.Option("--batch", help=words.text("cli.help.batch"))] = "",
    organiser: Annotated[str, typer.Option("--organiser", help=words.text("cli.help.organiser"))] = "",
    contract: Annotated[str, typer.Option("--contract", help=words.text("cli.help.contract"))] = "",
) -> Changes:
    """Open a review session over cases."""
    from alliance_desk.review import sessions

    return sessions.open_session(desk, cases, batch=batch, organiser=organiser, contract=contract)


@_panel.command("screen", help=words.text("cli.help.panel-screen"))
def screen(context: typer.Context, session_id: SessionId) -> None:
    """Who is left after each rule."""
    from alliance_desk.review import sessions

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        funnel = sessions.screen(desk, session_id).funnel
        rows = [{"rule": row.rule, "removed": list(row.removed), "left": row.left} for row in funnel.rows]
        reasons = [
            {"expert": one.expert, "name": one.name, "rule": one.rule, "text": one.text()} for one in funnel.exclusions
        ]
        lines = [*(row.text() for row in funnel.rows), *(one.text() for one in funnel.exclusions)]
        session.show(
            {"total": funnel.total, "rows": rows, "exclusions": reasons, "eligible": [e.name for e in funnel.eligible]},
            lines,
        )


@_panel.command("choose", help=words.text("cli.help.panel-choose"))
@verb
def choose(desk: Desk, session_id: SessionId) -> Changes:
    """Fix the panel of greatest fit."""
    from alliance_desk.review import sessions

    return sessions.choose_panel(desk, session_id)


@_panel.command("draw", help=words.text("cli.help.panel-draw"))
@verb
def draw(
    desk: Desk,
    session_id: SessionId,
    operator: Annotated[str, typer.Option("--number", help=words.text("cli.help.draw-number"))],
    supervisor: Annotated[str, typer.Option("--supervisor", help=words.text("cli.help.draw-supervisor"))],
    witness: Annotated[str, typer.Option("--witness", help=words.text("cli.help.draw-witness"))] = "",
    alone: Annotated[str, typer.Option("--alone", help=words.text("cli.help.draw-alone"))] = "",
) -> Changes:
    """Draw the panel by lot."""
    from alliance_desk.review import sessions

    return sessions.draw_panel(desk, session_id, operator, supervisor, witness=witness, alone=alone)


@_panel.command("replace", help=words.text("cli.help.panel-replace"))
@verb
def replace(
    desk: Desk,
    session_id: SessionId,
    expert: Annotated[str, typer.Argument(help=words.text("cli.help.expert"))],
    reason: Annotated[str, typer.Option("--reason", help=words.text("cli.help.reason"))],
) -> Changes:
    """Fill the seat of a member who declined."""
    from alliance_desk.review import sessions

    return sessions.replace_seat(desk, session_id, expert, reason)


@_panel.command("show", help=words.text("cli.help.panel-show"))
def show(context: typer.Context, session_id: SessionId) -> None:
    """Seats, exclusions and whether the draw can be repeated."""
    import msgspec

    from alliance_desk.cases.finding import record
    from alliance_desk.experts import draw as lots

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        document = record(desk, "session", session_id).open
        drawn = document.get("draw")
        repeats = lots.holds(msgspec.convert(drawn, lots.Draw)) if drawn else None
        seats = [
            {"expert": key, **seat}
            for key, seat in sorted(document.get("seats", {}).items(), key=lambda item: item[1]["order"])
        ]
        excluded = [
            {"expert": key, "name": e["name"], "rule": e["rule"], "evidence": e["evidence"]}
            for key, e in document.get("exclusions", {}).items()
        ]
        lines = [
            "\t".join([str(seat["order"]), seat["name"], seat["unit"], words.text(f"seat-state.{seat['state']}")])
            for seat in seats
        ]
        lines += [one["evidence"] for one in excluded]
        if repeats is not None:
            lines.append(words.text("cli.draw-repeats" if repeats else "cli.draw-differs"))
        session.show(
            {"session": document["session"], "seats": seats, "exclusions": excluded, "draw_repeats": repeats}, lines
        )


@_panel.command("paper", help=words.text("cli.help.panel-paper"))
def paper(
    context: typer.Context,
    session_id: SessionId,
    kind: Annotated[str, typer.Argument(help=words.text("cli.help.panel-paper-kind"))],
) -> None:
    """Write a paper of a session."""
    from alliance_desk.review import papers

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        session.said(papers.write(desk, session_id, kind))


@_score.command("enter", help=words.text("cli.help.score-enter"))
@verb
def enter(
    desk: Desk,
    session_id: SessionId,
    case: Case,
    expert: Annotated[str, typer.Argument(help=words.text("cli.help.expert"))],
    lines: Annotated[list[str], typer.Argument(help=words.text("cli.help.score-lines"))],
    opinion: Annotated[str, typer.Option("--opinion", help=words.text("cli.help.opinion"))] = "",
    recommend: Annotated[str, typer.Option("--recommend", help=words.text("cli.help.recommend"))] = "",
) -> Changes:
    """Enter one expert's sheet."""
    from alliance_desk.review import scoring

    return scoring.enter(desk, session_id, case, expert, pairs(lines), opinion=opinion, recommend=recommend)


@_score.command("conclude", help=words.text("cli.help.score-conclude"))
@verb
def conclude(desk: Desk, session_id: SessionId) -> Changes:
    """Close a session of own experts."""
    from alliance_desk.review import scoring

    return scoring.conclude_own(desk, session_id)


@_score.command("report", help=words.text("cli.help.score-report"))
@verb
def report(
    desk: Desk,
    session_id: SessionId,
    path: Annotated[Path, typer.Argument(help=words.text("cli.help.report"))],
    outcomes: Annotated[list[str], typer.Argument(help=words.text("cli.help.outcomes"))],
    on: On = "",
) -> Changes:
    """Record the report of a commissioned review."""
    from alliance_desk.review import sessions

    supported = {case: said == "yes" for case, said in pairs(outcomes).items()}
    return sessions.conclude_third_party(desk, session_id, path, supported, day_or_today(desk, on))
