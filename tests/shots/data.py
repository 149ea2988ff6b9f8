"""The workspaces that the pictures show: empty, typical (the samples' stories), overfull (long names, thousands of rows)."""

import shutil
from datetime import date
from pathlib import Path

from alliance_desk.cli.story import Player
from alliance_desk.clock import FixedClock
from alliance_desk.desk import found
from alliance_desk.desk.found import Founding
from alliance_desk.paths import RESOURCES
from tests.bench.made import workspace
from tests.helpers.desks import CHEAP, passphrase

DAY = date(2024, 10, 12)
DATA = ("empty", "typical", "overfull")
_ROWS = 10_000


def workspace_of(name: str, folder: Path) -> Path:
    """Where the workspace of some data lies."""
    return {
        "empty": folder / "empty",
        "typical": folder / "typical" / "anshan" / "city",
        "overfull": folder / f"cases-{_ROWS}",
    }[name]


def make(name: str, folder: Path) -> Path:
    """Make the workspace of some data, unless the folder still has it; its place."""
    place = workspace_of(name, folder)
    if (place / "desk.db").is_file() and name != "overfull":
        return place
    if name == "empty":
        answers = Founding(name="鞍山市科学技术局", level="市", division="210300", operator="李示范")
        found(place, answers, passphrase, clock=FixedClock(DAY), cost=CHEAP).close()
    elif name == "typical":
        shutil.rmtree(folder / "typical", ignore_errors=True)
        for story in sorted((RESOURCES / "samples").glob("story-*.toml")):
            Player(story, folder / "typical", lambda _line: None).play()
    else:
        workspace(folder, _ROWS).close()
    return place
