"""What lies over every check: severities, overrides, judgements, categories, and what stops a case."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from alliance_desk import canonical, words
from alliance_desk.canonical import Json
from alliance_desk.policy.checks import Finding, Others, Outcome, attest_key, blocking, evaluate
from alliance_desk.policy.facts import digest_of
from alliance_desk.policy.pack import Attest, Filled, MemberCount, Pack, Severity, Where
from alliance_desk.policy.regions import Divisions
from tests.helpers.effort import effort

Find = Callable[..., Finding]
Build = Callable[..., Json]


@pytest.mark.parametrize("name", ["jinzhong", "anshan"])
def test_a_complete_file_holds_every_condition(
    name: str, request: pytest.FixtureRequest, build: Build, divisions: Divisions
) -> None:
    rules: Pack = request.getfixturevalue(name)
    county = "140702" if name == "jinzhong" else "210303"
    found = evaluate(rules, build(rules, counties=(county,)), Others(divisions=divisions))
    assert [f"{f.check}: {f.text()}" for f in blocking(found)] == []
    assert [f.check for f in found] == list(rules.check)


@pytest.mark.parametrize("name", ["jinzhong", "anshan"])
def test_an_empty_file_passes_nothing_that_looks_at_it(
    name: str, request: pytest.FixtureRequest, divisions: Divisions
) -> None:
    rules: Pack = request.getfixturevalue(name)
    found = evaluate(rules, {}, Others(divisions=divisions))
    assert {f.outcome for f in found} == {Outcome.MISSING, Outcome.MANUAL}
    assert all(f.missing for f in found if f.outcome is Outcome.MISSING)
    assert all(f.keys for f in found if f.outcome is Outcome.MANUAL)
    assert all(f.text() and f.paths for f in found)


def test_facts_can_be_kept_in_a_document(jinzhong: Pack, local_case: Json, divisions: Divisions) -> None:
    for case in ({}, local_case):
        for finding in evaluate(jinzhong, case, Others(divisions=divisions)):
            assert canonical.digest(dict(finding.facts)) == finding.digest


def test_a_soft_condition_asks_for_a_reason_and_a_hard_one_stops(jinzhong: Pack, build: Build, find: Find) -> None:
    crowd = build(jinzhong, members=31)
    soft = find(jinzhong, crowd, "total-max")
    assert (soft.outcome, soft.overridable) == (Outcome.EXPLAIN, True)
    for key in ("m03", "m04"):
        crowd["members"][key]["role"] = "ordinary"
    hard = find(jinzhong, crowd, "core-min")
    assert (hard.outcome, hard.overridable) == (Outcome.FAIL, False)


def test_a_reason_lets_it_pass_until_the_facts_change(jinzhong: Pack, build: Build, find: Find) -> None:
    crowd = build(jinzhong, members=31)
    digest = find(jinzhong, crowd, "total-max").digest
    crowd["override"] = {"total-max": {"reason": "产业链长", "digest": digest}}
    given = find(jinzhong, crowd, "total-max")
    assert (given.outcome, given.reason) == (Outcome.PASS, "产业链长")
    assert "产业链长" in given.text()
    larger = build(jinzhong, members=32) | {"override": crowd["override"]}
    assert find(jinzhong, larger, "total-max").outcome is Outcome.EXPLAIN


def test_a_reason_without_words_and_one_for_a_hard_condition_count_for_nothing(
    jinzhong: Pack, build: Build, find: Find
) -> None:
    crowd = build(jinzhong, members=31)
    crowd["override"] = {"total-max": {"reason": "", "digest": find(jinzhong, crowd, "total-max").digest}}
    assert find(jinzhong, crowd, "total-max").outcome is Outcome.EXPLAIN
    crowd["members"]["m03"]["role"] = "ordinary"
    crowd["override"] = {"core-min": {"reason": "说明", "digest": find(jinzhong, crowd, "core-min").digest}}
    assert find(jinzhong, crowd, "core-min").outcome is Outcome.FAIL


def test_a_hard_condition_may_be_made_overridable_by_its_pack(jinzhong: Pack, build: Build, find: Find) -> None:
    check = jinzhong.check["core-min"]
    assert isinstance(check, MemberCount)
    rules = replace(jinzhong, check={"core-min": replace(check, override=True)})
    case = build(jinzhong)
    case["members"]["m03"]["role"] = "ordinary"
    finding = find(rules, case, "core-min")
    assert (finding.outcome, finding.overridable) == (Outcome.FAIL, True)
    case["override"] = {"core-min": {"reason": "说明", "digest": finding.digest}}
    assert find(rules, case, "core-min").outcome is Outcome.PASS


def test_missing_data_cannot_be_talked_away(jinzhong: Pack, build: Build, find: Find) -> None:
    case = build(jinzhong)
    del case["members"]["m01"]["rd"]["2022"]
    finding = find(jinzhong, case, "rd-each-year")
    assert (finding.outcome, finding.overridable) == (Outcome.MISSING, False)
    case["override"] = {"rd-each-year": {"reason": "说明", "digest": finding.digest}}
    assert find(jinzhong, case, "rd-each-year").outcome is Outcome.MISSING


def test_a_judgement_waits_holds_fails_and_lapses(anshan: Pack, mixed_case: Json, find: Find) -> None:
    assert find(anshan, mixed_case, "goals").outcome is Outcome.PASS
    digest = mixed_case["attest"]["goals"]["digest"]
    mixed_case["attest"]["goals"] = {"outcome": "fail", "note": "过于笼统", "digest": digest}
    bad = find(anshan, mixed_case, "goals")
    assert bad.outcome is Outcome.FAIL
    assert "过于笼统" in bad.text()
    mixed_case["attest"]["goals"] = {"outcome": "fail", "digest": digest}
    assert find(anshan, mixed_case, "goals").outcome is Outcome.FAIL
    mixed_case["alliance"]["goals"] = "改过的目标"
    lapsed = find(anshan, mixed_case, "goals")
    assert (lapsed.outcome, lapsed.code, lapsed.keys) == (Outcome.MANUAL, "judgement-lapsed", ("goals",))
    del mixed_case["attest"]["goals"]
    assert find(anshan, mixed_case, "goals").code == "not-judged"


def credit(anshan: Pack) -> Pack:
    check = Attest(title="单位信用", scope="member", by="recommender", basis="x", about=["name"])
    return replace(anshan, check={"credit": check})


def test_a_judgement_of_each_member_stays_for_those_that_did_not_change(
    anshan: Pack, mixed_case: Json, find: Find, judge: Callable[[Pack, Json], Json]
) -> None:
    rules = credit(anshan)
    case = judge(rules, mixed_case)
    assert find(rules, case, "credit").outcome is Outcome.PASS
    case["members"]["m01"]["name"] = "改了名的单位"
    found = find(rules, case, "credit")
    assert (found.outcome, found.keys, found.facts["names"]) == (
        Outcome.MANUAL,
        (attest_key("credit", "m01"),),
        ("改了名的单位",),
    )
    del case["attest"]["credit.m02"]
    assert find(rules, case, "credit").keys == ("credit.m01", "credit.m02")
    digest = digest_of(rules.check["credit"], case, "m03")
    case["attest"]["credit.m03"] = {"outcome": "fail", "note": "列入失信名单", "digest": digest}
    failed = find(rules, case, "credit")
    assert (failed.outcome, failed.facts["names"]) == (Outcome.FAIL, ("第3家样例单位",))


def test_a_judgement_of_another_role_does_not_stop_this_office(anshan: Pack, divisions: Divisions) -> None:
    case = {"members": {"m1": {"name": "甲"}}}
    found = evaluate(credit(anshan), case, Others(divisions=divisions))
    assert blocking(found)
    assert blocking(found, "recommender")
    assert not blocking(found, "decider")


def test_a_condition_of_one_category_waits_for_the_category(anshan: Pack, mixed_case: Json, find: Find) -> None:
    check = Filled(title="x", basis="x", paths=["alliance.industry"], when=["first"])
    rules = replace(anshan, check={"only": check})
    assert find(rules, mixed_case, "only").code == "fields-missing"
    mixed_case["alliance"]["category"] = "second"
    assert find(rules, mixed_case, "only").outcome is Outcome.NA
    mixed_case["alliance"]["category"] = "first"
    assert find(rules, mixed_case, "only").outcome is Outcome.MISSING
    mixed_case["alliance"]["industry"] = "none"
    assert find(rules, mixed_case, "only").outcome is Outcome.FAIL


def test_long_lists_are_cut_in_the_message_and_whole_in_what_is_missing(anshan: Pack, build: Build, find: Find) -> None:
    case = build(anshan, counties=("210303",), members=20)
    case["papers"] = {key: paper for key, paper in case["papers"].items() if "." not in key}
    found = find(anshan, case, "papers")
    assert len(found.missing) == 20
    assert "等 20 项" in found.text()
    assert "第19家" not in found.text()


def test_a_filter_of_an_unchosen_reading_matches_nobody(anshan: Pack, jinzhong: Pack, build: Build, find: Find) -> None:
    where = Where(roles=["lead"], given={"lead-is-core": "no"})
    check = MemberCount(title="x", basis="x", severity=Severity.BLOCK, where=where, min=1)
    rules = replace(jinzhong, check={"x": check})
    assert find(rules, build(jinzhong), "x").outcome is Outcome.FAIL
    assert (
        find(replace(rules, chosen={**rules.chosen, "lead-is-core": "no"}), build(jinzhong), "x").outcome
        is Outcome.PASS
    )


def test_every_outcome_and_severity_has_its_word() -> None:
    known = words.catalogue()
    assert all(f"outcome.{outcome}" in known for outcome in Outcome)
    assert all(f"severity.{severity.name.lower()}" in known for severity in Severity)


def test_checking_grows_with_the_members_and_not_with_their_square(
    jinzhong: Pack, build: Build, divisions: Divisions
) -> None:
    others = Others(divisions=divisions)
    few, many = (build(jinzhong, filed=date(2024, 9, 2), members=count) for count in (30, 60))
    evaluate(jinzhong, few, others)
    once, twice = (effort(lambda case=case: evaluate(jinzhong, case, others)) for case in (few, many))
    assert once < 50_000
    assert twice < 2.5 * once
