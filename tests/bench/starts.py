"""What importing the core costs, and which heavy libraries it pulls in (none)."""

import statistics
import subprocess
import sys

from tests.bench.timing import once, told
from tests.helpers.sources import ROOT
from tests.meta.test_loading import HEAVY

MODULES = ("alliance_desk.desk", "alliance_desk.cli", "db.lists")
_LOADED = "print(*sorted({m.partition('.')[0] for m in sys.modules} & set(%r)), len(sys.modules))"


def imports(runs: int = 7) -> list[str]:
    """Lines of figures: fresh interpreters, median, against an interpreter that imports nothing."""
    lines: list[str] = []
    for module in MODULES:
        _start("pass"), _start(f"import {module}")  # pyright: ignore[reportUnusedExpression]
        turns = [(once(lambda: _start(f"import {module}")), once(lambda: _start("pass"))) for _ in range(runs)]  # noqa: B023
        ours, bare = (1_000 * statistics.median(turn[side] for turn in turns) for side in (0, 1))
        *heavy, count = _start(f"import sys, {module}; {_LOADED % HEAVY}").split()
        how = f"median of {runs} fresh interpreters, {count} modules, heavy libraries loaded: {', '.join(heavy) or 'none'}"
        lines.append(told(f"imports {module}", ours, "ms", how, "bare interpreter", bare))
    return lines


def _start(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, encoding="utf8", check=True)
    return done.stdout
