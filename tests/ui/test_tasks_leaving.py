"""The drawers of exits, support, recommendations upwards and entries: each task writes what its verb says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.cases.steps import next_steps
from alliance_desk.register.proposals import proposals
from tests.helpers.desks import PACK_ID, TODAY
from tests.helpers.drawers import Hand
from tests.helpers.looking_after import document, graded_poor, key_of, last_case, one_alliance, shown, step
from tests.helpers.windows import find
from ui.tasks import entries, exits, support, upward
from ui.tasks.care_steps import OF_CARE

Open = Callable[..., Hand]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A city with one alliance in its register."""
    return one_alliance(tmp_path / "city")


def begin_exit(hand: Hand) -> None:
    hand.seat.ask(exits.exit_task(hand.seat, key_of(hand)))
    assert "已核对相邻两年；已书面告知" in hand.live
    hand.fill(note="连续两年较差")
    hand.submit()


def test_an_exit_is_heard_decided_published_and_its_papers_come_back(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    begin_exit(hand)
    assert {one.id for one in next_steps(hand.seat.reader, hand.seat.reader.case(last_case(hand))) if one.enabled} >= {"tell", "hear", "waive", "skip-hearing"}  # fmt: skip
    step(hand, "hear")
    hand.fill(told=date(2024, 9, 1), until=date(2024, 9, 1), statement="请求保留", on=date(2024, 9, 10))
    hand.submit()
    assert "晚于" in hand.field_problem("until")
    hand.fill(until=date(2024, 9, 15))
    hand.submit()
    step(hand, "decide-exit")
    assert "取消" in hand.title
    hand.fill(attested=["0"], note="连续两年较差", document="样科〔2024〕9号", on=TODAY)
    hand.submit()
    assert "1 项没有确认" in hand.problems
    hand.fill(attested=["0", "1"])
    assert "取消" in hand.submit()
    assert (shown(hand).entry.status, shown(hand).entry.leaves) == ("exited", "取消")
    decision = document(hand)["decision"]
    assert isinstance(decision, dict)
    assert decision["attested"] == ["已核对相邻两年", "已书面告知"]
    step(hand, "publish")
    hand.fill(channel="局网站", on=TODAY)
    hand.submit()
    step(hand, "return-papers")
    hand.fill(**{"state.certificate": "遗失"})
    hand.submit()
    assert hand.shown("note"), "what did not come back is explained"
    hand.fill(note="联盟登报声明")
    hand.submit()
    assert [one.state for one in shown(hand).papers] == ["lost"]


def test_an_alliance_is_told_until_when_it_may_speak_and_the_day_is_kept(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    begin_exit(hand)
    step(hand, "tell")
    hand.fill(told=TODAY, until=TODAY)
    hand.submit()
    assert "晚于" in hand.field_problem("until")
    hand.fill(until=date(2024, 10, 8))
    assert "2024-10-08" in hand.submit()
    matter = document(hand)["matter"]
    assert isinstance(matter, dict)
    assert (matter["started"], matter["due"]) == ("2024-09-27", "2024-10-08")
    assert any((hand.seat.reader.place.papers).glob("hearing-*.docx"))
    row = hand.seat.reader.raw.execute("SELECT due FROM index_case WHERE stream = ?", (last_case(hand),)).fetchone()
    assert row == ("2024-10-08",), "the workbench says until when"
    step(hand, "hear")
    hand.fill(statement="请求保留", on=date(2024, 9, 27))
    hand.submit()
    heard = document(hand)["hearing"]
    assert isinstance(heard, dict)
    assert (heard["told"], heard["until"]) == ("2024-09-27", "2024-10-08"), "what was set is there already"


def test_that_no_statement_came_is_recorded_only_after_its_day(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    begin_exit(hand)
    step(hand, "waive")
    hand.fill(told=date(2024, 9, 20), until=date(2024, 9, 30))
    assert "期限未满" in hand.live
    hand.submit()
    assert "2024-09-30" in hand.problems
    hand.fill(until=date(2024, 9, 25))
    hand.submit()
    heard = document(hand)["hearing"]
    assert heard == {"told": "2024-09-20", "until": "2024-09-25"}


def test_a_hearing_is_left_out_and_an_exit_dropped_for_a_reason(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    begin_exit(hand)
    step(hand, "skip-hearing")
    hand.fill(note="联盟自愿")
    hand.submit()
    step(hand, "drop-exit")
    hand.submit()
    assert hand.task == "care.drop-exit"
    hand.fill(note="已整改")
    hand.submit()
    assert shown(hand).entry.status == "valid"


def test_an_exit_that_the_rules_propose_answers_the_proposal(hand_on: Open, root: Path) -> None:
    graded_poor(root, "2023", "2024")
    hand = hand_on(root)
    assert "poor-twice" in [one.consequence for one in proposals(hand.seat.reader, key_of(hand))]
    hand.seat.ask(exits.exit_task(hand.seat, key_of(hand)))
    assert all(words in hand.live for words in ("2023", "2024", "较差", "（2/2）"))
    hand.fill(note="连续两年较差")
    hand.submit()
    matter = document(hand)["matter"]
    assert isinstance(matter, dict)
    assert matter["consequence"] == "poor-twice"
    assert len(matter["facts"]) == 2
    assert "poor-twice" not in [one.consequence for one in proposals(hand.seat.reader, key_of(hand))]


# Support, upwards


def test_support_stays_within_the_bounds_of_the_policy(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    hand.seat.ask(support.support_task(hand.seat, key_of(hand)))
    hand.fill(**{"amount.subsidy": "60", "document": "样科财〔2024〕1号", "year": "24"})
    hand.submit()
    assert "10–50 万元" in hand.field_problem("amount.subsidy")
    assert "四位" in hand.field_problem("year")
    hand.fill(**{"amount.subsidy": "50", "year": "2024"})
    hand.submit()
    (one,) = [one for one in shown(hand).history if one.kind == "supported"]
    assert (one.amount, one.paper) == (50_000_000, "样科财〔2024〕1号")


def test_a_recommendation_goes_up_and_its_result_comes_back(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    hand.seat.ask(upward.upward_task(hand.seat, key_of(hand)))
    hand.fill(note="成效突出")
    hand.submit()
    assert hand.window.page.key == "cases"
    stream = last_case(hand)
    upward.summary_table(hand.seat, [stream])
    hand.submit()
    assert list(hand.seat.reader.place.papers.glob("upward-*.xlsx"))
    step(hand, "submit-upward")
    hand.fill(letter="样科报〔2024〕3号", on=TODAY, copies="6", medium="样例联盟")
    hand.submit()
    matter = document(hand)["matter"]
    assert isinstance(matter, dict)
    assert (matter["copies"], matter["medium"], matter["received"]) == (6, "样例联盟", TODAY.isoformat())
    step(hand, "superior-result")
    hand.fill(result="上级同意", document="省科〔2024〕77号", on=TODAY)
    hand.submit()
    result = document(hand)["result"]
    assert isinstance(result, dict)
    assert result["document"] == "省科〔2024〕77号"


# One alliance entered by hand


def test_an_equal_alliance_is_entered_and_shown(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    hand.seat.ask(entries.equal_task(hand.seat))
    hand.fill(way="样例市")
    assert "第十九条" in hand.live
    hand.fill(
        name="省级样例联盟", recognised=date(2015, 5, 1), document="省科〔2015〕1号", issuer="省科技厅", county="样例县"
    )
    hand.fill(lead="牵头公司", members="甲公司、乙大学", on=date(2024, 1, 1))
    hand.submit()
    assert hand.window.page.key == "register"
    assert find(hand.window, "register.alliance.name").property("text") == "省级样例联盟"
    row = hand.seat.reader.raw.execute(
        "SELECT kind, recognised, valid_to, source, lead, members FROM index_alliance WHERE name = '省级样例联盟'"
    ).fetchone()
    assert row == ("等同", "2024-01-01", "", "equal", "牵头公司", 3)


def test_an_older_recognition_is_entered_with_its_numbers(hand_on: Open, root: Path) -> None:
    hand = hand_on(root)
    hand.seat.ask(entries.entry_task(hand.seat))
    hand.fill(way="样例市")
    hand.fill(name="旧联盟", recognised=date(2023, 5, 1), document="样科〔2023〕5号", county="样例县", lead="老公司")
    hand.fill(certificate="旧证9号", note="档案室")
    hand.submit()
    row = hand.seat.reader.raw.execute("SELECT valid_to, source FROM index_alliance WHERE name = '旧联盟'").fetchone()
    assert row == ("2026-05-01", "history"), "as the policy counts"
    assert hand.seat.reader.raw.execute(
        "SELECT count(*) FROM index_certificate WHERE number = '旧证9号'"
    ).fetchone() == (1,)


# Wiring


def test_every_step_of_these_rooms_has_its_task() -> None:
    from alliance_desk.cases.affair_steps import OF_AFFAIRS

    kinds = {"argumentation", "handling", "acceptance", "hearing", "exit", "publication", "return_papers", "submit_upward", "superior_result"}  # fmt: skip
    assert kinds <= set(OF_AFFAIRS)
    assert set(OF_CARE) == {
        "argue", "handle", "refuse-change", "accept", "fail", "tell", "hear", "waive", "skip-hearing", "decide-exit", "drop-exit", "publish",
        "return-papers", "submit-upward", "superior-result",
    }  # fmt: skip


def test_an_expired_policy_is_the_reason_told(hand_on: Open, root: Path) -> None:
    path = root / "packs" / f"{PACK_ID}.toml"
    text = path.read_text(encoding="utf8")
    path.write_text(
        text.replace('effective = "2024-01-01"', 'effective = "2019-01-01"\nuntil = { years = 5 }'), encoding="utf8"
    )
    hand = hand_on(root, date(2024, 9, 27))
    hand.window.go("register", key_of(hand))
    actions = {action.id: action for action in hand.window.page.commands()}
    for name in ("change", "support", "upward", "measure", "exit"):
        assert "期" in actions[f"alliance.{name}"].why_not(), name
    assert actions["alliance.report"].why_not() == "", "what is owed goes on being handed in"
