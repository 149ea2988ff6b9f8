import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from alliance_desk.cases import office
from alliance_desk.desk import open_desk
from alliance_desk.errors import Refused
from db import migrate
from db.session import connect
from tests.helpers.desks import make_office, open_sample_case, passphrase, reopen

ROOT = Path(__file__).resolve().parent.parent.parent
HOLD = """
import sys
from pathlib import Path
from tests.helpers.desks import reopen
desk = reopen(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.readline()
desk.close()
"""


@pytest.fixture
def root(tmp_path):
    make_office(tmp_path / "office").close()
    return tmp_path / "office"


def refused(root, **more):
    with pytest.raises(Refused) as refusal:
        reopen(root, **more)
    assert refusal.value.text()
    return refusal.value


def test_a_second_program_on_the_same_workspace_is_refused_but_may_look(root):
    with reopen(root) as desk:
        number = open_sample_case(desk).open["case"]["number"]
    command = [sys.executable, "-c", HOLD, str(root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        refusal = refused(root)
        assert refusal.code == "desk.in-use"
        assert str(root) in refusal.text()
        with reopen(root, readonly=True) as reader:
            assert reader.case(number).open["case"]["number"] == number
        other.communicate("\n")
    reopen(root).close()


def test_a_reader_sees_what_the_writer_has_committed_meanwhile(root):
    with reopen(root) as writer, reopen(root, readonly=True) as reader:
        office.add_operator(writer, "样例乙")
        assert "样例乙" in {person["name"] for person in reader.settings["operators"].values()}


def test_a_read_only_desk_changes_nothing(root):
    before = (root / "desk.db").read_bytes()
    with reopen(root, readonly=True) as desk:
        for act in (lambda: office.add_operator(desk, "样例乙"), desk.transaction):
            with pytest.raises(Refused) as refusal:
                act()
            assert refusal.value.code == "desk.read-only"
    assert (root / "desk.db").read_bytes() == before


def test_a_folder_that_is_no_workspace_is_refused(tmp_path):
    assert refused(tmp_path).code == "desk.no-workspace"


def test_a_database_of_another_program_is_refused(root):
    for name in ("desk.db", "desk.db-wal", "desk.db-shm"):
        (root / name).unlink(missing_ok=True)
    other = sqlite3.connect(root / "desk.db")
    other.execute("CREATE TABLE accounts (id INTEGER)")
    other.commit()
    other.close()
    assert refused(root).code == "desk.foreign-database"
    assert refused(root, readonly=True).code == "desk.foreign-database"


def test_a_file_that_is_no_database_is_told_as_damaged(root):
    from alliance_desk.errors import Damaged

    (root / "desk.db").write_bytes(b"not a database at all, just some text" * 100)
    with pytest.raises(Damaged) as fault:
        reopen(root)
    assert fault.value.code == "desk.database-refuses"


def test_a_newer_database_is_refused_and_left_alone(root):
    raw = connect(root / "desk.db")
    raw.execute(f"PRAGMA user_version = {migrate.HEAD + 1}")
    raw.close()
    refusal = refused(root)
    assert refusal.code == "desk.newer-database"
    assert refused(root, readonly=True).code == "desk.newer-database"
    raw = connect(root / "desk.db")
    assert raw.execute("PRAGMA user_version").fetchone()[0] == migrate.HEAD + 1
    raw.close()


def test_an_older_database_is_migrated_and_a_reader_asks_for_that_first(tmp_path):
    with make_office(tmp_path / "office") as desk:
        later = ("effect", "alliance", "alliance_member", "affair", "grade", "sanction")
        local = ("local_draft", "local_job", "local_window")
        for name in ("search_case", *local, *(f"index_{name}" for name in later)):
            desk.raw.execute(f"DROP TABLE {name}")
        for name in ("insert", "delete", "update"):
            desk.raw.execute(f"DROP TRIGGER search_case_{name}")
        desk.raw.execute("UPDATE alembic_version SET version_num = '0001'")
        desk.raw.execute("PRAGMA user_version = 1")
    assert refused(tmp_path / "office", readonly=True).code == "desk.older-read-only"
    with reopen(tmp_path / "office") as desk:
        assert migrate.state(desk.raw) == migrate.HEAD
        open_sample_case(desk)


def test_an_index_of_another_version_is_made_anew(root):
    with reopen(root) as desk:
        open_sample_case(desk)
        desk.raw.execute("UPDATE index_state SET version = 0")
        desk.raw.execute("UPDATE index_case SET name = 'as an older program wrote it'")
    assert refused(root, readonly=True).code == "desk.older-read-only"
    with reopen(root) as desk:
        assert desk.raw.execute("SELECT name FROM index_case").fetchone()[0] == "样例联盟"
        assert desk.raw.execute("SELECT version FROM index_state").fetchall() == [(migrate.INDEX,)]


def test_operators_are_found_by_name_or_id_and_others_are_refused(root):
    with reopen(root) as desk:
        office.add_operator(desk, "样例乙")
        first = desk.operator
    with open_desk(root, passphrase=passphrase, operator="样例乙") as desk:
        second = desk.operator
    with open_desk(root, passphrase=passphrase, operator=first) as desk:
        assert desk.operator == first != second
    with pytest.raises(Refused) as refusal:
        open_desk(root, passphrase=passphrase, operator="没有这个人")
    assert refusal.value.code == "desk.no-such-operator"
    assert "样例乙" in refusal.value.text()


def test_a_refused_opening_gives_the_lock_back(root):
    with pytest.raises(Refused):
        open_desk(root, operator="没有这个人")
    reopen(root).close()
