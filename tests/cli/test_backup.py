"""Backing up and restoring from the command line."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.helpers.desks import make_office, open_sample_case


@pytest.fixture
def office(tmp_path: Path) -> Path:
    with make_office(tmp_path / "office") as desk:
        open_sample_case(desk)
    (tmp_path / "usb").mkdir()
    return tmp_path / "office"


def test_a_workspace_is_backed_up_and_restored(office: Path, tmp_path: Path, run: Run) -> None:
    done = run(office, "backup", tmp_path / "usb")
    assert done.code == 0
    (file,) = done.data["files"]
    assert run(tmp_path, "restore", file, tmp_path / "new").data == {"path": str(tmp_path / "new")}
    assert len(run(tmp_path / "new", "show").data["cases"]) == 1
    assert run(tmp_path / "new", "doctor").code == 0
    again = run(tmp_path, "restore", file, tmp_path / "new")
    assert (again.code, again.data["refused"]) == (1, "desk.folder-in-use")


def test_a_key_that_lies_elsewhere_is_named(office: Path, tmp_path: Path, run: Run) -> None:
    (file,) = run(office, "backup", tmp_path / "usb").data["files"]
    (key,) = (tmp_path / "usb").glob("*.key")
    moved = key.rename(tmp_path / "moved.key")
    assert run(tmp_path, "restore", file, tmp_path / "new").data["refused"] == "backup.no-key"
    assert run(tmp_path, "restore", file, tmp_path / "new", "--key", moved, plain=True).code == 0


def test_a_wrong_passphrase_and_a_missing_folder_are_refused(
    office: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(office, "backup", tmp_path / "gone").data["refused"] == "backup.no-folder"
    (file,) = run(office, "backup", tmp_path / "usb").data["files"]
    monkeypatch.setenv("ALLIANCE_DESK_PASSPHRASE", "wrong horse")
    assert run(tmp_path, "restore", file, tmp_path / "new").data["refused"] == "exchange.wrong-passphrase"
    assert not (tmp_path / "new").exists()
