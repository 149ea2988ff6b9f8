"""What is due from whom, over ten thousand alliances with ten years behind them: counted, proposed, and shown on the workbench.

The rows are written straight into the index: what is measured only reads it, and as many events would take minutes to append.
"""

import random
import statistics
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from alliance_desk.cases.agenda import agenda
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.register.duties import overview

from db.models import index
from tests.bench import made
from tests.bench.timing import once, told
from tests.helpers.owing import PACK_ID, TEXT

PACKS = 5
TODAY = date(2026, 11, 20)
REPORTS = ("yearly", "january", "summary")
"""Procedures of the pack that hand something in every year."""
_RUNS = 7


def duties(folder: Path, alliances: int) -> Iterator[str]:
    """Lines of figures: counts of all duties, proposals, the whole workbench; each read anew, as after an event."""
    root = folder / f"duties-{alliances}"
    with made.fresh(root) as desk:
        affairs = _fill(desk, alliances)
        desk.clock = FixedClock(TODAY)
        how = f"{alliances} alliances under {PACKS} packs, {affairs} cases beneath them, median of {_RUNS}"
        works: dict[str, Callable[[], object]] = {
            "duties counted": lambda: overview(desk),
            "duties proposals": lambda: proposals(desk),
            "duties workbench": lambda: agenda(desk),
        }
        for name, work in works.items():
            ours, base = _raced(desk, work)
            yield told(name, 1_000 * ours, "ms", how, "the same SQL raw", 1_000 * base)
        kept = statistics.median(once(lambda: agenda(desk)) for _ in range(_RUNS))
        yield told("duties workbench, nothing new", 1_000 * kept, "ms", how)


def _raced(desk: Desk, work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of some work as if an event had come just before, and of its statements alone."""
    statements: list[str] = []

    def anew() -> None:
        desk._once = 0, {}
        work()

    anew()
    desk._once = 0, {}
    desk.raw.set_trace_callback(statements.append)
    work()
    desk.raw.set_trace_callback(None)
    times = [
        (once(anew), once(lambda: [desk.raw.execute(statement).fetchall() for statement in statements])) for _ in range(_RUNS)
    ]
    return statistics.median(t for t, _ in times), statistics.median(t for _, t in times)


def _fill(desk: Desk, alliances: int) -> int:
    """Rows of alliances recognised over ten years, nearly all of them diligent; how many cases they have."""
    desk.place.packs.mkdir(exist_ok=True)
    for n in range(PACKS):
        (desk.place.packs / f"{PACK_ID}-{n}.toml").write_text(TEXT.replace(f'"{PACK_ID}"', f'"{PACK_ID}-{n}"'), encoding="utf8")
    luck = random.Random(4)
    tables: dict[type[index.Base], list[dict[str, Any]]] = {index.Alliance: [], index.Affair: [], index.Grade: []}
    for n in range(alliances):
        _alliance(luck, n, tables)
    with desk.transaction() as connection:
        for table, rows in tables.items():
            connection.execute(table.__table__.insert(), rows)  # pyright: ignore[reportAttributeAccessIssue]
    desk.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(tables[index.Affair])


def _alliance(luck: random.Random, n: int, tables: dict[type[index.Base], list[dict[str, Any]]]) -> None:
    key, pack = f"{luck.getrandbits(128):032x}", f"{PACK_ID}-{n % PACKS}"
    recognised = date(2018, 4, 1) + timedelta(days=luck.randrange(3_000))
    exited = str(recognised + timedelta(days=luck.randrange(400, 2_000))) if luck.random() < 0.05 else ""
    line = {column.name: "" for column in index.Alliance.__table__.columns}
    line |= {"id": key, "name": f"样例{n}联盟", "kind": "认定", "pack": pack, "recognised": str(recognised), "members": 12}
    line |= {"held": str(recognised), "first": str(recognised), "status": "exited" if exited else "valid", "exited": exited}
    line |= {"case": f"c{n}", "county": f"样例{n % 12}县科技局", "lead": f"样例{n}公司", "agreement_end": f"{recognised.year + 9}-06-30"}
    tables[index.Alliance].append(line)
    blank: dict[str, Any] = {column.name: "" for column in index.Affair.__table__.columns}
    blank |= {"alliance": key, "pack": pack, "finished": True, "amount": 0}

    def affair(procedure: str, subject: int | str, day: date, **more: object) -> str:
        stream = f"{luck.getrandbits(128):032x}"
        own = {"stream": stream, "procedure": procedure, "subject": str(subject), "opened": str(day), "received": str(day), **more}
        tables[index.Affair].append(blank | own)
        return stream

    for year in range(recognised.year, TODAY.year):
        for procedure in REPORTS:
            if luck.random() < 0.99:
                affair(procedure, year, date(year + (procedure == "january"), 1 if procedure == "january" else 12, 15))
        for activity in ("transfer", "transfer", "exchange"):
            if luck.random() < 0.99:
                affair("event", "", date(year, luck.randrange(1, 13), 9), what=activity)
        for procedure in ("assess", "review", *(("mid",) if year == recognised.year + 3 else ()), *(("final",) if year == recognised.year + 5 else ())):  # fmt: skip
            bad = luck.random() < 0.02
            case = affair(procedure, year, date(year, 11, 3))
            grade = {"grade": "poor", "name": "较差", "rank": 2} if bad else {"grade": "good", "name": "优良", "rank": 1}
            given = {"alliance": key, "case": case, "procedure": procedure, "subject": str(year), "on_date": f"{year}-11-20"}
            tables[index.Grade].append({**given, **grade, "passed": not bad, "score": ""})
