"""What is due from whom: counted by the index, told alliance by alliance, and the same as the rules say one by one."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk import doctor
from alliance_desk.cases import duty_days
from alliance_desk.cases.office import choose_reading
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.policy.duties import State
from alliance_desk.register import duties
from alliance_desk.register.duties import DutyLine, Owed
from tests.helpers.desks import introduce, make_office
from tests.helpers.owing import (
    PACK_ID,
    changed,
    enter,
    give,
    hand_in,
    leave,
    on,
    owing_office,
    stay_away,
    take_place,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with owing_office(tmp_path / "city") as made:
        on(made, "2023-05-04")
        yield made


def line(desk: Desk, duty: str, subject: str) -> DutyLine:
    (one,) = [one for one in duties.overview(desk) if (one.duty, one.subject) == (duty, subject)]
    return one


def of(desk: Desk, alliance: str, duty: str) -> list[tuple[str, str, int]]:
    found = [one for one in duties.of_alliance(desk, alliance) if one.duty == duty]
    return [(one.subject, str(one.state), one.days) for one in found]


def one_of(desk: Desk, duty: str, subject: str) -> Owed:
    (one,) = duties.owed(desk, PACK_ID, duty, subject)
    return one


# A year's papers


def test_a_years_papers_are_open_then_late_then_late_in_coming(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2023-12-31")
    assert one_of(desk, "papers", "2023").state is State.OPEN
    on(desk, "2024-01-02")  # 31 December 2023 is a Sunday, New Year's Day is off
    assert one_of(desk, "papers", "2023").state is State.OPEN
    on(desk, "2024-01-05")
    late = one_of(desk, "papers", "2023")
    assert (late.state, late.days, late.due, late.text(), late.text("en")) == (
        State.LATE,
        3,
        date(2024, 1, 2),
        "逾期 3 天",
        "3 days late",
    )
    assert (late.alliance, late.alliance_name, late.lead, late.basis) == (
        alliance,
        "甲联盟",
        "甲联盟牵头单位",
        "第二十条",
    )
    assert late.county == "鞍山市铁西区科学技术局"
    stream = hand_in(desk, alliance, "yearly", "2023", "2024-01-10")
    met = one_of(desk, "papers", "2023")
    assert (met.state, met.days, met.case, met.since, met.met) == (
        State.MET,
        8,
        stream,
        "2024-01-05",
        date(2024, 1, 10),
    )
    assert met.text() == "迟交 8 天（2024-01-10）"


def test_papers_in_time_are_not_late(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-01-05")
    hand_in(desk, alliance, "yearly", "2023", "2024-01-02")
    met = one_of(desk, "papers", "2023")
    assert (met.state, met.days, met.text()) == (State.MET, 0, "已完成（2024-01-02）")


def test_a_case_that_was_only_begun_is_shown_and_fulfils_nothing(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-01-05")
    stream = hand_in(desk, alliance, "yearly", "2023")
    begun = one_of(desk, "papers", "2023")
    assert (begun.state, begun.case, begun.since) == (State.LATE, stream, "2024-01-05")


def test_what_is_on_record_as_missing_is_asked_for_no_more(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-01-05")
    stream = stay_away(desk, alliance, "yearly", "2023")
    one = one_of(desk, "papers", "2023")
    assert (one.state, one.case, line(desk, "papers", "2023").absent) == (State.ABSENT, stream, 1)


def test_old_years_stay_late_until_something_is_recorded(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2026-11-20")
    hand_in(desk, alliance, "yearly", "2024", "2024-12-30")
    assert of(desk, alliance, "papers") == [
        ("2023", "late", 1053),
        ("2024", "met", 0),
        ("2025", "late", 324),
        ("2026", "open", 0),
    ]


def test_an_equal_one_is_invited_and_some_duties_pass_it_by(desk: Desk) -> None:
    alliance = enter(desk, "等同联盟", "2023-05-04", procedure="equal")
    on(desk, "2025-01-05")
    assert {(one.duty, one.state) for one in duties.of_alliance(desk, alliance)} == {
        ("papers", State.INVITED),
        ("summary", State.INVITED),
    }
    hand_in(desk, alliance, "yearly", "2024", "2025-01-05")
    assert ("2024", "met", 5) in of(desk, alliance, "papers")


def test_who_has_left_owes_nothing_and_the_past_is_still_told(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-06-01")
    hand_in(desk, alliance, "january", "2023", "2024-01-20")
    leave(desk, alliance, "2024-06-01")
    on(desk, "2026-11-20")
    assert of(desk, alliance, "papers") == [("2023", "lapsed", 0)]
    found = line(desk, "papers", "2023")
    assert (found.total, found.lapsed, found.late) == (1, 1, 0)
    assert [one.subject for one in duties.overview(desk) if one.duty == "papers"] == ["2023"]


# Events, windows, rounds


def test_events_count_in_the_year_in_which_they_took_place(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2025-02-01")
    take_place(desk, alliance, "transfer", "2024-01-01")
    assert of(desk, alliance, "transfer") == [("2024", "late", 32), ("2025", "open", 0)]
    assert one_of(desk, "transfer", "2024").text() == "未达到要求"
    take_place(desk, alliance, "transfer", "2025-01-01")
    take_place(desk, alliance, "exchange", "2024-07-01")
    assert of(desk, alliance, "transfer")[0] == ("2024", "late", 32)
    take_place(desk, alliance, "transfer", "2024-12-31")  # recorded afterwards
    assert of(desk, alliance, "transfer")[0] == ("2024", "met", 0)
    assert one_of(desk, "transfer", "2024").met == date(2024, 12, 31)
    assert of(desk, alliance, "exchange") == [("2023", "late", 398), ("2024", "met", 0), ("2025", "open", 0)]


def test_an_assessment_is_done_when_a_grade_was_given(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2026-02-01")
    assert of(desk, alliance, "mid") == [("2026", "open", 0)]
    give(desk, alliance, "mid", "2026", "good", "2026-02-01")
    assert of(desk, alliance, "mid") == [("2026", "met", 0)]
    assert line(desk, "mid", "2026").affair == "assessment"


def test_a_round_moves_on_with_each_time_and_its_history_is_told(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-05-03")
    assert of(desk, alliance, "review") == []
    on(desk, "2025-05-05")
    assert of(desk, alliance, "review") == [("2025", "late", 1)]
    give(desk, alliance, "review", "2025", "good", "2025-05-05")
    assert of(desk, alliance, "review") == [("2025", "met", 0)]
    on(desk, "2026-05-05")
    assert of(desk, alliance, "review") == [("2025", "met", 0), ("2027", "open", 0)]
    stay_away(desk, alliance, "review", "2026")
    assert of(desk, alliance, "review") == [("2025", "met", 0), ("2026", "absent", 0)]


def test_the_offices_own_task_is_told_until_it_is_recorded(desk: Desk) -> None:
    enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-04-01")
    assert (line(desk, "guide", "2024").late, line(desk, "guide", "2024").kind) == (1, "office")
    said = duty_days.record_task(desk, PACK_ID, "guide", "2024", date(2024, 3, 30), "样科发〔2024〕8号")
    assert said.text() == "已登记：2024 年“申报指南”于 2024-03-30 完成"
    assert (line(desk, "guide", "2024").met, line(desk, "guide", "2024").late) == (1, 0)
    assert duties.owed(desk, PACK_ID, "guide", "2024") == []
    for day, paper, why in (
        (date(2024, 4, 2), "1号", "cases.date-ahead"),
        (date(2024, 4, 1), " ", "duties.paper-needed"),
    ):
        with pytest.raises(Refused) as refused:
            duty_days.record_task(desk, PACK_ID, "guide", "2024", day, paper)
        assert refused.value.code == why
    with pytest.raises(Refused, match="没有应报事项“papers”"):
        duty_days.record_task(desk, PACK_ID, "papers", "2024", date(2024, 4, 1), "1号")


# Days that a person types


def test_a_typed_day_gives_an_undated_duty_its_end(desk: Desk) -> None:
    enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-12-05")
    assert (one_of(desk, "summary", "2024").due, one_of(desk, "summary", "2024").state) == (None, State.OPEN)
    duty_days.set_day(desk, PACK_ID, "summary", date(2024, 11, 30))
    assert (one_of(desk, "summary", "2024").due, one_of(desk, "summary", "2024").days) == (date(2024, 11, 30), 5)
    duty_days.set_day(desk, PACK_ID, "papers", date(2024, 12, 1), "2024", "样科发〔2024〕20号")
    assert one_of(desk, "papers", "2024").days == 4
    assert doctor.examine(desk).faults == ()


def test_a_typed_day_is_refused_where_the_text_sets_one_or_the_notice_is_not_named(desk: Desk) -> None:
    with pytest.raises(Refused, match="每年 12 月 31 日"):
        duty_days.set_day(desk, PACK_ID, "papers", date(2024, 12, 1))
    with pytest.raises(Refused, match="当年通知的文号"):
        duty_days.set_day(desk, PACK_ID, "papers", date(2024, 12, 1), "2024", " ")
    with pytest.raises(Refused, match="没有应报事项“transfer”"):
        duty_days.set_day(desk, PACK_ID, "transfer", date(2024, 12, 1))


# Counting


def test_the_overview_counts_every_alliance_once_and_names_the_day(desk: Desk) -> None:
    found = [enter(desk, f"联盟{n}", "2023-05-04") for n in range(5)]
    enter(desk, "等同联盟", "2023-05-04", procedure="equal")
    on(desk, "2024-01-05")
    hand_in(desk, found[0], "yearly", "2023", "2023-12-30")
    hand_in(desk, found[1], "yearly", "2023", "2024-01-04")
    hand_in(desk, found[2], "yearly", "2023")
    stay_away(desk, found[3], "yearly", "2023")
    one = line(desk, "papers", "2023")
    assert (one.total, one.met, one.open, one.late, one.invited, one.absent, one.lapsed) == (6, 2, 0, 2, 1, 1, 0)
    assert (one.due, one.name, one.title, one.basis) == (date(2024, 1, 2), "年度材料", "样例市联盟管理办法", "第二十条")
    assert [one.alliance_name for one in duties.owed(desk, PACK_ID, "papers", "2023")] == [
        "等同联盟", "联盟0", "联盟1", "联盟2", "联盟3", "联盟4",
    ]  # fmt: skip


def test_where_each_has_its_own_day_the_nearest_that_waits_is_told(desk: Desk) -> None:
    on(desk, "2022-01-10")
    first, _ = enter(desk, "甲联盟", "2022-01-10"), enter(desk, "乙联盟", "2022-01-05")
    on(desk, "2022-03-01")
    enter(desk, "丙联盟", "2022-03-01")
    on(desk, "2024-02-01")
    one = line(desk, "review", "2024")
    assert (one.total, one.open, one.late, one.due) == (3, 1, 2, date(2024, 1, 10))
    give(desk, first, "review", "2023", "good", "2024-02-01")
    give(desk, duties.owed(desk, PACK_ID, "review", "2024")[0].alliance, "review", "2023", "good", "2024-02-01")
    one = line(desk, "review", "2024")
    assert (one.total, one.open, one.late, one.due) == (1, 1, 0, date(2024, 3, 1))


def test_it_is_read_again_after_an_event_another_day_or_under_other_rules(desk: Desk) -> None:
    enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-01-01")
    known = duties.overview(desk)
    assert duties.overview(desk) is known
    on(desk, "2024-01-03")
    assert line(desk, "papers", "2023").late == 1
    choose_reading(desk, PACK_ID, "year-end-roll", "no")
    assert line(desk, "papers", "2023").due == date(2023, 12, 31)
    (desk.place.packs / f"{PACK_ID}.toml").write_text(changed(("month = 12", "month = 11")), encoding="utf8")
    assert line(desk, "papers", "2023").due == date(2023, 11, 30)


def test_a_policy_without_alliances_or_repealed_asks_for_nothing(desk: Desk) -> None:
    assert duties.overview(desk) == []
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-06-01")
    assert duties.overview(desk)
    (desk.place.packs / f"{PACK_ID}.toml").write_text(changed(('status = "在用"', 'status = "废止"')), encoding="utf8")
    assert duties.overview(desk) == []
    assert duties.of_alliance(desk, alliance) == []
    with pytest.raises(Refused, match="没有应报事项“nothing”"):
        duties.owed(desk, PACK_ID, "nothing", "2024")
    assert duties.of_alliance(desk, "0" * 32) == []


def test_an_expired_policy_still_reminds(desk: Desk) -> None:
    alliance = enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2025-06-01")
    asked = of(desk, alliance, "papers")
    text = changed(("[pack.jurisdiction]", "[pack.until]\nyears = 2\n\n[pack.jurisdiction]"))
    (desk.place.packs / f"{PACK_ID}.toml").write_text(text, encoding="utf8")
    assert of(desk, alliance, "papers") == asked != []


def test_a_county_is_not_told_of_the_citys_own_tasks(tmp_path: Path, desk: Desk) -> None:
    with make_office(tmp_path / "county") as county:
        introduce(county, desk, tmp_path / "letters")
        assert not duties.decides(county, desk.policy_for(PACK_ID))
        assert duties.decides(desk, desk.policy_for(PACK_ID))


def test_papers_are_counted_from_one_index_alone(desk: Desk) -> None:
    enter(desk, "甲联盟", "2023-05-04")
    on(desk, "2024-01-05")
    statements: list[str] = []
    desk.raw.set_trace_callback(statements.append)
    duties.overview(desk)
    desk.raw.set_trace_callback(None)
    plans = [
        "; ".join(row[3] for row in desk.raw.execute(f"EXPLAIN QUERY PLAN {statement}"))
        for statement in statements
        if "'yearly'" in statement
    ]
    assert plans
    assert all(
        "COVERING INDEX ix_index_affair_owed (procedure=? AND subject=? AND alliance=?" in plan for plan in plans
    )
