"""An objection upheld to the result of an assessment: nothing took effect yet, so it is weighed anew, and the decision is on record."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from alliance_desk.care import grading, reports, round_state, scoring
from alliance_desk.care.rounds import open_round
from alliance_desk.cases import agenda, history, meeting, notice, paper_edits
from alliance_desk.desk import Desk
from alliance_desk.doctor import examine
from alliance_desk.errors import Refused
from alliance_desk.ledger.draft import Draft
from alliance_desk.paths import RESOURCES
from alliance_desk.policy import stages
from alliance_desk.policy.compose import compose
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.procedures import within
from tests.helpers import handing
from tests.helpers.care import shown
from tests.helpers.desks import PACK_ID
from tests.helpers.handing import on, papers

FIRST, AGAIN = date(2025, 1, 10), date(2025, 1, 20)
POINTS = {"exam-plans": "30", "exam-results": "50", "exam-people": "10"}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[Desk]:
    with handing.city(tmp_path / "city") as desk:
        handing.known(desk, "甲联盟", "2022-03-01")
        on(desk, FIRST.isoformat())
        yield desk


@pytest.fixture
def case(city: Desk, tmp_path: Path) -> str:
    """A case whose result stands in a public notice, to which somebody objected."""
    stream = open_round(city, PACK_ID, "exam", "2024", "评价", date(2025, 2, 28)).streams[0]
    number = round_state.round_state(city, stream).lines[0].case
    paper_edits.add_papers(city, number, papers(tmp_path / "in", "exam-self"))
    reports.receive(city, number, FIRST)
    scoring.take_scores(city, number, "expert", POINTS)
    scoring.evaluate(city, number)
    noticed(city, number)
    return number


def noticed(desk: Desk, number: str) -> str:
    """Through the meeting into a notice, to which somebody objects; the notice."""
    meeting.hold(desk, {number: "passed"}, "纪要1号", desk.clock.today())
    made = notice.publish(desk, [number], desk.clock.today(), "网站").streams[0]
    notice.object_to(desk, made, number, "某甲", "成果不实", desk.clock.today())
    return made


def the_notice(desk: Desk, number: str) -> str:
    return str(desk.raw.execute('SELECT notice FROM index_notice WHERE "case" = ?', (number,)).fetchone()[0])


def upheld(desk: Desk, number: str) -> str:
    """The objection is upheld and the notice closed; what closing said."""
    stream = the_notice(desk, number)
    said = notice.answer(desk, stream, "o1", "upheld", "核查属实，成果重复计算")
    assert "退回重新评审" in said.text()
    on(desk, AGAIN.isoformat())
    return notice.close(desk, stream).text()


def test_it_goes_back_to_the_meeting_and_the_first_result_never_took_effect(city: Desk, case: str) -> None:
    assert "异议成立 1 件，其中 1 件退回重新评审" in upheld(city, case)
    document = city.case(case).open
    assert set(document["stages"]) == {"exam-papers", "exam-review"}
    assert "notice" not in document
    entry = document["reopened"]["r1"]
    assert (entry["stage"], entry["reason"], entry["on"]) == ("exam-meeting", "核查属实，成果重复计算", "2025-01-20")
    assert shown(city, document["alliance"]["id"]).grades == []
    (todo,) = [one for one in agenda.agenda(city).mine if one.stream == case]
    assert todo.step_kind == "meeting"
    told = history.history(city, case)
    assert any(one.kind == "affair.reopened" and "退回" in one.what and one.note == entry["reason"] for one in told)


def test_weighed_anew_it_is_noticed_again_and_only_then_graded(city: Desk, case: str) -> None:
    upheld(city, case)
    with pytest.raises(Refused):
        grading.grade(city, case, on=AGAIN)
    meeting.hold(city, {case: "passed"}, "纪要2号", AGAIN)
    second = notice.publish(city, [case], AGAIN, "网站").streams[0]
    on(city, "2025-02-10")
    notice.close(city, second)
    grading.grade(city, case, on=date(2025, 2, 10))
    (grade,) = shown(city, str(city.case(case).open["alliance"]["id"])).grades
    assert grade.on == "2025-02-10"
    assert not examine(city).faults


def test_nobody_takes_back_more_or_other_stages_than_the_rules_say(city: Desk, case: str) -> None:
    entry = {
        "on": "2025-01-10",
        "stage": "exam-meeting",
        "notice": the_notice(city, case),
        "reason": "x",
        "office": city.office,
    }
    sound = {"stages": {"exam-meeting": None}, "notice": None, "reopened": {"r1": entry}}
    for wrong in (
        {"stages": {"exam-papers": None}},
        {"stages": {"exam-meeting": {"outcome": "passed"}}},
        {"notice": {"start": "2025-01-10"}},
        {"reopened": {"r1": {**entry, "reason": " "}}},
    ):
        with pytest.raises(Refused) as error:
            city.commit([Draft(stream=case, stream_kind="case", kind="affair.reopened", patch=sound | wrong)])
        assert error.value.code == "ledger.foreign-path", wrong


def test_the_policy_names_where_an_assessment_is_weighed_anew() -> None:
    text = (RESOURCES / "packs/heilongjiang-draft.toml").read_text(encoding="utf8")
    rules = within(compose(load_pack(text, "x.toml"), {}), "assess")
    done = {"assess-received": "received", "assess-evaluated": "evaluated", "assess-meeting": "passed"}
    document = {
        "case": {"procedure": "assess", "kind": "assessment"},
        "stages": {key: {"outcome": outcome, "on": "2025-01-10", "office": "o"} for key, outcome in done.items()},
    }
    assert stages.open_stages(rules, document) == ["assess-notice"]
    assert stages.way_back(rules, document) == ["assess-evaluated", "assess-meeting"]
    assert stages.way_back(rules, {**document, "case": {}}) == [], "an application ends"
