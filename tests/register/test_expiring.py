"""What runs out: titles, agreements, flags, each at −180, −90 and −30 days; and titles that wait for their final assessment."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.desk import Desk
from alliance_desk.register.expiring import Expiring, expiring, threshold
from tests.helpers.owing import PACK_ID, enter, give, leave, on, owing_office, rectify


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with owing_office(tmp_path / "city") as made:
        on(made, "2022-03-01")
        yield made


def kinds(desk: Desk, kind: str) -> list[Expiring]:
    return [one for one in expiring(desk, 200) if one.kind == kind]


@pytest.mark.parametrize(
    ("day", "reached"), [(181, 180), (180, 180), (91, 180), (90, 90), (31, 90), (30, 30), (0, 30), (-1, 0), (-400, 0)]
)
def test_the_last_threshold_reached_is_told(day: int, reached: int) -> None:
    today = date(2024, 2, 29)
    assert threshold(date.fromordinal(today.toordinal() + day), today) == reached


def test_a_title_is_told_from_180_days_before_its_end(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2022-03-01", valid_to="2027-03-01")
    on(desk, "2026-09-01")
    assert kinds(desk, "title") == []
    on(desk, "2026-09-02")
    (one,) = kinds(desk, "title")
    assert (one.id, one.name, one.day, one.threshold, one.state, one.basis) == (
        alliance,
        "甲联盟",
        date(2027, 3, 1),
        180,
        "",
        "第十条",
    )
    on(desk, "2027-03-01")
    assert (kinds(desk, "title")[0].threshold, kinds(desk, "title")[0].state) == (30, "")


def test_a_title_that_ended_waits_for_its_final_assessment_and_then_for_its_new_end(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2022-03-01", valid_to="2027-03-01")
    on(desk, "2027-03-02")
    assert (kinds(desk, "title")[0].threshold, kinds(desk, "title")[0].state) == (0, "awaiting")
    give(desk, alliance, "mid", "2025", "good", "2025-11-01")  # not the final one
    assert kinds(desk, "title")[0].state == "awaiting"
    give(desk, alliance, "final", "2027", "good", "2027-03-02")
    assert kinds(desk, "title")[0].state == "passed"
    give(desk, alliance, "final", "2027", "good", "2027-03-02", valid_to="2032-03-01")
    assert kinds(desk, "title") == []


def test_a_title_whose_final_assessment_failed_just_ended(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2022-03-01", valid_to="2027-03-01")
    on(desk, "2027-03-02")
    give(desk, alliance, "final", "2027", "poor", "2027-03-02")
    assert kinds(desk, "title")[0].state == ""
    leave(desk, alliance, "2027-03-02")
    assert expiring(desk, 200) == []


def test_an_agreement_is_told_before_and_for_a_year_after_its_end(desk: Desk) -> None:
    enter(desk, "甲联盟", "2022-03-01", agreement_end="2025-02-28")
    for today, threshold_reached in (("2024-09-01", 180), ("2024-12-01", 90), ("2025-02-28", 30), ("2026-02-28", 0)):
        on(desk, today)
        assert [one.threshold for one in kinds(desk, "agreement")] == [threshold_reached]
    for today in ("2024-08-31", "2026-03-01"):
        on(desk, today)
        assert kinds(desk, "agreement") == []


def test_a_flag_is_told_until_it_is_lifted(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2022-03-01")
    on(desk, "2024-05-01")
    stream = rectify(desk, alliance, "2024-05-01", "2025-05-01")
    assert kinds(desk, "sanction") == []
    on(desk, "2025-02-01")
    (one,) = kinds(desk, "sanction")
    assert (one.id, one.what, one.day, one.threshold) == (stream, "限期整改", date(2025, 5, 1), 90)
    on(desk, "2025-05-02")
    assert kinds(desk, "sanction")[0].threshold == 0
    leave(desk, alliance, "2025-05-02")
    assert kinds(desk, "sanction") == []


def test_no_more_than_asked_for_and_without_the_policy_no_article(desk: Desk) -> None:
    for n in range(3):
        enter(desk, f"联盟{n}", "2022-03-01", valid_to=f"2024-0{n + 1}-01", agreement_end="2024-06-01")
    on(desk, "2024-01-15")
    assert [(one.kind, one.name) for one in expiring(desk, 2) if one.kind == "title"] == [
        ("title", "联盟0"),
        ("title", "联盟1"),
    ]
    assert [len(kinds(desk, kind)) for kind in ("title", "agreement")] == [3, 3]
    (desk.place.packs / f"{PACK_ID}.toml").unlink()
    assert {one.basis for one in expiring(desk, 9)} == {""}
