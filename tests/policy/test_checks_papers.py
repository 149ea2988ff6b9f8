"""The paper matrix, the signature grid and the clauses."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from alliance_desk.canonical import Json
from alliance_desk.policy.checks import Finding, Outcome
from alliance_desk.policy.compose import compose
from alliance_desk.policy.pack import Pack, Paper, Papers

Find = Callable[..., Finding]


def without(case: Json, *keys: str) -> Json:
    for key in keys:
        del case["papers"][key]
    return case


def test_a_complete_matrix_counts_every_paper(jinzhong: Pack, local_case: Json, find: Find) -> None:
    found = find(jinzhong, local_case, "papers")
    # Seven of the alliance; licence, code certificate, profile and three yearly accounts of six members.
    assert (found.outcome, found.facts["count"]) == (Outcome.PASS, 7 + 6 * 6)


def test_what_is_missing_is_named_with_unit_and_year(jinzhong: Pack, local_case: Json, find: Find) -> None:
    found = find(jinzhong, without(local_case, "charter", "profile.m01", "operations.m04.2022"), "papers")
    assert found.outcome is Outcome.MISSING
    assert found.missing == ("章程", "第1家样例单位：单位简介", "第4家样例单位：经营状况（2022）")
    assert found.paths == ("papers.charter", "papers.profile.m01", "papers.operations.m04.2022")


def test_years_are_the_three_closed_ones_before_the_application_year(
    jinzhong: Pack, local_case: Json, find: Find
) -> None:
    without(local_case, *(f"operations.m01.{year}" for year in (2021, 2022, 2023)))
    found = find(jinzhong, local_case, "papers")
    assert [name[-5:-1] for name in found.missing] == ["2021", "2022", "2023"]


def test_a_code_certificate_is_replaced_by_the_licence_with_an_18_character_code(
    jinzhong: Pack, local_case: Json, find: Find
) -> None:
    without(local_case, "code-cert.m01")
    assert find(jinzhong, local_case, "papers").outcome is Outcome.PASS
    local_case["members"]["m01"]["code"] = "123456789"
    assert find(jinzhong, local_case, "papers").missing == ("第1家样例单位：组织机构代码证",)
    del local_case["members"]["m01"]["code"]
    assert find(jinzhong, local_case, "papers").outcome is Outcome.MISSING


def test_a_university_hands_in_its_certificate_and_accounts_instead(
    jinzhong: Pack, local_case: Json, find: Find
) -> None:
    without(local_case, "licence.m02", "code-cert.m02", *(f"operations.m02.{year}" for year in (2021, 2022, 2023)))
    local_case["papers"]["legal-cert.m02"] = {"paper": "legal-cert"}
    for year in (2021, 2022):
        local_case["papers"][f"annual-account.m02.{year}"] = {"paper": "annual-account"}
    assert find(jinzhong, local_case, "papers").missing == ("第2家样例单位：经营状况（2023）",)
    local_case["papers"]["annual-account.m02.2023"] = {"paper": "annual-account"}
    assert find(jinzhong, local_case, "papers").outcome is Outcome.PASS


def test_a_young_member_owes_the_years_it_existed(jinzhong: Pack, local_case: Json, find: Find) -> None:
    without(local_case, "operations.m01.2021", "operations.m01.2022")
    local_case["members"]["m01"]["founded"] = "2023-12-31"
    assert find(jinzhong, local_case, "papers").outcome is Outcome.PASS
    local_case["members"]["m01"]["founded"] = "2022-12-31"
    assert find(jinzhong, local_case, "papers").missing == ("第1家样例单位：经营状况（2022）",)


def test_a_copy_without_seal_does_not_pass(anshan: Pack, mixed_case: Json, find: Find) -> None:
    mixed_case["papers"]["licence.m01"]["sealed"] = False
    bare = find(anshan, mixed_case, "papers")
    assert (bare.outcome, bare.paths) == (Outcome.FAIL, ("papers.licence.m01",))
    assert "未加盖公章" in bare.text()
    both = find(anshan, without(mixed_case, "licence.m02"), "papers")
    assert (both.outcome, both.code, len(both.missing)) == (Outcome.FAIL, "papers-wrong-and-missing", 1)
    del mixed_case["papers"]["licence.m01"]["sealed"]
    assert find(anshan, mixed_case, "papers").outcome is Outcome.MISSING


def rules_with(anshan: Pack, **papers: Paper) -> Pack:
    return replace(anshan, paper=papers, check={"papers": Papers(title="x", basis="x")})


def test_copies_kinds_and_the_leads_own_papers(anshan: Pack, mixed_case: Json, find: Find) -> None:
    rules = rules_with(
        anshan,
        form=Paper(name="申请表", copies=6, basis="x"),
        cert=Paper(name="事业单位法人证书", scope="member", kinds=["university"], basis="x"),
        lead=Paper(name="牵头单位证照", scope="lead", basis="x"),
    )
    mixed_case["papers"] = {"form": {"copies": 5}, "cert.m02": {}, "lead.m00": {}}
    few = find(rules, mixed_case, "papers")
    assert (few.outcome, few.facts["count"], few.facts["wrong"]) == (Outcome.FAIL, 3, ("申请表（份数不足）",))
    mixed_case["papers"] = {"form": {"copies": 6}, "cert.m02": {}, "lead": {}}
    assert find(rules, mixed_case, "papers").outcome is Outcome.PASS
    mixed_case["papers"] = {"form": {}, "cert.m02": {}}
    assert find(rules, mixed_case, "papers").missing == ("申请表（份数不足）", "第0家样例单位：牵头单位证照")


def test_without_an_application_date_years_are_unknown(jinzhong: Pack, local_case: Json, find: Find) -> None:
    del local_case["application"]["filed"]
    assert find(jinzhong, local_case, "papers").code == "no-application-date"


# The signature grid


@pytest.mark.parametrize(
    ("field", "value", "sealed_rule", "plain_rule"),
    [
        ("signed", None, Outcome.MISSING, Outcome.MISSING),
        ("signatory", None, Outcome.MISSING, Outcome.MISSING),
        ("sealed", None, Outcome.MISSING, Outcome.PASS),
        ("sealed", False, Outcome.FAIL, Outcome.PASS),
        ("signatory", "agent", Outcome.EXPLAIN, Outcome.EXPLAIN),
    ],
)
def test_every_member_signs_and_seals_where_the_policy_asks(
    jinzhong: Pack,
    anshan: Pack,
    local_case: Json,
    mixed_case: Json,
    find: Find,
    field: str,
    value: object,
    sealed_rule: Outcome,
    plain_rule: Outcome,
) -> None:
    for rules, case, outcome in ((jinzhong, local_case, sealed_rule), (anshan, mixed_case, plain_rule)):
        assert find(rules, case, "signatures").outcome is Outcome.PASS
        case["members"]["m03"].pop(field)
        if value is not None:
            case["members"]["m03"][field] = value
        found = find(rules, case, "signatures")
        assert found.outcome is outcome
        assert ("第3家样例单位" in found.text()) == (outcome is not Outcome.PASS)


@pytest.mark.parametrize(
    ("reading", "outcome"), [("explain", Outcome.EXPLAIN), ("accept", Outcome.PASS), ("refuse", Outcome.FAIL)]
)
def test_an_agents_signature_goes_by_the_reading(
    jinzhong: Pack, local_case: Json, find: Find, reading: str, outcome: Outcome
) -> None:
    local_case["members"]["m03"]["signatory"] = "agent"
    found = find(compose(jinzhong, {"agent-signature": reading}), local_case, "signatures")
    assert found.outcome is outcome


# Clauses


def test_clauses_are_looked_for_one_by_one(jinzhong: Pack, local_case: Json, find: Find) -> None:
    assert find(jinzhong, local_case, "clauses").facts["count"] == 8
    del local_case["agreement"]["clauses"]["breach"]
    unread = find(jinzhong, local_case, "clauses")
    assert (unread.outcome, unread.missing) == (Outcome.MISSING, ("违约责任",))
    local_case["agreement"]["clauses"]["breach"] = False
    assert find(jinzhong, local_case, "clauses").outcome is Outcome.FAIL
    # Clauses that no article asks for only want a reason.
    local_case["agreement"]["clauses"]["dissolution"] = False
    assert find(jinzhong, local_case, "clauses-usual").outcome is Outcome.EXPLAIN
