"""Heavy libraries are loaded when they are used, not when the program starts."""

import subprocess
import sys

import pytest

from tests.helpers.sources import ROOT

HEAVY = {
    *("openpyxl", "python_calamine", "xlsxwriter", "reportlab", "docx", "docxtpl", "lxml", "PIL", "fontTools", "segno"),
    *("numpy", "highspy", "sqlalchemy", "alembic", "pypinyin", "chinese_calendar"),
    *("cryptography", "pyrage", "argon2", "PySide6"),
}


@pytest.mark.parametrize("module", ["alliance_desk.cli", "alliance_desk.desk", "alliance_desk.policy.checks"])
def test_the_core_starts_without_heavy_libraries(module: str) -> None:
    tell = f"import sys, {module}; print(*sorted({{m.partition('.')[0] for m in sys.modules}} & set({HEAVY!r})))"
    done = subprocess.run([sys.executable, "-c", tell], cwd=ROOT, capture_output=True, encoding="utf8", check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.split()
