"""Planted faults under the project's own settings: each must fail the run, and the clean test beside it must not."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.helpers.sources import ROOT
from tests.helpers.tools import REASONS

FAULTS = {
    "a stray log line": """
        import logging
        def test_it(): logging.getLogger("desk").warning("disk nearly full")
        # stray log line: WARNING desk: disk nearly full
        """,
    "a stray log line of a fixture": """
        import logging, pytest
        @pytest.fixture(scope="module")
        def loud(): logging.error("loud"); yield
        def test_it(loud): pass
        # stray log line: ERROR root: loud
        """,
    "a log line from another logger than the expected one": """
        import logging, pytest
        @pytest.mark.logs("desk")
        def test_it(): logging.getLogger("desktop").error("x")
        # stray log line: ERROR desktop: x
        """,
    "a stray log line while a module is collected": """
        import logging
        logging.getLogger("desk").critical("at import")
        def test_it(): pass
        # stray log line: CRITICAL desk: at import
        """,
    "a warning": """
        import warnings
        def test_it(): warnings.warn("old call", DeprecationWarning)
        # DeprecationWarning: old call
        """,
    "an unclosed file": """
        def test_it(): open(__file__)
        # ResourceWarning: unclosed file
        """,
    "an exception that nobody could catch": """
        class Lost:
            def __del__(self): raise ValueError("lost")
        def test_it(): Lost()
        # ValueError: lost
        """,
    "an exception in a thread": """
        import threading
        def boom(): raise ValueError("in a thread")
        def test_it():
            thread = threading.Thread(target=boom)
            thread.start()
            thread.join()
        # ValueError: in a thread
        """,
    "a message of Qt": """
        from PySide6.QtCore import qWarning
        def test_it(): qWarning("painter not active")
        # QtWarningMsg: painter not active
        """,
    "a message of Qt after the test": """
        import pytest
        from PySide6.QtCore import qCritical
        @pytest.fixture
        def late(): yield; qCritical("timer in another thread")
        def test_it(late): pass
        # stray log line: ERROR qt.default: timer in another thread
        """,
    "a message of Qt while a module is collected": """
        from PySide6.QtCore import qWarning
        qWarning("no application yet")
        def test_it(): pass
        # stray log line: WARNING qt.default: no application yet
        """,
    "an exception in a slot": """
        from PySide6.QtCore import QTimer
        def test_it(qtbot):
            QTimer.singleShot(0, lambda: 1 / 0)
            qtbot.wait(20)
        # ZeroDivisionError: division by zero
        """,
    "an unlisted skip": """
        import pytest
        def test_it(): pytest.skip("not today")
        # skipped for a reason that is not in tests/helpers/tools.py: not today
        """,
    "a module that skips itself": """
        import pytest
        pytest.importorskip("no_such_library_here")
        # skipped for a reason that is not in tests/helpers/tools.py: could not import
        """,
    "an expected failure that passes": """
        import pytest
        @pytest.mark.xfail
        def test_it(): pass
        # [XPASS(strict)]
        """,
    "an unknown marker": """
        import pytest
        @pytest.mark.slwo
        def test_it(): pass
        # 'slwo' not found in `markers` configuration option
        """,
}
"""Planted modules; the last line of each is what the run must say."""

CLEAN = {
    "nothing to say": "def test_it(): pass",
    "an expected log line": """
        import logging, pytest
        @pytest.mark.logs("desk")
        def test_it(): logging.getLogger("desk.room").error("meant")
        """,
    "an expected message of Qt": """
        import pytest
        from PySide6.QtCore import qWarning
        @pytest.mark.qt_log_ignore("not active")
        def test_it(): qWarning("painter not active")
        """,
    "a note of Qt, which is no alarm": """
        from PySide6.QtCore import qDebug
        def test_it(): qDebug("painted")
        """,
    "a window without a screen": """
        from PySide6.QtWidgets import QApplication
        def test_it(qapp): assert QApplication.platformName() == "offscreen"
        """,
    "a note, which is no alarm": """
        import logging
        def test_it(): logging.getLogger("desk").info("taken in")
        """,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_fails_the_run(fault: str, tmp_path: Path) -> None:
    done = run(tmp_path, FAULTS[fault])
    assert done.returncode in {1, 2}, done.stdout
    assert FAULTS[fault].strip().rsplit("# ", 1)[1] in done.stdout


@pytest.mark.parametrize("clean", CLEAN)
def test_a_clean_test_passes(clean: str, tmp_path: Path) -> None:
    done = run(tmp_path, CLEAN[clean])
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_a_listed_skip_passes_on_a_desk_and_fails_in_ci(tmp_path: Path) -> None:
    source = f"import pytest\ndef test_it(): pytest.skip({REASONS['pdftotext']!r})"
    assert "1 skipped" in run(tmp_path, source, ci=False).stdout
    done = run(tmp_path, source, ci=True)
    assert done.returncode == 1
    assert "skipped although CI=true" in done.stdout


def test_a_missing_tool_skips_by_name_on_a_desk_and_fails_in_ci(tmp_path: Path) -> None:
    source = "from tests.helpers.tools import need\ndef test_it(): need('pdftotext')"
    assert REASONS["pdftotext"] in run(tmp_path, source, ci=False, path="").stdout
    assert run(tmp_path, source, ci=True, path="").returncode == 1


def run(folder: Path, source: str, *, ci: bool = False, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """pytest over one planted module, with the project's settings and plugins."""
    planted = folder / "test_planted.py"
    planted.write_text(textwrap.dedent(source), encoding="utf8")
    command = [sys.executable, "-P", "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder)]
    command += ["-p", "no:cacheprovider", "-p", "tests.conftest", str(planted)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "CI", "COV_", "QT_"))}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | ({"CI": "true"} if ci else {})
    if path is not None:
        environment["PATH"] = path
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf8", check=False)
