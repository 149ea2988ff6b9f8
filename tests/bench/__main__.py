"""The benches: ``python -m tests.bench [NAME …] [--scale S] [--keep DIR]``. Never part of a test run's verdict.

Each line reads ``name: figure unit (rows, how made, baseline …, ratio …)``; the baseline is measured in the same run, so the
ratio holds on any machine.

    python -m tests.bench                        everything at a scale that ends within about three minutes
    python -m tests.bench --scale 1 --keep DIR   100,000 cases, 2 million members; the workspace stays in DIR for the next run
    python -m tests.bench cases --scale 0.01     1,000 cases

cases: the case list and search through ``db/lists.py``, all row numbers and the first page of rows, against the same SQL raw (aim
1.3 ×, 35 ms at the median); the same for other lists. agenda: the workbench (aim 300 ms over 10,000 cases).
duties: what is due from whom and what the rules propose, over 10,000 alliances under all packs, and the workbench over them (300 ms).
checks: every condition of a case of 30 members (aim 5 ms) under each policy, against decoding the case.
append: bulk entry and single events against raw inserts of the same rows; rebuild: the whole index against raw inserts.
certificates: 1,000 at every scale from 0.02 up (aim 5 s, 150 MB, 3 MB). imports: the core's start, without heavy libraries.
window: start against a bare PySide6 window (aim 1.5 ×), keystroke to painted result (50 ms), opening a case, page switch, memory.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bench.made import FULL

SCALE = 0.1


def _cases(folder: Path, scale: float) -> Iterable[str]:
    from tests.bench.lists import lists

    return lists(folder, _scaled(FULL, scale))


def _agenda(folder: Path, scale: float) -> Iterable[str]:
    from tests.bench.lists import agenda

    return agenda(folder, _scaled(FULL // 10, scale))


def _duties(folder: Path, scale: float) -> Iterable[str]:
    from tests.bench.duties import duties

    return duties(folder, _scaled(FULL // 10, scale))


def _checks(_: Path, scale: float) -> Iterable[str]:
    from tests.bench.checks import checks

    del scale
    return checks()


def _append(folder: Path, scale: float) -> Iterable[str]:
    from tests.bench.ledger import append

    return append(folder, _scaled(FULL // 10, scale))


def _rebuild(folder: Path, scale: float) -> Iterable[str]:
    from tests.bench.ledger import rebuild

    return rebuild(folder, _scaled(FULL, scale))


def _imports(_: Path, scale: float) -> Iterable[str]:
    from tests.bench.starts import imports

    return imports(3 if scale < SCALE else 7)


def _certificates(_: Path, scale: float) -> Iterable[str]:
    from tests.bench.papers import certificates

    return certificates(min(1_000, _scaled(50_000, scale)))


def _window(folder: Path, scale: float) -> Iterable[str]:
    from tests.bench.window import window

    return window(folder, _scaled(FULL, scale))


def _scaled(rows: int, scale: float) -> int:
    return max(1, round(rows * scale))


BENCHES: dict[str, Callable[[Path, float], Iterable[str]]] = {
    "imports": _imports,
    "certificates": _certificates,
    "append": _append,
    "cases": _cases,
    "agenda": _agenda,
    "checks": _checks,
    "duties": _duties,
    "rebuild": _rebuild,
    "window": _window,
}


def main(arguments: list[str]) -> None:
    """Run the named benches, or all, and print a line as soon as it is known."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Figures of speed, each against a baseline."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[*BENCHES, []], help=", ".join(BENCHES))
    parser.add_argument("--scale", type=float, default=SCALE, help=f"1 = {FULL} cases; {SCALE} when not said")
    parser.add_argument("--keep", type=Path, help="folder that keeps the made workspace for the next run")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="alliance-desk-bench-") as passing:
        folder = given.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        for name in given.names or BENCHES:
            for line in BENCHES[name](folder, given.scale):
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
