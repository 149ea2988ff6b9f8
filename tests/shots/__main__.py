"""Pictures of every page: ``python -m tests.shots [PAGE …] [--out DIR] [--scales 100,150] [--themes light,dark] [--data typical]``.

Every page at 100, 125, 150 and 200 %, light and dark, with no data, the sample's data, more than fits, and ten simulated years; one PNG each, named
``<page>-<data>-<theme>-<scale>.png``. With ``--readme`` the few pictures that the README shows are made into resources/screenshots.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.helpers.sources import ROOT
from tests.shots.data import DATA, make
from tests.shots.pages import README, SHOTS

SCALES, THEMES = (100, 125, 150, 200), ("light", "dark")


def main(arguments: list[str]) -> int:
    """Make the workspaces, then one process for each scale."""
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description="Pictures of every page.")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=", ".join(SHOTS))
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "shots")
    parser.add_argument("--scales", default=",".join(map(str, SCALES)))
    parser.add_argument("--themes", default=",".join(THEMES))
    parser.add_argument("--data", default=",".join(DATA))
    parser.add_argument("--work", type=Path, help="folder that keeps the made workspaces for the next run")
    parser.add_argument("--readme", action="store_true", help="only the README's pictures, into resources/screenshots")
    given = parser.parse_args(arguments)
    if given.readme:
        given.pages, given.scales, given.themes, given.data = [*README], "100", "light", "typical"
        given.out = ROOT / "resources" / "screenshots"
    with tempfile.TemporaryDirectory(prefix="alliance-desk-shots-") as passing:
        folder = given.work or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        for name in given.data.split(","):
            make(name, folder)
        for scale in given.scales.split(","):
            environment = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": str(int(scale) / 100),
                "ALLIANCE_DESK_PREFERENCES": str(folder / "window.json"),
            }
            command = [
                sys.executable,
                "-m",
                "tests.shots.pages",
                str(folder),
                str(given.out),
                scale,
                given.themes,
                given.data,
            ]
            done = subprocess.run([*command, *given.pages], cwd=ROOT, env=environment)
            if done.returncode:
                return done.returncode
    print(given.out)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
