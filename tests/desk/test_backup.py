"""A backup is written whole or not at all, proven, and told; old ones go by rule; nobody else's file is touched."""

import hashlib
import io
import itertools
import shutil
import tarfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from alliance_desk.clock import CHINA, FixedClock
from alliance_desk.desk import backup_names as names
from alliance_desk.desk import backup_state
from alliance_desk.desk.backup import backup, backups
from alliance_desk.desk.backup_names import Kept, surplus
from alliance_desk.desk.backup_state import When
from alliance_desk.errors import Damaged, Refused
from alliance_desk.keys import age
from alliance_desk.keys.office import OfficeKey
from alliance_desk.progress import Cancelled
from db.session import connect
from tests.helpers.backups import Stopping, full, key_of
from tests.helpers.desks import COUNTY, TODAY, make_office, open_sample_case, passphrase, reopen


@pytest.fixture
def desk(tmp_path):
    with make_office(tmp_path / "office") as made:
        open_sample_case(made, private={"contacts": {"lead": {"name": "样例乙", "phone": "13900001111"}}})
        yield made


@pytest.fixture
def usb(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


def content(desk, path):
    """What an ordinary age and an ordinary tar find in a backup: name → bytes, in order."""
    key = OfficeKey.unseal(desk.place.key.read_bytes(), passphrase(), "")
    out = io.BytesIO()
    age.decrypt(io.BytesIO(path.read_bytes()), out, key.identity, "")
    with tarfile.open(fileobj=io.BytesIO(out.getvalue())) as archive:
        return {member.name: open_member(archive, member).read() for member in archive}


def open_member(archive, member):
    found = archive.extractfile(member)
    assert found is not None
    return found


def test_a_backup_holds_the_whole_workspace_the_database_first(desk, usb):
    (desk.place.papers / "2024").mkdir(parents=True)
    (desk.place.papers / "2024" / "公示 样例.docx").write_bytes(b"paper")
    (desk.place.root / "sample.json").write_bytes(b"{}")
    for left_out in ("desk.db-shm", "papers/~$lock.docx", "papers/half.part", "scratch/plain"):
        (desk.place.root / left_out).parent.mkdir(exist_ok=True)
        (desk.place.root / left_out).touch()
    done = backup(desk, usb)
    held = content(desk, done.files[0])
    assert list(held)[:2] == ["backup.json", "desk.db"]
    assert list(held)[-1] == "manifest.json"
    blobs = {f"blobs/{blob[:2]}/{blob}" for blob in desk.blobs.all()}
    assert blobs
    assert set(held) == blobs | {
        *("backup.json", "desk.db", "manifest.json", "highwater.json", "keys/office.key", "sample.json"),
        *("packs/trial-2024.toml", "papers/2024/公示 样例.docx"),
    } | ({"blobs/looked"} & set(held))
    assert held["keys/office.key"] == desk.place.key.read_bytes()


def test_the_copy_of_the_database_is_the_database(desk, usb, tmp_path):
    copy = tmp_path / "copy.db"
    copy.write_bytes(content(desk, backup(desk, usb).files[0])["desk.db"])
    raw = connect(copy)
    for query in ("SELECT * FROM ledger_event", "SELECT rowid, grams FROM search_case"):
        assert raw.execute(query).fetchall() == desk.raw.execute(query).fetchall()
    raw.close()


def test_a_backup_is_named_by_office_key_and_moment_and_the_sealed_key_lies_beside_it(desk, usb):
    path = backup(desk, usb).files[0]
    fingerprint = backup_state.own_card(desk).fingerprint
    assert path.name == f"{COUNTY}-{fingerprint[:5]}-20240927-090000.deskbackup"
    assert key_of(path) == usb / f"{COUNTY}-{fingerprint[:5]}.key"
    assert key_of(path).read_bytes() == desk.place.key.read_bytes()
    (kept,) = backups(usb)
    assert (kept.path, kept.office, kept.size) == (path, COUNTY, path.stat().st_size)
    assert kept.made == datetime(2024, 9, 27, 9, tzinfo=CHINA)


def add_case(desk):
    """A case committed by another desk in the middle of it."""
    open_sample_case(desk)


def last_of(desk):
    found = backup_state.last(desk)
    assert found is not None
    return found


def test_nothing_personal_can_be_read_in_a_backup_without_the_key(desk, usb):
    data = backup(desk, usb).files[0].read_bytes()
    for secret in ("13900001111", "样例乙", "样例联盟", "contacts"):
        assert secret.encode() not in data


def test_two_backups_in_one_second_do_not_overwrite_each_other(desk, usb):
    first, second = backup(desk, usb).files[0], backup(desk, usb).files[0]
    assert first != second
    assert second.name.endswith("090001.deskbackup")


def test_where_backups_go_and_the_last_one_are_remembered_for_everybody_at_this_pc(desk, usb):
    from alliance_desk.cases import office

    assert (backup_state.folder(desk), backup_state.last(desk), backup_state.when(desk)) == (None, None, When.CLOSING)
    assert backup_state.pending(desk)
    backup_state.set_folder(desk, usb, When.DAILY)
    done = backup(desk, usb)
    assert not backup_state.pending(desk)
    office.add_operator(desk, "样例乙")
    assert backup_state.pending(desk)
    desk.operator = "somebody else"
    assert (backup_state.folder(desk), backup_state.when(desk)) == (usb, When.DAILY)
    last = last_of(desk)
    assert (last.on, last.path) == (TODAY, done.files[0])


def test_a_desk_that_only_looks_can_make_a_backup_while_another_writes(desk, usb):
    with reopen(desk.place.root, readonly=True) as reader:
        reader.progress = lambda done, whole, code: add_case(desk) if code == "backup.copying" else None
        done = backup(reader, usb)
    assert backup_state.last(desk) is None
    backup_state.remember(desk, done)
    assert last_of(desk).commit == 2
    assert backup_state.pending(desk)  # what was committed meanwhile is not in it


@pytest.mark.parametrize(("folder", "code"), [("nowhere", "backup.no-folder"), ("office/papers", "backup.inside")])
def test_a_folder_that_cannot_take_backups_is_refused(folder, code, desk, tmp_path):
    desk.place.papers.mkdir(exist_ok=True)
    for verb in (backup, backup_state.set_folder):
        with pytest.raises(Refused) as refusal:
            verb(desk, tmp_path / folder)
        assert refusal.value.code == code
    assert not (tmp_path / "nowhere").exists()


def test_cancelled_at_any_step_nothing_is_left(desk, usb):
    for at in itertools.count(1):
        desk.progress = stop = Stopping(at)
        try:
            backup(desk, usb)
        except Cancelled:
            assert list(usb.iterdir()) == []
            assert list(desk.place.scratch.glob("*")) == []
            assert backup_state.last(desk) is None
            desk.raw.execute("BEGIN IMMEDIATE").execute("ROLLBACK")  # no transaction was left open
            continue
        assert at > 6
        assert stop.codes == {"backup.copying", "backup.writing", "backup.reading-back"}
        return


@pytest.mark.parametrize("limit", [10_000, 400_000])
def test_a_disk_that_is_full_is_told_and_nothing_is_left(limit, desk, usb):
    with full(limit), pytest.raises(Damaged) as fault:
        backup(desk, usb)
    assert fault.value.code in {"files.cannot-write", "desk.database-refuses"}
    assert list(usb.iterdir()) == []
    assert list(desk.place.scratch.glob("*")) == []
    backup(desk, usb)


def test_a_stick_that_takes_no_file_that_large_is_told_as_such(desk, usb, monkeypatch):
    from alliance_desk.desk import backup as module

    monkeypatch.setattr(module, "FAT", 400_000)
    desk.blobs.put(b"x" * 2_000_000)
    with full(1_500_000), pytest.raises(Damaged) as fault:
        backup(desk, usb)
    assert fault.value.code == "backup.fat"
    assert "FAT32" in fault.value.text()


def test_too_little_room_is_told_before_anything_is_written(desk, usb, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: shutil._ntuple_diskusage(10**9, 10**9, 50))
    with pytest.raises(Damaged) as fault:
        backup(desk, usb)
    assert fault.value.code == "backup.no-room"
    assert list(usb.iterdir()) == []


def test_a_stick_that_keeps_other_bytes_than_were_written_is_found_out(desk, usb, monkeypatch):
    from alliance_desk.desk import backup as module

    sink = module._Sink

    class Lossy(sink):
        def write(self, data):
            self._takers[0](bytes(len(data)))
            self._takers[1](data)
            return len(data)

    monkeypatch.setattr(module, "_Sink", Lossy)
    with pytest.raises(Damaged) as fault:
        backup(desk, usb)
    assert fault.value.code == "backup.read-back"
    assert list(usb.iterdir()) == []


def test_a_damaged_database_makes_no_backup_that_could_push_sound_ones_out(desk, usb):
    desk.raw.execute("PRAGMA writable_schema = ON")
    desk.raw.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'index_case'")
    with pytest.raises(Damaged) as fault:
        backup(desk, usb)
    assert fault.value.code == "doctor.file-damaged"
    assert list(usb.iterdir()) == []


def test_an_attachment_that_is_damaged_is_told_and_costs_nothing_else(desk, usb):
    blob = next(desk.blobs.all())
    desk.blobs.path(blob).write_bytes(b"rotten")
    done = backup(desk, usb)
    assert done.code == "backup.made-in-part"
    assert blob in done.text()
    assert content(desk, done.files[0])[f"blobs/{blob[:2]}/{blob}"] == b"rotten"


def test_a_file_that_shrinks_while_it_is_read_is_told(desk, usb):
    paper = desk.place.papers / "大.docx"
    paper.parent.mkdir(exist_ok=True)
    paper.write_bytes(b"x" * (3 << 20))

    def shrink(done, whole, code):
        if code == "backup.writing" and done > 1 << 20:
            paper.write_bytes(b"x")

    desk.progress = shrink
    done = backup(desk, usb)
    assert "大.docx" in done.text()
    held = content(desk, done.files[0])
    assert len(held["papers/大.docx"]) == 3 << 20
    assert hashlib.sha256(held["papers/大.docx"]).hexdigest() in held["manifest.json"].decode()


def kept(day, hour=9):
    made = datetime(2024, 1, 1, hour, tzinfo=CHINA) + timedelta(days=day)
    return Kept(Path(f"{day}-{hour}"), "o", "o", made, 1)


def test_the_rule_keeps_the_last_of_seven_days_and_of_four_weeks():
    found = [kept(day, hour) for day in range(60, -1, -1) for hour in (18, 9)]
    gone = {each.path for each in surplus(found)}
    left = [each for each in found if each.path not in gone]
    # 29 February 2024 to 1 March: days 54 to 60, and the Sundays 55, 48 and 41 with them.
    assert [str(each.path) for each in left] == [f"{day}-18" for day in (60, 59, 58, 57, 56, 55, 54, 48, 41)]


def test_days_and_weeks_without_a_backup_do_not_count():
    found = [kept(day) for day in (300, 200, 100, 50, 20)]
    assert list(surplus(found)) == []


def test_old_backups_go_by_rule_and_are_told_and_other_files_stay(desk, usb):
    mine = names.owner(COUNTY, backup_state.own_card(desk).fingerprint)
    moment = datetime(2024, 9, 27, 1, tzinfo=UTC)
    old = [usb / names.name(mine, moment - timedelta(days=day)) for day in range(1, 40)]
    others = [
        usb / f"{COUNTY}-ZZZZZ-20200101-090000.deskbackup",
        usb / f"另一机关-{mine[-5:]}-20200101-090000.deskbackup",
        usb / f"{mine}-20200101-090000.deskbackup.zip",
        usb / f"{mine}-20209999-090000.deskbackup",
        usb / "照片.jpg",
    ]
    for path in (*old, *others, usb / f"{old[0].name}.part"):
        path.write_bytes(b"x")
    done = backup(desk, usb)
    assert done.code == "backup.made-and-dropped"
    dropped = done.facts["dropped"]
    assert isinstance(dropped, tuple)
    left = {path for path in usb.iterdir() if path.suffix != ".key"} - {done.files[0]}
    assert left - set(others) == set(old) - {usb / name for name in dropped}
    assert set(others) < left
    assert len(left - set(others)) == 9 - 1  # seven days and four weeks; days of this week stand for it
    assert old[0].name not in done.text()
    assert old[-1].name in done.text()


def test_the_backup_just_made_stays_also_when_the_clock_is_wrong(desk, usb):
    mine = names.owner(COUNTY, backup_state.own_card(desk).fingerprint)
    for day in range(1, 40):
        (usb / names.name(mine, datetime(2030, 1, 1, tzinfo=UTC) + timedelta(days=day))).write_bytes(b"x")
    desk.clock = FixedClock(date(2010, 1, 1))
    assert backup(desk, usb).files[0].is_file()


def test_listing_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(Damaged):
        backups(tmp_path / "gone")


def test_a_name_that_a_disk_cannot_take_is_made_fit():
    assert names.owner("甲/乙:“丙”*?<科技局>", "ABCDE-FGHIJ") == "甲乙“丙”科技局-ABCDE"
    assert len(names.name(names.owner("长" * 100, "ABCDE"), datetime(2024, 1, 1, tzinfo=UTC)).encode()) < 255
