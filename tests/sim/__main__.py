"""``python -m tests.sim decade --alliances 200 --seed 7``: a long simulated life, by hand."""

import argparse
import tempfile
from pathlib import Path

from tests.sim.decade import play


def main() -> None:
    """Play and tell, policy by policy."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim")
    parser.add_argument("what", choices=["decade"])
    parser.add_argument("--alliances", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a new folder that keeps the workspaces, to look at")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        for told in play(asked.keep or Path(passing), asked.alliances, asked.seed):
            print(
                f"{told.pack}: {told.alliances} recognised, {told.left} left, {told.events} events, {told.seconds:.1f} s"
            )
            print("   " + ", ".join(f"{what} {count}" for what, count in told.counts.items()))


main()
