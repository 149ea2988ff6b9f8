"""The demo keeps what somebody did in its offices, deletes only its own, and opens the window where there is a screen."""

import json
from pathlib import Path

import pytest

from alliance_desk.cli import demo
from alliance_desk.desk.sample import SECRET
from alliance_desk.desk.workspace import Workspace
from tests.cli.conftest import Run
from tests.helpers.sources import ROOT

STORY = """
title = "样例：一个机关"
[office.upper]
name = "样例市科学技术局"
level = "市"
division = "210300"
person = "样例乙"
peer = ""
relation = ""
[[step]]
office = "upper"
day = "2024-09-20"
say = "看一看"
"""

TELL = (
    "import json, pathlib, sys; pathlib.Path(sys.argv[2], 'opened').write_text(json.dumps(sys.argv[1:])); sys.exit(7)"
)
"""A window that writes down in its workspace how it was started."""


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the demo. One story of one step; no screen; a window that only tells."""
    story = tmp_path / "story-small.toml"
    story.write_text(STORY, encoding="utf8")
    monkeypatch.setattr(demo, "_stories", lambda: [story])
    monkeypatch.setattr(demo, "_WINDOW", ("-c", TELL, "--workspace"))
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path / "out"


@pytest.fixture
def city(out: Path) -> Path:
    """The workspace of a demo that was played before, with a clerk's own work in it."""
    city = out / "small" / "upper"
    city.mkdir(parents=True)
    (city / "desk.db").touch()
    (city / "mine").write_text("a clerk's own work")
    (out / "demo.json").write_text('{"stories":{"small":["small/cards/A-1.deskkey"]}}')
    return city


def test_a_finished_demo_is_kept_with_what_was_done_in_it_since(out: Path, city: Path, run: Run) -> None:
    said = run(out, "demo", "--out", out)
    assert said.data == {
        "folder": str(out),
        "stories": {"small": [str(out / "small" / "cards" / "A-1.deskkey")]},
        "workspace": str(city),
        "passphrase": SECRET,
        "window": False,
    }
    assert (city / "mine").exists()
    shown = run(out, "demo", "--out", out, plain=True).out
    assert "保留原样" in shown
    assert f"{city}，各机关的密钥口令都是 {SECRET}" in shown


def test_a_new_demo_is_asked_for_by_name_and_not_under_an_open_window(out: Path, city: Path, run: Run) -> None:
    held = Workspace(city).lock(0.2)
    refused = run(out, "demo", "--out", out, "--again")
    held.release()
    assert (refused.code, refused.data["refused"]) == (1, "desk.in-use")
    assert (city / "mine").exists()
    assert run(out, "demo", "--out", out, "--again").code == 0
    assert (city / "desk.db").stat().st_size
    assert not (city / "mine").exists()
    made = json.loads((out / "demo.json").read_text("utf8"))["stories"]["small"]
    assert [Path(path).suffix for path in made] == [".deskkey"]
    assert all((out / path).is_file() for path in made)


@pytest.mark.parametrize("mark", ["{}\n", "half a li"])
def test_a_demo_that_was_broken_off_counts_as_none(out: Path, city: Path, mark: str) -> None:
    (out / "demo.json").write_text(mark)
    assert demo._finished(out) == {}
    demo._make_room(out)
    assert not city.exists()


def test_somebodys_own_folder_is_left_alone(out: Path, run: Run) -> None:
    out.mkdir()
    (out / "letter.txt").write_text("dear")
    said = run(out, "demo", "--out", out, "--again")
    assert (said.code, said.data["refused"]) == (1, "cli.demo-folder")
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("screen", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_the_window_opens_on_the_city_where_there_is_a_screen(
    out: Path, city: Path, run: Run, monkeypatch: pytest.MonkeyPatch, screen: str
) -> None:
    monkeypatch.setenv(screen, ":7")
    assert run(out, "demo", "--out", out, "--no-window").code == 0
    assert not (city / "opened").exists()
    said = run(out, "demo", "--out", out)
    assert said.code == 7, "the exit code is the window's"
    assert said.data["window"]
    assert json.loads((city / "opened").read_text()) == ["--workspace", str(city)]


def test_the_first_of_the_samples_has_a_city_to_open(tmp_path: Path) -> None:
    story, office = demo._city(tmp_path).relative_to(tmp_path).parts
    assert demo._stories()[0].stem == f"story-{story}"
    assert office == "city"
