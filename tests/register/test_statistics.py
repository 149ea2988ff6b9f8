"""Figures of the register: counted from the index today, folded for another day, and the same on the same day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import exits, measures
from alliance_desk.desk import Desk
from alliance_desk.register import statistics as figures
from alliance_desk.register.statistics import statistics
from tests.helpers import care
from tests.helpers.desks import PACK_ID, TODAY


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    with care.city(tmp_path / "city") as desk:
        for n, year in enumerate((2019, 2019, 2021, 2022), start=1):
            care.entered(desk, f"样例联盟{n}", date(year, 5, 1), field="新材料" if n < 3 else "装备")
        (gone, flagged) = (row[0] for row in desk.raw.execute("SELECT id FROM index_alliance ORDER BY name LIMIT 2"))
        leaving = exits.open_exit(desk, gone, "poor-twice", "x").streams[0]
        exits.skip_hearing(desk, leaving, "x")
        exits.decide(desk, leaving, "1号", TODAY, "x")
        measures.impose(desk, flagged, "rectify", "2号", TODAY, reason="x")
        yield desk


def test_today_and_the_fold_of_today_say_the_same(city: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = statistics(city)
    monkeypatch.setattr(figures, "_ROWS", "SELECT nothing")  # the folded way must not look at the index
    care.at(city, date(2024, 9, 28))
    folded = statistics(city, TODAY.isoformat())
    assert counted == folded


def test_what_is_counted(city: Desk) -> None:
    found = statistics(city)
    assert (found.valid, found.left, found.members) == (3, 1, 9)
    assert {(share.key, share.count) for share in found.by["field"]} == {("装备", 2), ("新材料", 1)}
    assert [(share.key, share.count) for share in found.by["leaves"]] == [("取消", 1)]
    assert [(share.key, share.count) for share in found.by["sanctions"]] == [("限期整改", 1)]
    assert [(share.key, share.count, share.units) for share in found.kinds] == [("enterprise", 9, 3)]


def test_years_run_without_gaps_and_add_up(city: Desk) -> None:
    lines = statistics(city).years
    assert [line.year for line in lines] == ["2019", "2020", "2021", "2022", "2023", "2024"]
    assert [line.standing for line in lines] == [2, 2, 3, 4, 4, 3]
    assert sum(line.recognised for line in lines) == 4


def test_another_day_and_another_policy(city: Desk) -> None:
    assert (statistics(city, "2020-12-31").valid, statistics(city, "2018-01-01").valid) == (2, 0)
    assert statistics(city, pack=PACK_ID).valid == 3
    assert statistics(city, pack="other").years[-1].standing == 0
