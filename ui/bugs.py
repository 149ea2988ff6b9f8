"""A fault of the program itself: caught once, told in words, kept in a file the person can hand over, without personal data."""

import platform
import re
import sys
import traceback
from datetime import datetime
from pathlib import Path

import PySide6

from alliance_desk import __version__, files

_PLAIN = re.compile(r"['\"A-Za-z_ .:()-]{0,120}")


def report(error: BaseException, folder: Path, doing: str, moment: datetime) -> Path:
    """Write the report and return its path. folder: the workspace. doing: ids of page and action. moment: UTC.

    It holds where the fault struck and of what type it was; the message only while it is plain code words, for it may quote a name.
    Raises Damaged when the disk refuses.
    """
    said = str(error)
    lines = [
        f"Alliance Desk {__version__}",
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, {platform.system()} {platform.release()}",
        f"time {moment:%Y-%m-%dT%H:%M:%SZ}",
        f"doing {doing}",
        "",
        *(_located(line) for line in traceback.format_tb(error.__traceback__)),
        f"{type(error).__name__}: {said if _PLAIN.fullmatch(said) else '…'}",
    ]
    path = folder / "reports" / f"{moment:%Y%m%d-%H%M%S}.txt"
    return files.write(path, "\n".join(lines).encode())


def _located(line: str) -> str:
    """A line of the traceback without the folders of this PC, which may bear a person's name."""
    for folder in sorted({str(Path(entry).resolve()) for entry in sys.path if entry}, key=len, reverse=True):
        line = line.replace(folder, "…")
    return line.rstrip("\n")
