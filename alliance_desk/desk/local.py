"""What belongs to this PC only: what somebody was typing, how they left the window, what background work came to.

None of it is part of the ledger: it is not rebuilt, not signed, not sent. Reading works on a desk that may only look.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from alliance_desk.clock import stamp
from alliance_desk.desk.desk import Desk

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from db.base import Base

MOST_JOBS = 200
"""So many jobs are remembered; older ones go."""
EVERYBODY = ""
"""In place of an operator: what holds for whoever works at this PC."""
LOST = "lost"
"""State of a job whose program ended before it did."""
_RUNNING = "running"

_DRAFTS = "SELECT stream, form, base, content, saved FROM local_draft WHERE operator = ?"
_STATE = "SELECT value FROM local_window WHERE operator = ? AND key = ?"
_JOBS = "SELECT id, started, ended, title, state, text, files FROM local_job ORDER BY started DESC, rowid DESC LIMIT ?"


class DraftKept(Struct, frozen=True):
    """What was typed into a form and not saved.

    stream: of the record, empty where the form opens a new one. base_seq: sequence number of the head the form was filled from.
    values: field path → what stands in it. saved: UTC.
    """

    stream: str
    form: str
    base_seq: int
    values: dict[str, Any]
    saved: str


class JobKept(Struct, frozen=True):
    """A piece of background work. started, ended: UTC, ended empty while it runs. state: running, done, refused, damaged, cancelled, bug or lost."""

    id: str
    started: str
    ended: str
    title: str
    state: str
    text: str
    files: tuple[str, ...]


def save_draft(desk: Desk, stream: str, form: str, base_seq: int, values: Mapping[str, Any]) -> None:
    """Keep what an operator has typed so far; it replaces what was kept for this form before."""
    from db.models.local import Draft

    row = {"operator": desk.operator, "stream": stream, "form": form, "base": base_seq}
    row |= {"content": _text(dict(values)), "saved": stamp(desk.clock.now())}
    with desk.transaction() as connection:
        _put(connection, Draft, row, ("operator", "stream", "form"))


def draft(desk: Desk, stream: str, form: str) -> DraftKept | None:
    """What this operator had typed into a form; None where nothing is kept."""
    row = desk.raw.execute(f"{_DRAFTS} AND stream = ? AND form = ?", (desk.operator, stream, form)).fetchone()
    return _draft(row) if row else None


def drafts(desk: Desk) -> list[DraftKept]:
    """Everything that this operator has typed and not saved, newest first."""
    rows = desk.raw.execute(f"{_DRAFTS} ORDER BY saved DESC, rowid DESC", (desk.operator,))
    return [_draft(row) for row in rows.fetchall()]


def drop_draft(desk: Desk, stream: str, form: str) -> None:
    """Throw away what was typed into a form: it was saved, or is not wanted."""
    from sqlalchemy import delete

    from db.models.local import Draft

    if draft(desk, stream, form) is None:
        return
    with desk.transaction() as connection:
        connection.execute(
            delete(Draft).where(Draft.operator == desk.operator, Draft.stream == stream, Draft.form == form)
        )


def drop_drafts(desk: Desk, stream: str) -> None:
    """Throw away whatever anybody at this PC was typing about a record: its personal data was redacted."""
    from sqlalchemy import delete

    from db.models.local import Draft

    with desk.transaction() as connection:
        connection.execute(delete(Draft).where(Draft.stream == stream))


def state(desk: Desk, key: str, operator: str | None = None) -> Any:
    """A value that this operator's window kept, or another's (``EVERYBODY``); None where it kept none."""
    row = desk.raw.execute(_STATE, (_whose(desk, operator), key)).fetchone()
    return msgspec.json.decode(row[0]) if row else None


def keep_state(desk: Desk, values: Mapping[str, Any], operator: str | None = None) -> None:
    """Keep values of this operator's window, all in one transaction; None takes one away, what is kept already costs nothing.

    operator: another's than the one who works here now (``EVERYBODY``).
    """
    from sqlalchemy import delete

    from db.models.local import WindowState

    owner = _whose(desk, operator)
    changed = {key: value for key, value in values.items() if state(desk, key, owner) != value}
    if not changed:
        return
    with desk.transaction() as connection:
        for key, value in changed.items():
            if value is None:
                mine = (WindowState.operator == owner, WindowState.key == key)
                connection.execute(delete(WindowState).where(*mine))
            else:
                row = {"operator": owner, "key": key, "value": _text(value)}
                _put(connection, WindowState, row, ("operator", "key"))


def _whose(desk: Desk, operator: str | None) -> str:
    return desk.operator if operator is None else operator


def keep_job(
    desk: Desk,
    job: str,
    title: str,
    state: str,
    *,
    started: datetime | None = None,
    ended: datetime | None = None,
    text: str = "",
    files: Sequence[Path | str] = (),
) -> None:
    """Keep a job as it stands: when it begins (``running``) and again when it has ended; the oldest beyond ``MOST_JOBS`` go.

    job: its id. started: now when not said; what was said first stays.
    """
    from sqlalchemy import text as sql

    from db.models.local import Job

    row = {
        "id": job,
        "started": stamp(started or desk.clock.now()),
        "ended": stamp(ended) if ended else "" if state == _RUNNING else stamp(desk.clock.now()),
        "title": title,
        "state": state,
        "text": text,
        "files": _text([str(path) for path in files]),
    }
    before = desk.raw.execute("SELECT started FROM local_job WHERE id = ?", (job,)).fetchone()
    with desk.transaction() as connection:
        _put(connection, Job, row | ({"started": before[0]} if before and not started else {}), ("id",))
        connection.execute(
            sql(
                "DELETE FROM local_job WHERE id NOT IN "
                "(SELECT id FROM local_job ORDER BY started DESC, rowid DESC LIMIT :most)"
            ),
            {"most": MOST_JOBS},
        )


def jobs(desk: Desk, limit: int = MOST_JOBS) -> list[JobKept]:
    """The newest jobs first."""
    return [
        JobKept(job, started, ended, title, state, text, tuple(msgspec.json.decode(files)))
        for job, started, ended, title, state, text, files in desk.raw.execute(_JOBS, (limit,)).fetchall()
    ]


def close_lost_jobs(desk: Desk) -> None:
    """Mark what an earlier run of the program left running: nobody works on it any more."""
    from sqlalchemy import update

    from db.models.local import Job

    if desk.raw.execute("SELECT 1 FROM local_job WHERE state = ?", (_RUNNING,)).fetchone():
        with desk.transaction() as connection:
            connection.execute(
                update(Job).where(Job.state == _RUNNING).values(state=LOST, ended=stamp(desk.clock.now()))
            )


def _draft(row: Sequence[Any]) -> DraftKept:
    stream, form, base, content, saved = row
    return DraftKept(stream, form, base, msgspec.json.decode(content), saved)


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _put(connection: "Connection", table: "type[Base]", row: Mapping[str, Any], keys: Sequence[str]) -> None:
    from sqlalchemy.dialects.sqlite import insert

    connection.execute(insert(table).values(row).on_conflict_do_update(index_elements=keys, set_=row))
