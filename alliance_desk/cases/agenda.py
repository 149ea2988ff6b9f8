"""The workbench: what this office has to do, what is on its way, what falls due. Everything comes from the index, nothing is folded."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from alliance_desk import words
from alliance_desk.cases.deadlines import Deadline, deadlines
from alliance_desk.clock import CHINA
from alliance_desk.desk import Desk
from alliance_desk.errors import Fact
from alliance_desk.exchange.offers import offered
from alliance_desk.exchange.quarantine import quarantined

__all__ = ["Agenda", "Deadline", "StageCount", "Todo", "Transit", "agenda", "waiting"]

UP, DOWN = "hand-over", "send-back"
"""What stands for the kind of stage of a case to be handed over, which is none: up to who decides, down to who recommends."""

_MINE = """
    SELECT stream, number, name, step, step_name, step_kind, since, due, blocking, affair, subject FROM index_case WHERE stream IN (
        SELECT stream FROM index_case WHERE holder = ?1 AND custody = 'held' AND actor = ?1 ORDER BY since, stream LIMIT ?2
    ) ORDER BY since, stream
"""
"""The inner question is answered by the index alone; only the rows that are shown are read."""
_STAGES = """
    SELECT step_kind, step_name, count(*), min(since) FROM index_case WHERE holder = ?1 AND custody = 'held' AND actor = ?1
    GROUP BY step_kind, step_name ORDER BY 3 DESC, 2
"""
_ABROAD = "holder = ?1 AND custody = 'held' AND actor > '' AND actor <> ?1 AND outcome = ''"
"""Here, although the next stage is the other office's: to be handed over, or sent back."""
_READY = f"""
    SELECT stream, number, name, '', '', CASE recommender WHEN ?1 THEN '{UP}' ELSE '{DOWN}' END, since, due, blocking,
        affair, subject FROM index_case WHERE {_ABROAD} ORDER BY since, stream LIMIT ?2
"""  # noqa: S608 - our own words
_HANDING = f"""
    SELECT CASE recommender WHEN ?1 THEN '{UP}' ELSE '{DOWN}' END, '', count(*), min(since) FROM index_case WHERE {_ABROAD}
    GROUP BY 1 ORDER BY 3 DESC, 1
"""  # noqa: S608 - our own words
_OFFERED = """
    SELECT stream, number, name, updated, CASE holder WHEN recommender THEN decider ELSE recommender END,
        CASE holder WHEN recommender THEN '' ELSE county END
    FROM index_case WHERE holder = ? AND custody = 'offered' ORDER BY updated, stream LIMIT ?
"""
_UNANSWERED = """
    SELECT p.sha256, p.file, p.on_date, p.purpose, COALESCE((SELECT e.name FROM index_peer e WHERE e.office = p.office LIMIT 1), p.office)
    FROM index_package p WHERE p.direction = 'out' AND NOT p.receipt AND p.purpose <> 'receipt' ORDER BY p.on_date, p.rowid LIMIT ?
"""
_PEER = "SELECT name FROM index_peer WHERE office = ? LIMIT 1"


class Todo(Struct, frozen=True):
    """A case that waits for this office. step: name of the stage, step_id its id. since: first day it could be closed, days ago.

    A case to be handed over has no stage here: step_kind is ``UP`` or ``DOWN``. affair, subject: of a case beneath an alliance, its procedure
    and the year it stands for.
    """

    stream: str
    number: str
    name: str
    step: str
    step_id: str
    step_kind: str
    since: date
    days: int
    due: str
    blocking: int
    affair: str = ""
    subject: str = ""

    def text(self, language: str = "zh_CN") -> str:
        """What is to be done with it, in a word."""
        return _called(self.step, self.step_kind, language)


class StageCount(Struct, frozen=True):
    """How many cases wait for this office at one stage, or to be handed over, and since when the oldest does."""

    step: str
    step_kind: str
    count: int
    since: date

    def text(self, language: str = "zh_CN") -> str:
        """What is to be done with them, in a word."""
        return _called(self.step, self.step_kind, language)


class Transit(Struct, frozen=True):
    """Something on its way.

    kind: offered (a case handed over, not signed for), receipt (a package without receipt), quarantined, or pack (of another office, waits).
    id: of the case or the package. name: alliance or file. office: the other one. since: day, and days until today.
    """

    kind: str
    id: str
    name: str
    office: str
    since: date
    days: int
    code: str
    facts: Mapping[str, Fact] = {}

    def text(self, language: str = "zh_CN") -> str:
        """What it waits for."""
        return words.text(self.code, self.facts, language)


class Agenda(Struct, frozen=True):
    """mine: oldest first, at most as many as asked for; total: how many there are. stages: the same counted. transit: oldest first."""

    mine: list[Todo]
    total: int
    stages: list[StageCount]
    transit: list[Transit]
    deadlines: list[Deadline]


def agenda(desk: Desk, limit: int = 50) -> Agenda:
    """What this office has to do today. limit: most rows of ``mine`` and of each kind of ``transit``."""
    today = desk.clock.today()
    stages = [StageCount(name, kind, count, date.fromisoformat(since)) for kind, name, count, since in _counted(desk)]
    rows = (row for query in (_MINE, _READY) for row in desk.raw.execute(query, (desk.office, limit)).fetchall())
    on_way = [*_offered(desk, limit), *_unanswered(desk, limit), *_held_back(desk), *_packs(desk)]
    return Agenda(
        mine=sorted((_todo(row, today) for row in rows), key=lambda todo: (todo.since, todo.stream))[:limit],
        total=sum(stage.count for stage in stages),
        stages=stages,
        transit=sorted(on_way, key=lambda one: one.since),
        deadlines=deadlines(desk),
    )


def waiting(desk: Desk) -> int:
    """How many cases wait for this office, those to be handed over among them."""
    return sum(row[2] for row in _counted(desk))


def _counted(desk: Desk) -> list[Any]:
    """Kind and name of each stage, how many cases wait there, since when; then the cases to be handed over."""
    return [row for query in (_STAGES, _HANDING) for row in desk.raw.execute(query, (desk.office,)).fetchall()]


def _called(step: str, kind: str, language: str) -> str:
    return words.text(f"agenda.{kind}", language=language) if kind in (UP, DOWN) else step


def _todo(row: Any, today: date) -> Todo:
    stream, number, name, step, step_name, kind, since, due, blocking, affair, subject = row
    day = date.fromisoformat(since)
    return Todo(stream, number, name, step_name, step, kind, day, (today - day).days, due, blocking, affair, subject)


def _offered(desk: Desk, limit: int) -> Iterator[Transit]:
    """Cases handed over: until somebody signs for them nothing else happens to them, so the last event is the handing over."""
    for stream, number, name, updated, office, behalf in desk.raw.execute(_OFFERED, (desk.office, limit)).fetchall():
        peer = desk.raw.execute(_PEER, (office,)).fetchone()
        other, since = peer[0] if peer else behalf or office, _day(updated)
        yield _on_way(desk, "offered", stream, name, other, since, "agenda.offered", {"number": number})


def _unanswered(desk: Desk, limit: int) -> Iterator[Transit]:
    """Packages that went out and whose receipt has not come; receipts themselves wait for none."""
    for sha256, file, day, purpose, other in desk.raw.execute(_UNANSWERED, (limit,)).fetchall():
        code = f"agenda.no-receipt.{purpose}"
        yield _on_way(desk, "receipt", sha256, file, other, date.fromisoformat(day), code)


def _held_back(desk: Desk) -> Iterator[Transit]:
    """Packages that were not taken in."""
    for held in quarantined(desk):
        yield _on_way(desk, "quarantined", held.id, held.name, held.claimed, _day(held.since), held.code, held.facts)


def _packs(desk: Desk) -> Iterator[Transit]:
    """Policy packs of other offices that a person has to add or decline."""
    for one in offered(desk):
        yield _on_way(
            desk, "pack", one.sha256, one.title, one.sender, date.fromisoformat(one.on), "agenda.pack-offered"
        )


def _day(moment: str) -> date:
    """The day of a stamp, at UTC+8."""
    return datetime.fromisoformat(moment).astimezone(CHINA).date()


def _on_way(
    desk: Desk, kind: str, id: str, name: str, other: str, since: date, code: str, facts: Mapping[str, Fact] = {}
) -> Transit:
    days = (desk.clock.today() - since).days
    return Transit(kind, id, name, other, since, days, code, {"office": other, **facts})
