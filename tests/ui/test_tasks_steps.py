"""Every step that the core names is an action that opens its task or leads to its page."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from alliance_desk.cases import notice, recognition, steps
from alliance_desk.desk import Desk
from alliance_desk.exchange import export
from alliance_desk.exchange import intake as packages
from alliance_desk.review import sessions
from tests.helpers import walk
from tests.helpers.desks import CITY, advance, make_office, open_sample_case, recommended_case, settle, two_offices
from tests.helpers.drawers import Hand, Open
from ui.tasks.steps import _RUNS, case_actions, step_actions

KINDS = (
    "recommend",
    "formal_check",
    "business_check",
    "merge_select",
    "expert_review",
    "site_visit",
    "meeting",
    "public_notice",
    "recognition",
    "certificate",
)


def streams(desk: Desk) -> list[str]:
    return [row[0] for row in desk.raw.execute("SELECT stream FROM index_case ORDER BY number").fetchall()]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A city with a case at every stage, one in a session, one under notice, one objected to, one recognised."""
    with make_office(tmp_path / "city", CITY, "市", "210300") as desk:
        at = {kind: open_sample_case(desk, f"{kind}联盟").stream for kind in KINDS}
        for kind, case in at.items():
            if kind != "certificate":
                advance(desk, case, kind)
        advance(desk, at["certificate"], "recognition")
        recognition.recognise(desk, at["certificate"], "样科发〔2024〕9号", desk.clock.today())
        sitting = open_sample_case(desk, "场次联盟").stream
        advance(desk, sitting, "expert_review")
        sessions.open_session(desk, [sitting])
        noticed, objected = (open_sample_case(desk, name).stream for name in ("公示联盟", "异议联盟"))
        for case in (noticed, objected):
            advance(desk, case, "public_notice")
        published = notice.publish(desk, [noticed, objected], desk.clock.today(), "门户网站").streams[0]
        notice.object_to(desk, published, objected, "某单位", "有疑问", desk.clock.today())
    return tmp_path / "city"


def run_all(hand: Hand, done: set[str]) -> None:
    """Run every step of every case that can be done; each opens a task of its own or leads to a page."""
    led: list[tuple[str, str]] = []
    hand.seat.goto.disconnect()
    hand.seat.goto.connect(lambda page, key: led.append((page, key)))
    for stream in streams(hand.seat.reader):
        case = hand.seat.reader.case(stream)
        named = steps.next_steps(hand.seat.reader, case)
        actions = step_actions(hand.seat, case)
        assert [action.id for action in actions] == [f"step.{step.id}" for step in named]
        for step, action in zip(named, actions, strict=True):
            assert bool(action.why_not()) is not step.enabled
            if not step.enabled:
                continue
            led.clear()
            action.run()
            assert hand.task or led, action.id
            if hand.task:
                assert action.text.endswith("…"), action.id
                assert hand.drawer.task is not None
                assert hand.drawer.task.basis or step.id == "take-in", action.id
                QTest.qWait(1)
                assert walk.faults(hand.drawer) == [], action.id
                hand.dismiss()
            done.add(step.id)


BENEATH = frozenset(
    {
        "receive", "absent", "sign-opinion", "return-opinion", "score", "evaluate", "grade", "prolong", "record", "argue", "handle",
        "refuse-change", "accept", "fail", "tell", "hear", "waive", "skip-hearing", "decide-exit", "drop-exit", "publish", "return-papers",
        "submit-upward", "superior-result", "edit-matter",
    }
)  # fmt: skip
"""Steps that only cases beneath an alliance have: played in test_affairs.py."""


def test_every_step_opens_its_task_or_leads_to_its_page(hand_on: Open, city: Path, tmp_path: Path) -> None:
    done: set[str] = set()
    shutil.copytree(city, tmp_path / "later")
    run_all(hand_on(city), done)
    run_all(hand_on(tmp_path / "later", date(2024, 10, 8)), done)
    stick = tmp_path / "usb"
    stick.mkdir()
    pair = two_offices(tmp_path / "two")
    settle(pair.county, open_sample_case(pair.county, "县联盟").stream)
    recommended_case(pair.county, "待报送联盟")
    gone = recommended_case(pair.county, "已报送联盟")
    export.hand_over(pair.county, gone.stream, stick)
    taken = recommended_case(pair.county, "已签收联盟")
    path = export.hand_over(pair.county, taken.stream, stick).files[0]
    packages.take_in(pair.city, next(one for one in stick.glob("*.deskpack") if one != path))
    packages.take_in(pair.city, path)
    packages.take_in(pair.county, export.receipt(pair.city, pair.county.office, stick).files[0])
    export.hand_over(pair.county, recommended_case(pair.county, "在途联盟").stream, stick)
    pair.close()
    run_all(hand_on(tmp_path / "two" / "county"), done)
    run_all(hand_on(tmp_path / "two" / "city"), done)
    assert done == set(_RUNS) - BENEATH


def test_a_step_that_cannot_be_done_says_why_and_a_remark_stands_beside_one_that_can(
    hand_on: Open, tmp_path: Path
) -> None:
    with two_offices(tmp_path).county as desk:
        case = open_sample_case(desk)
    hand = hand_on(tmp_path / "county")
    actions = {action.id: action for action in step_actions(hand.seat, hand.seat.reader.case(case.stream))}
    assert "2 项条件未过" in actions["step.recommend"].why_not()
    assert actions["step.recommend"].text == f"推荐至{CITY}…"
    assert actions["step.withdraw"].why_not() == ""


def test_a_read_only_window_does_nothing_and_says_so(hand_on: Open, tmp_path: Path) -> None:
    with two_offices(tmp_path).county as desk:
        case = open_sample_case(desk)
    hand = hand_on(tmp_path / "county")
    hand.seat.readonly = True
    assert {action.why_not() for action in step_actions(hand.seat, case)} == {"以只读方式打开，不能办理"}


def test_what_stands_beside_the_way_is_there_on_every_case(hand_on: Open, tmp_path: Path) -> None:
    with two_offices(tmp_path).county as desk:
        case = open_sample_case(desk)
        bare = open_sample_case(desk, "无联系人联盟", private={})
    hand = hand_on(tmp_path / "county")
    found = {action.id: action for action in case_actions(hand.seat, case)}
    assert list(found) == ["case.note", "case.letter", "case.form", "case.check", "case.redact"]
    assert {action.why_not() for action in found.values()} == {""}
    beside = {action.id: action for action in case_actions(hand.seat, bare)}
    assert beside["case.redact"].why_not() == "没有可删除的个人信息"
    for name, task in (("case.note", "note"), ("case.form", "form"), ("case.redact", "redact")):
        found[name].run()
        assert hand.task == task
        hand.dismiss()
