"""Every linter runs with the suite, over the whole tree, so that one summary line speaks for all of them."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.helpers.sources import ROOT

COMMANDS = {
    "ruff": ["ruff", "check", "--no-cache", "--output-format=concise", "."],
    "formatter": ["ruff", "format", "--no-cache", "--check", "."],
    "pyright": ["pyright", "--project", ".", "--pythonpath", sys.executable],
    "import contracts": ["lint-imports", "--no-cache", "--no-logo"],
}


@pytest.mark.parametrize("linter", COMMANDS)
def test_a_linter_has_nothing_to_say(linter: str) -> None:
    program, *arguments = COMMANDS[linter]
    # The environment's own scripts, and no question to a registry whether there is a newer pyright.
    environment = os.environ | {"PYRIGHT_PYTHON_IGNORE_WARNINGS": "1", "PYTHONUTF8": "1", "NO_COLOR": "1"}
    command = [Path(sysconfig.get_path("scripts"), program), *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf8", check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
