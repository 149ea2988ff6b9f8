"""A program that is killed while it backs up or restores: nothing that looks finished, and the next try clears up."""

import signal
import subprocess
import sys

import pytest

from alliance_desk import doctor
from alliance_desk.desk.backup import backup, restore
from tests.helpers.backups import key_of
from tests.helpers.desks import make_office, open_sample_case, passphrase, reopen
from tests.helpers.sources import ROOT
from tests.helpers.tools import REASONS

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason=REASONS["signals"])

KILLED = """
import os, signal, sys
from pathlib import Path
from alliance_desk.desk.backup import backup, restore
from tests.helpers.backups import key_of
from tests.helpers.desks import passphrase, reopen
verb, code, source, target = sys.argv[1:]
def die(done, whole, step):
    if step == code and (done or code == "backup.checking"):
        os.kill(os.getpid(), signal.SIGKILL)
if verb == "backup":
    desk = reopen(Path(source))
    desk.progress = die
    backup(desk, Path(target))
else:
    restore(Path(source), key_of(Path(source)), passphrase(), Path(target), die)
"""


def killed(*arguments):
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture
def root(tmp_path):
    with make_office(tmp_path / "office") as desk:
        open_sample_case(desk)
        desk.blobs.put(b"large" * 1_000_000)
    (tmp_path / "usb").mkdir()
    return tmp_path / "office"


@pytest.mark.parametrize("code", ["backup.copying", "backup.writing", "backup.reading-back"])
def test_killed_while_it_backs_up(code, root, tmp_path):
    usb = tmp_path / "usb"
    killed("backup", code, root, usb)
    assert not list(usb.glob("*.deskbackup"))
    with reopen(root) as desk:
        assert not list(desk.place.scratch.iterdir())
        file = backup(desk, usb).files[0]
        assert doctor.examine(desk).faults == ()
    assert set(usb.iterdir()) == {file, key_of(file)}


@pytest.mark.parametrize("code", ["backup.opening", "backup.unpacking", "backup.checking"])
def test_killed_while_it_restores(code, root, tmp_path):
    with reopen(root) as desk:
        file = backup(desk, tmp_path / "usb").files[0]
    target = tmp_path / "there" / "new"
    target.parent.mkdir()
    killed("restore", code, file, target)
    assert not target.exists()
    restore(file, key_of(file), passphrase(), target)
    assert list(target.parent.iterdir()) == [target]
    with reopen(target) as desk:
        assert doctor.examine(desk).faults == ()
        assert len(desk.settings["restores"]) == 1
