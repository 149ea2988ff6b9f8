"""Conditions over the members: pass, fail, the exact edge, and what is missing or does not decide."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from alliance_desk.canonical import Json
from alliance_desk.policy.checks import Finding, Outcome
from alliance_desk.policy.compose import compose
from alliance_desk.policy.pack import DistinctCount, EachMember, Pack, Severity, UnitEligible, Where, YearlyFigure

Find = Callable[..., Finding]
Build = Callable[..., Json]


def set_all(case: Json, field: str, value: Any, *keys: str) -> Json:
    for key in keys or tuple(case["members"]):
        if value is None:
            case["members"][key].pop(field, None)
        else:
            case["members"][key][field] = value
    return case


# 5(3): at least five core members


def test_five_core_members_with_the_lead_are_enough(jinzhong: Pack, build: Build, find: Find) -> None:
    assert find(jinzhong, build(jinzhong), "core-min").outcome is Outcome.PASS


def test_four_core_members_are_too_few(jinzhong: Pack, build: Build, find: Find) -> None:
    found = find(jinzhong, set_all(build(jinzhong), "role", "ordinary", "m04"), "core-min")
    assert (found.outcome, found.facts["count"], found.facts["min"]) == (Outcome.FAIL, 4, 5)
    assert "第五条（三）" in found.basis


def test_an_unknown_role_that_would_decide_is_missing(jinzhong: Pack, build: Build, find: Find) -> None:
    found = find(jinzhong, set_all(build(jinzhong), "role", None, "m04"), "core-min")
    assert (found.outcome, found.missing, found.paths) == (Outcome.MISSING, ("第4家样例单位",), ("members.m04",))
    # With five sure ones it no longer matters.
    assert find(jinzhong, set_all(build(jinzhong, members=7), "role", None, "m06"), "core-min").outcome is Outcome.PASS


def test_whether_the_lead_is_core_is_a_reading(jinzhong: Pack, build: Build, find: Find) -> None:
    rules = compose(jinzhong, {"lead-is-core": "no"})
    assert find(rules, build(jinzhong), "core-min").outcome is Outcome.FAIL
    assert find(rules, set_all(build(jinzhong), "role", "core", "m05"), "core-min").outcome is Outcome.PASS


# 5(3): generally at most thirty


@pytest.mark.parametrize(("members", "outcome"), [(30, Outcome.PASS), (31, Outcome.EXPLAIN)])
def test_thirty_members_pass_and_thirty_one_ask_for_a_reason(
    jinzhong: Pack, build: Build, find: Find, members: int, outcome: Outcome
) -> None:
    assert find(jinzhong, build(jinzhong, members=members), "total-max").outcome is outcome


# 5(3): at least half registered in the city


def shares(case: Json, local: int) -> Json:
    """The first ``local`` members are registered in the city, the rest elsewhere."""
    for order, record in enumerate(case["members"].values()):
        record["registered"] = "140702" if order < local else "140105"
    return case


@pytest.mark.parametrize(
    ("local", "outcome"), [(6, Outcome.PASS), (3, Outcome.PASS), (2, Outcome.FAIL), (0, Outcome.FAIL)]
)
def test_exactly_half_of_the_members_is_enough(
    jinzhong: Pack, build: Build, find: Find, local: int, outcome: Outcome
) -> None:
    found = find(jinzhong, shares(build(jinzhong), local), "local-share")
    assert (found.outcome, found.facts["matching"], found.facts["all"]) == (outcome, local, 6)


def test_one_short_of_half_of_an_odd_number_fails_and_percentages_are_cut(
    jinzhong: Pack, build: Build, find: Find
) -> None:
    found = find(jinzhong, shares(build(jinzhong, members=31), 15), "local-share")
    assert (found.outcome, found.facts["percent"]) == (Outcome.FAIL, "48.38")


def test_both_ratios_are_shown_and_the_chosen_one_decides(jinzhong: Pack, build: Build, find: Find) -> None:
    case = shares(build(jinzhong, members=12), 5)
    everyone = find(jinzhong, case, "local-share")
    assert (everyone.outcome, everyone.facts["core_matching"], everyone.facts["core"]) == (Outcome.FAIL, 5, 5)
    core = find(compose(jinzhong, {"local-base": "core"}), case, "local-share")
    assert (core.outcome, core.facts["core_percent"], core.facts["percent"]) == (Outcome.PASS, "100.00", "41.66")
    low = find(compose(jinzhong, {"local-base": "core"}), shares(case, 2), "local-share")
    assert (low.outcome, low.code) == (Outcome.FAIL, "small-share-core")


def test_a_missing_place_of_registration_that_would_decide_is_missing(jinzhong: Pack, build: Build, find: Find) -> None:
    case = set_all(shares(build(jinzhong), 3), "registered", None, "m02")
    assert find(jinzhong, case, "local-share").outcome is Outcome.MISSING
    assert find(jinzhong, set_all(case, "registered", "140703", "m03"), "local-share").outcome is Outcome.PASS


@pytest.mark.parametrize("code", ["140000", "140799"])
def test_a_place_that_does_not_decide_asks_for_a_reason(jinzhong: Pack, build: Build, find: Find, code: str) -> None:
    found = find(jinzhong, set_all(shares(build(jinzhong), 3), "registered", code, "m02"), "local-share")
    assert (found.outcome, found.overridable, found.facts["names"]) == (Outcome.EXPLAIN, True, ("第2家样例单位",))


def test_a_branch_is_no_local_legal_person(jinzhong: Pack, build: Build, find: Find) -> None:
    case = set_all(shares(build(jinzhong), 3), "legal_person", False, "m01")
    assert find(jinzhong, case, "local-share").outcome is Outcome.FAIL


def test_a_university_that_only_sits_in_the_city_counts_by_reading(jinzhong: Pack, build: Build, find: Find) -> None:
    case = shares(build(jinzhong), 2)
    # The university (m02) is registered elsewhere and seated here.
    case["members"]["m02"]["seated"] = "140703"
    for key in ("m03", "m04", "m05"):
        case["members"][key]["seated"] = "140105"
    assert find(jinzhong, case, "local-share").outcome is Outcome.FAIL
    assert find(compose(jinzhong, {"local-seat": "yes"}), case, "local-share").outcome is Outcome.PASS


def test_without_known_core_members_the_core_base_does_not_decide(jinzhong: Pack, build: Build, find: Find) -> None:
    rules = compose(jinzhong, {"local-base": "core"})
    assert find(rules, set_all(build(jinzhong), "role", None), "local-share").outcome is Outcome.MISSING
    none = find(rules, set_all(build(jinzhong), "role", "ordinary"), "local-share")
    assert (none.outcome, none.code) == (Outcome.FAIL, "no-core-members")


# 5(1): the lead


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.PASS),
        ({"registered": "140700"}, Outcome.PASS),
        ({"registered": "140105"}, Outcome.FAIL),
        ({"legal_person": False}, Outcome.FAIL),
        ({"registered": None}, Outcome.MISSING),
        ({"legal_person": None}, Outcome.MISSING),
        ({"registered": "140000"}, Outcome.EXPLAIN),
        ({"registered": "149999"}, Outcome.EXPLAIN),
        ({"registered": "140105", "kind": "university", "seated": "140702"}, Outcome.PASS),
        ({"registered": "140105", "kind": "university", "seated": "140105"}, Outcome.FAIL),
        ({"registered": "140105", "kind": "university", "seated": None}, Outcome.MISSING),
        ({"registered": "140105", "kind": "enterprise", "seated": "140702"}, Outcome.FAIL),
    ],
)
def test_the_lead_is_registered_here_or_a_university_seated_here(
    jinzhong: Pack, build: Build, find: Find, changes: Json, outcome: Outcome
) -> None:
    case = build(jinzhong)
    for field, value in changes.items():
        set_all(case, field, value, "m00")
    assert find(jinzhong, case, "lead-eligible").outcome is outcome


def test_an_excluded_county_is_no_plain_no(jinzhong: Pack, build: Build, find: Find) -> None:
    header = jinzhong.pack
    home = replace(header.jurisdiction, exclude=["140702"])
    rules = replace(jinzhong, pack=replace(header, jurisdiction=home))
    assert find(rules, build(jinzhong), "lead-eligible").outcome is Outcome.EXPLAIN


def test_no_lead_and_two_leads_are_told(jinzhong: Pack, build: Build, find: Find) -> None:
    assert find(jinzhong, set_all(build(jinzhong), "role", "core", "m00"), "lead-eligible").code == "no-lead"
    assert find(jinzhong, set_all(build(jinzhong), "role", None, "m00"), "lead-eligible").outcome is Outcome.MISSING
    both = find(jinzhong, set_all(build(jinzhong), "role", "lead", "m01"), "lead-eligible")
    assert (both.code, both.facts["names"]) == ("several-in-role", ("第0家样例单位", "第1家样例单位"))


@pytest.mark.parametrize(
    "role", ["lead", "core", "ordinary", "chair", "vice_chair", "secretary", "participant", "cooperator", "cobuilder"]
)
def test_every_role_that_nobody_has_is_told_in_words(jinzhong: Pack, build: Build, find: Find, role: str) -> None:
    check = UnitEligible(title="x", basis="x", unit=role, any_of=[Where(kinds=["enterprise"])])
    other = "ordinary" if role != "ordinary" else "core"
    case = set_all(build(jinzhong), "role", other)
    assert find(replace(jinzhong, check={"x": check}), case, "x").outcome is Outcome.FAIL


# 8.2: every member an independent legal person; which kinds take part


@pytest.mark.parametrize(("value", "outcome"), [(True, Outcome.PASS), (False, Outcome.FAIL), (None, Outcome.MISSING)])
def test_every_member_is_a_legal_person(
    anshan: Pack, mixed_case: Json, find: Find, value: bool | None, outcome: Outcome
) -> None:
    found = find(anshan, set_all(mixed_case, "legal_person", value, "m05"), "legal-persons")
    assert found.outcome is outcome
    if outcome is not Outcome.PASS:
        assert found.paths == ("members.m05",)


@pytest.mark.parametrize("check", ["enterprises", "research", "users-testers"])
def test_a_kind_that_is_absent_asks_for_a_reason(anshan: Pack, mixed_case: Json, find: Find, check: str) -> None:
    assert find(anshan, mixed_case, check).outcome is Outcome.PASS
    assert find(anshan, set_all(mixed_case, "kind", "association"), check).outcome is Outcome.EXPLAIN
    assert find(anshan, set_all(mixed_case, "kind", None), check).outcome is Outcome.MISSING


def test_who_may_be_among_them_and_may_not_match_is_undecided(anshan: Pack, mixed_case: Json, find: Find) -> None:
    check = EachMember(title="x", basis="x", among=Where(kinds=["testing"]), must=Where(registered=["@"]))
    rules = replace(anshan, check={"x": check})
    assert find(rules, mixed_case, "x").facts["count"] == 1
    set_all(mixed_case, "registered", "110108", "m01")
    assert find(rules, mixed_case, "x").outcome is Outcome.PASS
    assert find(rules, set_all(mixed_case, "kind", None, "m01"), "x").outcome is Outcome.MISSING
    set_all(mixed_case, "kind", "testing", "m01")
    assert find(rules, mixed_case, "x").outcome is Outcome.FAIL
    assert find(rules, set_all(mixed_case, "registered", "210399", "m01"), "x").outcome is Outcome.EXPLAIN


@pytest.mark.parametrize("dimension", ["city", "county", "kind", "industry"])
def test_distinct_values_are_counted(anshan: Pack, mixed_case: Json, find: Find, dimension: str) -> None:
    field = "registered" if dimension in {"city", "county"} else dimension
    first, second = ("210303", "140702") if field == "registered" else ("enterprise", "testing")
    rules = replace(anshan, check={"x": DistinctCount(title="x", basis="x", dimension=dimension, min=2)})
    set_all(mixed_case, field, first)
    assert find(rules, mixed_case, "x").outcome is Outcome.FAIL
    assert find(rules, set_all(mixed_case, field, None, "m01"), "x").outcome is Outcome.MISSING
    assert find(rules, set_all(mixed_case, field, second, "m01"), "x").outcome is Outcome.PASS


# 5(2): R&D money every year


def test_rd_money_is_asked_for_in_each_of_the_last_three_closed_years(jinzhong: Pack, build: Build, find: Find) -> None:
    case = build(jinzhong)
    assert find(jinzhong, case, "rd-each-year").outcome is Outcome.PASS
    # The university owes no figure, and the application year itself is not asked for.
    del case["members"]["m02"]["rd"]
    assert find(jinzhong, case, "rd-each-year").outcome is Outcome.PASS
    case["members"]["m01"]["rd"]["2022"] = 0
    zero = find(jinzhong, case, "rd-each-year")
    assert (zero.outcome, zero.facts["names"]) == (Outcome.EXPLAIN, ("第1家样例单位 2022",))
    del case["members"]["m04"]["rd"]["2021"]
    absent = find(jinzhong, case, "rd-each-year")
    assert (absent.outcome, absent.missing, absent.paths[0]) == (
        Outcome.MISSING,
        ("第4家样例单位 2021",),
        "members.m01.rd",
    )


def test_a_young_member_owes_figures_from_its_founding_year_on(jinzhong: Pack, build: Build, find: Find) -> None:
    case = build(jinzhong)
    case["members"]["m01"] |= {"founded": "2022-11-30", "rd": {"2022": 1, "2023": 1}}
    assert find(jinzhong, case, "rd-each-year").outcome is Outcome.PASS
    case["members"]["m01"]["founded"] = "2021-12-31"
    assert find(jinzhong, case, "rd-each-year").outcome is Outcome.MISSING


def test_figures_without_an_application_date_or_a_kind_are_missing(jinzhong: Pack, build: Build, find: Find) -> None:
    case = build(jinzhong)
    rules = replace(
        jinzhong,
        check={
            "x": YearlyFigure(title="x", basis="x", severity=Severity.BLOCK, among=Where(), figure="revenue", years=2)
        },
    )
    assert find(rules, case, "x").outcome is Outcome.PASS
    set_all(case, "revenue", {}, "m05")
    assert find(rules, case, "x").outcome is Outcome.MISSING
    set_all(case, "revenue", {"2022": 0, "2023": 0}, "m05")
    assert find(rules, case, "x").outcome is Outcome.FAIL
    assert find(jinzhong, set_all(case, "kind", None, "m05"), "rd-each-year").outcome is Outcome.MISSING
    del case["application"]["filed"]
    assert find(jinzhong, case, "rd-each-year").code == "no-application-date"


# Unit codes


def test_codes_that_are_wrong_ask_for_a_reason_and_never_block(anshan: Pack, mixed_case: Json, find: Find) -> None:
    assert find(anshan, mixed_case, "unit-codes").outcome is Outcome.PASS
    outer = find(anshan, set_all(mixed_case, "code", "91350211M0000XUF46", "m01"), "unit-codes")
    assert (outer.outcome, outer.code, outer.overridable) == (Outcome.EXPLAIN, "codes-outer-wrong", True)
    wrong = find(anshan, set_all(mixed_case, "code", "91350100M000101Y43", "m03"), "unit-codes")
    assert (wrong.outcome, wrong.code, wrong.overridable) == (Outcome.EXPLAIN, "codes-wrong", True)
    assert "第3家样例单位（91350100M000101Y43）" in wrong.text()
    assert find(anshan, set_all(mixed_case, "code", None, "m04"), "unit-codes").outcome is Outcome.MISSING


def test_an_id_number_in_the_code_column_blocks_without_being_repeated(
    anshan: Pack, mixed_case: Json, find: Find
) -> None:
    found = find(anshan, set_all(mixed_case, "code", "11010519491231002X", "m01"), "unit-codes")
    assert (found.outcome, found.overridable) == (Outcome.FAIL, False)
    assert "1949" not in found.text()


def test_a_kind_that_disagrees_with_the_code_asks_for_a_reason(
    anshan: Pack, mixed_case: Json, find: Find, code: Callable[[str, int], str]
) -> None:
    assert find(anshan, mixed_case, "kinds").outcome is Outcome.PASS
    assert find(anshan, set_all(mixed_case, "kind", "university", "m01"), "kinds").code == "kinds-disagree"
    trader = find(anshan, set_all(mixed_case, "code", code("92210303", 7), "m04"), "kinds")
    assert (trader.code, trader.outcome) == ("sole-traders", Outcome.EXPLAIN)
    assert find(anshan, set_all(mixed_case, "kind", None, "m01"), "kinds").outcome is Outcome.MISSING
