"""The set-up looks for what the system must have: quickly, truly, and with one exact command where it may not install."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.helpers.tools import need
from tests.meta.test_setup import INSTALLER, script

NOWHERE = {"libnowhere.so.7": "libnowhere7"}
"""A library that no system has."""


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """installer/system.py on a Linux without a screen."""
    monkeypatch.setattr("sys.path", [str(INSTALLER), *sys.path])
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return script("system")


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The path holds nothing but an apt-get that writes down what it was asked, and fails until it has been told to update."""
    need("sh")
    program = tmp_path / "bin" / "apt-get"
    program.parent.mkdir()
    lines = ["#!/bin/sh", f'echo "$*" >> {tmp_path}/asked', f'case "$*" in *update*) : > {tmp_path}/fresh;; esac']
    program.write_text("\n".join([*lines, f"test -e {tmp_path}/fresh", ""]))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    return tmp_path / "asked"


def test_without_a_screen_a_window_needs_nothing(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "X11", NOWHERE)
    assert system.window() == []
    monkeypatch.setenv("DISPLAY", ":0")
    assert system.window()[-1:] == ["libnowhere7"]


def test_wayland_is_looked_for_where_it_runs(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "WAYLAND", NOWHERE)
    monkeypatch.setenv("DISPLAY", ":0")
    assert "libnowhere7" not in system.window()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "libnowhere7" in system.window()


def test_other_systems_are_asked_for_nothing(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("DISPLAY", ":0")
    assert [*system.lacking(NOWHERE), *system.window(), *system.programs(), *system.venv()] == []


def test_root_installs_and_refreshes_a_stale_list(
    system: ModuleType, apt: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "root", lambda: True)
    assert system.provide(["liba1", "libb2"])
    asked = [line.split("120 ")[1] for line in apt.read_text().splitlines()]
    install = "install -y --no-install-recommends liba1 libb2"
    assert asked == [install, "update", install]
    assert "liba1 libb2" in capfd.readouterr().err


def test_others_are_told_the_one_command(
    system: ModuleType, apt: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "root", lambda: False)
    assert not system.provide(["liba1", "libb2"])
    assert not apt.exists()
    told = capfd.readouterr().err
    assert "sudo apt-get install -y --no-install-recommends liba1 libb2\n" in told
    assert system.provide([])
    assert capfd.readouterr().err == ""
    monkeypatch.setenv("PATH", "")
    assert not system.provide(["liba1"])
    assert "apt-get" not in capfd.readouterr().err


def test_only_root_is_asked_for_what_only_root_can_use(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(system, "root", lambda: False)
    assert system.programs() == ["poppler-utils", "xauth", "xvfb"]
    monkeypatch.setattr(system, "root", lambda: True)
    assert system.programs() == ["cups", "poppler-utils", "printer-driver-cups-pdf", "xauth", "xvfb"]


def test_a_window_that_cannot_open_stops_the_set_up_early_and_the_command_line_goes_on(
    system: ModuleType, apt: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "system", system)
    monkeypatch.setattr(system, "root", lambda: False)
    monkeypatch.setattr(system, "WINDOW", NOWHERE)
    monkeypatch.setenv("DISPLAY", ":0")
    prepare = script("prepare")
    assert not prepare.system_ready("runtime", window=True)
    assert "--no-window" in capfd.readouterr().err
    assert prepare.system_ready("runtime", window=False)
    assert not prepare.system_ready("dev", window=False), "pytest-qt would not start"
    assert capfd.readouterr().err.count("libnowhere7") == 1
    monkeypatch.setattr(system, "WINDOW", {})
    monkeypatch.setattr(system, "programs", lambda: ["poppler-utils"])
    assert prepare.system_ready("dev", window=False), "tests that need a program skip by name"
    assert "poppler-utils" in capfd.readouterr().err


def test_python_is_told_apart_by_its_version(tmp_path: Path) -> None:
    shell = need("sh")
    for name in ("python3", "python3.14", "python3.13", "python3.12"):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {int(name != 'python3.13')}\n")
        (tmp_path / name).chmod(0o755)
    find = f'. {INSTALLER}/setup.sh; find_python; echo "$PYTHON"'
    environment = os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    command = [shell, "-euc", find, f"{INSTALLER}/run.sh"]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf8")
    assert done.stdout == "python3.13\n", done.stderr
