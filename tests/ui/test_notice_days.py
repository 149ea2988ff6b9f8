"""The days of a notice: what the strip says agrees with the period as the core counts it."""

from datetime import date, timedelta
from itertools import product

import pytest

from alliance_desk.cases.noticed import Objection, View
from alliance_desk.policy.pack import Period, Stage, Unit
from alliance_desk.policy.periods import Calendar, end_of
from ui.calendar_strip import Ground, StripDay
from ui.pages.notice.days import counted, days_left, strip_days

CALENDAR = Calendar()
STARTS = [date(2024, 9, 20) + timedelta(days=n) for n in range(0, 24, 3)] + [date(2026, 12, 28)]


def view(start: date, period: Period, *, objections: tuple[Objection, ...] = ()) -> View:
    end = end_of(period, start, CALENDAR, {})
    return View(
        stream="n", seq=1, state="running", start=start, end=end.end, published_end=end.end, provisional=end.provisional,
        first=period.count_first_day == "yes", roll=period.roll == "yes", others=end.others, channel="网站", policy="样例",
        stage=Stage(name="公示", kind="public_notice", actor="decider", basis="第九条"), period=period, cases=[],
        objections=list(objections), corrections=[], letter_case="",
    )  # fmt: skip


def period(unit: Unit, n: int, first: str = "no", roll: str = "no") -> Period:
    return Period(n=n, unit=unit, count_first_day=first, roll=roll, basis="第九条")


def on(days: list[StripDay], day: date) -> StripDay:
    return next(shown for shown in days if shown.day == day)


@pytest.mark.parametrize(("first", "roll"), list(product(("yes", "no"), repeat=2)))
@pytest.mark.parametrize("start", STARTS)
def test_as_many_days_count_as_the_period_has_and_the_last_one_ends_it(start: date, first: str, roll: str) -> None:
    for unit, n in ((Unit.WORKING_DAYS, 5), (Unit.NATURAL_DAYS, 7)):
        looked_at = view(start, period(unit, n, first, roll))
        days = counted(looked_at, CALENDAR)
        assert list(days.values()) == list(range(1, n + 1))
        rolled = unit is Unit.NATURAL_DAYS and roll == "yes"
        assert max(days) <= looked_at.end if rolled else max(days) == looked_at.end
        shown = strip_days(looked_at, CALENDAR, start)
        assert [day.day for day in shown if day.ground is Ground.COUNTED] == list(days)
        assert (shown[0].day, shown[-1].day) == (start, looked_at.end + timedelta(days=1))


def test_every_day_around_the_national_holiday_says_why_it_counts_or_not() -> None:
    days = strip_days(view(date(2024, 9, 27), period(Unit.WORKING_DAYS, 5)), CALENDAR, date(2024, 9, 29))
    assert [day.count for day in days] == [
        "不计",
        "不计",
        "第1天",
        "第2天",
        *["不计"] * 7,
        "第3天",
        "第4天",
        "第5天",
        "可结束",
    ]
    assert [day.kind for day in days] == ["", "周末", "调休上班", "", *["国庆节"] * 7, "", "", "", ""]
    assert on(days, date(2024, 9, 28)).ground is Ground.REST
    assert on(days, date(2024, 10, 5)).ground is Ground.FEAST, "a Saturday inside the holiday is part of it"
    told = {day.day.isoformat(): day.why for day in days}
    assert told["2024-09-27"] == "2024-09-27（周五）：发布当天，按所选口径不计入。"
    assert told["2024-09-28"] == "2024-09-28（周六）：周末，不是工作日，不计入。"
    assert told["2024-09-29"] == "2024-09-29（周日）：今天；国庆节调休上班，按工作日计入，是第 1 天。"
    assert told["2024-10-01"] == "2024-10-01（周二）：国庆节，不是工作日，不计入。"
    assert told["2024-10-10"] == "2024-10-10（周四）：工作日，计入，是第 5 天；截止日，当天 24 时止。"
    assert told["2024-10-11"] == "2024-10-11（周五）：期满次日，从这天起可以结束公示。"


def test_an_end_that_falls_on_a_day_of_rest_rolls_on_and_says_so() -> None:
    looked_at = view(date(2024, 9, 27), period(Unit.NATURAL_DAYS, 5, roll="yes"))
    days = strip_days(looked_at, CALENDAR, date(2024, 9, 27))
    assert looked_at.end == date(2024, 10, 8)
    assert [day.count for day in days][6:] == [*["顺延"] * 6, "可结束"]
    assert "截止顺延到下一个工作日" in on(days, date(2024, 10, 3)).why
    assert on(days, date(2024, 10, 8)).last


def test_days_that_an_open_objection_halts_are_marked_until_it_is_answered() -> None:
    about = {"case": "c", "number": "210300-2024-0001", "name": "甲", "text": "不实", "ground": "", "objector": ""}
    answered = Objection(id="o1", received="2024-09-29", state="rejected", reply="答", closed="2024-09-30", **about)
    refused = Objection(id="o2", received="2024-10-08", state="not_accepted", reply="", closed="", **about)
    looked_at = view(date(2024, 9, 27), period(Unit.WORKING_DAYS, 5), objections=(answered, refused))
    days = strip_days(looked_at, CALENDAR, date(2024, 10, 9))
    assert [day.day.day for day in days if day.halted] == [29, 30]
    assert "办件 210300-2024-0001 中止公示" in on(days, date(2024, 9, 30)).why
    assert "中止" in on(days, date(2024, 9, 30)).marks


def test_days_of_a_year_without_a_published_arrangement_are_provisional() -> None:
    looked_at = view(date(2026, 12, 28), period(Unit.WORKING_DAYS, 5))
    days = strip_days(looked_at, CALENDAR, date(2026, 12, 28))
    assert looked_at.provisional
    january = on(days, date(2027, 1, 4))
    assert january.uncertain
    assert "暂定" in january.marks
    assert "2027年的放假安排尚未公布" in january.why
    assert on(days, date(2027, 1, 1)).kind == "法定假日"


def test_days_left_are_those_after_today() -> None:
    looked_at = view(date(2024, 9, 27), period(Unit.WORKING_DAYS, 5))
    assert days_left(looked_at, CALENDAR, date(2024, 9, 29)) == (11, 4)
    assert days_left(looked_at, CALENDAR, date(2024, 10, 10)) == (0, 0)
