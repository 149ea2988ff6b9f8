"""The papers for a case's own file: receipt, table of the formal check, site visit, contents."""

from collections.abc import Callable

import pytest

from alliance_desk.cases import letters
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.ledger.fold import Folded
from tests.cases.conftest import policy
from tests.helpers.desks import open_sample_case
from tests.helpers.handing import read

CaseAt = Callable[..., Folded]


def test_an_application_is_receipted_to_who_handed_it_in(desk: Desk) -> None:
    case = open_sample_case(desk, "样例联盟")
    text = read(letters.write(desk, "receipt", case.stream))
    assert "样例单位1：" in text
    assert "样例联盟报送的" in text
    assert "认定申报材料已于2024年9月27日收到，办件号：" in text


def test_the_table_of_the_formal_check_names_every_condition_and_paper(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("formal")
    rules = desk.rules_of(case)
    before = read(letters.write(desk, "checklist", case.stream))
    for check in rules.check.values():
        assert check.title in before, check.title
    for paper in rules.paper.values():
        assert not paper.required or paper.of or paper.name in before, paper.name
    assert "认定申请形式审查表" in before
    assert "审查意见：\n" in before, "blank until somebody signs"
    text = read(letters.write(desk, "checklist", case_at("business", "另一联盟").stream))
    assert "审查意见：通过（2024年9月27日）" in text


def test_a_site_visit_has_its_record_once_it_was_made(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("visit")
    with pytest.raises(Refused, match="还没有办到这一步"):
        letters.write(desk, "visit", case.stream)
    case = case_at("meeting", "另一联盟")
    text = read(letters.write(desk, "visit", case.stream))
    assert "考察日期：2024年9月27日" in text
    assert "考察人员：样例甲" in text
    assert "考察情况：一致" in text


def test_the_contents_of_a_file_name_its_papers_and_what_each_stage_ended_with(desk: Desk, case_at: CaseAt) -> None:
    case = case_at("notice")
    text = read(letters.write(desk, "archive", case.stream))
    stages = desk.rules_of(case).stage
    for key in case.open["stages"]:
        assert stages[key].name in text
    assert "纪要1号" in text
    assert "认定申请）" in text
    policy(desk, ('act = "认定"', 'act = "命名"'))
    named = open_sample_case(desk, "第三联盟")
    assert "命名申请）" in read(letters.write(desk, "archive", named.stream))
