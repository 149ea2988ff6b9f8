"""Every widget of every page, drawer and wizard page, at 100 and 150 %: nothing cut, everything named, reached by Tab, readable."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.desks import CITY, make_office
from tests.helpers.sources import ROOT
from tests.helpers.staged import office

WIDE, NARROW = (1280, 760), (910, 520)
"""A usual window, and what a screen of 1366 × 768 leaves at 150 %."""


def walked(tmp_path: Path, scale: float, visits: Sequence[Mapping[str, Any]]) -> tuple[dict[str, list[str]], list[str]]:
    """The faults and the places of a walk in a process of its own at one scale."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_SCALE_FACTOR": str(scale),
        "ALLIANCE_DESK_PREFERENCES": str(tmp_path / "window.json"),
    }
    command = [sys.executable, "-m", "tests.helpers.walking", json.dumps(visits)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf8", timeout=240)
    assert done.returncode == 0, done.stderr[-3000:]
    answer = json.loads(done.stdout.splitlines()[-1])
    return answer["faults"], answer["places"]


def told(faults: Mapping[str, Sequence[str]]) -> str:
    return "\n".join(f"{place}\n" + "\n".join(f"    {one}" for one in found) for place, found in faults.items())


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_nothing_on_a_page_is_cut_unnamed_out_of_reach_or_pale(
    staged: Path, tmp_path: Path, scale: float, size: tuple[int, int]
) -> None:
    root = office(staged, "done", tmp_path / "city")
    faults, places = walked(tmp_path, scale, [{"root": str(root), "size": size}])
    assert len(places) >= 9
    assert not faults, told(faults)


def test_the_drawers_of_a_case_and_the_first_run_have_room_at_one_and_a_half(staged: Path, tmp_path: Path) -> None:
    root = office(staged, "recommend", tmp_path / "county")
    faults, places = walked(tmp_path, 1.5, [{"root": str(root), "tasks": True}, {}])
    assert len(places) >= 20
    assert not faults, told(faults)


@pytest.mark.parametrize("theme", ["dark", "contrast"])
def test_every_word_is_readable_in_the_other_themes(staged: Path, tmp_path: Path, theme: str) -> None:
    root = office(staged, "notice", tmp_path / "city")
    faults, places = walked(tmp_path, 1.0, [{"root": str(root), "theme": theme, "readable": True}])
    assert len(places) >= 9
    assert not faults, told(faults)


def test_an_empty_office_has_pages_that_say_what_to_do(tmp_path: Path) -> None:
    make_office(tmp_path / "city", CITY, "市", "210300").close()
    faults, places = walked(tmp_path, 1.5, [{"root": str(tmp_path / "city")}])
    assert len(places) >= 8
    assert not faults, told(faults)
