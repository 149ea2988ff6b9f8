"""The program's exit: 0 done, 1 refused, 2 usage, 3 damaged, 4 a bug, 130 cancelled."""

import json
import re
import sys
import traceback
from typing import Any

from alliance_desk import words
from alliance_desk.errors import Damaged, DeskError, Refused
from alliance_desk.progress import Cancelled

_PLAIN = re.compile(r"['\"A-Za-z_ .:()-]{0,120}")
DONE, REFUSED, USAGE, DAMAGED, BUG, CANCELLED = 0, 1, 2, 3, 4, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code. arguments: without the program's name; the process's own when None."""
    import typer
    from typer.exceptions import TyperException

    from alliance_desk.cli.app import app

    given = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in given
    try:
        # Without its stand-alone mode typer hands the code of typer.Exit back, and 130 after Ctrl-C.
        code: int = app(given, prog_name="alliance-deskctl", standalone_mode=False) or DONE
    except TyperException as error:
        _usage(error.format_message(), as_json=as_json)
        return USAGE
    except DeskError as error:
        _tell(error, as_json=as_json)
        return DAMAGED if isinstance(error, Damaged) else REFUSED
    except (Cancelled, KeyboardInterrupt, typer.Abort):
        code = CANCELLED
    except Exception as error:  # noqa: BLE001 - the one place that catches a bug
        _say({"bug": _trace(error), "text": words.text("cli.bug")}, as_json=as_json, before=_trace(error))
        return BUG
    if code == CANCELLED:
        _say({"cancelled": True, "text": words.text("cli.cancelled")}, as_json=as_json)
    return code


def _tell(error: DeskError, *, as_json: bool) -> None:
    basis = error.basis if isinstance(error, Refused) else ""
    key = "refused" if isinstance(error, Refused) else "damaged"
    text = error.text() if as_json or not basis else f"［{basis}］{error.text()}"
    _say({key: error.code, "text": text, "basis": basis}, as_json=as_json)


def _usage(message: str, *, as_json: bool) -> None:
    _say({"usage": message, "text": words.text("cli.usage")}, as_json=as_json, before=f"{message}\n")


def _say(told: dict[str, Any], *, as_json: bool, before: str = "") -> None:
    """The one thing that stands on the error stream."""
    if as_json:
        print(json.dumps(told, ensure_ascii=False), file=sys.stderr)
    else:
        print(before + told["text"], file=sys.stderr)


def _trace(error: Exception) -> str:
    """Where a bug struck and of what type; its message only while it is plain code words, since it may quote a person's data."""
    said = str(error)
    shown = said if _PLAIN.fullmatch(said) else "…"
    return "".join([*traceback.format_tb(error.__traceback__), f"{type(error).__name__}: {shown}\n"])
