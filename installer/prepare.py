"""Make the private environment ``.venv`` and fill it with exactly what a lock names. Standard library only.

    python3 installer/prepare.py runtime|dev [--window]

--window: a window will be opened, so what Qt needs of the system for that must be there too. ``dev`` asks for what the tests use.

Wheels come from the folder ``wheels/`` where there is one (a PC without a network), else from the index that pip is
set up with. The program itself is installed editable by the build backend that the lock holds: no network, a real
``alliance-deskctl`` on Linux and Windows alike, and the same metadata as a wheel. A stamp in ``.venv`` names lock,
project file and folder, so that the next start does nothing but look.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

import system
from system import say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
WHEELS = ROOT / "wheels"
LOCKS = {"runtime": ("runtime",), "dev": ("dev", "runtime")}
"""Each lock and those whose packages it holds as well."""


def main(lock: str, *, window: bool = False) -> int:
    """Prepare system and environment for one lock; the exit code is pip's own where pip fails."""
    if not system_ready(lock, window=window):
        return 1
    if stamp(lock) == recorded(lock) and works():
        return 0
    if not works():
        if not system.provide(system.venv()):
            return 1
        say("installer.environment", folder=str(VENV))
        venv.create(VENV, clear=True, with_pip=True)
    source = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.is_dir() else []
    say("installer.wheels" if source else "installer.index", lock=lock)
    file = ROOT / "installer" / "lock" / f"{lock}.txt"
    # Wheels only: nothing is compiled, and nobody's setup.py runs here.
    code = pip("--require-hashes", "--only-binary", ":all:", *source, "-r", str(file))
    code = code or pip("--no-deps", "--no-index", "--no-build-isolation", "--editable", str(ROOT))
    if code:
        say("installer.wheels-failed" if source else "installer.index-failed", folder=str(WHEELS), code=code)
        return code
    for covered in LOCKS[lock]:
        (VENV / f"installed-{covered}").write_text(stamp(covered), encoding="ascii")
    say("installer.ready")
    return 0


def system_ready(lock: str, *, window: bool) -> bool:
    """Whether the system has what must be there, after what can be done about it; without the tests' programs tests skip."""
    if lock == "dev":
        # pytest-qt loads Qt before the first test.
        if not system.provide(system.lacking(system.WINDOW)):
            return False
        if not system.provide([*system.lacking(system.X11), *system.programs()]):
            say("installer.no-programs")
    elif window and not system.provide(system.window()):
        say("installer.no-window")
        return False
    return True


def works() -> bool:
    """Whether ``.venv`` has a Python that starts and has pip (a moved or half-made environment does not)."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def stamp(lock: str) -> str:
    """What an environment was made from: the lock, the project file and the folder the program lies in."""
    parts = [(ROOT / "installer" / "lock" / f"{lock}.txt").read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    return hashlib.sha256(b"\0".join([*parts, str(ROOT).encode()])).hexdigest()


def recorded(lock: str) -> str:
    """The stamp of the last finished installation, empty when there is none."""
    file = VENV / f"installed-{lock}"
    return file.read_text(encoding="ascii") if file.exists() else ""


def pip(*arguments: str) -> int:
    """Run the environment's own pip; its exit code."""
    command = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "-qq", *arguments]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    asked = [word for word in sys.argv[1:] if word != "--window"]
    if asked not in [[lock] for lock in LOCKS]:
        sys.exit(f"usage: prepare.py {'|'.join(LOCKS)} [--window]")
    sys.exit(main(asked[0], window="--window" in sys.argv))
