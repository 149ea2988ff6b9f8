import re
import subprocess
import sys

from tests.helpers.sources import ROOT

LINE = re.compile(r"^[a-z][\w ().,]*: [\d.e+-]+ \w+ \(.*baseline .*ratio \d+[.]\d\d\)$")


def test_the_bench_command_prints_figures_with_their_baseline() -> None:
    command = [sys.executable, "-m", "tests.bench", "imports", "--scale", "0.001"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf8", check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines
    assert all(LINE.match(line) for line in lines), done.stdout
    assert all("heavy libraries loaded: none" in line for line in lines)


def test_an_unknown_bench_is_refused_by_name() -> None:
    command = [sys.executable, "-m", "tests.bench", "nothing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf8", check=False)
    assert done.returncode == 2
    assert "certificates" in done.stderr


def test_benches_are_no_tests() -> None:
    assert not [path.name for path in (ROOT / "tests" / "bench").glob("*") if path.name.startswith("test")]
