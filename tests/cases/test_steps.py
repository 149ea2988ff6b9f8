"""What the next steps say is what the verbs do: a case is played through all stages, and at each every verb is tried.

A trial goes as far as the ledger: what would be written is guarded and then taken back.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from alliance_desk.cases import (
    batch,
    conditions,
    corrections,
    editing,
    issue,
    meeting,
    moves,
    notice,
    recognition,
    selecting,
)
from alliance_desk.cases.steps import Step, main_step, next_steps
from alliance_desk.clock import FixedClock
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.exchange import export, intake
from alliance_desk.ledger.append import append
from alliance_desk.ledger.fold import Folded
from alliance_desk.review import sessions
from tests.cases.conftest import WAY, policy, walk
from tests.helpers.desks import (
    CITY,
    PACK_ID,
    SAMPLE,
    TODAY,
    Pair,
    make_office,
    open_sample_case,
    recommended_case,
    reopen,
    settle,
    two_offices,
)
from tests.samples.scans import scan

LATER = TODAY + timedelta(days=30)


class _Written(Exception):
    """The verb has come as far as the ledger, and the ledger would take it."""


class Tries:
    """Every verb of a case, each with arguments that nothing is wrong with; asked one by one whether it would be refused."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch = folder, monkeypatch
        self.file = folder / "样例.pdf"
        self.file.write_bytes(scan("样例", ["样例"], seal="样本印章"))

    def verbs(self, desk: Desk, case: Folded, steps: Mapping[str, Step]) -> dict[str, Callable[[], Any]]:
        """Step id → the verb."""
        number, today, due = case.stream, desk.clock.today(), desk.clock.today() + timedelta(days=9)
        record = next(
            (step.record for step in steps.values() if step.record and step.id in ("close-notice", "answer")), "none"
        )
        review = steps["review"].record if "review" in steps else "none"
        other = desk.raw.execute(
            "SELECT stream FROM index_case WHERE stream <> ? AND outcome = ''", (number,)
        ).fetchone()
        overridable = next(
            (f.check for f in conditions.findings(desk, case) if f.overridable and f.outcome.value != "pass"), "level"
        )
        confirm = (
            date.fromisoformat(case.open["notice"]["start"]) + timedelta(days=1) if "notice" in case.open else today
        )
        peers = [peer["office"] for peer in desk.settings.get("peers", {}).values()] or ["none"]
        return {
            "recommend": lambda: moves.recommend(desk, number, "同意", scan=self.file),
            "not-recommend": lambda: moves.recommend(desk, number, "不同意", holds=False, scan=self.file),
            "correct": lambda: corrections.ask_correction(desk, number, due, "请补充"),
            "edit": lambda: editing.edit(desk, number, {"alliance": {"goals": f"新目标{case.seq}"}}),
            "attest": lambda: conditions.attest(desk, number, "level", holds=True),
            "override": lambda: conditions.override(desk, number, overridable, "样例"),
            "hand-over": lambda: export.hand_over(desk, number, self.folder / "stick"),
            "copy": lambda: export.copy_to(desk, [number], peers[0], self.folder / "stick"),
            "withdraw": lambda: moves.withdraw(desk, number, "样例"),
            "withdraw-offer": lambda: export.withdraw_offer(desk, number, "样例"),
            "formal-pass": lambda: moves.formal_check(desk, number, "passed"),
            "inadmissible": lambda: moves.formal_check(desk, number, "inadmissible", "样例"),
            "send-back": lambda: corrections.send_back(desk, number, due, "样例"),
            "business-pass": lambda: moves.business_check(desk, number, "passed"),
            "business-return": lambda: moves.business_check(desk, number, "returned", "样例"),
            "business-refuse": lambda: moves.business_check(desk, number, "refused", "样例"),
            "batch": lambda: batch.open_batch(desk, "样例", PACK_ID, [number]),
            "session": lambda: sessions.open_session(desk, [number], organiser="样例", contract="1"),
            "review": lambda: sessions.conclude_third_party(desk, review, self.file, {number: True}, today),
            "visit": lambda: moves.site_visit(desk, number, today, ["样例"], "样例"),
            "merge": lambda: selecting.merge(desk, number, other[0] if other else "none", "样例"),
            "keep": lambda: selecting.select(desk, number, kept=True),
            "drop": lambda: selecting.select(desk, number, kept=False, reason="样例"),
            "meeting": lambda: meeting.hold(desk, {number: "passed"}, "纪要", today),
            "notice": lambda: notice.publish(desk, [number], today, "样例"),
            "close-notice": lambda: notice.close(desk, record, confirm=confirm),
            "objection": lambda: notice.object_to(desk, record, number, "样例", "样例", today),
            "answer": lambda: notice.answer(desk, record, "o1", "rejected", "样例"),
            "recognise": lambda: recognition.recognise(desk, number, "样科发1号", today),
            "refuse": lambda: recognition.refuse(desk, number, "样例"),
            "issue-certificate": lambda: issue.issue(desk, number, "certificate"),
            "issue-plaque": lambda: issue.issue(desk, number, "plaque"),
        }

    def refused(self, desk: Desk, verb: Callable[[], Any]) -> str:
        """Why a verb is refused; empty where it would be written. Nothing is."""

        def rehearse(drafts: Any, *, rules: Any = (), sign: Any = (), fresh: bool = False) -> None:
            del rules, sign, fresh
            with desk.transaction() as connection:
                append(desk.raw, connection, desk.author(), drafts)
                raise _Written

        with self.patch.context() as patched:
            patched.setattr(desk, "commit", rehearse)
            try:
                verb()
            except _Written:
                return ""
            except Refused as error:
                return error.code
        return ""  # written again without a commit: a package that is there

    def hold(self, desk: Desk, number: str) -> list[Step]:
        """Every step is open exactly where its verb is; returns the steps."""
        case = desk.case(number)
        steps = next_steps(desk, case)
        by_id = {step.id: step for step in steps}
        assert len(by_id) == len(steps), "a step stands twice"
        assert sum(step.main for step in steps) <= 1
        for id_, verb in self.verbs(desk, case, by_id).items():
            why, step = self.refused(desk, verb), by_id.get(id_)
            said = bool(step and step.enabled)
            # No step offers to judge again what was judged already, or to explain what needs no explanation.
            if id_ in ("attest", "override") and step is None:
                continue
            assert said == (not why), f"{id_}: the step says {step}, the verb {why or 'yes'}"
        for step in steps:
            assert step.enabled or step.text(), step
            assert step.text("zh_CN") == step.text()
            assert not step.stage or step.basis
        assert desk.case(number) == case
        return steps


@pytest.fixture
def tries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tries:
    return Tries(tmp_path, monkeypatch)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    made = two_offices(tmp_path)
    yield made
    made.close()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Desk]:
    """A city that enters and decides by itself, under a policy whose review a third party holds."""
    with make_office(tmp_path / "alone", CITY, "市", "210300") as made:
        policy(made)
        yield made


def ids(steps: list[Step]) -> set[str]:
    return {step.id for step in steps if step.enabled}


def main(steps: list[Step]) -> str:
    found = main_step(steps)
    return found.id if found else ""


def test_an_office_that_decides_alone_is_led_from_stage_to_stage(alone: Desk, tries: Tries) -> None:
    number = open_sample_case(alone).stream
    expected = ("recommend", "formal-pass", "business-pass", "keep", "session", "visit", "meeting", "notice")
    for stage, wanted in zip(WAY, expected, strict=True):
        steps = tries.hold(alone, number)
        assert main(steps) == wanted
        assert not ids(steps) & {"hand-over", "copy", "take-in"}
        if stage == "review":
            sessions.open_session(alone, [number], organiser="样例", contract="1")
            steps = tries.hold(alone, number)
            assert (main(steps), "session" in ids(steps)) == ("review", False)
            record = next(step.record for step in steps if step.id == "review")
            sessions.conclude_third_party(alone, record, tries.file, {number: True}, TODAY)
        elif stage == "notice":
            notice.publish(alone, [number], TODAY, "网站")
        else:
            walk(alone, number, tries.file, (stage,))
    _after_the_notice(alone, tries, number)


def _after_the_notice(desk: Desk, tries: Tries, number: str) -> None:
    running = tries.hold(desk, number)
    closing = next(step for step in running if step.id == "close-notice")
    assert (main(running), closing.enabled, closing.text()) == (
        "close-notice",
        False,
        "公示到 2024-10-02 24 时止，次日起办理",
    )
    notice.object_to(desk, closing.record, number, "样例", "样例", TODAY)
    suspended = tries.hold(desk, number)
    assert main(suspended) == "answer"
    assert next(step for step in suspended if step.id == "close-notice").text().startswith("异议处理中")
    notice.answer(desk, closing.record, "o1", "rejected", "样例")
    desk.clock = FixedClock(LATER)
    assert main(tries.hold(desk, number)) == "close-notice"
    notice.close(desk, closing.record)
    assert main(tries.hold(desk, number)) == "recognise"
    recognition.recognise(desk, number, "样科发1号", LATER)
    assert main(tries.hold(desk, number)) == "issue-certificate"
    issue.issue(desk, number, "certificate")
    assert main(tries.hold(desk, number)) == "issue-plaque"
    issue.issue(desk, number, "plaque")
    assert main(tries.hold(desk, number)) == ""


def test_the_button_says_how_many_conditions_are_open(alone: Desk, tries: Tries) -> None:
    number = open_sample_case(alone).stream
    button = main_step(tries.hold(alone, number))
    assert button is not None
    assert (button.enabled, button.text()) == (False, "还有 2 项条件未过：需说明 1 项，待人工审核 1 项")
    settle(alone, number)
    steps = tries.hold(alone, number)
    assert (main(steps), main_step(steps).text()) == ("recommend", "")  # type: ignore[union-attr]
    assert "override" not in ids(steps)


def test_a_file_goes_between_two_offices_and_each_sees_its_own_next_step(pair: Pair, tries: Tries) -> None:
    county, city = pair
    number = open_sample_case(county).stream
    assert main(tries.hold(county, number)) == "recommend"
    corrections.ask_correction(county, number, LATER, "请补充")
    asked = tries.hold(county, number)
    assert main(asked) == "refill"
    assert "限 2024-10-27 前补齐" in next(step for step in asked if step.id == "refill").text()
    editing.edit(county, number, {"alliance": {"goals": "新目标"}}, corrected=True)
    settle(county, number)
    moves.recommend(county, number, "同意")
    assert main(tries.hold(county, number)) == "hand-over"
    package = export.hand_over(county, number, tries.folder / "up").files[0]
    offered = tries.hold(county, number)
    assert {"hand-over", "withdraw-offer"} <= ids(offered)
    assert "尚未签收" in next(step for step in offered if step.id == "withdraw-offer").text()
    intake.take_in(city, package)
    assert main(tries.hold(city, number)) == "formal-pass"
    corrections.send_back(city, number, LATER, "样例")
    assert main(tries.hold(city, number)) == "hand-over"
    back = export.hand_over(city, number, tries.folder / "down").files[0]
    assert ids(tries.hold(city, number)) == {"hand-over", "withdraw-offer"}
    intake.take_in(county, back)
    assert main(tries.hold(county, number)) == "refill"
    receipt = export.receipt(county, city.office, tries.folder / "receipt").files[0]
    intake.take_in(city, receipt)
    elsewhere = tries.hold(city, number)
    assert main(elsewhere) == "take-in"
    assert "现由“鞍山市铁西区科学技术局”办理" in elsewhere[0].text()


def test_what_came_out_is_copied_down_once(pair: Pair, tries: Tries) -> None:
    county, city = pair
    number = recommended_case(county).stream
    intake.take_in(city, export.hand_over(county, number, tries.folder / "up").files[0])
    moves.formal_check(city, number, "inadmissible", "样例")
    assert main(tries.hold(city, number)) == "copy"
    package = export.copy_to(city, [number], county.office, tries.folder / "down").files[0]
    assert main(tries.hold(city, number)) == ""
    intake.take_in(county, package)
    assert main(tries.hold(county, number)) == "take-in"


def test_without_the_other_offices_key_no_package_is_promised(tmp_path: Path, tries: Tries) -> None:
    with make_office(tmp_path / "county") as county:
        number = recommended_case(county).stream
        button = main_step(tries.hold(county, number))
        assert button is not None
        assert (button.id, button.enabled, button.text()) == (
            "hand-over",
            False,
            "尚未登记“鞍山市科学技术局”的密钥，不能生成数据包，请先登记",
        )


@pytest.mark.parametrize("end", ["withdraw", "not-recommend"])
def test_a_case_that_has_ended_offers_no_stage(alone: Desk, tries: Tries, end: str) -> None:
    number = open_sample_case(alone).stream
    if end == "withdraw":
        moves.withdraw(alone, number, "样例")
    else:
        moves.recommend(alone, number, "不同意", holds=False, scan=tries.file)
    steps = tries.hold(alone, number)
    assert not ids(steps)
    assert main(steps) == ""


def test_a_case_is_merged_only_into_another_that_runs(alone: Desk, tries: Tries) -> None:
    number = open_sample_case(alone).stream
    walk(alone, number, tries.file, ("recommend", "formal", "business"))
    merging = next(step for step in tries.hold(alone, number) if step.id == "merge")
    assert (merging.enabled, merging.text()) == (False, "没有可整合的其他在办办件")
    open_sample_case(alone, "另一联盟")
    assert "merge" in ids(tries.hold(alone, number))


def test_an_expired_policy_lets_what_runs_go_on_and_nothing_begin(alone: Desk, tries: Tries) -> None:
    policy(alone, ("[pack.jurisdiction]\n", "[pack.until]\nyears = 1\n\n[pack.jurisdiction]\n"))
    number = open_sample_case(alone).stream
    walk(alone, number, tries.file, ("recommend", "formal", "business", "merge"))
    alone.clock = FixedClock(date(2025, 3, 1))
    button = main_step(tries.hold(alone, number))
    assert button is not None
    assert (button.id, button.enabled) == ("session", False)
    assert "施行期限已于 2025-01-01 届满" in button.text()


def test_a_batch_that_holds_the_case_is_named(alone: Desk, tries: Tries) -> None:
    number = open_sample_case(alone).stream
    walk(alone, number, tries.file, ("recommend", "formal"))
    gathered = batch.open_batch(alone, "第一批", PACK_ID, [number]).streams[0]
    step = next(step for step in tries.hold(alone, number) if step.id == "batch")
    assert (step.text(), step.record) == ("已列入批次“第一批”", gathered)


def test_a_window_that_cannot_write_says_so_of_everything_and_reads_through_a_desk_of_its_own(tmp_path: Path) -> None:
    with make_office(tmp_path / "alone", CITY, "市", "210300") as desk:
        number = open_sample_case(desk).stream
        with reopen(tmp_path / "alone", readonly=True) as looking:
            case = looking.case(number)
            assert next_steps(looking, case) == next_steps(desk, desk.case(number))
            locked = next_steps(looking, case, locked=True)
            assert {(step.enabled, step.text()) for step in locked} == {(False, "以只读方式打开，不能办理")}


def test_a_notice_whose_end_is_provisional_asks_for_a_day(alone: Desk, tries: Tries) -> None:
    policy(alone, ('unit = "自然日"\n', 'unit = "工作日"\n'))
    alone.clock = FixedClock(date(2049, 9, 1))
    number = open_sample_case(alone).stream
    walk(alone, number, tries.file, WAY[:-1])
    notice.publish(alone, [number], date(2049, 9, 1), "网站")
    tries.hold(alone, number)
    alone.clock = FixedClock(date(2049, 9, 20))
    step = next(step for step in tries.hold(alone, number) if step.id == "close-notice")
    assert step.enabled
    assert "暂定" in step.text()


def test_the_sample_is_a_paper_that_may_be_kept() -> None:
    assert SAMPLE.startswith(b"%PDF-")
