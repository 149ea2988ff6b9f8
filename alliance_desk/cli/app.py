"""The command tree. Each command is a few lines: open the desk, call one verb, show what it did."""

from pathlib import Path
from typing import Annotated

import typer

from alliance_desk import __version__, words
from alliance_desk.cli import (
    affairs,
    care,
    decide,
    demo,
    exchange,
    giving,
    intake,
    look,
    office,
    policy,
    review,
    rounds,
)
from alliance_desk.cli.session import Session, pairs

app = typer.Typer(
    help=words.text("cli.help.program"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def _options(
    context: typer.Context,
    workspace: Annotated[
        Path, typer.Option("--workspace", "-w", envvar="ALLIANCE_DESK_WORKSPACE", help=words.text("cli.help.workspace"))
    ] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help=words.text("cli.help.json"))] = False,
    today: Annotated[
        str, typer.Option("--clock", envvar="ALLIANCE_DESK_CLOCK", help=words.text("cli.help.clock"))
    ] = "",
    operator: Annotated[
        str, typer.Option("--operator", envvar="ALLIANCE_DESK_OPERATOR", help=words.text("cli.help.operator"))
    ] = "",
    seen: Annotated[list[str] | None, typer.Option("--seen", help=words.text("cli.help.seen"))] = None,
) -> None:
    context.obj = Session(workspace, as_json=as_json, today=today, operator=operator, seen=pairs(seen or []))


@app.command("version", help=words.text("cli.help.version"))
def _version(context: typer.Context) -> None:
    session: Session = context.obj
    session.show({"version": __version__}, [__version__])


for room in (office, intake, review, decide, care, rounds, affairs, giving, exchange, look, policy, demo):
    room.attach(app)
