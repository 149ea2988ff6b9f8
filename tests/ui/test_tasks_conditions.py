"""Judging conditions through the drawer: several at once, against with a note, a reason, keeping the outcome of all."""

from pathlib import Path

import pytest

from alliance_desk.cases import conditions as verbs
from alliance_desk.policy.findings import Outcome
from tests.helpers.desks import open_sample_case, two_offices
from tests.helpers.drawers import Hand, Open
from ui.tasks import conditions


@pytest.fixture
def hand(hand_on: Open, tmp_path: Path) -> Hand:
    pair = two_offices(tmp_path)
    open_sample_case(pair.county)
    pair.close()
    return hand_on(tmp_path / "county")


def outcome(hand: Hand, check: str) -> Outcome:
    found = verbs.findings(hand.seat.reader, hand.seat.reader.case("210303-2024-0001"))
    return next(one.outcome for one in found if one.check == check)


def test_judgements_are_ticked_and_recorded_together(hand: Hand) -> None:
    conditions.attest(hand.seat, "210303-2024-0001")
    hand.fill(keys=["level"], verdict="符合", note="经核对原件")
    assert "技术水平领先——符合" in hand.submit()
    assert outcome(hand, "level") is Outcome.PASS


def test_a_judgement_against_asks_for_its_reason_before_anything_runs(hand: Hand) -> None:
    conditions.attest(hand.seat, "210303-2024-0001")
    hand.fill(keys=["level"], verdict="不符合")
    hand.submit()
    assert hand.field_problem("note") == "请写明不符合的理由"
    hand.fill(note="没有发明专利")
    hand.submit()
    assert outcome(hand, "level") is Outcome.FAIL


def test_a_judgement_asked_from_a_condition_names_it_and_its_article(hand: Hand) -> None:
    conditions.attest(hand.seat, "210303-2024-0001", ["level"], holds=True)
    assert "技术水平领先" in hand.intro
    assert hand.drawer.task is not None
    assert hand.drawer.task.submit == "判为符合"
    assert "第五条" in hand.drawer.task.basis
    hand.submit()
    assert outcome(hand, "level") is Outcome.PASS


def test_a_condition_passes_for_a_reason(hand: Hand) -> None:
    conditions.override(hand.seat, "210303-2024-0001", "enterprises")
    assert "成员中有三家企业" in hand.intro
    hand.submit()
    assert hand.field_problem("note") == "请填写“理由”"
    hand.fill(note="一家正在办理变更登记")
    hand.submit()
    assert outcome(hand, "enterprises") is Outcome.PASS
    conditions.override(hand.seat, "210303-2024-0001")
    assert hand.task == "", "nothing is left that a reason heals"
    assert "没有可以说明理由的条件" in hand.said


def test_the_outcome_of_all_conditions_is_kept_at_once(hand: Hand) -> None:
    conditions.check(hand.seat, "210303-2024-0001")
    hand.wait()
    assert "已核验" in hand.said
    (blocking,) = hand.seat.reader.raw.execute("SELECT blocking FROM index_case").fetchone()
    assert blocking == 2


def test_what_another_window_has_changed_meanwhile_is_not_overwritten(hand: Hand) -> None:
    case = hand.seat.reader.case("210303-2024-0001")
    conditions.attest(hand.seat, case, ["level"], holds=True)
    hand.seat.run("", lambda desk, _step: verbs.attest(desk, case.stream, "level", holds=False, note="另一窗口"))
    hand.wait()
    hand.submit()
    assert hand.problems
    assert outcome(hand, "level") is Outcome.FAIL
