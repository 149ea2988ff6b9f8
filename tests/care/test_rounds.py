"""Assessment rounds: who takes part and who does not, everything opened at once, how far it has come, called off, closed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import exits, reports, round_papers, round_state, rounds, scoring
from alliance_desk.care.rounds import cancel_round, close_round, field, move_due, open_round
from alliance_desk.cases import continuing, meeting, notice, office, paper_edits, selecting, undo
from alliance_desk.desk import Desk
from alliance_desk.exchange import export
from tests.exchange.workspaces import copied, sound
from tests.helpers import handing
from tests.helpers.care import refused
from tests.helpers.desks import PACK_ID, Pair, advance, recommended_case
from tests.helpers.handing import commits, kinds, on, papers, read, scan, send, table

DUE = date(2025, 2, 28)
POINTS = {"exam-plans": "27", "exam-results": "41.5", "exam-people": "33.25"}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    with handing.city(tmp_path / "city") as desk:
        yield desk


@pytest.fixture
def three(city: Desk) -> dict[str, str]:
    """Alliances by name: two recognised long ago, one in the subject year, one by equality."""
    found = {
        "甲联盟": handing.known(city, "甲联盟", "2022-03-01"),
        "乙联盟": handing.known(city, "乙联盟", "2023-12-31"),
        "丙联盟": handing.known(city, "丙联盟", "2024-01-01"),
        "丁联盟": handing.known(city, "丁联盟", "2021-05-01", "equal"),
    }
    on(city, "2025-01-10")
    return found


def held(desk: Desk, name: str = "2024年度评价") -> str:
    """The stream of a round of 2024 that was just opened."""
    return open_round(desk, PACK_ID, "exam", "2024", name, DUE).streams[0]


def case_of(desk: Desk, round_: str, name: str) -> str:
    return next(one.case for one in round_state.round_state(desk, round_).lines if one.name == name)


def test_a_round_opens_the_cases_of_all_who_take_part_in_one_commit(city: Desk, three: dict[str, str]) -> None:
    before = commits(city)
    said = open_round(city, PACK_ID, "exam", "2024", "2024年度评价", DUE)
    assert (said.facts["count"], said.facts["left"], commits(city)) == (2, 2, before + 1)
    state = round_state.round_state(city, said.streams[0][:8])
    assert [(one.name, one.step_kind, one.status) for one in state.lines] == [
        ("乙联盟", "submission", "status.submission"),
        ("甲联盟", "submission", "status.submission"),
    ]
    told = {one.name: (one.why, one.text()) for one in state.left}
    assert told == {
        "丙联盟": ("recognised-late", "当年列入名录（2024-01-01），次年起参加"),
        "丁联盟": ("excluded", "等同联盟不参加"),
    }
    assert (state.state, state.due, state.counts) == ("open", "2025-02-28", {"submission": 2})
    assert state.indicators == {"exam-plans": ("计划", 30), "exam-results": ("成果", 50), "exam-people": ("队伍", 40)}
    matter = city.case(state.lines[0].case).open["matter"]
    assert matter == {"title": "2024年度评价", "due": "2025-02-28"}
    assert [one.stream for one in round_state.rounds(city)] == [said.streams[0]]
    sound(city)


def test_the_notice_names_who_takes_part_when_and_by_what(city: Desk, three: dict[str, str]) -> None:
    said = open_round(city, PACK_ID, "exam", "2024", "2024年度评价", DUE)
    text = read(said.files[0])
    for part in ("关于开展2024年度评价的通知", "第三十四条", "2025年2月28日", "乙联盟", "甲联盟", "成果（50分）"):
        assert part in text
    assert "丙联盟" not in text


def test_the_last_day_of_a_year_takes_part_the_first_of_the_next_does_not(city: Desk, three: dict[str, str]) -> None:
    assert set(field(city, PACK_ID, "exam", "2024").taking.values()) == {"甲联盟", "乙联盟"}
    assert set(field(city, PACK_ID, "exam", "2023").taking.values()) == set()
    assert {one.name for one in field(city, PACK_ID, "exam", "2025").left} == {"丁联盟"}


def test_only_some_may_be_asked_but_each_of_them_must_take_part(city: Desk, three: dict[str, str]) -> None:
    before = commits(city)
    with refused("care.round.not-taking"):
        open_round(city, PACK_ID, "exam", "2024", "评价", DUE, [three["甲联盟"], three["丙联盟"]])
    assert commits(city) == before
    one = open_round(city, PACK_ID, "exam", "2024", "评价", DUE, [three["甲联盟"]])
    assert one.facts["count"] == 1
    rest = open_round(city, PACK_ID, "exam", "2024", "再评价", DUE)
    left = {line.name: line.why for line in round_state.round_state(city, rest.streams[0]).left}
    assert left["甲联盟"] == "has-case"


def test_a_round_is_refused_without_a_name_an_assessment_a_year_or_a_day_to_come(
    city: Desk, three: dict[str, str]
) -> None:
    for arguments, code in (
        (("exam", "2024", " ", DUE), "care.round.name-needed"),
        (("exam", "2024", "评价", date(2025, 1, 9)), "care.round.due-past"),
        (("papers", "2024", "评价", DUE), "care.round.no-assessment"),
        (("exam", "", "评价", DUE), "care.subject-needed"),
        (("third", "2024", "评价", DUE), "care.no-subject"),
        (("exam", "2019", "评价", DUE), "care.round.nobody"),
    ):
        with refused(code):
            open_round(city, PACK_ID, *arguments)
    held(city)
    with refused("care.round.nobody"):
        held(city)


def test_what_comes_in_the_third_year_takes_each_alliance_by_its_own_date(city: Desk, three: dict[str, str]) -> None:
    assert set(field(city, PACK_ID, "third").taking.values()) == {"甲联盟"}
    assert {one.name: one.why for one in field(city, PACK_ID, "third").left} == {
        "丁联盟": "excluded",
        "乙联盟": "not-due",
        "丙联盟": "not-due",
    }
    on(city, "2026-01-01")
    assert set(field(city, PACK_ID, "third").taking.values()) == {"甲联盟", "乙联盟"}


def test_every_one_to_two_years_whoever_is_due_takes_part(city: Desk, three: dict[str, str]) -> None:
    # What was entered from older papers is counted from the day it was entered on.
    assert set(field(city, PACK_ID, "letters").taking.values()) == set()
    on(city, "2025-09-27")
    assert set(field(city, PACK_ID, "letters").taking.values()) == set(three)


def test_without_a_duty_whoever_stood_there_before_the_year_takes_part(tmp_path: Path) -> None:
    lines = [('procedure = "exam"\nmonth = 0\nfirst_year = "no"', 'procedure = "assess"\nmonth = 0\nfirst_year = "no"')]
    with handing.city(tmp_path / "city", *lines) as city:
        handing.known(city, "甲联盟", "2023-12-31")
        handing.known(city, "丙联盟", "2024-01-01")
        on(city, "2025-01-10")
        found = field(city, PACK_ID, "exam", "2024")
        assert (set(found.taking.values()), [one.why for one in found.left]) == ({"甲联盟"}, ["recognised-late"])


def test_who_has_left_is_told_only_of_the_year_it_still_stood_in(city: Desk, three: dict[str, str]) -> None:
    number = exits.open_exit(city, three["甲联盟"], "poor-twice", "自愿解散").streams[0]
    exits.skip_hearing(city, number, "联盟书面放弃")
    exits.decide(city, number, "样科〔2025〕1号", date(2025, 1, 8), "解散")
    left = {one.name: one.text() for one in field(city, PACK_ID, "exam", "2024").left}
    assert left["甲联盟"] == "已退出（取消）"
    assert "甲联盟" not in {one.name for one in field(city, PACK_ID, "exam", "2026").left}


def test_under_an_expired_policy_no_round_begins_without_a_recorded_ground(tmp_path: Path) -> None:
    ended = ("[pack.jurisdiction]\n", "[pack.until]\nyears = 3\n\n[pack.jurisdiction]\n")
    with handing.city(tmp_path / "city", ended) as city:
        handing.known(city, "甲联盟", "2019-03-01")
        with refused("cases.policy-expired"):
            open_round(city, PACK_ID, "exam", "2023", "评价", DUE)
        continuing.record(city, PACK_ID, "样府办〔2021〕1号", "市政府")
        stream = open_round(city, PACK_ID, "exam", "2024", "评价", DUE).streams[0]
        assert round_state.round_state(city, stream).lines


def test_the_day_can_be_moved_and_the_move_taken_back(city: Desk, three: dict[str, str]) -> None:
    stream = held(city)
    move_due(city, stream, date(2025, 3, 31))
    assert round_state.round_state(city, stream).due == "2025-03-31"
    undo.undo(city)
    assert round_state.round_state(city, stream).due == "2025-02-28"
    with refused("care.round.due-past"):
        move_due(city, stream, date(2024, 12, 1))
    with refused("undo.refused"):
        undo.undo(city)


def test_a_round_called_off_takes_its_cases_back_and_can_be_held_anew(city: Desk, three: dict[str, str]) -> None:
    stream = held(city)
    with refused("cases.reason-needed"):
        cancel_round(city, stream, "")
    said = cancel_round(city, stream, "指标有误")
    state = round_state.round_state(city, stream)
    assert (said.facts["count"], state.state, state.reason) == (2, "cancelled", "指标有误")
    assert {one.status for one in state.lines} == {"status.withdrawn"}
    for verb in (
        lambda: cancel_round(city, stream, "再次"),
        lambda: move_due(city, stream, DUE),
        lambda: close_round(city, stream),
    ):
        with refused("care.round.over"):
            verb()
    again = held(city, "2024年度评价（重新）")
    assert len(round_state.round_state(city, again).lines) == 2
    sound(city)


def test_what_was_decided_stays_when_a_round_is_called_off(city: Desk, three: dict[str, str], tmp_path: Path) -> None:
    stream = held(city)
    number = case_of(city, stream, "甲联盟")
    reports.mark_absent(city, number, "未参加")
    cancel_round(city, stream, "改期")
    assert {one.name: one.status for one in round_state.round_state(city, stream).lines} == {
        "甲联盟": "status.absent",
        "乙联盟": "status.withdrawn",
    }


def test_results_go_through_meeting_and_notice_and_stand_in_the_table(
    city: Desk, three: dict[str, str], tmp_path: Path
) -> None:
    for name, value in (("contact_unit", "高新科"), ("telephone", "0412-5550123"), ("address", "科技路1号")):
        office.set_value(city, name, value)
    stream = held(city)
    first, second = (case_of(city, stream, name) for name in ("甲联盟", "乙联盟"))
    for number in (first, second):
        paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
        reports.receive(city, number, date(2025, 1, 9))
    scoring.take_scores(city, first, "self", dict.fromkeys(POINTS, "30"))
    scoring.take_scores(city, first, "expert", POINTS)
    scoring.take_scores(city, second, "expert", {**POINTS, "exam-plans": "12"})
    for number in (first, second):
        scoring.evaluate(city, number)
    state = round_state.round_state(city, stream)
    assert {one.name: (one.own, one.expert, one.total, one.place, one.proposed) for one in state.lines} == {
        "甲联盟": ("75.00", "84.79", "84.79", 1, "良好"),
        "乙联盟": ("", "72.29", "72.29", 2, "合格"),
    }
    with refused("care.round.runs"):
        close_round(city, stream)
    meeting.hold(city, {first: "passed", second: "passed"}, "纪要1号", date(2025, 1, 10))
    said = notice.publish(city, [first, second], date(2025, 1, 10), "本局网站")
    text = read(said.files[0])
    assert "关于2024年度评价结果的公示" in text
    assert ("84.79 分" in text, "拟认定" in text) == (True, False)
    on(city, "2025-01-16")
    notice.close(city, said.streams[0])
    rows = table(round_papers.summary(city, stream).files[0])
    assert [(row[1], row[8], row[9], row[11]) for row in rows] == [
        ("乙联盟", "72.29", 2, "评定等次"),
        ("甲联盟", "84.79", 1, "评定等次"),
        ("丁联盟", None, None, "等同联盟不参加"),
        ("丙联盟", None, None, "当年列入名录（2024-01-01），次年起参加"),
    ]
    sound(city)


def test_applications_and_results_are_published_apart(city: Desk, three: dict[str, str], tmp_path: Path) -> None:
    stream = held(city)
    number = case_of(city, stream, "甲联盟")
    paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
    reports.receive(city, number, date(2025, 1, 9))
    scoring.take_scores(city, number, "expert", POINTS)
    scoring.evaluate(city, number)
    meeting.hold(city, {number: "passed"}, "纪要1号", date(2025, 1, 10))
    application = recommended_case(city, "新联盟").stream
    advance(city, application, "merge_select")
    with refused("cases.merge-target"):
        selecting.merge(city, application, number, "同一领域")
    advance(city, application, "public_notice")
    with refused("cases.notice-mixed"):
        notice.publish(city, [application, number], date(2025, 1, 10), "网站")


def test_a_meeting_may_defer_or_refuse_and_no_application_letter_is_written(
    city: Desk, three: dict[str, str], tmp_path: Path
) -> None:
    stream = held(city)
    first, second = (case_of(city, stream, name) for name in ("甲联盟", "乙联盟"))
    for number in (first, second):
        paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
        reports.receive(city, number, date(2025, 1, 9))
        scoring.take_scores(city, number, "expert", POINTS)
        scoring.evaluate(city, number)
    said = meeting.hold(
        city, {first: "deferred", second: "refused"}, "纪要1号", date(2025, 1, 10), {first: "再核", second: "材料不实"}
    )
    assert said.files == ()
    state = {one.name: one.text() for one in round_state.round_state(city, stream).lines}
    assert state == {"甲联盟": "局长办公会", "乙联盟": "未通过"}


def test_papers_after_the_day_of_the_round_are_late_and_taken_all_the_same(
    city: Desk, three: dict[str, str], tmp_path: Path
) -> None:
    stream = held(city)
    number = case_of(city, stream, "甲联盟")
    due = city.raw.execute("SELECT due FROM index_case WHERE stream = ?", (number,)).fetchone()
    assert due == ("2025-02-28",)
    on(city, "2025-03-05")
    paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
    said = reports.receive(city, number, date(2025, 3, 3))
    assert (said.code, said.facts["late"]) == ("care.report.received-late", 3)
    assert round_state.round_state(city, stream).lines[1].received == "2025-03-03"


def test_a_round_is_closed_when_the_last_case_is_over(city: Desk, three: dict[str, str]) -> None:
    stream = held(city)
    for name in ("甲联盟", "乙联盟"):
        reports.mark_absent(city, case_of(city, stream, name), "未参加")
    close_round(city, stream)
    assert round_state.round_state(city, stream).state == "closed"
    undo.undo(city)
    assert round_state.round_state(city, stream).state == "open"
    with refused("cases.no-such-record"):
        round_state.round_state(city, "zzzz")


def test_a_case_of_a_round_goes_down_to_the_county_and_comes_back_with_its_points(tmp_path: Path) -> None:
    alliance = handing.recognised(tmp_path / "made")
    pair: Pair = copied(tmp_path / "made", tmp_path)
    for desk in pair:
        on(desk, "2027-01-05")
    with refused("care.not-yours-to-open"):
        rounds.open_round(pair.county, PACK_ID, "third", "", "期中评价", date(2027, 3, 1))
    stream = open_round(pair.city, PACK_ID, "third", "", "期中评价", date(2027, 3, 1), [alliance]).streams[0]
    number = case_of(pair.city, stream, "样例联盟")
    send(pair.city, pair.county, number, tmp_path)
    intake_back(pair, tmp_path)
    with refused("care.round.away"):
        cancel_round(pair.city, stream, "改期")
    reports.receive(pair.county, number, date(2027, 1, 4))
    with refused("exchange.not-yet"):
        export.hand_over(pair.county, number, tmp_path / "stick")
    reports.sign_opinion(pair.county, number, "属实", scan=scan(tmp_path))
    send(pair.county, pair.city, number, tmp_path)
    assert round_state.round_state(pair.city, stream).counts == {"evaluation": 1}
    assert "case.offered" in kinds(pair.city, number)
    sound(pair.county, pair.city)
    pair.close()


def intake_back(pair: Pair, folder: Path) -> None:
    """The county's receipt: the city learns that the case is there."""
    from alliance_desk.exchange import intake

    intake.take_in(pair.city, export.receipt(pair.county, pair.city.office, folder / "stick").files[0])
