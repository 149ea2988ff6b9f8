"""What is due from whom: counted by the index, told alliance by alliance, and the same as the rules say one by one."""

import random
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from alliance_desk import doctor
from alliance_desk.cases import duty_days
from alliance_desk.cases.office import choose_reading
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.policy import duties as policy
from alliance_desk.policy.after import Active, Every, Office
from alliance_desk.policy.duties import Standing, State
from alliance_desk.policy.periods import add_years
from alliance_desk.register import duties
from alliance_desk.register.duties import DutyLine, Owed
from alliance_desk.register.duty_sql import plus
from db.models import index, life
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


# Against the rules, alliance by alliance

EDGES = (
    "2017-06-30", "2018-02-28", "2018-03-01", "2018-12-31", "2019-01-01", "2019-12-31", "2020-02-29", "2020-12-31", "2021-01-01",
    "2021-09-30", "2022-12-31", "2023-01-01", "2023-01-03", "2023-01-31", "2024-02-29",
)  # fmt: skip
"""Days on which something begins or ends."""
TYPED = {"summary": "11-30", "papers/2021": "2022-01-14"}


@pytest.mark.parametrize("seed", range(6))
def test_the_index_answers_as_the_rules_do_for_each_alliance(desk: Desk, seed: int) -> None:
    luck = random.Random(seed)
    if seed % 2:
        choose_reading(desk, PACK_ID, "third-year", "date")
        choose_reading(desk, PACK_ID, "year-end-roll", "no")
        duty_days.set_day(desk, PACK_ID, "summary", date(2024, 11, 30))
        duty_days.set_day(desk, PACK_ID, "papers", date(2022, 1, 14), "2021", "1号")
    rows = [_row(luck) for _ in range(60)]
    with desk.transaction() as connection:
        for alliance, affairs, grades in rows:
            for table, found in ((index.Alliance, [alliance]), (life.Affair, affairs), (life.Grade, grades)):
                if found:
                    connection.execute(table.__table__.insert(), found)
    rules, typed = desk.policy_for(PACK_ID), TYPED if seed % 2 else {}
    for today in ("2021-01-01", "2023-01-03", "2023-01-04", "2024-02-29", "2026-11-20"):
        on(desk, today)
        wanted: dict[str, set[tuple[str, str, str, str]]] = {}
        for alliance, affairs, grades in rows:
            wanted[alliance["id"]] = set(_by_rules(desk, rules, typed, alliance, affairs, grades))
            # Rounds that were held have no last day; what the rules expect next has.
            told = [one for one in duties.of_alliance(desk, alliance["id"]) if one.duty != "review" or one.due]
            assert len(told) == len({(one.duty, one.subject) for one in told})
            assert {(one.duty, one.subject, str(one.due), str(one.state)) for one in told} == wanted[alliance["id"]]
        _same_counts(duties.overview(desk), wanted)
        listed = duties.owed(desk, PACK_ID, "papers", "2022")
        assert {(one.alliance, str(one.state)) for one in listed} == {
            (key, state)
            for key, found in wanted.items()
            for duty, subject, _, state in found
            if (duty, subject) == ("papers", "2022")
        }


def _same_counts(lines: list[DutyLine], wanted: dict[str, set[tuple[str, str, str, str]]]) -> None:
    counted = Counter((duty, subject, state) for found in wanted.values() for duty, subject, _, state in found)
    told = {(one.duty, one.subject, str(state)): getattr(one, str(state)) for one in lines for state in State}
    assert {key: n for key, n in told.items() if n and key[0] not in ("review", "guide")} == {
        key: n for key, n in counted.items() if key[0] != "review"
    }
    assert sum(one.open + one.late for one in lines if one.duty == "review") == sum(
        n for (duty, _, state), n in counted.items() if duty == "review" and state in ("open", "late")
    )


def _row(luck: random.Random) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]:
    """An alliance with what it did, as rows of the index."""
    key, held = uuid.UUID(int=luck.getrandbits(128)).hex, luck.choice(EDGES)
    recognised = max(held, luck.choice(EDGES)) if luck.random() < 0.3 else held
    exited = luck.choice(EDGES) if luck.random() < 0.3 else ""
    alliance = dict.fromkeys((column.name for column in index.Alliance.__table__.columns), "")
    alliance |= {
        "id": key, "name": f"联盟{key[:4]}", "kind": luck.choice(("认定", "认定", "等同")), "pack": PACK_ID, "held": held, "first": held,
        "recognised": recognised, "exited": exited if exited > recognised else "", "case": f"entry{key}", "members": 3,
    }  # fmt: skip
    alliance["status"] = "exited" if alliance["exited"] else "valid"
    affairs: list[dict[str, Any]] = []
    grades: list[dict[str, Any]] = []

    def affair(stream: str, procedure: str, **more: object) -> None:
        blank = dict.fromkeys((column.name for column in life.Affair.__table__.columns), "")
        about = {
            "stream": stream,
            "alliance": key,
            "pack": PACK_ID,
            "procedure": procedure,
            "finished": True,
            "amount": 0,
        }
        affairs.append({**blank, **about, **more})

    if luck.random() < 0.2:
        affair(f"entry{key}", "history", opened=luck.choice(EDGES))
    for year in range(2018, 2027):
        for procedure in ("yearly", "january", "summary"):
            received = str(date(year, 12, 1) + timedelta(days=luck.randrange(90)))
            outcome = luck.choice(("", "", "", "absent", "withdrawn"))
            if luck.random() < 0.6:
                affair(
                    f"{procedure}{year}{key}",
                    procedure,
                    subject=str(year),
                    received="" if outcome else received,
                    outcome=outcome,
                )
        for activity in ("transfer", "exchange"):
            for n in range(luck.randrange(4)):
                day, done = str(date(year, 1, 1) + timedelta(days=luck.randrange(365))), luck.random() < 0.9
                affair(f"{activity}{year}{n}{key}", "event", received=day, what=activity, finished=done)
        for procedure in ("mid", "final", "review"):
            if luck.random() < 0.3:
                day, stream = str(date(year, 1, 1) + timedelta(days=luck.randrange(365))), f"{procedure}{year}{key}"
                grades.append({
                    "alliance": key, "case": stream, "procedure": procedure, "subject": str(year), "grade": "good", "name": "优良", "rank": 1,
                    "passed": True, "score": "", "on_date": day,
                })  # fmt: skip
                affair(stream, procedure, subject=str(year), opened=day)
    return alliance, affairs, grades


def _by_rules(
    desk: Desk,
    rules: Any,
    typed: dict[str, str],
    alliance: dict[str, Any],
    affairs: list[dict[str, Any]],
    grades: list[dict[str, Any]],
) -> Iterator[tuple[str, str, str, str]]:
    today = desk.clock.today()
    entered = next((one["opened"] for one in affairs if one["procedure"] == "history"), "")
    rounds = [
        one["on_date"] for one in grades if one["procedure"] == "review" and one["on_date"] >= alliance["recognised"]
    ]
    days = {
        key: date.fromisoformat(alliance[key]) if alliance[key] else None for key in ("recognised", "exited", "held")
    }
    assert days["recognised"] is not None
    standing = Standing(
        alliance["kind"],
        days["recognised"],
        days["exited"],
        {"review": date.fromisoformat(max(rounds))} if rounds else {},
        days["held"],
        date.fromisoformat(entered) if entered else None,
    )
    for due in policy.expected(rules, standing, today, desk.calendar(), typed):
        item = rules.duty[due.duty]
        assert not isinstance(item, Office)
        if isinstance(item, Active):
            took = [
                one["received"] for one in affairs
                if one["what"] == item.activity and one["finished"] and one["received"][:4] == due.subject
            ]  # fmt: skip
            met = sorted(took)[item.n - 1] if len(took) >= item.n else ""
        elif due.duty in ("mid", "final"):
            met = next(
                (g["on_date"] for g in grades if (g["procedure"], g["subject"]) == (item.procedure, due.subject)), ""
            )
        elif isinstance(item, Every):
            met = ""
        else:
            mine = [one for one in affairs if (one["procedure"], one["subject"]) == (item.procedure, due.subject)]
            met = next((one["received"] for one in mine if one["received"]), "")
        absent = any(
            (one["procedure"], one["subject"], one["outcome"]) == (item.procedure, due.subject, "absent")
            for one in affairs
        )
        state = policy.state(due, date.fromisoformat(met) if met else None, today)
        if state is not State.MET:
            state = State.ABSENT if absent else State.LAPSED if alliance["exited"] else state
        yield due.duty, due.subject, str(due.due), str(state)


def test_sql_adds_years_as_the_periods_do(desk: Desk) -> None:
    for start in (date(2020, 2, 29), date(2019, 2, 28), date(2020, 3, 1), date(1999, 12, 31), date(2096, 2, 29)):
        for years in range(9):
            (found,) = desk.raw.execute(f"SELECT {plus('?1', years)}", (str(start),)).fetchone()
            assert found == str(add_years(start, years))
