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
from alliance_desk.desk import Desk, library
from alliance_desk.policy.after import Active, Kind, NthYear
from alliance_desk.policy.pack import Pack
from alliance_desk.register.duties import overview
from alliance_desk.register.proposals import proposals
from db.models import index, life
from tests.bench import made
from tests.bench.timing import once, told

TODAY = date(2026, 11, 20)
Rows = dict[type[index.Base], list[dict[str, Any]]]
_RUNS = 7


def duties(folder: Path, alliances: int) -> Iterator[str]:
    """Lines of figures: counts of all duties, proposals, the whole workbench; each read anew, as after an event."""
    root = folder / f"duties-{alliances}"
    with made.fresh(root) as desk:
        packs = [desk.policy_for(name) for name in sorted(library.pack_files(desk.place.packs))]
        affairs = _fill(desk, packs, alliances)
        desk.clock = FixedClock(TODAY)
        how = f"{alliances} alliances under the {len(packs)} shipped packs, {affairs} cases beneath them, median of {_RUNS}"
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
        (once(anew), once(lambda: [desk.raw.execute(statement).fetchall() for statement in statements]))
        for _ in range(_RUNS)
    ]
    return statistics.median(t for t, _ in times), statistics.median(t for _, t in times)


def _fill(desk: Desk, packs: list[Pack], alliances: int) -> int:
    """Rows of alliances recognised over ten years, nearly all of them diligent; how many cases they have."""
    luck = random.Random(4)
    tables: Rows = {index.Alliance: [], life.Affair: [], life.Grade: []}
    for n in range(alliances):
        _alliance(luck, n, packs[n % len(packs)], tables)
    with desk.transaction() as connection:
        for table, rows in tables.items():
            if rows:
                connection.execute(table.__table__.insert(), rows)  # pyright: ignore[reportAttributeAccessIssue]
    desk.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return len(tables[life.Affair])


def _alliance(luck: random.Random, n: int, rules: Pack, tables: Rows) -> None:
    key, recognised = _id(luck), date(2016, 9, 1) + timedelta(days=luck.randrange(3_600))
    exited = str(recognised + timedelta(days=luck.randrange(400, 2_000))) if luck.random() < 0.05 else ""
    line = {column.name: "" for column in index.Alliance.__table__.columns}
    line |= {
        "id": key,
        "name": f"样例{n}联盟",
        "kind": "认定",
        "pack": rules.pack.id,
        "recognised": str(recognised),
        "members": 12,
    }
    line |= {
        "held": str(recognised),
        "first": str(recognised),
        "status": "exited" if exited else "valid",
        "exited": exited,
    }
    line |= {
        "case": f"c{n}",
        "county": f"样例{n % 12}县科技局",
        "lead": f"样例{n}公司",
        "agreement_end": f"{recognised.year + 12}-06-30",
    }
    tables[index.Alliance].append(line)
    for year in range(recognised.year, TODAY.year):
        for item in rules.duty.values():
            once_only = isinstance(item, NthYear) and year != recognised.year + item.n
            if luck.random() < 0.99 and not once_only:
                if isinstance(item, Active):
                    for _ in range(item.n):
                        day = date(year, luck.randrange(1, 13), 9)
                        _affair(
                            luck,
                            key,
                            rules,
                            rules.activity[item.activity].procedure,
                            "",
                            day,
                            tables,
                            what=item.activity,
                        )
                elif item.procedure:
                    _affair(luck, key, rules, item.procedure, str(year), date(year, 12, 15), tables)


def _affair(
    luck: random.Random, key: str, rules: Pack, procedure: str, year: str, day: date, tables: Rows, what: str = ""
) -> None:
    item, stream = rules.procedure[procedure], _id(luck)
    tables[life.Affair].append({
        **{column.name: "" for column in life.Affair.__table__.columns}, "stream": stream, "alliance": key, "pack": rules.pack.id,
        "procedure": procedure, "kind": str(item.kind), "subject": year if item.yearly else "", "opened": str(day), "received": str(day),
        "finished": True, "what": what, "amount": 0,
    })  # fmt: skip
    if item.kind is Kind.ASSESSMENT:
        rungs = sorted((g for g in rules.grade.items() if g[1].ladder == item.ladder), key=lambda one: one[1].rank)
        grade, rung = rungs[-1 if luck.random() < 0.02 else 0]
        tables[life.Grade].append({
            "alliance": key, "case": stream, "procedure": procedure, "subject": year if item.yearly else "", "grade": grade,
            "name": rung.name, "rank": rung.rank, "passed": rung.passed, "score": "", "on_date": str(day),
        })  # fmt: skip


def _id(luck: random.Random) -> str:
    return f"{luck.getrandbits(128):032x}"
