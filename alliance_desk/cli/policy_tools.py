"""What whoever writes a pack works with: skeleton, rule book, differences, dry run, schema; and adding it to the workspace.

All but adding work without a workspace too; a pack file's readings then count with their defaults.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from alliance_desk import words
from alliance_desk.changes import Changes
from alliance_desk.cli.options import PackName
from alliance_desk.cli.session import Session, verb
from alliance_desk.desk import Desk
from alliance_desk.desk.workspace import Workspace
from alliance_desk.errors import Refused
from alliance_desk.policy.checks import blocking
from alliance_desk.policy.findings import Finding
from alliance_desk.policy.holidays import Calendar
from alliance_desk.policy.rehearsal import Played

Source = Annotated[str, typer.Argument(help=words.text("cli.help.pack-source"))]


def attach(policy: typer.Typer) -> None:
    """Hang the tools below ``policy``."""
    for name, command in (
        ("new", new),
        ("print", print_rules),
        ("diff", diff),
        ("dry-run", dry_run),
        ("schema", schema),
        ("add", add),
        ("renew", renew),
        ("take", take),
        ("send", send),
        ("decline", decline),
    ):
        policy.command(name, help=words.text(f"cli.help.policy-{name}"))(command)


@contextmanager
def _office(session: Session) -> Generator[Desk | None]:
    """The workspace to look into, None where there is none."""
    if not Workspace(session.workspace).exists():
        yield None
        return
    with session.desk(readonly=True) as desk:
        yield desk


def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=words.text("cli.help.new-id"))],
    title: Annotated[str, typer.Option("--title", help=words.text("cli.help.new-title"))],
    issuer: Annotated[str, typer.Option("--issuer", help=words.text("cli.help.new-issuer"))],
    division: Annotated[str, typer.Option("--division", help=words.text("cli.help.new-division"))],
    out: Annotated[Path, typer.Option("--out", help=words.text("cli.help.folder"))] = Path(),
) -> None:
    """Write the skeleton of a pack."""
    from alliance_desk.cases import pack_look

    session: Session = context.obj
    path = out / f"{name.removesuffix('.toml')}.toml"
    today = session.clock.today()
    session.said(pack_look.begin(path, title=title, issuer=issuer, division=division, today=today))


def print_rules(
    context: typer.Context,
    source: Source,
    out: Annotated[Path, typer.Option("--out", help=words.text("cli.help.rulebook-out"))],
) -> None:
    """Write the rule book."""
    from alliance_desk.cases import pack_look

    session: Session = context.obj
    with _office(session) as desk:
        rules = pack_look.rules_of(desk, source, session.workspace / "packs")
        session.said(pack_look.print_rules(rules, out))


def diff(
    context: typer.Context,
    old: Source,
    new: Annotated[str, typer.Argument(help=words.text("cli.help.pack-source"))],
) -> None:
    """What differs between two packs, files or cases' rules."""
    from alliance_desk.cases import pack_look
    from alliance_desk.policy.difference import differences

    session: Session = context.obj
    with _office(session) as desk:
        one, two = (pack_look.rules_of(desk, source, session.workspace / "packs") for source in (old, new))
        found = differences(one, two)
    rows = [{**msgspec.to_builtins(one), "text": one.text()} for one in found]
    session.show({"differences": rows}, [one.text() for one in found] or [words.text("cli.no-difference")])


def dry_run(
    context: typer.Context,
    source: Source,
    workbook: Annotated[Path | None, typer.Option("--workbook", help=words.text("cli.help.xlsx-in"))] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help=words.text("cli.help.attachments"))] = None,
) -> None:
    """Try a pack on made-up cases and samples; exit code 1 where a made case does not hold or a way does not end."""
    from alliance_desk.cases import pack_look

    session: Session = context.obj
    with _office(session) as desk:
        rules = pack_look.rules_of(desk, source, session.workspace / "packs")
        calendar = desk.calendar() if desk is not None else Calendar([])
        today = session.clock.today()
        tried = pack_look.dry_run(rules, calendar, today, workbook=workbook, folder=folder)
    lines = [line for one in tried.rehearsal.played for line in _played(one)]
    lines += [words.text("cli.sample-left-out", {"title": title, "why": why}) for title, why in tried.left_out.items()]
    lines.append(words.text("cli.dry-run-sound" if tried.rehearsal.sound else "cli.dry-run-faulty"))
    rows = [
        {
            "title": one.title,
            "procedure": one.procedure,
            "made": one.made,
            "sound": one.sound,
            "findings": [{"check": f.check, "outcome": f.outcome.value, "text": f.text()} for f in one.findings],
            "steps": [{"stage": step.stage, "text": step.text()} for step in one.steps],
            "unreached": one.unreached,
        }
        for one in tried.rehearsal.played
    ]
    session.show({"sound": tried.rehearsal.sound, "played": rows, "left_out": dict(tried.left_out)}, lines)
    if not tried.rehearsal.sound:
        raise typer.Exit(1)


def _played(one: Played) -> list[str]:
    facts = {"title": one.title, "count": len(one.findings), "open": len(blocking(list(one.findings)))}
    lines = [words.text("cli.tried", facts), *(_finding(finding) for finding in one.findings)]
    lines += [words.text("cli.tried-step", {"step": step.text()}) for step in one.steps]
    lines += [words.text("cli.tried-unreached", {"name": name}) for name in one.unreached]
    if one.steps and not one.ended:
        lines.append(words.text("cli.tried-open"))
    return lines


def _finding(finding: Finding) -> str:
    outcome = words.text(f"outcome.{finding.outcome.value}")
    facts = {"outcome": outcome, "title": finding.title, "basis": finding.basis, "text": finding.text()}
    return words.text("cli.tried-condition", facts)


def schema(
    context: typer.Context, out: Annotated[Path, typer.Option("--out", help=words.text("cli.help.folder"))] = Path()
) -> None:
    """Write the JSON Schema of packs and calls."""
    from alliance_desk.cases import pack_look

    session: Session = context.obj
    session.said(pack_look.write_schema(out))


@verb
def add(desk: Desk, source: Annotated[str, typer.Argument(help=words.text("cli.help.pack-or-offered"))]) -> Changes:
    """Put a pack into the workspace: a file, or one that another office sent and that waits."""
    from alliance_desk.cases import pack_offers, packs

    if source.endswith(".toml") or Path(source).is_file():
        return packs.add(desk, Path(source))
    return pack_offers.add(desk, source)


@verb
def renew(desk: Desk, pack: PackName) -> Changes:
    """Take over the newer version that comes with the program."""
    from alliance_desk.cases import packs

    return packs.renew(desk, pack)


@verb
def decline(
    desk: Desk,
    offered: Annotated[str, typer.Argument(help=words.text("cli.help.offered"))],
    ground: Annotated[str, typer.Option("--ground", help=words.text("cli.help.decline-pack-ground"))],
) -> Changes:
    """Decline a pack that another office sent."""
    from alliance_desk.cases import pack_offers

    return pack_offers.decline(desk, offered, ground)


@verb
def send(
    desk: Desk,
    pack: PackName,
    folder: Annotated[Path, typer.Argument(help=words.text("cli.help.stick"))],
    to: Annotated[str, typer.Option("--to", help=words.text("cli.help.send-office"))],
) -> Changes:
    """Send a pack to an office whose key was entered."""
    from alliance_desk.exchange import export

    return export.send_pack(desk, pack, to, folder)


def take(
    context: typer.Context,
    package: Annotated[Path, typer.Argument(help=words.text("cli.help.package"))],
    out: Annotated[Path, typer.Option("--out", help=words.text("cli.help.folder"))] = Path(),
) -> None:
    """Write the pack files that a package brings along into a folder, to be looked at and then added."""
    from alliance_desk.exchange import packs

    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        found = packs.taken_out(desk, package, out)
    if not found.files:
        raise Refused("exchange.no-packs", file=package.name)
    session.said(found)
