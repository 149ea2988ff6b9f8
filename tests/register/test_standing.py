"""A title whose last day has passed waits for the assessment that decides whether it goes on: today, as of a day, in figures and workbook."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from alliance_desk.cases import lists
from alliance_desk.desk import Desk
from alliance_desk.paths import RESOURCES
from alliance_desk.policy.load import load_pack
from alliance_desk.register.alliance import alliance
from alliance_desk.register.asof import register
from alliance_desk.register.standing import Standing, final_assessment, tally
from alliance_desk.register.statistics import statistics
from tests.helpers.owing import enter, give, leave, on, owing_office


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with owing_office(tmp_path / "city") as made:
        on(made, "2024-02-29")
        yield made


def stands(desk: Desk, key: str, day: str) -> str:
    """How one alliance stands on a day; register, its page, the tally and the figures of that day must agree."""
    (entry,) = [one for one in register(desk, day) if one.id == key]
    page = alliance(desk, key, day)
    assert page is not None
    assert page.entry == entry
    figures = statistics(desk, day)
    assert (figures.awaiting, figures.ended) == (entry.standing == "awaiting", entry.standing == "ended")
    if day == desk.clock.today().isoformat():
        assert +tally(desk) == {Standing(entry.standing): 1}
    return entry.standing


def test_between_its_last_day_and_the_final_assessment_a_title_waits_for_it(desk: Desk) -> None:
    key = enter(desk, "甲联盟", "2024-02-29", valid_to="2029-02-28")
    on(desk, "2029-02-28")
    assert stands(desk, key, "2029-02-28") == "ending"
    on(desk, "2029-03-01")
    assert stands(desk, key, "2029-03-01") == "awaiting"
    on(desk, "2029-05-04")
    give(desk, key, "final", "2029", "good", "2029-05-04")
    assert stands(desk, key, "2029-05-04") == "valid"  # passed; the new last day is not typed yet
    assert stands(desk, key, "2029-05-03") == "awaiting"  # asked again, of the day before
    assert stands(desk, key, "2029-02-28") == "ending"
    give(desk, key, "final", "2029", "good", "2029-05-04", valid_to="2034-02-28")
    on(desk, "2034-03-01")
    assert stands(desk, key, "2034-03-01") == "ended"  # the time it was passed for is over too


def test_a_failed_final_assessment_ends_the_wait_and_the_exit_alone_the_listing(desk: Desk) -> None:
    key = enter(desk, "甲联盟", "2024-02-29", valid_to="2029-02-28")
    on(desk, "2029-04-01")
    give(desk, key, "final", "2029", "poor", "2029-03-20")
    leave(desk, key, "2029-04-01")
    days = ("2029-02-28", "2029-03-19", "2029-03-20", "2029-03-31", "2029-04-01")
    assert [stands(desk, key, day) for day in days] == ["ending", "awaiting", "ended", "ended", "exited"]


def test_equal_ones_and_policies_without_such_an_assessment_do_not_wait(desk: Desk) -> None:
    key = enter(desk, "乙联盟", "2020-02-29", procedure="equal", valid_to="2024-02-28")
    assert stands(desk, key, "2024-02-29") == "ended"
    finals = {
        path.stem: final_assessment(load_pack(path.read_text(encoding="utf8"), path.name), "认定")
        for path in (RESOURCES / "packs").glob("*.toml")
    }
    assert [name for name, found in finals.items() if found] == ["anshan-2016"]


def test_the_official_list_says_how_each_one_stands(desk: Desk, tmp_path: Path) -> None:
    enter(desk, "甲联盟", "2024-02-29", valid_to="2029-02-28")
    on(desk, "2029-03-01")
    lists.register(desk, register(desk), tmp_path / "list.xlsx")
    rows = list(load_workbook(tmp_path / "list.xlsx").worksheets[0].iter_rows(values_only=True))
    head = next(row for row in rows if "状态" in row)
    assert [row[head.index("状态")] for row in rows if "甲联盟" in row] == ["待期满评估"]


def test_each_recognition_counts_in_its_year_and_nobody_stands_twice(desk: Desk) -> None:
    on(desk, "2028-01-05")
    key = enter(desk, "甲联盟", "2024-02-29")
    leave(desk, key, "2025-06-01")
    enter(desk, "甲联盟", "2027-03-01", key=key)
    enter(desk, "甲联盟", "2028-01-05", key=key)
    today, folded = statistics(desk).years, statistics(desk, "2027-12-31").years
    assert [(line.year, line.recognised, line.left, line.standing) for line in today] == [
        ("2024", 1, 0, 1),
        ("2025", 0, 1, 0),
        ("2026", 0, 0, 0),
        ("2027", 1, 0, 1),
        ("2028", 1, 0, 1),
    ]
    assert folded == today[:-1]
    (entry,) = register(desk, date(2028, 1, 5).isoformat())
    assert (entry.entered, entry.departed) == (("2024-02-29", "2027-03-01", "2028-01-05"), ("2025-06-01",))
    assert statistics(desk, pack="other").years[-1].standing == 0
