from datetime import date

import pytest

from alliance_desk.cases.numbering import take
from alliance_desk.clock import FixedClock
from alliance_desk.desk import marks
from alliance_desk.errors import Damaged, Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.policy.pack import Number
from tests.helpers.desks import make_office, open_sample_case

RULE = Number(pattern="样〔{year}〕{serial:03d}号")


@pytest.fixture
def desk(tmp_path):
    with make_office(tmp_path / "office") as office:
        yield office


def used(desk):
    return desk.raw.execute(
        "SELECT series, serial, number, state FROM index_number ORDER BY series, year, serial"
    ).fetchall()


def take_one(desk, series="letter", rule=RULE):
    taken = take(desk, series, rule, "样例")
    desk.commit([taken.draft])
    return taken.number


def test_numbers_of_a_series_follow_each_other(desk):
    assert [take_one(desk) for _ in range(3)] == ["样〔2024〕001号", "样〔2024〕002号", "样〔2024〕003号"]
    assert [state for *_, state in used(desk)] == ["used"] * 3


def test_series_count_apart(desk):
    assert [take_one(desk, series) for series in ("a", "b", "a")] == [
        "样〔2024〕001号",
        "样〔2024〕001号",
        "样〔2024〕002号",
    ]


def test_a_yearly_series_begins_again_with_the_year_and_another_goes_on(desk):
    always = Number(pattern="第{serial}号", yearly=False)
    first = take_one(desk), take_one(desk, "always", always)
    desk.clock = FixedClock(date(2025, 1, 1))
    assert (first, take_one(desk), take_one(desk, "always", always)) == (
        ("样〔2024〕001号", "第1号"),
        "样〔2025〕001号",
        "第2号",
    )


def test_a_number_whose_commit_was_refused_is_a_recorded_gap(desk):
    lost = take(desk, "letter", RULE, "样例")
    stray = Draft(
        stream=desk.own_stream("office"), stream_kind="office", kind="office.setting-changed", patch={"peers": {"x": 1}}
    )
    with pytest.raises(Refused):
        desk.commit([lost.draft, stray])
    assert used(desk) == []
    assert take_one(desk) == "样〔2024〕002号"
    assert used(desk) == [("letter", 1, "样〔2024〕001号", "gap"), ("letter", 2, "样〔2024〕002号", "used")]


def test_a_number_that_was_given_out_before_a_crash_is_a_recorded_gap(desk):
    for _ in range(3):
        take(desk, "letter", RULE, "样例")
    assert take_one(desk) == "样〔2024〕004号"
    assert [state for *_, state in used(desk)] == ["gap", "gap", "gap", "used"]


def test_two_cases_never_bear_one_number(desk):
    numbers = [open_sample_case(desk).open["case"]["number"] for _ in range(3)]
    assert numbers == ["210303-2024-0001", "210303-2024-0002", "210303-2024-0003"]


def test_the_mark_is_on_the_disk_before_the_number_is_known(desk):
    taken = take(desk, "letter", RULE, "样例")
    known = marks.load(desk.place.marks)
    assert known is not None
    assert (taken.number, known.series["letter/2024"]) == ("样〔2024〕001号", 1)


def test_without_its_mark_no_number_is_given_out(desk):
    part = desk.place.marks.with_name("highwater.json.part")
    part.mkdir()
    with pytest.raises(Damaged) as fault:
        take(desk, "letter", RULE, "样例")
    assert fault.value.code == "files.cannot-write"
    part.rmdir()
    desk.place.marks.unlink()
    with pytest.raises(Damaged) as fault:
        take(desk, "letter", RULE, "样例")
    assert fault.value.code == "desk.marks-missing"


def test_marks_that_cannot_be_read_are_told_with_their_place(desk):
    desk.place.marks.write_text("{")
    with pytest.raises(Damaged) as fault:
        take(desk, "letter", RULE, "样例")
    assert str(desk.place.marks) in fault.value.text()
