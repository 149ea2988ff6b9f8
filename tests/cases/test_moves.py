from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.cases import conditions, meeting, moves, selecting
from alliance_desk.cases.views import status
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks
from tests.cases.conftest import walk
from tests.helpers.desks import TODAY, open_sample_case, recommended_case, settle, two_offices

CaseAt = Callable[..., Folded]


def called(desk: Desk, case: Folded) -> str:
    return status(desk.rules_of(case), desk.case(case.stream))


def test_recommending_names_every_open_condition(desk: Desk) -> None:
    case = open_sample_case(desk)
    with pytest.raises(Refused) as refused:
        moves.recommend(desk, case.stream, "同意")
    assert refused.value.facts["count"] == 2
    assert "第五条 成员中有三家企业" in refused.value.text()
    with pytest.raises(Refused, match="请写明推荐"):
        moves.recommend(desk, case.stream, " ")


def test_not_recommending_needs_no_settled_conditions_and_ends_the_case(desk: Desk, report: Path) -> None:
    case = open_sample_case(desk)
    said = moves.recommend(desk, case.stream, "不符合本区规划", holds=False, scan=report)
    assert called(desk, case) == "不予推荐"
    assert [path.name for path in said.files] == ["refusal-210300-2024-0001.docx"]
    with pytest.raises(Refused, match="现在还不能办理或已经办结"):
        moves.recommend(desk, case.stream, "同意")


def test_a_scan_must_be_one_and_a_refused_one_leaves_no_blob(desk: Desk, report: Path) -> None:
    case = open_sample_case(desk)
    settle(desk, case.stream)
    before = set(desk.blobs.all())
    strange = report.with_suffix(".txt")
    strange.write_text("plain")
    with pytest.raises(Refused, match="不是 PDF"):
        moves.recommend(desk, case.stream, "同意", scan=strange)
    stale = desk.place.key
    stale.unlink()
    with pytest.raises(Exception, match=r"office\.key"):
        moves.recommend(desk, case.stream, "同意", scan=report)
    assert set(desk.blobs.all()) == before


def test_a_judgement_lapses_when_its_subject_changes_hands(desk: Desk) -> None:
    case = open_sample_case(desk)
    settle(desk, case.stream)
    assert not checks.blocking(conditions.findings(desk, desk.case(case.stream)), "recommender")
    with pytest.raises(Refused, match="不需要或不能以说明理由"):
        conditions.override(desk, case.stream, "members", "理由")
    with pytest.raises(Refused, match="没有编号为 nothing 的条件"):
        conditions.override(desk, case.stream, "nothing", "理由")


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (("members",), "不是人工审核的条件"),
        (("level.m1",), "判定对象不对"),
        ((), "没有选择"),
        (("level", "nothing"), "nothing"),
    ],
)
def test_judging_is_all_or_nothing(desk: Desk, keys: tuple[str, ...], says: str) -> None:
    case = open_sample_case(desk)
    with pytest.raises(Refused, match=says):
        conditions.attest(desk, case.stream, *keys, holds=True)
    assert "attest" not in desk.case(case.stream).open


def test_a_judgement_against_is_shown_with_its_note(desk: Desk) -> None:
    case = open_sample_case(desk)
    with pytest.raises(Refused, match="须写明理由"):
        conditions.attest(desk, case.stream, "level", holds=False)
    conditions.attest(desk, case.stream, "level", holds=False, note="没有成果")
    found = {f.check: f for f in conditions.findings(desk, desk.case(case.stream))}["level"]
    assert found.outcome.value == "fail"
    assert "没有成果" in found.text()
    conditions.attest(desk, case.stream, "level", holds=True)
    assert {f.check: f.outcome.value for f in conditions.findings(desk, desk.case(case.stream))}["level"] == "pass"


def test_a_formal_check_may_end_a_case_only_with_a_reason(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("formal")
    with pytest.raises(Refused, match="须写明理由"):
        moves.formal_check(desk, case.stream, "inadmissible")
    with pytest.raises(Refused, match="没有 perhaps 这种结果"):
        moves.formal_check(desk, case.stream, "perhaps", "理由")
    said = moves.formal_check(desk, case.stream, "inadmissible", "代签")
    assert called(desk, case) == "不予受理"
    assert said.files[0].exists()


def test_a_business_check_may_refuse(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("business")
    with pytest.raises(Refused, match="须写明理由"):
        moves.business_check(desk, case.stream, "refused")
    moves.business_check(desk, case.stream, "refused", "能力不足")
    assert called(desk, case) == "不予认定"


def test_a_site_visit_names_day_people_and_findings(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("visit")
    for team, findings in (([], "好"), (["甲"], " "), ([" "], "好")):
        with pytest.raises(Refused, match="请写明考察人员"):
            moves.site_visit(desk, case.stream, TODAY, team, findings)
    with pytest.raises(Refused, match="2024-09-28 还没有到"):
        moves.site_visit(desk, case.stream, date(2024, 9, 28), ["甲"], "好")
    moves.site_visit(desk, case.stream, date(2024, 9, 26), ["甲"], "好")
    assert desk.case(case.stream).open["visit"]["on"] == "2024-09-26"


def test_a_case_is_merged_only_into_a_running_one_of_its_policy(desk: Desk, case_at: CaseAt) -> None:
    case, other = case_at("merge", "甲联盟"), case_at("merge", "乙联盟")
    for into, says in (("", "请写明整合到哪个办件"), (case.stream, "须是同一政策下"), ("999", "找不到办件")):
        with pytest.raises(Refused, match=says):
            selecting.merge(desk, case.stream, into, "同领域")
    with pytest.raises(Refused, match="须写明理由"):
        selecting.merge(desk, case.stream, other.stream, "")
    selecting.merge(desk, case.stream, other.stream, "同领域")
    assert called(desk, case) == "已整合到其他联盟"
    assert called(desk, other) == "待整合择优"
    with pytest.raises(Refused, match="须是同一政策下仍在办理的另一办件"):
        selecting.merge(desk, other.stream, case.stream, "同领域")
    selecting.select(desk, other.stream, kept=False, reason="择优")
    assert called(desk, other) == "未入选"


def test_withdrawing_is_possible_until_recognition_and_only_where_the_case_lies(tmp_path: Path) -> None:
    pair = two_offices(tmp_path)
    case = recommended_case(pair.county)
    from alliance_desk.exchange.export import hand_over

    hand_over(pair.county, case.stream, tmp_path / "stick")
    with pytest.raises(Refused, match="撤回申请"):
        moves.withdraw(pair.county, case.stream, "不报了")
    pair.close()


def test_a_meeting_needs_minutes_a_day_that_has_come_and_reasons(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("meeting")
    number = case.open["case"]["number"]
    wrong = [
        (({}, "1", TODAY), "没有选择办件"),
        (({number: "passed"}, " ", TODAY), "请写明会议纪要编号"),
        (({number: "passed"}, "1", date(2024, 10, 1)), "2024-10-01 还没有到"),
        (({number: "perhaps"}, "1", TODAY), "没有 perhaps 这种结果"),
        (({number: "refused"}, "1", TODAY), f"“{number}”须写明理由"),
        (({number: "deferred"}, "1", TODAY), "须写明理由"),
    ]
    for arguments, says in wrong:
        with pytest.raises(Refused, match=says):
            meeting.hold(desk, *arguments)
    meeting.hold(desk, {number: "deferred"}, "纪要1号", TODAY, {number: "待核实"})
    assert called(desk, case) == "会议暂缓，待再议"
    meeting.hold(desk, {number: "passed"}, "纪要2号", TODAY)
    assert called(desk, case) == "待公示"
    with pytest.raises(Refused, match="当前可办理"):
        meeting.hold(desk, {number: "passed"}, "纪要3号", TODAY)


def test_the_order_of_stages_is_kept(desk: Desk, report: Path) -> None:
    case = open_sample_case(desk)
    with pytest.raises(Refused, match="当前可办理：推荐"):
        meeting.hold(desk, {case.stream: "passed"}, "1", TODAY)
    walk(desk, case.stream, report, ("recommend",))
    with pytest.raises(Refused, match="当前可办理：形式审查"):
        moves.business_check(desk, case.stream, "passed")
