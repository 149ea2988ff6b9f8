"""Timing and telling: medians of interleaved runs, so that other work on the machine falls on both sides alike."""

import statistics
import time
from collections.abc import Callable

Work = Callable[[], object]


def once(work: Work) -> float:
    """Wall seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def both(ours: Work, base: Work, *, runs: int = 7) -> tuple[float, float]:
    """Median wall seconds of each, run in turns after one warm-up each."""
    ours(), base()  # pyright: ignore[reportUnusedExpression]
    times = [(once(ours), once(base)) for _ in range(runs)]
    return statistics.median(t for t, _ in times), statistics.median(t for _, t in times)


def told(name: str, figure: float, unit: str, how: str, baseline: str = "", base: float = 0) -> str:
    """One line of the report; ``base`` in the same unit as the figure."""
    against = f", baseline {baseline} {base:.3g} {unit}, ratio {figure / base:.2f}" if base else ""
    return f"{name}: {figure:.3g} {unit} ({how}{against})"
