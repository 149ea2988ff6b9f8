"""Bring a database file to the newest schema, through Alembic's migrations and nothing else."""

from db.paths import MIGRATIONS
from db.session import APPLICATION_ID, Raw, application_id, engine_over, user_version

HEAD = 3
"""The number of the newest migration; a test holds it equal to the newest file in ``migrations/versions``."""

INDEX = 1
"""Raised whenever an index row would come out otherwise; a workspace with another version gets its index made anew."""


class ForeignDatabase(Exception):
    """The file is a database of another program."""


class NewerDatabase(Exception):
    """The file was made by a newer version of this program."""


def state(raw: Raw) -> int:
    """The schema number of the file, 0 when it is new.

    Raises ForeignDatabase and NewerDatabase when this program must not touch it.
    """
    mark, version = application_id(raw), user_version(raw)
    tables = raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if mark != APPLICATION_ID and tables:
        raise ForeignDatabase
    if version > HEAD:
        raise NewerDatabase
    return version


def upgrade(raw: Raw) -> None:
    """Run the missing migrations; each is one transaction. Alembic is loaded only when there is something to do."""
    if state(raw) == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine_over(raw).connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {HEAD}")
        connection.commit()
