"""What is begun with an alliance of the register, and what is done in its cases: each task writes what its verb says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from tests.helpers.desks import TODAY
from tests.helpers.drawers import Hand
from tests.helpers.looking_after import document, graded_poor, key_of, one_alliance, settle_conditions, shown, step
from tests.helpers.windows import find
from ui.tasks import changes, happened, measures

Open = Callable[..., Hand]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city with one alliance in its register."""
    return one_alliance(tmp_path / "city")


# Changes


def begin_change(hand: Hand) -> None:
    hand.seat.ask(changes.change_task(hand.seat, key_of(hand)))
    hand.fill(changes=["name"])
    hand.fill(**{"after.name": "样例新联盟", "note": "工作需要"})
    hand.submit()


def test_a_change_is_asked_for_with_the_fields_it_needs(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    hand.seat.ask(changes.change_task(hand.seat, key_of(hand)))
    assert not hand.shown("after.name")
    hand.fill(changes=["name", "lead"])
    assert hand.shown("after.name")
    assert hand.shown("member.lead")
    assert not hand.shown("after.office")
    leads = find(hand.drawer, f"{hand.task}.member.lead", QComboBox)
    assert [leads.itemText(at) for at in range(1, leads.count())] == ["样例单位2", "样例单位3"], (
        "not the one that leads now"
    )
    assert "专家论证 → 办理变更" in hand.live
    assert "重新制发证书" in hand.live
    hand.fill(**{"after.name": "样例新联盟", "member.lead": "样例单位2", "note": "工作需要"})
    assert "样例新联盟" not in hand.submit()
    assert hand.window.page.key == "cases", "one goes on in the case"
    matter = document(hand)["matter"]
    assert isinstance(matter, dict)
    said = [(one["id"], one["before"], one["after"]) for one in matter["changes"].values()]
    assert sorted(said) == [("lead", "样例单位1", "样例单位2"), ("name", "样例联盟", "样例新联盟")]
    assert matter["note"] == "工作需要"
    assert shown(hand).entry.name == "样例联盟"


def test_a_change_without_its_particulars_is_not_sent(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    hand.seat.ask(changes.change_task(hand.seat, key_of(hand)))
    hand.submit()
    assert "变更事项" in hand.problems
    hand.fill(changes=["name"])
    hand.submit()
    assert "变更后" in hand.field_problem("after.name")


def test_a_change_is_argued_and_approved_and_the_register_follows(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    begin_change(hand)
    settle_conditions(hand)
    step(hand, "argue")
    hand.fill(on=TODAY, experts="样例专家甲、样例专家乙", outcome="支持", opinion="同意变更")
    hand.submit()
    argued = document(hand)["argumentation"]
    assert isinstance(argued, dict)
    assert (argued["experts"], argued["outcome"]) == (["样例专家甲", "样例专家乙"], "supported")
    step(hand, "handle")
    assert "联盟名称：样例联盟 改为 样例新联盟" in hand.intro
    hand.fill(document="样科〔2024〕8号", on=TODAY)
    hand.submit()
    assert shown(hand).entry.name == "样例新联盟"
    assert [one.before for one in shown(hand).history if one.kind == "changed"] == ["样例联盟"]


def test_a_change_can_be_refused(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    begin_change(hand)
    step(hand, "refuse-change")
    hand.submit()
    assert hand.task == "care.refuse-change", "not without its reason"
    hand.fill(note="与他人同名")
    assert "不批准" in hand.submit()
    assert shown(hand).entry.name == "样例联盟"


def test_what_needs_no_approval_takes_hold_at_once(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    hand.seat.ask(happened.matter_task(hand.seat, key_of(hand)))
    hand.fill(changes=["member-in", "member-out"])
    hand.fill(**{"name.member-in.1": "新来公司", "kind.member-in.1": "企业", "registered.member-in.1": "2103"})
    hand.fill(**{"more.member-in.1": True})
    hand.fill(**{"name.member-in.2": "新来大学", "kind.member-in.2": "高等学校", "registered.member-in.2": "210303"})
    hand.fill(**{"members.member-out": ["m3"]})
    hand.submit()
    assert "六位" in hand.field_problem("registered.member-in.1")
    hand.fill(**{"registered.member-in.1": "210303", "on": TODAY})
    hand.submit()
    assert [one.name for one in shown(hand).members] == ["样例单位1", "样例单位2", "新来公司", "新来大学"]
    assert [one.kind for one in shown(hand).members][2:] == ["enterprise", "university"]


# Measures


def test_a_measure_tells_its_last_day_and_opens_a_flag(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    hand.seat.ask(measures.measure_task(hand.seat, key_of(hand)))
    hand.fill(measure="限期整改")
    hand.fill(received=date(2024, 3, 1))
    assert "2025-03-01" in hand.live
    assert "第十五条" in hand.live
    assert not hand.shown("due"), "the policy sets the period"
    hand.fill(measure="告诫")
    assert hand.shown("due")
    hand.fill(measure="限期整改")
    hand.fill(document="样科罚〔2024〕1号", note="年度考核较差")
    assert "2025-03-01" in hand.submit()
    (flag,) = shown(hand).sanctions
    assert (flag.name, flag.opened, flag.due, flag.closed) == ("限期整改", "2024-03-01", "2025-03-01", "")


@pytest.mark.parametrize(("name", "outcome"), [("accept", "accepted"), ("fail", "failed")])
def test_a_rectification_ends_either_way(hand_on: Open, root: Path, name: str, outcome: str) -> None:
    hand = hand_on(root)
    hand.seat.ask(measures.measure_task(hand.seat, key_of(hand), "rectify"))
    assert not hand.shown("measure"), "there is no choice left"
    hand.fill(document="1号", note="x", received=date(2024, 3, 1))
    hand.submit()
    step(hand, name)
    assert "2025-03-01" in hand.intro
    hand.fill(on=TODAY, note="已逐项核实")
    hand.submit()
    (flag,) = shown(hand).sanctions
    assert (flag.closed, flag.outcome) == (TODAY.isoformat(), outcome)


def test_what_the_rules_propose_is_chosen_and_answered(hand_on: Open, root: Path) -> None:
    graded_poor(root)
    hand = hand_on(root)
    hand.seat.ask(measures.measure_task(hand.seat, key_of(hand)))
    hand.fill(consequence="考核较差")
    assert "较差" in hand.live
    assert not hand.shown("note"), "the facts speak for themselves"
    hand.fill(measure="告诫", document="2号")
    hand.submit()
    assert "限期整改" in hand.problems, "what is proposed is another measure"
    hand.fill(measure="限期整改")
    hand.submit()
    matter = document(hand)["matter"]
    assert isinstance(matter, dict)
    assert matter["consequence"] == "poor"
    assert matter["facts"]


def test_what_is_proposed_can_be_left_for_a_reason(hand_on: Open, root: Path) -> None:
    from alliance_desk.register.proposals import proposals

    graded_poor(root)
    hand = hand_on(root)
    assert [one.consequence for one in proposals(hand.seat.reader, key_of(hand))] == ["poor"]
    hand.seat.ask(measures.dismiss_task(hand.seat, key_of(hand)))
    assert "较差" in hand.live
    hand.fill(note="已另行处理")
    assert "不采取" in hand.submit()
    assert proposals(hand.seat.reader, key_of(hand)) == []
    assert shown(hand).sanctions == []
