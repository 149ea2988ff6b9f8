"""A procedure of a pack is a pack of its own: its stages, conditions, papers and score lines, and those it looks at once more."""

from pathlib import Path

import pytest

from alliance_desk.canonical import Json
from alliance_desk.policy import stages
from alliance_desk.policy.checks import evaluate
from alliance_desk.policy.compose import compose, rules_bytes, rules_from
from alliance_desk.policy.findings import Others, Outcome
from alliance_desk.policy.load import load_pack
from alliance_desk.policy.pack import Attest, Pack, Severity
from alliance_desk.policy.procedures import of_case, within
from alliance_desk.policy.regions import Divisions

HELPERS = Path(__file__).parent.parent / "helpers"


@pytest.fixture(scope="module")
def whole() -> Pack:
    """A policy with every kind of procedure."""
    text = "".join((HELPERS / name).read_text(encoding="utf8") for name in ("trial.toml", "life.toml"))
    return compose(load_pack(text, "whole.toml"), {})


def done(procedure: str, **outcomes: str) -> Json:
    entries = {key.replace("_", "-"): {"outcome": outcome, "on": "2024-10-08"} for key, outcome in outcomes.items()}
    return {"case": {"procedure": procedure}, "stages": entries}


def test_every_item_belongs_to_one_way_and_all_of_them_make_the_whole(whole: Pack) -> None:
    ways = [within(whole, key) for key in ("", *whole.procedure)]
    for table in ("stage", "paper", "score"):
        split = [key for way in ways for key in getattr(way, table)]
        assert sorted(split) == sorted(getattr(whole, table))
    own = [
        key
        for way, name in zip(ways, ("", *whole.procedure), strict=True)
        for key, check in way.check.items()
        if check.of == name
    ]
    assert sorted(own) == sorted(whole.check)


def test_the_empty_procedure_is_the_way_to_recognition(whole: Pack) -> None:
    way = within(whole, "")
    assert next(iter(way.stage)) == "intake"
    assert {stage.of for stage in way.stage.values()} == {""}
    assert (list(way.paper), list(way.score)) == (["agreement"], ["goals", "people"])
    assert list(way.check) == ["members", "enterprises", "level"]


def test_a_procedure_keeps_its_own_in_the_order_of_the_file_and_the_rest_of_the_policy(whole: Pack) -> None:
    way = within(whole, "yearly")
    assert list(way.stage) == ["yearly-received", "yearly-opinion"]
    assert (list(way.check), list(way.paper), list(way.score)) == (["yearly-papers"], ["yearly-summary"], [])
    assert list(within(whole, "assess").score) == ["assess-plans"]
    for table in ("pack", "role", "reading", "period", "procedure", "grade", "measure", "ground", "chosen", "number"):
        assert getattr(way, table) == getattr(whole, table)


def test_what_is_looked_at_once_more_comes_first_and_binds_as_the_procedure_says(whole: Pack) -> None:
    again = within(whole, "change").check
    assert list(again) == ["members", "level"]
    assert (whole.check["members"].severity, again["members"].severity) == (Severity.BLOCK, Severity.VERIFY)
    judged = again["level"]
    assert isinstance(judged, Attest)
    assert judged.severity is Severity.MANUAL


def test_a_condition_may_bind_as_hard_as_before(whole: Pack) -> None:
    from msgspec.structs import replace

    hard = replace(whole.procedure["change"], severity=Severity.BLOCK)
    again = within(replace(whole, procedure={**whole.procedure, "change": hard}), "change")
    assert again.check["members"].severity is Severity.BLOCK


def test_softened_a_condition_asks_for_a_reason_instead_of_stopping(whole: Pack, divisions: Divisions) -> None:
    few: Json = {"members": {"m1": {"order": 1, "name": "样例单位1", "role": "lead", "kind": "enterprise"}}}

    def outcome(procedure: str, **more: object) -> Outcome:
        found = evaluate(within(whole, procedure), {**few, **more}, Others(divisions=divisions))
        return next(one.outcome for one in found if one.check == "members")

    assert outcome("") is Outcome.FAIL
    assert outcome("change") is Outcome.EXPLAIN
    digest = next(one.digest for one in evaluate(within(whole, "change"), few, Others(divisions=divisions)))
    assert outcome("change", override={"members": {"reason": "样例", "digest": digest}}) is Outcome.PASS


def test_a_condition_that_is_gone_is_not_looked_at_again(whole: Pack) -> None:
    from msgspec.structs import replace

    short = replace(whole, check={key: check for key, check in whole.check.items() if key != "members"})
    assert list(within(short, "change").check) == ["level"]


def test_an_unknown_procedure_has_no_stage_so_nothing_can_be_done_in_it(whole: Pack) -> None:
    nothing = within(whole, "invented")
    assert (nothing.stage, nothing.check, nothing.paper, nothing.score) == ({}, {}, {}, {})
    document = done("invented")
    assert stages.open_stages(nothing, document) == []
    assert not stages.finished(nothing, document)
    assert stages.status_code(nothing, document) == "status.open"


def test_a_case_says_itself_which_procedure_it_goes_by(whole: Pack) -> None:
    assert of_case(whole, {"case": {"procedure": "exit"}}) == within(whole, "exit")
    for application in ({"case": {"number": "1"}}, {"case": {}}, {}):
        assert of_case(whole, application) == within(whole, "")


def test_the_view_of_rules_that_were_kept_and_read_again_is_the_same(whole: Pack) -> None:
    again = rules_from(rules_bytes(whole))
    for procedure in ("", *whole.procedure):
        assert within(again, procedure) == within(whole, procedure)
        for table in ("stage", "check", "paper", "score"):
            one, other = getattr(within(again, procedure), table), getattr(within(whole, procedure), table)
            assert list(one) == list(other)


def test_a_report_goes_its_own_way(whole: Pack) -> None:
    way = within(whole, "yearly")
    assert stages.open_stages(way, done("yearly")) == ["yearly-received"]
    assert stages.status_code(way, done("yearly")) == "status.submission"
    received = done("yearly", yearly_received="received")
    assert stages.open_stages(way, received) == ["yearly-opinion"]
    assert not stages.finished(way, received)
    returned = done("yearly", yearly_received="received", yearly_opinion="returned")
    assert stages.open_stages(way, returned) == ["yearly-opinion"]
    assert stages.status_code(way, returned) == "status.returned"
    signed = done("yearly", yearly_received="received", yearly_opinion="signed")
    assert (stages.open_stages(way, signed), stages.status_code(way, signed)) == ([], "status.done")
    assert stages.finished(way, signed)


def test_who_did_not_take_part_has_ended_and_is_called_so(whole: Pack) -> None:
    way, absent = within(whole, "assess"), done("assess", assess_papers="absent")
    assert (stages.open_stages(way, absent), stages.end_kind(way, absent)) == ([], "absent")
    assert stages.status_code(way, absent) == "status.absent"
    assert stages.finished(way, absent)


def test_an_optional_stage_that_came_back_does_not_finish_what_waits_for_it(whole: Pack) -> None:
    way, returned = within(whole, "change"), done("change", change_argue="returned")
    assert stages.open_stages(way, returned) == ["change-argue"]
    assert not stages.finished(way, returned)
    assert stages.status_code(way, returned) == "status.returned"


def test_after_a_decision_what_is_left_is_done_in_any_order_and_nothing_is_taken_back(whole: Pack) -> None:
    way, early = within(whole, "exit"), done("exit", exit_hear="heard")
    assert stages.may_withdraw(way, early)
    decided = done("exit", exit_decide="decided")
    assert stages.open_stages(way, decided) == ["exit-publish", "exit-papers"]
    assert not stages.may_withdraw(way, decided)
    assert not stages.finished(way, decided)
    assert stages.finished(
        way, done("exit", exit_decide="decided", exit_papers="not_returned", exit_publish="published")
    )
    dropped = done("exit", exit_decide="dropped")
    assert (stages.status_code(way, dropped), stages.may_withdraw(way, dropped)) == ("status.dropped", False)


def test_one_of_two_decisions_is_enough_for_a_case_to_stay(whole: Pack) -> None:
    from msgspec.structs import replace

    first = whole.stage["activity-record"]
    second = replace(first, name="再登记", after=["activity-record"])
    way = within(replace(whole, stage={**whole.stage, "again": second}), "activity")
    assert stages.may_withdraw(way, done("activity"))
    assert not stages.may_withdraw(way, done("activity", activity_record="recorded"))


def test_a_rectification_runs_until_it_was_looked_at(whole: Pack) -> None:
    way = within(whole, "rectify")
    imposed = done("rectify", rectify_order="imposed")
    assert stages.status_code(way, imposed) == "status.acceptance"
    for outcome in ("accepted", "failed"):
        looked = done("rectify", rectify_order="imposed", rectify_accept=outcome)
        assert stages.finished(way, looked)
    assert stages.end_kind(way, looked) == "failed"


@pytest.mark.parametrize(
    ("outcome", "status"), [("recognised_above", "status.recognised_above"), ("refused_above", "status.refused_above")]
)
def test_what_the_superior_said_is_what_the_case_is_called_by(whole: Pack, outcome: str, status: str) -> None:
    way = within(whole, "upward")
    assert stages.status_code(way, done("upward", upward_submit="submitted")) == "status.superior_result"
    assert stages.status_code(way, done("upward", upward_submit="submitted", upward_result=outcome)) == status
