"""Killed at every step, the disk full, the stick pulled: whatever happens, the next try goes on from a sound workspace."""

import contextlib
import os
import subprocess
import sys

import pytest

from alliance_desk import files
from alliance_desk.errors import Damaged
from alliance_desk.exchange import export, intake
from alliance_desk.ledger import streams
from alliance_desk.ledger.draft import Draft
from db.session import Database
from tests.exchange.workspaces import changed, copied, only_case, row, snapshot, sound
from tests.helpers.desks import reopen, sample_document
from tests.helpers.sources import ROOT
from tests.helpers.tools import REASONS


def killed(root, verb, argument, stick):
    """Kill a verb at every step of it, each time on a copy of the workspace at ``root``; returns the copies, opened in turn."""
    if not hasattr(os, "fork"):
        pytest.skip(REASONS["signals"])
    command = [sys.executable, str(ROOT / "tests" / "exchange" / "dying.py"), root, verb, argument, stick]
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    count = int(done.stdout)
    assert count > 8  # files and commits there are
    for number in range(count):
        with reopen(root.with_name(f"run-{number}")) as desk:
            yield number, desk
    assert list(root.with_name(f"run-{count - 1}").glob("desk.db"))


def test_killed_at_every_step_of_taking_in(pair, case, handed, stick, tmp_path):
    pair.city.close()
    seen = set()
    for number, city in killed(tmp_path / "city", "import", handed, stick):
        sound(city)
        assert not list(city.place.quarantine.glob("*")), number
        said = intake.take_in(city, handed)
        seen.add(said.code)
        assert row(city, case) == ("status.formal_check", "held", city.office)
        assert len([e for e in streams.events(city.raw, case) if e.header.kind == "case.accepted"]) == 1
        assert intake.take_in(city, handed).code == "exchange.already-taken"
        sound(city)
    assert seen == {"exchange.taken-in", "exchange.already-taken"}


def test_killed_at_every_step_of_handing_over(offices, stick, tmp_path):
    both = copied(offices, tmp_path)
    case = only_case(both.county)
    both.county.close()
    states = set()
    for number, county in killed(tmp_path / "county", "export", case, stick):
        sound(county)
        states.add(row(county, case)[1])
        package = export.hand_over(county, case, stick / f"run-{number}").files[0]
        kinds = [event.header.kind for event in streams.events(county.raw, case)]
        assert kinds.count("case.offered") == 1
        assert len(list(county.place.outbox.iterdir())) == 1
        assert list((stick / f"run-{number}").iterdir()) == [package]
        assert intake.preview(both.city, package).cases[0].ours
        sound(county)
    assert states == {"held", "offered"}
    both.city.close()


@contextlib.contextmanager
def full(limit):
    """A disk that takes no file of more than ``limit`` bytes."""
    resource = pytest.importorskip("resource", reason=REASONS["rlimit"])
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def heavy(pair, case):
    """The case, with a paper that makes its package larger than the database's log grows meanwhile."""
    desk = pair.county
    blob = desk.blobs.put(os.urandom(3 << 20))
    document = sample_document(desk, "大件联盟")
    document["papers"]["agreement"] |= {"blob": blob, "size": 3 << 20}
    document["case"]["number"] = "210303-2024-9999"
    stage = {"recommend": {"outcome": "recommended", "on": "2024-09-27", "office": desk.office}}
    stream = "9" * 32
    desk.commit(
        [
            Draft(stream=stream, stream_kind="case", kind="case.opened", patch=document),
            Draft(stream=stream, stream_kind="case", kind="stage.recommend", patch={"stages": stage}),
        ]
    )
    return stream


def test_no_room_for_the_package_keeps_the_case_offered_once(pair, heavy, stick):
    with full(1 << 20), pytest.raises(Damaged) as error:
        export.hand_over(pair.county, heavy, stick)
    assert error.value.code == "files.cannot-write"
    assert row(pair.county, heavy)[1] == "offered"
    assert not list(pair.county.place.outbox.glob("*"))
    assert not stick.exists()
    sound(pair.county)
    package = export.hand_over(pair.county, heavy, stick).files[0]
    assert intake.take_in(pair.city, package).facts["ours"] == 1
    kinds = [event.header.kind for event in streams.events(pair.city.raw, heavy)]
    assert kinds.count("case.offered") == 1


def test_a_full_stick_leaves_no_file_and_the_same_file_goes_onto_the_next(pair, heavy, stick):
    export.hand_over(pair.county, heavy, pair.county.place.outbox)
    (outbox,) = pair.county.place.outbox.iterdir()
    before = snapshot(pair.county)
    with full(1 << 20), pytest.raises(Damaged) as error:
        export.hand_over(pair.county, heavy, stick)
    assert error.value.code == "exchange.stick-failed"
    assert outbox.name in error.value.text()
    assert not list(stick.iterdir())
    assert not changed(before, pair.county)
    again = export.hand_over(pair.county, heavy, stick).files[0]
    assert again.read_bytes() == outbox.read_bytes()
    assert not changed(before, pair.county)


def test_a_stick_that_is_not_there_is_said_in_words(pair, case, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Damaged) as error:
        export.hand_over(pair.county, case, tmp_path / "file" / "stick")
    assert error.value.code == "exchange.stick-failed"
    assert row(pair.county, case)[1] == "offered"
    first = export.hand_over(pair.county, case, tmp_path / "stick").files[0]
    assert pair.county.raw.execute("SELECT count(*) FROM index_package").fetchone() == (1,)
    assert intake.take_in(pair.city, first).facts["ours"] == 1


def test_no_room_for_the_blob_takes_nothing_in(pair, heavy, stick, tmp_path):
    package = export.hand_over(pair.county, heavy, stick).files[0]
    before = snapshot(pair.city)
    with full(1 << 20), pytest.raises(Damaged):
        intake.take_in(pair.city, package)
    assert not changed(before, pair.city)
    assert intake.take_in(pair.city, package).code == "exchange.taken-in"
    sound(pair.city)


def test_no_room_in_the_database_takes_nothing_in(pair, handed):
    pages = pair.city.raw.execute("PRAGMA page_count").fetchone()[0]
    pair.city.raw.execute(f"PRAGMA max_page_count = {pages + 1}")
    before = snapshot(pair.city)
    with pytest.raises(Damaged) as error:
        intake.take_in(pair.city, handed)
    assert error.value.code == "desk.database-refuses"
    assert not changed(before, pair.city)
    pair.city.raw.execute("PRAGMA max_page_count = 1073741823")
    assert intake.take_in(pair.city, handed).code == "exchange.taken-in"
    sound(pair.city)


def test_a_fault_reported_after_the_commit_loses_no_blob(pair, case, handed, monkeypatch):
    """A disk may report an error for a commit that is on it all the same."""
    writing = Database.writing

    @contextlib.contextmanager
    def lying(self):
        with writing(self) as connection:
            yield connection
        raise Damaged("files.cannot-write", path="desk.db", why="I/O")

    with monkeypatch.context() as patched:
        patched.setattr(Database, "writing", lying)
        with pytest.raises(Damaged):
            intake.take_in(pair.city, handed)
    assert row(pair.city, case)[1:] == ("held", pair.city.office)
    assert intake.take_in(pair.city, handed).code == "exchange.already-taken"
    sound(pair.city)


def test_a_changed_or_lost_file_in_the_outbox_is_not_handed_out(pair, case, handed, stick):
    (outbox,) = pair.county.place.outbox.iterdir()
    outbox.write_bytes(outbox.read_bytes() + b"\0")
    with pytest.raises(Damaged) as error:
        export.hand_over(pair.county, case, stick)
    assert error.value.code == "exchange.outbox-changed"
    files.remove(outbox)
    # Packed anew: the receiver takes in whichever comes, and the other says nothing new.
    again = export.hand_over(pair.county, case, stick).files[0]
    assert intake.take_in(pair.city, again).facts["ours"] == 1
    assert intake.take_in(pair.city, handed).code == "exchange.nothing-new"


def test_a_lost_blob_stops_the_package_that_needs_it(pair, case, stick):
    (blob,) = pair.county.blobs.all()
    pair.county.blobs.remove(blob)
    with pytest.raises(Damaged) as error:
        export.hand_over(pair.county, case, stick)
    assert error.value.code == "exchange.blob-lost"


def test_what_a_killed_program_left_is_swept_when_the_desk_opens(pair, case, handed, tmp_path):
    city = pair.city
    left = [
        city.place.scratch / "x.plain",
        city.place.scratch / "y.deskpack",
        city.place.quarantine / f"{'0' * 32}.deskpack",
        city.place.outbox / "a.deskpack.part",
        city.place.blobs / "00" / "b.part",
    ]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    with reopen(tmp_path / "city", readonly=True):
        assert all(path.exists() for path in left)
    city.close()
    (city.place.quarantine / "laid here by a person.deskpack").write_bytes(b"x")
    with reopen(tmp_path / "city"):
        assert not any(path.exists() for path in left)
        assert [path.name for path in city.place.quarantine.iterdir()] == ["laid here by a person.deskpack"]
