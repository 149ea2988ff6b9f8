"""The index as it grew with the story, and the index made anew from the streams, are the same row for row."""

import subprocess
import sys
from pathlib import Path

import pytest

from alliance_desk.ledger import rebuild
from db import migrate
from db.session import Database

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def scratch(tmp_path):
    database = Database(tmp_path / "scratch.db")
    migrate.upgrade(database.raw)
    yield database
    database.close()


@pytest.mark.parametrize("office", ["county", "city"])
def test_the_grown_index_equals_the_rebuilt_one_row_for_row(office, pair, cases, scratch):
    raw = getattr(pair, office).raw
    with scratch.writing() as connection:
        rebuild.rebuild(raw, connection)
    assert list(rebuild.compare(raw, scratch.raw)) == []
    for table in rebuild.TABLES:  # and not by the comparison's own word alone
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        rows = [set(one.execute(f'SELECT {names} FROM "{table.name}"')) for one in (raw, scratch.raw)]
        assert rows[0] == rows[1], table.name


def test_every_index_table_has_rows_after_the_story(pair, played):
    empty = [t.name for t in rebuild.TABLES if not pair.city.raw.execute(f'SELECT 1 FROM "{t.name}"').fetchone()]
    assert empty == []


def test_nothing_that_stays_with_the_city_reaches_the_county(pair, played):
    kinds = {kind for (kind,) in pair.county.raw.execute("SELECT DISTINCT kind FROM ledger_stream")}
    assert kinds == {"case", "notes", "office", "numbers"}
    names = [name for (name,) in pair.city.raw.execute("SELECT name FROM index_expert")]
    texts = "".join(data.decode() for (data,) in pair.county.raw.execute("SELECT data FROM ledger_body"))
    assert names
    assert not [name for name in names if name in texts]


def test_both_registers_agree(pair, played):
    query = "SELECT * FROM index_alliance", "SELECT * FROM index_alliance_member ORDER BY member"
    for one in query:
        rows = pair.county.raw.execute(one).fetchall()
        assert rows
        assert rows == pair.city.raw.execute(one).fetchall()


def test_the_rebuild_loads_no_module_that_keeps_the_index_in_step():
    code = (
        "import sys; from alliance_desk.ledger import rebuild; "
        "print(*(m for m in sys.modules if m.startswith('alliance_desk.ledger')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = set(done.stdout.split())
    assert "alliance_desk.ledger.rebuild" in loaded
    assert not loaded & {"alliance_desk.ledger.indexing", "alliance_desk.ledger.append", "alliance_desk.ledger.guard"}


def test_the_doctor_examines_without_the_incremental_module(tmp_path):
    code = (
        "import sys; from pathlib import Path; from alliance_desk.desk import open_desk; from alliance_desk import doctor; "
        "desk = open_desk(Path(sys.argv[1])); report = doctor.examine(desk); desk.close(); "
        "print(len(report.faults), 'alliance_desk.ledger.indexing' in sys.modules)"
    )
    from tests.helpers.desks import make_office

    make_office(tmp_path / "office").close()
    command = [sys.executable, "-c", code, str(tmp_path / "office")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["0", "False"]


def test_a_rebuild_can_be_watched_and_stopped(pair, played, scratch):
    from alliance_desk.progress import Cancelled

    def stop(done, total, code):
        raise Cancelled

    rebuild_chunk = rebuild._CHUNK
    try:
        rebuild._CHUNK = 1
        with pytest.raises(Cancelled), scratch.writing() as connection:
            rebuild.rebuild(pair.city.raw, connection, stop)
    finally:
        rebuild._CHUNK = rebuild_chunk
    assert scratch.raw.execute("SELECT count(*) FROM index_document").fetchone()[0] == 0
