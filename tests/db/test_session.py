import pytest

from db import session
from db.session import Database, DatabaseError, connect, disk_fault, driver


def pragma(raw, name):
    return raw.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.fixture
def database(tmp_path):
    found = Database(tmp_path / "desk.db")
    found.raw.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY)")
    yield found
    found.close()


def test_a_connection_is_as_careful_as_it_can_be(database):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "query_only": 0}
    assert {name: pragma(database.raw, name) for name in wanted} == wanted
    assert pragma(database.raw, "busy_timeout") == session.BUSY_MS


def test_every_office_has_the_same_new_sqlite():
    assert driver.__name__ == "pysqlite3.dbapi2"
    assert tuple(map(int, driver.sqlite_version.split("."))) >= (3, 51, 3)


def test_a_read_only_connection_writes_nothing(database, tmp_path):
    raw = connect(tmp_path / "desk.db", readonly=True)
    with pytest.raises(DatabaseError):
        raw.execute("INSERT INTO kept VALUES (1)")
    raw.close()


def test_a_read_only_connection_makes_no_file(tmp_path):
    with pytest.raises(DatabaseError):
        connect(tmp_path / "nowhere.db", readonly=True)
    assert list(tmp_path.iterdir()) == []


def test_a_transaction_is_a_writer_from_its_first_statement_on(database, tmp_path, monkeypatch):
    monkeypatch.setattr(session, "BUSY_MS", 20)
    other = Database(tmp_path / "desk.db")
    with database.writing(), pytest.raises(Exception, match="locked") as locked, other.writing():
        pass
    assert "locked" in disk_fault(locked.value)
    other.close()


def test_reads_within_a_transaction_see_its_writes_and_a_failed_one_leaves_none(database):
    query = "SELECT count(*) FROM kept"
    with pytest.raises(ZeroDivisionError), database.writing() as connection:  # noqa: PT012 - the block is the subject
        connection.exec_driver_sql("INSERT INTO kept VALUES (1)")
        assert database.raw.execute(query).fetchone()[0] == 1
        raise ZeroDivisionError
    assert database.raw.execute(query).fetchone()[0] == 0


def test_a_fault_of_the_disk_is_told_from_a_bug():
    from sqlalchemy.exc import IntegrityError, OperationalError

    full = driver.OperationalError("database or disk is full")
    assert disk_fault(full) == disk_fault(OperationalError("INSERT", {}, full)) == "database or disk is full"
    assert disk_fault(driver.DatabaseError("malformed")) == "malformed"
    unique = driver.IntegrityError("UNIQUE")
    assert disk_fault(unique) == disk_fault(IntegrityError("INSERT", {}, unique)) == ""
    assert disk_fault(ValueError("x")) == disk_fault(None) == ""
