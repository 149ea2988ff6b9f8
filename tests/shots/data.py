"""The workspaces that the pictures show: empty, typical (the samples' stories), overfull (long names, thousands of rows), a decade."""

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
from tests.sim.applying import base_day
from tests.sim.decade import YEARS, one

DAY = date(2024, 10, 12)
DATA = ("empty", "typical", "overfull", "decade")
_ROWS = 10_000
_POLICY, _ALLIANCES, _SEED = "jinzhong-2023", 30, 11
"""Who lives through the decade: the policy that asks most."""


def day_of(name: str) -> date:
    """The day on which some data is looked at."""
    return date(base_day(_POLICY).year + YEARS - 1, 12, 20) if name == "decade" else DAY


def workspace_of(name: str, folder: Path) -> Path:
    """Where the workspace of some data lies."""
    return {
        "empty": folder / "empty",
        "typical": folder / "typical" / "anshan" / "city",
        "overfull": folder / f"cases-{_ROWS}",
        "decade": folder / "decade" / "office",
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
    elif name == "decade":
        (folder / "decade").mkdir()
        one(folder / "decade", _POLICY, _ALLIANCES, _SEED)
    else:
        workspace(folder, _ROWS).close()
    return place
