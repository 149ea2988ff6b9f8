"""Download the locked wheels for other systems and Python versions into ``wheels/`` (called by wheelhouse.sh).

pip reads the conditions of a requirement (``; sys_platform == 'win32'``) for the Python it runs on, not for the target
it downloads for. So the lock is first boiled down to the lines that hold on the target.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
TARGETS = ("linux-3.11", "linux-3.13", "windows-3.11", "windows-3.12", "windows-3.13")
"""Debian 12 and 13, and the Pythons an office PC is likely to have."""
PLATFORMS = {
    "linux": [*(f"manylinux_2_{minor}_x86_64" for minor in range(36, 16, -1)), "manylinux2014_x86_64"],
    "windows": ["win_amd64"],
}
"""The wheel tags of each system; Debian 12 has glibc 2.36, manylinux2014 stands for 2.17."""


def main() -> int:
    """Fill ``wheels/`` for each target asked for; the exit code is that of the first download that failed."""
    options = argparse.ArgumentParser(description="Fill wheels/ for computers without a network.")
    options.add_argument("--dev", action="store_true", help="also what the tests need")
    options.add_argument("targets", nargs="*", metavar="TARGET", help=f"such as {' '.join(TARGETS)}")
    asked = options.parse_args()
    lock = (ROOT / "installer" / "lock" / ("dev.txt" if asked.dev else "runtime.txt")).read_text(encoding="utf8")
    for target in asked.targets or TARGETS:
        code = download(lock, *target.split("-", 1))
        if code:
            return code
    return 0


def download(lock: str, system: str, version: str) -> int:
    """Fetch what the lock asks for on ``linux`` or ``windows`` with a Python version such as ``3.12``."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder, "lock.txt")
        plain.write_text(boiled(lock, system, version), encoding="utf8")
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-qq", "--no-deps"]
        command += ["--require-hashes", "--only-binary", ":all:", "--implementation", "cp", "--python-version", version]
        command += [word for name in PLATFORMS[system] for word in ("--platform", name)]
        return subprocess.run([*command, "-d", str(ROOT / "wheels"), "-r", str(plain)], check=False).returncode


def boiled(lock: str, system: str, version: str) -> str:
    """The lock without conditions: only the requirements that hold on the target, with their hashes."""
    windows = system == "windows"
    target: dict[str, str] = {
        "sys_platform": "win32" if windows else "linux",
        "platform_system": "Windows" if windows else "Linux",
        "os_name": "nt" if windows else "posix",
        "platform_machine": "AMD64" if windows else "x86_64",
        "python_version": version,
        "python_full_version": f"{version}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    kept: list[str] = []
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        words, *hashes = entry.replace("\\\n", " ").split("--hash=")
        requirement = Requirement(words)
        if requirement.marker is None or requirement.marker.evaluate(target):
            pins = (f"--hash={pin.strip()}" for pin in hashes)
            kept.append(" ".join([f"{requirement.name}{requirement.specifier}", *pins]))
    return "\n".join(kept) + "\n"


if __name__ == "__main__":
    sys.exit(main())
