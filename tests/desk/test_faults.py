"""A full disk and a killed program: told in words, nothing half-written, a sound workspace afterwards."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from alliance_desk import doctor, files
from alliance_desk.cases import office
from alliance_desk.errors import Damaged
from tests.helpers.desks import make_office, open_sample_case, reopen
from tests.helpers.tools import REASONS

ROOT = Path(__file__).resolve().parent.parent.parent
posix = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason=REASONS["signals"])
limits = pytest.mark.skipif(os.name == "nt", reason=REASONS["rlimit"])

FULL = """
import resource, sys
from pathlib import Path
from alliance_desk.cases import office
from alliance_desk.errors import Damaged
from tests.helpers.desks import reopen
desk = reopen(Path(sys.argv[1]))
size = (Path(sys.argv[1]) / sys.argv[2]).stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    for n in range(200):
        office.save_unit(desk, "样例单位" * 20 + str(n), former=[])
except Damaged as fault:
    print(n, fault.code, fault.text())
    assert desk.raw.execute("SELECT count(*) FROM index_organisation").fetchone()[0] == n
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    office.save_unit(desk, "腾出空间以后", former=[])
desk.close()
"""

KILLED = """
import os, signal, sys
from pathlib import Path
from alliance_desk.desk import desk as module
from alliance_desk.cases import office
from tests.helpers.desks import open_sample_case, reopen
desk = reopen(Path(sys.argv[1]))
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "before the commit":
    module._Transaction.__exit__ = die
elif sys.argv[2] == "after the commit":
    module.Desk.note_commit = die
elif sys.argv[2] == "within the statements":
    from alliance_desk.ledger import indexing
    indexing.update = die
open_sample_case(desk)
"""


def run(code, *arguments):
    return subprocess.run([sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT)


@pytest.fixture
def root(tmp_path):
    with make_office(tmp_path / "office") as desk:
        open_sample_case(desk)
    return tmp_path / "office"


@limits
@pytest.mark.parametrize("room", [0, 100_000])
def test_a_full_disk_is_told_in_words_and_work_goes_on_when_there_is_room_again(room, root):
    done = run(FULL, root, "desk.db", room)
    assert done.returncode == 0, done.stderr
    assert "desk.database-refuses" in done.stdout
    assert str(root / "desk.db") in done.stdout
    written = int(done.stdout.split()[0])
    with reopen(root) as desk:
        assert doctor.examine(desk).faults == ()
        assert desk.raw.execute("SELECT count(*) FROM index_organisation").fetchone()[0] == written + 1


def test_a_database_that_may_not_grow_is_told_in_words_and_nothing_is_half_written(root):
    with reopen(root) as desk:
        pages = desk.raw.execute("PRAGMA page_count").fetchone()[0]
        desk.raw.execute(f"PRAGMA max_page_count = {pages}")
        before = desk.raw.execute("SELECT count(*) FROM ledger_event").fetchone()[0]
        written = []

        def fill():
            for n in range(200):
                office.save_unit(desk, "样例单位" * 20 + str(n), former=[])
                written.append(n)

        with pytest.raises(Damaged) as fault:
            fill()
        assert fault.value.code == "desk.database-refuses"
        assert "full" in fault.value.text()
        assert desk.raw.execute("SELECT count(*) FROM ledger_event").fetchone()[0] == before + len(written)
        assert doctor.examine(desk).faults == ()
        desk.raw.execute("PRAGMA max_page_count = 1000000")
        office.save_unit(desk, "腾出空间以后", former=[])
        assert doctor.examine(desk).faults == ()


def test_a_full_disk_is_told_when_an_attachment_does_not_fit(root):
    with reopen(root) as desk:
        (desk.place.blobs / "ab").mkdir(exist_ok=True)
        blocked = desk.blobs.path("ab" + "0" * 62).with_suffix(".part")
        blocked.mkdir()
        with pytest.raises(Damaged) as fault:
            files.write(desk.blobs.path("ab" + "0" * 62), b"x")
        assert fault.value.code == "files.cannot-write"


@posix
@pytest.mark.parametrize(
    ("when", "cases"), [("before the commit", 1), ("within the statements", 1), ("after the commit", 2)]
)
def test_a_program_that_is_killed_leaves_a_sound_workspace(when, cases, root):
    done = run(KILLED, root, when)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with reopen(root) as desk:
        assert doctor.examine(desk).faults == ()
        assert desk.raw.execute("SELECT count(*) FROM index_case").fetchone()[0] == cases
        assert desk.settings.get("restores", {}) == {}
        assert open_sample_case(desk).open["case"]["number"] == "210303-2024-0003"
        states = [state for (state,) in desk.raw.execute("SELECT state FROM index_number ORDER BY serial")]
        assert states == ["used", "used" if cases == 2 else "gap", "used"]
