"""What the workbench counts: cases to be handed over or sent back, and the year's applications by part of the way."""

from datetime import date
from pathlib import Path

from alliance_desk.cases import corrections, moves, recognition
from alliance_desk.cases.handing import DOWN, UP, to_hand_over
from alliance_desk.cases.yearly import Part, yearly
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.exchange import export, intake
from tests.helpers.desks import TODAY, advance, open_sample_case, recommended_case, settle, two_offices


def test_a_recommended_case_is_to_be_handed_over_until_it_has_gone(tmp_path: Path) -> None:
    pair = two_offices(tmp_path)
    recommended = recommended_case(pair.county)
    open_sample_case(pair.county, "未推荐联盟")
    found, counts = to_hand_over(pair.county)
    assert [(todo.stream, todo.step_kind, todo.since) for todo in found] == [(recommended.stream, UP, TODAY)]
    assert counts == {UP: 1}
    export.hand_over(pair.county, recommended.stream, tmp_path)
    assert to_hand_over(pair.county) == ([], {})
    pair.close()


def test_a_case_that_asks_for_correction_is_to_be_sent_back(tmp_path: Path) -> None:
    pair = two_offices(tmp_path)
    case = recommended_case(pair.county)
    sent = export.hand_over(pair.county, case.stream, tmp_path)
    intake.take_in(pair.city, sent.files[0])
    assert to_hand_over(pair.city) == ([], {})
    corrections.send_back(pair.city, case.stream, note="请补交章程", due=date(2024, 10, 8))
    (todo,), counts = to_hand_over(pair.city)
    assert (todo.step_kind, todo.stream, counts) == (DOWN, case.stream, {DOWN: 1})
    pair.close()


def test_a_year_counts_its_applications_by_part_and_no_other_year(desk: Desk) -> None:
    for name, stage in (("甲", "formal_check"), ("乙", "meeting"), ("丙", "recognition")):
        case = open_sample_case(desk, name)
        settle(desk, case.stream)
        advance(desk, case.stream, stage)
    recognition.recognise(desk, case.stream, "样科发〔2024〕9号", TODAY)
    moves.withdraw(desk, open_sample_case(desk, "丁").stream, "申请单位撤回")
    desk.clock = FixedClock(date(2025, 3, 3))
    open_sample_case(desk, "戊")
    counts = yearly(desk, 2024)
    assert {part: count for part, count in counts.items() if count} == {
        Part.CHECK: 1,
        Part.PUBLISH: 1,
        Part.RECOGNISED: 1,
        Part.ENDED: 1,
    }
    assert {part: count for part, count in yearly(desk, 2025).items() if count} == {Part.FILE: 1}
