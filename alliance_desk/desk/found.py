"""Setting up an office: its folder, its database, its key, its first operator."""

import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from alliance_desk import files
from alliance_desk.canonical import Json
from alliance_desk.clock import Clock, SystemClock
from alliance_desk.desk import marks
from alliance_desk.desk.desk import Desk, Passphrase
from alliance_desk.desk.opening import open_desk
from alliance_desk.desk.workspace import Workspace
from alliance_desk.errors import Refused
from alliance_desk.policy.vocabulary import LEVELS
from db import migrate
from db.session import Database

if TYPE_CHECKING:
    from alliance_desk.keys.office import KeyCard
    from alliance_desk.keys.sealed import Cost


class Founding(Struct, frozen=True, kw_only=True):
    """What the first-run questions ask. level: 省, 市, 县, 开发区 or 省直. division: six digits, empty where the office has none."""

    name: str
    level: str
    division: str = ""
    operator: str
    code: str = ""


def found(
    root: Path, answers: Founding, passphrase: Passphrase, *, clock: Clock | None = None, cost: "Cost | None" = None
) -> Desk:
    """Make a workspace and open it.

    cost: what one guess at the passphrase shall cost; the usual when None.
    Raises Refused when the folder is already one, is not empty, or an answer is missing; Damaged when the disk refuses.
    """
    from sqlalchemy import insert

    from alliance_desk.keys.office import OfficeKey
    from alliance_desk.ledger.append import append
    from alliance_desk.ledger.draft import Author, Draft
    from db.models import index

    place, clock = Workspace(root), clock or SystemClock()
    if answers.level not in LEVELS:
        raise Refused("desk.unknown-level", level=answers.level, known=LEVELS)
    if not answers.name.strip() or not answers.operator.strip():
        raise Refused("desk.founding-incomplete")
    if root.exists() and any(root.iterdir()):
        raise Refused("desk.folder-in-use", path=str(root))
    office, operator = uuid.uuid4().hex, uuid.uuid4().hex
    key = OfficeKey.make()
    try:
        card = key.card(office, answers.name.strip(), answers.level)
    except ValueError as error:
        raise Refused("desk.unfit-name", name=answers.name) from error
    sealed = key.seal(passphrase(), cost)
    made = not root.exists()
    try:
        files.write(place.key, sealed)
        known = marks.Marks(uuid.uuid4().hex)
        marks.save(place.marks, known)
        database = Database(place.database)
        try:
            migrate.upgrade(database.raw)
            with database.writing() as connection:
                connection.execute(insert(index.IndexState).values(version=migrate.INDEX))
                patch = _first(card, operator, answers, clock)
                draft = Draft(stream=uuid.uuid4().hex, stream_kind="office", kind="office.founded", patch=patch)
                append(database.raw, connection, Author(office, known.incarnation, operator, clock), [draft])
        finally:
            database.close()
    except BaseException:
        for path in [root] if made else list(root.iterdir()):  # the folder was empty before
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else files.remove(path)
        raise
    return open_desk(root, clock=clock, passphrase=passphrase)


def _first(card: "KeyCard", operator: str, answers: Founding, clock: Clock) -> Json:
    about = {"id": card.office, "name": card.name, "level": card.level, "founded": clock.today().isoformat()}
    about["card"] = card.to_bytes().decode()  # the public half of the key: signatures are checked without a passphrase
    about |= {key: value for key, value in (("division", answers.division), ("code", answers.code)) if value}
    return {
        "office": about,
        "operators": {operator: {"name": answers.operator.strip(), "order": 1, "roles": ["admin"], "active": True}},
    }
