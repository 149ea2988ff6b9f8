"""The set-up: locks that agree with pyproject.toml, scripts every shell can read, a wheel that carries everything."""

import importlib.util
import re
import subprocess
import tomllib
from types import ModuleType

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.helpers.sources import ROOT, files, name
from tests.helpers.tools import need

INSTALLER = ROOT / "installer"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))


def entries(lock: str) -> dict[str, list[str]]:
    """The pins of a lock: each package with its versions (more than one where Python versions differ)."""
    pins: dict[str, list[str]] = {}
    for package, version in re.findall(
        r"^([\w.-]+)==(\S+)", (INSTALLER / "lock" / f"{lock}.txt").read_text(), re.MULTILINE
    ):
        pins.setdefault(canonicalize_name(package), []).append(version)
    return pins


@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_a_lock_fulfils_the_project_file(lock: str) -> None:
    groups = PROJECT["dependency-groups"]
    wanted = [*PROJECT["project"]["dependencies"], *groups["build"], *(groups["dev"] if lock == "dev" else [])]
    pins = entries(lock)
    for each in map(Requirement, wanted):
        versions = pins.get(canonicalize_name(each.name), [])
        assert versions, f"{each.name} is not locked: run installer/lock.sh"
        assert all(each.specifier.contains(version) for version in versions), f"{each} is locked at {versions}"


def test_both_locks_hold_the_same_versions() -> None:
    dev = entries("dev")
    assert all(dev[package] == versions for package, versions in entries("runtime").items())


@pytest.mark.parametrize("lock", ["runtime", "dev"])
def test_a_lock_names_hashes_and_no_address(lock: str) -> None:
    text = (INSTALLER / "lock" / f"{lock}.txt").read_text("ascii")
    assert "://" not in text
    assert not re.search(r"^\s*-(?!-hash=sha256:[0-9a-f]{64})", text, re.MULTILINE)
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", text.strip()))


def test_a_lock_is_boiled_down_to_what_holds_on_the_target() -> None:
    lock = (INSTALLER / "lock" / "runtime.txt").read_text("ascii")
    wheelhouse = script("wheelhouse")
    windows, linux = wheelhouse.boiled(lock, "windows", "3.12"), wheelhouse.boiled(lock, "linux", "3.11")
    assert "colorama==" in windows
    assert "colorama==" not in linux
    assert windows.count("\nnumpy==") == linux.count("\nnumpy==") == 1
    assert ";" not in windows + linux


@pytest.mark.parametrize("script", sorted(path.name for path in INSTALLER.glob("*.sh")))
def test_a_shell_script_is_readable_for_a_plain_shell(script: str) -> None:
    shell = need("sh")
    assert subprocess.run([shell, "-n", INSTALLER / script], capture_output=True, check=False).stderr == b""


@pytest.mark.parametrize("script", ["setup.sh", "setup.cmd"])
def test_a_script_takes_the_pythons_that_the_project_file_takes(script: str) -> None:
    found = re.search(r"\((\d), (\d+)\) <= sys.version_info < \((\d), (\d+)\)", (INSTALLER / script).read_text("utf8"))
    assert found
    lowest, beyond = f"{found[1]}.{found[2]}", f"{found[3]}.{found[4]}"
    assert PROJECT["project"]["requires-python"] == f">={lowest},<{beyond}"


def test_windows_scripts_have_windows_lines_and_plain_characters() -> None:
    for path in INSTALLER.glob("*.cmd"):
        lines = path.read_bytes().decode("ascii").split("\n")
        assert all(line.endswith("\r") for line in lines[:-1]), f"{path.name} needs CRLF"


def test_the_wheel_carries_resources_and_migrations() -> None:
    carried = {
        included.distribution_path.replace("\\", "/") for included in WheelBuilder(str(ROOT)).recurse_included_files()
    }
    wanted = [name(p) for p in files() if name(p).startswith(("alliance_desk/", "ui/", "db/", "resources/"))]
    assert not sorted(set(wanted) - carried)
    assert "db/migrations/env.py" in carried


def script(module: str) -> ModuleType:
    """A script of the installer as a module."""
    spec = importlib.util.spec_from_file_location(module, INSTALLER / f"{module}.py")
    assert spec
    assert spec.loader
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded
