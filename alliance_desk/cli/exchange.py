"""Packages out and in."""

from pathlib import Path
from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.cli.session import Session


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.command("export", help=words.text("cli.help.export"))(export)
    app.command("import", help=words.text("cli.help.import"))(take_in)
    app.command("verify", help=words.text("cli.help.verify"))(verify)


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help=words.text("cli.help.stick"))],
    case: Annotated[list[str] | None, typer.Option("--case", help=words.text("cli.help.export-case"))] = None,
    copy: Annotated[str, typer.Option("--copy-to", help=words.text("cli.help.copy-to"))] = "",
    again: Annotated[str, typer.Option("--again", help=words.text("cli.help.export-again"))] = "",
    withdraw: Annotated[str, typer.Option("--withdraw", help=words.text("cli.help.export-withdraw"))] = "",
) -> None:
    """Hand a case over, send copies, write a package once more, or withdraw a hand-over."""
    from alliance_desk.exchange import export as verbs

    session: Session = context.obj
    cases = case or []
    if not again and (not cases or (len(cases) > 1 and not copy)):
        raise typer.BadParameter(words.text("cli.one-case"))
    with session.desk() as desk:
        if again:
            session.said(verbs.once_more(desk, again, folder))
        elif withdraw:
            session.said(verbs.withdraw_offer(desk, cases[0], withdraw))
        elif copy:
            session.said(verbs.copy_to(desk, cases, copy, folder))
        else:
            session.said(verbs.hand_over(desk, cases[0], folder))


def take_in(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=words.text("cli.help.package"))],
    preview: Annotated[bool, typer.Option("--preview", help=words.text("cli.help.preview"))] = False,
) -> None:
    """Take a package in, or only show what it would change."""
    from alliance_desk.exchange import intake

    session: Session = context.obj
    if preview:
        verify(context, path)
        return
    with session.desk() as desk:
        session.said(intake.take_in(desk, path))


def verify(context: typer.Context, path: Annotated[Path, typer.Argument(help=words.text("cli.help.package"))]) -> None:
    """Verify a package and show what taking it in would change."""
    import msgspec

    from alliance_desk.exchange import intake

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        seen = intake.preview(desk, path)
        facts = msgspec.to_builtins(seen)
        lines = [words.text("cli.package", facts), *(words.text("cli.package-case", case) for case in facts["cases"])]
        if seen.taken:
            lines.append(words.text("cli.package-taken"))
        session.show(seen, lines)
