"""The pool as a workbook: taken in with what it changed, written out to be worked on, or as an empty form."""

from typing import cast

import msgspec

from alliance_desk.canonical import Json
from alliance_desk.changes import Changes
from alliance_desk.desk import Desk
from alliance_desk.experts.people import Expert
from alliance_desk.experts.pool_sheet import write_pool
from alliance_desk.progress import Progress
from alliance_desk.review import pool
from ui.language import tr
from ui.seat import Seat
from ui.task import Ask, Kind, Task, Values
from ui.tasks.asks import saved, saving

_NAMED = 5
"""So many experts are named in the line that says what an import did."""


def import_task(seat: Seat) -> Task:
    """Take a workbook in."""

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        before = entries(desk)
        changes = pool.take_in(desk, values["path"])
        return msgspec.structs.replace(changes, code="ui.experts.taken", facts=_told(before, entries(desk), changes))

    asked = Ask(
        "path",
        tr("ui.experts.workbook"),
        Kind.FILE,
        required=True,
        hint=tr("ui.experts.workbook-hint"),
        file_types="Excel (*.xlsx)",
    )
    return Task(
        id="experts.import",
        title=tr("ui.experts.import-title"),
        intro=tr("ui.experts.import-intro"),
        submit=tr("ui.experts.import-submit"),
        fields=[asked],
        stream=seat.reader.own_stream("pool"),
        work=work,
    )


def workbook_task(seat: Seat, *, empty: bool) -> Task:
    """Write the workbook: with everybody in it, or empty."""
    name = "form" if empty else "whole"

    def work(desk: Desk, values: Values, _step: Progress) -> Changes:
        path = saved(desk, values)
        people = [] if empty else in_order(desk)
        write_pool(path, people)
        facts = {"path": str(path), "count": len(people)}
        return Changes(code=f"ui.experts.book.{name}.done", facts=facts, files=(path,))

    return Task(
        id=f"experts.{name}",
        title=tr(f"ui.experts.book.{name}.head"),
        intro=tr(f"ui.experts.book.{name}.intro"),
        submit=tr("ui.table.export-submit"),
        fields=[saving(seat, tr(f"ui.experts.book.{name}.file"))],
        work=work,
    )


def entries(desk: Desk) -> dict[str, Json]:
    """The pool by expert."""
    return cast("dict[str, Json]", desk.own("pool").open.get("experts", {}))


def person(desk: Desk, expert: str) -> Expert | None:
    """One expert of the pool."""
    entry = entries(desk).get(expert)
    return msgspec.convert({**entry, "id": expert}, Expert) if entry is not None else None


def in_order(desk: Desk) -> list[Expert]:
    """Everybody, in the order of the workbook they came from."""
    found = sorted(entries(desk).items(), key=lambda item: item[1].get("order", 0))
    return [msgspec.convert({**entry, "id": key}, Expert) for key, entry in found]


def _told(before: dict[str, Json], after: dict[str, Json], changes: Changes) -> dict[str, str | int]:
    """What an import did, expert by expert; the order of rows is no change."""
    changed = [key for key in before if key in after and _said(before[key]) != _said(after[key])]
    listed = int(cast("int", changes.facts["count"]))
    new = len(after.keys() - before.keys())
    names = tr("ui.list-sign").join(after[key]["name"] for key in changed[:_NAMED])
    more = tr("ui.experts.and-more") if len(changed) > _NAMED else ""
    return {
        "count": listed,
        "new": new,
        "changed": len(changed),
        "named": tr("ui.experts.named", names=names + more) if changed else "",
        "same": listed - new - len(changed),
        "left": len(after) - listed,
    }


def _said(entry: Json) -> Json:
    return {key: value for key, value in entry.items() if key != "order"}
