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
    receipt: Annotated[str, typer.Option("--receipt", help=words.text("cli.help.export-receipt"))] = "",
    whole: Annotated[bool, typer.Option("--whole", help=words.text("cli.help.export-whole"))] = False,
) -> None:
    """Hand a case over, send copies or receipts, write a package once more, or withdraw a hand-over."""
    from alliance_desk.exchange import export as verbs

    session: Session = context.obj
    cases = case or []
    if not again and not receipt and (not cases or (len(cases) > 1 and not copy)):
        raise typer.BadParameter(words.text("cli.one-case"))
    with session.desk() as desk:
        if again:
            session.said(verbs.once_more(desk, again, folder))
        elif receipt:
            session.said(verbs.receipt(desk, receipt, folder))
        elif withdraw:
            session.said(verbs.withdraw_offer(desk, cases[0], withdraw))
        elif copy:
            session.said(verbs.copy_to(desk, cases, copy, folder, whole=whole))
        else:
            session.said(verbs.hand_over(desk, cases[0], folder, whole=whole))


def take_in(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=words.text("cli.help.package"))],
    preview: Annotated[bool, typer.Option("--preview", help=words.text("cli.help.preview"))] = False,
    decline: Annotated[str, typer.Option("--decline", help=words.text("cli.help.decline"))] = "",
) -> None:
    """Take a package in, decline what it hands over, or only show what it would change."""
    from alliance_desk.exchange import intake

    session: Session = context.obj
    if preview:
        verify(context, path)
        return
    with session.desk() as desk:
        session.said(intake.take_in(desk, path, decline=decline))


def verify(context: typer.Context, path: Annotated[Path, typer.Argument(help=words.text("cli.help.package"))]) -> None:
    """Verify a package and show what taking it in would change."""
    import msgspec

    from alliance_desk.exchange import intake

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        seen = intake.preview(desk, path)
        facts = msgspec.to_builtins(seen)
        lines = [words.text("cli.package", facts), *(words.text("cli.package-case", case) for case in facts["cases"])]
        for pack in facts["packs"]:
            told = words.text(f"record.pack-state.{pack['state']}", pack)
            lines.append(words.text("cli.package-pack", {**pack, "told": told}))
        lines += seen.remarks
        if seen.taken:
            lines.append(words.text("cli.package-taken"))
        session.show(seen, lines)
