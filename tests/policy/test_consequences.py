"""What the rules propose: single, in rounds, in years; what ends a sequence, what settles a proposal, what a new recognition forgets."""

from datetime import date

import pytest

from alliance_desk.policy.consequences import Fact, Proposal, proposals
from tests.helpers.owing import owing_rules

RULES = owing_rules()


def graded(subject: str, grade: str = "poor", procedure: str = "assess", on: str = "") -> Fact:
    return Fact(
        procedure,
        subject,
        "grade",
        grade,
        date.fromisoformat(on or f"{int(subject) + 1}-03-01"),
        f"{procedure}{subject}",
    )


def missed(subject: str, what: str = "missed") -> Fact:
    return Fact("january", subject, what, "", date(int(subject) + 1, 1, 31))


def ids(found: list[Proposal]) -> list[str]:
    return [one.consequence for one in found]


def test_nothing_follows_from_nothing_nor_from_a_good_grade() -> None:
    assert proposals(RULES, []) == []
    assert proposals(RULES, [graded("2023", "good")]) == []


def test_one_bad_grade_proposes_with_article_fact_and_counter() -> None:
    (one,) = proposals(RULES, [graded("2022", "good"), graded("2023")])
    assert one == Proposal("poor", ("rectify-year",), "第二十三条", (graded("2023"),), 1, 1)


def test_two_in_a_row_propose_the_stronger_first_and_the_weaker_beside_it() -> None:
    found = proposals(RULES, [graded("2024"), graded("2023")])
    assert ids(found) == ["poor-again", "poor"]
    assert (found[0].count, found[0].need) == (2, 2)
    assert [fact.subject for fact in found[0].facts] == ["2023", "2024"]
    assert [fact.subject for fact in found[1].facts] == ["2024"]


def test_a_year_without_a_round_breaks_years_and_not_rounds() -> None:
    assert ids(proposals(RULES, [graded("2022"), graded("2024")])) == ["poor"]
    assert ids(proposals(RULES, [graded("2022", procedure="review"), graded("2024", procedure="review")])) == [
        "poor-rounds"
    ]


@pytest.mark.parametrize(
    "between", [graded("2023", "good"), Fact("assess", "2023", "absent", "", date(2024, 3, 1), "x")]
)
def test_what_lies_between_breaks_a_row(between: Fact) -> None:
    assert ids(proposals(RULES, [graded("2022"), between, graded("2024")])) == ["poor"]


def test_a_newer_better_grade_ends_what_came_before() -> None:
    assert proposals(RULES, [graded("2022"), graded("2023"), graded("2024", "good")]) == []


def test_a_grade_recorded_later_for_an_earlier_year_keeps_its_place() -> None:
    late = graded("2022", on="2025-06-01")
    assert ids(proposals(RULES, [graded("2023"), late])) == ["poor-again", "poor"]
    assert proposals(RULES, [graded("2023", "good"), late]) == []


def test_of_two_grades_for_one_year_the_later_one_holds() -> None:
    corrected = Fact("assess", "2024", "grade", "good", date(2025, 9, 1), "corrected")
    assert proposals(RULES, [graded("2023"), graded("2024"), corrected]) == []


def test_three_in_a_row_rest_on_the_last_two() -> None:
    found = proposals(RULES, [graded("2022"), graded("2023"), graded("2024")])
    assert [(one.consequence, one.count, one.need, [f.subject for f in one.facts]) for one in found] == [
        ("poor-again", 3, 2, ["2023", "2024"]),
        ("poor", 3, 1, ["2024"]),
    ]


def test_staying_away_once_is_enough_where_the_policy_says_so() -> None:
    away = Fact("assess", "2024", "absent", "", date(2024, 11, 1), "stream")
    (one,) = proposals(RULES, [graded("2023", "good"), away])
    assert (one.consequence, one.measures, one.facts[0].key) == ("absent", ("give-up",), "stream")


def test_a_report_missing_two_years_running_counts_and_one_handed_in_late_does_not() -> None:
    assert proposals(RULES, [missed("2023")]) == []
    (one,) = proposals(RULES, [missed("2022", "met"), missed("2023"), missed("2024")])
    assert (one.consequence, [fact.key for fact in one.facts]) == ("silent", ["january/2023", "january/2024"])
    assert proposals(RULES, [missed("2023", "met"), missed("2024")]) == []
    assert proposals(RULES, [missed("2022"), missed("2023"), missed("2024", "met")]) == []
    assert proposals(RULES, [missed("2021"), missed("2023")]) == []


def test_a_failed_rectification_is_ended_by_an_accepted_one() -> None:
    failed = Fact("rectify", "", "failed", "", date(2024, 5, 1), "r1")
    accepted = Fact("rectify", "", "accepted", "", date(2025, 5, 1), "r2")
    assert ids(proposals(RULES, [failed])) == ["failed"]
    assert proposals(RULES, [failed, accepted]) == []


def test_an_answered_proposal_is_settled_until_something_new_happens() -> None:
    facts = [graded("2023"), graded("2024")]
    assert ids(proposals(RULES, facts, answered={"poor": {"assess2024"}})) == ["poor-again"]
    assert ids(proposals(RULES, facts, answered={"poor-again": {"assess2023", "assess2024"}})) == ["poor"]
    assert ids(proposals(RULES, facts, answered={"poor": {"assess2023"}})) == ["poor-again", "poor"]
    both = {"poor": {"assess2024"}, "poor-again": {"assess2024"}}
    assert proposals(RULES, facts, answered=both) == []
    assert ids(proposals(RULES, [*facts, graded("2025")], answered=both)) == ["poor-again", "poor"]


def test_a_new_recognition_forgets_what_was_before() -> None:
    facts = [graded("2023"), graded("2024")]
    assert ids(proposals(RULES, facts, date(2024, 9, 1))) == ["poor"]
    assert proposals(RULES, facts, date(2025, 9, 1)) == []
    assert ids(proposals(RULES, facts, date(2025, 3, 1))) == ["poor"]


def test_a_subject_that_is_no_year_is_taken_by_its_day() -> None:
    odd = Fact("assess", "二〇二三", "grade", "poor", date(2026, 3, 1), "odd")
    assert ids(proposals(RULES, [graded("2023"), odd])) == ["poor"]
    assert ids(proposals(RULES, [graded("2025"), odd])) == ["poor-again", "poor"]
