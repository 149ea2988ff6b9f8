"""A program that dies: ``dying.py WORKSPACES VERB ARGUMENT STICK`` runs a verb again and again, each time on a copy of a workspace.

Before and after every file takes its name, and before and after every database commit, is a step; run number n is killed
(SIGKILL) at step n. The copies lie beside the workspace as ``run-0``, ``run-1`` …; the last line printed is their number. The
last of them came to its end.
"""

import contextlib
import importlib
import os
import shutil
import signal
import sys
from pathlib import Path

from alliance_desk.exchange import export, intake
from db.session import Database
from tests.helpers.desks import reopen


class Steps:
    """Counts, and dies at one."""

    def __init__(self, last: int) -> None:
        self.left = last

    def __call__(self) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def watch(step: Steps) -> None:
    """Make each rename and each commit two steps."""
    replace, writing = os.replace, Database.writing

    def replacing(source: Path, target: Path) -> None:
        step()
        replace(source, target)
        step()

    @contextlib.contextmanager
    def committing(self: Database):
        with writing(self) as connection:
            yield connection
            step()
        step()

    os.replace, Database.writing = replacing, committing


def run(root: Path, verb: str, argument: str, stick: Path, last: int) -> None:
    """One life."""
    desk = reopen(root)
    desk.key()
    watch(Steps(last))
    if verb == "import":
        intake.take_in(desk, Path(argument))
    elif verb == "export":
        export.hand_over(desk, argument, stick)
    else:
        raise ValueError(verb)
    desk.close()


def main() -> None:
    for slow in ("docxtpl", "pypinyin", "pyrage", "sqlalchemy", "alliance_desk.ledger.append"):
        importlib.import_module(slow)  # once here, not once in every child
    root, verb, argument, stick = Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4])
    for number in range(100):
        copy = root.with_name(f"run-{number}")
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns("desk.lock"))
        child = os.fork()
        if child == 0:
            run(copy, verb, argument, stick / copy.name, number)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        if not os.WIFSIGNALED(status):
            print(number + 1)
            sys.exit(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
