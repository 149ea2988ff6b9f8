import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document

from alliance_desk.cases import letters, moves, notice, office, recognition
from alliance_desk.cases.views import status
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from tests.cases.conftest import on, policy
from tests.helpers.desks import TODAY

CaseAt = Callable[..., Folded]
END = date(2024, 10, 2)  # five natural days after 2024-09-27, the first not counted


def called(desk: Desk, case: Folded) -> str:
    return status(desk.rules_of(case), desk.case(case.stream))


def notice_of(desk: Desk) -> str:
    return desk.raw.execute("SELECT notice FROM index_notice ORDER BY start DESC").fetchone()[0]


def object_to(desk: Desk, case: Folded, received: date = TODAY, *, named: bool = True) -> str:
    said = notice.object_to(desk, notice_of(desk), case.stream, "某甲", "不实", received, named=named)
    return str(said.facts["objection"])


def test_a_notice_begins_neither_ahead_nor_before_the_meeting(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("notice")
    with pytest.raises(Refused, match="2024-09-28 还没有到"):
        notice.publish(desk, [case.stream], date(2024, 9, 28), "网站")
    with pytest.raises(Refused, match="2024-09-26 早于会议日期 2024-09-27"):
        notice.publish(desk, [case.stream], date(2024, 9, 26), "网站")
    for cases, channel in (([], "网站"), ([case.stream], " ")):
        with pytest.raises(Refused, match="请选择办件并写明公示渠道"):
            notice.publish(desk, cases, TODAY, channel)
    said = notice.publish(desk, [case.stream], TODAY, "网站")
    assert said.facts["end"] == END.isoformat()
    with pytest.raises(Refused, match="正在公示中"):
        notice.publish(desk, [case.stream], TODAY, "网站")


def test_a_case_that_does_not_wait_for_its_notice_is_refused(desk: Desk, case_at: CaseAt) -> None:
    with pytest.raises(Refused, match="当前可办理：局长办公会"):
        notice.publish(desk, [case_at("notice").stream, case_at("meeting").stream], TODAY, "网站")


def test_the_letter_waits_for_what_the_office_never_gave(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("notice")
    said = notice.publish(desk, [case.stream], TODAY, "网站")
    assert said.files == ()
    for part in ("办公电话", "地址", "office set", "notice"):
        assert part in said.text(), part
    for name in ("contact_unit", "telephone", "address"):
        office.set_value(desk, name, "0412-5550123")
    text = "\n".join(p.text for p in Document(str(letters.write(desk, "notice", case.stream))).paragraphs)
    assert "公示时间：2024年9月27日至2024年10月2日（5天）" in text


def test_a_notice_is_closed_on_the_day_after_its_last_and_not_before(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("published")
    on(desk, END.isoformat())
    with pytest.raises(Refused, match="2024-10-02 24 时止"):
        notice.close(desk, notice_of(desk))
    on(desk, (END + timedelta(days=1)).isoformat())
    notice.close(desk, notice_of(desk)[:6])
    assert called(desk, case) == "待认定"
    with pytest.raises(Refused, match="没有可结束的公示办件"):
        notice.close(desk, notice_of(desk))


@pytest.mark.parametrize(
    ("received", "named", "state", "says"),
    [
        (TODAY, True, "open", "已受理"),
        (END, True, "open", "已受理"),
        (END + timedelta(days=1), True, "not_accepted", "不在公示期内"),
        (TODAY - timedelta(days=1), True, "not_accepted", "不在公示期内"),
        (TODAY, False, "not_accepted", "未署真实身份"),
    ],
)
def test_an_objection_is_accepted_in_time_and_signed(
    desk: Desk, case_at: CaseAt, received: date, named: bool, state: str, says: str
) -> None:
    case = case_at("published")
    on(desk, "2024-10-05")
    said = notice.object_to(desk, notice_of(desk), case.stream, "某甲", "不实", received, named=named)
    assert says in said.text()
    row = desk.raw.execute("SELECT state FROM index_objection").fetchone()
    assert row[0] == state
    assert called(desk, case) == ("异议处理中" if state == "open" else "公示中")


def test_an_objection_names_its_case_its_author_and_a_day_that_has_come(desk: Desk, case_at: CaseAt) -> None:
    case, other = case_at("published"), case_at("notice", "另一联盟")
    key = notice_of(desk)
    wrong = [
        ((other.stream, "某甲", "不实", TODAY), "不在该公示中"),
        ((case.stream, " ", "不实", TODAY), "请写明异议人"),
        ((case.stream, "某甲", "", TODAY), "请写明异议人"),
        ((case.stream, "某甲", "不实", TODAY + timedelta(days=1)), "还没有到"),
    ]
    for arguments, says in wrong:
        with pytest.raises(Refused, match=says):
            notice.object_to(desk, key, *arguments)
    with pytest.raises(Refused, match="没有编号以“zz”开头的公示"):
        notice.object_to(desk, "zz", case.stream, "某甲", "不实", TODAY)


def test_who_objected_stays_in_the_private_document(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("published")
    object_to(desk, case)
    row = desk.raw.execute("SELECT open, private FROM index_document WHERE stream = ?", (notice_of(desk),)).fetchone()
    assert "某甲".encode() not in row[0]
    assert "某甲".encode() in row[1]
    assert "某甲" not in str(desk.case(case.stream).open)


@pytest.mark.parametrize(
    ("result", "then", "after"),
    [("rejected", "公示中", "待认定"), ("partly", "公示中", "待认定"), ("upheld", "公示中", "异议成立，不予认定")],
)
def test_an_answer_lets_the_case_go_on_or_end(desk: Desk, case_at: CaseAt, result: str, then: str, after: str) -> None:
    case = case_at("published")
    key = object_to(desk, case)
    for wrong in (("rejected", " "), ("perhaps", "答复")):
        with pytest.raises(Refused, match="请写明异议处理结果"):
            notice.answer(desk, notice_of(desk), key, *wrong)
    said = notice.answer(desk, notice_of(desk), key, result, "已核查")
    assert said.files[0].name.startswith("reply-")
    assert called(desk, case) == then
    with pytest.raises(Refused, match="没有待处理的异议"):
        notice.answer(desk, notice_of(desk), key, result, "已核查")
    on(desk, "2024-10-08")
    notice.close(desk, notice_of(desk))
    assert called(desk, case) == after


def test_a_case_stays_stopped_while_one_of_two_objections_is_open(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("published")
    first, second = object_to(desk, case), object_to(desk, case)
    notice.answer(desk, notice_of(desk), first, "upheld", "属实")
    assert called(desk, case) == "异议处理中"
    on(desk, "2024-10-08")
    with pytest.raises(Refused, match="可能都在异议处理中"):
        notice.close(desk, notice_of(desk))
    notice.answer(desk, notice_of(desk), second, "rejected", "不属实")
    notice.close(desk, notice_of(desk))
    assert called(desk, case) == "异议成立，不予认定"


def test_a_case_withdrawn_during_the_notice_does_not_hold_up_the_others(desk: Desk, case_at: CaseAt) -> None:
    one, other = case_at("notice", "甲联盟"), case_at("notice", "乙联盟")
    notice.publish(desk, [one.stream, other.stream], TODAY, "网站")
    moves.withdraw(desk, one.stream, "不报了")
    on(desk, "2024-10-08")
    said = notice.close(desk, notice_of(desk))
    assert said.facts["clear"] == 1
    assert (called(desk, one), called(desk, other)) == ("已撤回", "待认定")


def test_a_provisional_end_is_confirmed_by_a_person(desk: Desk, case_at: CaseAt) -> None:
    """Working days of 2027 are not published: the trial policy's period is made to count them."""
    policy(desk, ('unit = "自然日"', 'unit = "工作日"'))
    on(desk, "2026-12-29")
    case = case_at("notice")
    said = notice.publish(desk, [case.stream], date(2026, 12, 29), "网站")
    assert "暂定" in said.text()
    end = date.fromisoformat(str(said.facts["end"]))
    assert end.year == 2027
    on(desk, (end + timedelta(days=3)).isoformat())
    with pytest.raises(Refused, match="属暂定"):
        notice.close(desk, notice_of(desk))
    for typed in (date(2026, 12, 29), date(2028, 1, 1)):
        with pytest.raises(Refused, match="相差太远"):
            notice.close(desk, notice_of(desk), confirm=typed)
    with pytest.raises(Refused, match="24 时止"):
        notice.close(desk, notice_of(desk), confirm=desk.clock.today())
    notice.close(desk, notice_of(desk), confirm=end + timedelta(days=1))
    assert desk.case(case.stream).open["notice"]["end"] == (end + timedelta(days=1)).isoformat()
    with pytest.raises(Refused, match="公示期满次日"):
        recognition.recognise(desk, case.stream, "样科发1号", end + timedelta(days=1))


def test_the_loaded_year_takes_the_place_of_the_confirmation(desk: Desk, case_at: CaseAt, tmp_path: Path) -> None:
    policy(desk, ('unit = "自然日"', 'unit = "工作日"'))
    on(desk, "2026-12-29")
    case = case_at("notice")
    notice.publish(desk, [case.stream], date(2026, 12, 29), "网站")
    days = [{"name": "元旦", "date": f"2027-01-0{n}", "isOffDay": True} for n in (1, 2, 3)]
    year = tmp_path / "2027.json"
    year.write_text(json.dumps({"year": 2027, "papers": ["https://www.gov.cn/x"], "days": days}), encoding="utf8")
    office.load_calendar(desk, year)
    on(desk, "2027-01-06")
    with pytest.raises(Refused, match="2027-01-06 24 时止"):
        notice.close(desk, notice_of(desk))
    on(desk, "2027-01-07")
    notice.close(desk, notice_of(desk))
    assert desk.case(case.stream).open["notice"]["end"] == "2027-01-06"
