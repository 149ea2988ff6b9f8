"""The way through the stages: what is open, what ends it, what the case is called."""

from typing import Any

import pytest

from alliance_desk import words
from alliance_desk.policy import stages
from alliance_desk.policy.facts import facts_of
from alliance_desk.policy.pack import Pack
from alliance_desk.policy.stages import Effect, State, open_stages, stage_state, status_code, status_text


def so_far(**outcomes: str) -> dict[str, Any]:
    return {"stages": {key: {"outcome": outcome, "on": "2024-09-02"} for key, outcome in outcomes.items()}}


ANSHAN = {
    "intake": "accepted",
    "recommend": "recommended",
    "formal": "passed",
    "review": "reviewed",
    "meeting": "passed",
    "notice": "clear",
    "recognition": "recognised",
    "certificate": "issued",
    "plaque": "issued",
}
CHECKED = {"intake": "accepted", "recommend": "recommended", "formal": "passed"}


def test_a_straight_way_opens_one_stage_after_another(anshan: Pack) -> None:
    done: dict[str, str] = {}
    for key, outcome in ANSHAN.items():
        assert key in open_stages(anshan, so_far(**done))
        done[key] = outcome
    assert open_stages(anshan, so_far(**done)) == []


def test_certificate_and_plaque_open_together_after_recognition(anshan: Pack) -> None:
    done = {key: ANSHAN[key] for key in list(ANSHAN)[:7]}
    assert open_stages(anshan, so_far(**done)) == ["certificate", "plaque"]
    assert status_code(anshan, so_far(**done)) == "status.recognised"


def test_review_and_visit_come_in_either_order(jinzhong: Pack) -> None:
    assert open_stages(jinzhong, so_far(**CHECKED)) == ["review", "visit"]
    assert open_stages(jinzhong, so_far(**CHECKED, visit="visited")) == ["review"]
    assert open_stages(jinzhong, so_far(**CHECKED, review="reviewed")) == ["visit"]


def test_an_optional_stage_is_open_beside_the_next_one_and_hides_nothing(jinzhong: Pack) -> None:
    both = so_far(**CHECKED, visit="visited", review="reviewed")
    assert open_stages(jinzhong, both) == ["merge", "meeting"]
    assert status_code(jinzhong, both) == "status.meeting"
    # With one of the two before it undone, the stage behind the optional one waits.
    assert stage_state(jinzhong, facts_of(so_far(**CHECKED, visit="visited")), "meeting") is State.WAITING


@pytest.mark.parametrize("merge", ["kept", "skipped", None])
def test_an_optional_stage_may_be_done_skipped_or_passed_over(jinzhong: Pack, merge: str | None) -> None:
    done = CHECKED | {"visit": "visited", "review": "reviewed", "meeting": "passed"}
    done |= {"merge": merge} if merge else {}
    assert open_stages(jinzhong, so_far(**done)) == ["notice"]
    state = stage_state(jinzhong, facts_of(so_far(**done)), "merge")
    assert state is (State.DONE if merge == "kept" else State.SKIPPED)


@pytest.mark.parametrize(
    ("stage", "outcome"),
    [
        ("intake", "inadmissible"),
        ("recommend", "not_recommended"),
        ("formal", "inadmissible"),
        ("merge", "merged"),
        ("merge", "not_selected"),
        ("meeting", "refused"),
        ("notice", "upheld"),
        ("recognition", "not_recognised"),
    ],
)
def test_an_outcome_that_ends_the_case_closes_every_stage(jinzhong: Pack, stage: str, outcome: str) -> None:
    document = so_far(**CHECKED, visit="visited", review="reviewed") | {}
    document["stages"][stage] = {"outcome": outcome}
    assert open_stages(jinzhong, document) == []
    assert status_code(jinzhong, document) == f"status.{outcome}"
    assert stage_state(jinzhong, facts_of(document), stage) is State.ENDED
    assert not stages.may_withdraw(jinzhong, document)


def test_an_outcome_that_comes_back_leaves_its_stage_open(jinzhong: Pack) -> None:
    again = so_far(intake="accepted", recommend="returned")
    assert open_stages(jinzhong, again) == ["recommend"]
    assert status_code(jinzhong, again) == "status.returned"
    deferred = so_far(**CHECKED, visit="visited", review="reviewed", meeting="deferred")
    assert open_stages(jinzhong, deferred) == ["meeting"]
    assert status_code(jinzhong, deferred) == "status.deferred"


def test_an_unanswered_correction_is_what_the_case_is_called_by(anshan: Pack) -> None:
    document = so_far(intake="accepted") | {"corrections": {"r1": {"due": "2024-09-20"}}}
    assert status_code(anshan, document) == "status.returned"
    document["corrections"]["r1"]["answered"] = "2024-09-10"
    assert status_code(anshan, document) == "status.recommend"


def test_a_withdrawn_case_is_closed_and_a_recognised_one_cannot_be_withdrawn(anshan: Pack) -> None:
    early = so_far(intake="accepted")
    assert stages.may_withdraw(anshan, early)
    early["outcome"] = {"kind": "withdrawn"}
    assert (open_stages(anshan, early), status_code(anshan, early)) == ([], "status.withdrawn")
    late = so_far(**{key: ANSHAN[key] for key in list(ANSHAN)[:7]})
    assert not stages.may_withdraw(anshan, late)


def test_the_notice_has_its_own_names(anshan: Pack) -> None:
    document = so_far(**{key: ANSHAN[key] for key in list(ANSHAN)[:5]})
    assert status_code(anshan, document) == "status.public_notice"
    document["notice"] = {"start": "2024-09-27", "end": "2024-10-10"}
    assert status_code(anshan, document) == "status.published"
    document["notice"] |= {"suspended": True}
    assert status_code(anshan, document) == "status.objection"


def test_a_case_in_transit_says_so(anshan: Pack) -> None:
    document = so_far(intake="accepted", recommend="recommended") | {"custody": {"state": "offered"}}
    assert status_text(anshan, document) == "已报送（待签收）"


def test_an_outcome_that_a_stage_cannot_have_counts_for_nothing(anshan: Pack) -> None:
    assert open_stages(anshan, so_far(intake="recognised")) == ["intake"]


def test_done_speaks_of_kinds(anshan: Pack, jinzhong: Pack) -> None:
    assert stages.done(anshan, so_far(**CHECKED), "formal_check")
    assert not stages.done(anshan, so_far(intake="accepted"), "formal_check")
    assert not stages.done(jinzhong, so_far(**CHECKED), "certificate")


def test_every_kind_outcome_and_status_has_its_word(anshan: Pack) -> None:
    known = words.catalogue()
    for kind, outcomes in stages.OUTCOMES.items():
        assert f"stage-kind.{kind}" in known
        assert f"status.{kind}" in known
        for outcome, effect in outcomes.items():
            assert f"stage-outcome.{outcome}" in known
            assert stages.outcome_code(kind, outcome) in known
            if effect is not Effect.ON:
                assert f"status.{outcome}" in known
    assert status_text(anshan, so_far(intake="accepted", recommend="recommended")) == "待形式审查"


def test_an_outcome_is_called_as_its_kind_of_stage_calls_it() -> None:
    said = {kind: words.text(stages.outcome_code(kind, "accepted")) for kind in ("intake", "acceptance")}
    assert said == {"intake": "受理", "acceptance": "合格"}
    own = [code.partition(".")[2] for code in words.catalogue() if code.startswith("stage-outcome-at.")]
    assert own
    for kind, _, outcome in (name.rpartition("-") for name in own):
        assert outcome in stages.OUTCOMES[kind], (kind, outcome)


def test_what_only_the_decider_may_close_is_what_changes_the_register() -> None:
    from alliance_desk.ledger.kinds import KINDS

    carrying = {kind.stage for kind in KINDS.values() if kind.effects and not kind.free}
    assert carrying == stages.EFFECTIVE
    assert stages.AFTERWARDS.issubset(stages.OUTCOMES)
    assert set(stages.DECIDING).issubset(stages.OUTCOMES)
