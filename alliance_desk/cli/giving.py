"""Entering alliances that no application made, supporting recognised ones, recommending them to the superior."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from alliance_desk import words
from alliance_desk.care import entries, history_sheet, support, upward
from alliance_desk.care.entries import Record
from alliance_desk.changes import Changes
from alliance_desk.cli.affairs import key_of, rules_of
from alliance_desk.cli.options import (
    AllianceName,
    Case,
    Cases,
    Document,
    Letter,
    Note,
    On,
    PackName,
    alliance_of,
    day_or_today,
)
from alliance_desk.cli.session import Session, day, verb
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.policy.after import Kind
from alliance_desk.policy.pack import Pack

_enter = typer.Typer(help=words.text("cli.affair.enter"), no_args_is_help=True)
_support = typer.Typer(help=words.text("cli.affair.support"), no_args_is_help=True)
_upward = typer.Typer(help=words.text("cli.affair.upward"), no_args_is_help=True)
_FEN_PER_WAN = 1_000_000

EntryName = Annotated[str, typer.Option("--procedure", help=words.text("cli.affair.entry"))]
Issuer = Annotated[str, typer.Option("--issuer", help=words.text("cli.affair.issuer"))]
From = Annotated[str, typer.Option("--from", help=words.text("cli.affair.from"))]


def attach(app: typer.Typer) -> None:
    """Hang this room's commands into the tree."""
    app.add_typer(_enter, name="enter")
    app.add_typer(_support, name="support")
    app.add_typer(_upward, name="upward")


def _kind(rules: Pack, kind: Kind, typed: str) -> str:
    """The id of a procedure; without one typed the first of its kind, of entries that of older recognitions."""
    known = {key: item for key, item in rules.procedure.items() if item.kind is kind and (typed or not item.act)}
    return key_of(known, typed) if typed else next(iter(known), "—")


def _fen(text: str) -> int:
    """万元 as typed, in whole 分. Raises Refused for what is no amount."""
    try:
        fen = Decimal(text or "0") * _FEN_PER_WAN
        whole = int(fen)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise Refused("cli.affair.no-amount", text=text) from error
    if fen != whole:
        raise Refused("cli.affair.no-amount", text=text)
    return whole


@_enter.command("template", help=words.text("cli.affair.enter-template"))
def template(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help=words.text("cli.affair.history-out"))],
    pack: PackName,
) -> None:
    """Write the empty workbook of older recognitions."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        made = history_sheet.write_history(path, desk.policy_for(pack))
        session.said(Changes(code="cli.affair.template-written", facts={"path": str(made)}, files=(made,)))


@_enter.command("take", help=words.text("cli.affair.enter-take"))
@verb
def take(
    desk: Desk,
    path: Annotated[Path, typer.Argument(help=words.text("cli.affair.history-in"))],
    pack: PackName,
    procedure: EntryName = "",
    from_: From = "",
    issuer: Issuer = "",
) -> Changes:
    """Enter every alliance of a filled workbook, or none."""
    rules = desk.policy_for(pack)
    records = [replace(record, issuer=issuer) for record in history_sheet.read_history(path, rules)]
    way, on = _kind(rules, Kind.ENTRY, procedure), day(from_) if from_ else None
    return entries.enter(desk, pack, way, records, on=on, step=desk.progress)


@_enter.command("one", help=words.text("cli.affair.enter-one"))
@verb
def one(
    desk: Desk,
    pack: PackName,
    name: Annotated[str, typer.Argument(help=words.text("cli.affair.name"))],
    recognised: Annotated[str, typer.Option("--recognised", help=words.text("cli.affair.recognised"))],
    document: Document,
    county: Annotated[str, typer.Option("--county", help=words.text("cli.help.on-behalf"))],
    lead: Annotated[str, typer.Option("--lead", help=words.text("cli.affair.lead"))],
    members: Annotated[list[str] | None, typer.Option("--member", help=words.text("cli.affair.members"))] = None,
    procedure: EntryName = "",
    from_: From = "",
    until: Annotated[str, typer.Option("--valid-to", help=words.text("cli.care.valid-to"))] = "",
    category: Annotated[str, typer.Option("--category", help=words.text("cli.affair.category"))] = "",
    field: Annotated[str, typer.Option("--field", help=words.text("cli.affair.field"))] = "",
    issuer: Issuer = "",
    note: Note = "",
) -> Changes:
    """Enter one alliance."""
    rules = desk.policy_for(pack)
    units = {"m1": {"order": 1, "name": lead, "role": "lead"}}
    units |= {f"m{n}": {"order": n, "name": other, "role": "ordinary"} for n, other in enumerate(members or [], 2)}
    record = Record(
        name=name,
        recognised=day(recognised),
        document=document,
        county=county,
        members=units,
        issuer=issuer,
        valid_to=day(until) if until else None,
        category=key_of(rules.category, category),
        field=key_of(rules.field_, field),
        note=note,
    )
    way, on = _kind(rules, Kind.ENTRY, procedure), day(from_) if from_ else None
    return entries.enter(desk, pack, way, [record], on=on)


@_support.command("grant", help=words.text("cli.affair.support-grant"))
@verb
def grant(
    desk: Desk,
    alliance: AllianceName,
    item: Annotated[str, typer.Argument(help=words.text("cli.affair.support-id"))],
    document: Document = "",
    amount: Annotated[str, typer.Option("--amount", help=words.text("cli.affair.amount"))] = "",
    year: Annotated[str, typer.Option("--year", help=words.text("cli.affair.year"))] = "",
    review: Annotated[str, typer.Option("--review", help=words.text("cli.affair.review"))] = "",
    note: Note = "",
    on: On = "",
) -> Changes:
    """Record support that was granted."""
    who = alliance_of(desk, alliance)
    key, when = key_of(rules_of(desk, who).support, item), day_or_today(desk, on)
    fen = _fen(amount)
    return support.grant(desk, who, key, document, when, amount=fen, year=year, review=review, note=note)


@_upward.command("open", help=words.text("cli.affair.upward-open"))
@verb
def open_upward(
    desk: Desk,
    alliance: AllianceName,
    reason: Note = "",
    procedure: Annotated[str, typer.Option("--procedure", help=words.text("cli.care.procedure"))] = "",
) -> Changes:
    """Recommend a recognised alliance to the superior."""
    who = alliance_of(desk, alliance)
    return upward.recommend_upward(desk, who, _kind(rules_of(desk, who), Kind.UPWARD, procedure), reason)


@_upward.command("submit", help=words.text("cli.affair.upward-submit"))
@verb
def submit(
    desk: Desk,
    case: Case,
    letter: Letter = "",
    copies: Annotated[int | None, typer.Option("--copies", help=words.text("cli.affair.copies"))] = None,
    medium: Annotated[str, typer.Option("--medium", help=words.text("cli.affair.medium"))] = "",
    on: On = "",
) -> Changes:
    """Record that the file was handed in at the superior."""
    when = day_or_today(desk, on)
    return upward.submit(desk, case, when, letter, copies=copies, medium=medium)


@_upward.command("table", help=words.text("cli.affair.upward-table"))
def table(context: typer.Context, cases: Cases) -> None:
    """Write the summary table of what is handed in."""
    session: Session = context.obj
    with session.desk(readonly=True) as desk:
        session.said(upward.summary_table(desk, cases))


@_upward.command("result", help=words.text("cli.affair.upward-result"))
@verb
def result(
    desk: Desk,
    case: Case,
    document: Document = "",
    recognised: Annotated[bool, typer.Option("--recognised/--refused", help=words.text("cli.affair.result"))] = True,
    note: Note = "",
    on: On = "",
) -> Changes:
    """Record what the superior decided."""
    when = day_or_today(desk, on)
    return upward.result(desk, case, document, when, recognised=recognised, note=note)
