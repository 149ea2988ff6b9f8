import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from db import migrate
from db.models import Base
from db.paths import MIGRATIONS
from db.session import APPLICATION_ID, Database, connect, engine_over

VERSIONS = sorted(path.name for path in (MIGRATIONS / "versions").glob("*.py"))


@pytest.fixture
def database(tmp_path):
    found = Database(tmp_path / "desk.db")
    migrate.upgrade(found.raw)
    yield found
    found.close()


def test_migrations_are_numbered_without_gaps_and_the_head_is_the_newest_file():
    numbers = [int(name[:4]) for name in VERSIONS]
    assert numbers == list(range(1, migrate.HEAD + 1))


def test_each_migration_carries_the_rules():
    rules = "paths are added, never renamed or retyped"
    assert [n for n in VERSIONS if rules not in (MIGRATIONS / "versions" / n).read_text("utf8")] == []


def test_the_models_and_the_migrated_schema_do_not_differ(database):
    def ours(thing, name, kind, reflected, other):
        del thing, reflected, other
        return not (kind == "table" and name and re.match("search_case|sqlite_", name))

    with engine_over(database.raw).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_is_in_one_of_the_three_rooms():
    assert {name.split("_")[0] for name in Base.metadata.tables} == {"ledger", "index", "local"}


def test_a_new_file_bears_our_mark_and_number(database):
    found = [database.raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    assert found == [APPLICATION_ID, migrate.HEAD]
    assert migrate.state(database.raw) == migrate.HEAD


def test_an_empty_file_is_new_and_another_programs_is_not_touched(tmp_path):
    raw = connect(tmp_path / "other.db")
    assert migrate.state(raw) == 0
    raw.execute("CREATE TABLE accounts (id INTEGER)")
    with pytest.raises(migrate.ForeignDatabase):
        migrate.upgrade(raw)
    assert raw.execute("SELECT name FROM sqlite_schema").fetchall() == [("accounts",)]
    raw.close()


def test_a_newer_file_is_not_touched(database):
    database.raw.execute(f"PRAGMA user_version = {migrate.HEAD + 1}")
    with pytest.raises(migrate.NewerDatabase):
        migrate.upgrade(database.raw)


def test_a_migration_that_fails_changes_nothing(tmp_path):
    database = Database(tmp_path / "desk.db")
    database.raw.execute("PRAGMA max_page_count = 20")
    with pytest.raises(Exception, match="full"):
        migrate.upgrade(database.raw)
    assert database.raw.execute("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'index%'").fetchone()[0] == 0
    database.raw.execute("PRAGMA max_page_count = 100000")
    database.raw.execute("DROP TABLE IF EXISTS alembic_version")
    migrate.upgrade(database.raw)
    assert migrate.state(database.raw) == migrate.HEAD
    database.close()
