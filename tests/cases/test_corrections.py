from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from docx import Document

from alliance_desk.cases import conditions, corrections, letters, moves, office, undo
from alliance_desk.cases.views import status
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from alliance_desk.policy import checks
from alliance_desk.policy.findings import Outcome
from tests.cases.conftest import policy
from tests.helpers.desks import TODAY, open_sample_case, settle

CaseAt = Callable[..., Folded]


def texts(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def test_every_condition_that_fails_is_an_item_of_the_notice(desk: Desk) -> None:
    case = open_sample_case(desk)
    conditions.attest(desk, case.stream, "level", holds=False, note="未见先进性证明")
    said = corrections.ask_correction(desk, case.stream, date(2024, 10, 8), "另请补交章程")
    entry = desk.case(case.stream).open["corrections"]["r1"]
    assert sorted(entry["items"]) == ["enterprises", "level"]
    assert said.facts["items"] == 3
    text = texts(said.files[0])
    shown = ("3项", "成员中有三家企业", "技术水平领先", "未见先进性证明", "另请补交章程", "2024年10月8日", "第五条")
    for part in (*shown, entry["letter"]):
        assert part in text, part
    assert status(desk.rules_of(case), desk.case(case.stream)) == "退回补正"


def test_what_nobody_has_judged_yet_is_no_fault_of_the_applicant(desk: Desk) -> None:
    case = open_sample_case(desk)
    said = corrections.ask_correction(desk, case.stream, date(2024, 10, 8), "另请补交章程")
    assert list(desk.case(case.stream).open["corrections"]["r1"]["items"]) == ["enterprises"]
    assert said.facts["items"] == 2
    assert "技术水平领先" not in texts(said.files[0])
    conditions.override(desk, case.stream, "enterprises", "样例理由")
    with pytest.raises(Refused, match="没有需要补正的条件"):
        corrections.ask_correction(desk, case.stream, TODAY)


def test_a_condition_that_lacks_data_is_an_item(desk: Desk) -> None:
    dated = '[check.dated]\nkind = "filled"\ntitle = "写明成立时间"\npaths = ["alliance.founded"]\nbasis = "第五条"\n'
    policy(desk, ("[stage.intake]\n", dated + "\n[stage.intake]\n"))
    case = open_sample_case(desk)
    found = {one.check: one.outcome for one in conditions.findings(desk, case)}
    assert (found["dated"], found["level"]) == (Outcome.MISSING, Outcome.MANUAL)
    corrections.ask_correction(desk, case.stream, TODAY)
    assert set(desk.case(case.stream).open["corrections"]["r1"]["items"]) == {"enterprises", "dated"}


def test_a_file_sent_back_lists_what_the_other_office_has_to_judge_and_not_what_this_one_has(
    desk: Desk, case_at: CaseAt
) -> None:
    ours = '[check.scale]\nkind = "attest"\ntitle = "规模适当"\nabout = ["alliance.goals"]\nbasis = "第五条"\nby = "decider"\n'
    policy(desk, ("[stage.intake]\n", ours + "\n[stage.intake]\n"))
    case = case_at("formal")
    (open_one,) = checks.blocking(conditions.findings(desk, case))
    assert (open_one.check, open_one.outcome) == ("scale", Outcome.MANUAL)
    theirs = msgspec.structs.replace(open_one, by="recommender")
    assert corrections.listed([open_one, theirs], "decider") == [theirs]
    said = corrections.send_back(desk, case.stream, TODAY, "附件不清")
    assert desk.case(case.stream).open["corrections"]["r1"]["items"] == {}
    assert "规模适当" not in texts(said.files[0])


def test_the_due_day_may_be_today_but_not_yesterday(desk: Desk) -> None:
    case = open_sample_case(desk)
    with pytest.raises(Refused, match="2024-09-26 已过"):
        corrections.ask_correction(desk, case.stream, date(2024, 9, 26))
    assert "corrections" not in desk.case(case.stream).open
    corrections.ask_correction(desk, case.stream, TODAY)


def test_nothing_open_needs_a_note(desk: Desk) -> None:
    case = open_sample_case(desk)
    settle(desk, case.stream)
    with pytest.raises(Refused, match="没有需要补正的条件"):
        corrections.ask_correction(desk, case.stream, TODAY)
    said = corrections.ask_correction(desk, case.stream, TODAY, "请补交原件")
    assert "请补交原件" in texts(said.files[0])


def test_rounds_and_letters_are_counted(desk: Desk) -> None:
    case = open_sample_case(desk)
    office.set_value(desk, "letter_pattern", "样科函〔{year}〕{serial}号")
    corrections.ask_correction(desk, case.stream, TODAY)
    corrections.ask_correction(desk, case.stream, TODAY, letter="样科函〔2024〕77号")
    corrections.ask_correction(desk, case.stream, TODAY)
    rounds = desk.case(case.stream).open["corrections"]
    assert [rounds[key]["letter"] for key in ("r1", "r2", "r3")] == [
        "样科函〔2024〕1号",
        "样科函〔2024〕77号",
        "样科函〔2024〕2号",
    ]
    with pytest.raises(Refused, match="编号已使用"):
        undo.undo(desk)


def test_sending_back_needs_a_reason_and_opens_the_review_again(desk: Desk, case_at: CaseAt, report: Path) -> None:
    case = case_at("formal")
    with pytest.raises(Refused, match="须写明理由"):
        corrections.send_back(desk, case.stream, TODAY, " ")
    said = corrections.send_back(desk, case.stream, TODAY, "附件不清")
    assert "附件不清" in texts(said.files[0])
    after = desk.case(case.stream)
    assert "recommend" not in after.open["stages"]
    assert after.open["corrections"]["r1"]["stage"] == "formal"
    with pytest.raises(Refused, match="现在还不能办理"):
        moves.formal_check(desk, case.stream, "passed")
    moves.recommend(desk, case.stream, "重新推荐", scan=report)
    moves.formal_check(desk, case.stream, "passed")


def test_a_letter_can_be_written_again_from_the_ledger_byte_for_byte(desk: Desk) -> None:
    case = open_sample_case(desk)
    first = corrections.ask_correction(desk, case.stream, TODAY).files[0]
    before = first.read_bytes()
    first.unlink()
    assert letters.write(desk, "correction", case.stream) == first
    assert first.read_bytes() == before


def test_conditions_kept_in_the_case_follow_what_is_true_now(desk: Desk) -> None:
    case = open_sample_case(desk)
    assert conditions.check(desk, case.stream).facts["open"] == 2
    settle(desk, case.stream)
    assert conditions.check(desk, case.stream).facts["open"] == 0
    assert desk.case(case.stream).open["checks"]["enterprises"]["reason"] == "样例理由"
    seq = desk.case(case.stream).seq
    conditions.check(desk, case.stream)
    assert desk.case(case.stream).seq == seq
