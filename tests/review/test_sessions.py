from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from alliance_desk.cases import moves, office
from alliance_desk.cases.views import status
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger import streams
from alliance_desk.ledger.fold import Folded
from alliance_desk.review import pool, scoring, sessions
from alliance_desk.review.parties import pool as experts
from tests.cases.conftest import on, policy
from tests.helpers.desks import TODAY
from tests.review.conftest import POOL

Case = Callable[..., Folded]
SHEET = {"goals": "50", "people": "30"}


def seated(desk: Desk, session: str) -> list[str]:
    seats = streams.document(desk.raw, session).open["seats"]
    return [key for key, seat in sorted(seats.items(), key=lambda i: i[1]["order"]) if seat["state"] == "seated"]


def score_all(desk: Desk, session: str, case: Folded, lines: dict[str, str] = SHEET, recommend: str = "") -> None:
    for expert in seated(desk, session):
        scoring.enter(desk, session, case.stream, expert, lines, recommend=recommend)


# ------------------------------------------------------------------------------------------------ third party


def test_a_third_party_review_names_organiser_and_contract(desk: Desk, case_at: Case) -> None:
    case = case_at("review")
    for organiser, contract in (("", "1"), ("样例中心", " ")):
        with pytest.raises(Refused, match="受托单位和委托合同编号"):
            sessions.open_session(desk, [case.stream], organiser=organiser, contract=contract)
    with pytest.raises(Refused, match="没有选择办件"):
        sessions.open_session(desk, [])
    with pytest.raises(Refused, match="没有编号以“999”开头的评审批次"):
        sessions.open_session(desk, [case.stream], batch="999", organiser="样例中心", contract="1")


def test_a_case_sits_in_one_open_session_at_a_time(desk: Desk, case_at: Case) -> None:
    case = case_at("review")
    sessions.open_session(desk, [case.stream], organiser="样例中心", contract="1")
    with pytest.raises(Refused, match="不能重复建立"):
        sessions.open_session(desk, [case.stream], organiser="样例中心", contract="1")


def test_the_report_is_a_file_of_its_kind_and_speaks_of_every_case(desk: Desk, case_at: Case, report: Path) -> None:
    case, other = case_at("review", "甲联盟"), case_at("review", "乙联盟")
    session = sessions.open_session(desk, [case.stream, other.stream], organiser="样例中心", contract="1").streams[0]
    both = {case.stream: True, other.stream: False}
    blobs = set(desk.blobs.all())
    strange = report.with_suffix(".exe")
    strange.write_bytes(b"MZ")
    wrong = [
        ((report, {case.stream: True}, TODAY), "请逐件写明"),
        ((strange, both, TODAY), "不是 PDF"),
        ((report, both, TODAY + timedelta(days=1)), "还没有到"),
    ]
    for arguments, says in wrong:
        with pytest.raises(Refused, match=says):
            sessions.conclude_third_party(desk, session, *arguments)
    assert set(desk.blobs.all()) == blobs
    sessions.conclude_third_party(desk, session[:5], report, both, TODAY)
    assert desk.case(other.stream).open["review"]["supported"] is False
    with pytest.raises(Refused, match="已结束"):
        sessions.conclude_third_party(desk, session, report, both, TODAY)
    with pytest.raises(Refused, match="已结束"):
        sessions.choose_panel(desk, session)


def test_a_case_withdrawn_during_the_review_does_not_hold_up_the_others(
    desk: Desk, case_at: Case, report: Path
) -> None:
    case, other = case_at("review", "甲联盟"), case_at("review", "乙联盟")
    session = sessions.open_session(desk, [case.stream, other.stream], organiser="样例中心", contract="1").streams[0]
    moves.withdraw(desk, case.stream, "不报了")
    said = sessions.conclude_third_party(desk, session, report, {other.stream: True}, TODAY)
    assert said.facts == {"count": 1, "left": ("甲联盟",)}
    assert status(desk.rules_of(other), desk.case(other.stream)) == "待现场考察"
    third = case_at("review", "丙联盟")
    lone = sessions.open_session(desk, [third.stream], organiser="样例中心", contract="1").streams[0]
    moves.withdraw(desk, third.stream, "不报了")
    with pytest.raises(Refused, match="均已终结"):
        sessions.conclude_third_party(desk, lone, report, {}, TODAY)
    said = sessions.conclude_ended(desk, lone)
    assert said.text() == "评审场次已结束，办件均已终结，不作评审结论：丙联盟。"
    document = streams.document(desk.raw, lone).open
    assert (document["session"]["state"], document["session"]["left_out"]) == ("concluded", {third.stream: "withdrawn"})
    with pytest.raises(Refused, match="已结束"):
        sessions.conclude_ended(desk, lone)


def test_a_session_with_a_case_that_still_runs_is_not_just_closed(desk: Desk, case_at: Case) -> None:
    case = case_at("review", "甲联盟")
    session = sessions.open_session(desk, [case.stream], organiser="样例中心", contract="1").streams[0]
    with pytest.raises(Refused, match="甲联盟"):
        sessions.conclude_ended(desk, session)


# ------------------------------------------------------------------------------------------------ own panel


def test_the_pool_is_taken_once_and_again(desk: Desk, tmp_path: Path) -> None:
    assert pool.take_in(desk, POOL).facts == {"count": 42, "new": 42}
    assert pool.take_in(desk, POOL).facts == {"count": 42, "new": 0}
    book = load_workbook(POOL)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            if cell.value == "东北大学":
                cell.value = "样例大学"
    book.save(tmp_path / "pool.xlsx")
    book.close()
    assert pool.take_in(desk, tmp_path / "pool.xlsx").facts["new"] == 0
    assert desk.raw.execute("SELECT count(*) FROM index_expert WHERE unit = '样例大学'").fetchone() == (1,)


def test_a_panel_is_fixed_once_with_a_reason_for_each_exclusion(desk: Desk, own: Case) -> None:
    office.save_unit(desk, "样例单位2", former=["中国科学院金属研究所"])
    case = own("review")
    session = sessions.open_session(desk, [case.stream]).streams[0]
    funnel = sessions.screen(desk, session).funnel
    left = [row.left for row in funnel.rows]
    assert left == sorted(left, reverse=True)
    out = {one.name: one.text() for one in funnel.exclusions}
    assert any("中国科学院金属研究所" in text and "样例单位2" in text for text in out.values())
    said = sessions.choose_panel(desk, session)
    assert said.facts["size"] == 5
    document = streams.document(desk.raw, session).open
    assert all(entry["evidence"] for entry in document["exclusions"].values())
    for again in (
        lambda: sessions.choose_panel(desk, session),
        lambda: sessions.draw_panel(desk, session, "1234", "5678", witness="样例监督人"),
    ):
        with pytest.raises(Refused, match="不能重复选配"):
            again()
    with pytest.raises(Refused, match="不是抽取产生"):
        sessions.replace_seat(desk, session, seated(desk, session)[0], "出差")


def test_the_replaced_expert_leaves_no_score_behind(desk: Desk, own: Case) -> None:
    case = own("review")
    session = sessions.open_session(desk, [case.stream]).streams[0]
    sessions.draw_panel(desk, session, "1234", "5678", witness="样例监督人")
    first = seated(desk, session)[0]
    scoring.enter(desk, session, case.stream, first, {"goals": "1", "people": "1"})
    with pytest.raises(Refused, match="请写明原因"):
        sessions.replace_seat(desk, session, first, " ")
    sessions.replace_seat(desk, session, first, "突发疾病")
    with pytest.raises(Refused, match="不在专家组内"):
        sessions.replace_seat(desk, session, first, "再来一次")
    assert scoring.results(streams.document(desk.raw, session), desk.rules_of(case)) == {}
    score_all(desk, session, case)
    scoring.conclude_own(desk, session)
    outcome = streams.document(desk.raw, session).open["results"][case.stream]
    assert outcome["score"] == "80.00"
    assert desk.case(case.stream).open["review"] == {
        "on": "2024-09-27",
        "mode": "own",
        "supported": True,
        "head": streams.document(desk.raw, session).head,
    }


def test_everything_wrong_with_a_sheet_is_told_at_once_by_name(desk: Desk, own: Case) -> None:
    case = own("review")
    session = sessions.open_session(desk, [case.stream]).streams[0]
    sessions.choose_panel(desk, session)
    expert = seated(desk, session)[0]
    name = streams.document(desk.raw, session).open["seats"][expert]["name"]
    with pytest.raises(Refused) as refused:
        scoring.enter(desk, session, case.stream, expert, {"goals": "61", "extra": "1"}, recommend="maybe")
    text = refused.value.text()
    for part in (name, "目标", "队伍", "extra", "maybe"):
        assert part in text, part
    with pytest.raises(Refused, match="评分表有误"):
        scoring.enter(desk, session, case.stream, "nobody", SHEET)
    other = own("review", "另一联盟")
    with pytest.raises(Refused, match="不含该办件"):
        scoring.enter(desk, session, other.stream, expert, SHEET)


def test_a_session_waits_for_every_sheet_and_names_who_is_late(desk: Desk, own: Case) -> None:
    case, other = own("review", "甲联盟"), own("review", "乙联盟")
    session = sessions.open_session(desk, [case.stream, other.stream]).streams[0]
    with pytest.raises(Refused, match="评分表尚未收齐"):
        scoring.conclude_own(desk, session)
    sessions.choose_panel(desk, session)
    score_all(desk, session, case)
    with pytest.raises(Refused, match="尚无评分的办件：乙联盟"):
        scoring.conclude_own(desk, session)
    for expert in seated(desk, session)[:-1]:
        scoring.enter(desk, session, other.stream, expert, {"goals": "10", "people": "10"})
    late = streams.document(desk.raw, session).open["seats"][seated(desk, session)[-1]]["name"]
    with pytest.raises(Refused, match=late):
        scoring.conclude_own(desk, session)
    scoring.enter(desk, session, other.stream, seated(desk, session)[-1], {"goals": "10", "people": "10"})
    scoring.conclude_own(desk, session)
    assert desk.case(case.stream).open["review"]["supported"] is True
    assert desk.case(other.stream).open["review"]["supported"] is False
    with pytest.raises(Refused, match="已结束"):
        scoring.conclude_own(desk, session)


def test_a_case_withdrawn_after_its_first_sheets_is_left_out_and_the_result_says_so(desk: Desk, own: Case) -> None:
    case, gone = own("review", "甲联盟"), own("review", "乙联盟")
    session = sessions.open_session(desk, [case.stream, gone.stream]).streams[0]
    sessions.choose_panel(desk, session)
    best = {"goals": "60", "people": "40"}
    for expert in seated(desk, session)[:3]:
        scoring.enter(desk, session, gone.stream, expert, best)
    moves.withdraw(desk, gone.stream, "不报了")
    with pytest.raises(Refused, match="尚无评分的办件：甲联盟；") as refused:
        scoring.conclude_own(desk, session)
    assert "乙联盟" not in refused.value.text()
    score_all(desk, session, case)
    said = scoring.conclude_own(desk, session)
    assert said.facts == {"count": 1, "left": ("乙联盟",)}
    assert said.text() == "评审场次已结束，1 件转入下一环节；评审期间已终结、不作结论的办件：乙联盟。"
    document = streams.document(desk.raw, session).open
    assert {key: found["place"] for key, found in document["results"].items()} == {case.stream: 1}
    assert document["session"]["left_out"] == {gone.stream: "withdrawn"}
    assert "review" not in desk.case(gone.stream).open
    assert status(desk.rules_of(case), desk.case(case.stream)) == "待现场考察"


def test_without_a_pass_mark_the_recommendations_decide(desk: Desk, own: Case) -> None:
    policy(desk, ("pass_mark = 60", "pass_mark = 0"), ('mode = "third_party"', 'mode = "own"'))
    case = own("review")
    session = sessions.open_session(desk, [case.stream]).streams[0]
    sessions.choose_panel(desk, session)
    for n, expert in enumerate(seated(desk, session)):
        scoring.enter(desk, session, case.stream, expert, SHEET, recommend="yes" if n > 2 else "no")
    scoring.conclude_own(desk, session)
    assert desk.case(case.stream).open["review"]["supported"] is False


def test_nothing_of_a_panel_stands_in_the_case(desk: Desk, own: Case) -> None:
    case = own("review")
    session = sessions.open_session(desk, [case.stream]).streams[0]
    sessions.choose_panel(desk, session)
    score_all(desk, session, case)
    scoring.conclude_own(desk, session)
    told = str([event.body for event in streams.events(desk.raw, case.stream)])
    for expert, seat in streams.document(desk.raw, session).open["seats"].items():
        assert seat["name"] not in told
        assert expert not in told
    assert date.fromisoformat(desk.case(case.stream).open["review"]["on"]) == TODAY


def test_nobody_supervises_their_own_draw(desk: Desk, own: Case) -> None:
    session = sessions.open_session(desk, [own("review").stream]).streams[0]
    for watched, says in (
        ({}, "须有监督人"),
        ({"witness": "甲", "alone": "乙"}, "两者填一项"),
        ({"witness": "样例甲"}, "不能监督自己"),
    ):
        with pytest.raises(Refused, match=says):
            sessions.draw_panel(desk, session, "1234", "5678", **watched)
    sessions.draw_panel(desk, session, "1234", "5678", alone="全局只有一名经办人")
    about = streams.document(desk.raw, session).open["session"]
    assert about["alone"] == "全局只有一名经办人"
    assert "witness" not in about


# ------------------------------------------------------------------------------------------------ yearly cap

ONCE = ("[panel.review]\n", "[panel.review]\nyearly_cap = 1\n")
OWN = ('mode = "third_party"', 'mode = "own"')


def capped(desk: Desk, session: str) -> dict[str, str]:
    """Whom the yearly cap keeps out of a session, by expert, with the reason as it is told."""
    found = sessions.screen(desk, session).funnel.exclusions
    return {one.expert: one.text() for one in found if one.rule == "yearly-cap"}


def test_who_sat_in_as_many_sessions_as_the_rule_allows_in_a_year_is_kept_out_with_the_sessions_named(
    desk: Desk, own: Case
) -> None:
    policy(desk, OWN, ONCE)
    first = sessions.open_session(desk, [own("review", "甲联盟").stream]).streams[0]
    assert capped(desk, first) == {}
    sessions.choose_panel(desk, first)
    on(desk, "2024-10-09")
    second = sessions.open_session(desk, [own("review", "乙联盟").stream]).streams[0]
    out = capped(desk, second)
    assert set(out) == set(seated(desk, first))
    for text in out.values():
        assert f"本年度已评审 1 次，上限 1 次 → 2024-09-27 参加本单位评审场次 {first[:8]}" in text
    # a panel counts neither against itself nor in another year
    assert capped(desk, first) == {}
    sessions.choose_panel(desk, second)
    assert set(seated(desk, second)).isdisjoint(out)
    kept = streams.document(desk.raw, second).open["exclusions"]
    assert {key for key, entry in kept.items() if entry["rule"] == "yearly-cap"} == set(out)
    on(desk, "2025-01-02")
    third = sessions.open_session(desk, [own("review", "丙联盟").stream]).streams[0]
    assert capped(desk, third) == {}


def test_reserves_and_who_declined_have_not_reviewed(desk: Desk, own: Case) -> None:
    policy(desk, OWN, ONCE)
    first = sessions.open_session(desk, [own("review", "甲联盟").stream]).streams[0]
    sessions.draw_panel(desk, first, "1234", "5678", witness="样例监督人")
    gone = seated(desk, first)[0]
    sessions.replace_seat(desk, first, gone, "出差")
    seats = streams.document(desk.raw, first).open["seats"]
    assert {seat["state"] for seat in seats.values()} == {"seated", "reserve", "declined"}
    second = sessions.open_session(desk, [own("review", "乙联盟").stream]).streams[0]
    assert set(capped(desk, second)) == {key for key, seat in seats.items() if seat["state"] == "seated"}


def test_below_the_cap_nobody_is_kept_out_and_the_pool_keeps_no_count(desk: Desk, own: Case) -> None:
    policy(desk, OWN, ("[panel.review]\n", "[panel.review]\nyearly_cap = 2\n"))
    first = sessions.open_session(desk, [own("review", "甲联盟").stream]).streams[0]
    sessions.choose_panel(desk, first)
    second = sessions.open_session(desk, [own("review", "乙联盟").stream]).streams[0]
    assert capped(desk, second) == {}
    assert {one.id for one in experts(desk) if one.reviews_this_year == 1} == set(seated(desk, first))
    before = desk.own("pool").open
    assert pool.take_in(desk, POOL).facts["new"] == 0
    assert desk.own("pool").open == before
