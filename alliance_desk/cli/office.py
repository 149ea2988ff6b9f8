"""Setting up an office: the workspace, its key card, other offices' keys, operators, the directory of units."""

from pathlib import Path
from typing import Annotated

import typer

from alliance_desk import words
from alliance_desk.cases import office as verbs
from alliance_desk.changes import Changes
from alliance_desk.cli.options import Case
from alliance_desk.cli.session import Session, passphrase, verb
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk, found
from alliance_desk.desk.found import Founding
from alliance_desk.errors import Refused
from alliance_desk.exchange import trust

_office = typer.Typer(help=words.text("cli.help.office"), no_args_is_help=True)


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.command("init", help=words.text("cli.help.init"))(init)
    app.command("backup", help=words.text("cli.help.backup"))(backup)
    app.command("restore", help=words.text("cli.help.restore"))(restore)
    app.command("note", help=words.text("cli.help.note"))(note)
    app.command("redact", help=words.text("cli.help.redact"))(redact)
    app.add_typer(_office, name="office")


def init(
    context: typer.Context,
    name: Annotated[str, typer.Option("--name", help=words.text("cli.help.init-name"))],
    level: Annotated[str, typer.Option("--level", help=words.text("cli.help.init-level"))],
    person: Annotated[str, typer.Option("--person", help=words.text("cli.help.init-person"))],
    division: Annotated[str, typer.Option("--division", help=words.text("cli.help.init-division"))] = "",
) -> None:
    """Make the workspace and the office key."""
    session: Session = context.obj
    answers = Founding(name=name, level=level, division=division, operator=person)
    with found(session.workspace, answers, passphrase, clock=session.clock) as desk:
        card = trust.own_card(desk)
        about = {
            "office": desk.office,
            "name": name,
            "fingerprint": card.fingerprint,
            "workspace": str(session.workspace),
        }
        session.show(about, [words.text("cli.founded", about)])


@verb
def backup(desk: Desk, folder: Annotated[Path, typer.Argument(help=words.text("cli.help.backup-folder"))]) -> Changes:
    """Write an encrypted backup of the workspace."""
    from alliance_desk.desk import backup as keeping

    return keeping.backup(desk, folder)


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help=words.text("cli.help.backup-file"))],
    folder: Annotated[Path, typer.Argument(help=words.text("cli.help.restore-folder"))],
    key: Annotated[Path | None, typer.Option("--key", help=words.text("cli.help.backup-key"))] = None,
) -> None:
    """Make the workspace that a backup holds."""
    from alliance_desk.desk import backup as keeping
    from alliance_desk.desk.backup_names import key_beside

    session: Session = context.obj
    sealed = key or key_beside(file)
    if sealed is None:
        raise Refused("backup.no-key", file=file.name)
    clock = session.clock if isinstance(session.clock, FixedClock) else None  # a sample goes on at its own day
    root = keeping.restore(file, sealed, passphrase(), folder, clock=clock)
    about = {"path": str(root)}
    session.show(about, [words.text("backup.restored", about)])


@verb
def note(
    desk: Desk,
    case: Case,
    text: Annotated[str, typer.Argument(help=words.text("cli.help.note-text"))],
    kind: Annotated[str, typer.Option("--kind", help=words.text("cli.help.note-kind"))] = "message",
) -> Changes:
    """Write a note beside a case."""
    from alliance_desk.cases import notes

    return notes.write(desk, case, text, kind)


@verb
def redact(
    desk: Desk,
    case: Case,
    reason: Annotated[str, typer.Option("--reason", help=words.text("cli.help.reason"))],
) -> Changes:
    """Delete the personal data of a case."""
    from alliance_desk.cases import redact as verb

    return verb.redact(desk, case, reason)


@_office.command("card", help=words.text("cli.help.card"))
def card(context: typer.Context, folder: Annotated[Path, typer.Argument(help=words.text("cli.help.folder"))]) -> None:
    """Write the office's public card."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        session.said(trust.write_card(desk, folder))


@_office.command("peer", help=words.text("cli.help.peer"))
@verb
def peer(
    desk: Desk,
    path: Annotated[Path, typer.Argument(help=words.text("cli.help.peer-card"))],
    fingerprint: Annotated[str, typer.Option("--fingerprint", help=words.text("cli.help.fingerprint"))],
    relation: Annotated[str, typer.Option("--relation", help=words.text("cli.help.relation"))],
) -> Changes:
    """Enter another office's key."""
    return trust.enter_peer(desk, path, fingerprint, relation)


@_office.command("operator", help=words.text("cli.help.add-operator"))
@verb
def operator(desk: Desk, name: Annotated[str, typer.Argument(help=words.text("cli.help.init-person"))]) -> Changes:
    """Add an operator."""
    return verbs.add_operator(desk, name)


@_office.command("set", help=words.text("cli.help.office-set"))
@verb
def set_value(
    desk: Desk,
    name: Annotated[str, typer.Argument(help=words.text("cli.help.setting"))],
    value: Annotated[str, typer.Argument(help=words.text("cli.help.setting-value"))] = "",
) -> Changes:
    """Enter what the office's letters say of it."""
    return verbs.set_value(desk, name, value)


@_office.command("show", help=words.text("cli.help.office-show"))
def show(context: typer.Context) -> None:
    """The office, its people, its peers, what it entered for its letters."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        known = desk.settings
        peers = [
            {"fingerprint": key, **{name: peer[name] for name in ("office", "name", "level", "relation")}}
            for key, peer in known.get("peers", {}).items()
        ]
        people = [{"operator": key, "name": person["name"]} for key, person in known["operators"].items()]
        values = {name: entry["value"] for name, entry in known.get("settings", {}).items()}
        lines = [words.text("cli.office", {**known["office"], "people": [person["name"] for person in people]})]
        lines += [words.text("cli.office-peer", peer) for peer in peers]
        lines += [f"{words.text('setting.' + name)}\t{value}" for name, value in values.items()]
        about = {"office": known["office"], "operators": people, "peers": peers, "settings": values}
        session.show(about, lines)


@_office.command("unit", help=words.text("cli.help.unit"))
@verb
def unit(
    desk: Desk,
    name: Annotated[str, typer.Argument(help=words.text("cli.help.unit-name"))],
    code: Annotated[str, typer.Option("--code", help=words.text("cli.help.unit-code"))] = "",
    former: Annotated[list[str] | None, typer.Option("--former", help=words.text("cli.help.unit-former"))] = None,
) -> Changes:
    """Enter a unit in the directory."""
    return verbs.save_unit(desk, name, code=code, former=former or [])


@_office.command("calendar", help=words.text("cli.help.calendar"))
@verb
def calendar(desk: Desk, path: Annotated[Path, typer.Argument(help=words.text("cli.help.calendar-file"))]) -> Changes:
    """Load a year's arrangement of days off."""
    return verbs.load_calendar(desk, path)
