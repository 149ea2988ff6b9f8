"""What falls due and when: year ends on rest days, January, leap days, the first and the last year, windows and rounds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_desk.policy.duties import NONE, Due, Standing, State, Typed, expected, of_office, spans, state
from alliance_desk.policy.holidays import Calendar, LoadedDay, LoadedYear
from alliance_desk.policy.pack import Pack
from tests.helpers.owing import owing_rules

RULES = owing_rules()
CALENDAR = Calendar()
ACT = RULES.recognition.kind
YEARS = st.dates(date(2018, 3, 1), date(2026, 11, 20))


def day(text: str) -> date:
    return date.fromisoformat(text)


def asked(
    duty: str,
    recognised: str,
    until: str,
    rules: Pack = RULES,
    calendar: Calendar = CALENDAR,
    typed: Typed = NONE,
    *,
    act: str = ACT,
    exited: str = "",
    held: str = "",
    entered: str = "",
    last: dict[str, date] | None = None,
) -> list[tuple[str, str]]:
    """Subject and last day of everything asked by one duty."""
    standing = Standing(
        act,
        day(recognised),
        day(exited) if exited else None,
        last or {},
        day(held) if held else None,
        day(entered) if entered else None,
    )
    found = [one for one in expected(rules, standing, day(until), calendar, typed) if one.duty == duty]
    return [(one.subject, str(one.due or "")) for one in found]


# Once a year


def test_a_year_end_on_rest_days_moves_to_the_next_working_day() -> None:
    assert asked("papers", "2021-05-04", "2024-06-01") == [
        ("2021", "2021-12-31"),
        ("2022", "2023-01-03"),  # Saturday, then New Year's days off
        ("2023", "2024-01-02"),  # Sunday, then New Year's Day
        ("2024", "2024-12-31"),
    ]


def test_a_reading_leaves_the_last_day_where_it_is() -> None:
    rules = owing_rules(year_end_roll="no")
    assert asked("papers", "2022-05-04", "2023-06-01", rules) == [("2022", "2022-12-31"), ("2023", "2023-12-31")]


@pytest.mark.parametrize(
    ("years", "provisional"), [(0, True), (1, False)], ids=["notice not out yet", "notice of that year loaded"]
)
def test_a_last_day_over_an_unpublished_year_is_provisional_until_it_is_loaded(years: int, provisional: bool) -> None:
    off = [LoadedDay(day("2033-01-01"), True), LoadedDay(day("2033-01-03"), True)]
    loaded = [LoadedYear(year, off) for year in (2032, 2033)] if years else []
    standing = Standing(ACT, day("2030-01-01"))
    found = expected(RULES, standing, day("2032-12-01"), Calendar(loaded))
    (one,) = [due for due in found if (due.duty, due.subject) == ("papers", "2032")]
    assert (one.due, one.provisional) == (day("2032-12-31"), provisional)


def test_a_day_that_is_provisionally_off_moves_the_end_and_says_so() -> None:
    standing = Standing(ACT, day("2033-01-01"))
    (one,) = [due for due in expected(RULES, standing, day("2033-12-01"), CALENDAR) if due.duty == "papers"]
    assert (one.due, one.provisional) == (
        day("2034-01-02"),
        True,
    )  # 2033-12-31 is a Saturday, 2034-01-01 New Year's Day


def test_a_report_about_the_year_before_is_due_in_january_and_opens_when_the_year_has_ended() -> None:
    assert asked("january", "2022-05-04", "2025-01-01") == [("2023", "2024-01-31"), ("2024", "2025-01-31")]
    assert asked("january", "2022-05-04", "2024-12-31") == [("2023", "2024-01-31")]


def test_the_31st_of_january_on_a_sunday_moves_where_the_policy_says_so() -> None:
    assert asked("january", "2019-05-04", "2021-01-31")[0] == ("2020", "2021-01-31")
    rules = owing_rules(("month = 1\n", 'month = 1\nroll = "yes"\n'))
    assert asked("january", "2019-05-04", "2021-01-31", rules)[0] == ("2020", "2021-02-01")
    # Before the Spring Festival the whole week may be off: 2022-01-31 to 2022-02-06.
    assert asked("january", "2020-05-04", "2022-01-31", rules)[0] == ("2021", "2022-02-07")


def test_the_year_of_the_recognition_is_owed_or_not_as_the_policy_says() -> None:
    assert asked("papers", "2022-12-31", "2022-12-31") == [("2022", "2023-01-03")]
    assert asked("january", "2022-12-31", "2024-01-31") == [("2023", "2024-01-31")]
    rules = owing_rules(("month = 1\n", 'month = 1\nfirst_year = "yes"\n'), ('first_year = "no"\nnot_for', "not_for"))
    assert asked("january", "2022-12-31", "2023-01-31", rules) == [("2022", "2023-01-31")]
    assert asked("january", "2023-01-01", "2023-01-31", rules) == []


def test_who_is_recognised_after_the_day_of_the_year_owes_the_next() -> None:
    rules = owing_rules(("month = 12", "month = 9\nday = 30"))
    assert asked("papers", "2022-09-30", "2023-06-01", rules) == [("2022", "2022-09-30"), ("2023", "2023-10-07")]
    assert asked("papers", "2022-10-01", "2023-06-01", rules) == [("2023", "2023-10-07")]


def test_the_29th_of_february_is_the_28th_in_a_common_year() -> None:
    rules = owing_rules(("month = 12", "month = 2\nday = 29"), year_end_roll="no")
    assert asked("papers", "2023-01-01", "2024-03-01", rules) == [("2023", "2023-02-28"), ("2024", "2024-02-29")]


def test_a_duty_without_a_day_has_one_as_soon_as_it_is_typed() -> None:
    assert asked("summary", "2023-05-04", "2024-05-05") == [("2023", ""), ("2024", "")]
    assert asked("summary", "2023-05-04", "2024-05-05", typed={"summary": "11-30"}) == [
        ("2023", "2023-11-30"),
        ("2024", "2024-11-30"),
    ]
    assert asked("summary", "2023-05-04", "2024-05-05", typed={"summary": "02-29"}) == [("2024", "2024-02-29")]


def test_a_years_own_notice_stands_before_the_text_and_is_not_moved() -> None:
    typed = {"papers/2022": "2022-12-31", "papers/2023": "2024-01-13"}
    assert asked("papers", "2022-05-04", "2024-06-01", typed=typed) == [
        ("2022", "2022-12-31"),
        ("2023", "2024-01-13"),
        ("2024", "2024-12-31"),
    ]
    # A month and day for every year do not touch what the text itself sets.
    assert asked("papers", "2024-05-04", "2024-06-01", typed={"papers": "06-30"}) == [("2024", "2024-12-31")]


# The last year, and years without a title


@pytest.mark.parametrize(
    ("exited", "owed"),
    [
        ("2022-07-01", ["2021"]),
        ("2022-12-31", ["2021"]),
        ("2023-01-03", ["2021"]),  # on the very day it is due, moved off the rest days
        ("2023-01-04", ["2021", "2022"]),
    ],
)
def test_the_year_of_the_exit_is_not_owed_any_more(exited: str, owed: list[str]) -> None:
    assert [subject for subject, _ in asked("papers", "2021-05-04", "2026-06-01", exited=exited)] == owed


def test_who_left_before_its_undated_year_was_over_does_not_owe_it() -> None:
    assert asked("summary", "2021-05-04", "2026-06-01", exited="2022-12-31") == [("2021", "")]
    assert asked("summary", "2021-05-04", "2026-06-01", exited="2023-01-01") == [("2021", ""), ("2022", "")]


def test_a_policy_asks_for_no_year_before_it_took_effect() -> None:
    assert asked("papers", "2009-05-04", "2019-06-01")[0] == ("2018", "2019-01-02")
    late = owing_rules(('effective = "2018-03-01"', 'effective = "2023-01-20"'))
    assert asked("january", "2009-05-04", "2024-02-01", late) == [("2023", "2024-01-31")]


def test_a_title_held_without_a_break_owes_through_its_renewal() -> None:
    renewed = asked("january", "2023-06-01", "2025-02-01", held="2019-06-01")
    assert [subject for subject, _ in renewed] == ["2020", "2021", "2022", "2023", "2024"]


def test_what_was_entered_from_older_papers_owes_from_that_day_on() -> None:
    assert asked("papers", "2019-05-04", "2026-12-01", entered="2026-01-15") == [("2026", "2026-12-31")]
    assert asked("january", "2019-05-04", "2026-12-01", entered="2026-01-15") == [("2025", "2026-01-31")]
    assert asked("mid", "2019-05-04", "2026-12-01", entered="2026-01-15") == []
    assert asked("review", "2019-05-04", "2028-01-15", entered="2026-01-15") == [("2028", "2028-01-15")]


# Who is not asked, and who is only invited


def test_an_act_may_be_left_out_or_only_invited() -> None:
    standing = Standing("等同", day("2023-05-04"))
    found = expected(RULES, standing, day("2024-05-05"), CALENDAR)
    assert {(one.duty, one.invited) for one in found} == {("papers", True), ("summary", True)}
    assert {state(one, None, day("2026-05-05")) for one in found} == {State.INVITED}


def test_the_due_day_itself_still_counts() -> None:
    due = Due("papers", "2024", day("2024-01-01"), day("2024-12-31"), False, False, "x")
    assert state(due, None, day("2024-12-31")) is State.OPEN
    assert state(due, None, day("2025-01-01")) is State.LATE
    assert state(due, day("2025-03-01"), day("2025-04-01")) is State.MET
    undated = Due("summary", "2024", day("2024-01-01"), None, False, False, "x")
    assert state(undated, None, day("2030-01-01")) is State.OPEN


# Activities, windows, rounds, the office


def test_activities_are_counted_by_the_year_and_judged_at_its_end() -> None:
    assert asked("transfer", "2022-12-31", "2024-01-01") == [("2023", "2023-12-31"), ("2024", "2024-12-31")]
    assert asked("exchange", "2022-12-31", "2023-01-01") == [("2022", "2022-12-31"), ("2023", "2023-12-31")]


def test_the_third_year_is_a_calendar_year_or_ends_on_the_very_day() -> None:
    assert asked("mid", "2022-12-31", "2024-12-31") == []
    assert asked("mid", "2022-12-31", "2025-01-01") == [("2025", "2025-12-31")]
    assert asked("mid", "2022-12-31", "2025-06-01", exited="2025-12-31") == []
    rules = owing_rules(third_year="date")
    assert asked("mid", "2022-12-31", "2024-12-30", rules) == []
    assert asked("mid", "2022-12-31", "2024-12-31", rules) == [("2025", "2025-12-31")]
    assert asked("mid", "2020-02-29", "2022-02-28", rules) == [("2023", "2023-02-28")]
    assert asked("mid", "2019-02-28", "2023-01-01", rules) == [("2022", "2022-02-28")]


def test_a_new_recognition_begins_the_years_anew() -> None:
    assert asked("mid", "2023-06-01", "2026-12-01", held="2019-06-01") == [("2026", "2026-12-31")]


def test_the_next_round_follows_the_last_one_or_the_recognition() -> None:
    assert asked("review", "2020-02-29", "2021-02-27") == []
    assert asked("review", "2020-02-29", "2021-02-28") == [("2022", "2022-02-28")]
    held = {"review": day("2022-02-01")}
    assert asked("review", "2020-02-29", "2023-01-31", last=held) == []
    assert asked("review", "2020-02-29", "2023-02-01", last=held) == [("2024", "2024-02-01")]
    # A round before the recognition counts no more.
    assert asked("review", "2022-03-01", "2026-01-01", last=held) == [("2024", "2024-03-01")]


def test_the_offices_own_tasks_belong_to_no_alliance() -> None:
    assert "guide" not in {
        one.duty for one in expected(RULES, Standing(ACT, day("2020-05-04")), day("2026-01-01"), CALENDAR)
    }
    found = of_office(RULES, day("2024-05-01"), day("2026-01-01"), CALENDAR)
    assert [(one.duty, one.subject, str(one.due)) for one in found] == [
        ("guide", "2025", "2025-03-31"),
        ("guide", "2026", "2026-03-31"),
    ]
    undated = owing_rules(("month = 3\n", ""))
    assert [(one.subject, one.due) for one in of_office(undated, day("2025-05-01"), day("2025-06-01"), CALENDAR)] == [
        ("2025", None)
    ]


# Whatever the days are


@given(recognised=YEARS, later=st.integers(0, 4_000), left=st.none() | st.integers(1, 3_000))
def test_nothing_is_doubled_and_no_year_in_between_is_missing(recognised: date, later: int, left: int | None) -> None:
    until = min(recognised + timedelta(days=later), date(2027, 1, 1))
    exited = recognised + timedelta(days=left) if left else None
    found = expected(RULES, Standing(ACT, recognised, exited), until, CALENDAR)
    keys = [(one.duty, one.subject) for one in found]
    assert len(keys) == len(set(keys))
    for duty in ("papers", "january", "summary", "transfer", "exchange"):
        years = sorted(int(one.subject) for one in found if one.duty == duty)
        first = recognised.year + (duty in ("january", "transfer"))
        assert years == list(range(first, first + len(years)))
        days = {span.subject: span.ends for span in spans(RULES, duty, recognised, until, CALENDAR)}
        missing = {year for year in days if int(year) >= first} - set(map(str, years))
        assert all(exited is not None and exited <= days[year] for year in missing)
    for one in found:
        assert one.opens <= until
        assert one.due is None or one.opens <= one.due
        assert exited is None or one.due is None or one.due < exited
