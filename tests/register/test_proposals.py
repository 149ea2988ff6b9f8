"""Proposals over the register: facts in words, article, counter; settled by a case, forgotten after a new recognition or an exit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alliance_desk.desk import Desk
from alliance_desk.register.proposals import Proposed, proposals
from tests.helpers.owing import PACK_ID, changed, enter, give, hand_in, leave, on, owing_office, rectify, stay_away


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with owing_office(tmp_path / "city") as made:
        on(made, "2022-03-01")
        yield made


@pytest.fixture
def alliance(desk: Desk) -> str:
    """An alliance that hands in everything that could be missed."""
    key = enter(desk, "甲联盟", "2022-03-01")
    on(desk, "2026-02-10")
    for year in ("2023", "2024", "2025"):
        hand_in(desk, key, "january", year, f"{int(year) + 1}-01-20")
    return key


def ids(found: list[Proposed]) -> list[str]:
    return [one.consequence for one in found]


def test_a_diligent_alliance_is_left_in_peace(desk: Desk, alliance: str) -> None:
    give(desk, alliance, "assess", "2024", "good", "2025-02-01")
    assert proposals(desk) == []


def test_two_bad_years_propose_with_facts_article_and_counter(desk: Desk, alliance: str) -> None:
    first = give(desk, alliance, "assess", "2024", "poor", "2025-02-01")
    second = give(desk, alliance, "assess", "2025", "poor", "2026-02-01")
    strong, weak = proposals(desk)
    assert (strong.consequence, strong.title, strong.basis, strong.counter) == (
        "poor-again",
        "连续较差",
        "第二十四条",
        "2/2",
    )
    assert (strong.alliance, strong.name, strong.county) == (alliance, "甲联盟", "鞍山市铁西区科学技术局")
    assert (strong.measures, strong.keys) == ({"cancel-poor": "取消资格"}, (first, second))
    assert strong.text() == "年度考核 2024：较差；年度考核 2025：较差（2/2），可选措施：取消资格"
    assert strong.text("en").startswith("年度考核 2024: 较差; 年度考核 2025")
    assert (weak.consequence, weak.counter, weak.keys) == ("poor", "1/1", (second,))
    assert proposals(desk, alliance) == [strong, weak]
    assert proposals(desk, "0" * 32) == []


def test_a_better_grade_ends_it_before_anybody_acted(desk: Desk, alliance: str) -> None:
    give(desk, alliance, "assess", "2024", "poor", "2025-02-01")
    assert ids(proposals(desk)) == ["poor"]
    give(desk, alliance, "assess", "2025", "good", "2026-02-01")
    assert proposals(desk) == []


def test_a_case_that_rests_on_the_fact_settles_it_even_while_it_runs(desk: Desk, alliance: str) -> None:
    stream = give(desk, alliance, "assess", "2025", "poor", "2026-02-01")
    rectify(desk, alliance, "2026-02-10", "2027-02-10", consequence="poor", facts=[stream])
    assert proposals(desk) == []
    on(desk, "2027-03-01")
    hand_in(desk, alliance, "january", "2026", "2027-01-20")
    again = give(desk, alliance, "assess", "2026", "poor", "2027-02-01")
    assert ids(proposals(desk)) == ["poor-again", "poor"]
    leave(desk, alliance, "", consequence="poor-again", facts=[stream, again])
    assert ids(proposals(desk)) == ["poor"]


def test_a_case_of_another_consequence_or_other_facts_settles_nothing(desk: Desk, alliance: str) -> None:
    give(desk, alliance, "assess", "2025", "poor", "2026-02-01")
    rectify(desk, alliance, "2026-02-10", "2027-02-10", consequence="poor", facts=["another"])
    rectify(desk, alliance, "2026-02-10", "2027-02-10", consequence="failed", facts=["another"])
    assert ids(proposals(desk)) == ["poor"]


def test_staying_away_from_an_assessment_proposes_at_once(desk: Desk, alliance: str) -> None:
    stream = stay_away(desk, alliance, "assess", "2025")
    (one,) = proposals(desk)
    assert (one.consequence, one.keys, one.facts[0].text()) == ("absent", (stream,), "年度考核 2025：未参加")


def test_a_report_missing_twice_running_is_proposed_and_one_that_comes_late_ends_it(desk: Desk) -> None:
    alliance = enter(desk, "乙联盟", "2022-03-01")
    on(desk, "2024-02-01")
    assert proposals(desk) == []
    on(desk, "2025-01-31")
    assert proposals(desk) == []
    on(desk, "2025-02-01")
    (one,) = proposals(desk)
    assert (one.consequence, one.keys, one.counter) == ("silent", ("january/2023", "january/2024"), "2/2")
    assert one.facts[0].text() == "上年报告 2023：未完成"
    begun = hand_in(desk, alliance, "january", "2024")
    assert proposals(desk)[0].keys == one.keys  # a case that was only begun changes nothing, not even the keys
    assert begun not in one.keys
    leave(desk, alliance, "", "silent", consequence="silent", facts=list(one.keys))
    assert proposals(desk) == []
    on(desk, "2026-02-01")
    assert [found.keys for found in proposals(desk)] == [("january/2024", "january/2025")]
    hand_in(desk, alliance, "january", "2025", "2026-02-01")
    assert proposals(desk) == []


def test_who_is_only_invited_has_missed_nothing(desk: Desk) -> None:
    enter(desk, "等同联盟", "2022-03-01", procedure="equal")
    on(desk, "2026-02-01")
    assert proposals(desk) == []


def test_a_failed_rectification_is_a_fact_of_its_own(desk: Desk, alliance: str) -> None:
    rectify(desk, alliance, "2024-01-01", "2025-01-01", "2025-02-01", "failed")
    (one,) = proposals(desk)
    assert (one.consequence, one.facts[0].text()) == ("failed", "整改验收未通过（2025-02-01）")
    rectify(desk, alliance, "2025-03-01", "2026-01-01", "2026-02-01", "accepted")
    assert proposals(desk) == []


def test_rounds_count_over_a_year_without_one(desk: Desk, alliance: str) -> None:
    give(desk, alliance, "review", "2023", "poor", "2023-12-01")
    give(desk, alliance, "review", "2025", "poor", "2025-12-01")
    (one,) = proposals(desk)
    assert (one.consequence, list(one.measures.values())) == ("poor-rounds", ["限期整改", "取消资格"])


def test_a_new_recognition_forgets_and_an_exit_silences(desk: Desk, alliance: str) -> None:
    give(desk, alliance, "assess", "2024", "poor", "2025-02-01")
    give(desk, alliance, "assess", "2025", "poor", "2026-02-01")
    assert len(proposals(desk)) == 2
    on(desk, "2026-03-01")
    enter(desk, "甲联盟", "2026-03-01", key=alliance)
    assert proposals(desk) == []
    on(desk, "2027-03-01")
    hand_in(desk, alliance, "january", "2026", "2027-01-20")
    give(desk, alliance, "assess", "2026", "poor", "2027-02-01")
    assert ids(proposals(desk)) == ["poor"]
    leave(desk, alliance, "2027-03-01")
    assert proposals(desk) == []


def test_they_stand_by_county_and_name_and_under_the_rules_of_now(desk: Desk, alliance: str) -> None:
    on(desk, "2022-03-01")
    other = enter(desk, "丙联盟", "2022-03-01", county="丙县科技局")
    on(desk, "2026-02-10")
    for key in (alliance, other):
        stay_away(desk, key, "assess", "2025")
    for year in ("2023", "2024", "2025"):
        hand_in(desk, other, "january", year, "2026-01-20")
    found = proposals(desk)
    assert [one.name for one in found] == ["丙联盟", "甲联盟"]
    assert proposals(desk) is found
    text = changed(("[consequence.absent]", "[consequence.away]"))
    (desk.place.packs / f"{PACK_ID}.toml").write_text(text, encoding="utf8")
    assert ids(proposals(desk)) == ["away", "away"]
    (desk.place.packs / f"{PACK_ID}.toml").unlink()
    assert proposals(desk) == []
