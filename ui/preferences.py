"""What this PC remembers for its user before any workspace is open: where the work lies, theme, size, language."""

import os
from pathlib import Path

import msgspec
from PySide6.QtCore import QStandardPaths

from alliance_desk import files
from alliance_desk.errors import Damaged

VARIABLE = "ALLIANCE_DESK_PREFERENCES"
SCALES = (100, 125, 150, 175, 200)
"""Sizes of everything, in percent."""
_LIMIT = 1 << 16


class Preferences(msgspec.Struct, kw_only=True):
    """The file's content. scale: percent, on top of the system's own scale. recent: workspaces, the last one first."""

    recent: list[str] = []
    theme: str = "light"
    scale: int = 100
    language: str = ""
    compact: bool = False


def place() -> Path:
    """Where the file lies; a variable of the environment can name another place."""
    if given := os.environ.get(VARIABLE):
        return Path(given)
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder) / "alliance-desk" / "window.json"


def load() -> Preferences:
    """What is remembered; the usual where there is no file yet, or none that can be read."""
    try:
        return msgspec.json.decode(files.read(place(), _LIMIT), type=Preferences)
    except (OSError, Damaged, msgspec.DecodeError, msgspec.ValidationError):
        return Preferences()  # a lost preference costs two clicks; it must never keep the window from opening


def keep(preferences: Preferences) -> None:
    """Remember. Raises Damaged when the disk refuses."""
    files.write(place(), msgspec.json.format(msgspec.json.encode(preferences), indent=1))


def opened(preferences: Preferences, workspace: Path) -> None:
    """Put a workspace first among the recent ones."""
    path = str(workspace.resolve())
    preferences.recent = [path, *(known for known in preferences.recent if known != path)][:8]
    keep(preferences)
