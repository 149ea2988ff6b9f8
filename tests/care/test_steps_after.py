"""What the next steps of a case beneath an alliance say is what the verbs do: played through, every verb tried at every stage.

A trial goes as far as the ledger: what would be written is guarded and then taken back.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from alliance_desk.care import changes, events, exits, grading, measures, reports, round_state, scoring, upward
from alliance_desk.care.changes import Asked
from alliance_desk.care.rounds import open_round
from alliance_desk.cases import conditions, editing, meeting, moves, notice, paper_edits
from alliance_desk.cases.steps import Step, main_step, next_steps
from alliance_desk.desk import Desk
from alliance_desk.errors import Refused
from alliance_desk.exchange import export, intake
from alliance_desk.ledger.append import append
from tests.exchange.workspaces import copied
from tests.helpers import handing
from tests.helpers.desks import PACK_ID, Pair
from tests.helpers.handing import both_on, on, papers, scan, send, settle

POINTS = {"exam-plans": "30", "exam-results": "40", "exam-people": "30"}


class _Written(Exception):
    """The verb has come as far as the ledger, and the ledger would take it."""


class Tries:
    """Every verb of a case beneath an alliance, each with arguments that nothing is wrong with."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.patch, self.scan = folder, monkeypatch, scan(folder, "scan.pdf")

    def verbs(self, desk: Desk, number: str) -> dict[str, Callable[[], Any]]:
        """Step id → the verb."""
        today, case = desk.clock.today(), desk.case(number)
        rules = desk.rules_of(case)
        points = {key: str(line.max) for key, line in rules.score.items()}
        steps = (
            grading.ladder(rules, case.open["case"]["procedure"]) if case.open["case"]["kind"] == "assessment" else None
        )
        rung = grading.proposed(desk, case) or next(iter(steps.rungs)) if steps else ""
        who = "expert" if "review" in str(next_open(desk, number)) else "self"
        row = desk.raw.execute('SELECT notice FROM index_notice WHERE "case" = ?', (number,)).fetchone()
        held = {
            kind
            for (kind,) in desk.raw.execute(
                "SELECT kind FROM index_certificate WHERE alliance = ?", (case.open["alliance"]["id"],)
            )
        }
        peers = [peer["office"] for peer in desk.settings.get("peers", {}).values()] or ["none"]
        return {
            "receive": lambda: reports.receive(desk, number, today),
            "absent": lambda: reports.mark_absent(desk, number, "样例"),
            "sign-opinion": lambda: reports.sign_opinion(desk, number, "属实", scan=self.scan),
            "return-opinion": lambda: reports.sign_opinion(desk, number, "补", holds=False),
            "score": lambda: scoring.take_scores(desk, number, who, points),
            "evaluate": lambda: scoring.evaluate(desk, number, note="样例"),
            "grade": lambda: grading.grade(desk, number, rung, on=today),
            "prolong": lambda: grading.prolong(desk, number, today + timedelta(days=900), "样科1号", today),
            "record": lambda: events.record(desk, number),
            "argue": lambda: changes.argue(desk, number, "supported", ["样例"], "同意", today),
            "handle": lambda: changes.handle(desk, number, "样科1号", today),
            "refuse-change": lambda: changes.handle(desk, number, "", today, approved=False, reason="样例"),
            "accept": lambda: measures.accept(desk, number, today, "样例"),
            "fail": lambda: measures.accept(desk, number, today, "样例", holds=False),
            "tell": lambda: exits.tell(desk, number, today, today + timedelta(days=5)),
            "hear": lambda: exits.hear(
                desk, number, today - timedelta(days=3), today - timedelta(days=1), "无异议", today
            ),
            "skip-hearing": lambda: exits.skip_hearing(desk, number, "样例"),
            "decide-exit": lambda: exits.decide(desk, number, "样科1号", today, "样例"),
            "drop-exit": lambda: exits.drop(desk, number, "样例"),
            "publish": lambda: exits.publish(desk, number, today, "网站"),
            "return-papers": lambda: exits.return_papers(desk, number, dict.fromkeys(held, "returned"), today),
            "submit-upward": lambda: upward.submit(desk, number, today, "样科1号"),
            "superior-result": lambda: upward.result(desk, number, "省科1号", today, recognised=True),
            "edit-matter": lambda: editing.edit(desk, number, {"matter": {"note": f"样例{case.seq}"}}),
            "meeting": lambda: meeting.hold(desk, {number: "passed"}, "纪要", today),
            "notice": lambda: notice.publish(desk, [number], today, "网站"),
            "close-notice": lambda: notice.close(desk, row[0] if row else "none"),
            "withdraw": lambda: moves.withdraw(desk, number, "样例"),
            "hand-over": lambda: export.hand_over(desk, number, self.folder / "stick"),
            "withdraw-offer": lambda: export.withdraw_offer(desk, number, "样例"),
            "copy": lambda: export.copy_to(desk, [number], peers[0], self.folder / "stick"),
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
        return ""

    def hold(self, desk: Desk, number: str) -> tuple[str, set[str]]:
        """Every step is open exactly where its verb is; the main step, and the ids of those that are open."""
        case = desk.case(number)
        steps = next_steps(desk, case)
        by_id = {step.id: step for step in steps}
        assert len(by_id) == len(steps), "a step stands twice"
        for id_, verb in self.verbs(desk, number).items():
            why, step = self.refused(desk, verb), by_id.get(id_)
            assert bool(step and step.enabled) == (not why), f"{id_}: the step says {step}, the verb {why or 'yes'}"
        for step in steps:
            assert step.enabled or (step.text() and step.text("en")), step
            assert not step.stage or step.basis
        assert desk.case(number) == case
        main: Step | None = main_step(steps)
        return main.id if main else "", {step.id for step in steps if step.enabled}


def next_open(desk: Desk, number: str) -> str:
    row = desk.raw.execute("SELECT step FROM index_case WHERE stream = ?", (number,)).fetchone()
    return str(row[0])


@pytest.fixture
def tries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tries:
    return Tries(tmp_path / "files", monkeypatch)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    """A city that enters for its counties, early in 2025."""
    with handing.city(tmp_path / "city") as desk:
        yield desk


@pytest.fixture
def known(city: Desk) -> str:
    found = handing.known(city, "甲联盟", "2022-03-01")
    on(city, "2025-01-10")
    return found


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    handing.recognised(tmp_path / "made")
    both = copied(tmp_path / "made", tmp_path)
    both_on(both, "2025-01-10")
    yield both
    both.close()


def test_a_report_by_an_office_that_is_both(city: Desk, known: str, tries: Tries, tmp_path: Path) -> None:
    number = reports.open_report(city, known, "papers", "2024").streams[0]
    main, ids = tries.hold(city, number)
    assert (main, "receive" in ids, "edit-matter" in ids) == ("receive", False, True)
    assert "资料不全 1 项" in next(step for step in next_steps(city, city.case(number)) if step.id == "receive").text()
    paper_edits.add_papers(city, number, papers(tmp_path / "in", "papers-report"))
    assert tries.hold(city, number)[0] == "receive"
    reports.receive(city, number, city.clock.today())
    assert tries.hold(city, number)[0] == "sign-opinion"
    reports.sign_opinion(city, number, "属实", scan=tries.scan)
    assert tries.hold(city, number)[0] == "record"
    events.record(city, number)
    assert tries.hold(city, number) == ("", set())


def test_a_countys_report_goes_up_after_its_opinion_and_what_the_city_did_comes_down(
    pair: Pair, tries: Tries, tmp_path: Path
) -> None:
    county, city = pair
    alliance = county.raw.execute("SELECT id FROM index_alliance").fetchone()[0]
    files = papers(tmp_path / "in", "papers-report")
    number = reports.hand_in(county, alliance, "papers", "2024", date(2025, 1, 9), files).streams[0]
    main, ids = tries.hold(county, number)
    assert (main, "hand-over" in ids) == ("sign-opinion", False)
    reports.sign_opinion(county, number, "属实")
    assert tries.hold(county, number)[0] == "hand-over"
    send(county, city, number, tmp_path)
    main, ids = tries.hold(city, number)
    assert (main, "hand-over" in ids) == ("record", False)
    events.record(city, number)
    assert tries.hold(city, number)[0] == "copy"
    intake.take_in(county, export.copy_to(city, [number], county.office, tmp_path / "stick").files[0])
    assert tries.hold(city, number)[0] == ""
    assert tries.hold(county, number)[0] == "take-in"


def test_what_a_county_finished_by_itself_goes_up_to_be_kept(pair: Pair, tries: Tries, tmp_path: Path) -> None:
    alliance = pair.county.raw.execute("SELECT id FROM index_alliance").fetchone()[0]
    number = events.record_event(pair.county, alliance, "fair", date(2025, 1, 5), "对接会").streams[0]
    assert tries.hold(pair.county, number)[0] == "hand-over"
    send(pair.county, pair.city, number, tmp_path)
    assert tries.hold(pair.city, number)[0] == ""


def test_what_the_city_opened_stays_here_or_goes_down_first(pair: Pair, tries: Tries, tmp_path: Path) -> None:
    county, city = pair
    alliance = city.raw.execute("SELECT id FROM index_alliance").fetchone()[0]
    own = changes.open_change(city, alliance, [Asked(change="name", after="样例新联盟")], "更名").streams[0]
    main, ids = tries.hold(city, own)
    assert (main, "hand-over" in ids) == ("handle", False)
    both_on(pair, "2027-02-01")
    stream = open_round(city, PACK_ID, "third", "", "期中", date(2027, 3, 1), [alliance]).streams[0]
    number = round_state.round_state(city, stream).lines[0].case
    assert tries.hold(city, number)[0] == "hand-over"
    send(city, county, number, tmp_path)
    assert tries.hold(county, number)[0] == "receive"


def test_an_assessment_from_its_papers_to_its_grade(city: Desk, known: str, tries: Tries, tmp_path: Path) -> None:
    stream = open_round(city, PACK_ID, "exam", "2024", "评价", date(2025, 2, 28)).streams[0]
    number = round_state.round_state(city, stream).lines[0].case
    assert tries.hold(city, number)[0] == "receive"
    paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
    reports.receive(city, number, city.clock.today())
    main, ids = tries.hold(city, number)
    assert (main, "evaluate" in ids) == ("score", False)
    scoring.take_scores(city, number, "self", POINTS)
    assert tries.hold(city, number)[0] == "score"
    scoring.take_scores(city, number, "expert", POINTS)
    assert tries.hold(city, number)[0] == "evaluate"
    scoring.evaluate(city, number)
    assert tries.hold(city, number)[0] == "meeting"
    meeting.hold(city, {number: "passed"}, "纪要1号", city.clock.today())
    assert tries.hold(city, number)[0] == "notice"
    published = notice.publish(city, [number], city.clock.today(), "网站").streams[0]
    main, ids = tries.hold(city, number)
    assert (main, "close-notice" in ids) == ("close-notice", False)
    on(city, "2025-01-20")
    notice.close(city, published)
    assert tries.hold(city, number)[0] == "grade"
    grading.grade(city, number, on=city.clock.today())
    assert tries.hold(city, number) == ("", set())


def test_a_title_may_be_prolonged_after_its_grade(city: Desk, known: str, tries: Tries) -> None:
    stream = open_round(city, PACK_ID, "third", "", "期中", date(2025, 2, 28)).streams[0]
    number = round_state.round_state(city, stream).lines[0].case
    reports.receive(city, number, city.clock.today())
    assert tries.hold(city, number)[0] == "sign-opinion"
    reports.sign_opinion(city, number, "属实", scan=tries.scan)
    assert tries.hold(city, number)[0] == "evaluate"
    scoring.evaluate(city, number, note="良好")
    assert tries.hold(city, number)[0] == "grade"
    grading.grade(city, number, "passed", on=city.clock.today())
    assert tries.hold(city, number)[0] == "prolong"


def test_under_an_expired_policy_the_grade_says_why_it_waits(tmp_path: Path, tries: Tries) -> None:
    ended = ("[pack.jurisdiction]\n", "[pack.until]\nyears = 9\n\n[pack.jurisdiction]\n")
    with handing.city(tmp_path / "city", ended) as city:
        handing.known(city, "甲联盟", "2022-03-01")
        on(city, "2026-12-01")
        stream = open_round(city, PACK_ID, "letters", "", "评价", date(2026, 12, 31)).streams[0]
        number = round_state.round_state(city, stream).lines[0].case
        scoring.evaluate(city, number, note="良好")
        on(city, "2027-02-01")
        main, ids = tries.hold(city, number)
        assert (main, "grade" in ids) == ("grade", False)


def test_a_change_its_argumentation_and_its_decision(city: Desk, known: str, tries: Tries) -> None:
    number = changes.open_change(city, known, [Asked(change="name", after="甲新联盟")], "更名").streams[0]
    assert tries.hold(city, number)[0] == "handle"
    settle(city, number)
    main, ids = tries.hold(city, number)
    assert (main, {"argue", "handle", "refuse-change"} <= ids) == ("handle", True)
    changes.handle(city, number, "样科1号", city.clock.today())
    assert tries.hold(city, number)[0] == ""


def test_a_rectification_and_an_exit(city: Desk, known: str, tries: Tries) -> None:
    today = city.clock.today()
    number = measures.impose(city, known, "rectify", "样科1号", today, reason="样例").streams[0]
    assert tries.hold(city, number)[0] == "accept"
    measures.accept(city, number, today, "未改", holds=False)
    assert tries.hold(city, number)[0] == ""
    gone = exits.open_exit(city, known, "poor-twice", "样例").streams[0]
    main, ids = tries.hold(city, gone)
    assert ("decide-exit" in ids, {"tell", "hear", "skip-hearing", "drop-exit"} <= ids) == (False, True)
    exits.tell(city, gone, today, today + timedelta(days=5))
    assert (main, tries.hold(city, gone)[0]) == ("tell", "hear")
    exits.skip_hearing(city, gone, "样例")
    assert tries.hold(city, gone)[0] == "decide-exit"
    exits.decide(city, gone, "样科2号", today, "样例")
    assert tries.hold(city, gone)[0] == "publish"
    exits.publish(city, gone, today, "网站")
    assert tries.hold(city, gone)[0] == "return-papers"


def test_a_recommendation_upwards(city: Desk, known: str, tries: Tries) -> None:
    number = upward.recommend_upward(city, known, "upward", "推荐").streams[0]
    assert tries.hold(city, number)[0] == "submit-upward"
    upward.submit(city, number, city.clock.today(), "样科1号")
    assert tries.hold(city, number)[0] == "superior-result"
    upward.result(city, number, "省科1号", city.clock.today(), recognised=True)
    assert tries.hold(city, number)[0] == ""
    assert not conditions.findings(city, city.case(number))
