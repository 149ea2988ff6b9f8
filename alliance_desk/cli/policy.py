"""Policies: which there are, whether a pack is sound, how open wordings are read, on what ground an expired one goes on."""

from pathlib import Path
from typing import Annotated

import typer
from msgspec import structs

from alliance_desk import words
from alliance_desk.cases import continuing, packs
from alliance_desk.cases import office as verbs
from alliance_desk.changes import Changes
from alliance_desk.cli import policy_tools
from alliance_desk.cli.options import PackName
from alliance_desk.cli.session import Session, verb
from alliance_desk.desk import Desk, library
from alliance_desk.desk.workspace import Workspace
from alliance_desk.exchange import offers

_policy = typer.Typer(help=words.text("cli.help.policy"), no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    policy_tools.attach(_policy)
    app.add_typer(_policy, name="policy")


@_policy.command("check", help=words.text("cli.help.policy-check"))
def check(context: typer.Context, path: Annotated[Path, typer.Argument(help=words.text("cli.help.pack-file"))]) -> None:
    """Every fault of a pack with line, key and remedy."""
    session: Session = context.obj
    found = library.pack_faults(path, session.workspace / "packs")
    rows = [{"file": f.file, "line": f.line, "key": f.key, "code": f.code, "text": f.text()} for f in found]
    session.show({"faults": rows}, [f.text() for f in found] or [words.text("cli.pack-sound", {"file": path.name})])
    if found:
        raise typer.Exit(1)


@_policy.command("call", help=words.text("cli.help.policy-call"))
def call(context: typer.Context, pack: Annotated[str, typer.Argument(help=words.text("cli.help.pack"))]) -> None:
    """Write the notice that calls for applications."""
    from alliance_desk.cases.letter_call import call_for_applications

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        session.said(call_for_applications(desk, pack))


@_policy.command("list", help=words.text("cli.help.policy-list"))
def listing(context: typer.Context) -> None:
    """The packs this workspace knows, with who added them."""
    session: Session = context.obj
    added = session.workspace / "packs"
    if Workspace(session.workspace).exists():
        with session.desk(readonly=True) as desk:
            found, waiting = packs.known(desk, added), offers.offered(desk)
    else:
        found, waiting = packs.known(None, added), []
    lines = [*map(_pack_line, found), *map(_offer_line, waiting)]
    session.show({"packs": found, "offers": [_shown(one) for one in waiting]}, lines)


def _shown(one: offers.Offer) -> dict[str, object]:
    return {name: str(value) if name == "path" else value for name, value in structs.asdict(one).items()}


def _offer_line(one: offers.Offer) -> str:
    facts = {**structs.asdict(one), "path": str(one.path), "short": one.sha256[:8]}
    state = words.text("cli.pack-offered-over" if one.there else "cli.pack-offered", facts)
    return f"{one.id}\t{words.text('cli.pack-version', facts)}\t{one.title}\t{one.status}\t{state}"


def _pack_line(one: packs.Known) -> str:
    if one.fault:
        return f"{one.id}\t{one.fault}"
    if one.changed:
        state = words.text("cli.pack-changed")
    elif one.sender:
        state = words.text("cli.pack-from", {"on": one.added, "by": one.by, "sender": one.sender})
    elif one.added:
        state = words.text("cli.pack-added", {"on": one.added, "by": one.by})
    else:
        state = words.text("cli.pack-shipped" if one.shipped else "cli.pack-loose")
    if one.newer:
        state = f"{state}\t{words.text('cli.pack-newer', {'version': one.newer, 'id': one.id})}"
    version = words.text("cli.pack-version", {"version": one.version})
    return f"{one.id}\t{version}\t{one.title}\t{one.doc_no}\t{one.status}\t{state}"


@_policy.command("read", help=words.text("cli.help.policy-read"))
def read(
    context: typer.Context,
    pack: PackName,
    reading: Annotated[str, typer.Argument(help=words.text("cli.help.reading"))] = "",
    option: Annotated[str, typer.Argument(help=words.text("cli.help.option"))] = "",
) -> None:
    """Show the open wordings of a pack, or choose how this office reads one."""
    session: Session = context.obj
    with session.desk(readonly=not reading) as desk:
        if reading:
            session.said(verbs.choose_reading(desk, pack, reading, option))
            return
        rules = desk.rules_for(pack)
        rows = [
            {"id": key, "question": r.question, "options": r.options, "chosen": rules.chosen[key], "basis": r.basis}
            for key, r in rules.reading.items()
        ]
        lines = [f"{key}\t{r.question}\t{r.options[rules.chosen[key]]}\t{r.basis}" for key, r in rules.reading.items()]
        session.show({"readings": rows}, lines)


@_policy.command("continue", help=words.text("cli.help.policy-continue"))
@verb
def go_on(
    desk: Desk,
    pack: PackName,
    document: Annotated[str, typer.Option("--document", help=words.text("cli.help.continue-document"))],
    by: Annotated[str, typer.Option("--by", help=words.text("cli.help.continue-by"))],
) -> Changes:
    """Record the 继续执行依据 of an expired policy."""
    return continuing.record(desk, pack, document, by)
