"""A public notice that stood wrong is corrected, and how a notice went is written down for the file."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.cases import letters, notice, noticed, office, recognition
from alliance_desk.cases.notice_fix import Fault, correct, usually_anew
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from tests.cases.conftest import on
from tests.helpers.desks import TODAY
from tests.helpers.handing import read

CaseAt = Callable[..., Folded]
LATER = date(2024, 9, 30)


@pytest.fixture(autouse=True)
def _told(desk: Desk) -> None:
    for name in ("contact_unit", "telephone", "address"):
        office.set_value(desk, name, "0412-5550123")


def stream_of(desk: Desk) -> str:
    return desk.raw.execute("SELECT notice FROM index_notice").fetchone()[0]


def letter(files: tuple[Path, ...], kind: str) -> str:
    (path,) = [one for one in files if one.name.startswith(f"{kind}-")]
    text = read(path)
    assert "{{" not in text
    return text


def test_a_wrong_name_is_set_right_everywhere_and_the_period_starts_anew(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("published")
    on(desk, LATER.isoformat())
    said = correct(desk, stream_of(desk), [Fault(case.stream, "name", "样例新材料联盟")], LATER)
    assert "公示期重新计算：2024-09-30 起，2024-10-05 24 时止" in said.text()
    now = desk.case(case.stream).open
    assert now["alliance"]["name"] == "样例新材料联盟"
    assert now["notice"]["start"] == "2024-09-30"
    assert desk.raw.execute("SELECT name, initials FROM index_case").fetchone() == ("样例新材料联盟", "ylxcllm")
    text = letter(said.files, "notice-correction")
    assert "更正公示" in text
    assert "我单位于2024年9月27日发布的" in text
    for part in ("样例联盟", "样例新材料联盟", "公示期重新计算：2024年9月30日至2024年10月5日（5天）"):
        assert part in text, part
    # What came in under the first publication still counts.
    on(desk, "2024-10-01")
    taken = notice.object_to(desk, stream_of(desk), case.stream, "某甲", "不实", TODAY)
    assert "已受理" in taken.text()
    view = noticed.view(desk, stream_of(desk))
    assert [(one.item, one.wrong, one.right, one.anew) for one in view.corrections] == [
        ("联盟名称", "样例联盟", "样例新材料联盟", True)
    ]


def test_what_is_no_name_leaves_the_period_unless_the_office_decides_otherwise(desk: Desk, case_at: CaseAt) -> None:
    case, fault = case_at("published"), Fault
    on(desk, LATER.isoformat())
    other = fault(case.stream, "other", "16", what="成员单位数", wrong="15")
    said = correct(desk, stream_of(desk), [other], LATER)
    assert "公示期不变：2024-09-27 起，2024-10-02 24 时止" in said.text()
    text = letter(said.files, "notice-correction")
    assert "仍为2024年9月27日至2024年10月2日（5天）" in text
    assert "更正后的名单" not in text
    assert desk.case(case.stream).open["alliance"]["name"] == "样例联盟"
    again = correct(desk, stream_of(desk), [other], LATER, anew=True)
    assert again.facts["end"] == "2024-10-05"
    kept = correct(desk, stream_of(desk), [fault(case.stream, "lead", "新单位")], LATER, anew=False)
    assert kept.facts["end"] == "2024-10-05"
    members = desk.case(case.stream).open["members"].values()
    assert [one["name"] for one in members if one["role"] == "lead"] == ["新单位"]
    assert usually_anew(["lead"])
    assert not usually_anew(["other"])


@pytest.mark.parametrize(
    ("fault", "day", "code"),
    [
        (Fault("", "name", "样例联盟"), LATER, "cases.correct-same"),
        (Fault("", "name", " "), LATER, "cases.correct-incomplete"),
        (Fault("", "other", "16"), LATER, "cases.correct-incomplete"),
        (Fault("", "colour", "16"), LATER, "cases.correct-incomplete"),
        (Fault("", "name", "新"), date(2024, 9, 26), "cases.correct-early"),
        (Fault("", "name", "新"), date(2024, 10, 1), "cases.date-ahead"),
    ],
)
def test_a_correction_that_says_nothing_or_has_no_day_is_refused(
    desk: Desk, case_at: CaseAt, fault: Fault, day: date, code: str
) -> None:
    case = case_at("published")
    on(desk, LATER.isoformat())
    with pytest.raises(Refused) as refused:
        correct(desk, stream_of(desk), [Fault(case.stream, fault.item, fault.right)], day)
    assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        correct(desk, stream_of(desk), [], LATER)
    assert refused.value.code == "cases.correct-nothing"


def test_the_report_waits_for_the_end_and_tells_dates_channel_objections_and_outcome(
    desk: Desk, case_at: CaseAt
) -> None:
    case = case_at("published")
    stream = stream_of(desk)
    on(desk, LATER.isoformat())
    assert "notice-report" not in letters.possible(desk, case.stream)
    with pytest.raises(Refused, match="还没有办到这一步"):
        letters.write(desk, "notice-report", case.stream)
    taken = notice.object_to(desk, stream, case.stream, "赵某", "成员数不实", LATER)
    receipt = letter(taken.files, "objection")
    assert "异议受理通知书" in receipt
    assert "赵某：" in receipt
    assert "成员数不实" in receipt
    late = notice.object_to(desk, stream, case.stream, "钱某", "不实", LATER, named=False)
    assert "异议不予受理通知书" in letter(late.files, "objection")
    notice.answer(desk, stream, "o1", "rejected", "已核实")
    on(desk, "2024-10-03")
    text = letter(notice.close(desk, stream).files, "notice-report")
    for part in (
        "于2024年9月27日至2024年10月2日（5天）公示，公示渠道为网站，涉及1家联盟",
        "一、更正情况。公示期间未作更正。",
        "收到异议2件，受理1件，不予受理1件",
        "异议不成立（2024年9月30日答复）",
        "未署明真实身份，不予受理",
        "三、结论。公示期满，1家联盟无异议或者异议不成立，按程序办理认定。",
    ):
        assert part in text, part
    with pytest.raises(Refused) as refused:
        correct(desk, stream, [Fault(case.stream, "name", "新")], date(2024, 10, 3))
    assert refused.value.code == "cases.correct-over"


def test_an_upheld_objection_and_corrections_stand_in_the_report(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("published")
    stream = stream_of(desk)
    on(desk, LATER.isoformat())
    correct(desk, stream, [Fault(case.stream, "name", "样例新联盟")], LATER)
    notice.object_to(desk, stream, case.stream, "赵某", "成员数不实", LATER)
    notice.answer(desk, stream, "o1", "upheld", "属实")
    on(desk, "2024-10-06")
    text = letter(notice.close(desk, stream).files, "notice-report")
    assert "公示期间更正1次。公示期自2024年9月30日起重新计算。" in text
    assert "1．2024年9月30日更正联盟名称：样例联盟更正为样例新联盟。" in text
    assert "1家联盟异议成立，不予认定：样例新联盟。" in text
    with pytest.raises(Refused):
        recognition.recognise(desk, [case.stream], "样科〔2024〕1号", date(2024, 10, 6))
