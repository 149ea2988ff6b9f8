"""A small disk of its own for a test: it can be filled up, and pulled out while something is being written."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.helpers.tools import REASONS

Plug = Callable[[str, int], Path]


class Disk:
    """A mounted disk."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def fill(self, leave: int = 0) -> None:
        """Fill it up but for some bytes."""
        with (self.place / "filler").open("wb") as out:
            out.write(b"\0" * max(0, shutil.disk_usage(self.place).free - leave))

    def clear(self) -> None:
        """Take away what it was filled up with."""
        (self.place / "filler").unlink()

    def pull(self) -> None:
        """Pull it out, whatever is being written; nothing stays at its place."""
        subprocess.run(["umount", "-l", str(self.place)], check=True, capture_output=True)


@pytest.fixture
def plug(tmp_path: Path) -> Iterator[Callable[[str, int], Disk]]:
    """Plugs disks in: name and size in bytes. They are pulled out at the end."""
    disks: list[Disk] = []

    def new(name: str, size: int) -> Disk:
        place = tmp_path / name
        place.mkdir(exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
        if shutil.which("mount") is None or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip(REASONS["mount"])
        disks.append(Disk(place))
        return disks[-1]

    yield new
    for disk in disks:
        while os.path.ismount(disk.place):
            disk.pull()
