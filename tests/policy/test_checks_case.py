"""Conditions over the alliance, its bodies, its agreement's term and the policy itself."""

from collections.abc import Callable
from datetime import date

import pytest
from msgspec.structs import replace

from alliance_desk.canonical import Json
from alliance_desk.policy.checks import Finding, Outcome
from alliance_desk.policy.pack import AgreementTerm, Elapsed, Filled, Pack, Status

Find = Callable[..., Finding]
Build = Callable[..., Json]


# 6: three years from the application date


@pytest.mark.parametrize(
    ("filed", "end", "outcome"),
    [
        ("2024-03-01", "2027-03-01", Outcome.PASS),
        ("2024-03-01", "2027-02-28", Outcome.PASS),  # ordinary wording: first day counted
        ("2024-03-01", "2027-02-27", Outcome.FAIL),
        ("2024-02-29", "2027-02-28", Outcome.PASS),  # no corresponding day: the last day of the month
        ("2024-02-29", "2027-02-27", Outcome.FAIL),
        ("2024-02-28", "2027-02-27", Outcome.PASS),
        ("2021-03-01", "2024-02-29", Outcome.PASS),
        ("2021-03-01", "2024-02-28", Outcome.FAIL),
    ],
)
def test_the_term_is_three_years_to_the_day(
    jinzhong: Pack, local_case: Json, find: Find, filed: str, end: str, outcome: Outcome
) -> None:
    local_case["application"]["filed"], local_case["agreement"]["end"] = filed, end
    local_case["agreement"]["start"] = "2020-01-01"
    assert find(jinzhong, local_case, "term").outcome is outcome


def test_an_old_three_year_agreement_is_too_short_from_the_application_date(
    jinzhong: Pack, local_case: Json, find: Find
) -> None:
    local_case["agreement"] |= {"start": "2022-01-01", "signed": "2022-01-01", "end": "2025-01-01"}
    assert find(jinzhong, local_case, "term").facts["due"] == "2027-02-28"
    assert find(jinzhong, local_case, "term").outcome is Outcome.FAIL
    for event in ("signed", "effective"):
        check = AgreementTerm(title="x", basis="x", count_from=event, months=36)
        local_case["agreement"][event] = "2022-01-01"
        assert find(replace(jinzhong, check={"x": check}), local_case, "x").outcome is Outcome.PASS
        local_case["agreement"][event] = "2022-01-03"
        assert find(replace(jinzhong, check={"x": check}), local_case, "x").outcome is Outcome.FAIL


def test_strict_wording_asks_for_the_corresponding_day(jinzhong: Pack, local_case: Json, find: Find) -> None:
    check = AgreementTerm(title="x", basis="x", count_from="filed", months=36, ordinary_wording=False)
    local_case["application"]["filed"] = "2024-03-01"
    assert find(replace(jinzhong, check={"x": check}), local_case, "x").outcome is Outcome.FAIL


def test_a_term_without_its_days_is_missing_and_a_backward_one_fails(
    jinzhong: Pack, local_case: Json, find: Find
) -> None:
    local_case["agreement"]["start"] = "2028-01-01"
    assert find(jinzhong, local_case, "term").code == "term-backwards"
    del local_case["agreement"]["end"]
    assert find(jinzhong, local_case, "term").missing == ("协议期止",)
    del local_case["application"]["filed"]
    assert find(jinzhong, local_case, "term").missing == ("申报日", "协议期止")


# 7 / 8.3: bodies


@pytest.mark.parametrize("body", ["council", "advisory", "executive"])
@pytest.mark.parametrize("name", ["jinzhong", "anshan"])
def test_every_body_has_named_people(name: str, body: str, request: pytest.FixtureRequest, find: Find) -> None:
    rules: Pack = request.getfixturevalue(name)
    case: Json = request.getfixturevalue("local_case" if name == "jinzhong" else "mixed_case")
    assert find(rules, case, body).outcome is Outcome.PASS
    case["bodies"][body]["people"]["p1"]["name"] = ""
    assert find(rules, case, body).outcome is Outcome.FAIL
    case["bodies"][body]["people"] = {}
    assert find(rules, case, body).outcome is Outcome.MISSING
    del case["bodies"]
    assert find(rules, case, body).missing == (rules.body[body].name,)


@pytest.mark.parametrize(("mark", "outcome"), [(True, Outcome.PASS), (False, Outcome.FAIL), (None, Outcome.MISSING)])
def test_the_standing_body_has_someone_full_time(
    jinzhong: Pack, local_case: Json, find: Find, mark: bool | None, outcome: Outcome
) -> None:
    person = local_case["bodies"]["executive"]["people"]["p1"]
    person.pop("full_time")
    if mark is not None:
        person["full_time"] = mark
    assert find(jinzhong, local_case, "executive").outcome is outcome


def test_another_host_than_the_lead_asks_for_a_reason(jinzhong: Pack, local_case: Json, find: Find) -> None:
    assert find(jinzhong, local_case, "host").outcome is Outcome.PASS
    local_case["alliance"]["host"] = "m01"
    other = find(jinzhong, local_case, "host")
    assert (other.outcome, other.facts["host"]) == (Outcome.EXPLAIN, "第1家样例单位")
    local_case["members"]["m00"]["role"] = "core"
    assert find(jinzhong, local_case, "host").missing == ("成员身份",)
    del local_case["alliance"]["host"]
    assert find(jinzhong, local_case, "host").missing == ("常设执行机构依托单位",)


# Fields, name, list


@pytest.mark.parametrize(
    ("value", "outcome"), [("甲公司", Outcome.PASS), ("none", Outcome.FAIL), ("", Outcome.MISSING)]
)
def test_the_liable_body_is_named(jinzhong: Pack, local_case: Json, find: Find, value: str, outcome: Outcome) -> None:
    local_case["alliance"]["liable_body"] = value
    found = find(jinzhong, local_case, "liable-body")
    assert found.outcome is outcome
    assert "对外承担责任的主体" in found.text()


def test_goals_are_written_down(anshan: Pack, mixed_case: Json, find: Find) -> None:
    assert find(anshan, mixed_case, "goals-given").outcome is Outcome.PASS
    del mixed_case["alliance"]["goals"]
    assert find(anshan, mixed_case, "goals-given").outcome is Outcome.MISSING


def test_an_empty_map_is_no_value(anshan: Pack, mixed_case: Json, find: Find) -> None:
    rules = replace(anshan, check={"x": Filled(title="x", basis="x", paths=["bodies"])})
    mixed_case["bodies"] = {}
    assert find(rules, mixed_case, "x").outcome is Outcome.MISSING


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("晋中市玛钢产业技术创新战略联盟", Outcome.PASS),
        ("晋中市产业技术创新战略联盟", Outcome.EXPLAIN),
        ("太谷玛钢产业技术创新战略联盟", Outcome.EXPLAIN),
        ("晋中市玛钢产业创新联盟", Outcome.EXPLAIN),
        ("", Outcome.MISSING),
    ],
)
def test_the_name_follows_the_pattern(
    jinzhong: Pack, local_case: Json, find: Find, name: str, outcome: Outcome
) -> None:
    local_case["alliance"]["name"] = name
    assert find(jinzhong, local_case, "name").outcome is outcome


def test_a_name_that_another_alliance_has_asks_for_a_reason(anshan: Pack, mixed_case: Json, find: Find) -> None:
    name = mixed_case["alliance"]["name"]
    wide = name.replace("2103", "２１０３ ")
    assert find(anshan, mixed_case, "no-duplicate", alliances={"别的联盟": "x"}).outcome is Outcome.PASS
    same = find(anshan, mixed_case, "no-duplicate", alliances={wide: "2023-007"})
    assert (same.outcome, "2023-007" in same.text()) == (Outcome.EXPLAIN, True)
    del mixed_case["alliance"]["name"]
    assert find(anshan, mixed_case, "no-duplicate").outcome is Outcome.MISSING


@pytest.mark.parametrize(
    ("field", "outcome"), [("pillar", Outcome.PASS), ("space", Outcome.EXPLAIN), ("", Outcome.MISSING)]
)
def test_the_field_is_one_of_the_six(anshan: Pack, mixed_case: Json, find: Find, field: str, outcome: Outcome) -> None:
    mixed_case["alliance"]["field"] = field
    assert find(anshan, mixed_case, "field").outcome is outcome


# 7: founded before the application


@pytest.mark.parametrize(
    ("founded", "outcome"),
    [("2024-09-01", Outcome.PASS), ("2024-09-02", Outcome.PASS), ("2024-09-03", Outcome.FAIL), (None, Outcome.MISSING)],
)
def test_the_alliance_is_founded_by_the_application_date(
    anshan: Pack, mixed_case: Json, find: Find, founded: str | None, outcome: Outcome
) -> None:
    del mixed_case["alliance"]["founded"]
    if founded:
        mixed_case["alliance"]["founded"] = founded
    assert find(anshan, mixed_case, "founded").outcome is outcome


@pytest.mark.parametrize(
    ("since", "filed", "outcome"),
    [
        ("2023-09-02", "2024-09-02", Outcome.PASS),
        ("2023-09-03", "2024-09-02", Outcome.FAIL),
        ("2024-02-29", "2025-02-28", Outcome.PASS),
        ("2024-02-29", "2025-02-27", Outcome.FAIL),
    ],
)
def test_a_year_of_running_is_counted_to_the_day(
    anshan: Pack, mixed_case: Json, find: Find, since: str, filed: str, outcome: Outcome
) -> None:
    check = Elapsed(title="x", basis="x", path="application.operated_since", months=12)
    mixed_case["application"] = {"filed": filed, "operated_since": since}
    assert find(replace(anshan, check={"x": check}), mixed_case, "x").outcome is outcome


# The policy itself


@pytest.mark.parametrize(
    ("filed", "outcome", "code"),
    [
        (date(2023, 1, 20), Outcome.FAIL, "policy-not-yet"),
        (date(2023, 1, 21), Outcome.PASS, "policy-in-force"),
        (date(2025, 1, 19), Outcome.PASS, "policy-in-force"),
        (date(2025, 1, 20), Outcome.PASS, "policy-ends"),
        (date(2025, 1, 21), Outcome.PASS, "policy-ends"),
        (date(2025, 1, 22), Outcome.FAIL, "policy-expired"),
        (date(2026, 9, 1), Outcome.FAIL, "policy-expired"),
    ],
)
def test_a_trial_of_two_years_ends_on_the_corresponding_day(
    jinzhong: Pack, local_case: Json, find: Find, filed: date, outcome: Outcome, code: str
) -> None:
    local_case["application"]["filed"] = filed.isoformat()
    found = find(jinzhong, local_case, "policy-in-force")
    assert (found.outcome, found.code) == (outcome, code)


def test_an_expired_policy_goes_on_with_a_recorded_ground(jinzhong: Pack, local_case: Json, find: Find) -> None:
    local_case["application"]["filed"] = "2026-09-01"
    found = find(jinzhong, local_case, "policy-in-force", continued="样例函〔2025〕1号")
    assert (found.outcome, found.code) == (Outcome.PASS, "policy-continued")
    assert "样例函〔2025〕1号" in found.text()


def test_a_policy_without_an_end_stays_in_force(anshan: Pack, mixed_case: Json, find: Find) -> None:
    assert find(anshan, mixed_case, "policy-in-force").code == "policy-in-force"
    del mixed_case["application"]["filed"]
    assert find(anshan, mixed_case, "policy-in-force").outcome is Outcome.MISSING


def test_a_draft_is_for_rehearsal_only_and_a_repealed_policy_needs_a_ground(
    anshan: Pack, mixed_case: Json, find: Find
) -> None:
    draft = replace(anshan, pack=replace(anshan.pack, status=Status.DRAFT))
    assert find(draft, mixed_case, "policy-in-force").code == "policy-draft"
    assert find(draft, mixed_case, "policy-in-force", rehearsal=True).outcome is Outcome.PASS
    gone = replace(anshan, pack=replace(anshan.pack, status=Status.REPEALED))
    assert find(gone, mixed_case, "policy-in-force").code == "policy-repealed"
    assert find(gone, mixed_case, "policy-in-force", continued="x").outcome is Outcome.PASS
