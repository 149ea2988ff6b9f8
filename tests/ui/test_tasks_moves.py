"""Opinions, checks, returns and choices through the drawer, with what the ledger says afterwards and what is offered next."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from alliance_desk.care import changes
from alliance_desk.care.changes import Asked
from alliance_desk.cases import corrections, moves
from alliance_desk.errors import Refused
from alliance_desk.exchange import export
from alliance_desk.exchange import intake as packages
from tests.helpers import cared
from tests.helpers.desks import CITY, SAMPLE, Pair, advance, make_office, open_sample_case, settle, two_offices
from tests.helpers.drawers import Hand, Open
from ui.tasks import opinions, returns, selecting
from ui.tasks.steps import step_actions

NUMBER = "210303-2024-0001"


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return two_offices(tmp_path)


def city_case(tmp_path: Path, until: str, *names: str) -> list[str]:
    """Cases that a city entered for a county, each waiting at a stage."""
    with make_office(tmp_path / "alone", CITY, "市", "210300") as desk:
        found: list[str] = []
        for name in names or ("样例联盟",):
            case = open_sample_case(desk, name)
            advance(desk, case.stream, until)
            found.append(case.stream)
        return found


def handed_over(pair: Pair, folder: Path) -> str:
    """A case that the city has taken in and not yet looked at."""
    case = open_sample_case(pair.county)
    settle(pair.county, case.stream)
    advance(pair.county, case.stream, "formal_check")
    path = export.hand_over(pair.county, case.stream, folder).files[0]
    packages.take_in(pair.city, path)
    return case.stream


def stage(hand: Hand, case: str, key: str) -> str:
    return str(hand.seat.reader.case(case).open["stages"][key]["outcome"])


def test_recommending_offers_the_hand_over_at_once(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    case = open_sample_case(pair.county).stream
    settle(pair.county, case)
    pair.close()
    hand = hand_on(tmp_path / "county")
    opinions.recommend(hand.seat, case)
    assert hand.title == f"推荐至{CITY}"
    hand.fill(opinion="经审查，同意推荐。", letter="样科〔2024〕1号")
    assert "已推荐" in hand.submit()
    assert hand.seat.reader.case(case).open["opinion"]["letter"] == "样科〔2024〕1号"
    assert hand.task == "hand-over"
    assert hand.title == f"报送{CITY}"


def test_the_letter_of_the_last_time_is_shown_as_a_hint(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    first, second = open_sample_case(pair.county, "甲联盟").stream, open_sample_case(pair.county, "乙联盟").stream
    settle(pair.county, first)
    pair.close()
    hand = hand_on(tmp_path / "county")
    opinions.recommend(hand.seat, first)
    hand.fill(opinion="同意推荐", letter="样科〔2024〕7号")
    hand.submit()
    opinions.recommend(hand.seat, second)
    assert hand.drawer.task is not None
    assert "样科〔2024〕7号" in hand.drawer.task.fields[1].hint


def test_a_recommendation_with_open_conditions_is_refused_in_the_drawer(
    hand_on: Open, pair: Pair, tmp_path: Path
) -> None:
    case = open_sample_case(pair.county).stream
    pair.close()
    hand = hand_on(tmp_path / "county")
    opinions.recommend(hand.seat, case)
    assert "2 项条件未过" in hand.intro
    hand.fill(opinion="同意推荐")
    hand.submit()
    assert "技术水平领先" in hand.problems
    assert hand.task == "recommend"


def test_an_opinion_half_typed_comes_back(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    case = open_sample_case(pair.county).stream
    pair.close()
    hand = hand_on(tmp_path / "county")
    opinions.recommend(hand.seat, case)
    hand.fill(opinion="经审查，材料")
    hand.dismiss()
    opinions.recommend(hand.seat, case)
    assert hand.drawer.form is not None
    assert hand.drawer.form.values()["opinion"] == "经审查，材料"


def test_a_city_that_enters_for_a_county_must_attach_the_signed_opinion(hand_on: Open, tmp_path: Path) -> None:
    with make_office(tmp_path / "alone", CITY, "市", "210300") as desk:
        case = open_sample_case(desk).stream
        settle(desk, case)
    scan = tmp_path / "意见.pdf"
    scan.write_bytes(SAMPLE + b"opinion")
    hand = hand_on(tmp_path / "alone")
    opinions.recommend(hand.seat, case)
    hand.fill(opinion="同意推荐")
    hand.submit()
    assert "扫描件" in hand.field_problem("scan")
    hand.fill(scan=scan)
    hand.submit()
    assert hand.seat.reader.case(case).open["opinion"]["scan_name"] == "意见.pdf"
    assert hand.task == "", "both offices are this one: nothing is handed over"


def test_not_recommending_ends_the_case(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    case = open_sample_case(pair.county).stream
    pair.close()
    hand = hand_on(tmp_path / "county")
    opinions.not_recommend(hand.seat, case)
    hand.fill(opinion="成员不足")
    hand.submit()
    assert stage(hand, case, "recommend") == "not_recommended"


def test_a_correction_lists_its_items_says_how_long_and_takes_the_next_number(
    hand_on: Open, pair: Pair, tmp_path: Path
) -> None:
    case = open_sample_case(pair.county).stream
    pair.close()
    hand = hand_on(tmp_path / "county")
    returns.correct(hand.seat, case)
    assert "通知书将列出 1 项" in hand.words("correct.items")
    assert "技术水平" not in hand.words("correct.items")
    assert "另有 1 项尚未人工审核，不列入文书" in "\n".join(one.text() for one in hand.drawer.findChildren(QLabel))
    assert "成员中有三家企业" in hand.words("correct.items")
    hand.fill(due="20240920")
    hand.submit()
    assert hand.field_problem("due") == "期限不能早于今天"
    hand.fill(due="20241011")
    assert hand.live == "距今天还有 14 天"
    assert hand.drawer.task is not None
    assert "2024-001" in hand.drawer.task.fields[2].hint
    hand.submit()
    entry = hand.seat.reader.case(case).open["corrections"]["r1"]
    assert (entry["due"], entry["letter"], len(entry["items"])) == ("2024-10-11", "2024-001", 1)


def test_the_number_shown_is_the_number_taken(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    case = open_sample_case(pair.county).stream
    corrections.ask_correction(pair.county, case, date(2024, 10, 1))
    pair.close()
    hand = hand_on(tmp_path / "county")
    returns.correct(hand.seat, case)
    assert hand.drawer.task is not None
    assert "2024-002" in hand.drawer.task.fields[2].hint
    hand.fill(due="20241011")
    hand.submit()
    assert hand.seat.reader.case(case).open["corrections"]["r2"]["letter"] == "2024-002"


def test_no_number_is_promised_that_cannot_be_taken(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    case = open_sample_case(pair.county).stream
    pair.close()
    hand = hand_on(tmp_path / "county")
    hand.seat.reader.place.marks.unlink()
    returns.correct(hand.seat, case)
    assert hand.drawer.task is not None
    assert hand.drawer.task.fields[2].hint == ""


def test_sending_back_asks_why_and_offers_the_hand_over_down(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    case = handed_over(pair, tmp_path)
    pair.close()
    hand = hand_on(tmp_path / "city")
    returns.send_back(hand.seat, case)
    hand.fill(due="20241011")
    hand.submit()
    assert "退回原因" in hand.field_problem("note")
    hand.fill(note="缺少盖章页")
    hand.submit()
    assert "formal" not in hand.seat.reader.case(case).open["stages"]
    assert hand.task == "hand-over"
    assert hand.title.startswith("交回")


def test_a_formal_check_passes_with_or_without_a_note(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    case = handed_over(pair, tmp_path)
    pair.close()
    hand = hand_on(tmp_path / "city")
    opinions.formal_pass(hand.seat, case)
    assert "第七条" in hand.drawer.task.basis if hand.drawer.task else ""
    hand.submit()
    assert stage(hand, case, "formal") == "passed"
    assert hand.task == ""


def test_what_is_inadmissible_is_told_to_the_county_by_a_copy(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    case = handed_over(pair, tmp_path)
    pair.close()
    hand = hand_on(tmp_path / "city")
    opinions.inadmissible(hand.seat, case)
    hand.fill(note="不在受理范围")
    hand.submit()
    assert stage(hand, case, "formal") == "inadmissible"
    assert hand.task == "copy"


@pytest.mark.parametrize(
    ("task", "outcome"),
    [
        (opinions.business_pass, "passed"),
        (opinions.business_return, "returned"),
        (opinions.business_refuse, "refused"),
    ],
)
def test_the_business_check_comes_out_as_chosen(
    hand_on: Open, tmp_path: Path, task: Callable[..., None], outcome: str
) -> None:
    (case,) = city_case(tmp_path, "business_check")
    hand = hand_on(tmp_path / "alone")
    task(hand.seat, case)
    hand.fill(note="业务科意见")
    hand.submit()
    assert stage(hand, case, "business") == outcome


def test_a_visit_keeps_day_people_and_findings(hand_on: Open, tmp_path: Path) -> None:
    (case,) = city_case(tmp_path, "site_visit")
    hand = hand_on(tmp_path / "alone")
    opinions.visit(hand.seat, case)
    hand.fill(on="20240926", team="甲某、乙某", findings="生产线在运行")
    hand.submit()
    visit = hand.seat.reader.case(case).open["visit"]
    assert visit == {"on": "2024-09-26", "team": ["甲某", "乙某"], "findings": "生产线在运行"}


def test_an_application_is_taken_back_with_its_reason(hand_on: Open, pair: Pair, tmp_path: Path) -> None:
    case = open_sample_case(pair.county).stream
    pair.close()
    hand = hand_on(tmp_path / "county")
    opinions.withdraw(hand.seat, case)
    assert hand.drawer.task is not None
    assert "不能撤销" in hand.drawer.task.danger
    hand.fill(note="牵头单位来函")
    hand.submit()
    assert hand.seat.reader.case(case).open["outcome"]["kind"] == "withdrawn"


def test_a_case_beneath_an_alliance_is_withdrawn_under_the_name_of_what_it_is(hand_on: Open, tmp_path: Path) -> None:
    desk, known = cared.city(tmp_path / "city")
    with desk:
        case = changes.open_change(desk, known["甲联盟"], [Asked(change="name", after="甲新联盟")], "改制").streams[0]
        matter = desk.rules_of(desk.case(case)).procedure["change"].name
    hand = hand_on(tmp_path / "city", cared.DAY)
    texts = {action.id: action.text for action in step_actions(hand.seat, hand.seat.reader.case(case))}
    assert texts["step.withdraw"] == f"撤回“{matter}”…"
    opinions.withdraw(hand.seat, case)
    task = hand.drawer.task
    assert task is not None
    assert (task.title, task.submit) == (f"撤回“{matter}”", f"撤回“{matter}”")
    assert not any("申报" in said for said in (task.intro, task.danger, *(field.hint for field in task.fields)))
    hand.fill(note="联盟来函，不再更名")
    assert "已撤回，到此办结" in hand.submit()
    assert hand.seat.reader.case(case).open["outcome"]["kind"] == "withdrawn"
    with pytest.raises(Refused, match=f"（{matter}）已办结或已作出决定，不能撤回"):
        moves.withdraw(hand.seat.reader, case, "再撤一次")


def test_of_two_applications_one_is_kept_and_one_merged_into_it(hand_on: Open, tmp_path: Path) -> None:
    one, other = city_case(tmp_path, "merge_select", "甲联盟", "乙联盟")
    hand = hand_on(tmp_path / "alone")
    selecting.merge(hand.seat, other)
    hand.fill(into="甲联盟", note="双方同意整合")
    hand.submit()
    assert hand.seat.reader.case(other).open["merge"]["into"] == one
    selecting.keep(hand.seat, one)
    hand.submit()
    assert stage(hand, one, "merge") == "kept"


def test_an_application_not_selected_says_why(hand_on: Open, tmp_path: Path) -> None:
    (case,) = city_case(tmp_path, "merge_select")
    hand = hand_on(tmp_path / "alone")
    selecting.drop(hand.seat, case)
    hand.submit()
    assert hand.field_problem("note") == "请填写“理由”"
    hand.fill(note="技术路线相同，成员较少")
    hand.submit()
    assert stage(hand, case, "merge") == "not_selected"
