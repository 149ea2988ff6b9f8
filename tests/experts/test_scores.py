from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_desk.errors import Refused
from alliance_desk.experts.scores import ScoreSheet, points, ranking, sheet_faults, tally, two_decimals
from alliance_desk.policy.pack import Score, Scoring

LINES = {"need": Score(name="必要性", max=60), "plan": Score(name="可行性", max=40)}
NAMES = {f"e{i}": f"专家{i}" for i in range(9)}


def sheet(expert: str, need: str, plan: str = "0", recommend: str = "") -> ScoreSheet:
    return ScoreSheet(expert=expert, lines={"need": need, "plan": plan}, recommend=recommend)


def sheets(*totals: str) -> list[ScoreSheet]:
    return [sheet(f"e{i}", total) for i, total in enumerate(totals)]


def of(given_sheets, scoring=Scoring(), panel=None, lines=LINES, **facts):  # noqa: B008
    return tally(given_sheets, lines, scoring, panel or [one.expert for one in given_sheets], **facts)


def test_the_mean_is_exact_and_rounded_half_up_once():
    assert of(sheets("10", "10", "11")).score == "10.33"
    assert of(sheets("10.01", "10.00")).score == "10.01", "10.005 rounds up"
    # 0.1 + 0.2 is 0.3 here.
    assert of([sheet("e0", "0.1", "0.2")]).totals == {"e0": "0.30"}


def test_points_are_brought_to_a_scale_of_one_hundred():
    lines = {"need": Score(name="必要性", max=30), "plan": Score(name="可行性", max=20)}
    found = of([sheet("e0", "15", "10"), sheet("e1", "30", "20")], lines=lines)
    assert (found.score, found.highest, found.lowest, found.lines["need"]) == ("75.00", "100.00", "50.00", "22.50")


def test_one_highest_and_one_lowest_are_left_out_from_five_sheets_on():
    five = of(sheets("0", "50", "51", "52", "60"), Scoring(drop_extremes=True))
    assert (five.score, five.dropped, five.counted) == ("51.00", ("e0", "e4"), 3)
    four = of(sheets("0", "50", "51", "60"), Scoring(drop_extremes=True))
    assert (four.score, four.dropped, four.counted) == ("40.25", (), 4)
    assert of(sheets("0", "30", "60"), Scoring(drop_extremes=True), drop_from=1).dropped == ("e0", "e2"), (
        "never under three"
    )
    assert of(sheets("0", "60"), Scoring(drop_extremes=True), drop_from=1).dropped == ()


def test_the_pass_mark_is_judged_on_the_score_as_it_stands_on_paper():
    assert of(sheets("60.00", "59.99"), Scoring(pass_mark=60)).passed == "yes", "59.995 is 60.00 on paper"
    assert of(sheets("59.99"), Scoring(pass_mark=60)).passed == "no"
    assert of(sheets("59.99")).passed == "none"


def test_missing_sheets_are_named_and_leave_the_result_open():
    found = of(sheets("60", "60"), Scoring(pass_mark=60), panel=["e0", "e1", "e2"])
    assert (found.missing, found.passed) == (("e2",), "open")
    assert "尚缺评分表：专家2。" in found.text(NAMES)


def test_disagreement_is_shown():
    assert not of(sheets("40", "60")).disagreement
    assert of(sheets("39.99", "60")).disagreement
    assert of([sheet("e0", "50", recommend="yes"), sheet("e1", "50", recommend="no")]).disagreement
    assert not of([sheet("e0", "50", recommend="yes"), sheet("e1", "50", recommend="conditional")]).disagreement
    found = of(sheets("0", "50", "51", "52", "60"), Scoring(drop_extremes=True, pass_mark=50))
    assert "意见分歧" in found.text(NAMES)
    assert "去掉最高分和最低分：专家0、专家4。" in found.text(NAMES)
    assert found.spread == "60.00"


def test_recommendations_are_counted():
    found = of([sheet("e0", "1", recommend="yes"), sheet("e1", "1", recommend="yes"), sheet("e2", "1")])
    assert found.votes == {"yes": 2}


@pytest.mark.parametrize(
    "written", ["", "-1", "1e2", "NaN", "１０", "10.", ".5", "1.234", "1,5", " 5", "10 分", "Infinity", "12345"]
)
def test_what_is_no_plain_number_is_none(written):
    assert points(written) is None


def test_every_fault_of_every_sheet_is_told_at_once():
    given_sheets = [
        sheet("e0", "61", "40"),
        sheet("e1", "abc", "40.01"),
        ScoreSheet(expert="e1", lines={"need": "1", "extra": "5"}, recommend="maybe"),
        sheet("x", "1"),
    ]
    faults = sheet_faults(given_sheets, LINES, ["e0", "e1"])
    assert {(one.expert, one.code, one.line) for one in faults} == {
        ("e1", "twice", ""),
        ("e0", "above-max", "need"),
        ("e1", "no-number", "need"),
        ("e1", "above-max", "plan"),
        ("e1", "unknown-line", "extra"),
        ("e1", "missing-line", "plan"),
        ("e1", "recommend", ""),
        ("x", "not-on-panel", ""),
    }
    assert all(one.text(NAMES).startswith(("专家 专家", "专家 x")) and "{" not in one.text(NAMES) for one in faults)
    with pytest.raises(Refused) as refused:
        tally(given_sheets, LINES, Scoring(), ["e0", "e1"])
    assert refused.value.facts["count"] == len(faults)


def test_no_sheet_at_all_is_refused():
    with pytest.raises(Refused) as refused:
        tally([], LINES, Scoring(), ["e0"])
    assert refused.value.code == "experts.no-sheets"


def test_equal_scores_share_a_place():
    scores = {"a": "50", "b": "55", "c": "55", "d": "40"}
    places = ranking({case: of(sheets(total)) for case, total in scores.items()})
    assert [(one.place, one.subject, one.shared) for one in places] == [
        (1, "b", True),
        (1, "c", True),
        (3, "a", False),
        (4, "d", False),
    ]


POINTS = st.decimals(0, 60, places=2).map(str)


@given(st.lists(POINTS, min_size=1, max_size=9), st.booleans(), st.randoms())
def test_order_of_sheets_does_not_matter_and_the_score_lies_between_the_extremes(totals, drop, random):
    given_sheets = sheets(*totals)
    found = of(given_sheets, Scoring(drop_extremes=drop))
    assert of(random.sample(given_sheets, len(given_sheets)), Scoring(drop_extremes=drop)) == found
    assert Decimal(found.lowest) <= Decimal(found.score) <= Decimal(found.highest)
    kept = sorted(Fraction(total) for total in totals)
    kept = kept[1:-1] if drop and len(kept) >= 5 else kept
    assert abs(Fraction(found.score) - sum(kept) / len(kept)) <= Fraction(1, 200)


@given(st.fractions(0, 100))
def test_rounding_half_up_agrees_with_decimal(value):
    shown = Fraction(two_decimals(value))
    assert -Fraction(1, 200) <= value - shown < Fraction(1, 200) or value - shown == -Fraction(1, 200)
