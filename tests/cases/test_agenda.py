"""The workbench: what waits for this office, what is on its way, what falls due."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from alliance_desk import doctor
from alliance_desk.cases import agenda as module
from alliance_desk.cases import corrections, editing, issue, moves, notice, office, recognition
from alliance_desk.cases.agenda import DOWN, UP, Agenda, Deadline, agenda, waiting
from alliance_desk.cases.continuing import record
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.errors import Damaged
from alliance_desk.exchange import export, intake
from alliance_desk.ledger.fold import Folded
from tests.cases.conftest import policy, walk
from tests.helpers.desks import PACK_ID, TODAY, Pair, open_sample_case, recommended_case, reopen, settle, two_offices

LATER = TODAY + timedelta(days=12)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = two_offices(tmp_path)
    yield made
    made.close()


def only(found: Agenda, kind: str) -> Deadline:
    (one,) = [deadline for deadline in found.deadlines if deadline.kind == kind]
    return one


def kinds(found: Agenda) -> list[str]:
    return [one.kind for one in found.deadlines if one.kind != "calendar"]


# What waits for this office


def test_a_new_office_has_nothing_to_do(desk: Desk) -> None:
    found = agenda(desk)
    assert (found.mine, found.total, found.stages, found.transit, kinds(found)) == ([], 0, [], [], [])
    assert waiting(desk) == 0


def test_cases_wait_oldest_first_with_stage_and_days(desk: Desk, report: Path) -> None:
    first = open_sample_case(desk, "第一联盟")
    desk.clock = FixedClock(TODAY + timedelta(days=3))
    second = open_sample_case(desk, "第二联盟")
    walk(desk, first.stream, report, ("recommend",))
    third = open_sample_case(desk, "第三联盟")
    desk.clock = FixedClock(LATER)
    found = agenda(desk)
    assert {todo.stream: (todo.step, todo.step_kind, todo.step_id, todo.days) for todo in found.mine} == {
        first.stream: ("形式审查", "formal_check", "formal", 9),
        second.stream: ("推荐", "recommend", "recommend", 9),
        third.stream: ("推荐", "recommend", "recommend", 9),
    }
    assert [(stage.step, stage.count, stage.since) for stage in found.stages] == [
        ("推荐", 2, TODAY + timedelta(days=3)),
        ("形式审查", 1, TODAY + timedelta(days=3)),
    ]
    assert (found.total, waiting(desk)) == (3, 3)
    assert [len(agenda(desk, limit=2).mine), agenda(desk, limit=2).total] == [2, 3]
    assert found.mine == sorted(found.mine, key=lambda todo: (todo.since, todo.stream))


def test_a_case_waits_for_one_office_at_a_time(pair: Pair, tmp_path: Path) -> None:
    county, city = pair
    case = open_sample_case(county)
    assert [todo.step for todo in agenda(county).mine] == ["推荐"]
    settle(county, case.stream)
    moves.recommend(county, case.stream, "同意")
    assert [todo.step_kind for todo in agenda(county).mine] == [UP]  # it is to be handed over, and then the city's
    package = export.hand_over(county, case.stream, tmp_path / "up").files[0]
    intake.take_in(city, package)
    assert agenda(county).mine == []
    assert [todo.step for todo in agenda(city).mine] == ["形式审查"]


def test_a_recommended_case_is_to_be_handed_over_until_it_has_gone(pair: Pair, tmp_path: Path) -> None:
    county = pair.county
    recommended = recommended_case(county)
    county.clock = FixedClock(TODAY + timedelta(days=3))
    fresh = open_sample_case(county, "未推荐联盟")
    found = agenda(county)
    assert [(todo.stream, todo.step_kind, todo.text(), todo.days) for todo in found.mine] == [
        (recommended.stream, UP, "报送", 3),
        (fresh.stream, "recommend", "推荐", 0),
    ]
    counted = [(stage.text(), stage.step_kind, stage.count, stage.since) for stage in found.stages]
    assert counted == [("推荐", "recommend", 1, county.clock.today()), ("报送", UP, 1, TODAY)]
    assert (found.total, waiting(county)) == (2, 2)
    assert [todo.stream for todo in agenda(county, limit=1).mine] == [recommended.stream]
    assert (agenda(county, limit=1).total, found.mine[0].text("en")) == (2, "Hand over")
    export.hand_over(county, recommended.stream, tmp_path / "up")
    assert [todo.stream for todo in agenda(county).mine] == [fresh.stream]
    assert (agenda(county).total, waiting(county)) == (1, 1)


def test_a_case_that_asks_for_correction_is_to_be_sent_back(pair: Pair, tmp_path: Path) -> None:
    case = recommended_case(pair.county)
    sent = export.hand_over(pair.county, case.stream, tmp_path / "up")
    intake.take_in(pair.city, sent.files[0])
    assert [todo.step_kind for todo in agenda(pair.city).mine] == ["formal_check"]
    corrections.send_back(pair.city, case.stream, note="请补交章程", due=LATER)
    (todo,) = agenda(pair.city).mine
    assert (todo.step_kind, todo.stream, todo.text()) == (DOWN, case.stream, "退回补正")
    assert [(stage.step_kind, stage.count) for stage in agenda(pair.city).stages] == [(DOWN, 1)]
    assert waiting(pair.city) == 1


def test_a_case_that_ended_waits_for_nobody(desk: Desk) -> None:
    moves.withdraw(desk, open_sample_case(desk).stream, "样例")
    assert agenda(desk).mine == []


def test_since_follows_what_happened_last(desk: Desk) -> None:
    case = open_sample_case(desk)
    desk.clock = FixedClock(TODAY + timedelta(days=2))
    corrections.ask_correction(desk, case.stream, LATER, "请补充")
    (todo,) = agenda(desk).mine
    assert (todo.since, todo.due) == (TODAY + timedelta(days=2), LATER.isoformat())
    desk.clock = FixedClock(TODAY + timedelta(days=5))
    editing.edit(desk, case.stream, {"alliance": {"goals": "新目标"}}, corrected=True)
    (todo,) = agenda(desk).mine
    assert (todo.since, todo.due) == (TODAY + timedelta(days=5), "")


# What is on its way


def test_a_case_handed_over_and_its_package_are_on_their_way_until_the_receipt(pair: Pair, tmp_path: Path) -> None:
    county, city = pair
    case = recommended_case(county)
    package = export.hand_over(county, case.stream, tmp_path / "up").files[0]
    for desk in pair:
        desk.clock = FixedClock(LATER)
    offered, waiting_for = sorted(agenda(county).transit, key=lambda one: one.kind)
    assert (offered.kind, offered.id, offered.office, offered.days) == ("offered", case.stream, "鞍山市科学技术局", 12)
    assert offered.text() == "210303-2024-0001 已交给“鞍山市科学技术局”，尚未签收"
    assert (waiting_for.kind, waiting_for.days) == ("receipt", 12)
    assert waiting_for.text() == "报送“鞍山市科学技术局”的数据包还没有回执"
    intake.take_in(city, package)
    assert agenda(city).transit == []
    receipt = export.receipt(city, county.office, tmp_path / "receipt").files[0]
    assert agenda(city).transit == []  # a receipt waits for no receipt
    intake.take_in(county, receipt)
    assert agenda(county).transit == []


def test_a_package_in_the_quarantine_is_told_with_its_reason(pair: Pair, tmp_path: Path) -> None:
    county, city = pair
    package = export.hand_over(county, recommended_case(county).stream, tmp_path / "up").files[0]
    package.write_bytes(package.read_bytes()[:-1])
    with pytest.raises(Damaged) as refused:
        intake.take_in(city, package)
    (held,) = agenda(city).transit
    assert (held.kind, held.days, held.text()) == ("quarantined", 0, refused.value.text())


# What falls due


def test_a_correction_is_due_at_both_offices_until_it_is_answered(pair: Pair, tmp_path: Path) -> None:
    county, city = pair
    case = recommended_case(county)
    intake.take_in(city, export.hand_over(county, case.stream, tmp_path / "up").files[0])
    corrections.send_back(city, case.stream, LATER, "样例")
    intake.take_in(county, export.hand_over(city, case.stream, tmp_path / "down").files[0])
    for desk in pair:
        one = only(agenda(desk), "correction")
        assert (one.day, one.left, one.who, one.basis, one.link) == (
            LATER,
            12,
            "样例联盟",
            "第六条",
            ("case", case.stream),
        )
        assert one.text() == "补正材料限 2024-10-09 前补齐"
        desk.clock = FixedClock(LATER + timedelta(days=1))
        assert only(agenda(desk), "correction").left == -1
    editing.edit(county, case.stream, {"alliance": {"goals": "新目标"}}, corrected=True)
    assert kinds(agenda(county)) == []


def test_a_notice_counts_down_and_says_when_it_is_stopped(desk: Desk, case_at: Callable[..., Folded]) -> None:
    case = case_at("published")
    stream = desk.raw.execute("SELECT notice FROM index_notice").fetchone()[0]
    one = only(agenda(desk), "notice")
    assert (one.day, one.left, one.basis, one.link) == (date(2024, 10, 2), 5, "第九条", ("notice", stream))
    assert one.text() == "公示 1 件，2024-09-27 起，到 2024-10-02 24 时止，次日起可结束公示"
    notice.object_to(desk, stream, case.stream, "样例", "样例", TODAY)
    assert "其中 1 件异议处理中" in only(agenda(desk), "notice").text()
    notice.answer(desk, stream, "o1", "rejected", "样例")
    desk.clock = FixedClock(date(2024, 10, 5))
    assert only(agenda(desk), "notice").left == -3
    notice.close(desk, stream)
    assert kinds(agenda(desk)) == []


def test_a_recognised_alliance_waits_for_its_certificate_and_then_for_its_plaque(
    desk: Desk, case_at: Callable[..., Folded]
) -> None:
    case = case_at("published")
    desk.clock = FixedClock(LATER)
    notice.close(desk, desk.raw.execute("SELECT notice FROM index_notice").fetchone()[0])
    recognition.recognise(desk, case.stream, "样科发1号", LATER)
    one = only(agenda(desk), "certificate")
    assert (one.day, one.left, one.basis, one.text()) == (None, None, "第十条", "证书尚未制发（2024-10-09 起待办）")
    issue.issue(desk, case.stream, "certificate")
    assert only(agenda(desk), "certificate").text().startswith("牌匾尚未制发")
    issue.issue(desk, case.stream, "plaque")
    assert kinds(agenda(desk)) == []
    desk.clock = FixedClock(date(2027, 9, 1))
    title = only(agenda(desk), "title")
    assert (title.day, title.left, title.link[0]) == (date(2027, 10, 9), 38, "alliance")


def test_a_policy_in_use_that_expires_is_spoken_of_until_somebody_records_on_what_ground_it_goes_on(desk: Desk) -> None:
    policy(desk, ("[pack.jurisdiction]\n", "[pack.until]\nyears = 1\n\n[pack.jurisdiction]\n"))
    assert kinds(agenda(desk)) == []  # nobody uses it
    open_sample_case(desk)
    one = only(agenda(desk), "policy")
    assert (one.day, one.left, one.who, one.link) == (
        date(2025, 1, 1),
        96,
        "样例市产业联盟试行办法",
        ("policy", PACK_ID),
    )
    desk.clock = FixedClock(date(2025, 2, 1))
    assert only(agenda(desk), "policy").left == -31
    record(desk, PACK_ID, "样政发1号", "样例市政府")
    assert kinds(agenda(desk)) == []


def test_next_years_days_off_are_asked_for_from_november_on(desk: Desk, tmp_path: Path) -> None:
    def years() -> list[str]:
        return [one.who for one in agenda(desk).deadlines if one.kind == "calendar"]

    desk.clock = FixedClock(date(2048, 10, 31))
    assert years() == ["2048"]
    desk.clock = FixedClock(date(2048, 11, 1))
    assert years() == ["2048", "2049"]
    loaded = tmp_path / "2049.json"
    loaded.write_text(
        '{"year": 2049, "papers": [], "days": [{"date": "2049-01-01", "isOffDay": true, "name": "元旦"}]}', "utf8"
    )
    office.load_calendar(desk, loaded)
    assert years() == ["2048"]
    one = next(one for one in agenda(desk).deadlines if one.kind == "calendar")
    assert (one.day, one.link, one.basis) == (date(2048, 1, 1), ("calendar", "2048"), "")


def test_the_nearest_day_stands_first_and_what_has_none_last(desk: Desk, case_at: Callable[..., Folded]) -> None:
    case_at("published")
    late, soon = open_sample_case(desk, "晚"), open_sample_case(desk, "早")
    corrections.ask_correction(desk, late.stream, LATER, "请补充")
    corrections.ask_correction(desk, soon.stream, TODAY + timedelta(days=1), "请补充")
    assert [one.who for one in agenda(desk).deadlines if one.kind != "calendar"] == ["早", "样例联盟", "晚"]


# How it is read


def test_it_is_read_through_a_desk_that_only_looks(tmp_path: Path, pair: Pair) -> None:
    open_sample_case(pair.county)
    with reopen(tmp_path / "county", readonly=True) as looking:
        assert agenda(looking) == agenda(pair.county)


def test_the_columns_it_is_read_from_are_rebuilt_alike(desk: Desk, case_at: Callable[..., Folded]) -> None:
    case_at("published")
    corrections.ask_correction(desk, open_sample_case(desk, "另一联盟").stream, LATER, "请补充")
    before = agenda(desk)
    assert doctor.examine(desk).faults == ()
    doctor.repair(desk)
    assert agenda(desk) == before


def test_no_case_is_folded_for_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        corrections.ask_correction(desk, open_sample_case(desk, f"联盟{number}").stream, LATER, "请补充")
    monkeypatch.setattr(desk, "case", lambda _: pytest.fail("a case was read"))
    assert len(agenda(desk).deadlines) >= 5


def test_the_work_list_is_answered_by_its_index(desk: Desk) -> None:
    for statement, values in (
        (module._MINE, (desk.office, 50)),
        (module._STAGES, (desk.office,)),
        (module._READY, (desk.office, 50)),
        (module._HANDING, (desk.office,)),
        (module._OFFERED, (desk.office, 50)),
    ):
        plan = "; ".join(row[3] for row in desk.raw.execute(f"EXPLAIN QUERY PLAN {statement}", values))
        assert "ix_index_case_work" in plan
        assert "SCAN index_case" not in plan
