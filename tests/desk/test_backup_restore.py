"""A backup restored: a sound workspace with a new life, or nothing at all and the reason in words."""

import io
import itertools
import os
import tarfile
from pathlib import Path

import pytest

from alliance_desk import canonical, doctor, files
from alliance_desk.clock import FixedClock
from alliance_desk.desk import backup_state, marks
from alliance_desk.desk import sample as samples
from alliance_desk.desk.backup import backup, restore
from alliance_desk.desk.restore import MARGIN
from alliance_desk.errors import Damaged, DeskError, Refused
from alliance_desk.keys import age
from alliance_desk.keys.office import OfficeKey
from alliance_desk.ledger import streams
from alliance_desk.progress import Cancelled
from tests.helpers.backups import Stopping, full, key_of, marks_of
from tests.helpers.desks import CHEAP, TODAY, make_office, open_sample_case, passphrase, reopen


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An office with two cases, a backup of it, and a third case entered after the backup."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "usb").mkdir()
    with make_office(folder / "office") as desk:
        for _ in range(2):
            open_sample_case(desk)
        desk.place.papers.mkdir(exist_ok=True)
        (desk.place.papers / "公示.docx").write_bytes(b"paper")
        (desk.place.blobs / "ff").mkdir(exist_ok=True)
        desk.blobs.put(b"large" * 1_000_000)
        file = backup(desk, folder / "usb").files[0]
        open_sample_case(desk)
    return file


def restored(file, root, word="correct horse", key=None, progress=None):
    return restore(file, key or key_of(file), word, root, progress or (lambda *_: None), clock=FixedClock(TODAY))


def fails(file, root, error, **more):
    """Why a restore says no; nothing is left of it."""
    before = sorted(root.parent.iterdir())
    with pytest.raises(error) as told:
        restored(file, root, **more)
    assert told.value.text()
    assert sorted(root.parent.iterdir()) == before
    return told.value.code


def test_a_restored_workspace_is_whole_and_sound(made, tmp_path):
    assert restored(made, tmp_path / "new") == tmp_path / "new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new"]
    with reopen(tmp_path / "new") as desk:
        assert doctor.examine(desk).faults == ()
        assert desk.raw.execute("SELECT count(*) FROM index_case").fetchone() == (2,)
        assert (desk.place.papers / "公示.docx").read_bytes() == b"paper"
        assert desk.key().recipient == backup_state.own_card(desk).recipient
        assert len(list(desk.blobs.all())) == 2
    assert not (tmp_path / "new" / "plain.part").exists()


def test_a_restored_workspace_begins_a_new_life_that_is_recorded_once(made, tmp_path):
    root = restored(made, tmp_path / "new")
    old = marks_of(made.parent.parent / "office")
    with reopen(root) as desk:
        ((incarnation, entry),) = desk.settings["restores"].items()
        assert incarnation == marks_of(desk.place.root).incarnation != old.incarnation
        assert (entry["forgotten"], entry["on"]) == (-1, TODAY.isoformat())
        last = streams.events(desk.raw, desk.own_stream("office"))[-1].header
        assert (last.kind, last.incarnation) == ("office.restored", incarnation)
    with reopen(root) as desk:
        assert len(desk.settings["restores"]) == 1


def test_numbers_that_may_have_been_given_out_after_the_backup_are_never_given_again(made, tmp_path):
    with reopen(restored(made, tmp_path / "new")) as desk:
        assert open_sample_case(desk).open["case"]["number"] == f"210303-2024-{2 + MARGIN + 1:04d}"
        states = desk.raw.execute("SELECT state, count(*) FROM index_number GROUP BY state ORDER BY state").fetchall()
        assert states == [("gap", MARGIN), ("used", 3)]


def test_numbers_that_only_the_marks_knew_of_leave_their_margin_too(tmp_path):
    (tmp_path / "usb").mkdir()
    with make_office(tmp_path / "office") as desk:
        open_sample_case(desk)
        known = marks_of(desk.place.root)
        known.series = dict.fromkeys(known.series, 70) | {"letters/2024": 5}
        marks.save(desk.place.marks, known)
        file = backup(desk, tmp_path / "usb").files[0]
    with reopen(restored(file, tmp_path / "new")) as desk:
        assert open_sample_case(desk).open["case"]["number"] == f"210303-2024-{70 + MARGIN + 1:04d}"
        assert marks_of(desk.place.root).series["letters/2024"] == 5 + MARGIN


def test_a_restored_sample_stays_a_sample(tmp_path):
    (tmp_path / "usb").mkdir()
    with make_office(tmp_path / "office") as desk:
        samples.mark(desk.place.root, TODAY)
        file = backup(desk, tmp_path / "usb").files[0]
    root = restore(file, key_of(file), passphrase(), tmp_path / "new")
    assert samples.marked(root) == samples.Sample(TODAY, samples.SECRET)
    with reopen(root) as desk:
        (entry,) = desk.settings["restores"].values()
        assert entry["on"] == TODAY.isoformat()


def test_the_passphrase_of_the_key_beside_the_backup_holds_afterwards(made, tmp_path):
    sealed = OfficeKey.unseal(key_of(made).read_bytes(), passphrase(), "").seal("another one", CHEAP)
    newer = files.write(tmp_path / "newer.key", sealed)
    root = restored(made, tmp_path / "new", "another one", newer)
    assert OfficeKey.unseal((root / "keys" / "office.key").read_bytes(), "another one", "")


def test_an_empty_folder_is_taken_and_one_in_use_is_refused(made, tmp_path):
    (tmp_path / "empty").mkdir()
    restored(made, tmp_path / "empty")
    assert (tmp_path / "empty" / "desk.db").is_file()
    assert fails(made, tmp_path / "empty", Refused) == "desk.folder-in-use"
    (tmp_path / "file").write_bytes(b"x")
    assert fails(made, tmp_path / "file", Refused) == "desk.folder-in-use"


def test_a_wrong_passphrase_and_another_office_s_key_are_refused(made, tmp_path):
    assert fails(made, tmp_path / "new", Refused, word="wrong horse") == "exchange.wrong-passphrase"
    other = files.write(tmp_path / "other.key", OfficeKey.make().seal(passphrase(), CHEAP))
    assert fails(made, tmp_path / "new", Refused, key=other) == "backup.other-key"
    assert fails(made, tmp_path / "new", Damaged, key=tmp_path / "gone.key") == "files.cannot-read"
    broken = files.write(tmp_path / "broken.key", other.read_bytes()[:-20])
    assert fails(made, tmp_path / "new", Damaged, key=broken) == "exchange.key-damaged"


def test_what_is_no_backup_is_refused(made, tmp_path):
    for data in (b"", b"PK\x03\x04 something else", age.MAGIC[:10]):
        file = files.write(tmp_path / "样例.deskbackup", data)
        assert fails(file, tmp_path / "new", Refused, key=key_of(made)) == "backup.not-a-backup"
    assert fails(tmp_path / "gone.deskbackup", tmp_path / "new", Damaged, key=key_of(made)) == "files.cannot-read"


@pytest.mark.parametrize("at", [0.0002, 0.1, 0.5, 0.9, 0.99999])
@pytest.mark.parametrize("cut", [True, False])
def test_a_backup_that_was_cut_or_changed_anywhere_is_not_restored(cut, at, made, tmp_path):
    data = bytearray(made.read_bytes())
    place = int(len(data) * at)
    if cut:
        del data[place:]
    else:
        data[place] ^= 1
    file = files.write(tmp_path / "样例.deskbackup", bytes(data))
    code = fails(file, tmp_path / "new", DeskError, key=key_of(made))
    assert code in {"backup.damaged", "backup.other-key", "backup.not-a-backup"}
    assert at < 0.01 or code == "backup.damaged"


def test_cancelled_at_any_step_nothing_is_left(made, tmp_path):
    for at in itertools.count(1):
        stop = Stopping(at)
        try:
            restored(made, tmp_path / "new", progress=stop)
        except Cancelled:
            assert list(tmp_path.iterdir()) == []
            continue
        assert stop.codes == {"backup.unlocking", "backup.opening", "backup.unpacking", "backup.checking"}
        assert at > 8
        return


@pytest.mark.parametrize("limit", [100_000, 5_000_000])
def test_a_disk_that_is_full_is_told_and_nothing_is_left(limit, made, tmp_path):
    with full(limit):
        assert fails(made, tmp_path / "new", Damaged) == "files.cannot-write"


def test_what_a_killed_restore_left_behind_goes_with_the_next(made, tmp_path):
    left = tmp_path / f"new.{'a' * 32}.part"
    mine = tmp_path / "new.notes.part"
    for folder in (left, mine):
        folder.mkdir()
        (folder / "x").write_bytes(b"x")
    restored(made, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "new.notes.part"]


def test_a_folder_that_cannot_take_its_name_is_told_and_nothing_is_left(made, tmp_path, monkeypatch):
    replace = os.replace

    def refuse(source, target):
        if Path(source).is_dir():
            raise PermissionError(13, "in use")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    assert fails(made, tmp_path / "new", Damaged) == "files.cannot-write"


# Files that somebody else encrypted to this office's public card


def forged(made, folder, change):
    """A backup with other members, encrypted to the same office."""
    key = OfficeKey.unseal(key_of(made).read_bytes(), passphrase(), "")
    plain = io.BytesIO()
    age.decrypt(io.BytesIO(made.read_bytes()), plain, key.identity, "")
    with tarfile.open(fileobj=io.BytesIO(plain.getvalue())) as archive:
        members = [(member, reading(archive, member)) for member in archive]
    members = change(members)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for member, data in members:
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    sealed = io.BytesIO()
    age.encrypt(io.BytesIO(out.getvalue()), sealed, key.recipient)
    return files.write(folder / "forged.deskbackup", sealed.getvalue())


def reading(archive, member):
    found = archive.extractfile(member)
    assert found is not None
    return found.read()


def extra(name, data=b"x", kind=tarfile.REGTYPE):
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "../../outside"
    return member, data


def listing(members):
    """The members with a list that agrees with them."""
    found = [{"name": m.name, "sha256": canonical.sha256(d), "size": len(d)} for m, d in members[:-1]]
    return [*members[:-1], (members[-1][0], canonical.encode({"files": found}))]


CHANGES = {
    "a path upwards": lambda m: listing([*m[:2], extra("../outside"), *m[2:]]),
    "an absolute path": lambda m: listing([*m[:2], extra("/tmp/outside"), *m[2:]]),
    "a device of Windows": lambda m: listing([*m[:2], extra("papers/CON.txt"), *m[2:]]),
    "a link": lambda m: listing([*m[:2], extra("papers/link", b"", tarfile.SYMTYPE), *m[2:]]),
    "a log for the database": lambda m: listing([*m[:2], extra("desk.db-wal"), *m[2:]]),
    "a name twice": lambda m: listing([*m[:3], m[2], *m[3:]]),
    "a file that the list does not name": lambda m: [*m[:2], extra("papers/more"), *m[2:]],
    "a file less": lambda m: [*m[:2], *m[3:]],
    "another content": lambda m: [*m[:2], (m[2][0], m[2][1] + b" "), *m[3:]],
    "no list": lambda m: m[:-1],
    "something after the list": lambda m: [*m, extra("papers/more")],
    "no word about itself": lambda m: m[1:],
    "nothing": lambda m: [],
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_forged_backup_writes_nothing_anywhere(change, made, tmp_path):
    file = forged(made, tmp_path, CHANGES[change])
    assert fails(file, tmp_path / "new", Damaged, key=key_of(made)) == "backup.damaged"
    assert not (tmp_path / "outside").exists()


def test_a_backup_of_a_newer_program_is_refused_as_such(made, tmp_path):
    def newer(members):
        about = canonical.decode(members[0][1]) | {"least_reader": 1, "program": "9.9"}
        return listing([(members[0][0], canonical.encode(about)), *members[1:]])

    file = forged(made, tmp_path, newer)
    assert fails(file, tmp_path / "new", Refused, key=key_of(made)) == "backup.newer"


def test_a_database_whose_chain_is_broken_is_not_restored(made, tmp_path):
    from db.session import connect

    def broken(members):
        path = tmp_path / "work.db"
        path.write_bytes(members[1][1])
        raw = connect(path)
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM ledger_event WHERE seq = 1 AND kind = 'case.opened'")
        raw.close()
        data = path.read_bytes()
        for left in tmp_path.glob("work.db*"):
            left.unlink()
        return listing([members[0], (members[1][0], data), *members[2:]])

    file = forged(made, tmp_path, broken)
    assert fails(file, tmp_path / "new", Damaged, key=key_of(made)) in {"backup.unsound", "ledger.chain-broken"}


def test_another_office_s_database_under_this_key_is_refused(made, tmp_path):
    with make_office(tmp_path / "stranger", "Stranger") as desk:
        desk.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        data = desk.place.database.read_bytes()
    file = forged(made, tmp_path, lambda m: listing([m[0], (m[1][0], data), *m[2:]]))
    assert fails(file, tmp_path / "new", Refused, key=key_of(made)) == "backup.other-key"
