"""What every command shares: the workspace, the clock, the operator, and how results are shown."""

import getpass
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

import msgspec
import typer

from alliance_desk import words
from alliance_desk.changes import Changes
from alliance_desk.clock import Clock, FixedClock, SystemClock
from alliance_desk.desk import Desk, open_desk
from alliance_desk.errors import Refused

PASSPHRASE = "ALLIANCE_DESK_PASSPHRASE"  # noqa: S105 - the name of a variable
Options = ParamSpec("Options")


class Session:
    """One run of the command line."""

    def __init__(
        self, workspace: Path, *, as_json: bool, today: str, operator: str, seen: Mapping[str, str] | None = None
    ) -> None:
        self.workspace = workspace
        self.as_json = as_json
        self.operator = operator
        self.seen = dict(seen or {})
        self.clock: Clock = FixedClock(day(today)) if today else SystemClock()

    def desk(self, *, readonly: bool = False) -> Desk:
        """The workspace, open."""
        desk = open_desk(
            self.workspace, clock=self.clock, passphrase=passphrase, operator=self.operator, readonly=readonly
        )
        for case, seq in self.seen.items():
            if not seq.isdecimal():
                desk.close()
                raise Refused("cli.no-pair", text=f"{case}={seq}")
            desk.seen[desk.case(case).stream] = int(seq)
        return desk

    def said(self, changes: Changes, **more: Any) -> None:
        """Show what a verb did."""
        if self.as_json:
            files = [str(path) for path in changes.files]
            self.show(
                {
                    "code": changes.code,
                    "text": changes.text(),
                    "streams": list(changes.streams),
                    "files": files,
                    **changes.facts,
                    **more,
                },
                [],
            )
        else:
            print(changes.text())

    def show(self, data: Any, lines: Sequence[str]) -> None:
        """Show something read: as JSON, or as lines for a person."""
        if self.as_json:
            print(json.dumps(msgspec.to_builtins(data), ensure_ascii=False, indent=1))
        else:
            print("\n".join(lines))


def verb(work: Callable[Concatenate[Desk, Options], Changes]) -> Callable[Concatenate[typer.Context, Options], None]:
    """A command that opens the workspace, does one verb and says what it did.

    work: takes the open workspace and then the command's arguments; from them typer reads options, help and defaults.
    """

    @wraps(work)
    def command(context: typer.Context, *given: Options.args, **named: Options.kwargs) -> None:
        session: Session = context.obj
        with session.desk() as desk:
            session.said(work(desk, *given, **named))

    _, *options = signature(work).parameters.values()
    asked = [Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context), *options]
    # Typer reads both: the signature for order and defaults, the annotations for types and help.
    command.__annotations__ = {one.name: one.annotation for one in asked}
    vars(command)["__signature__"] = Signature(asked)
    return command


def day(text: str) -> date:
    """A date typed as 2024-09-27, 20240927 or 2024.9.27. Raises Refused when there is no such day."""
    digits = text.strip().replace(".", "-").replace("/", "-")
    if digits.isdigit() and len(digits) == 8:
        digits = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    try:
        year, month, of_month = (int(part) for part in digits.split("-"))
        return date(year, month, of_month)
    except ValueError as error:
        raise Refused("cli.no-date", text=text) from error


def passphrase() -> str:
    """The office key's passphrase, from the environment or typed without echo. Raises Refused where nobody can type."""
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    if not sys.stdin.isatty():
        raise Refused("desk.passphrase-needed")
    return getpass.getpass(words.text("cli.passphrase"))


def pairs(values: Sequence[str]) -> dict[str, str]:
    """``name=value`` arguments as a mapping. Raises Refused for one without an equals sign."""
    found: dict[str, str] = {}
    for value in values:
        name, sign, rest = value.partition("=")
        if not sign:
            raise Refused("cli.no-pair", text=value)
        found[name.strip()] = rest.strip()
    return found
