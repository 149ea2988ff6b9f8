"""Opening a workspace: its lock, its database at the right schema, its operator, and whether it was restored."""

from pathlib import Path
from typing import cast

from alliance_desk.canonical import Json
from alliance_desk.clock import Clock, SystemClock
from alliance_desk.desk.desk import Desk, Passphrase
from alliance_desk.desk.leftovers import sweep
from alliance_desk.desk.restore import notice_restore
from alliance_desk.desk.unnamed import drop_unnamed
from alliance_desk.desk.workspace import Workspace
from alliance_desk.errors import Damaged, Refused
from db import migrate
from db.session import Database, DatabaseError


def open_desk(
    root: Path,
    *,
    clock: Clock | None = None,
    passphrase: Passphrase | None = None,
    operator: str = "",
    readonly: bool = False,
    wait: float = 3.0,
) -> Desk:
    """Open a workspace.

    operator: a person's id or name; empty for the first one. readonly: only look, without the writer's lock.
    wait: seconds to wait for another program's lock. Raises Refused (no workspace, in use, newer or foreign database,
    unknown operator) and Damaged.
    """
    place = Workspace(root)
    if not place.exists():
        raise Refused("desk.no-workspace", path=str(root))
    held = None if readonly else place.lock(wait)
    try:
        database = Database(place.database, readonly=readonly)
    except DatabaseError as error:
        if held:
            held.release()
        raise Damaged("desk.database-refuses", path=str(place.database), why=str(error)) from error
    desk = Desk(place, database, clock or SystemClock(), held)
    try:
        _check_schema(desk)
        _check_index(desk)
        desk.passphrase = passphrase
        desk.operator = find_operator(desk.settings, operator)
        if not readonly:
            sweep(place, desk.raw)
            notice_restore(desk)
            drop_unnamed(desk.raw, desk.blobs, desk.clock.now())
    except BaseException:
        desk.close()
        raise
    return desk


def find_operator(settings: Json, who: str) -> str:
    """The id of an active operator by id or name; the first one when nothing was named."""
    active = {
        key: person
        for key, person in cast("dict[str, Json]", settings["operators"]).items()
        if person.get("active", True)
    }
    for key, person in active.items():
        if who in ("", key, person["name"]):
            return key
    raise Refused("desk.no-such-operator", operator=who, known=tuple(person["name"] for person in active.values()))


def _check_schema(desk: Desk) -> None:
    path = str(desk.place.database)
    try:
        version = migrate.state(desk.raw)
        if version < migrate.HEAD:
            if desk.readonly:
                raise Refused("desk.older-read-only", path=path)
            migrate.upgrade(desk.raw)
    except migrate.NewerDatabase as error:
        raise Refused("desk.newer-database", path=path) from error
    except migrate.ForeignDatabase as error:
        raise Refused("desk.foreign-database", path=path) from error
    except DatabaseError as error:
        raise Damaged("desk.database-refuses", path=path, why=str(error)) from error


def _check_index(desk: Desk) -> None:
    """Make the index anew when another version of the program made it."""
    if desk.raw.execute("SELECT max(version) FROM index_state").fetchone()[0] == migrate.INDEX:
        return
    if desk.readonly:
        raise Refused("desk.older-read-only", path=str(desk.place.database))
    from alliance_desk.ledger import rebuild

    with desk.transaction() as connection:
        rebuild.renew(desk.raw, connection)
