"""Setting up an office: its folder, its database, its key, its first operator."""

import shutil
import uuid
from pathlib import Path

from msgspec import Struct

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.clock import Clock, SystemClock
from alliance_desk.desk import marks
from alliance_desk.desk.desk import Desk, Passphrase
from alliance_desk.desk.opening import open_desk
from alliance_desk.desk.workspace import Workspace
from alliance_desk.errors import Refused
from db import migrate
from db.session import Database

LEVELS = ("省", "市", "县", "开发区")


class Founding(Struct, frozen=True, kw_only=True):
    """What the first-run questions ask. level: 省, 市, 县 or 开发区. division: six digits, empty where the office has none."""

    name: str
    level: str
    division: str = ""
    operator: str
    code: str = ""


def found(root: Path, answers: Founding, passphrase: Passphrase, *, clock: Clock | None = None) -> Desk:
    """Make a workspace and open it.

    Raises Refused when the folder is already one, is not empty, or an answer is missing; Damaged when the disk refuses.
    """
    from sqlalchemy import insert

    from alliance_desk.keys.office import OfficeKey
    from alliance_desk.ledger.append import Author, Draft, append
    from db.models import index

    place, clock = Workspace(root), clock or SystemClock()
    if answers.level not in LEVELS:
        raise Refused("desk.unknown-level", level=answers.level, known=LEVELS)
    if not answers.name.strip() or not answers.operator.strip():
        raise Refused("desk.founding-incomplete")
    if root.exists() and any(root.iterdir()):
        raise Refused("desk.folder-in-use", path=str(root))
    office, operator = uuid.uuid4().hex, uuid.uuid4().hex
    sealed = OfficeKey.make().seal(passphrase())
    made = not root.exists()
    try:
        files.write(place.key, sealed)
        known = marks.Marks(uuid.uuid4().hex)
        marks.save(place.marks, known)
        database = Database(place.database)
        try:
            migrate.upgrade(database.raw)
            with database.writing() as connection:
                connection.execute(insert(index.IndexState).values(version=index.VERSION))
                patch = _first(office, operator, answers, clock)
                draft = Draft(stream=uuid.uuid4().hex, stream_kind="office", kind="office.founded", patch=patch)
                append(database.raw, connection, Author(office, known.incarnation, operator, clock), [draft])
        finally:
            database.close()
    except BaseException:
        if made:
            shutil.rmtree(root, ignore_errors=True)
        raise
    return open_desk(root, clock=clock, passphrase=passphrase)


def _first(office: str, operator: str, answers: Founding, clock: Clock) -> Json:
    about = {"id": office, "name": answers.name.strip(), "level": answers.level, "founded": clock.today().isoformat()}
    about |= {key: value for key, value in (("division", answers.division), ("code", answers.code)) if value}
    return {"office": about, "operators": {operator: {"name": answers.operator.strip(), "order": 1, "roles": ["admin"], "active": True}}}
