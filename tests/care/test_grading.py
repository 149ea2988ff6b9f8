"""Points and grades: exact, within their maxima, by bands or by a person's choice, and in the register from their day."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_desk.care import grading, reports, round_state, scoring
from alliance_desk.care.rounds import open_round
from alliance_desk.cases import conditions, continuing, meeting, notice, office, paper_edits, undo
from alliance_desk.desk import Desk
from alliance_desk.ledger import guard
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.compose import compose
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.procedures import within
from tests.exchange.workspaces import copied, sound
from tests.helpers import handing
from tests.helpers.care import refused, shown
from tests.helpers.desks import LIFE, PACK, PACK_ID, Pair
from tests.helpers.handing import commits, kinds, on, papers, scan, send

TODAY = date(2025, 1, 10)
RULES = compose(load_pack("".join(p.read_text("utf8") for p in (PACK, LIFE, handing.HANDING)), "trial.toml"), {})


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    with handing.city(tmp_path / "city") as desk:
        handing.known(desk, "甲联盟", "2022-03-01")
        on(desk, TODAY.isoformat())
        yield desk


@pytest.fixture
def case(city: Desk, tmp_path: Path) -> str:
    """A case that waits for its evaluation."""
    stream = open_round(city, PACK_ID, "exam", "2024", "评价", date(2025, 2, 28)).streams[0]
    number = round_state.round_state(city, stream).lines[0].case
    paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
    reports.receive(city, number, TODAY)
    return number


def alliance(desk: Desk, number: str) -> str:
    return str(desk.case(number).open["alliance"]["id"])


def points(plans: str, results: str, people: str) -> dict[str, str]:
    return {"exam-plans": plans, "exam-results": results, "exam-people": people}


def ready(desk: Desk, number: str, total: str = "90") -> None:
    """Bring a case to its grade with so many points of 120."""
    plans = min(float(total), 30)
    results = min(float(total) - plans, 50)
    people = float(total) - plans - results
    scoring.take_scores(desk, number, "expert", points(*(f"{one:g}" for one in (plans, results, people))))
    scoring.evaluate(desk, number)
    meeting.hold(desk, {number: "passed"}, "纪要1号", desk.clock.today())
    stream = notice.publish(desk, [number], desk.clock.today(), "网站").streams[0]
    on(desk, "2025-01-20")
    notice.close(desk, stream)


# Points


def test_points_stand_side_by_side_and_the_experts_count(city: Desk, case: str) -> None:
    said = scoring.take_scores(city, case, "self", points("30", "50", "40"))
    assert (said.facts["total"], said.facts["who"]) == ("100.00", "自评")
    scoring.take_scores(city, case, "county", points("20", "40.5", "30"))
    scoring.take_scores(city, case, "expert", points("0", "33.33", "9.99"))
    scoring.evaluate(city, case)
    scores = city.case(case).open["scores"]
    assert scores["self"] == {"exam-plans": "30", "exam-results": "50", "exam-people": "40"}
    assert (scores["total"], scores["of"]) == ("36.10", "expert")  # 43.32 of 120
    sound(city)


@pytest.mark.parametrize(
    "given_points",
    [
        points("30.01", "50", "40"),
        points("-1", "50", "40"),
        points("1e1", "50", "40"),
        points("3.333", "50", "40"),
        points("", "50", "40"),
        {"exam-plans": "30"},
        points("30", "50", "40") | {"other": "1"},
    ],
)
def test_points_beyond_their_maxima_or_not_plain_are_refused_all_at_once(
    city: Desk, case: str, given_points: dict[str, str]
) -> None:
    before = commits(city)
    with refused("review.bad-sheet"):
        scoring.take_scores(city, case, "expert", given_points)
    assert commits(city) == before


def test_points_may_be_entered_again_and_taken_back_until_the_evaluation_is_closed(city: Desk, case: str) -> None:
    scoring.take_scores(city, case, "expert", points("10", "10", "10"))
    scoring.take_scores(city, case, "expert", points("20", "20", "20"))
    undo.undo(city)
    assert city.case(case).open["scores"]["expert"]["exam-plans"] == "10"
    scoring.evaluate(city, case)
    with refused("care.round.not-now"):
        scoring.take_scores(city, case, "expert", points("20", "20", "20"))
    undo.undo(city)
    assert "total" not in city.case(case).open["scores"]
    with refused("care.round.who"):
        scoring.take_scores(city, case, "jury", points("20", "20", "20"))


def test_an_evaluation_needs_the_points_that_count(city: Desk, case: str) -> None:
    with refused("care.round.no-scores"):
        scoring.evaluate(city, case)
    scoring.take_scores(city, case, "self", points("30", "50", "40"))
    with refused("care.round.no-scores"):
        scoring.evaluate(city, case, of="expert")
    scoring.evaluate(city, case)
    assert city.case(case).open["scores"]["of"] == "self"


def test_who_does_not_come_to_the_evaluation_did_not_take_part(city: Desk, case: str) -> None:
    reports.mark_absent(city, case, "未到场答辩")
    row = city.raw.execute("SELECT outcome FROM index_affair WHERE stream = ?", (case,)).fetchone()
    assert row == ("absent",)


def test_experts_points_of_another_office_do_not_pass_the_guard(tmp_path: Path) -> None:
    known = handing.recognised(tmp_path / "made")
    pair: Pair = copied(tmp_path / "made", tmp_path)
    for desk in pair:
        on(desk, "2027-01-05")
        office.choose_reading(desk, PACK_ID, "exam-bands", "no")
    stream = open_round(pair.city, PACK_ID, "third", "", "期中", date(2027, 3, 1), [known]).streams[0]
    number = round_state.round_state(pair.city, stream).lines[0].case
    send(pair.city, pair.county, number, tmp_path)
    with refused("care.round.not-now"):
        scoring.take_scores(pair.county, number, "expert", {})
    case = pair.county.case(number)
    for name in ("expert", "total"):
        forged = Draft(
            stream=number, stream_kind="case", kind="affair.scored", patch={"scores": {name: "99"}}, seen=case.seq
        )
        with refused("ledger.foreign-path" if name == "total" else "ledger.not-now"):
            pair.county.commit([forged])
    assert guard.KINDS["affair.scored"].during == ("submission", "opinion", "evaluation")
    pair.close()


# Grades


def test_the_bands_decide_bounds_inclusive(city: Desk, case: str) -> None:
    ready(city, case, "90")  # exactly 75 of 100
    assert grading.proposed(city, city.case(case)) == "fine"
    said = grading.grade(city, case, on=date(2025, 1, 15), document="样科〔2025〕3号")
    assert said.facts["grade"] == "良好"
    (line,) = shown(city, alliance(city, case)).grades
    assert (line.grade, line.subject, line.score, line.on) == ("fine", "2024", "75.00", "2025-01-15")
    assert city.case(case).open["grade"]["document"] == "样科〔2025〕3号"
    sound(city)


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("100.00", "top"),
        ("86.00", "top"),
        ("85.99", "fine"),
        ("75.00", "fine"),
        ("74.99", "fair"),
        ("65", "fair"),
        ("64.99", "bad"),
        ("0", "bad"),
        ("", ""),
    ],
)
def test_each_bound_belongs_to_the_better_grade(total: str, expected: str) -> None:
    assert grading.ladder(within(RULES, "exam"), "exam").by(total) == expected


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_more_points_never_make_a_worse_grade(value: object) -> None:
    ladder = grading.ladder(within(RULES, "exam"), "exam")
    rank = {key: rung.rank for key, rung in ladder.rungs.items()}
    assert rank[ladder.by(str(value))] <= rank[ladder.by("0")]
    assert all(rank[ladder.by(str(value))] >= rank[ladder.by(str(float(str(value)) + step))] for step in (0.01, 10, 50))


def test_another_grade_than_the_bands_needs_a_reason(city: Desk, case: str) -> None:
    ready(city, case, "90")
    with refused("care.round.band"):
        grading.grade(city, case, "fair", on=TODAY)
    with refused("care.round.no-such-grade"):
        grading.grade(city, case, "passed", on=TODAY)
    grading.grade(city, case, "fair", on=TODAY, note="材料有水分，会议议定")
    assert city.case(case).open["stages"]["exam-grade"]["note"] == "材料有水分，会议议定"


def test_where_the_office_reads_the_bands_as_advice_a_person_chooses(city: Desk, tmp_path: Path) -> None:
    office.choose_reading(city, PACK_ID, "exam-bands", "no")
    stream = open_round(city, PACK_ID, "exam", "2024", "评价", date(2025, 2, 28)).streams[0]
    number = round_state.round_state(city, stream).lines[0].case
    paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
    reports.receive(city, number, TODAY)
    ready(city, number, "90")
    assert grading.proposed(city, city.case(number)) == "fine"
    with refused("care.round.grade-needed"):
        grading.grade(city, number, on=TODAY)
    grading.grade(city, number, "bad", on=TODAY)
    assert shown(city, alliance(city, number)).entry.grade == "较差"
    assert shown(city, alliance(city, number)).entry.status == "valid"


def test_a_grade_holds_from_its_day_and_is_not_undone(city: Desk, case: str) -> None:
    ready(city, case)
    with refused("cases.date-ahead"):
        grading.grade(city, case, on=date(2025, 1, 21))
    grading.grade(city, case, on=date(2025, 1, 15))
    key = alliance(city, case)
    assert shown(city, key, "2025-01-14").entry.grade == ""
    assert shown(city, key, "2025-01-15").entry.grade == "良好"
    with refused("undo.refused"):
        undo.undo(city)
    with refused("cases.stage-not-open"):
        grading.grade(city, case, on=date(2025, 1, 15))


def test_nothing_is_graded_out_of_order_or_under_an_expired_policy(tmp_path: Path) -> None:
    ended = ("[pack.jurisdiction]\n", "[pack.until]\nyears = 7\n\n[pack.jurisdiction]\n")
    with handing.city(tmp_path / "city", ended) as city:
        handing.known(city, "甲联盟", "2022-03-01")
        on(city, "2025-01-01")
        stream = open_round(city, PACK_ID, "exam", "2024", "评价", date(2025, 2, 28)).streams[0]
        number = round_state.round_state(city, stream).lines[0].case
        with refused("cases.stage-not-open"):
            grading.grade(city, number, "top", on=TODAY)
        paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
        reports.receive(city, number, date(2025, 1, 1))
        ready(city, number)
        with refused("cases.policy-expired"):
            grading.grade(city, number, on=TODAY)
        continuing.record(city, PACK_ID, "样府办〔2025〕1号", "市政府")
        grading.grade(city, number, on=TODAY)


def test_all_that_wait_are_graded_at_once_or_none(city: Desk, tmp_path: Path) -> None:
    on(city, "2024-10-08")
    handing.known(city, "乙联盟", "2022-03-01")
    on(city, TODAY.isoformat())
    stream = open_round(city, PACK_ID, "exam", "2024", "评价", date(2025, 2, 28)).streams[0]
    numbers = [one.case for one in round_state.round_state(city, stream).lines]
    for number in numbers:
        paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
        reports.receive(city, number, TODAY)
    ready(city, numbers[0], "110")
    with refused("cases.stage-not-open"):
        grading.grade_all(city, numbers, TODAY)
    assert "grade" not in city.case(numbers[0]).open
    on(city, TODAY.isoformat())
    ready(city, numbers[1], "60")
    before = commits(city)
    said = grading.grade_all(city, numbers, TODAY, document="样科〔2025〕3号")
    assert (said.facts["grades"], commits(city)) == (("优秀 1", "较差 1"), before + 1)
    assert round_state.round_state(city, stream).grades == {"优秀": 1, "较差": 1}
    sound(city)


def test_letters_are_chosen_without_points(city: Desk) -> None:
    on(city, "2026-02-01")
    stream = open_round(city, PACK_ID, "letters", "", "活跃度评价", date(2026, 3, 1)).streams[0]
    number = round_state.round_state(city, stream).lines[0].case
    with refused("care.round.no-indicators"):
        scoring.take_scores(city, number, "expert", {})
    with refused("cases.opinion-needed"):
        scoring.evaluate(city, number)
    scoring.evaluate(city, number, note="活动正常")
    with refused("care.round.grade-needed"):
        grading.grade(city, number, on=date(2026, 2, 1))
    grading.grade(city, number, "letter-d", on=date(2026, 2, 1))
    (line,) = shown(city, alliance(city, number)).grades
    assert (line.name, line.score, line.subject) == ("D", "", "")


@pytest.fixture
def third(city: Desk, tmp_path: Path) -> Callable[[], str]:
    """A case of the third year that waits for its grade."""

    def bring() -> str:
        stream = open_round(city, PACK_ID, "third", "", "期中", date(2025, 3, 1)).streams[0]
        number = round_state.round_state(city, stream).lines[0].case
        reports.receive(city, number, TODAY)
        reports.sign_opinion(city, number, "属实", scan=scan(tmp_path))
        scoring.evaluate(city, number, note="运行良好")
        return number

    return bring


def test_a_passed_assessment_may_prolong_the_title_and_only_as_typed(city: Desk, third: Callable[[], str]) -> None:
    number = third()
    key = alliance(city, number)
    until = shown(city, key).entry.valid_to
    for chosen, last, code in (
        ("not-passed", date(2030, 1, 10), "care.round.not-passed"),
        ("passed", TODAY, "care.round.until-past"),
    ):
        with refused(code):
            grading.grade(city, number, chosen, on=TODAY, valid_to=last)
    grading.grade(city, number, "passed", on=TODAY, valid_to=date(2030, 1, 10))
    assert shown(city, key).entry.valid_to == "2030-01-10"
    assert shown(city, key, "2025-01-09").entry.valid_to == until


def test_the_new_last_day_may_stay_open_until_it_is_typed(city: Desk, third: Callable[[], str]) -> None:
    number = third()
    key = alliance(city, number)
    grading.grade(city, number, "passed", on=TODAY)
    before = shown(city, key).entry.valid_to
    on(city, "2025-06-01")
    with refused("cases.document-needed"):
        grading.prolong(city, number, date(2030, 1, 10), " ", date(2025, 6, 1))
    with refused("care.round.until-past"):
        grading.prolong(city, number, date(2025, 6, 1), "样科〔2025〕9号", date(2025, 6, 1))
    grading.prolong(city, number, date(2030, 1, 10), "样科〔2025〕9号", date(2025, 6, 1))
    assert shown(city, key, "2025-05-31").entry.valid_to == before
    assert shown(city, key).entry.valid_to == "2030-01-10"
    assert kinds(city, number)[-1] == "stage.record"
    sound(city)


def test_who_failed_keeps_its_title_until_somebody_decides(city: Desk, third: Callable[[], str]) -> None:
    number = third()
    grading.grade(city, number, "not-passed", on=TODAY, note="多数未完成")
    with refused("care.round.not-passed"):
        grading.prolong(city, number, date(2030, 1, 10), "样科〔2025〕9号", TODAY)
    entry = shown(city, alliance(city, number)).entry
    assert (entry.status, entry.grade) == ("valid", "不通过")
    assert not conditions.findings(city, city.case(number))
