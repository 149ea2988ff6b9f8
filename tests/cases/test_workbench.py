"""What the workbench counts of a year: its applications by part of the way."""

from datetime import date

from alliance_desk.cases import moves, recognition
from alliance_desk.cases.yearly import Part, yearly
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from tests.helpers.desks import TODAY, advance, open_sample_case, settle


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
