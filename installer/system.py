"""What the program needs of Debian itself: found by trying it, installed where we may, else named. Standard library only.

Wheels bring Qt, but not the libraries of the screen below it. Trying to load a library takes under a millisecond and is right on
every Linux; asking dpkg is neither.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from alliance_desk import words  # standard library only; the wording is kept in one place

WINDOW = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libcups.so.2": "libcups2",
}
"""Libraries that Qt loads wherever a window is made, seen or not, and to print; each with its Debian package."""

X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What an X screen needs besides (measured on a bare Debian 12: these bring image, randr, render, shm, sync, xkb with them)."""

WAYLAND = {"libwayland-cursor.so.0": "libwayland-cursor0", "libwayland-egl.so.1": "libwayland-egl1"}

PROGRAMS = {
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "cupsd": "cups",
    "/usr/lib/cups/backend/cups-pdf": "printer-driver-cups-pdf",
}
"""Programs that tests use."""

ROOTS = {"cupsd", "/usr/lib/cups/backend/cups-pdf"}
"""Of these, those of no use to a test that is not run by root."""


def window() -> list[str]:
    """The packages that a window on this screen lacks; none where there is no screen."""
    if not screen():
        return []
    return lacking(WINDOW | X11 | (WAYLAND if os.environ.get("WAYLAND_DISPLAY") else {}))


def lacking(libraries: dict[str, str]) -> list[str]:
    """The packages of those libraries that cannot be loaded here; Windows' wheels bring everything."""
    return sorted({p for lib, p in libraries.items() if not loads(lib)}) if sys.platform == "linux" else []


def programs() -> list[str]:
    """The packages of programs that tests lack here."""
    if sys.platform != "linux":
        return []
    path = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"  # cupsd is there, and the path of plain users is not
    usable = {name: package for name, package in PROGRAMS.items() if root() or name not in ROOTS}
    return sorted({package for name, package in usable.items() if not shutil.which(name, path=path)})


def venv() -> list[str]:
    """Debian's python3 comes without the part of venv that brings pip."""
    missing = sys.platform == "linux" and importlib.util.find_spec("ensurepip") is None
    return ["python3-venv"] if missing else []


def provide(packages: list[str]) -> bool:
    """Install Debian packages where we may, else say the one command that does. True when nothing is missing any more."""
    if not packages:
        return True
    names = " ".join(packages)
    if shutil.which("apt-get") and root():
        say("installer.system", packages=names)
        if installed(packages):
            return True
    say("installer.system-missing" if shutil.which("apt-get") else "installer.system-unknown", packages=names)
    return False


def installed(packages: list[str]) -> bool:
    """Have apt-get install packages, with a fresh list of them if it must; whether it did."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Another apt at work (the nightly one of a desktop) is waited for.
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    if subprocess.run(install, env=environment, capture_output=True, check=False).returncode == 0:
        return True
    for command in ([*apt, "update"], install):
        code = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode
    return code == 0


def screen() -> bool:
    """Whether somebody could see a window of this process on Linux."""
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def loads(library: str) -> bool:
    """Whether the system has a library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def root() -> bool:
    """Whether we may install packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def say(code: str, /, **facts: str | int) -> None:
    """Tell the person what is being done, on standard error."""
    sys.stderr.write(words.text(code, facts) + "\n")
    sys.stderr.flush()
