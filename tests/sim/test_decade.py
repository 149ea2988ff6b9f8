"""Forty alliances live through ten years, eight under each policy, and eight more under one that nobody knows but its TOML file.

And the proofs themselves find what is planted.
"""

from datetime import date
from pathlib import Path

import pytest

from alliance_desk.policy.after import Every
from db.session import connect
from tests.packs.scenario import INVENTED
from tests.sim import decade, life, proofs
from tests.sim.applying import base_day
from tests.sim.decade import packs
from tests.sim.world import World

EIGHT, SEED = 8, 20260101


@pytest.mark.parametrize("pack", [*packs(), *INVENTED])
def test_ten_years(pack: str, tmp_path: Path) -> None:
    told = decade.one(tmp_path, pack, EIGHT, SEED)
    assert told.counts["applied"] >= EIGHT
    assert told.alliances == EIGHT or told.counts["handed upwards"] == EIGHT
    if told.alliances:
        assert told.counts["report"] > EIGHT, "papers were handed in year after year"
        assert told.left, "somebody left"


LIVED = """
    SELECT a.name, f.procedure, f.subject, f.opened, f.received, f.outcome, f.title
    FROM index_affair f JOIN index_alliance a ON a.id = f.alliance ORDER BY 1, 2, 3, 4, 5, 6, 7
"""
"""What every alliance went through, told without ids, which no seed gives."""


def test_a_seed_tells_one_story(tmp_path: Path) -> None:
    name = next(one for one in packs() if any(isinstance(duty, Every) for duty in decade.pack_of(one).duty.values()))
    stories: list[list[tuple[str, ...]]] = []
    for folder in (tmp_path / "once", tmp_path / "again"):
        folder.mkdir()
        decade.one(folder, name, 3, SEED)
        raw = connect(folder / "office" / "desk.db")
        stories.append(raw.execute(LIVED).fetchall())
        raw.close()
    assert len(stories[0]) > 50
    assert stories[0] == stories[1]


@pytest.fixture
def world(tmp_path: Path):
    """Two alliances after three years under a policy with yearly papers and rounds."""
    name = next(one for one in packs() if "assess" in decade.pack_of(one).procedure)
    made = World(tmp_path, name, base_day(name), "planted")
    for order in (1, 2):
        decade.plan_application(made, decade.pack_of(name), order)
    for year in range(made.day.year + 1, made.day.year + 4):
        made.plan(date(year, 1, 2), lambda: life.begin_year(made))
    made.run(date(made.day.year + 3, 12, 31), lambda _touched: None)
    yield made
    made.desk.close()


def test_the_proofs_hold_and_find_what_is_planted(world: World) -> None:
    proofs.of_the_year(world)
    proofs.of_the_end(world)
    known = next(one for one in world.lives.values() if one.reports and one.grades)
    (pair, day) = known.reports.popitem()
    with pytest.raises(AssertionError):
        proofs.of_the_year(world)
    known.reports[pair] = day
    (key, grade) = known.grades.popitem()
    with pytest.raises(AssertionError):
        proofs.of_the_day(world, {known.key})
    known.grades[key] = grade
    known.left = (day, "取消", "0" * 32)
    with pytest.raises(AssertionError):
        proofs.of_the_day(world, {known.key})
    known.left = None
    with world.desk.transaction() as connection:
        connection.exec_driver_sql("UPDATE index_alliance SET grade = 'x' WHERE id = ?", (known.key,))
    with pytest.raises(AssertionError):
        proofs.of_the_day(world, {known.key})
    with pytest.raises(AssertionError):
        proofs.of_the_end(world)
