"""The program's exit: 0 done, 1 refused, 2 usage, 3 damaged, 4 a bug, 130 cancelled."""

import json
import sys
import traceback

from alliance_desk import words
from alliance_desk.errors import Damaged, DeskError, Refused
from alliance_desk.progress import Cancelled

DONE, REFUSED, USAGE, DAMAGED, BUG, CANCELLED = 0, 1, 2, 3, 4, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code. arguments: without the program's name; the process's own when None."""
    import click

    from alliance_desk.cli.app import app

    given = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in given
    try:
        app(given, prog_name="alliance-deskctl", standalone_mode=False)
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.ClickException as error:
        error.show()
        return USAGE
    except DeskError as error:
        _tell(error, as_json=as_json)
        return DAMAGED if isinstance(error, Damaged) else REFUSED
    except (Cancelled, KeyboardInterrupt, click.Abort):
        print(words.text("cli.cancelled"), file=sys.stderr)
        return CANCELLED
    except Exception:  # noqa: BLE001 - the one place that catches a bug
        traceback.print_exc()
        print(words.text("cli.bug"), file=sys.stderr)
        return BUG
    return DONE


def _tell(error: DeskError, *, as_json: bool) -> None:
    basis = error.basis if isinstance(error, Refused) else ""
    if as_json:
        told = {"refused": error.code, "text": error.text(), "basis": basis}
        print(json.dumps(told, ensure_ascii=False), file=sys.stderr)
        return
    print((f"［{basis}］" if basis else "") + error.text(), file=sys.stderr)
