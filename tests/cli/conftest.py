"""The command line in this process: the same entry the program has, its two streams, its exit code."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from alliance_desk.cli import main
from tests.helpers.desks import passphrase


class Said(NamedTuple):
    """What a command said. data: standard output as JSON, or the error stream's where the first is empty."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out or self.err)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a workspace, as JSON unless ``plain``; day: the desk clock."""
    monkeypatch.setenv("ALLIANCE_DESK_PASSPHRASE", passphrase())

    def command(workspace: Path, *arguments: object, plain: bool = False, day: str = "2024-09-27") -> Said:
        capsys.readouterr()
        options = ["-w", str(workspace), "--clock", day, *([] if plain else ["--json"])]
        code = main([*options, *map(str, arguments)])
        heard = capsys.readouterr()
        return Said(code, heard.out, heard.err)

    return command
